"""Which batch ships in which window, what makes it late, and what if it went later."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from relplan.app.timing import calendar_of, expected_of
from relplan.model.counting import counted
from relplan.model.decision import DecisionKind
from relplan.model.scenario import Scenario
from relplan.model.schedule import Dated, Schedule
from relplan.planning.plan import Plan
from relplan.planning.runbook import runbook
from relplan.planning.schedule import schedule
from relplan.tui.actions import BACK, bindings
from relplan.tui.controllers.exporting import Exporting
from relplan.tui.controllers.history import History
from relplan.tui.controllers.rescheduling import Rescheduling
from relplan.tui.documents import Document, at_once, documents, notes_of
from relplan.tui.presentation.occurrences import Row, delays, rows
from relplan.tui.presentation.places import Key
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.presentation.windows import Timeline
from relplan.tui.screens.base import ControlledScreen
from relplan.tui.screens.plan_view import PlanView
from relplan.tui.screens.runbook import RunbookScreen
from relplan.tui.text import block
from relplan.tui.widgets.answer_line import AnswerLine
from relplan.tui.widgets.key_footer import KeyFooter
from relplan.tui.widgets.row_list import RowList
from relplan.tui.widgets.rows import KeyedRows

_FRAME = 3
"""Cells of the border on both sides and of the scroll bar."""


class WindowsScreen(ControlledScreen[None]):
    """Lies over the plan. What is moved here is kept in the scenario, and undone like a mark."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        BACK, controllers=(Rescheduling, History, Exporting)
    )
    KEYS: ClassVar[tuple[Key, ...]] = (
        Key("list.choose", "Open"), Key("timing.later", "Later"), Key("timing.earlier", "Earlier"),
        Key("plan.undo", "Undo"), Key("plan.export", "Export"),
    )  # fmt: skip
    _EVERY = 0.5
    """Seconds between two looks at what others decided."""

    def __init__(self, plan: PlanView) -> None:
        """Date what *plan* shows. Raises RelplanError where a window makes no sense."""
        super().__init__()
        self._plan = plan
        session = plan.session
        self._glyphs = session.glyphs
        workspace = session.bench.loaded.workspace
        self._calendar = calendar_of(workspace, int(session.bench.clock()))
        self._expected = expected_of(workspace)
        self._opened: set[str] = set()
        self._rows: list[Row] = []
        self.controllers = [
            Rescheduling(plan, self._calendar, self._chosen, self._moved, self._trial),
            History(plan, lambda _: self._again(), only=DecisionKind.MOVE),
            Exporting(self, session, self._documents),
        ]
        self._date()

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield Static(id="windows-head")
        rows = RowList(ellipsis=self._glyphs.ellipsis, id="windows-rows")
        yield rows
        yield Static(id="windows-details")
        yield AnswerLine()
        yield KeyFooter()

    def on_mount(self) -> None:
        """Put the cursor on what ships first, and follow what others decide."""
        self.query_one(RowList).focus()
        self.draw()
        self.query_one(RowList).move_to(1)  # the first batch, below its heading
        self.set_interval(self._EVERY, self._look)

    def on_resize(self) -> None:
        """Draw it for the width that there is."""
        self.draw()

    def _date(self) -> None:
        """Date the plan of the session, and what it is shown beside."""
        session = self._plan.session
        self._shown = session.plan
        self._made = self._dates(self._shown)
        moved = self._shown.scenario.moves
        other = self._planned(self._shown.scenario.without_moves()) if moved else session.unmarked
        self._before = self._dates(other)
        self._against = "without the moves" if moved else "without the marks"

    def _dates(self, plan: Plan) -> Schedule:
        return schedule(plan, self._calendar, self._expected)

    def _planned(self, scenario: Scenario) -> Plan:
        return self._plan.session.planner.preview(scenario)

    def _trial(self, one: Dated, at: int) -> int | None:
        """Return when *one* would ship if it were held back until *at*, and by nothing else."""
        scenario = self._shown.scenario
        changes = one.batch.changes
        others = {move for move in scenario.moves if move[0] not in changes}
        held = replace(scenario, moves=frozenset({*others, (changes[0], at)}))
        return self._dates(self._planned(held)).complete_at(changes)

    def draw(self) -> None:
        """Show all anew, with the cursor where it was."""
        cells = max(20, self.size.width - _FRAME)
        titles = {name: change.title for name, change in self._shown.changes.items()}
        timeline = Timeline(self._made, self._before, self._against, self._glyphs, cells, titles)
        self._timeline, self._rows = timeline, rows(self._made, self._opened)
        batches = self._made.batches
        late = sum(bool(delays(one)) for one in batches)
        undated = sum(one.at is None for one in batches)
        dated = counted(len(batches) - undated, "batch has", "batches have")
        moves = len(self._shown.scenario.moves)
        moved = f", {counted(moves, 'move')} by hand" if moves else ""
        facts = f"{dated} a date, {late} late, {undated} without{moved}"
        name = f"windows, scenario {self._made.scenario.name}"
        head: list[Line] = [(Span(name, Role.HEADING), Span(f"  {facts}")), *timeline.head()]
        self.query_one("#windows-head", Static).update(block(head))
        shown = self._rows
        self.query_one(RowList).set_rows(
            KeyedRows(
                [row.key for row in shown],
                lambda index, _width: timeline.row(shown[index]),
                groups=[place for place, row in enumerate(shown) if row.one is None],
            )
        )
        self._tell()

    def _row(self) -> Row | None:
        key = self.query_one(RowList).key
        return next((row for row in self._rows if row.key == key), None)

    def _chosen(self) -> Dated | None:
        row = self._row()
        return row.one if row else None

    @on(RowList.Highlighted)
    def _tell(self) -> None:
        row = self._row()
        lines: list[Line] = []
        if row is not None and row.one is not None:
            lines = self._timeline.details(row.one)
        elif row is not None:
            lines = self._timeline.contents(row.folded or row.occurrence.batches)
        self.query_one("#windows-details", Static).update(block(lines))

    @on(RowList.Selected)
    def _open(self) -> None:
        row = self._row()
        if row is None or self.refused(self.too_early()):
            return
        if row.folded:
            self._opened ^= {row.key}
            self.draw()
        elif row.one is not None:
            self._open_runbook([row.one], f"Batch {row.one.batch.id}")
        elif not self.refused("" if row.occurrence.at is not None else "it has no date yet"):
            self._open_runbook(row.occurrence.batches, f"Window {row.occurrence.name}")

    def _open_runbook(self, dated: Sequence[Dated], title: str) -> None:
        """Open the runbook of batches that ship together."""
        batches, at = [one.batch for one in dated], dated[0].at
        book = runbook(self._shown, batches, title, self._calendar.zone, at)
        self.app.push_screen(RunbookScreen(self._plan, book))

    def _look(self) -> None:
        if self._plan.session.plan is not self._shown:
            self.keyboard.changed(by_others=True)
            self._again()

    def _moved(self) -> None:
        """Show the batch under the cursor at its new date, and say what that is."""
        one = self._chosen()
        before = self._timeline
        self._again()
        if one is None or one.at is None:
            return
        changes = one.batch.changes
        at = self._made.complete_at(changes)
        with_it = sum(
            self._made.complete_at(other.batch.changes) != other.at
            for other in before.made.batches
            if other.batch.changes != changes
        )
        more = f", {with_it} others with it" if with_it else ""
        key = self.relplan.name_of("plan.undo")
        new = self._timeline.moment(at) if at is not None else "no date"
        self.say(f"{one.batch.id}: {before.moment(one.at)} {self._glyphs.becomes} {new}{more};"
                 f" {key} undoes")  # fmt: skip

    def _documents(self) -> list[Document]:
        one = self._chosen()
        here = Document("windows", "windows", "when each batch ships", at_once(lambda: self._made))
        found = documents(self._plan.session, one.batch if one else None, here)
        row = self._row()
        shipping = row.occurrence.batches[0] if row else None
        for name in shipping.windows if shipping else ():
            about = f"what goes out in {name}, when it is next"
            found.append(notes_of(self._plan.session, f"notes of {name}", about, window=name))
        return found

    def _again(self) -> None:
        """Date all anew, and follow the batch under the cursor to where it ships now."""
        one = self._chosen()
        self._date()
        if one is not None:
            self._reveal(one)
        self.draw()

    def _reveal(self, one: Dated) -> None:
        """Open the fold that *one* is under by now."""
        found = [row.key for row in rows(self._made) if one.batch.changes in
                 [single.batch.changes for single in row.folded]]  # fmt: skip
        self._opened.update(found)
