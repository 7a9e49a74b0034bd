"""Bounds of numbers and lengths, patterns, multiples, and how text holds something else."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from relplan.contracts.references import Node
from relplan.contracts.schemas.difference import (
    NONE,
    Context,
    Difference,
    Place,
    changes,
    judged,
    narrows,
    place,
    widens,
)
from relplan.contracts.schemas.enums import listed_values
from relplan.contracts.schemas.ranges import Bound, is_number, keeps_within, lower, upper
from relplan.contracts.schemas.sameness import Key, key_of_value, matches
from relplan.contracts.schemas.shape import Shape
from relplan.contracts.schemas.types import is_whole, may_be

LIMITS = frozenset({
    "maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum", "multipleOf", "maxLength",
    "minLength", "maxItems", "minItems", "maxProperties", "minProperties", "pattern",
    "contentEncoding", "contentMediaType", "uniqueItems",
})  # fmt: skip
_SIZES = {
    "string": {"maxLength": "max-length", "minLength": "min-length"},
    "array": {"maxItems": "max-items", "minItems": "min-items"},
    "object": {"maxProperties": "max-properties", "minProperties": "min-properties"},
}
"""The keywords that bound a size, with their rules' names."""
_NEVER_SET = frozenset({"min-length"})
"""Bounds that are there all along, as 0."""
_EVERYTHING = frozenset({"", ".*", "^.*$", ".*$", "^.*"})


def compare_limits(base: Shape, revision: Shape, context: Context) -> Iterator[Difference]:
    """Yield how the bounds of numbers, text and sizes differ, for the types that both may have."""
    listed = _Listed(*(listed_values(shape, context.budget) for shape in (base, revision)))
    for kind, names in _SIZES.items():
        if may_be(base, kind) and may_be(revision, kind):
            for keyword, name in names.items():
                yield from _compare_size(base, revision, keyword, name, listed)
    if may_be(base, "number") and may_be(revision, "number"):
        yield from _compare_numbers(base, revision, listed)
    if may_be(base, "string") and may_be(revision, "string"):
        yield from _compare_patterns(base, revision, listed)
        yield from _compare_contents(base, revision)
    if may_be(base, "array") and may_be(revision, "array"):
        yield from _compare_unique(base, revision)


_Admits = Callable[[object], bool]


@dataclass(frozen=True, slots=True)
class _Listed:
    """The values that either side lists: where it does, bounds matter as far as they admit them."""

    before: Mapping[Key, Node] | None
    after: Mapping[Key, Node] | None

    def narrows(self, rule: str, at: Place, admits: _Admits) -> Difference:
        """Return a difference by which only what the revision *admits* is accepted."""
        return judged(rule, NONE, NONE, at) if _all(self.before, admits) else narrows(rule, at)

    def widens(self, rule: str, at: Place, admitted: _Admits) -> Difference:
        """Return a difference by which more is accepted than what the base *admitted*."""
        return judged(rule, NONE, NONE, at) if _all(self.after, admitted) else widens(rule, at)


def _all(values: Mapping[Key, Node] | None, admits: _Admits) -> bool:
    return values is not None and all(admits(node.value) for node in values.values())


def _compare_numbers(base: Shape, revision: Shape, listed: _Listed) -> Iterator[Difference]:
    whole = [is_whole(shape) for shape in (base, revision)]
    for bound in (upper, lower):
        if _is_as_before(bound(base, whole=False), bound(revision, whole=False)):
            continue  # that only whole numbers will do, the types say
        before, after = bound(base, whole=whole[0]), bound(revision, whole=whole[1])
        if after and not before and whole[0] and keeps_within(base, after):
            continue  # the format says so already
        if before and not after and whole[1] and keeps_within(revision, before):
            continue
        yield from _compare_bounds(before, after, listed)
    yield from _compare_multiples(base, revision)


def _compare_size(
    base: Shape, revision: Shape, keyword: str, name: str, listed: _Listed
) -> Iterator[Difference]:
    before, after = (_size(shape, keyword, name) for shape in (base, revision))
    yield from _compare_bounds(before, after, listed)


