"""What methods and operators of Ruby make of known values."""

from collections.abc import Callable, Sequence
from typing import Any

from relplan.contracts.reading.values import HOLE, UNRESOLVED, joined
from relplan.contracts.sql.readers.rails.things import CONNECTION, DIRECTION, ROWS

_MOST = 50_000
"""Characters and items that something is made of."""

_SAME = frozenset(
    {
        "freeze", "dup", "clone", "to_s", "to_sym", "strip", "squish", "strip_heredoc", "chomp",
        "html_safe", "itself", "to_a", "to_h", "compact", "uniq", "presence", "to_str", "intern",
        "-@", "+@", "lstrip", "rstrip", "tap", "symbolize_keys", "stringify_keys", "to_sql",
    }
)  # fmt: skip
"""Methods that leave of a value what matters here: symbols are texts."""
_OF_TEXT: dict[str, Callable[[str], Any]] = {
    "upcase": str.upper, "downcase": str.lower, "capitalize": str.capitalize,
    "split": lambda text: tuple(text.split()), "lines": lambda text: tuple(text.splitlines()),
    "empty?": lambda text: not text, "present?": bool,
}  # fmt: skip
_OF_HASH: dict[str, Callable[[dict[Any, Any]], Any]] = {
    "keys": tuple, "values": lambda pairs: tuple(pairs.values()),
    "to_a": lambda pairs: tuple(pairs.items()), "invert": lambda pairs: {
        value: key for key, value in pairs.items() if isinstance(value, str | int)
    },
}  # fmt: skip


def _flat(items: tuple[Any, ...]) -> Any:
    found: list[Any] = []
    ahead, steps = list(reversed(items)), 0
    while ahead and steps < _MOST:
        steps += 1
        item = ahead.pop()
        if isinstance(item, tuple):
            ahead += reversed(item)
        else:
            found.append(item)
    return UNRESOLVED if ahead else tuple(found)


def _texts(items: Sequence[Any]) -> bool:
    return all(isinstance(item, str) for item in items)


_OF_LIST: dict[str, Callable[[tuple[Any, ...]], Any]] = {
    "reverse": lambda items: items[::-1], "first": lambda items: items[0] if items else None,
    "last": lambda items: items[-1] if items else None, "flatten": _flat,
    "sort": lambda items: tuple(sorted(items)) if _texts(items) else UNRESOLVED,
    "join": joined,
}  # fmt: skip


def applied(value: Any, name: str, given: Sequence[Any]) -> Any:
    """Return what a method, or an operator, makes of a value; UNRESOLVED: it is not known."""
    if not given and name in _SAME and not isinstance(value, dict | int | bool):
        return value
    if value is ROWS or value is CONNECTION or value is DIRECTION or _size([value, *given]) > _MOST:
        return UNRESOLVED
    if isinstance(value, str):
        return _of_text(value, name, given)
    if isinstance(value, tuple):
        return _of_list(value, name, given)
    if isinstance(value, dict):
        return _of_hash(value, name, given)
    return _of_number(value, name, given) if _is_number(value) else UNRESOLVED


def _size(values: Sequence[Any]) -> int:
    return sum(len(value) for value in values if isinstance(value, str | tuple | dict))


def _of_text(value: str, name: str, given: Sequence[Any]) -> Any:
    if not given:
        found = _OF_TEXT.get(name)
        return found(value) if found is not None else UNRESOLVED
    if name in ("+", "<<", "concat") and len(given) == 1:
        return joined([value, given[0]])
    if name == "%":
        return _formatted(value, given[0])
    if name in ("gsub", "sub") and len(given) == 2 and _texts(given) and len(given[1]) < 100:
        return value.replace(given[0], given[1], -1 if name == "gsub" else 1)
    return UNRESOLVED


def _formatted(text: str, value: Any) -> Any:
    """Return what ``text % value`` is where only ``%s``, ``%d`` and ``%{name}`` stand in it."""
    if isinstance(value, dict):
        for key, item in value.items():
            for mark in (f"%{{{key}}}", f"%<{key}>s"):
                text = text.replace(mark, str(item) if isinstance(item, str | int) else HOLE)
        return text if "%{" not in text and "%<" not in text else UNRESOLVED
    values = value if isinstance(value, tuple) else (value,)
    pieces = text.replace("%d", "%s").split("%s")
    if len(pieces) != len(values) + 1 or any("%" in piece for piece in pieces):
        return UNRESOLVED
    mixed = [pieces[0]]
    for item, piece in zip(values, pieces[1:], strict=True):
        mixed += [item, piece]
    return joined(mixed)


def _of_list(value: tuple[Any, ...], name: str, given: Sequence[Any]) -> Any:
    found = _OF_LIST.get(name) if not given else None
    if found is not None:
        return found(value)
    other = given[0] if given else UNRESOLVED
    if name in ("-", "&") and isinstance(other, tuple) and _texts((*value, *other)):
        return tuple(item for item in value if (item in other) is (name == "&"))
    if name in ("+", "concat", "|") and isinstance(other, tuple):
        return value + other
    if name in ("<<", "push", "append"):
        return (*value, *given)
    if name == "join" and isinstance(other, str):
        return joined([piece for item in value for piece in (other, item)][1:])
    at = name in ("[]", "at", "dig") and isinstance(other, int)
    return value[other] if at and -len(value) <= other < len(value) else UNRESOLVED


def _of_hash(value: dict[Any, Any], name: str, given: Sequence[Any]) -> Any:
    if not given:
        found = _OF_HASH.get(name)
        return value if name in _SAME else found(value) if found is not None else UNRESOLVED
    if name in ("[]", "fetch", "dig") and isinstance(given[0], str | int):
        return value.get(given[0], UNRESOLVED)
    if name in ("merge", "merge!") and isinstance(given[0], dict):
        return {**value, **given[0]}
    return UNRESOLVED


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _of_number(value: int, name: str, given: Sequence[Any]) -> Any:
    other: Any = given[0] if len(given) == 1 else None
    if name == "to_s" and not given:
        return str(value)
    if name in ("+", "-", "*") and _is_number(other):
        return {"+": value + other, "-": value - other, "*": value * other}[name]
    return UNRESOLVED
