"""``anyOf`` and ``oneOf``: which alternative became which, and what that means."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from relplan.contracts.references import Node
from relplan.contracts.schemas.difference import (
    ADDITIVE,
    NONE,
    RISKY,
    Answer,
    Context,
    Edge,
    Finds,
    Pair,
    changes,
    judged,
    narrows,
    one,
    pair_of,
    place,
    shown,
    widens,
)
from relplan.contracts.schemas.overlap import are_disjoint, surely_overlap
from relplan.contracts.schemas.shape import Dialect, Group, Part, Parts, Shape
from relplan.contracts.schemas.types import may_be, types_of

_MOST_ASKED = 400
"""Pairs of alternatives that are compared to find which became which."""
_OF_TYPES = {
    name: {"type": name} for name in ("array", "boolean", "null", "number", "object", "string")
}
"""A schema of each type, the same whenever it is asked for."""
_SEVERAL = 3
"""Types with null, which nearly nothing rules out, of which each may be allowed elsewhere."""


@dataclass(frozen=True, slots=True)
class Matched:
    """Which alternative became which."""

    pairs: list[tuple[Node, Node]]
    gone: list[Node]
    come: list[Node]


def match(before: Sequence[Node], after: Sequence[Node], context: Context) -> Matched:
    """Pair the alternatives by reference, contents, title, or else by what makes them alike."""
    matched = Matched([], list(before), list(after))
    context.budget.spend(len(before) + len(after))
    _take_named(matched, ref_of)
    _take(matched, context.unchanged, context)
    _take(matched, lambda old, new: _says_the_same(old, new, context), context)
    _take_named(matched, title_of)
    if len(matched.gone) * len(matched.come) <= _MOST_ASKED:
        answers = {
            (id(old), id(new)): context.ask(pair_of(old, new))
            for old in matched.gone
            for new in matched.come
        }
        _take(matched, lambda old, new: answers[id(old), id(new)].clean, context)
        _take(matched, lambda old, new: not answers[id(old), id(new)].narrows, context)
    _take_only_ones(matched, context)
    return matched


def _says_the_same(old: Node, new: Node, context: Context) -> bool:
    """Tell whether two references are to what says the same: it is only called otherwise."""
    if ref_of(old) is None or ref_of(new) is None:
        return False
    (before,), (after,) = context.base.followed(one(old)), context.revision.followed(one(new))
    return context.sameness.same(before.node.value, after.node.value)


def _take_named(matched: Matched, name_of: Callable[[Node], str | None]) -> None:
    """Pair those that have the same name, each with the first one that is left."""
    come: dict[str | None, list[Node]] = {}
    for new in reversed(matched.come):
        come.setdefault(name_of(new), []).append(new)
    named = [(old, come[name]) for old in matched.gone if (name := name_of(old)) in come and name]
    _pair(matched, [(old, news.pop()) for old, news in named if news])


def _take(matched: Matched, same: Callable[[Node, Node], bool], context: Context) -> None:
    """Pair those which are the *same*."""
    context.budget.spend(len(matched.gone) * len(matched.come))
    come, pairs = list(matched.come), []
    for old in matched.gone:
        index = next((index for index, new in enumerate(come) if same(old, new)), None)
        if index is not None:
            pairs.append((old, come.pop(index)))
    _pair(matched, pairs)


def _pair(matched: Matched, pairs: list[tuple[Node, Node]]) -> None:
    taken = {id(node) for pair in pairs for node in pair}
    matched.pairs.extend(pairs)
    matched.gone[:] = [node for node in matched.gone if id(node) not in taken]
    matched.come[:] = [node for node in matched.come if id(node) not in taken]


def _take_only_ones(matched: Matched, context: Context) -> None:
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
        if ref_of(node) is None:
            kind = ",".join(sorted(types_of(shapes.of_node(node)) or ()))
            found.setdefault(kind, []).append(node)
    return found


def ref_of(node: Node) -> str | None:
    """Return what a schema refers to; None where it is no reference."""
    ref = node.value.get("$ref") if isinstance(node.value, dict) else None
    return ref if isinstance(ref, str) else None


def title_of(node: Node) -> str | None:
    """Return the title of a schema; None where it has none."""
    title = node.value.get("title") if isinstance(node.value, dict) else None
    return title if isinstance(title, str) else None


GROUPS = frozenset({"allOf", "anyOf", "oneOf"})
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
    ways = [Pair(pair.base, way) for way in _ways(after, group)]
    answers = [context.ask(way) for way in ways]
    best = min(range(len(ways)), key=lambda index: _badness(answers[index]))
    yield Edge(ways[best])
    if len(ways) == 1:
        return
    at = place(None, group.node, "", _listed(group.alternatives))
    if group.keyword == "oneOf" and (
        _may_overlap(group.alternatives, after, context, revised=True)
        or _surely_overlap([pair.base], after, context)
    ):
        yield changes("wrapped-in-one-of", at)
    elif group.keyword == "anyOf" and not any(answer.widens for answer in answers):
        yield judged("any-of-added", NONE, NONE, at)  # each allows what was allowed before
    else:
        yield widens(f"{_NAMES[group.keyword]}-added", at)


def _compare_from_alternatives(pair: Pair, before: Shape, context: Context) -> Finds:
    group = before.groups[0]
    ways = [Pair(way, pair.revision) for way in _ways(before, group)]
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
        at = place(node, None, _name(node))
        if after.keyword == "anyOf" and _is_allowed(node, after, context):
            yield judged(f"{name}-removed", NONE, ADDITIVE, at)
        else:
            yield narrows(f"{name}-removed", at)
    for node in matched.come:
        yield widens(f"{name}-added", place(None, node, None, _name(node)))
    if "oneOf" in (before.keyword, after.keyword):
        yield from _compare_overlap(base, revision, (before, after), matched, context)


def _is_allowed(node: Node, group: Group, context: Context) -> bool:
    """Tell whether other alternatives allow all that one allowed which is gone.

    Not asked of one that has alternatives itself: on many levels, there is no end to that.
    """
    shape = context.base.of_node(node)
    if shape.groups:
        return False

    def allowed(*parts: Node) -> bool:
        old = tuple(map(Part, parts))
        return any(not context.ask(Pair(old, one(new))).narrows for new in group.alternatives)

    if allowed(node):
        return True
    kinds = [kind for kind in _OF_TYPES if kind == "null" or may_be(shape, kind)]
    if len(kinds) * len(group.alternatives) > _MOST_ASKED or len(kinds) < _SEVERAL:
        return False
    return all(allowed(node, Node(_OF_TYPES[kind], node.path, node.pointer)) for kind in kinds)


def _compare_overlap(
    base: Shape,
    revision: Shape,
    groups: tuple[Group, Group],
    matched: Matched,
    context: Context,
) -> Finds:
    """Yield whether a value may now satisfy two of the alternatives, and so none, or no longer."""
    before, after = groups
    switched = before.keyword != after.keyword
    same = not (switched or matched.gone or matched.come)
    if same and all(context.unchanged(old, new) for old, new in matched.pairs):
        return
    if after.keyword == "oneOf" and _surely_overlap(
        _ways(base, before), revision, context, exclusive=before.keyword == "oneOf"
    ):
        at = place(before.node, after.node, before.keyword, after.keyword)
        yield changes("one-of-overlapping", at)
        return
    answers = [context.ask(pair_of(old, new)) for old, new in matched.pairs]
    more = matched.come or switched or any(answer.widens for answer in answers)
    less = matched.gone or switched or any(answer.narrows for answer in answers)
    request = (
        after.keyword == "oneOf"
        and more
        and _may_overlap(after.alternatives, revision, context, revised=True, meant=switched)
    )
    response = (
        before.keyword == "oneOf"
        and less
        and _may_overlap(before.alternatives, base, context, revised=False, meant=switched)
    )
    if request or response:
        at = place(before.node, after.node, before.keyword, after.keyword)
        severities = RISKY if request else NONE, RISKY if response else NONE
        yield judged("one-of-overlapping", *severities, at)


def _ways(shape: Shape, group: Group) -> list[Parts]:
    """Return all that a value must satisfy, one way for each alternative of *group*."""
    return [(*shape.plain, *one(node)) for node in group.alternatives]


def _surely_overlap(
    before: Sequence[Parts], after: Shape, context: Context, *, exclusive: bool = False
) -> bool:
    """Tell whether a value that was right surely satisfies two alternatives now.

    A discriminator tells which one is meant.
    """
    if after.first("discriminator"):
        return False
    ways = _ways(after, after.groups[0])
    return surely_overlap(before, ways, context, exclusive=exclusive)


def _may_overlap(
    nodes: Sequence[Node],
    shape: Shape,
    context: Context,
    *,
    revised: bool,
    meant: bool = False,
) -> bool:
    """Tell whether a value may satisfy two of *nodes*.

    Those who write OpenAPI 3.0 mean classes by them, of which a value has one, unless who puts
    ``oneOf`` in the place of ``anyOf`` *meant* just that.
    """
    is_class = context.dialect is Dialect.OPENAPI_30 and not meant
    if is_class or shape.first("discriminator"):
        return False
    return not are_disjoint(nodes, context.revision if revised else context.base)


def _name(node: Node) -> str:
    """Return what people may call an alternative: its name, title, or type and properties."""
    ref = ref_of(node)
    if ref is not None:
        return shown(ref.rpartition("/")[2] or ref)
    value = node.value if isinstance(node.value, dict) else {}
    named = value.get("required") or value.get("properties") or value.get("enum")
    of = f" of {shown(list(named))}" if named and isinstance(named, dict | list) else ""
    return title_of(node) or f"{shown(value.get('type', 'any'))}{of}"


def _listed(nodes: Sequence[Node]) -> str:
    return shown(", ".join(map(_name, nodes[:10])))
