"""What people answer: which question they mean, what an answer can be, and what is in force."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from relplan.app import running
from relplan.app.names import find_question
from relplan.model.decision import Decision, DecisionKind
from relplan.model.errors import UnknownNameError
from relplan.model.question import NO, YES, Answer, Asked, Question, QuestionKind
from relplan.planning.plan import Plan
from relplan.planning.planner import Planner
from relplan.planning.questions import asked as weighed

if TYPE_CHECKING:
    from relplan.app.bench import Workbench

_WEIGHED = 60
"""Questions that are weighed to find the first ones."""
_TRIED = 4
"""How many times more questions are tried than are wanted."""


def decided(bench: "Workbench", name: str, value: str) -> Iterator[Decision]:
    """Yield what answering the question that *name* means with *value* decides.

    Raises UnknownNameError where it means none, RelplanError for what cannot be its answer.
    """
    answered = {answer.question: answer for answer in bench.answers()}
    services = running.services_asked(bench, name, answered)
    if services is not None:
        yield from running.decided(bench, services, value)
        return
    found = find_question(bench.plan(), name, answered if not value else ())
    if isinstance(found, str):
        yield Decision(DecisionKind.ANSWER, found, "", answered[found].text)
    elif value in (YES, NO, ""):
        yield Decision(DecisionKind.ANSWER, found.id, value, found.text)
    else:
        what = f"'{value}' is no answer to {found.id}: {found.text}"
        raise UnknownNameError(what, f"answer {YES} or {NO}")


def answers(bench: "Workbench") -> tuple[Answer, ...]:
    """Return all answers in force by question; of one in relplan.toml, too, that given here."""
    found = given(bench)
    asked = bench.planner.graph.questions
    return tuple(
        replace(answer, text=answer.text or (asked[name].text if name in asked else ""))
        for name, answer in sorted(found.items())
    )


def given(bench: "Workbench") -> dict[str, Answer]:
    """Return the same without looking at what is asked."""
    found = {answer.question: answer for answer in bench.loaded.answers}
    for one in bench.store.decisions():
        if one.kind is DecisionKind.ANSWER:
            found[one.subject] = Answer(
                one.subject, one.value, one.reason, one.who, one.at, one.detail
            )
    return found


def alike(
    asked: Iterable[Asked], kind: QuestionKind | None, about: str | None
) -> tuple[Question, ...]:
    """Return the open questions of *kind*, or of any, that *about* is named in, or all."""
    return tuple(
        one.question
        for one in asked
        if kind in (None, one.question.kind) and (about is None or about in one.question.about)
    )


def clearing(planner: Planner, plan: Plan, most: int) -> list[tuple[Asked, int]]:
    """Return at most *most* questions, those first one answer to which clears most of *plan*."""
    # Production is no yes or no, and a suggested feature makes nothing uncertain.
    others = (QuestionKind.PRODUCTION, QuestionKind.FEATURE)
    kinds = plan.graph.questions.values()
    among = [question.id for question in kinds if question.kind not in others][:_WEIGHED]
    found = []
    for one in weighed(plan, frozenset(among))[: most * _TRIED]:
        tried = (plan.scenario.with_answer(one.question.id, answer) for answer in (YES, NO))
        left = min(len(planner.preview(scenario).uncertain) for scenario in tried)
        found.append((one, len(plan.uncertain) - left))
    return sorted(found, key=lambda pair: -pair[1])[:most]
