"""What the plan cannot know by itself, settled one question after the other."""

from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import Static

from relplan.app.answering import groups, of_file, stays
from relplan.model.decision import DecisionKind
from relplan.model.question import NO, YES, Asked, Question, QuestionKind
from relplan.tui.keys import bindings
from relplan.tui.presentation.entries import broken, evidence_entries
from relplan.tui.presentation.headline import numbers_line
from relplan.tui.presentation.questions import group_words, question_entries
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.presentation.words import deed
from relplan.tui.screens.base import PlanBase
from relplan.tui.screens.dialogs import ListDialog, Prompt
from relplan.tui.text import block, content
from relplan.tui.widgets.row_list import KeyedRows, RowList

_FRAME = 3
"""Cells of the border on both sides and of the scroll bar."""
_MOST = 200
"""Questions that are shown; the others come up as these are settled."""


class QuestionsScreen(Screen[None]):
    """Lies over the plan: y and n answer, u takes back, and the numbers move with each."""

    BINDINGS: ClassVar[list[BindingType]] = list(
        bindings(
            "app.back", "advice.yes", "advice.forbid", "advice.alike", "plan.undo", "plan.redo"
        )
    )
    HINT: ClassVar[str] = "y yes, n no, A all alike, u takes back, Enter shows evidence"

    def __init__(self, plan: PlanBase) -> None:
        """Ask what *plan* shows to be open."""
        super().__init__()
        self._plan = plan
        self.session = plan.session

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield Static(id="advice-head")
        yield Static(id="advice-state")
        rows = RowList(ellipsis=self.session.glyphs.ellipsis, id="advice-rows")
        rows.border_subtitle = content(self.HINT)
        yield rows

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

    def action_say_yes(self) -> None:
        """Answer yes."""
        self._answer(YES)

    def action_forbid(self) -> None:
        """Answer no."""
        self._answer(NO)

    def action_alike(self) -> None:
        """Choose among the groups that the question is in, and answer one as a whole."""
        asked = self.chosen
        found = groups(self.session.plan.questions, asked.question) if asked else ()
        if asked is None or not found:
            self._plan.tell("no other question is like it", severity="warning")
            return
        kind = asked.question.kind
        lines = [
            (f"{value} {name}", (Span(f"{value:<4}"), Span(group_words(kind, name, len(group)))))
            for name, group in found
            for value in (YES, NO)
        ]
        dialog = ListDialog(
            "answer all alike",
            lines,
            self.session.glyphs,
            hint="Enter answers, Esc leaves all as it is",
            choosable=True,
        )
        self.app.push_screen(dialog, partial(self._settle_all, dict(found)))

    def _settle_all(self, of: dict[str, tuple[Question, ...]], chosen: str | None) -> None:
        if chosen is None:
            return
        value, _, name = chosen.partition(" ")
        ids = [question.id for question in of[name]]
        if self._plan.attempt(partial(self.session.bench.answer_all, ids, value)):
            self.draw()

    def action_undo(self) -> None:
        """Take the last answer back, and nothing that was decided elsewhere since."""
        log = self.session.bench.log()
        last = next((entry for entry in log if not entry.undone), None)
        if last is not None and last.decision.kind is not DecisionKind.ANSWER:
            what = f"the last decision is no answer ({deed(last)}); u in the plan takes it back"
            self._plan.tell(what, severity="warning")
            return
        self._turn("undo")
        left = of_file(self.session.bench, last.decision.subject) if last is not None else None
        if left is not None:
            self._plan.tell(stays(left))

    def action_redo(self) -> None:
        """Decide again what was taken back last."""
        self._turn("redo")

    def _turn(self, way: str) -> None:
        getattr(self._plan, f"action_{way}")()
        self.draw()

    def _answer(self, value: str) -> None:
        asked = self.chosen
        if asked is None:
            self._plan.tell("put the cursor on a question first", severity="warning")
            return
        question = asked.question
        if question.kind is QuestionKind.PRODUCTION and value == NO:
            title = f"what runs in {self.session.plan.snapshot.environment}"
            prompt = Prompt(title, (Span(", ".join(question.about)),), "a tag or a commit")
            self.app.push_screen(prompt, partial(self._settle, question.id))
            return
        self._settle(question.id, value)

    def _settle(self, question: str, value: str | None) -> None:
        """Answer, and go on to what was below; None: the person thought better of it."""
        if value is None:
            return
        names = [one.question.id for one in self.session.plan.questions]
        following = names[names.index(question) + 1 :]
        if self._plan.attempt(partial(self.session.bench.answer, question, value)):
            if value not in (YES, NO):
                self._plan.tell("R in the plan reads what came after that revision")
            left = {one.question.id for one in self.session.plan.questions}
            self.draw(next((name for name in following if name in left), None))

    @on(RowList.Selected)
    def _open(self) -> None:
        asked = self.chosen
        if asked is None:
            return
        evidence = (*asked.question.speaks_for, *asked.question.speaks_against)
        if not evidence:
            self._plan.tell("no evidence is recorded for this", severity="warning")
            return
        found = broken(evidence_entries(evidence), max(20, self.size.width - 12))
        self.app.push_screen(ListDialog("evidence", found, self.session.glyphs))
