"""Tells quickly whether two values, or two schemas with all that they refer to, are the same.

Most of a contract stays as it is from one version to the next; only what does not is compared.
"""

import re
from collections.abc import Iterable
from itertools import zip_longest
from typing import Any

from relplan.contracts.bounds import BoundReachedError, Budget, UnreadableError
from relplan.contracts.references import Node, OutsideError, References
from relplan.contracts.schemas.shape import Sides

Key = tuple[Any, ...]
"""What is the same for the same value, whatever the order of its keys."""

_HOLDING = (dict, list)
_LARGEST = 10_000
"""Values in a value that is listed or constant."""
_DEEPEST = 60
"""Its levels."""


def key_of_value(value: object) -> Key:
    """Return what is the same for the same value. Raises UnreadableError for one too large."""
    return _key(value, [_LARGEST], 0)


def _key(value: object, left: list[int], depth: int) -> Key:
    left[0] -= 1
    if left[0] < 0 or depth > _DEEPEST:
        raise UnreadableError("a value in it is too large to be compared")
    if isinstance(value, dict):
        items = sorted((name, _key(item, left, depth + 1)) for name, item in value.items())
        return ("object", *items)
    if isinstance(value, list):
        return ("array", *(_key(item, left, depth + 1) for item in value))
    if value != value:  # noqa: PLR0124 - not a number, which is not itself
        return ("number", "nan")
    return (type_of(value), value)


def type_of(value: object) -> str:
    """Return the name of a value's type."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return "integer"
    if isinstance(value, float):
        return "number"
    if value is None:
        return "null"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


class Sameness:
    """Tells whether two values are the same; each pair is looked at once."""

    def __init__(self, budget: Budget) -> None:
        """Know nothing yet; each value looked at is paid from *budget*."""
        self._budget = budget
        self._known: dict[tuple[int, int], bool] = {}

    def all_same(self, ones: Iterable[Node], others: Iterable[Node]) -> bool:
        """Tell whether there are as many on both sides, and each is the same."""
        return all(
            one is not None and other is not None and self.same(one.value, other.value)
            for one, other in zip_longest(ones, others)
        )

    def same(self, one: Any, other: Any) -> bool:
        """Tell whether *one* is *other*. Both must live on, and hold themselves nowhere."""
        if one is other:
            return True
        if not isinstance(one, _HOLDING):
            if type(one) is str or type(other) is str:  # most are
                return type(one) is type(other) and one == other
            return not isinstance(other, _HOLDING) and key_of_value(one) == key_of_value(other)
        if type(one) is not type(other) or len(one) != len(other):
            return False
        key = (id(one), id(other))
        if key not in self._known:
            self._budget.spend(1 + len(one) // 2)
            self._budget.keep(150)
            names = one if isinstance(one, dict) else range(len(one))
            same = all(name in other for name in names) if isinstance(one, dict) else True
            for name in names if same else ():
                if not self.same(one[name], other[name]):
                    same = False
                    break
            self._known[key] = same
        return self._known[key]


_REFERRING = ("$ref", "$dynamicRef", "$recursiveRef")
_Key = tuple[int, int]


class Unchanged:
    """What is known to be the same, and what not."""

    def __init__(self, sides: Sides, sameness: Sameness) -> None:
        """Compare what stands in *sides*."""
        self._sides = sides
        self._sameness = sameness
        self._known: dict[_Key, bool] = {}
        self._references: dict[int, frozenset[str] | None] = {}

    def is_true_of(self, base: Node, revision: Node) -> bool:
        """Tell whether *base* and *revision* are the same, and so is all that they refer to."""
        if not isinstance(base.value, dict) or not isinstance(revision.value, dict):
            return base.value is revision.value
        key = _key_of(base, revision)
        if key not in self._known:
            self._find_out(base, revision, key)
        return self._known[key]

    def _find_out(self, base: Node, revision: Node, key: _Key) -> None:
        """Find out about all that the two refer to at once: each is looked at once for ever."""
        behind: dict[_Key, list[_Key]] = {key: []}
        changed: list[_Key] = []
        ahead = [(base, revision)]
        while ahead:
            pair = ahead.pop()
            self._sides.budget.keep(500)
            here = _key_of(*pair)
            below = self._below(*pair)
            if below is None:
                changed.append(here)
            for other in below or ():
                there = _key_of(*other)
                if self._known.get(there) is False:
                    changed.append(here)
                elif there in behind:
                    behind[there].append(here)
                elif there not in self._known:
                    behind[there] = [here]
                    ahead.append(other)
        self._known.update(dict.fromkeys(behind, True))
        while changed:
            here = changed.pop()
            if self._known[here]:
                self._known[here] = False
                changed += behind[here]

    def _below(self, base: Node, revision: Node) -> list[tuple[Node, Node]] | None:
        """Return what the two refer to; None where they are not the same."""
        self._sides.budget.spend()
        if not self._sameness.same(base.value, revision.value):
            return None
        found = []
        for ref in self._references_in(base.value) or ():
            self._sides.budget.spend(2)
            old = _target(self._sides.base, base, ref)
            new = _target(self._sides.revision, revision, ref)
            if isinstance(old, Node) and isinstance(new, Node):
                found.append((old, new))
            elif not (old == new == _OUTSIDE):
                return None
        return None if self._references_in(base.value) is None else found

    def _references_in(self, value: Any) -> frozenset[str] | None:
        """Return all references in a value; None where some are relative to a schema inside."""
        if id(value) not in self._references:
            self._references[id(value)] = _references_in(value, self._sides)
        return self._references[id(value)]


_OUTSIDE = "outside"


def _key_of(base: Node, revision: Node) -> _Key:
    return id(base.value), id(revision.value)


def _target(references: References, node: Node, ref: str) -> Node | str:
    try:
        return references.target(node, ref)
    except BoundReachedError:
        raise
    except OutsideError:
        return _OUTSIDE
    except UnreadableError:
        return "nowhere"


def _references_in(top: Any, sides: Sides) -> frozenset[str] | None:
    found: set[str] = set()
    ahead = [top] if isinstance(top, _HOLDING) else []
    seen = {id(top)}
    while ahead:
        value = ahead.pop()
        sides.budget.spend(1 + len(value) // 4)
        if isinstance(value, dict):
            if value is not top and isinstance(value.get("$id", value.get("id")), str):
                return None
            found.update(ref for key in _REFERRING if isinstance(ref := value.get(key), str))
        for item in value.values() if isinstance(value, dict) else value:
            if isinstance(item, _HOLDING) and id(item) not in seen:
                seen.add(id(item))
                ahead.append(item)
    return frozenset(found)


_PLAIN_PATTERN = re.compile(r"(\^?)([\w /@:-]*)(\$?)")


def matches(pattern: str, name: str) -> bool | None:
    """Tell whether *name* matches *pattern*; None where that is not plain to see.

    Nothing is run: there are expressions that take years.
    """
    if pattern in ("", ".*", "^.*$", ".*$", "^.*"):
        return True
    found = _PLAIN_PATTERN.fullmatch(pattern)
    if found is None:
        return None
    start, text, end = found.groups()
    if start and end:
        return name == text
    if start:
        return name.startswith(text)
    return name.endswith(text) if end else text in name
