"""What people answer: which question they mean, what an answer can be, and what is in force."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from relplan.model.decision import Decision, DecisionKind
from relplan.model.errors import RelplanError, UnknownNameError
from relplan.model.question import NO, YES, Answer, Asked, Question, QuestionKind
from relplan.model.scenario import Scenario
from relplan.planning.plan import Plan
from relplan.planning.planner import Planner
from relplan.planning.questions import asked as weighed
from relplan.workbench.names import find_question
from relplan.workspace import LoadedWorkspace

if TYPE_CHECKING:
    from relplan.workbench.bench import Workbench

_PRODUCTION = "production/"
_LONGEST_REVISION = 250
_WEIGHED = 60
"""Questions that are weighed to find the first ones."""
_TRIED = 4
"""How many times more questions are tried than are wanted."""


def production_subject(service: str) -> str:
    """Return what an answer is kept under that says which revision of *service* runs."""
    return _PRODUCTION + service


def decided(bench: "Workbench", name: str, value: str) -> Iterator[Decision]:
    """Yield what answering the question that *name* means with *value* decides.

    Raises UnknownNameError where it means none, RelplanError for what cannot be its answer.
    """
    answered = {answer.question: answer for answer in bench.answers()}
    found = find_question(bench.plan(), name, answered if not value else ())
    if isinstance(found, str):
        yield Decision(DecisionKind.ANSWER, found, "", answered[found].text)
        return
    if value in (YES, NO, ""):
        yield Decision(DecisionKind.ANSWER, found.id, value, found.text)
        return
    if found.kind is not QuestionKind.PRODUCTION:
        what = f"'{value}' is no answer to {found.id}: {found.text}"
        raise UnknownNameError(what, f"answer {YES} or {NO}")
    if not value.isprintable() or len(value) > _LONGEST_REVISION or value.startswith("-"):
        raise RelplanError(f"{value!r} cannot be a revision", "give a tag, a branch or a commit")
    for service in found.about:
        text = f"Which revision of {service} is in production?"
        yield Decision(DecisionKind.ANSWER, production_subject(service), value, text)


def answers(bench: "Workbench") -> tuple[Answer, ...]:
    """Return all answers in force by question; of one in relplan.toml, too, that given here."""
    found = {answer.question: answer for answer in bench.loaded.answers}
    for one in bench.store.decisions():
        if one.kind is DecisionKind.ANSWER:
            found[one.subject] = Answer(
                one.subject, one.value, one.reason, one.who, one.at, one.detail
            )
    asked = bench.planner.graph.questions
    return tuple(
        replace(answer, text=answer.text or (asked[name].text if name in asked else ""))
        for name, answer in sorted(found.items())
    )


def with_answered_production(loaded: LoadedWorkspace, scenario: Scenario) -> LoadedWorkspace:
    """Return *loaded* with the revisions that people answered, where it names none."""
    revisions = {
        question.removeprefix(_PRODUCTION): value
        for question, value in scenario.answers
        if question.startswith(_PRODUCTION)
    }
    roots = tuple(
        replace(root, deployed=root.deployed or revisions.get(root.service, ""))
        for root in loaded.roots
    )
    return replace(loaded, roots=roots)


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
