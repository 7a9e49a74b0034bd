"""What the types of columns are called, and whether a new one holds all that the old one did."""

import re
from enum import IntEnum

_TYPE = re.compile(r"([a-z_][a-z0-9_]*+(?: ++[a-z0-9_]++)*+)\s*+(?:\(([^()]*+)\))?\s*+$")
_WHOLE = {"tinyint": 1, "smallint": 2, "mediumint": 3, "int": 4, "bigint": 5}
_UNSIGNED = {f"u{name}": size for name, size in _WHOLE.items()}
_FLOATS = {"float": 1, "double": 2}
_SERIAL = {"smallserial": "smallint", "serial": "int", "bigserial": "bigint"}
_UNBOUNDED = 10**9
_TEXTS = {"tinytext": 255, "mediumtext": 2**24 - 1, "longtext": _UNBOUNDED}
"""How much MySQL's texts hold, besides its ``text``, which is bounded there alone."""
_BYTES = {"tinyblob": 255, "blob": 2**16 - 1, "mediumblob": 2**24 - 1, "longblob": _UNBOUNDED}
_MYSQL_TEXT = 2**16 - 1
_MOMENTS = frozenset({"time", "timetz", "timestamp", "timestamptz", "datetime", "interval"})
_HOLDS = frozenset({("cidr", "inet"), ("varbit", "varbit"), ("varbinary", "varbinary")})
"""Types of which the second holds all of the first, if it is not shorter."""


_TYPE_NAMES = {
    "character varying": "varchar", "nvarchar": "varchar", "varchar2": "varchar",
    "character": "char", "nchar": "char", "integer": "int", "int4": "int", "int8": "bigint",
    "int2": "smallint", "numeric": "decimal", "bool": "boolean", "double precision": "double",
    "float8": "double", "float4": "float", "real": "float", "timestamp with time zone":
    "timestamptz", "timestamp without time zone": "timestamp", "string": "varchar", "bpchar":
    "char", "uuid": "uuid", "bit varying": "varbit", "time with time zone": "timetz",
    "time without time zone": "time",
}  # fmt: skip


def type_name(text: str) -> str:
    """Return a type's name, one for all dialects where they have several."""
    base, bracket, rest = text.lower().strip().partition("(")
    sizes, closing, behind = rest.partition(")")
    words = behind.split() if behind[:1] == " " else []  # as in `timestamp(3) with time zone`
    base = " ".join((base.strip(), *words))
    ending = "" if words else behind
    return _TYPE_NAMES.get(base, base) + bracket + sizes.replace(" ", "") + closing + ending.strip()


class Change(IntEnum):
    """What a change of type means to those who read and write the column."""

    NOTHING = 0
    WIDER = 1
    """Whoever could read and write the column still can."""
    LARGER = 2
    """It holds larger values than some readers have room for.

    That is risky and breaks nobody: all values that are there still fit, all queries and writers
    stay right. Who keeps 32 bits fails when somebody writes a larger value, which no schema tells.
    """
    ALIKE = 3
    """It takes what it took, but rounds it, or compares it in another way."""
    OTHER = 4


def change_of_type(old: str, new: str) -> Change:
    """Return what the change from *old* to *new* means, both as `type_name` writes them."""
    if old == new:
        return Change.NOTHING
    one, other = _TYPE.fullmatch(old), _TYPE.fullmatch(new)
    if one is None or other is None:
        return Change.OTHER
    before, after = (_SERIAL.get(match[1], match[1]) for match in (one, other))
    for sizes in (_WHOLE, _UNSIGNED, _FLOATS):
        if before in sizes and after in sizes:
            return _of_whole(sizes[before], sizes[after])
    if before == after and before in _MOMENTS:
        return _of_moments(one[2], other[2])
    if before == after == "decimal":
        return Change.WIDER if _holds(_digits(one[2]), _digits(other[2])) else Change.OTHER
    return _longer(before, one[2], after, other[2])


def _of_whole(before: int, after: int) -> Change:
    if before == after:
        return Change.NOTHING
    return Change.LARGER if before < after else Change.OTHER


def _of_moments(before: str | None, after: str | None) -> Change:
    """Compare how many digits of a second are kept; how many without a word depends."""
    known = before is not None and after is not None and before.isdecimal() and after.isdecimal()
    wider = known and int(str(before)[:9]) <= int(str(after)[:9])
    return Change.WIDER if wider else Change.ALIKE


def _longer(before: str, size: str | None, after: str, new_size: str | None) -> Change:
    is_mysql = not {before, after}.isdisjoint(_TEXTS)
    lengths = [
        _length(base, given, is_mysql=is_mysql)
        for base, given in ((before, size), (after, new_size))
    ]
    if lengths[0] > lengths[1]:
        return Change.OTHER
    texts = {"varchar", "text", "citext", *_TEXTS}
    if before in texts | {"char"} and after in texts:
        return Change.ALIKE if (before == "citext") is not (after == "citext") else Change.WIDER
    both = (before in _BYTES and after in _BYTES) or (before, after) in _HOLDS
    return Change.WIDER if both else Change.OTHER


def _length(base: str, size: str | None, *, is_mysql: bool) -> int:
    known = _TEXTS.get(base) or _BYTES.get(base)
    if known is not None:
        return known
    if base == "text" or not size or not size.isdecimal():
        bounded = _MYSQL_TEXT if base == "text" and is_mysql else _UNBOUNDED
        return 1 if base == "char" and not size else bounded
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
