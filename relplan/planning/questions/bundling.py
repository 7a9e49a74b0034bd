"""Questions that a person is asked as one: whether a consumer uses any of what a change breaks.

A change that removes a controller breaks as many operations as that had, and each may be used or
not. So each is a question by itself, with its own answer, which holds for later changes as well.
But while they draw the same edges and the same speaks for and against them, nobody would look at
one of them without the others.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from relplan.model.counting import counted
from relplan.model.edge import Edge
from relplan.model.parts import verb_of_use
from relplan.model.question import NO, YES, Asked, Question, question_id
from relplan.planning.questions.weighing import Weighing, by_weight

_TOGETHER = "together"
_LONGER = 16
"""Digits of the id of a bundle whose short one a question has already."""


def bundles(weighing: Weighing) -> Mapping[str, tuple[Question, ...]]:
    """Return the open questions that are asked as one, by its id, each of two or more parts."""
    groups: dict[Hashable, list[Question]] = defaultdict(list)
    taken = set()
    for question in weighing.open():
        taken.add(question.id)
        if question.part:
            groups[_alike(question, weighing)].append(question)
    found = {}
    for group in groups.values():
        if len(group) > 1 and weighing.edges(group[0], YES):
            found[_id(group, taken)] = tuple(sorted(group, key=lambda one: (one.part, one.id)))
    return found


def bundled(
    weighing: Weighing, groups: Mapping[str, tuple[Question, ...]], asked: Sequence[Asked]
) -> tuple[Asked, ...]:
    """Return what is *asked*, the weightiest first; those of *groups* of which all are, as one."""
    known = {one.question.id: one for one in asked}
    found: list[Asked] = []
    for name, group in groups.items():
        if all(question.id in known for question in group):
            each = tuple(known.pop(question.id) for question in group)
            found.append(weighing.asked_as(_question(name, each), each))
    return tuple(sorted((*found, *known.values()), key=by_weight))


def _alike(question: Question, weighing: Weighing) -> Hashable:
    """Return what two questions share that differ in the part alone."""
    drawn = (frozenset(_others(question, weighing.edges(question, one))) for one in (YES, NO))
    return (replace(question, id="", text="", part=""), *drawn)


def _others(question: Question, edges: Iterable[Edge]) -> Iterator[Hashable]:
    """Yield what each edge that an answer draws is, and what else that rests on."""
    for edge in edges:
        given = frozenset(one for one in edge.given if one.question != question.id)
        yield (edge.source, edge.target, edge.kind, edge.coupling, given)


def _id(group: Iterable[Question], taken: set[str]) -> str:
    """Return an id that is another one where other questions are in the *group*."""
    kind, subject = next(one.kind for one in group), (_TOGETHER, *sorted(one.id for one in group))
    short = question_id(kind, subject)
    return short if short not in taken else question_id(kind, subject, _LONGER)


def _question(name: str, each: tuple[Asked, ...]) -> Question:
    first = each[0].question
    contract, service = first.about[:2]
    changes = sorted({edge.source for edge in each[0].yes})
    more = f" and {counted(len(changes) - 1, 'more', 'more')}" if changes[1:] else ""
    breaks = f"{changes[0]}{more} {'break' if more else 'breaks'}"
    verbs = {verb_of_use(one.question.part) for one in each}
    verb = verbs.pop() if len(verbs) == 1 else "use"
    noun = "operation" if verb == "call" else "part"
    text = f"Does {service} {verb} any of {counted(len(each), noun)} of {contract} that {breaks}?"
    return replace(first, id=name, text=text, part="")
