"""The decoupling backlog: what is worth the work, and what only has to be waited for."""

from collections.abc import Callable
from typing import ClassVar

from textual import on

from relplan.model.backlog import Backlog
from relplan.model.proposal import Proposal
from relplan.tui.documents import Document, at_once, documents
from relplan.tui.presentation.backlog import ITEM, backlog_entries, backlog_head, item_entries
from relplan.tui.presentation.entries import Entry
from relplan.tui.presentation.places import Key
from relplan.tui.presentation.spans import Line
from relplan.tui.screens.advice import SECONDS, AdviceScreen
from relplan.tui.screens.plan_view import PlanView
from relplan.tui.widgets.row_list import RowList
from relplan.tui.workers import Advice


class BacklogScreen(AdviceScreen):
    """Items in their best order; Enter shows one whole."""

    KEYS: ClassVar[tuple[Key, ...]] = (
        Key("list.choose", "Whole item"),
        Key("plan.export", "Export"),
    )

    def __init__(self, plan: PlanView) -> None:
        """Cut the backlog of what *plan* shows."""
        super().__init__(plan)
        self._found: Backlog | None = None

    def exports(self) -> list[Document]:
        """Return what can be exported, the backlog first."""
        found, about = self._found, "the work that decouples"
        here = Document("backlog", "backlog", about, at_once(lambda: found)) if found else None
        return documents(self.session, here=here)

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
