"""``anyOf``, ``oneOf``, ``not`` and ``if``."""

from collections.abc import Sequence
from dataclasses import dataclass

from relplan.contracts.references import Node
from relplan.contracts.schemas.alternatives import Matched, match, ref_of, title_of
from relplan.contracts.schemas.disjoint import are_disjoint
from relplan.contracts.schemas.pairs import (
    Answer,
    Context,
    Edge,
    Finds,
    Pair,
    leftovers,
    one,
    pair_of,
)
from relplan.contracts.schemas.rules import (
    NONE,
    RISKY,
    changes,
    judged,
    narrows,
    place,
    shown,
    widens,
)
from relplan.contracts.schemas.shape import Group, Shape
from relplan.contracts.schemas.sides import Dialect

_NAMES = {"anyOf": "any-of", "oneOf": "one-of"}


def is_wrapped(base: Shape, revision: Shape) -> bool:
    """Tell whether one side says outright what the other says as one of some alternatives."""
    groups = sorted((len(base.groups), len(revision.groups)))
    return groups == [0, 1] and bool(base.leaves and revision.leaves)


def compare_wrapped(base: Pair, shapes: tuple[Shape, Shape], context: Context) -> Finds:
    """Yield how two schemas differ of which one has alternatives, and the other has none."""
    before, after = shapes
    if after.groups:
        yield from _compare_with_alternatives(base, after, context)
    else:
        yield from _compare_from_alternatives(base, before, context)


def _compare_with_alternatives(pair: Pair, after: Shape, context: Context) -> Finds:
    group = after.groups[0]
    ways = [Pair(pair.base, (*after.plain, *one(node))) for node in group.alternatives]
    answers = [context.ask(way) for way in ways]
    best = min(range(len(ways)), key=lambda index: _badness(answers[index]))
    yield Edge(ways[best])
    if len(ways) == 1:
        return
    at = place(None, group.node, "", _listed(group.alternatives))
    if group.keyword == "oneOf" and _may_overlap(group.alternatives, after, context, revised=True):
        yield changes("wrapped-in-one-of", at)
    else:
        yield widens(f"{_NAMES[group.keyword]}-added", at)


def _compare_from_alternatives(pair: Pair, before: Shape, context: Context) -> Finds:
    group = before.groups[0]
    ways = [Pair((*before.plain, *one(node)), pair.revision) for node in group.alternatives]
    answers = [context.ask(way) for way in ways]
    best = min(range(len(ways)), key=lambda index: _badness(answers[index]))
    yield Edge(ways[best])
    lost = [
        group.alternatives[index]
        for index, answer in enumerate(answers)
        if index != best and answer.narrows
    ]
    for node in lost:
        at = place(node, None, _name(node), "")
        yield narrows(f"{_NAMES[group.keyword]}-removed", at)
    if group.keyword == "oneOf" and _may_overlap(
        group.alternatives, before, context, revised=False
    ):
        at = place(group.node, None, _listed(group.alternatives), "")
        yield judged("one-of-overlapping", NONE, RISKY, at)


def _badness(answer: Answer) -> tuple[bool, bool, int]:
    return answer.narrows, answer.widens, len(answer.differences)


def compare_groups(base: Shape, revision: Shape, context: Context) -> Finds:
    """Yield how the alternatives differ."""
    if len(base.groups) == len(revision.groups) == 1:
        yield from _compare_group(base, revision, base.groups[0], revision.groups[0], context)
        return
    for keyword, name in _NAMES.items():
        old = [group for group in base.groups if group.keyword == keyword]
        new = [group for group in revision.groups if group.keyword == keyword]
        for before, after in zip(old, new, strict=False):
            yield from _compare_group(base, revision, before, after, context)
        for group in old[len(new) :]:
            yield widens(f"{name}-removed", place(group.node, None, _listed(group.alternatives)))
        for group in new[len(old) :]:
            listed = _listed(group.alternatives)
            yield narrows(f"{name}-added", place(None, group.node, None, listed))


def _compare_group(
    base: Shape, revision: Shape, before: Group, after: Group, context: Context
) -> Finds:
    matched = match(before.alternatives, after.alternatives, context)
    name = _NAMES[after.keyword]
    for old, new in matched.pairs:
        yield Edge(pair_of(old, new))
    for node in matched.gone:
        yield narrows(f"{name}-removed", place(node, None, _name(node)))
    for node in matched.come:
        yield widens(f"{name}-added", place(None, node, None, _name(node)))
    if "oneOf" in (before.keyword, after.keyword):
        yield from _compare_overlap(base, revision, (before, after), matched, context)


