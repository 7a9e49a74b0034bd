"""``anyOf``, ``oneOf``, ``not`` and ``if``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from relplan.sources.contracts.references import Node
from relplan.sources.contracts.schemas.disjoint import are_disjoint
from relplan.sources.contracts.schemas.pairs import (
    Answer,
    Context,
    Edge,
    Finds,
    Pair,
    leftovers,
    one,
    pair_of,
)
from relplan.sources.contracts.schemas.rules import (
    NONE,
    RISKY,
    changes,
    judged,
    narrows,
    place,
    shown,
    widens,
)
from relplan.sources.contracts.schemas.shape import Group, Shape
from relplan.sources.contracts.schemas.sides import Dialect
from relplan.sources.contracts.schemas.types import types_of

_MOST_ASKED = 400
"""Pairs of alternatives that are compared to find which became which."""
_NAMES = {"anyOf": "any-of", "oneOf": "one-of"}


@dataclass(frozen=True, slots=True)
class _Matched:
    """Which alternative became which."""

    pairs: list[tuple[Node, Node]]
    gone: list[Node]
    come: list[Node]


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
    matched = _match(before.alternatives, after.alternatives, context)
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
    matched: _Matched,
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


def _match(before: Sequence[Node], after: Sequence[Node], context: Context) -> _Matched:
    matched = _Matched([], list(before), list(after))
    _take(matched, lambda old, new: _ref(old) is not None and _ref(old) == _ref(new))
    _take(matched, context.unchanged)
    _take(matched, lambda old, new: _title(old) is not None and _title(old) == _title(new))
    if len(matched.gone) * len(matched.come) <= _MOST_ASKED:
        _take(matched, lambda old, new: context.ask(pair_of(old, new)).clean)
    _take_only_ones(matched, context)
    return matched


def _take(matched: _Matched, same: Callable[[Node, Node], bool]) -> None:
    """Pair those which are the *same*."""
    for old in tuple(matched.gone):
        found = next((new for new in matched.come if same(old, new)), None)
        if found is not None:
            matched.gone.remove(old)
            matched.come.remove(found)
            matched.pairs.append((old, found))


def _take_only_ones(matched: _Matched, context: Context) -> None:
    """Pair what is left, where it is the only one of its type on either side."""
    old = _by_type(matched.gone, context, revised=False)
    new = _by_type(matched.come, context, revised=True)
    for kind in old.keys() & new.keys():
        if kind and len(old[kind]) == len(new[kind]) == 1:
            matched.gone.remove(old[kind][0])
            matched.come.remove(new[kind][0])
            matched.pairs.append((old[kind][0], new[kind][0]))


def _by_type(nodes: Sequence[Node], context: Context, *, revised: bool) -> dict[str, list[Node]]:
    shapes = context.revision if revised else context.base
    found: dict[str, list[Node]] = {}
    for node in nodes:
        if _ref(node) is None:
            kind = ",".join(sorted(types_of(shapes.of_node(node)) or ()))
            found.setdefault(kind, []).append(node)
    return found


def _ref(node: Node) -> str | None:
    ref = node.value.get("$ref") if isinstance(node.value, dict) else None
    return ref if isinstance(ref, str) else None


def _title(node: Node) -> str | None:
    title = node.value.get("title") if isinstance(node.value, dict) else None
    return title if isinstance(title, str) else None


def _name(node: Node) -> str:
    return shown(_ref(node) or _title(node) or node.value)


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
