"""The three panes of the plan: changes, why the one in hand is where it is, offers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from textual import events, on
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message

from relplan.model.plan import Batch, Why
from relplan.planning.explain import why
from relplan.planning.plan import Plan
from relplan.tui.presentation.arranging import Arrangement
from relplan.tui.presentation.filtering import Filter
from relplan.tui.presentation.listing import BatchRow, ChangeRow
from relplan.tui.presentation.offers import NOTHING, Subject
from relplan.tui.presentation.places import Names
from relplan.tui.presentation.reasons import Limits, Reason, batch_reasons, reasons
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.presentation.words import meaning, named
from relplan.tui.session import Session
from relplan.tui.text import content
from relplan.tui.widgets.change_list import ChangeList
from relplan.tui.widgets.offer_list import OfferList
from relplan.tui.widgets.reason_list import ReasonList
from relplan.tui.widgets.row_list import RowList
from relplan.tui.workers import Explained, Tried, explain, try_marks

_SETTLE = 0.05
"""Seconds that the cursor must rest before a change of a large plan is explained."""


class Panes(Horizontal):
    """Beside each other where there is room; else they share one place, and one is seen."""

    @dataclass
    class Detail(Message):
        """What is to be said in one line of the row in hand."""

        line: Line

    class Opened(Message):
        """A pane that was out of sight is in front now."""

    def __init__(self, session: Session, names: Names) -> None:
        """Begin with empty panes, the changes in front; *names* are those of the person's keys."""
        self._session, self._names = session, names
        glyphs = session.glyphs
        self.changes = ChangeList(glyphs, id="changes")
        self.reasons = ReasonList(glyphs, id="why")
        self.offers = OfferList(glyphs, names, id="offers")
        self.reasons.border_title = self._title(2, "why")
        self.offers.border_title = self._title(3, "offers")
        self.changes.border_title = self._title(1, "changes")
        self.changes.add_class("-active")
        self._all: tuple[RowList, ...] = (self.changes, self.reasons, self.offers)
        super().__init__(*self._all, id="panes")
        self._limits = Limits()
        self._explanation: Why | None = None
        self._standing: Line = ()
        """How what is in hand stands, in a line."""
        self._explaining = ""
        """The row of the changes that the why pane is, or is to be, about."""

    def _title(self, place: int, text: str) -> Content:
        return content(f"{self._names(f'plan.pane-{place}')} {text}")

    # Which one is in front

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show the pane that has the focus."""
        if isinstance(event.widget, RowList):
            self.activate(event.widget)
            self._describe()

    def activate(self, pane: RowList) -> None:
        """Bring *pane* to the front."""
        was_seen = pane.display
        for other in self._all:
            other.set_class(other is pane, "-active")
            # At once: a pane that is still hidden cannot take the focus, nor the keys typed ahead.
            self.app.stylesheet.update(other)
        if not was_seen:
            self.post_message(self.Opened())

    def go_to(self, pane: RowList) -> None:
        """Bring *pane* to the front and give it the focus."""
        self.activate(pane)
        pane.focus()

    def go_round(self, step: int) -> RowList:
        """Go *step* panes on, to one that is hidden too, and return it."""
        here = next(n for n, pane in enumerate(self._all) if pane.has_class("-active"))
        pane = self._all[(here + step) % len(self._all)]
        self.go_to(pane)
        return pane

    # What they show

    @property
    def batch_in_hand(self) -> Batch | None:
        """The batch under the cursor: of the heading, or of the change."""
        row = self.changes.row
        if isinstance(row, ChangeRow):
            return self._session.plan.batch_of[row.change]
        return row.batch if isinstance(row, BatchRow) else None

    def show_plan(self) -> None:
        """Show the session's plan, with every cursor where it was."""
        session = self._session
        self._show_changes()
        empty = (Span("nothing couples these services", Role.DIM),)
        self.offers.show(session.couplings, session.plan, empty=empty)
        self.explain()
        self.workers.cancel_group(self, "trials")
        if (
            self._session.is_large
        ):  # what the person did is drawn first: the two would share one processor
            self.set_timer(_SETTLE, partial(self._try_marks, session.plan))
        else:
            self._try_marks(session.plan)

    def narrow(self, text: str) -> None:
        """Show only the changes that *text* lets pass."""
        self.changes.filter = Filter(text)
        self.changes.border_subtitle = content(text)
        self._show_changes()

    def lay_out(self, arrangement: Arrangement) -> None:
        """List the changes in another order, or in other groups."""
        self.changes.arrangement = arrangement
        self.changes.border_title = self._title(1, f"changes{arrangement.words}")
        self._show_changes()

    def _show_changes(self) -> None:
        self.changes.show(self._session.plan, empty=self._no_changes())

    def _no_changes(self) -> Line:
        if self._session.never_scanned:
            key = self._names("plan.rescan")
            return (Span(f"never scanned: press {key} to read the repositories", Role.WARNING),)
        if self.changes.filter:
            key = self._names("app.back")
            return (Span(f"no change passes the filter; {key} clears it", Role.WARNING),)
        return (Span("no change is pending: all there is is in production", Role.DIM),)

    def _try_marks(self, plan: Plan) -> None:
        session = self._session
        if plan is session.plan:
            work = partial(try_marks, self, session.planner, plan, self.offers.trials)
            self.run_worker(work, thread=True, exclusive=True, group="trials")

    @on(RowList.Highlighted, "#offers")
    def _describe(self) -> None:
        """Say all that is known of the offer in hand, or else how the change in hand stands."""
        offered = self.offers.detail if self.offers.has_focus else ()
        self.post_message(self.Detail(offered or self._standing))

    @on(Tried)
    def _take_trials(self, message: Tried) -> None:
        if message.plan is self._session.plan:
            self.offers.add_effects(message.found)
            self._describe()

    # Why the row in hand is where it is

    @on(RowList.Highlighted, "#changes")
    def _move(self) -> None:
        row = self.changes.row
        if row is not None and row.key != self._explaining:
            self.explain()

    def explain(self) -> None:
        """Explain the change or batch under the cursor."""
        row = self.changes.row
        self._explaining = row.key if row else ""
        if isinstance(row, ChangeRow):
            if self._session.is_large:
                self.set_timer(_SETTLE, partial(self._explain_beside, row.change))
            else:
                self._show_why(why(self._session.plan, row.change))
            return
        self._explanation = None
        subject = NOTHING
        if isinstance(row, BatchRow):
            subject = Subject(named(row.batch), frozenset(row.batch.changes), held_up=True)
        self.offers.look_at(subject, frozenset())
        rows: Sequence[Reason] = ()
        self._standing = ()
        if isinstance(row, BatchRow):
            rows = batch_reasons(self._session.plan, row.batch, self._session.glyphs)
            self._standing = (Span(f"{row.batch.id}: {', '.join(row.batch.services)}"),)
        self.reasons.show(rows, about=self._explaining)
        self._describe()

    @property
    def finding(self) -> str:
        """Say that the why pane is still about another row; empty: it is about the one in hand."""
        row = self.changes.row
        is_there = not isinstance(row, ChangeRow) or self.reasons.about == row.change
        return "" if is_there else "the reasons are still being found: press it again"

    def explain_more(self, what: str) -> None:
        """Show more of *what* was cut short in the why pane."""
        if self._explanation is not None:
            self._limits.extend(what)
            self._show_why(self._explanation)

    def _explain_beside(self, change: str) -> None:
        if self._explaining == change:
            work = partial(explain, self, self._session.plan, change)
            self.run_worker(work, thread=True, exclusive=True, group="why")

    @on(Explained)
    def _take_explanation(self, message: Explained) -> None:
        if message.plan is self._session.plan and message.explanation.change == self._explaining:
            self._show_why(message.explanation)

    def _show_why(self, explanation: Why) -> None:
        self._explanation = explanation
        rows = reasons(
            self._session.plan, explanation, self._limits, self._session.glyphs, self._names
        )
        self.reasons.show(rows, about=explanation.change)
        paths = [found.path for found in explanation.blockers] + [
            tie.cycle for tie in explanation.tied
        ]
        involved = {edge.coupling for path in paths for edge in path if edge.coupling}
        change = explanation.change
        held_up = not explanation.status.free
        self.offers.look_at(Subject(change, frozenset({change}), held_up), frozenset(involved))
        label = self._session.glyphs.status_label(explanation.status)
        title = self._session.plan.changes[change].title
        self._standing = (label, Span(f": {meaning(explanation)}  ", Role.DIM), Span(title))
        self._describe()
