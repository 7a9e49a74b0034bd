"""Properties of objects: which there are, which must be there, and what else there may be."""

from collections.abc import Iterator
from dataclasses import dataclass

from relplan.contracts.references import Node
from relplan.contracts.schemas.annotations import compare_access, is_said
from relplan.contracts.schemas.change import Direction
from relplan.contracts.schemas.pairs import (
    Context,
    Edge,
    Finds,
    Pair,
    leftovers,
)
from relplan.contracts.schemas.rules import (
    ADDITIVE,
    BREAKING,
    NONE,
    RISKY,
    Difference,
    Place,
    changes,
    judged,
    narrows,
    place,
    widens,
)
from relplan.contracts.schemas.shape import Part, Parts, Shape, Shapes
from relplan.contracts.schemas.types import may_be
from relplan.contracts.schemas.values import matches

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
            if own is not None and own.value is not False:
                declared = declared or own
        if declared is None:
            parts += self._unevaluated
        whole = tuple(parts)
        return _Property(declared, whole, self._shapes.of(whole), self.required.get(name))

    def _applying(self, leaf: Node, name: str, own: Node | None) -> Iterator[Part]:
        if own is not None:
            yield Part(own)
        matched = own is not None
        for pattern, node in _below(leaf, "patternProperties"):
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


def unevaluated(shape: Shape, keyword: str) -> Parts:
    """Return what holds for all that nothing is said of, where that is plain to see."""
    if _is_combined(shape) or _leaves_nothing(shape, keyword):
        return ()
    return tuple(map(Part, shape.each(keyword)))


def _is_combined(shape: Shape) -> bool:
    """Tell whether something is said of a value under conditions."""
    conditions = {"if", "dependentSchemas", "not", "contains"}
    return bool(shape.groups) or any(leaf.value.keys() & conditions for leaf in shape.leaves)


def _leaves_nothing(shape: Shape, keyword: str) -> bool:
    """Tell whether something is said of all properties, or all items, already."""
    if keyword == "unevaluatedProperties":
        return shape.first("additionalProperties") is not None
    return shape.first("additionalItems") is not None or any(
        not isinstance(node.value, list) for node in shape.each("items")
    )


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
    yield from _compare_names(base, revision, context)
    yield from _compare_dependent_required(base, revision)
    yield from _compare_dependent_schemas(base, revision)


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
            yield _of_property(item, name, required=required)


def _of_property(found: Difference, name: str, *, required: bool) -> Difference:
    return Difference(
        found.rule,
        found.request,
        found.response,
        found.node,
        found.gone,
        found.before,
        found.after,
        (name, *found.steps),
        required,
    )


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


def compare_unevaluated(base: Shape, revision: Shape, keyword: str, context: Context) -> Finds:
    """Yield how *keyword* differs where it is not plain to see what it is said of."""
    if _plain_unevaluated(base, keyword) and _plain_unevaluated(revision, keyword):
        return
    rule = "unevaluated-items" if keyword == "unevaluatedItems" else "unevaluated-properties"
    gone, come = leftovers(base.each(keyword), revision.each(keyword), context)
    if gone and come:
        at = place(gone[0], come[0], "", "")
        yield changes(f"{rule}-changed", at)
    elif come:
        yield narrows(f"{rule}-added", place(None, come[0], ""))
    elif gone:
        yield widens(f"{rule}-removed", place(gone[0], None, None, ""))


def _plain_unevaluated(shape: Shape, keyword: str) -> bool:
    return not _is_combined(shape) or shape.first(keyword) is None


def _compare_pattern_properties(
    base: Shape, revision: Shape, others: Pair, context: Context
) -> Finds:
    before, after = _by_name(base, "patternProperties"), _by_name(revision, "patternProperties")
    for pattern in dict.fromkeys((*before, *after)):
        old, new = before.get(pattern, ()), after.get(pattern, ())
        if old and new:
            yield Edge(Pair(old, new), (pattern,))
            continue
        closed = context.base.of(others.base) if new else context.revision.of(others.revision)
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


def _compare_names(base: Shape, revision: Shape, context: Context) -> Finds:
    gone, come = leftovers(base.each("propertyNames"), revision.each("propertyNames"), context)
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


def _compare_dependent_required(base: Shape, revision: Shape) -> Iterator[Difference]:
    before, after = _dependent_required(base), _dependent_required(revision)
    for name in dict.fromkeys((*before, *after)):
        (old, old_node), (new, new_node) = before.get(name, _NO), after.get(name, _NO)
        if old == new:
            continue
        at = place(old_node, new_node, ", ".join(sorted(old)), ", ".join(sorted(new)))
        if not old:
            yield narrows("dependent-required-added", at)
        elif not new:
            yield widens("dependent-required-removed", at)
        elif old < new:
            yield narrows("dependent-required-changed", at)
        elif new < old:
            yield widens("dependent-required-changed", at)
        else:
            yield changes("dependent-required-changed", at)


_NO: tuple[frozenset[str], Node | None] = (frozenset(), None)


def _dependent_required(shape: Shape) -> dict[str, tuple[frozenset[str], Node | None]]:
    found: dict[str, tuple[frozenset[str], Node | None]] = {}
    for leaf in shape.leaves:
        for keyword in ("dependentRequired", "dependencies"):
            for name, node in _below(leaf, keyword):
                if isinstance(node.value, list):
                    others = frozenset(item for item in node.value if isinstance(item, str))
                    found[name] = (found.get(name, _NO)[0] | others, node)
    return found


def _compare_dependent_schemas(base: Shape, revision: Shape) -> Finds:
    before, after = _dependent_schemas(base), _dependent_schemas(revision)
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name, ()), after.get(name, ())
        if old and new:
            yield Edge(Pair(old, new))
        elif new:
            yield narrows("dependent-schema-added", place(None, new[0].node, "", name[:100]))
        else:
            yield widens("dependent-schema-removed", place(old[0].node, None, name[:100], ""))


def _dependent_schemas(shape: Shape) -> dict[str, Parts]:
    found = _by_name(shape, "dependentSchemas")
    for name, parts in _by_name(shape, "dependencies").items():
        schemas = tuple(part for part in parts if not isinstance(part.node.value, list))
        if schemas:
            found[name] = (*found.get(name, ()), *schemas)
    return found


def _by_name(shape: Shape, keyword: str) -> dict[str, Parts]:
    found: dict[str, Parts] = {}
    for leaf in shape.leaves:
        for name, node in _below(leaf, keyword):
            found[name] = (*found.get(name, ()), Part(node))
    return found


def _below(leaf: Node, keyword: str) -> Iterator[tuple[str, Node]]:
    value = leaf.value.get(keyword)
    if isinstance(value, dict):
        for name, item in value.items():
            yield name, Node(item, leaf.path, (*leaf.pointer, keyword, name))


def _declared(shape: Shape) -> Iterator[str]:
    for leaf in shape.leaves:
        for name, _ in _below(leaf, "properties"):
            yield name


def _required(shape: Shape) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for node in shape.each("required"):
        for index, name in enumerate(node.value if isinstance(node.value, list) else []):
            if isinstance(name, str):
                found.setdefault(name, Node(name, node.path, (*node.pointer, str(index))))
    return found
