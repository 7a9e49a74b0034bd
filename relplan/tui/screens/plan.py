"""The plan: changes, why they stand where they do, and the couplings that a person can mark."""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Footer, Input, Static

from relplan.model.errors import RelplanError
from relplan.model.plan import Status
from relplan.planning.explain import why
from relplan.tui.keys import PLAN_ACTIONS, bindings
from relplan.tui.presentation.change_rows import Row, change_line, change_rows
from relplan.tui.presentation.coupling_rows import coupling_detail, coupling_heading, coupling_line
from relplan.tui.presentation.filtering import Filter
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.header import numbers_line, title_line
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.presentation.why_rows import evidence_lines, why_rows
from relplan.tui.presentation.words import ago, counted
from relplan.tui.screens.deciding import Deciding
from relplan.tui.screens.dialogs import TextScreen
from relplan.tui.screens.previewing import Previewed, Previewing
from relplan.tui.screens.rescanning import Rescanning, ScanEnded, ScanProgressed
from relplan.tui.text import content
from relplan.tui.widgets.row_list import KeyedRows, RowList
from relplan.workbench import Workbench

_WIDE = 120
_SMALLEST = (60, 16)
_PANES = (1, 2, 3)


class PlanScreen(Deciding, Previewing, Rescanning):
    """The one screen that a person works on; the others lie on top of it for a moment."""

    CSS_PATH = "plan.tcss"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(*PLAN_ACTIONS))

    def __init__(self, bench: Workbench, glyphs: Glyphs) -> None:
        """Show the plan of *bench*."""
        super().__init__(bench, glyphs)
        self.filter = Filter()
        self.opened: set[str] = set()
        """The oldest changes of the runs that are unfolded."""
        self.rows: list[Row] = []

    def compose(self) -> ComposeResult:
        """Lay out header, panes and footer."""
        with Vertical(id="header"):
            yield Static(id="title")
            yield Static(id="numbers")
        yield Input(id="filter", placeholder="words, service:… team:… status:… batch:…")
        with Horizontal(id="panes"):
            for number, (name, label) in enumerate(
                (("changes", "1 changes"), ("why", "2 why"), ("couplings", "3 couplings")), 1
            ):
                with Vertical(id=f"pane-{number}", classes="pane") as pane:
                    pane.border_title = content(label)
                    yield RowList(id=name, ellipsis=self.glyphs.ellipsis)
                    if number == 3:
                        yield Static(id="detail-3")
        yield Static(id="detail")
        yield Static(id="too-small")
        yield Footer()

    def on_mount(self) -> None:
        """Fill everything."""
        self.show_plan()
        self.changes.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Choose the layout that the terminal has room for."""
        width, height = event.size
        least_width, least_height = _SMALLEST
        self.set_class(width < _WIDE, "-narrow")
        self.set_class(width < least_width or height < least_height, "-too-small")
        needed = f"relplan needs {least_width}x{least_height}; this is {width}x{height}"
        self.query_one("#too-small", Static).update(content(needed))
        if not any(self.has_class(f"-show-{number}") for number in _PANES):
            self.add_class("-show-1")
        self._show_header()

    # Showing

    def replan(self) -> None:
        """Plan under what the scenario is now, and show that."""
        self.plan = self.bench.plan()
        self.show_plan()

    def show_plan(self) -> None:
        """Show the plan at hand everywhere."""
        self._show_header()
        self._show_changes()
        self._show_why()
        self.show_couplings()
        self.start_previews()

    def _show_header(self) -> None:
        marks = len(self.plan.scenario.marks)
        title = title_line(
            self.bench.name, self.plan.scenario.name, marks, self._freshness(), self.glyphs
        )
        room = self.size.width or _WIDE
        numbers = numbers_line(self.plan.numbers, self.bench.unmarked().numbers, self.glyphs, room)
        self.query_one("#title", Static).update(content(*title, limit=room))
        self.query_one("#numbers", Static).update(content(*numbers, limit=room))

    def _freshness(self) -> Line:
        if self.scanning:
            return (Span(f"{self.glyphs.stale} {self.scanning}", Role.WARNING),)
        fresh = self.bench.freshness()
        if fresh.scanned_at is None:
            return (Span(f"{self.glyphs.stale} never scanned: press R", Role.WARNING),)
        read = Span(f"scanned {ago(fresh.scanned_at, self.bench.clock())}", Role.DIM)
        if not fresh.failures:
            return (read,)
        failed = counted(len(fresh.failures), "repository", "repositories")
        return (read, Span(f" {self.glyphs.stale} {failed} could not be read", Role.WARNING))

    def _show_changes(self) -> None:
        self.rows = change_rows(self.plan, self.filter, self.opened)
        groups = [index for index, row in enumerate(self.rows) if row.batch]
        labels = [index for index, row in enumerate(self.rows) if row.wave >= 0]
        keys = [row.key for row in self.rows]
        rows = KeyedRows(keys, self._change_line, groups=groups, labels=labels)
        self.changes.set_rows(rows, key=self._still_there(keys), empty=(Span(self._emptiness()),))
        shown = f"filter: {self.filter.text}" if self.filter else ""
        self.query_one("#pane-1").border_subtitle = content(shown)

    def _change_line(self, index: int, room: int) -> Line:
        row = self.rows[index]
        is_open = bool(row.run and row.run.changes[0] in self.opened)
        return change_line(row, self.plan, self.glyphs, room, is_open)

    def _still_there(self, keys: list[str]) -> str | None:
        """Return the row that shows the selected change, though it may be folded now."""
        if not self.selected or self.selected in keys:
            return self.selected or None
        holding = (row for row in self.rows if row.run and self.selected in row.run.changes)
        return next((row.key for row in holding), None)

    def _emptiness(self) -> str:
        if self.filter:
            return "No change matches the filter. Esc shows all."
        if self.bench.freshness().scanned_at is None:
            return "Nothing has been scanned yet. Press R to read the repositories."
        return "Nothing is pending: production has all that is on main, and no branch is open."

    def _show_why(self) -> None:
        if self.selected in self.plan.changes:
            told = why(self.plan, self.selected)
            self.why_rows = why_rows(self.plan, told, self.glyphs)
        else:
            self.why_rows = []
        rows = self.why_rows
        labels = [index for index, row in enumerate(rows) if not row.line]
        keyed = KeyedRows(
            [row.key for row in rows], lambda index, _: rows[index].line, labels=labels
        )
        first = next((row.key for row in rows if row.edge), None)
        self.why.set_rows(keyed, key=first, empty=(Span("Choose a change.", Role.DIM),))

    def show_couplings(self) -> None:
        """Show the couplings with what is known by now of what their marks would do."""
        names = [coupling.name for coupling in self.offered]
        empty = (Span("No contract, feature or gate ties changes together.", Role.DIM),)
        keys = ["", *names] if names else []
        rows = KeyedRows(keys, self._coupling_line, labels=(0,))
        self.couplings.set_rows(rows, empty=empty)
        self._show_coupling_detail()

    def _coupling_line(self, index: int, _room: int) -> Line:
        if not index:
            return coupling_heading()
        return coupling_line(
            self.offered[index - 1],
            self.plan.scenario,
            self.plan.numbers,
            self.previews,
            self.glyphs,
        )

    def _show_coupling_detail(self) -> None:
        index = self.couplings.cursor - 1
        known = 0 <= index < len(self.offered)
        line = coupling_detail(self.offered[index], self.glyphs) if known else ()
        self.query_one("#detail-3", Static).update(content(*line))
        if self.couplings.has_focus:
            self._show_detail(line)

    def _show_detail(self, line: Line) -> None:
        self.query_one("#detail", Static).update(content(*line, limit=self.size.width))

    # What the person does

    @on(RowList.Highlighted, "#changes")
    def _change_highlighted(self, event: RowList.Highlighted) -> None:
        row = self.rows[event.index] if event.index < len(self.rows) else None
        if row is None:
            return
        selected = row.change or (row.batch.changes[0] if row.batch else "")
        if selected and selected != self.selected:
            self.selected = selected
            self._show_why()
        if selected in self.plan.changes:
            told = self.plan.status(selected)
            label = self.glyphs.status_label(Status(told))
            title = self.plan.changes[selected].title
            self._show_detail(
                (Span(" "), label, Span(f"  {title}"), Span("  Enter: why", Role.DIM))
            )

    @on(RowList.Highlighted, "#couplings")
    def _coupling_highlighted(self) -> None:
        self._show_coupling_detail()

    @on(RowList.Selected, "#changes")
    def _change_chosen(self, event: RowList.Selected) -> None:
        row = self.rows[event.index]
        if row.run and len(row.run.changes) > 1 and not row.member:
            self._fold(row, opened=row.run.changes[0] not in self.opened)
        else:
            self.action_pane(2)

    @on(RowList.Folding, "#changes")
    def _fold_asked(self, event: RowList.Folding) -> None:
        self._fold(self.rows[event.index], opened=event.opened)

    def _fold(self, row: Row, *, opened: bool) -> None:
        if row.run is None or len(row.run.changes) < 2:
            return
        if opened:
            self.opened.add(row.run.changes[0])
        else:
            self.opened.discard(row.run.changes[0])
            self.selected = row.run.newest
        self._show_changes()

    @on(RowList.Selected, "#why")
    def _edge_chosen(self, event: RowList.Selected) -> None:
        edge = self.why_rows[event.index].edge
        if edge is not None:
            self.app.push_screen(TextScreen(evidence_lines(edge, self.glyphs)))

    @on(RowList.Selected, "#couplings")
    def _coupling_chosen(self, event: RowList.Selected) -> None:
        coupling = self.offered[event.index - 1]
        ways = " or ".join(f"{mark.value[0]} for {mark}" for mark in coupling.kind.marks)
        self.relplan.tell(f"{coupling.name}: press {ways}")

    def action_pane(self, number: int) -> None:
        """Go to a pane; where there is room for one only, show that one."""
        for other in _PANES:
            self.set_class(other == number, f"-show-{other}")
        (self.changes, self.why, self.couplings)[number - 1].focus()

    def action_filter(self) -> None:
        """Ask for words."""
        field = self.query_one("#filter", Input)
        field.add_class("-open")
        field.value = self.filter.text
        field.focus()

    @on(Input.Changed, "#filter")
    def _filter_typed(self, event: Input.Changed) -> None:
        if event.input.has_class("-open"):
            self.filter = Filter(event.value)
            self._show_changes()

    @on(Input.Submitted, "#filter")
    def _filter_done(self, event: Input.Submitted) -> None:
        event.input.remove_class("-open")
        self.action_pane(1)

    def go_back(self) -> None:
        """Close the filter, cancel the scan, or return to the changes: the first that applies."""
        field = self.query_one("#filter", Input)
        if self.filter or field.has_class("-open"):
            field.remove_class("-open")
            self.filter = Filter()
            self._show_changes()
            self.action_pane(1)
        elif self.scanning:
            self.cancel_scan()
        else:
            self.action_pane(1)

    # What the workers say

    @on(Previewed)
    def _previewed(self, event: Previewed) -> None:
        if event.scenario == self.plan.scenario:
            self.previews.update(event.numbers)
            self.couplings.invalidate()

    @on(ScanProgressed)
    def _scan_progressed(self, event: ScanProgressed) -> None:
        self.scanning = event.text
        self._show_header()

    @on(ScanEnded)
    def _scan_ended(self, event: ScanEnded) -> None:
        self.scanning = ""
        if event.problem:
            self.relplan.complain(event.problem)
        elif event.report is not None:
            for failure in event.report.failures:
                self.relplan.complain(f"{', '.join(failure.services)}: {failure.message}")
            stopped = "stopped: " if event.report.cancelled else ""
            self.relplan.tell(f"{stopped}{counted(event.report.changes, 'pending change')}")
        self.bench.forget()
        self.reload()

    def reload(self) -> None:
        """Plan anew from what the store has."""
        try:
            self.offered = self.bench.couplings()
            self.replan()
        except RelplanError as error:
            self.relplan.complain(str(error))
