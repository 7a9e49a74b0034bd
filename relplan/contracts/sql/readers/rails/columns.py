"""Which columns and tables the calls of Rails' migration DSL make."""

from collections.abc import Callable

from relplan.contracts.reading.values import UNRESOLVED, is_known
from relplan.contracts.sql.column_types import type_name
from relplan.contracts.sql.operations import Column, Constraint, plain
from relplan.contracts.sql.readers.rails.things import Call, Table

_TYPES = {
    "string": "varchar", "text": "text", "integer": "int", "bigint": "bigint", "float": "double",
    "decimal": "decimal", "numeric": "decimal", "datetime": "timestamp", "timestamp": "timestamp",
    "timestamptz": "timestamptz", "date": "date", "time": "time", "binary": "bytea",
    "boolean": "boolean", "json": "json", "jsonb": "jsonb", "uuid": "uuid", "inet": "inet",
    "cidr": "cidr", "hstore": "hstore", "citext": "citext", "tsvector": "tsvector",
    "smallint": "smallint", "virtual": "", "point": "point", "enum": "enum", "bit": "bit",
    "bit_varying": "varbit",
    "daterange": "daterange", "tsrange": "tsrange", "int4range": "int4range", "xml": "xml",
    "primary_key": "bigserial", "blob": "bytea", "interval": "interval", "serial": "serial",
    "vector": "vector", "halfvec": "halfvec", "bigserial": "bigserial", "serial4": "serial",
    "ltree": "ltree", "macaddr": "macaddr", "bytea": "bytea", "money": "money",
    **{
        name: name
        for name in (
            "line", "lseg", "box", "path", "polygon", "circle", "oid", "int8range", "numrange",
            "tstzrange", "tinyint", "mediumint", "tinytext", "mediumtext", "longtext", "tinyblob",
            "mediumblob", "longblob", "geometry", "geography", "st_point", "st_polygon",
            "multi_polygon", "line_string", "sparsevec", "char", "unsigned_integer",
            "unsigned_bigint", "unsigned_decimal",
        )
    },
}  # fmt: skip


def column_calls(call: Call) -> list[Column] | None:
    """Return the columns that ``t.string :a, :b`` and its like make; None for other calls.

    None, too, where it is not known which they are, or whether they may be left out.
    """
    if call.words.get("null", True) is UNRESOLVED or not all(map(is_known, call.given)):
        return None
    if call.name == "timestamps":
        return [stamp(call, "created_at"), stamp(call, "updated_at")]
    if call.name == "column" and len(call.given) > 1:
        return [column_of(call.text(0), call.text(1), call)] if call.text(0) else None
    if not call.given or not (call.name in _MAKES_COLUMNS or call.name in _TYPES):
        return None
    made = _MAKES_COLUMNS.get(call.name, _typed)
    return [column for name in texts(call, 0) for column in made(name, call)]


def _typed(name: str, call: Call) -> list[Column]:
    return [column_of(name, call.name, call)]


def attached(name: str, _: Call) -> list[Column]:
    """Return the columns of Paperclip's ``t.attachment``."""
    return [Column(f"{plain(name)}_{end}", kind, nullable=True) for end, kind in _ATTACHED]


_ATTACHED = (
    ("file_name", "varchar"), ("content_type", "varchar"), ("file_size", "bigint"),
    ("updated_at", "timestamp"),
)  # fmt: skip


def texts(call: Call, first: int) -> list[str]:
    """Return the arguments from the *first* on that are known texts."""
    return [value for value in call.given[first:] if is_known(value)]


def stamp(call: Call, name: str) -> Column:
    """Return a column of ``timestamps``."""
    nullable = call.words.get("null", False) is not False
    return Column(name, "timestamp", nullable, "default" in call.words)


