"""Why releases go out in lock-step: four questions and their answers."""

from collections.abc import Callable
from typing import ClassVar

from textual import on

from relplan.model.diagnosis import Diagnosis
from relplan.model.plan import Batch
from relplan.model.proposal import Proposal
from relplan.tui.presentation.diagnosis import GROUND, diagnosis_entries, diagnosis_head
from relplan.tui.presentation.entries import Entry
from relplan.tui.presentation.places import Key
from relplan.tui.presentation.spans import Line
from relplan.tui.screens.advice import AdviceScreen
from relplan.tui.screens.plan_view import PlanView
from relplan.tui.widgets.row_list import RowList
from relplan.tui.workers import Advice


class DiagnosisScreen(AdviceScreen):
    """The four answers; Enter on a ground shows its evidence."""

    KEYS: ClassVar[tuple[Key, ...]] = (Key("list.choose", "Evidence"), Key("plan.export", "Export"))

    def __init__(self, plan: PlanView, batch: Batch | None) -> None:
        """Ask about *batch* in *plan*; None: the whole workspace."""
        super().__init__(plan)
        self._batch = batch
        self._found: Diagnosis | None = None

    def question(
        self, cancelled: Callable[[], bool]
    ) -> Callable[[Callable[[Proposal], None]], Advice]:
        """Ask the four questions."""
        planner, scenario, now = self.session.planner, self.session.scenario, self.now
        past = self.session.past

        def work(_on_better: Callable[[Proposal], None]) -> Diagnosis:
            from relplan.planning.diagnose import diagnose  # noqa: PLC0415 - loads when asked

            return diagnose(planner, scenario, now, self._batch, past)

        return work

    def take(self, found: Advice) -> None:
        """Keep the answer."""
        if isinstance(found, Diagnosis):
            self._found = found

    def head(self) -> list[Line]:
        """Return the verdict on the whole."""
        return diagnosis_head(self._found, self.session.glyphs) if self._found else []

    def entries(self) -> list[Entry]:
        """Return the four answers."""
        return diagnosis_entries(self._found, self.session.glyphs) if self._found else []

    @on(RowList.Selected)
    def _open(self) -> None:
        if self._found is None or not self.chosen.startswith(GROUND):
            return
        answer, place = map(int, self.chosen.removeprefix(GROUND).split(":"))
        ground = self._found.answers[answer].grounds[place]
        if not self.refused("" if ground.evidence else "no evidence is recorded for this"):
            self.show_evidence(ground.evidence)
