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


def of_file(bench: "Workbench", name: str) -> Answer | None:
    """Return the answer that relplan.toml gives to the question that *name* means.

    None where it gives none, or where a later answer holds instead.
    """
    in_force = given(bench)
    found = [one for one in bench.loaded.answers if one.question.startswith(name.lower())]
    return found[0] if len(found) == 1 and in_force[found[0].question] is found[0] else None


def stays(answer: Answer) -> str:
    """Say of an answer of relplan.toml that no command takes it back."""
    said = f"relplan.toml answers {answer.question} {answer.value}"
    return f"{said}, and that stays until it is taken out of [answers] there"


def alike(
    asked: Iterable[Asked], kind: QuestionKind | None, about: str | None
) -> tuple[Question, ...]:
    """Return the open questions of *kind*, or of any, that *about* is named in, or all.

    What runs in production is no yes or no, and is left out unless it is asked for by its kind.
    """
    if kind is None:
        kinds = frozenset(QuestionKind) - {QuestionKind.PRODUCTION}
    else:
        kinds = frozenset({kind})
    return tuple(
        one.question
        for one in asked
        if one.question.kind in kinds and (about is None or about in one.question.about)
    )


def groups(
    asked: Iterable[Asked], question: Question
) -> tuple[tuple[str, tuple[Question, ...]], ...]:
    """Return the groups of several questions of one kind that *question* is in, smallest first.

    Each with the name that all in it are about; the empty name: all of the kind.
    """
    asked = tuple(asked)
    found: dict[tuple[Question, ...], str] = {}
    for about in (None, *question.about):
        found[alike(asked, question.kind, about)] = about or ""
    several = [(name, group) for group, name in found.items() if len(group) > 1]
    return tuple(sorted(several, key=lambda one: (len(one[1]), one[0])))


def clearing(planner: Planner, plan: Plan, most: int) -> list[tuple[Asked, int]]:
    """Return at most *most* questions, those first one answer to which clears most of *plan*."""
    # Production is no yes or no, and a suggested feature makes nothing uncertain.
    others = (QuestionKind.PRODUCTION, QuestionKind.FEATURE)
    kinds = plan.graph.questions.values()
    among = [question.id for question in kinds if question.kind not in others][:_WEIGHED]
    found = []
    for one in plan.weighing.asked(frozenset(among))[: most * _TRIED]:
        tried = (plan.scenario.with_answer(one.question.id, answer) for answer in (YES, NO))
        left = min(len(planner.preview(scenario).uncertain) for scenario in tried)
        found.append((one, len(plan.uncertain) - left))
    return sorted(found, key=lambda pair: -pair[1])[:most]