def column_of(name: str, kind: str, call: Call) -> Column:
    """Return a column of the *kind* that Rails calls so, with the options of a call."""
    base = _TYPES.get(kind, kind)
    limit, scale = call.words.get("limit"), call.words.get("scale")
    precision = call.words.get("precision")
    if isinstance(limit, int):
        base = _limited(base, limit)
    if base in _MOMENTS and isinstance(precision, int):
        base = f"{base}({precision})"
    elif base == "decimal" and isinstance(precision, int):
        base = f"decimal({precision},{scale if isinstance(scale, int) else 0})"
    if call.words.get("array") is True:
        base += "[]"
    nullable = call.words.get("null", True) is not False
    default = call.words.get("default") is not None or kind in ("virtual", "primary_key")
    kinds = (Constraint.UNIQUE,) if _is_unique(call.words.get("index")) else ()
    return Column(plain(name), type_name(base), nullable, default, kinds)


_MOMENTS = ("timestamp", "timestamptz", "time", "interval")
_SIZED = ("varchar", "char", "bit", "varbit", *_MOMENTS)


def _limited(base: str, limit: int) -> str:
    """Return a type of which the *limit* is said: of bytes, characters, or a second's digits."""
    if base == "int":
        return "bigint" if limit > 4 else "smallint" if limit < 3 else "int"
    if base == "text":  # of MySQL, which has one for each size
        sizes = ((2**8, "tinytext"), (2**16, "text"), (2**24, "mediumtext"))
        return next((name for most, name in sizes if limit < most), "longtext")
    return f"{base}({limit})" if base in _SIZED else base


def _is_unique(index: object) -> bool:
    return isinstance(index, dict) and index.get("unique") is True


def reference(name: str, call: Call) -> list[Column]:
    """Return the columns that refer to another table."""
    nullable = call.words.get("null", True) is not False
    default = call.words.get("default") is not None
    columns = [Column(f"{plain(name)}_id", "bigint", nullable, default)]
    if call.words.get("polymorphic"):
        columns.append(Column(f"{plain(name)}_type", "varchar", nullable, default))
    return columns


_MAKES_COLUMNS: dict[str, Callable[[str, Call], list[Column]]] = {
    "references": reference, "belongs_to": reference, "attachment": attached,
    "has_attached_file": attached,
}  # fmt: skip


def table_of(call: Call) -> Table | None:
    """Return the table that the block of a call fills or changes; None: it is not known which."""
    if call.name == "create_join_table":
        return join_table(call)
    name = plain(call.text(0))
    if not name:
        return None
    table = Table(name, creates=call.name != "change_table")
    if table.creates:
        table.columns += _keys(call)
    return table


def _keys(call: Call) -> list[Column]:
    """Return the primary key that a table has unless ``id: false`` is said."""
    kind, named = call.words.get("id", True), call.words.get("primary_key", "id")
    if kind is False or kind is None or isinstance(named, tuple):
        return []
    options = kind if isinstance(kind, dict) else {"type": kind}
    base = _TYPES.get(str(options.get("type")), "bigint") if options.get("type") else "bigint"
    name = named if is_known(named) else "id"
    return [Column(plain(name), base, nullable=False, default=True)]


def join_table(call: Call) -> Table | None:
    """Return the table that joins two others; None: it is not known which."""
    ends = sorted((call.text(0), call.text(1)))
    named = call.words.get("table_name")
    if not all(ends) or named is UNRESOLVED:
        return None
    name = plain(str(named or _joined(ends)))
    columns = [Column(f"{singular(plain(end))}_id", "bigint", nullable=False) for end in ends]
    return Table(name, creates=True, columns=columns)


def _joined(ends: list[str]) -> str:
    """Return the name of a join table: what both names begin with stands there once."""
    first, _, _ = ends[0].rpartition("_")
    if first and ends[1].startswith(f"{first}_"):
        return f"{ends[0]}_{ends[1].removeprefix(f'{first}_')}"
    return "_".join(ends)


def singular(word: str) -> str:
    """Return the singular of a plural, as Rails guesses it for most words."""
    for end, instead in (("ies", "y"), ("sses", "ss"), ("uses", "us"), ("xes", "x"), ("s", "")):
        if word.endswith(end):
            return word.removesuffix(end) + instead
    return word
