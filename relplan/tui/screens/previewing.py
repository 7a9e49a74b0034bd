"""What each mark would do, worked out in the background before anybody asks."""

from dataclasses import dataclass

from textual import work
from textual.message import Message
from textual.worker import get_current_worker

from relplan.model.plan import Numbers
from relplan.model.scenario import Mark, Scenario
from relplan.planning.couplings import Coupling
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.screens.plan_base import PlanBase
from relplan.workbench import Workbench


@dataclass
class Previewed(Message):
    """The numbers that *scenario* would have with other marks on one coupling."""

    scenario: Scenario
    numbers: dict[tuple[str, Mark | None], Numbers]


class Previewing(PlanBase):
    """Fills in ``previews`` for the couplings, the most telling first."""

    def __init__(self, bench: Workbench, glyphs: Glyphs) -> None:
        """Begin with nothing known."""
        super().__init__(bench, glyphs)
        self.previews: dict[tuple[str, Mark | None], Numbers] = {}

    def start_previews(self) -> None:
        """Forget the previews of another scenario and begin anew."""
        self.previews.clear()
        self._preview(self.plan.scenario, self.offered)

    @work(thread=True, exclusive=True, group="previews")
    def _preview(self, scenario: Scenario, offered: tuple[Coupling, ...]) -> None:
        worker = get_current_worker()
        planner = self.bench.planner
        for coupling in offered:
            if worker.is_cancelled:
                return
            own = scenario.mark_of(coupling.name)
            others = (None,) if own else coupling.kind.marks
            if coupling.edges:
                numbers: dict[tuple[str, Mark | None], Numbers] = {}
                for mark in others:
                    changed = scenario.with_mark(coupling.name, mark)
                    numbers[coupling.name, mark] = planner.preview(changed).numbers
                self.post_message(Previewed(scenario, numbers))
