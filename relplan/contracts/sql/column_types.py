"""Tells whether a column's new type holds all that the old one did."""

import re
from enum import IntEnum

_TYPE = re.compile(r"([a-z_][a-z0-9_]*+(?: ++[a-z0-9_]++)*+)\s*+(?:\(([^()]*+)\))?\s*+$")
_WHOLE = {"tinyint": 1, "smallint": 2, "mediumint": 3, "int": 4, "bigint": 5}
_SERIAL = {"smallserial": "smallint", "serial": "int", "bigserial": "bigint"}
_UNBOUNDED = 10**9


class Change(IntEnum):
    """What a change of type means to those who read and write the column."""

    NOTHING = 0
    WIDER = 1
    """Whoever could read and write the column still can."""
    LARGER = 2
    """It holds larger values than some readers have room for."""
    OTHER = 3


def change_of_type(old: str, new: str) -> Change:
    """Return what the change from *old* to *new* means, both as `type_name` writes them."""
    if old == new:
        return Change.NOTHING
    one, other = _TYPE.fullmatch(old), _TYPE.fullmatch(new)
    if one is None or other is None:
        return Change.OTHER
    before, after = (_SERIAL.get(match[1], match[1]) for match in (one, other))
    if before in _WHOLE and after in _WHOLE:
        return _of_whole(_WHOLE[before], _WHOLE[after])
    if (before, after) == ("float", "double"):
        return Change.LARGER
    if before == after == "decimal":
        return Change.WIDER if _holds(_digits(one[2]), _digits(other[2])) else Change.OTHER
    return Change.WIDER if _longer(before, one[2], after, other[2]) else Change.OTHER


def _of_whole(before: int, after: int) -> Change:
    if before == after:
        return Change.NOTHING
    return Change.LARGER if before < after else Change.OTHER


def _longer(before: str, size: str | None, after: str, new_size: str | None) -> bool:
    texts = ("char", "varchar", "text", "citext")
    if before == after == "varbinary" or (before in texts and after in ("varchar", "text")):
        return _length(before, size) <= _length(after, new_size)
    return False


def _length(base: str, size: str | None) -> int:
    if base == "text" or not size or not size.isdecimal():
        return 1 if base == "char" and not size else _UNBOUNDED
    return int(size[:9])


def _digits(sizes: str | None) -> tuple[int, int]:
    """Return how many digits stand before and behind the point."""
    given = [part.strip() for part in (sizes or "").split(",")]
    if not all(part.isdecimal() for part in given):
        return _UNBOUNDED, _UNBOUNDED
    whole, behind = int(given[0][:9]), int(given[1][:9]) if len(given) > 1 else 0
    return whole - behind, behind


def _holds(old: tuple[int, int], new: tuple[int, int]) -> bool:
    return old[0] <= new[0] and old[1] <= new[1]
