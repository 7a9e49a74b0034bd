"""What people answer: which question they mean, what an answer can be, and what is in force."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from relplan.app import running
from relplan.app.names import find_question
from relplan.model.decision import Decision, DecisionKind
from relplan.model.errors import RelplanError, UnknownNameError
from relplan.model.question import NO, YES, Answer, Asked, Question, QuestionKind, question_id
from relplan.planning.plan import Plan
from relplan.workspace import LoadedWorkspace

_WEIGHED = 60
"""Questions that are weighed to find the first ones."""


def decided(
    name: str, value: str, plan: Plan, loaded: LoadedWorkspace, answers: Iterable[Answer]
) -> Iterator[Decision]:
    """Yield what answering the question of *plan* that *name* means with *value* decides.

    A no to several that are asked as one is a no to each. A yes to one of them is enough, and only
    a person knows to which: there is none to all of them at once but by their own ids.

    Raises UnknownNameError where it means none, RelplanError for what cannot be its answer.
    """
    answered = {answer.question: answer for answer in answers}
    environment, questions = plan.snapshot.environment, plan.graph.questions
    again = [
        one.name
        for one in loaded.workspace.services
        if running.production_subject(environment, one.name) in answered
    ]
    services = running.services_asked(name, questions, environment, again)
    if services is not None:
        asked = questions.get(question_id(QuestionKind.PRODUCTION, (environment,)))
        roots = {root.service: root for root in loaded.roots}
        open_ones = asked.about if asked else ()
        yield from running.decided(value, services, open_ones, environment, roots)
        return
    as_one = plan.bundles if value else {}
    found = find_question(plan, name, as_one if value else answered)
    if isinstance(found, str) and value:
        if value == YES:
            raise _which(found, len(as_one[found]))
        for question in as_one[found]:
            yield from decided(question.id, value, plan, loaded, answers)
    elif isinstance(found, str):
        yield Decision(DecisionKind.ANSWER, found, "", answered[found].text)
    elif value in (YES, NO, ""):
        yield Decision(DecisionKind.ANSWER, found.id, value, found.text)
    else:
        what = f"'{value}' is no answer to {found.id}: {found.text}"
        raise UnknownNameError(what, f"answer {YES} or {NO}")


def _which(name: str, number: int) -> RelplanError:
    what = f"a yes to {name} does not say which of the {number} it is"
    hint = f"`relplan questions {name}` lists them: answer one of these, or all with --each"
    return RelplanError(what, hint)


def each_of(plan: Plan, name: str) -> tuple[Question, ...]:
    """Return the questions that are asked as the one that *name* means; itself alone it may be.

    Raises UnknownNameError where it means none.
    """
    as_one = plan.bundles
    found = find_question(plan, name, as_one)
    return as_one[found] if isinstance(found, str) else (found,)


def worded(answers: Mapping[str, Answer], questions: Mapping[str, Question]) -> tuple[Answer, ...]:
    """Return *answers* by question, with what is asked where they do not say it themselves."""
    return tuple(
        replace(answer, text=answer.text or (questions[name].text if name in questions else ""))
        for name, answer in sorted(answers.items())
    )


def of_file(name: str, answers: Iterable[Answer], given: Mapping[str, Answer]) -> Answer | None:
    """Return the one of relplan.toml's *answers* to the question that *name* means.

    None where relplan.toml gives none, or where of those *given* a later one holds instead.
    """
    found = [one for one in answers if one.question.startswith(name.lower())]
    return found[0] if len(found) == 1 and given[found[0].question] is found[0] else None


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


def clearing(plan: Plan, most: int) -> list[tuple[Asked, int]]:
    """Return at most *most* questions, those first one answer to which clears most of *plan*."""
    # Production is no yes or no, and a suggested feature makes nothing uncertain.
    others = (QuestionKind.PRODUCTION, QuestionKind.FEATURE)
    among = (one.id for one in plan.weighing.open() if one.kind not in others)
    as_one = {one.id: group for group in plan.bundles.values() for one in group}
    whole = set(islice(among, _WEIGHED))
    whole |= {other.id for name in whole for other in as_one.get(name, ())}
    found = [
        (one, max(effect.blocks + effect.clears for effect in (one.on_yes, one.on_no)))
        for one in plan.as_asked(plan.weighing.asked(whole))
    ]
    return sorted(found, key=lambda pair: -pair[1])[:most]
