"""Which batch ships when: a timeline, batches that can be moved, and what makes them late."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from relplan.app.timing import calendar_of, expected_of
from relplan.model.counting import counted
from relplan.model.schedule import Dated, Schedule
from relplan.planning.runbook import runbook
from relplan.planning.schedule import schedule
from relplan.tui.actions import BACK, bindings
from relplan.tui.controllers.timing import Rescheduling
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.presentation.windows import Timeline
from relplan.tui.screens.base import ControlledScreen
from relplan.tui.screens.plan_view import PlanView
from relplan.tui.screens.runbook import RunbookScreen
from relplan.tui.text import block, content
from relplan.tui.widgets.row_list import RowList
from relplan.tui.widgets.rows import KeyedRows

_FRAME = 3
"""Cells of the border on both sides and of the scroll bar."""


class WindowsScreen(ControlledScreen[None]):
    """Lies over the plan. What is moved here is a what-if, and forgotten when it closes."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(BACK, controllers=(Rescheduling,))
    _HINT = "< > move it, Enter its runbook, Esc closes"

    def __init__(self, plan: PlanView) -> None:
        """Date what *plan* shows. Raises RelplanError where a window makes no sense."""
        super().__init__()
        self._plan = plan
        session = plan.session
        self._glyphs = session.glyphs
        workspace = session.bench.loaded.workspace
        self._calendar = calendar_of(workspace, int(session.bench.clock()))
        self._expected = expected_of(workspace)
        self._shown = session.plan
        self._rescheduling = Rescheduling(plan, self._calendar, self._chosen, self._again)
        self.controllers = [self._rescheduling]
        self._own = schedule(self._shown, self._calendar, self._expected)
        unmarked = session.unmarked
        self._unmarked = schedule(unmarked, self._calendar, self._expected)
        self._made = self._own
        self._timeline = self._drawn()

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield Static(id="windows-head")
        rows = RowList(ellipsis=self._glyphs.ellipsis, id="windows-rows")
        rows.border_subtitle = content(Span(self._HINT))
        yield rows
        yield Static(id="windows-details")

    def on_mount(self) -> None:
        """Put the cursor on what ships first."""
        self.query_one(RowList).focus()

    def on_resize(self) -> None:
        """Draw it for the width that there is."""
        self.draw()

    def _drawn(self) -> Timeline:
        cells = max(20, self.size.width - _FRAME)
        if self._rescheduling.moves:
            return Timeline(self._made, self._own, "without the moves", self._glyphs, cells)
        return Timeline(self._made, self._unmarked, "without the marks", self._glyphs, cells)

    def draw(self, key: str | None = None) -> None:
        """Show all anew, with the cursor on the batch *key*; None: where it was."""
        timeline = self._timeline = self._drawn()
        batches = self._made.batches
        late = sum(bool(one.late) for one in batches)
        undated = sum(one.at is None for one in batches)
        dated = counted(len(batches) - undated, "batch has", "batches have")
        facts = f"{dated} a date, {late} late, {undated} without"
        name = f"windows, scenario {self._made.scenario.name}"
        head: list[Line] = [(Span(name, Role.HEADING), Span(f"  {facts}")), *timeline.head()]
        if self._rescheduling.moves:
            head.append((Span("moved by hand: a what-if, forgotten with Esc", Role.WARNING),))
        self.query_one("#windows-head", Static).update(block(head))
        keys = [one.batch.changes[0] for one in batches]
        rows = KeyedRows(keys, lambda index, _width: timeline.line(batches[index]))
        self.query_one(RowList).set_rows(rows, key=key)
        self._tell()

    def _chosen(self) -> Dated | None:
        key = self.query_one(RowList).key
        return next((one for one in self._made.batches if one.batch.changes[0] == key), None)

    @on(RowList.Highlighted)
    def _tell(self) -> None:
        one = self._chosen()
        self.query_one("#windows-details", Static).update(
            block(self._timeline.details(one) if one else [])
        )

    @on(RowList.Selected)
    def _open(self) -> None:
        one = self._chosen()
        if one is not None:
            title = f"Batch {one.batch.id}"
            book = runbook(self._shown, [one.batch], title, self._calendar.zone, one.at)
            self.app.push_screen(RunbookScreen(self._plan, book))

    def _again(self, one: Dated) -> None:
        pinned = dict(self._rescheduling.moves)
        made: Schedule = schedule(self._shown, self._calendar, self._expected, pinned)
        self._made = made
        self.draw(one.batch.changes[0])

    def action_back(self) -> None:
        """Close it."""
        self.dismiss(None)
