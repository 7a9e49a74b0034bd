"""How far numbers and sizes may go."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil, floor, isfinite

from relplan.contracts.references import Node
from relplan.contracts.schemas.shape import Shape

Number = int | float

_FORMATS = {"int32": 31, "int64": 63}
"""The bits of the formats that bound whole numbers, without the sign."""


@dataclass(frozen=True, slots=True)
class Bound:
    """How far a number or a size may go."""

    value: Number
    exclusive: bool
    node: Node
    name: str
    """In the names of rules."""
    is_lower: bool

    def admits(self, value: object) -> bool:
        """Tell whether *value* is within it; what it says nothing of is."""
        size = _size_of(value, self.name)
        if size is None:
            return True
        if size == self.value:
            return not self.exclusive
        return (size > self.value) is self.is_lower


def _size_of(value: object, name: str) -> Number | None:
    """Return what the bound *name* is about in *value*; None: nothing."""
    if name.endswith("length"):
        return len(value) if isinstance(value, str) else None
    if name.endswith("items"):
        return len(value) if isinstance(value, list) else None
    if name.endswith("properties"):
        return len(value) if isinstance(value, dict) else None
    return value if is_number(value) and isinstance(value, int | float) else None


def is_number(value: object) -> bool:
    """Tell whether a value is a number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def upper(shape: Shape, *, whole: bool) -> Bound | None:
    """Return the largest number that will do; *whole*: of whole numbers."""
    bounds = _bounds(shape, "maximum", "exclusiveMaximum", whole=whole)
    return min(bounds, key=lambda bound: (bound.value, not bound.exclusive), default=None)


def lower(shape: Shape, *, whole: bool) -> Bound | None:
    """Return the smallest number that will do; *whole*: of whole numbers."""
    bounds = _bounds(shape, "minimum", "exclusiveMinimum", whole=whole)
    return max(bounds, key=lambda bound: (bound.value, bound.exclusive), default=None)


def _bounds(shape: Shape, keyword: str, exclusive: str, *, whole: bool) -> Iterator[Bound]:
    """Yield the bounds; where ``exclusive…`` is true, it tells how the other keyword is meant."""
    name = keyword[:3]
    for leaf in shape.leaves:
        for key in (keyword, exclusive):
            node = leaf.get(key)
            if node is None or not is_number(node.value):
                continue
            outside = key == exclusive or leaf.value.get(exclusive) is True
            value = node.value
            if whole and (isinstance(value, int) or isfinite(value)):
                value, outside = _nearest(value, outside, is_lower=name == "min"), False
            said = f"exclusive-{name}" if key == exclusive else name
            yield Bound(value, outside, node, said, name == "min")


def _nearest(value: Number, outside: bool, *, is_lower: bool) -> int:
    """Return the first whole number that a bound admits."""
    if is_lower:
        return floor(value) + 1 if outside else ceil(value)
    return ceil(value) - 1 if outside else floor(value)


def keeps_within(shape: Shape, bound: Bound) -> bool:
    """Tell whether the format of the whole numbers that *shape* allows keeps them in *bound*."""
    named = (node.value for node in shape.each("format") if isinstance(node.value, str))
    bits = [_FORMATS[name] for name in named if name in _FORMATS]
    if not bits:
        return False
    least, most = -(1 << min(bits)), (1 << min(bits)) - 1
    return bound.admits(least if bound.is_lower else most)


def within_format(value: object, name: str) -> bool | None:
    """Tell whether a whole number is within a format; None: nobody can tell, of other values."""
    if name not in _FORMATS or not isinstance(value, int):
        return None
    return -(1 << _FORMATS[name]) <= value < 1 << _FORMATS[name]


def fits(shape: Shape, formats: Iterable[str], wanted: str) -> bool:
    """Tell whether all whole numbers that *shape* allows, of *formats*, are of the format *wanted*.

    A format bounds them, and so may what else is said of them.
    """
    if wanted not in _FORMATS:
        return False
    bits = [_FORMATS[name] for name in formats if name in _FORMATS]
    least, most = lower(shape, whole=True), upper(shape, whole=True)
    lowest = max([*(-(1 << bit) for bit in bits), *([least.value] if least else [])], default=None)
    highest = min(
        [*((1 << bit) - 1 for bit in bits), *([most.value] if most else [])], default=None
    )
    if lowest is None or highest is None:
        return False
    return -(1 << _FORMATS[wanted]) <= lowest and highest < 1 << _FORMATS[wanted]
