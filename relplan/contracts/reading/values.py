"""What readers of programs know of values: constants, and texts that are known but in parts."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeGuard


class _Unresolved:
    """What only running the program would tell."""

    def __repr__(self) -> str:
        return "UNRESOLVED"


UNRESOLVED: Any = _Unresolved()
HOLE = "__not_known__"
"""Stands in a text for what is not known of it; SQL takes it for a name."""
LARGEST = 100_000
"""Characters of a text, or items of a list, that is put together."""
_MOST_COMPARED = 10_000
"""Values in lists that hold lists."""


def joined(pieces: Iterable[Any]) -> Any:
    """Return the text that *pieces* make together, with a hole for each that is not known."""
    text = "".join(HOLE if _is_open(piece) else str(piece) for piece in pieces)
    return text if len(text) <= LARGEST else UNRESOLVED


def _is_open(piece: Any) -> bool:
    return not isinstance(piece, str | int | float) or isinstance(piece, bool)


def is_known(text: Any) -> TypeGuard[str]:
    """Tell whether a value is a text without holes."""
    return isinstance(text, str) and HOLE not in text


def differing(scopes: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what is known after branches of which one is taken: what they agree in."""
    names = dict.fromkeys(name for scope in scopes for name in scope)
    return {
        name: value if all(same(scope.get(name, UNRESOLVED), value) for scope in scopes)
        else UNRESOLVED
        for name in names
        for value in [scopes[0].get(name, UNRESOLVED)]
    }  # fmt: skip


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are known to be the same; what is too large is not compared."""
    ahead, left = [(one, other)], _MOST_COMPARED
    while ahead:
        first, second = ahead.pop()
        left -= 1
        if first is second:
            continue
        if left < 0 or type(first) is not type(second):
            return False
        if isinstance(first, tuple) and len(first) == len(second):
            ahead += zip(first, second, strict=True)
        elif isinstance(first, dict) and first.keys() == second.keys():
            ahead += ((value, second[key]) for key, value in first.items())
        elif isinstance(first, tuple | dict) or first != second:
            return False
    return True


def bounded(items: Sequence[Any]) -> Any:
    """Return a list, unless it is too large to be kept."""
    return tuple(items) if len(items) <= LARGEST else UNRESOLVED
