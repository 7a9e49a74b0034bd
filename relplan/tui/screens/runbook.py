"""A runbook to be worked through: ticks are kept in the store, so it can be resumed."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from relplan.model.runbook import Runbook, RunStep
from relplan.tui.actions import BACK, bindings
from relplan.tui.controllers.exporting import Exporting
from relplan.tui.controllers.ticking import Ticking
from relplan.tui.documents import Document, at_once, documents
from relplan.tui.presentation.entries import broken, entry_key
from relplan.tui.presentation.places import Key
from relplan.tui.presentation.runbook import STEP, runbook_entries, runbook_head
from relplan.tui.presentation.spans import Line
from relplan.tui.screens.base import ControlledScreen
from relplan.tui.screens.plan_view import PlanView
from relplan.tui.text import block
from relplan.tui.widgets.answer_line import AnswerLine
from relplan.tui.widgets.key_footer import KeyFooter
from relplan.tui.widgets.row_list import RowList
from relplan.tui.widgets.rows import KeyedRows

_FRAME = 3
"""Cells of the border on both sides and of the scroll bar."""


class RunbookScreen(ControlledScreen[None]):
    """Enter ticks a step off, and takes the tick back; what was said stays on record."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(BACK, controllers=(Ticking, Exporting))
    KEYS: ClassVar[tuple[Key, ...]] = (
        Key("list.choose", "Done"), Key("timing.next", "Next"), Key("timing.failed", "Failed"),
        Key("timing.rolled-back", "Rolled back"), Key("plan.undo", "Undo"),
        Key("plan.export", "Export"),
    )  # fmt: skip
    _EVERY = 0.5
    """Seconds between two looks at what others said, and at the clock."""

    def __init__(self, plan: PlanView, book: Runbook) -> None:
        """Show *book* over *plan*."""
        super().__init__()
        self._plan, self.book = plan, book
        self._head: list[Line] = []
        self._ticking = Ticking(plan, book, self._step, self.draw, self._go_to)
        session = plan.session
        here = Document("runbook", "runbook", book.title, at_once(lambda: book))
        exports = Exporting(self, session, lambda: documents(session, here=here))
        self.controllers = [self._ticking, exports]

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield Static(id="runbook-head")
        rows = RowList(ellipsis=self._plan.session.glyphs.ellipsis, id="runbook-rows")
        yield rows
        yield AnswerLine()
        yield KeyFooter()

    def on_mount(self) -> None:
        """Put the cursor on the first step, and follow what others say."""
        self.query_one(RowList).focus()
        self.set_interval(self._EVERY, self.look)

    def look(self) -> None:
        """Show what others said meanwhile, and how long it is ago."""
        self._ticking.look()
        self._draw_head()

    def on_resize(self) -> None:
        """Break the rows anew."""
        self.draw()

    def draw(self) -> None:
        """Show all anew, with the cursor where it was."""
        self._draw_head()
        session = self._plan.session
        entries = runbook_entries(self._ticking.night, session.glyphs, session.bench.person)
        found = broken(entries, max(20, self.size.width - _FRAME))
        keys = [key for key, _ in found]
        self.query_one(RowList).set_rows(KeyedRows(keys, lambda index, _width: found[index][1]))

    def _draw_head(self) -> None:
        now = int(self._plan.session.bench.wall_clock())
        head = runbook_head(self._ticking.night, now)
        if head != self._head:
            self._head = head
            self.query_one("#runbook-head", Static).update(block(head))

    def _step(self) -> RunStep | None:
        key = entry_key(self.query_one(RowList).key or "").removeprefix(STEP).partition(":")[0]
        return next((step for step in self.book.steps if step.key == key), None)

    def _go_to(self, step: RunStep) -> None:
        rows = self.query_one(RowList)
        found = rows.rows.index_of(f"{STEP}{step.key}")
        if found is not None:
            rows.move_to(found)

    @on(RowList.Selected)
    def _tick(self) -> None:
        if not self.refused(self.too_early()):
            self._ticking.toggle()
