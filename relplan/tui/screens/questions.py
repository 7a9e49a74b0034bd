"""What the plan cannot know by itself, settled one question after the other."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from relplan.model.evidence import Evidence
from relplan.model.question import Answer, Asked
from relplan.tui.actions import BACK, bindings
from relplan.tui.controllers.answering import Answering
from relplan.tui.controllers.editing import Editing
from relplan.tui.controllers.exporting import Exporting
from relplan.tui.documents import documents
from relplan.tui.presentation.entries import broken, entry_key, evidence_number
from relplan.tui.presentation.headline import numbers_line
from relplan.tui.presentation.places import Key
from relplan.tui.presentation.questions import (
    ANSWERED,
    answer_entries,
    answered_entries,
    evidence_of,
    is_open,
    question_entries,
)
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.screens.base import ControlledScreen
from relplan.tui.screens.evidence import EvidenceScreen, first_in_file
from relplan.tui.screens.plan_view import PlanView
from relplan.tui.text import block, content
from relplan.tui.widgets.answer_line import AnswerLine
from relplan.tui.widgets.key_footer import KeyFooter
from relplan.tui.widgets.row_list import RowList
from relplan.tui.widgets.rows import KeyedRows

_FRAME = 3
"""Cells of the border on both sides and of the scroll bar."""
_MOST = 200
"""Questions that are shown; the others come up as these are settled."""
_WIDE, _SHARE = 120, 5
"""Cells from which on the evidence stands beside the questions; and its part of them: two of so
many."""


class QuestionsScreen(ControlledScreen[None]):
    """Lies over the plan: y and n answer, u takes back, and the numbers move with each."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        BACK, controllers=(Answering, Editing, Exporting)
    )
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (_WIDE, "-wide")]  # noqa: RUF012
    KEYS: ClassVar[tuple[Key, ...]] = (
        Key("advice.yes", "Yes"), Key("advice.forbid", "No"), Key("advice.withdraw", "Withdraw"),
        Key("advice.alike", "All alike"), Key("list.choose", "Evidence"), Key("plan.edit", "Edit"),
        Key("plan.undo", "Undo"),
    )  # fmt: skip

    def __init__(self, plan: PlanView) -> None:
        """Ask what *plan* shows to be open."""
        super().__init__()
        self.session = plan.session
        self._opened: set[str] = set()
        """The questions whose rows stand below the one that they are asked as."""
        self.controllers = [
            Answering(plan, lambda: self.chosen, self.draw, lambda: self.answered),
            Editing(self, self.session, lambda: self._in_hand),
            Exporting(self, self.session, lambda: documents(self.session)),
        ]

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield Static(id="advice-head")
        yield Static(id="advice-state")
        ellipsis = self.session.glyphs.ellipsis
        with Horizontal(id="advice-body"):
            yield RowList(ellipsis=ellipsis, id="advice-rows")
            beside = RowList(ellipsis=ellipsis, id="advice-beside")
            beside.border_title = "evidence"
            yield beside
        yield AnswerLine()
        yield KeyFooter()

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
        return self.query_one("#advice-rows", RowList)

    @property
    def beside(self) -> RowList:
        """What shows the evidence of the question in hand, where there is room for it."""
        return self.query_one("#advice-beside", RowList)

    @property
    def chosen(self) -> Asked | None:
        """The question under the cursor, or whose detail is; None: nothing is asked."""
        name = entry_key(self.rows.key or "").partition(" ")[0]
        questions = self.session.questions
        each = (part for one in questions if is_open(one, self._opened) for part in one.each)
        return next((one for one in (*questions, *each) if one.question.id == name), None)

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
            session.questions[:_MOST],
            session.glyphs,
            plan.snapshot.environment,
            self._opened,
            self.relplan.name_of("list.unfold"),
        )
        entries += answered_entries(session.bench.answers(), session.glyphs)
        found = broken(entries, max(20, self.size.width - self._room_beside - _FRAME))
        rows = KeyedRows([name for name, _ in found], lambda index, _: found[index][1])
        self.rows.set_rows(rows, key=key)
        self._show_beside()

    def follow(self) -> None:
        """Show what others answered, and what was found since."""
        self.draw()

    @property
    def _room_beside(self) -> int:
        return self.size.width * 2 // _SHARE if self.size.width >= _WIDE else 0

    @on(RowList.Highlighted, "#advice-rows")
    def _show_beside(self) -> None:
        """Show all that speaks for and against the question in hand, and what answers bring."""
        if not self._room_beside:
            return
        asked, answer = self.chosen, self._answer
        entries = evidence_of(asked) if asked else answer_entries(answer) if answer else []
        found = broken(entries, self._room_beside - _FRAME)
        rows = KeyedRows([name for name, _ in found], lambda index, _: found[index][1])
        self.beside.set_rows(rows)
        self.beside.move_to(0)

    @property
    def _answer(self) -> Answer | None:
        found = self.session.bench.answers() if self.answered else ()
        return next((one for one in found if one.question == self.answered), None)

    @property
    def _evidence(self) -> tuple[Evidence, ...]:
        asked = self.chosen
        return (*asked.question.speaks_for, *asked.question.speaks_against) if asked else ()

    @property
    def _in_hand(self) -> Evidence | None:
        """The evidence under the cursor, else the first that stands in a file."""
        found = self._evidence
        number = evidence_number(self.beside.key or "") if self.beside.has_focus else None
        if number is not None and number < len(found):
            return found[number]
        return first_in_file(found)

    def _state(self) -> Line:
        if self.session.plan.questions:
            return (Span("the weightiest first; an answer holds in every scenario", Role.DIM),)
        return (Span("nothing is asked: all that is drawn is certain", Role.BETTER),)

    def action_back(self) -> None:
        """Go back from the evidence to the questions, and from them to the plan."""
        if self.beside.has_focus:
            self.rows.focus()
        else:
            super().action_back()

    @on(RowList.Folding, "#advice-rows")
    def _fold(self, message: RowList.Folding) -> None:
        """Show what is asked as one by its parts, or fold these."""
        chosen, questions = self.chosen, self.session.questions
        found = (one for one in questions if one.each and chosen in (one, *one.each))
        whole = next(found, None)
        if whole is None:
            return
        if message.opened:
            self._opened.update(whole.answered)
        else:
            self._opened.difference_update(whole.answered)
        self.draw(None if message.opened else whole.question.id)

    @on(RowList.Selected, "#advice-rows")
    def _open(self) -> None:
        if self._room_beside:
            self.beside.focus()
        elif self._evidence:
            self.app.push_screen(EvidenceScreen(self.session, self._evidence))
        elif self.chosen:
            self.tell("no evidence is recorded for this", severity="warning")
