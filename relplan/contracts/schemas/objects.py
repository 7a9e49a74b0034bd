"""Properties of objects: which there are, which must be there, and what else there may be."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from relplan.contracts.references import Node
from relplan.contracts.schemas.annotations import compare_access, is_said
from relplan.contracts.schemas.change import Direction
from relplan.contracts.schemas.difference import (
    ADDITIVE,
    BREAKING,
    NONE,
    RISKY,
    Context,
    Difference,
    Edge,
    Finds,
    Pair,
    Place,
    judged,
    narrows,
    place,
    unmatched,
    widens,
)
from relplan.contracts.schemas.leftover import compare_unevaluated, unevaluated
from relplan.contracts.schemas.plain import refuses_all, says_nothing
from relplan.contracts.schemas.sameness import matches
from relplan.contracts.schemas.shape import Part, Parts, Shape, Shapes
from relplan.contracts.schemas.types import may_be

OBJECTS = frozenset({
    "properties", "required", "patternProperties", "additionalProperties", "unevaluatedProperties",
})  # fmt: skip
NAMES = frozenset({"propertyNames"})
ANY_OTHER = "*"
"""The step to a property of whatever name."""


@dataclass(frozen=True, slots=True)
class _Property:
    """What one side says of a property."""

    node: Node | None
    """Where it is declared; None: it is not."""
    parts: Parts
    """All that its value must satisfy, declared or not."""
    shape: Shape
    required: Node | None
    """What says that it must be there."""

    @property
    def forbidden(self) -> bool:
        return self.shape.never is not None

    def absent_from(self) -> frozenset[Direction]:
        """Return the directions in which it is not there."""
        found = set()
        if is_said(self.shape, "readOnly"):
            found.add(Direction.REQUEST)
        if is_said(self.shape, "writeOnly"):
            found.add(Direction.RESPONSE)
        return frozenset(found)


class _Members:
    """What one side says of all properties."""

    def __init__(self, shape: Shape, shapes: Shapes) -> None:
        self._shape = shape
        self._shapes = shapes
        self._unevaluated = unevaluated(shape, "unevaluatedProperties")
        self.required = _required(shape)
        patterns = (node.value for node in shape.each("patternProperties"))
        listed = sum(len(value) for value in patterns if isinstance(value, dict))
        self.cost = 2 + 2 * len(shape.leaves) + listed
        """Steps to find out all that is said of one property."""
        self.names = list(dict.fromkeys((*_declared(shape), *self.required)))

    def named(self, name: str) -> _Property:
        declared: Node | None = None
        parts: list[Part] = []
        for leaf in self._shape.leaves:
            own = leaf.get("properties", name)
            parts += self._applying(leaf, name, own)
            if own is not None and not refuses_all(own.value):
                declared = declared or own
        if declared is None:
            parts += self._unevaluated
        whole = tuple(parts)
        return _Property(declared, whole, self._shapes.of(whole), self.required.get(name))

    def _applying(self, leaf: Node, name: str, own: Node | None) -> Iterator[Part]:
        if own is not None:
            yield Part(own)
        matched = own is not None
        for pattern, node in leaf.members("patternProperties"):
            found = matches(pattern, name)
            matched = matched or found is not False
            if found:
                yield Part(node)
        other = leaf.get("additionalProperties")
        if other is not None and not matched:
            yield Part(other)

    @property
    def others(self) -> Parts:
        """All that the value of a property must satisfy of which nothing is said."""
        return (*map(Part, self._shape.each("additionalProperties")), *self._unevaluated)


def compare_objects(base: Shape, revision: Shape, context: Context) -> Finds:
    """Yield how two objects differ, where both may be one."""
    if not (may_be(base, "object") and may_be(revision, "object")):
        return
    before, after = _Members(base, context.base), _Members(revision, context.revision)
    for name in dict.fromkeys((*before.names, *after.names)):
        context.budget.spend(before.cost + after.cost)
        yield from _compare_property(name, before.named(name), after.named(name))
    yield from _compare_others(before, after, base, revision, context)
    others = Pair(before.others, after.others)
    yield from _compare_pattern_properties(base, revision, others, context)


def _compare_property(name: str, before: _Property, after: _Property) -> Finds:
    if before.node is not None and after.node is not None:
        found = _compare_kept(before, after)
    elif after.node is not None:
        found = _compare_added(before, after)
    elif before.node is not None:
        found = _compare_removed(before, after)
    else:
        found = _compare_undeclared(before, after)
    required = after.required is not None or (after.node is None and before.required is not None)
    for item in found:
        if isinstance(item, Edge):
            yield Edge(item.pair, (name, *item.steps), item.muted)
        else:
            yield replace(item, steps=(name, *item.steps), required=required)


def _compare_kept(before: _Property, after: _Property) -> Finds:
    absent = after.absent_from()
    yield Edge(Pair(before.parts, after.parts), (), absent)
    yield from compare_access(before.shape, after.shape, required=after.required is not None)
    for found in _compare_required(before, after):
        yield found.muted(absent)


def _compare_required(before: _Property, after: _Property) -> Iterator[Difference]:
    at = Place(after.node or after.required or _declared_at(before), False)
    if after.required is not None and before.required is None:
        with_default = after.shape.first("default") is not None
        rule = "became-required-with-default" if with_default else "became-required"
        yield narrows(rule, at)
    elif before.required is not None and after.required is None:
        gone = after.node is None
        yield widens("became-optional", Place(before.required if gone else at.node, gone))


def _declared_at(found: _Property) -> Node:
    node = found.node or found.required
    return node or Node(None, "")


def _compare_added(before: _Property, after: _Property) -> Finds:
    absent = after.absent_from()
    newly = after.required is not None and before.required is None
    response = RISKY if before.forbidden else ADDITIVE
    at = place(None, after.node, "", "")
    yield judged("property-added", BREAKING if newly else ADDITIVE, response, at).muted(absent)
    if before.required is not None and after.required is None:
        yield from (found.muted(absent) for found in _compare_required(before, after))
    if before.parts and not before.forbidden:
        yield Edge(Pair(before.parts, after.parts), (), absent)


def _compare_removed(before: _Property, after: _Property) -> Finds:
    absent = before.absent_from()
    closed = after.forbidden
    response = BREAKING if before.required is not None else RISKY
    at = place(before.node, None, "", "")
    yield judged("property-removed", BREAKING if closed else RISKY, response, at).muted(absent)
    if after.required is not None and before.required is None:
        yield from _compare_required(before, after)
    if after.parts and not closed:
        yield Edge(Pair(before.parts, after.parts), (), absent)


def _compare_undeclared(before: _Property, after: _Property) -> Finds:
    yield from _compare_required(before, after)
    if after.forbidden and not before.forbidden:
        yield narrows("property-forbidden", place(None, after.shape.never, "", ""))
    elif before.forbidden and not after.forbidden:
        yield widens("property-allowed", place(before.shape.never, None, "", ""))


def _compare_others(
    before: _Members, after: _Members, base: Shape, revision: Shape, context: Context
) -> Finds:
    old, new = context.base.of(before.others), context.revision.of(after.others)
    if new.never is not None and old.never is None:
        yield narrows("additional-properties-closed", place(None, new.never, "", ""))
    elif old.never is not None and new.never is None:
        now = revision.first("additionalProperties")
        yield widens("additional-properties-opened", place(old.never, now, "", ""))
    elif old.never is None and (before.others or after.others):
        yield Edge(Pair(before.others, after.others), (ANY_OTHER,))
    yield from compare_unevaluated(base, revision, "unevaluatedProperties", context)


def _compare_pattern_properties(
    base: Shape, revision: Shape, others: Pair, context: Context
) -> Finds:
    before, after = base.by_name("patternProperties"), revision.by_name("patternProperties")
    for pattern in dict.fromkeys((*before, *after)):
        old, new = before.get(pattern, ()), after.get(pattern, ())
        if old and new:
            yield Edge(Pair(old, new), (pattern,))
            continue
        closed = context.base.of(others.base) if new else context.revision.of(others.revision)
        parts = (*old, *new, *(others.base if new else others.revision))
        if all(says_nothing(part.node.value) for part in parts):
            continue
        if new:
            at = place(None, new[0].node, "", pattern[:100])
            rule = "pattern-property-added"
            yield judged(rule, ADDITIVE, BREAKING, at) if closed.never else narrows(rule, at)
        else:
            at = place(old[0].node, None, pattern[:100], "")
            rule = "pattern-property-removed"
            yield judged(rule, BREAKING, ADDITIVE, at) if closed.never else widens(rule, at)
        if closed.leaves and not closed.never:
            yield Edge(Pair(old or others.base, new or others.revision), (pattern,))


def compare_names(base: Shape, revision: Shape, context: Context) -> Finds:
    """Yield how it differs what the names of properties must be."""
    if not (may_be(base, "object") and may_be(revision, "object")):
        return
    gone, come = unmatched(_names(base), _names(revision), context)
    if gone and come:
        parts = tuple(map(Part, gone)), tuple(map(Part, come))
        found = context.ask(Pair(*parts)).graded(
            "property-names-changed", place(gone[0], come[0], "", "")
        )
        if (found.request, found.response) != (NONE, NONE):
            yield found
    elif come:
        yield narrows("property-names-added", place(None, come[0], "", ""))
    elif gone:
        yield widens("property-names-removed", place(gone[0], None, "", ""))


def _names(shape: Shape) -> Iterator[Node]:
    """Yield what names must satisfy; that they are texts says nothing."""
    for node in shape.each("propertyNames"):
        if not says_nothing(node.value) and node.value != {"type": "string"}:
            yield node


def _declared(shape: Shape) -> Iterator[str]:
    for leaf in shape.leaves:
        for name, _ in leaf.members("properties"):
            yield name


def _required(shape: Shape) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for node in shape.each("required"):
        for index, name in enumerate(node.value if isinstance(node.value, list) else []):
            if isinstance(name, str):
                found.setdefault(name, Node(name, node.path, (*node.pointer, str(index))))
    return found
