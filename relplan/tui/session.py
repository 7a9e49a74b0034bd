"""What the screens look at: the workbench, and the plan as it was asked for last."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relplan.app import Workbench
from relplan.model.decision import Via
from relplan.model.question import Asked
from relplan.model.scenario import Scenario
from relplan.planning.couplings import Coupling
from relplan.planning.plan import Plan
from relplan.planning.planner import Planner
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.headline import Age

if TYPE_CHECKING:
    from relplan.planning.slices import Past


_LARGE = 1_500
"""Changes from which on work that a small plan does at once would be noticed."""


@dataclass
class Session:
    """One workspace on screen. To be used from the app's own thread only."""

    bench: Workbench
    glyphs: Glyphs
    scanning: bool = False

    def __post_init__(self) -> None:
        """Plan for the first time."""
        self.bench.via = Via.TUI
        self._began_in = self.bench.scenario_name
        self._decided = self.bench.store.last_turn()
        self.version = self.bench.store.version()
        """Of the store, when the changes were read from it."""
        self.planner: Planner = self.bench.planner
        self.couplings: tuple[Coupling, ...] = self.bench.couplings()
        self.plan: Plan = self.bench.plan()
        self.unmarked: Plan = self.planner.unmarked_plan
        """The plan with nothing marked and nothing dismissed, but all that was answered."""
        self._leave_out_marks()
        self.age: Age = self._age()
        self._past: Past | None = None

    def reload(self) -> None:
        """Plan again under the scenario in use; look at the changes again if they were read."""
        self._decided = self.bench.store.last_turn()
        if self.bench.planner is not self.planner:
            self.planner = self.bench.planner
            self._past = None
        self.couplings = self.bench.couplings()
        self.plan = self.bench.plan()
        self._leave_out_marks()

    def _leave_out_marks(self) -> None:
        scenario, known = self.scenario.without_marks(), self.unmarked
        if known.graph is not self.planner.graph or known.scenario != scenario:
            self.unmarked = self.planner.plan(scenario)

    def decided_elsewhere(self) -> bool:
        """Tell whether something was decided that the plan on the screen does not know of."""
        return self.bench.store.last_turn() != self._decided

    def look_at_age(self) -> None:
        """Find out again when git was read, and what failed."""
        self.age = self._age()

    @property
    def scenario(self) -> Scenario:
        """The scenario of the plan on screen."""
        return self.plan.scenario

    @property
    def is_elsewhere(self) -> bool:
        """Whether another scenario is looked at than when it was opened."""
        return self.bench.scenario_name != self._began_in

    @property
    def is_large(self) -> bool:
        """Whether a key would have to wait for what can be done beside the screen."""
        return len(self.plan.changes) >= _LARGE

    @property
    def past(self) -> "Past":
        """What past releases show of suggested features: read when it is first looked at."""
        from relplan.app.looking_back import past_of  # noqa: PLC0415 - loads when asked

        if self._past is None:
            self._past = past_of(self.bench)
        return self._past

    @property
    def questions(self) -> tuple[Asked, ...]:
        """What is asked, those alike as one, with what past releases show of it."""
        from relplan.app.looking_back import asks_about_features  # noqa: PLC0415
        from relplan.planning.shipments import with_past  # noqa: PLC0415 - loads when asked

        asked = self.plan.bundled
        return with_past(asked, self.past) if asks_about_features(asked) else asked

    @property
    def never_scanned(self) -> bool:
        """Tell whether git has not been read yet."""
        return self.age.scanned_at is None

    def coupling(self, name: str) -> Coupling | None:
        """Return the coupling called *name*, if there is one."""
        return next((found for found in self.couplings if found.name == name), None)

    def _age(self) -> Age:
        found = self.bench.freshness()
        failed = {service for failure in found.failures for service in failure.services}
        return Age(found.scanned_at, tuple(sorted(failed)), self.scanning)
