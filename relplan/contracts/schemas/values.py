"""Values as JSON has them: true is not 1, and 1 is 1.0."""

import re
from typing import Any

from relplan.contracts.bounds import Budget, UnreadableError

Key = tuple[Any, ...]
"""What is the same for the same value, whatever the order of its keys."""

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

    def same(self, one: Any, other: Any) -> bool:
        """Tell whether *one* is *other*. Both must live on, and hold themselves nowhere."""
        if one is other:
            return True
        if not isinstance(one, dict | list):
            return not isinstance(other, dict | list) and key_of_value(one) == key_of_value(other)
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
