"""Bounds of numbers and lengths, patterns, multiples, and how text holds something else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from relplan.contracts.references import Node
from relplan.contracts.schemas.difference import (
    Context,
    Difference,
    changes,
    narrows,
    place,
    widens,
)
from relplan.contracts.schemas.sameness import Key, key_of_value
from relplan.contracts.schemas.shape import Shape
from relplan.contracts.schemas.types import may_be, types_of

LIMITS = frozenset({
    "maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum", "multipleOf", "maxLength",
    "minLength", "maxItems", "minItems", "maxProperties", "minProperties", "pattern",
    "contentEncoding", "contentMediaType", "uniqueItems",
})  # fmt: skip
Number = int | float

_SIZES = {
    "string": {"maxLength": "max-length", "minLength": "min-length"},
    "array": {"maxItems": "max-items", "minItems": "min-items"},
    "object": {"maxProperties": "max-properties", "minProperties": "min-properties"},
}
"""The keywords that bound a size, with their rules' names."""
_NEVER_SET = frozenset({"min-length"})
"""Bounds that are there all along, as 0."""
_EVERYTHING = frozenset({".*", "^.*$", ".*$", "^.*"})


@dataclass(frozen=True, slots=True)
class _Bound:
    """How far a number may go."""

    value: Number
    exclusive: bool
    node: Node
    name: str


def compare_limits(base: Shape, revision: Shape, context: Context) -> Iterator[Difference]:
    """Yield how the bounds of numbers, text and sizes differ, for the types that both may have."""
    for kind, names in _SIZES.items():
        if may_be(base, kind) and may_be(revision, kind):
            for keyword, name in names.items():
                yield from _compare_size(base, revision, keyword, name)
    if may_be(base, "number") and may_be(revision, "number"):
        yield from _compare_bounds(_upper(base), _upper(revision), lower=False)
        yield from _compare_bounds(_lower(base), _lower(revision), lower=True)
        yield from _compare_multiples(base, revision)
    if may_be(base, "string") and may_be(revision, "string"):
        yield from _compare_patterns(base, revision)
        yield from _compare_contents(base, revision)
    if may_be(base, "array") and may_be(revision, "array"):
        yield from _compare_unique(base, revision)


def _compare_size(base: Shape, revision: Shape, keyword: str, name: str) -> Iterator[Difference]:
    choose = max if keyword.startswith("min") else min
    yield from _compare_bounds(
        _size(base, keyword, name, choose),
        _size(revision, keyword, name, choose),
        lower=keyword.startswith("min"),
    )


def _size(shape: Shape, keyword: str, name: str, choose: Callable[..., _Bound]) -> _Bound | None:
    bounds = [
        _Bound(node.value, False, node, name)
        for node in shape.each(keyword)
        if is_number(node.value) and (node.value > 0 or keyword.startswith("max"))
    ]
    return choose(bounds, key=lambda bound: bound.value) if bounds else None


