"""What each call of Rails' migration DSL does."""

from collections.abc import Callable

from relplan.contracts.sql.operations import Action, Column, Constraint, Operation, plain
from relplan.contracts.sql.readers.rails.source import UNRESOLVED, Call
from relplan.contracts.sql.syntax import type_name

_TYPES = {
    "string": "varchar", "text": "text", "integer": "int", "bigint": "bigint", "float": "double",
    "decimal": "decimal", "numeric": "decimal", "datetime": "timestamp", "timestamp": "timestamp",
    "timestamptz": "timestamptz", "date": "date", "time": "time", "binary": "bytea",
    "boolean": "boolean", "json": "json", "jsonb": "jsonb", "uuid": "uuid", "inet": "inet",
    "cidr": "cidr", "hstore": "hstore", "citext": "citext", "tsvector": "tsvector",
    "smallint": "smallint", "virtual": "", "point": "point", "enum": "enum", "bit": "bit",
    "daterange": "daterange", "tsrange": "tsrange", "int4range": "int4range", "xml": "xml",
    "primary_key": "bigserial", "blob": "bytea", "interval": "interval", "serial": "serial",
    "vector": "vector", "halfvec": "halfvec", "bigserial": "bigserial", "serial4": "serial",
    "ltree": "ltree", "macaddr": "macaddr", "bytea": "bytea", "money": "money",
}  # fmt: skip
_REFERENCES = frozenset({"references", "belongs_to"})
_Build = Callable[[Call], "list[Operation] | None"]


def column_calls(call: Call) -> list[Column] | None:
    """Return the columns that ``t.string :a, :b`` and its like make; None for other calls."""
    if call.name == "timestamps":
        return [_stamp(call, "created_at"), _stamp(call, "updated_at")]
    if call.name in _REFERENCES:
        return [column for name in _texts(call, 0) for column in _reference(name, call)]
    if call.name == "column" and len(call.given) > 1:
        return [_column(call.text(0), call.text(1), call)] if call.text(0) else None
    if call.name in _TYPES and call.given:
        return [_column(name, call.name, call) for name in _texts(call, 0)] or None
    return None


def _texts(call: Call, first: int) -> list[str]:
    return [value for value in call.given[first:] if isinstance(value, str)]


def _stamp(call: Call, name: str) -> Column:
    nullable = call.words.get("null", False) is not False
    return Column(name, "timestamp", nullable, "default" in call.words)


def _column(name: str, kind: str, call: Call) -> Column:
    base = _TYPES.get(kind, kind)
    limit, scale = call.words.get("limit"), call.words.get("scale")
    precision = call.words.get("precision")
    if base == "int" and isinstance(limit, int):
        base = "bigint" if limit > 4 else "smallint" if limit < 3 else "int"
    elif base in ("varchar", "char") and isinstance(limit, int):
        base = f"{base}({limit})"
    elif base == "decimal" and isinstance(precision, int):
        base = f"decimal({precision},{scale if isinstance(scale, int) else 0})"
    if call.words.get("array") is True:
        base += "[]"
    nullable = call.words.get("null", True) is not False
    default = call.words.get("default") is not None or kind in ("virtual", "primary_key")
    kinds = (Constraint.UNIQUE,) if _is_unique(call.words.get("index")) else ()
    return Column(plain(name), type_name(base), nullable, default, kinds)


def _is_unique(index: object) -> bool:
    return index is UNRESOLVED  # `index: { unique: true }` is the usual reason for more than true


def _reference(name: str, call: Call) -> list[Column]:
    nullable = call.words.get("null", True) is not False
    default = call.words.get("default") is not None
    columns = [Column(f"{plain(name)}_id", "bigint", nullable, default)]
    if call.words.get("polymorphic"):
        columns.append(Column(f"{plain(name)}_type", "varchar", nullable, default))
    return columns


def _add_column(call: Call) -> list[Operation] | None:
    if not (call.text(0) and call.text(1) and call.text(2)):
        return None
    column = _column(call.text(1), call.text(2), call)
    careful = call.words.get("if_not_exists") is True
    return [Operation(Action.ADD_COLUMN, plain(call.text(0)), column, careful=careful)]


def _add_columns(call: Call) -> list[Operation] | None:
    kind = call.words.get("type")
    names = _texts(call, 1)
    if not isinstance(kind, str) or not names or len(names) != len(call.given) - 1:
        return None
    table = plain(call.text(0))
    return [Operation(Action.ADD_COLUMN, table, _column(name, kind, call)) for name in names]