def _compare_overlap(
    base: Shape,
    revision: Shape,
    groups: tuple[Group, Group],
    matched: Matched,
    context: Context,
) -> Finds:
    """Yield whether a value may now satisfy two of the alternatives, and so none, or no longer."""
    before, after = groups
    answers = [context.ask(pair_of(old, new)) for old, new in matched.pairs]
    switched = before.keyword != after.keyword
    more = matched.come or switched or any(answer.widens for answer in answers)
    less = matched.gone or switched or any(answer.narrows for answer in answers)
    request = (
        after.keyword == "oneOf"
        and more
        and _may_overlap(after.alternatives, revision, context, revised=True)
    )
    response = (
        before.keyword == "oneOf"
        and less
        and _may_overlap(before.alternatives, base, context, revised=False)
    )
    if request or response:
        at = place(before.node, after.node, before.keyword, after.keyword)
        severities = RISKY if request else NONE, RISKY if response else NONE
        yield judged("one-of-overlapping", *severities, at)


def _may_overlap(nodes: Sequence[Node], shape: Shape, context: Context, *, revised: bool) -> bool:
    """Tell whether a value may satisfy two of *nodes*.

    Those who write OpenAPI 3.0 mean classes by them, of which a value has one.
    """
    if context.dialect is Dialect.OPENAPI_30 or shape.first("discriminator"):
        return False
    return not are_disjoint(nodes, context.revision if revised else context.base)


def _name(node: Node) -> str:
    return shown(ref_of(node) or title_of(node) or node.value)


def _listed(nodes: Sequence[Node]) -> str:
    return shown(", ".join(map(_name, nodes[:10])))


def compare_not(base: Shape, revision: Shape, context: Context) -> Finds:
    """Yield how what a value must not be differs."""
    gone, come = leftovers(base.each("not"), revision.each("not"), context)
    if gone and come:
        same = len(gone) == len(come) == 1 and context.ask(pair_of(gone[0], come[0])).clean
        if not same:
            yield changes("not-changed", place(gone[0], come[0], "", ""))
    elif come:
        yield narrows("not-added", place(None, come[0], "", ""))
    elif gone:
        yield widens("not-removed", place(gone[0], None, "", ""))


@dataclass(frozen=True, slots=True)
class _Condition:
    """An ``if`` with what follows from it."""

    test: Node
    then: Node | None
    otherwise: Node | None


def compare_conditions(base: Shape, revision: Shape, context: Context) -> Finds:
    """Yield how what depends on a condition differs."""
    before, after = _conditions(base), _conditions(revision)
    context.budget.spend(len(before) * len(after))
    for old in tuple(before):
        new = next((new for new in after if context.unchanged(old.test, new.test)), None)
        if new is not None:
            before.remove(old)
            after.remove(new)
            yield from _compare_branches(old, new)
    for old, new in zip(before, after, strict=False):
        if not context.ask(pair_of(old.test, new.test)).clean:
            yield changes("if-changed", place(old.test, new.test, "", ""))
        yield from _compare_branches(old, new)
    for old in before[len(after) :]:
        yield widens("if-removed", place(old.test, None, "", ""))
    for new in after[len(before) :]:
        yield narrows("if-added", place(None, new.test, "", ""))


def _conditions(shape: Shape) -> list[_Condition]:
    found = []
    for leaf in shape.leaves:
        test, then, otherwise = leaf.get("if"), leaf.get("then"), leaf.get("else")
        if test is not None and (then is not None or otherwise is not None):
            found.append(_Condition(test, then, otherwise))
    return found


def _compare_branches(old: _Condition, new: _Condition) -> Finds:
    for name, before, after in (
        ("then", old.then, new.then),
        ("else", old.otherwise, new.otherwise),
    ):
        if before is not None and after is not None:
            yield Edge(pair_of(before, after))
        elif after is not None:
            yield narrows(f"{name}-added", place(None, after, "", ""))
        elif before is not None:
            yield widens(f"{name}-removed", place(before, None, "", ""))