def is_number(value: object) -> bool:
    """Tell whether a value is a number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _upper(shape: Shape) -> _Bound | None:
    bounds = _bounds(shape, "maximum", "exclusiveMaximum", "max")
    return min(bounds, key=lambda bound: (bound.value, not bound.exclusive), default=None)


def _lower(shape: Shape) -> _Bound | None:
    bounds = _bounds(shape, "minimum", "exclusiveMinimum", "min")
    return max(bounds, key=lambda bound: (bound.value, bound.exclusive), default=None)


def _bounds(shape: Shape, keyword: str, exclusive: str, name: str) -> Iterator[_Bound]:
    """Yield the bounds; where ``exclusive…`` is true, it tells how the other keyword is meant."""
    whole = types_of(shape) == frozenset({"integer"})
    step = 1 if name == "min" else -1
    for leaf in shape.leaves:
        for key in (keyword, exclusive):
            node = leaf.get(key)
            if node is None or not is_number(node.value):
                continue
            outside = key == exclusive or leaf.value.get(exclusive) is True
            value = node.value
            if whole and outside and isinstance(value, int):
                value, outside = value + step, False
            said = f"exclusive-{name}" if key == exclusive else name
            yield _Bound(value, outside, node, said)


def _compare_bounds(
    before: _Bound | None, after: _Bound | None, *, lower: bool
) -> Iterator[Difference]:
    if before is None and after is None:
        return
    at = place(before.node if before else None, after.node if after else None)
    name = _common_name(before, after)
    if before is None:
        yield narrows(f"{name}-increased" if name in _NEVER_SET else f"{name}-set", at)
    elif after is None:
        yield widens(f"{name}-decreased" if name in _NEVER_SET else f"{name}-unset", at)
    elif (before.value, before.exclusive) != (after.value, after.exclusive):
        narrower = _is_narrower(before, after, lower=lower)
        word = "increased" if narrower is lower else "decreased"
        yield (narrows if narrower else widens)(f"{name}-{word}", at)


def _common_name(before: _Bound | None, after: _Bound | None) -> str:
    names = {bound.name for bound in (before, after) if bound is not None}
    return min(names, key=len)


def _is_narrower(before: _Bound, after: _Bound, *, lower: bool) -> bool:
    if before.value == after.value:
        return after.exclusive
    return (after.value > before.value) is lower


def _compare_multiples(base: Shape, revision: Shape) -> Iterator[Difference]:
    before, after = _by_value(base, "multipleOf"), _by_value(revision, "multipleOf")
    gone = [before[key] for key in before if key not in after]
    come = [after[key] for key in after if key not in before]
    if len(gone) == len(come) == 1:
        at = place(gone[0], come[0])
        if _divides(come[0].value, gone[0].value):
            yield widens("multiple-of-changed", at)
        elif _divides(gone[0].value, come[0].value):
            yield narrows("multiple-of-changed", at)
        else:
            yield changes("multiple-of-changed", at)
        return
    for node in gone:
        yield widens("multiple-of-removed", place(node, None))
    for node in come:
        yield narrows("multiple-of-added", place(None, node))


def _divides(part: object, whole: object) -> bool:
    return (
        isinstance(part, int) and isinstance(whole, int) and part > 0 and whole % part == 0
    )  # of fractions, nobody can tell


def _by_value(shape: Shape, keyword: str) -> dict[Key, Node]:
    return {key_of_value(node.value): node for node in shape.each(keyword)}


def _compare_patterns(base: Shape, revision: Shape) -> Iterator[Difference]:
    before, after = _by_value(base, "pattern"), _by_value(revision, "pattern")
    gone = [before[key] for key in before if key not in after]
    come = [after[key] for key in after if key not in before]
    if not gone:
        come = [node for node in come if not _admits_all(node.value)]
    if len(gone) == len(come) == 1:
        at = place(gone[0], come[0])
        if _admits_all(come[0].value):
            yield widens("pattern-generalized", at)
        else:
            yield changes("pattern-changed", at)
        return
    for node in gone:
        yield widens("pattern-removed", place(node, None))
    for node in come:
        yield narrows("pattern-added", place(None, node))


def _admits_all(pattern: object) -> bool:
    return isinstance(pattern, str) and pattern in _EVERYTHING


def _compare_contents(base: Shape, revision: Shape) -> Iterator[Difference]:
    for keyword, rule in (
        ("contentEncoding", "content-encoding-changed"),
        ("contentMediaType", "content-media-type-changed"),
    ):
        old, new = base.first(keyword), revision.first(keyword)
        if _by_value(base, keyword).keys() != _by_value(revision, keyword).keys():
            yield changes(rule, place(old, new))


def _compare_unique(base: Shape, revision: Shape) -> Iterator[Difference]:
    before = next((node for node in base.each("uniqueItems") if node.value is True), None)
    after = next((node for node in revision.each("uniqueItems") if node.value is True), None)
    if before is None and after is not None:
        yield narrows("unique-items-added", place(None, after))
    elif before is not None and after is None:
        yield widens("unique-items-removed", place(before, revision.first("uniqueItems")))