def _size(shape: Shape, keyword: str, name: str) -> Bound | None:
    is_lower = keyword.startswith("min")
    bounds = [
        Bound(node.value, False, node, name, is_lower)
        for node in shape.each(keyword)
        if is_number(node.value) and (node.value > 0 or not is_lower)
    ]
    choose = max if is_lower else min
    return choose(bounds, key=lambda bound: bound.value) if bounds else None


def _compare_bounds(
    before: Bound | None, after: Bound | None, listed: _Listed
) -> Iterator[Difference]:
    if before is None or after is None:
        for one in filter(None, (before, after)):
            come = one is after
            at = place(None, one.node) if come else place(one.node, None)
            if one.name in _NEVER_SET:
                name = f"{one.name}-{'increased' if come else 'decreased'}"
            else:
                name = f"{one.name}-{'set' if come else 'unset'}"
            yield (listed.narrows if come else listed.widens)(name, at, one.admits)
    elif not _is_as_before(before, after):
        at = place(before.node, after.node)
        narrower = _is_narrower(before, after)
        word = "increased" if narrower is before.is_lower else "decreased"
        name = f"{min(before.name, after.name, key=len)}-{word}"
        if narrower:
            yield listed.narrows(name, at, after.admits)
        else:
            yield listed.widens(name, at, before.admits)


def _is_as_before(before: Bound | None, after: Bound | None) -> bool:
    if before is None or after is None:
        return before is after
    return (before.value, before.exclusive) == (after.value, after.exclusive)


def _is_narrower(before: Bound, after: Bound) -> bool:
    if before.value == after.value:
        return after.exclusive
    return (after.value > before.value) is before.is_lower


def _compare_multiples(base: Shape, revision: Shape) -> Iterator[Difference]:
    before, after = _multiples(base), _multiples(revision)
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


def _multiples(shape: Shape) -> dict[Key, Node]:
    """Return what values are multiples of, but for what follows from the rest.

    Whole numbers are multiples of one, and those of four are multiples of two.
    """
    found = _by_value(shape, "multipleOf")
    said = [1] if is_whole(shape) else []
    implied = [*said, *(node.value for node in found.values())]
    return {
        key: node
        for key, node in found.items()
        if not any(_divides(node.value, other) for other in implied if other != node.value)
        and node.value not in said
    }


def _divides(part: object, whole: object) -> bool:
    return (
        isinstance(part, int) and isinstance(whole, int) and part > 0 and whole % part == 0
    )  # of fractions, nobody can tell


def _by_value(shape: Shape, keyword: str) -> dict[Key, Node]:
    return {key_of_value(node.value): node for node in shape.each(keyword)}


def _compare_patterns(base: Shape, revision: Shape, listed: _Listed) -> Iterator[Difference]:
    before, after = _by_value(base, "pattern"), _by_value(revision, "pattern")
    gone = [before[key] for key in before if key not in after]
    come = [after[key] for key in after if key not in before]
    gone = [node for node in gone if not _admits_all(node.value)]  # as if there were none
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
        yield listed.widens("pattern-removed", place(node, None), partial(_matches, node.value))
    for node in come:
        yield listed.narrows("pattern-added", place(None, node), partial(_matches, node.value))


def _matches(pattern: object, value: object) -> bool:
    """Tell whether it is plain to see that *value* is what *pattern* wants."""
    if not isinstance(value, str):
        return True
    return isinstance(pattern, str) and matches(pattern, value) is True


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


def _holds_one(shape: Shape) -> bool:
    most = _size(shape, "maxItems", "max-items")
    return most is not None and most.value < 2


def _compare_unique(base: Shape, revision: Shape) -> Iterator[Difference]:
    """Yield whether items must be unique; of one alone, the largest size says all."""
    if any(_holds_one(shape) for shape in (base, revision)):
        return
    before = next((node for node in base.each("uniqueItems") if node.value is True), None)
    after = next((node for node in revision.each("uniqueItems") if node.value is True), None)
    if before is None and after is not None:
        yield narrows("unique-items-added", place(None, after))
    elif before is not None and after is None:
        yield widens("unique-items-removed", place(before, revision.first("uniqueItems")))
