"""What the plan cannot know by itself, settled one question after the other."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from relplan.model.question import Asked
from relplan.tui.actions import BACK, bindings
from relplan.tui.controllers.answering import Answering
from relplan.tui.presentation.entries import broken, entry_key
from relplan.tui.presentation.headline import numbers_line
from relplan.tui.presentation.questions import ANSWERED, answered_entries, question_entries
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.screens.base import ControlledScreen
from relplan.tui.screens.evidence import EvidenceScreen
from relplan.tui.screens.plan_view import PlanView
from relplan.tui.text import block, content
from relplan.tui.widgets.answer_line import AnswerLine
from relplan.tui.widgets.row_list import RowList
from relplan.tui.widgets.rows import KeyedRows

_FRAME = 3
"""Cells of the border on both sides and of the scroll bar."""
_MOST = 200
"""Questions that are shown; the others come up as these are settled."""


class QuestionsScreen(ControlledScreen[None]):
    """Lies over the plan: y and n answer, u takes back, and the numbers move with each."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(BACK, controllers=(Answering,))
    HINT: ClassVar[str] = "y yes, n no, A all alike, u takes back, Enter shows evidence"

    def __init__(self, plan: PlanView) -> None:
        """Ask what *plan* shows to be open."""
        super().__init__()
        self.session = plan.session
        self.controllers = [Answering(plan, lambda: self.chosen, self.draw, lambda: self.answered)]

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield Static(id="advice-head")
        yield Static(id="advice-state")
        rows = RowList(ellipsis=self.session.glyphs.ellipsis, id="advice-rows")
        rows.border_subtitle = content(self.HINT)
        yield rows
        yield AnswerLine()

    def on_mount(self) -> None:
        """Show what is asked."""
        self.rows.focus()
        self.draw()

    def on_resize(self) -> None:
        """Break the rows anew."""
        self.draw()

    @property
    def rows(self) -> RowList:
        """What shows the questions."""
        return self.query_one(RowList)

    @property
    def chosen(self) -> Asked | None:
        """The question under the cursor, or whose detail is; None: nothing is asked."""
        name = (self.rows.key or "").split("\0")[0].partition(" ")[0]
        return next((one for one in self.session.questions if one.question.id == name), None)

    @property
    def answered(self) -> str:
        """The question under the cursor that was answered, by its id; empty: it is on none."""
        key = entry_key(self.rows.key or "")
        return key.removeprefix(ANSWERED) if key.startswith(ANSWERED) else ""

    def draw(self, key: str | None = None) -> None:
        """Show all anew, with the cursor on the row called *key*, or where it was."""
        if not self.is_mounted:
            return
        session, plan = self.session, self.session.plan
        cells = max(20, self.size.width - 2)
        numbers = numbers_line(plan.numbers, session.unmarked.numbers, session.glyphs, cells)
        self.query_one("#advice-head", Static).update(block([numbers]))
        self.query_one("#advice-state", Static).update(content(*self._state()))
        entries = question_entries(
            session.questions[:_MOST], session.glyphs, plan.snapshot.environment
        )
        entries += answered_entries(session.bench.answers(), session.glyphs)
        found = broken(entries, max(20, self.size.width - _FRAME))
        rows = KeyedRows([name for name, _ in found], lambda index, _: found[index][1])
        self.rows.set_rows(rows, key=key)

    def _state(self) -> Line:
        if self.session.plan.questions:
            return (Span("the weightiest first; an answer holds in every scenario", Role.DIM),)
        return (Span("nothing is asked: all that is drawn is certain", Role.BETTER),)

    def action_back(self) -> None:
        """Go back to the plan."""
        self.dismiss()

    @on(RowList.Selected)
    def _open(self) -> None:
        asked = self.chosen
        if asked is None:
            return
        evidence = (*asked.question.speaks_for, *asked.question.speaks_against)
        if not evidence:
            self.tell("no evidence is recorded for this", severity="warning")
            return
        self.app.push_screen(EvidenceScreen(self.session, evidence))