def _remove_column(call: Call) -> list[Operation] | None:
    table = plain(call.text(0))
    many = call.name in ("remove_columns", "remove")
    names = _texts(call, 1) if many else [call.text(1)]
    if not table or not all(names) or not names or (many and len(names) != len(call.given) - 1):
        return None
    return [Operation(Action.DROP_COLUMN, table, Column(plain(name))) for name in names]


def _rename_column(call: Call) -> list[Operation] | None:
    if not (call.text(0) and call.text(1) and call.text(2)):
        return None
    old = Column(plain(call.text(1)))
    return [Operation(Action.RENAME_COLUMN, plain(call.text(0)), old, plain(call.text(2)))]


def _change_column(call: Call) -> list[Operation] | None:
    if not (call.text(0) and call.text(1) and call.text(2)):
        return None
    made = _column(call.text(1), call.text(2), call)
    column = Column(
        made.name, made.type, made.nullable if "null" in call.words else None,
        made.default if "default" in call.words else None,
    )  # fmt: skip
    return [Operation(Action.ALTER_COLUMN, plain(call.text(0)), column)]


def _change_null(call: Call) -> list[Operation] | None:
    nullable = call.given[2] if len(call.given) > 2 else None
    if not (call.text(0) and call.text(1)) or not isinstance(nullable, bool):
        return None
    column = Column(plain(call.text(1)), nullable=nullable)
    return [Operation(Action.ALTER_COLUMN, plain(call.text(0)), column)]


def _change_default(call: Call) -> list[Operation] | None:
    if not (call.text(0) and call.text(1)):
        return None
    value = call.given[2] if len(call.given) > 2 else call.words.get("to", UNRESOLVED)
    column = Column(plain(call.text(1)), default=value is not None)
    return [Operation(Action.ALTER_COLUMN, plain(call.text(0)), column)]


def _create_table(call: Call) -> list[Operation] | None:
    table = plain(call.text(0))
    return [Operation(Action.CREATE_TABLE, table)] if table else None


def _drop_table(call: Call) -> list[Operation] | None:
    names = _texts(call, 0)
    if not names or len(names) != len(call.given):
        return None
    return [Operation(Action.DROP_TABLE, plain(name)) for name in names]


def _drop_join_table(call: Call) -> list[Operation] | None:
    names = sorted((call.text(0), call.text(1)))
    return [Operation(Action.DROP_TABLE, plain("_".join(names)))] if all(names) else None


def _rename_table(call: Call) -> list[Operation] | None:
    old, new = plain(call.text(0)), plain(call.text(1))
    return [Operation(Action.RENAME_TABLE, old, to=new)] if old and new else None


def _indexed(call: Call) -> tuple[Column, ...] | None:
    value = call.given[1] if len(call.given) > 1 else call.words.get("column", ())
    if isinstance(value, str):
        value = (value,)
    if not isinstance(value, tuple) or not all(isinstance(item, str) for item in value):
        return None
    return tuple(Column(plain(item)) for item in value)


def _add_index(call: Call) -> list[Operation] | None:
    columns, name = _indexed(call), call.words.get("name")
    if not call.text(0):
        return None
    return [
        Operation(
            Action.ADD_INDEX, plain(call.text(0)), columns=columns or (),
            name=plain(name) if isinstance(name, str) else "",
            unique=call.words.get("unique") is True, careful=True,
        )
    ]  # fmt: skip


def _remove_index(call: Call) -> list[Operation] | None:
    columns, name = _indexed(call), call.words.get("name")
    if not call.text(0):
        return None
    return [
        Operation(
            Action.DROP_INDEX, plain(call.text(0)), columns=columns or (), careful=True,
            name=plain(name) if isinstance(name, str) else "", constraint=Constraint.UNIQUE,
        )
    ]  # fmt: skip


def _add_reference(call: Call) -> list[Operation] | None:
    if not (call.text(0) and call.text(1)):
        return None
    table = plain(call.text(0))
    return [
        Operation(Action.ADD_COLUMN, table, column) for column in _reference(call.text(1), call)
    ]


def _remove_reference(call: Call) -> list[Operation] | None:
    if not (call.text(0) and call.text(1)):
        return None
    table = plain(call.text(0))
    return [
        Operation(Action.DROP_COLUMN, table, Column(column.name))
        for column in _reference(call.text(1), call)
    ]


