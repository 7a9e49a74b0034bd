"""Whether services grow into lock-step, over their past releases."""

from collections.abc import Callable
from typing import ClassVar

from textual import on

from relplan.app import Workbench
from relplan.app.drifting import look_back
from relplan.model.drift import Drift
from relplan.model.evidence import Evidence
from relplan.model.proposal import Proposal
from relplan.tui.documents import Document, at_once, documents
from relplan.tui.presentation.drift import PAIR, SET, drift_entries, drift_head
from relplan.tui.presentation.entries import Entry
from relplan.tui.presentation.places import Key
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.screens.advice import AdviceScreen
from relplan.tui.screens.plan_view import PlanView
from relplan.tui.widgets.row_list import RowList
from relplan.tui.workers import Advice

_EVERY = 0.5
"""Seconds between two looks at how far the reading is."""


class DriftScreen(AdviceScreen):
    """Sets and pairs over periods; Enter on one shows its evidence."""

    KEYS: ClassVar[tuple[Key, ...]] = (Key("list.choose", "Evidence"), Key("plan.export", "Export"))

    def __init__(self, plan: PlanView) -> None:
        """Look back from what *plan* shows."""
        super().__init__(plan)
        self._found: Drift | None = None
        self._doing = ""

    def on_mount(self) -> None:
        """Ask at once, and show how far the reading is: the first one may take minutes."""
        super().on_mount()
        self.set_interval(_EVERY, self._draw_state)

    def exports(self) -> list[Document]:
        """Return what can be exported, the drift first."""
        found, about = self._found, "lock-step over past releases"
        here = Document("drift", "drift", about, at_once(lambda: found)) if found else None
        return documents(self.session, here=here)

    def question(
        self, cancelled: Callable[[], bool]
    ) -> Callable[[Callable[[Proposal], None]], Advice]:
        """Read what is new of the past, with a store of its own: this runs beside the screen."""
        bench = self.session.bench

        def heard(what: str, doing: str) -> None:
            self._doing = f"{what}: {doing}"

        def work(_on_better: Callable[[Proposal], None]) -> Drift:
            with Workbench(bench.loaded, bench.wall_clock, bench.as_of, bench.environment) as own:
                own.look_at(bench.scenario_name)
                return look_back(own, own.loaded.drift, heard, cancelled)

        return work

    def state(self) -> Line:
        """Return how far the reading is."""
        if not self.searching:
            return ()
        doing = self._doing or "reading past releases"
        return (Span(f"{doing}; {self._back} stops it and keeps what was read", Role.WARNING),)

    def take(self, found: Advice) -> None:
        """Keep the answer."""
        if isinstance(found, Drift):
            self._found = found

    def head(self) -> list[Line]:
        """Return what became of the largest set."""
        return drift_head(self._found, self.session.glyphs) if self._found else []

    def entries(self) -> list[Entry]:
        """Return periods, sets and pairs."""
        return drift_entries(self._found, self.session.glyphs) if self._found else []

    def disabled_reason(self, name: str) -> str:
        """Say why the action called *name* cannot be done now: not all rows have evidence."""
        if name == "list.choose" and not self._evidence():
            return "evidence stands behind sets and pairs"
        return super().disabled_reason(name)

    def _evidence(self) -> tuple[Evidence, ...]:
        """Return what shows the set or pair under the cursor: of a set, what shows its pairs."""
        if self._found is None:
            return ()
        kind, _, place = self.chosen.partition(":")
        if kind == PAIR:
            return self._found.pairs[int(place)].pair.evidence
        if kind != SET:
            return ()
        services = self._found.sets[int(place)].services
        pairs = (one.pair for one in self._found.pairs if one.pair.counts.lockstep)
        return tuple(
            found
            for pair in pairs
            if set(pair.services).issubset(services)
            for found in pair.evidence
        )

    @on(RowList.Selected)
    def _open(self) -> None:
        if self._found and not self.refused(self.disabled_reason("list.choose")):
            self.show_evidence(self._evidence())
