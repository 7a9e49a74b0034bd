"""Whether a value can satisfy two of some alternatives, and so, by ``oneOf``, is none at all.

Three answers are needed: it plainly cannot; a value that was right before surely does; or neither.
"""

from collections.abc import Sequence

from relplan.contracts.references import Node
from relplan.contracts.schemas.difference import Context, Pair
from relplan.contracts.schemas.enums import listed_values
from relplan.contracts.schemas.shape import Part, Parts, Shape, Shapes
from relplan.contracts.schemas.types import allows_null, types_of

_DEEPEST = 2
_MOST = 40
"""Alternatives of which each is held against each."""


_MOST_ASKED = 200
"""Pairs of alternatives that are held against one another."""


def surely_overlap(
    before: Sequence[Parts], after: Sequence[Parts], context: Context, *, exclusive: bool
) -> bool:
    """Tell whether a value that satisfied one of *before* surely satisfies two of *after*.

    *exclusive*: it satisfied no other one of *before*. Such values are either all of one that both
    hold, or all of one that another one of its side holds: ``oneOf: [string, short string]``.
    """
    if len(after) < 2 or len(before) * len(after) > _MOST_ASKED:
        return False
    answers = [[context.ask(Pair(old, new)) for new in after] for old in before]
    # what another one held, too, was wrong before
    right = [not exclusive or not _is_held(old, before, context, revised=False) for old in before]
    for found, was_right in zip(answers, right, strict=True):
        if was_right and sum(not answer.narrows for answer in found) > 1:
            return True
    for index, new in enumerate(after):
        inside = [one for one, found in enumerate(answers) if not found[index].widens]
        if not inside or (exclusive and len(inside) > 1) or not right[inside[0]]:
            continue
        if _is_held(new, after, context, revised=True):
            return True
    return False


def _is_held(one: Parts, alternatives: Sequence[Parts], context: Context, *, revised: bool) -> bool:
    """Tell whether another one of the *alternatives* surely accepts all that *one* accepts."""
    others = [other for other in alternatives if other is not one]
    return any(context.includes(other, one, revised=revised) for other in others)


def are_disjoint(nodes: Sequence[Node], shapes: Shapes) -> bool:
    """Tell whether it is plain to see that no value satisfies two of *nodes*."""
    if len(nodes) > _MOST:
        return False
    found = [shapes.of_node(node) for node in nodes]
    return all(
        _disjoint(one, other, shapes, 0)
        for index, one in enumerate(found)
        for other in found[index + 1 :]
    )


def _disjoint(one: Shape, other: Shape, shapes: Shapes, depth: int) -> bool:
    shapes.budget.spend(2 + 2 * (len(one.leaves) + len(other.leaves)))
    if one.never or other.never:
        return True
    if allows_null(one, shapes) is not False and allows_null(other, shapes) is not False:
        return False
    mine, yours = types_of(one), types_of(other)
    if mine is not None and yours is not None and not _may_meet(mine, yours):
        return True
    values, others = (listed_values(shape, shapes.budget) for shape in (one, other))
    if values is not None and others is not None:
        return not values.keys() & others.keys()
    objects = mine == yours == frozenset({"object"})
    return objects and depth < _DEEPEST and _disjoint_objects(one, other, shapes, depth)


def _may_meet(one: frozenset[str], other: frozenset[str]) -> bool:
    numbers = {"integer", "number"}
    return bool(one & other) or bool(one & numbers and other & numbers)


def _disjoint_objects(one: Shape, other: Shape, shapes: Shapes, depth: int) -> bool:
    """Tell whether a property that both require cannot be right for both."""
    required = _required(one, shapes), _required(other, shapes)
    for name in required[0] & required[1]:
        mine, yours = _property(one, name, shapes), _property(other, name, shapes)
        if mine and yours and _disjoint(mine, yours, shapes, depth + 1):
            return True
    return _lacks(required[0], other) or _lacks(required[1], one)


def _lacks(required: set[str], other: Shape) -> bool:
    """Tell whether a property is *required* that *other* has no room for."""
    return any(
        leaf.value.get("additionalProperties") is False
        and "patternProperties" not in leaf.value
        and isinstance(leaf.value.get("properties", {}), dict)
        and bool(required - leaf.value.get("properties", {}).keys())
        for leaf in other.leaves
    )


def _required(shape: Shape, shapes: Shapes) -> set[str]:
    nodes = list(shape.each("required"))
    shapes.budget.spend(sum(len(node.value) for node in nodes if isinstance(node.value, list)))
    return {
        name
        for node in nodes
        if isinstance(node.value, list)
        for name in node.value
        if isinstance(name, str)
    }


def _property(shape: Shape, name: str, shapes: Shapes) -> Shape | None:
    parts = tuple(
        Part(node) for leaf in shape.leaves if (node := leaf.get("properties", name)) is not None
    )
    return shapes.of(parts) if parts else None