def _timestamps(call: Call) -> list[Operation] | None:
    if not call.text(0):
        return None
    table = plain(call.text(0))
    action = Action.ADD_COLUMN if call.name in ("add_timestamps", "timestamps") else (
        Action.DROP_COLUMN
    )  # fmt: skip
    return [Operation(action, table, _stamp(call, name)) for name in ("created_at", "updated_at")]


def _adds(kind: Constraint) -> _Build:
    def build(call: Call) -> list[Operation] | None:
        if not call.text(0):
            return None
        columns: tuple[Column, ...] | None = ()
        if kind is Constraint.FOREIGN_KEY:
            column = call.words.get("column")
            if not isinstance(column, str) and call.text(1):
                column = f"{_singular(call.text(1))}_id"
            columns = (Column(plain(column)),) if isinstance(column, str) else ()
        elif kind is Constraint.UNIQUE:
            columns = _indexed(call)
        name = call.words.get("name")
        return [
            Operation(
                Action.ADD_CONSTRAINT, plain(call.text(0)), constraint=kind,
                columns=columns or (), name=plain(name) if isinstance(name, str) else "",
                careful=call.words.get("validate") is False,
            )
        ]  # fmt: skip

    return build


def _singular(word: str) -> str:
    for end, instead in (("ies", "y"), ("sses", "ss"), ("uses", "us"), ("xes", "x"), ("s", "")):
        if word.endswith(end):
            return word.removesuffix(end) + instead
    return word


def _drops(kind: Constraint) -> _Build:
    def build(call: Call) -> list[Operation] | None:
        if not call.text(0):
            return None
        made = _adds(kind)(call) if kind is not Constraint.CHECK else None
        found = made[0] if made else Operation(Action.DROP_CONSTRAINT, plain(call.text(0)))
        name = call.words.get("name")
        return [
            Operation(
                Action.DROP_CONSTRAINT, found.table, constraint=kind, columns=found.columns,
                name=plain(name) if isinstance(name, str) else "",
            )
        ]  # fmt: skip

    return build


QUIET = frozenset(
    {
        "disable_ddl_transaction!", "enable_extension", "disable_extension", "say",
        "say_with_time", "rename_index", "change_table_comment", "change_column_comment",
        "validate_foreign_key", "validate_check_constraint", "validate_constraint", "puts",
        "reset_column_information", "remove_index_if_exists", "include", "extend", "require",
        "p", "private", "safety_assured", "announce", "suppress_messages",
    }
)  # fmt: skip
"""Calls that no reader or writer of a table can tell."""
CALLS: dict[str, _Build] = {
    "add_column": _add_column,
    "add_columns": _add_columns,
    "remove_column": _remove_column,
    "remove_columns": _remove_column,
    "rename_column": _rename_column,
    "change_column": _change_column,
    "change_column_null": _change_null,
    "change_column_default": _change_default,
    "create_table": _create_table,
    "create_virtual_table": _create_table,
    "drop_table": _drop_table,
    "drop_virtual_table": _drop_table,
    "drop_join_table": _drop_join_table,
    "rename_table": _rename_table,
    "add_index": _add_index,
    "remove_index": _remove_index,
    "add_reference": _add_reference,
    "add_belongs_to": _add_reference,
    "remove_reference": _remove_reference,
    "remove_belongs_to": _remove_reference,
    "add_timestamps": _timestamps,
    "remove_timestamps": _timestamps,
    "add_foreign_key": _adds(Constraint.FOREIGN_KEY),
    "remove_foreign_key": _drops(Constraint.FOREIGN_KEY),
    "add_check_constraint": _adds(Constraint.CHECK),
    "remove_check_constraint": _drops(Constraint.CHECK),
    "add_unique_constraint": _adds(Constraint.UNIQUE),
    "remove_unique_constraint": _drops(Constraint.UNIQUE),
    "add_exclusion_constraint": _adds(Constraint.EXCLUDE),
}
TABLE_CALLS = {
    "index": "add_index", "remove": "remove_columns", "rename": "rename_column",
    "change": "change_column", "change_default": "change_column_default",
    "change_null": "change_column_null", "foreign_key": "add_foreign_key",
    "remove_index": "remove_index", "remove_references": "remove_reference",
    "remove_belongs_to": "remove_reference", "check_constraint": "add_check_constraint",
    "remove_timestamps": "remove_timestamps", "unique_constraint": "add_unique_constraint",
    "remove_foreign_key": "remove_foreign_key",
}  # fmt: skip
"""The calls on the table of a block, by the calls that name the table."""
