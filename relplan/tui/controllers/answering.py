"""What a person does with questions: they answer them, one by one or all alike."""

from collections.abc import Callable, Sequence
from functools import partial

from relplan.app.answering import groups, stays
from relplan.model.decision import DecisionKind, LogEntry
from relplan.model.question import NO as ANSWER_NO
from relplan.model.question import YES as ANSWER_YES
from relplan.model.question import Asked, Question, QuestionKind
from relplan.tui.actions import Action, Controller, Rests, handles
from relplan.tui.controllers.history import REDO, UNDO, History
from relplan.tui.presentation.places import Key
from relplan.tui.presentation.questions import group_words, parts_of
from relplan.tui.presentation.spans import Line, Span
from relplan.tui.screens.dialogs import ListDialog, Prompt
from relplan.tui.screens.plan_view import PlanView

_EACH = "each"
"""The row that stands for all parts of what is asked as one."""

NO = Action(
    "advice.forbid",
    "n",
    "No",
    "Answer no; in a proposal: solve again without this mark.",
    rests_on=Rests.ROW,
)


class Answering(Controller[PlanView]):
    """Settles what the plan cannot know, and takes answers back."""

    def __init__(
        self,
        view: PlanView,
        chosen: Callable[[], Asked | None],
        draw: Callable[[str | None], None],
        answered: Callable[[], str],
    ) -> None:
        """Answer what is *chosen* in *view*'s plan; *draw* shows the rest, the cursor on a row.

        What is *answered* under the cursor, by its id, is answered anew.
        """
        super().__init__(view)
        self._chosen, self._draw, self._answered = chosen, draw, answered
        self._history = History(view, self._turned, only=DecisionKind.ANSWER)

    def _nothing_chosen(self) -> str:
        return "" if self._chosen() or self._answered() else "put the cursor on a question first"

    @handles(
        Action("advice.yes", "y", "Yes", "Answer the question with yes.", rests_on=Rests.ROW),
        disabled=_nothing_chosen,
    )
    def yes(self) -> None:
        """Answer yes."""
        asked = self._chosen()
        if asked is not None and asked.each:
            self._choose_part(asked)
        elif asked is not None:
            self._settle(asked.answered, ANSWER_YES)
        elif self._answered():
            self._settle((self._answered(),), ANSWER_YES)

    def _choose_part(self, asked: Asked) -> None:
        """Ask of several that are asked as one to which the yes is: it is enough to one."""
        of = {each.question.id: each.answered for each in asked.each}
        lines = [(name, (Span(part),)) for name, part in zip(of, parts_of(asked), strict=True)]
        of[_EACH] = asked.answered
        lines.append((_EACH, (Span(f"each of the {len(asked.each)}"),)))

        def settle(chosen: str | None) -> None:
            if chosen is not None:
                self._settle(of[chosen], ANSWER_YES)

        self._choose("yes to which? one that it uses is enough", lines, settle)

    @handles(NO, disabled=_nothing_chosen)
    def no(self) -> None:
        """Answer no; of what runs, ask what does."""
        asked = self._chosen()
        if asked is None:
            self._settle((self._answered(),), ANSWER_NO)
            return
        question = asked.question
        if question.kind is not QuestionKind.PRODUCTION:
            self._settle(asked.answered, ANSWER_NO)
            return
        title = f"what runs in {self.view.session.plan.snapshot.environment}"
        about = (Span(", ".join(question.about)),)
        settle = partial(self._settle, asked.answered)
        Prompt.ask(self.view.relplan, settle, title, about, "a tag or a commit")

    def _settle(
        self,
        questions: tuple[str, ...],
        value: str,
        otherwise: Callable[[], object] = lambda: None,
    ) -> None:
        """Answer, and go on to what was below; where it is not done in the end, *otherwise*."""
        session = self.view.session
        names = self._names()
        last = max((names.index(one) for one in questions if one in names), default=len(names))
        following = names[last + 1 :]

        def go_on() -> None:
            if value not in (ANSWER_YES, ANSWER_NO):
                key = self.view.relplan.name_of("plan.rescan")
                self.view.tell(f"{key} in the plan reads what came after that revision")
            left = set(self._names())
            self._draw(next((name for name in following if name in left), None))

        answer = partial(session.bench.answer_all, questions, value)
        self.view.decide(answer, then=go_on, otherwise=otherwise)

    def _names(self) -> list[str]:
        """Return the ids of what is asked, each before those that are asked as it."""
        asked = self.view.session.plan.bundled
        return [name for one in asked for name in dict.fromkeys((one.question.id, *one.answered))]

    def _nothing_to_withdraw(self) -> str:
        name = self._answered()
        if not name:
            return "put the cursor on an answer first: they stand below the questions"
        of_file = self.view.session.bench.answer_of_file(name)
        return stays(of_file) if of_file else ""

    @handles(
        Action(
            "advice.withdraw",
            "w",
            "Withdraw",
            "Withdraw the answer: the question is asked again.",
            rests_on=Rests.ROW,
        ),
        disabled=_nothing_to_withdraw,
    )
    def withdraw(self) -> None:
        """Take an answer back, whoever gave it and whatever was decided since."""
        name = self._answered()

        def go_on() -> None:
            self._say_what_stays(name)
            self._draw(None)

        self.view.decide(partial(self.view.session.bench.answer, name, ""), then=go_on)

    def _say_what_stays(self, question: str) -> None:
        left = self.view.session.bench.answer_of_file(question)
        if left is not None:
            self.view.tell(stays(left))

    # All alike

    def _alike(self) -> tuple[tuple[str, tuple[Question, ...]], ...]:
        """Return the groups that the question under the cursor is in."""
        asked = self._chosen()
        return groups(self.view.session.plan.questions, asked.question) if asked else ()

    def _none_alike(self) -> str:
        return "" if self._alike() else "no other question is like it"

    @handles(
        Action("advice.alike", "A", "All alike", "Answer this question and all that are like it."),
        disabled=_none_alike,
    )
    def all_alike(self) -> None:
        """Choose among the groups that the question is in, and answer one as a whole."""
        asked, found = self._chosen(), self._alike()
        if asked is None:
            return
        kind = asked.question.kind
        lines = [
            (f"{value} {name}", (Span(f"{value:<4}"), Span(group_words(kind, name, len(group)))))
            for name, group in found
            for value in (ANSWER_YES, ANSWER_NO)
        ]
        self._choose("answer all alike", lines, partial(self._settle_all, dict(found)))

    def _choose(
        self,
        title: str,
        lines: Sequence[tuple[str, Line]],
        take: Callable[[str | None], None],
    ) -> None:
        dialog = ListDialog(
            title,
            lines,
            self.view.session.glyphs,
            hint=(Key("list.choose", "answers"), Key("app.back", "leaves all as it is")),
            choosable=True,
            decides=True,
        )
        self.view.app.push_screen(dialog, take)

    def _settle_all(self, of: dict[str, tuple[Question, ...]], chosen: str | None) -> None:
        if chosen is None:
            return
        value, _, name = chosen.partition(" ")
        ids = [question.id for question in of[name]]
        answer_all = partial(self.view.session.bench.answer_all, ids, value)
        self.view.decide(answer_all, then=partial(self._draw, None))

    # Taking back

    def _no_answer_to_undo(self) -> str:
        return self._history.nothing_to_undo()

    @handles(UNDO, disabled=_no_answer_to_undo)
    def undo(self) -> None:
        """Take the last answer back, and nothing that was decided elsewhere since."""
        self._history.undo()

    def _turned(self, entry: LogEntry) -> None:
        self._draw(None)
        if entry.undone:
            self._say_what_stays(entry.decision.subject)

    def _nothing_to_redo(self) -> str:
        return self._history.nothing_to_redo()

    @handles(REDO, disabled=_nothing_to_redo)
    def redo(self) -> None:
        """Decide again what was taken back last."""
        self._history.redo()
