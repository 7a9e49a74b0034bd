"""The plan: changes, why they are where they are, and the couplings that can be marked."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input, Static

from relplan.model.plan import Why
from relplan.planning.explain import why
from relplan.planning.plan import Plan
from relplan.tui.keys import PLAN_ACTIONS, bindings
from relplan.tui.presentation.choices import trials
from relplan.tui.presentation.filtering import Filter
from relplan.tui.presentation.headline import Place, numbers_line, place_line
from relplan.tui.presentation.listing import BatchRow, ChangeRow
from relplan.tui.presentation.reasons import Limits, Reason, batch_reasons, reasons
from relplan.tui.presentation.running import known_in_short
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.presentation.words import meaning
from relplan.tui.screens.decisions import Decisions
from relplan.tui.screens.scanning import Scanning
from relplan.tui.screens.views import Views
from relplan.tui.session import Session
from relplan.tui.text import content
from relplan.tui.widgets.key_footer import KeyFooter
from relplan.tui.widgets.row_list import RowList
from relplan.tui.workers import Explained, Tried, explain, try_marks

SMALLEST = (60, 16)
"""Columns and lines below which nothing can be shown that helps."""
_WIDE = 120
_LARGE = 1_500
"""Changes from which on explaining one takes so long that it is done beside the screen."""
_SETTLE = 0.05
"""Seconds that the cursor must rest before a change of a large plan is explained."""
_AGE_EVERY = 30.0


class PlanScreen(Decisions, Views, Scanning):
    """What a person sees first, and returns to."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings(*PLAN_ACTIONS))
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 — textual declares it for instances
        (0, "-tiny"),
        (SMALLEST[0], "-narrow"),
        (_WIDE, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-low"),
        (SMALLEST[1], "-high"),
    ]

    def __init__(self, session: Session) -> None:
        """Show *session*."""
        super().__init__(session)
        self._limits = Limits()
        self._told: Why | None = None
        self._explaining = ""
        """The row of the changes that the why pane is, or is to be, about."""

    # Layout

    def compose(self) -> ComposeResult:
        """Lay the panes out; which are seen is the style sheet's business."""
        yield Static(id="header")
        yield Static(id="progress")
        filter_line = Input(placeholder="text, service:, team:, status:", id="filter")
        filter_line.cursor_blink = False
        yield filter_line
        self.changes.border_title = "1 changes"
        self.reasons.border_title = "2 why"
        self.choices.border_title = "3 couplings"
        self.choices.border_subtitle = "largest batch, shippable"
        self.changes.add_class("-active")
        yield Horizontal(self.changes, self.reasons, self.choices, id="panes")
        yield Static(id="detail")
        yield Static(id="too-small")
        yield KeyFooter(show_command_palette=False)

    def on_mount(self) -> None:
        """Fill the panes."""
        self.changes.focus()
        self.show_plan()
        self.set_interval(_AGE_EVERY, self.show_header)

    @property
    def _panes(self) -> tuple[RowList, ...]:
        return self.changes, self.reasons, self.choices

    def on_resize(self, event: events.Resize) -> None:
        """Choose the words that fit."""
        width, height = event.size
        wanted = f"{SMALLEST[0]} columns and {SMALLEST[1]} lines"
        text = f"relplan needs {wanted}; here are {width} and {height}"
        self.query_one("#too-small", Static).update(content(text))
        self.show_header(width)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Of several panes that share one place, show the one that has the focus."""
        if isinstance(event.widget, RowList):
            self._activate(event.widget)

    def _activate(self, pane: RowList) -> None:
        for other in self._panes:
            other.set_class(other is pane, "-active")
            # At once: a pane that is still hidden cannot take the focus, nor the keys typed ahead.
            self.app.stylesheet.update(other)

    def focus_next(self, selector: str | type[Widget] = "*") -> Widget | None:
        """Go to the next pane, one that is hidden too."""
        return self._go_round(1)

    def focus_previous(self, selector: str | type[Widget] = "*") -> Widget | None:
        """Go to the pane before, one that is hidden too."""
        return self._go_round(-1)

    def _go_round(self, step: int) -> Widget:
        here = next(n for n, pane in enumerate(self._panes) if pane.has_class("-active"))
        return self._go_to(self._panes[(here + step) % len(self._panes)])

    def _go_to(self, pane: RowList) -> RowList:
        self._activate(pane)
        pane.focus()
        return pane

    # What is shown

    def show_plan(self) -> None:
        """Show the plan of the scenario in use, with every cursor where it was."""
        session = self.session
        session.reload()
        self._show_changes()
        empty = (Span("nothing couples these services", Role.DIM),)
        self.choices.show(session.couplings, session.plan, empty=empty)
        self.show_header()
        self._explain_row()
        self.workers.cancel_group(self, "trials")
        if self._large:  # what the person did is drawn first: the two would share one processor
            self.set_timer(_SETTLE, partial(self._try_marks, session.plan))
        else:
            self._try_marks(session.plan)

    def _try_marks(self, plan: Plan) -> None:
        session = self.session
        if plan is session.plan:
            wanted = trials(session.couplings, plan.scenario)
            work = partial(try_marks, self, session.planner, plan.scenario, wanted)
            self.run_worker(work, thread=True, exclusive=True, group="trials")

    @property
    def _large(self) -> bool:
        return len(self.session.plan.changes) >= _LARGE

    def _show_changes(self) -> None:
        self.changes.show(self.session.plan, empty=self._no_changes())
        self.changes.border_subtitle = content(self.changes.filter.text)

    def _no_changes(self) -> Line:
        if self.session.never_scanned:
            return (Span("never scanned: press R to read the repositories", Role.WARNING),)
        if self.changes.filter:
            return (Span("no change passes the filter; Esc clears it", Role.WARNING),)
        return (Span("no change is pending: all there is is in production", Role.DIM),)

    def show_header(self, width: int = 0) -> None:
        """Show where a person is, and the numbers."""
        session = self.session
        glyphs = session.glyphs
        place = place_line(
            session.bench.name,
            session.scenario,
            session.age,
            session.bench.clock(),
            glyphs,
            Place(
                session.bench.environment,
                session.bench.as_of,
                known_in_short(session.plan.snapshot.production),
            ),
        )
        unmarked = session.unmarked.numbers
        cells = max(1, (width or self.size.width) - 2)
        numbers = numbers_line(session.plan.numbers, unmarked, glyphs, cells)
        first = content(*place, limit=cells, ellipsis=glyphs.ellipsis)
        self.query_one("#header", Static).update(first + "\n" + content(*numbers))

    def _explain_row(self) -> None:
        row = self.changes.row
        self._explaining = row.key if row else ""
        if isinstance(row, ChangeRow):
            if self._large:
                self.set_timer(_SETTLE, partial(self._explain_beside, row.change))
            else:
                self._show_why(why(self.session.plan, row.change))
            return
        self._told = None
        self.choices.involve(frozenset())
        rows: Sequence[Reason] = ()
        detail: Line = ()
        if isinstance(row, BatchRow):
            rows = batch_reasons(self.session.plan, row.batch)
            detail = (Span(f"{row.batch.id}: {', '.join(row.batch.services)}"),)
        self.reasons.show(rows, about=self._explaining)
        self._show_detail(detail)

    def _explain_beside(self, change: str) -> None:
        if self._explaining == change:
            work = partial(explain, self, self.session.plan, change)
            self.run_worker(work, thread=True, exclusive=True, group="why")

    @on(Explained)
    def _take_explanation(self, message: Explained) -> None:
        if message.plan is self.session.plan and message.told.change == self._explaining:
            self._show_why(message.told)

    def _show_why(self, told: Why) -> None:
        self._told = told
        plan, glyphs = self.session.plan, self.session.glyphs
        self.reasons.show(reasons(plan, told, self._limits, glyphs), about=told.change)
        paths = [found.path for found in told.blockers] + [tie.cycle for tie in told.tied]
        involved = {edge.coupling for path in paths for edge in path if edge.coupling}
        self.choices.involve(frozenset(involved))
        label, title = glyphs.status_label(told.status), plan.changes[told.change].title
        self._show_detail((label, Span(f": {meaning(told)}  ", Role.DIM), Span(title)))

    def _show_detail(self, line: Line) -> None:
        cells, ellipsis = max(1, self.size.width - 2), self.session.glyphs.ellipsis
        self.query_one("#detail", Static).update(content(*line, limit=cells, ellipsis=ellipsis))

    @on(Tried)
    def _take_trials(self, message: Tried) -> None:
        if message.scenario == self.session.scenario:
            self.choices.add_trials(message.found)

    # Moving about

    @on(RowList.Highlighted, "#changes")
    def _highlighted(self) -> None:
        row = self.changes.row
        if row is not None and row.key != self._explaining:
            self._explain_row()

    @on(RowList.Selected, "#changes")
    def _drill_down(self) -> None:
        self._go_to(self.reasons)

    @on(RowList.Selected, "#why")
    def _choose_reason(self) -> None:
        reason = self.reasons.reason
        if reason is None:
            return
        if reason.edge is not None:
            self.show_evidence(reason.edge)
        elif reason.change:
            self.go_to_change(reason.change)
        elif reason.more and self._told is not None:
            self._limits.extend(reason.more)
            self._show_why(self._told)

    def go_to_change(self, change: str) -> None:
        """Put the cursor on *change*, without the filter where that hides it."""
        if self.changes.rows.index_of(change) is None and self.changes.filter:
            self._set_filter("")
        self._go_to(self.changes)
        self.changes.go_to(change)

    def action_pane(self, number: int) -> None:
        """Go to a pane by its number."""
        self._go_to(self._panes[number - 1])

    def go_back(self) -> None:
        """Close the filter, else cancel the scan, else leave the pane, else clear the filter."""
        if self.query_one("#filter", Input).has_focus:
            self._set_filter("")
        elif self.session.scanning:
            self.cancel_scan()
        elif not self.changes.has_class("-active"):
            self._go_to(self.changes)
        elif self.changes.filter:
            self._set_filter("")

    # The filter

    def action_filter(self) -> None:
        """Let the person type what they want to see."""
        line = self.query_one("#filter", Input)
        line.add_class("-open")
        self._activate(self.changes)
        self.app.stylesheet.update(line)
        line.focus()

    @on(Input.Changed, "#filter")
    def _filter(self, message: Input.Changed) -> None:
        if message.value != self.changes.filter.text:
            self.changes.filter = Filter(message.value)
            self._show_changes()
            self._explain_row()

    @on(Input.Submitted, "#filter")
    def _close_filter(self) -> None:
        line = self.query_one("#filter", Input)
        line.set_class(bool(line.value), "-open")
        self.changes.focus()

    def _set_filter(self, text: str) -> None:
        self.query_one("#filter", Input).value = text
        self.changes.filter = Filter(text)
        self._show_changes()
        self._close_filter()
