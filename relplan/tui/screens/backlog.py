"""The decoupling backlog: what is worth the work, and what only has to be waited for."""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from relplan.model.backlog import Backlog
from relplan.model.proposal import Proposal
from relplan.tui.keys import bindings
from relplan.tui.presentation.backlog import ITEM, backlog_entries, backlog_head, item_entries
from relplan.tui.presentation.entries import Entry
from relplan.tui.presentation.spans import Line
from relplan.tui.screens.advice import SECONDS, AdviceScreen
from relplan.tui.screens.base import PlanBase
from relplan.tui.screens.export import Exporting
from relplan.tui.widgets.row_list import RowList
from relplan.tui.workers import Advice


class BacklogScreen(AdviceScreen):
    """Items in their best order; Enter shows one whole."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings("advice.export"))
    OFFERS: ClassVar[frozenset[str]] = frozenset({"advice.export"})
    HINT: ClassVar[str] = "Enter shows the item, e exports, Esc closes"

    def __init__(self, plan: PlanBase) -> None:
        """Cut the backlog of what *plan* shows."""
        super().__init__(plan)
        self._found: Backlog | None = None

    def question(
        self, cancelled: Callable[[], bool]
    ) -> Callable[[Callable[[Proposal], None]], Advice]:
        """Ask for the backlog."""
        planner, scenario, now = self.session.planner, self.session.scenario, self.now

        def work(_on_better: Callable[[Proposal], None]) -> Backlog:
            from relplan.planning.backlog import backlog  # noqa: PLC0415 - loads a solver

            return backlog(planner, scenario, now, seconds=SECONDS, cancelled=cancelled)

        return work

    def take(self, found: Advice) -> None:
        """Keep the answer."""
        if isinstance(found, Backlog):
            self._found = found

    def head(self) -> list[Line]:
        """Return what all items bring together."""
        return backlog_head(self._found, self.session.glyphs) if self._found else []

    def entries(self) -> list[Entry]:
        """Return the items."""
        return backlog_entries(self._found) if self._found else []

    @on(RowList.Selected)
    def _open(self) -> None:
        for item in self._found.items if self._found else ():
            if self.chosen == f"{ITEM}{item.key}":
                self.show_over(f"item {item.rank}", item_entries(item, self.session.glyphs))

    def why_not(self, action: str) -> str:
        """Say why the action called *action* cannot be done now; empty: it can."""
        fault = super().why_not(action)
        if not fault and action in self.OFFERS and self._found is None:
            return "there is no backlog to write"
        return fault

    def action_export(self) -> None:
        """Ask for the format and the file, then write it."""
        if not self.refused(self.why_not("advice.export")) and self._found is not None:
            Exporting(self.app, self._plan, self._found).begin()
