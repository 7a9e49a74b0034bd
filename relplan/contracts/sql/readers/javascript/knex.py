"""What Knex's builder of tables does."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from relplan.contracts.reading.values import is_known
from relplan.contracts.sql.column_types import type_name
from relplan.contracts.sql.operations import Action, Column, Constraint, Operation, plain
from relplan.contracts.sql.readers.braces import Call
from relplan.contracts.sql.readers.javascript.things import ColumnDraft, TableDraft

if TYPE_CHECKING:
    from typing import Any

_TYPES = {
    "integer": "int", "int": "int", "tinyint": "tinyint", "smallint": "smallint",
    "mediumint": "int", "bigint": "bigint", "bigInteger": "bigint", "text": "text",
    "string": "varchar", "char": "char", "float": "real", "double": "double",
    "decimal": "decimal", "boolean": "boolean", "bool": "boolean", "date": "date",
    "datetime": "timestamp", "dateTime": "timestamp", "time": "time", "timestamp": "timestamp",
    "binary": "bytea", "json": "json", "jsonb": "jsonb", "uuid": "uuid", "enu": "enum",
    "enum": "enum", "geometry": "geometry", "geography": "geography", "point": "point",
    "specificType": "",
}  # fmt: skip
_QUIET = frozenset(
    {"comment", "engine", "charset", "collate", "inherits", "queryContext", "hasColumn"}
)
_MODIFIES_QUIETLY = frozenset(
    {
        "references", "inTable", "onDelete", "onUpdate", "withKeyName", "deferrable", "unsigned",
        "comment", "collate", "after", "first", "index", "unsignedInteger", "checkIn",
        "zerofill", "on", "queryContext", "checkPositive", "checkNegative", "checkLength",
    }
)  # fmt: skip


def in_table(table: TableDraft, call: Call) -> ColumnDraft | bool:
    """Follow a call on a table: return a column that is described further, or if it is known."""
    if call.name in _QUIET:
        return True
    if call.name in ("increments", "bigIncrements"):
        kind = "int" if call.name == "increments" else "bigint"
        column = ColumnDraft(plain(call.text(0)) or "id", kind, nullable=False, default=True)
        column.kinds.append(Constraint.PRIMARY_KEY)
        return _taken(table, column)
    if call.name in _TYPES:
        return _typed(table, call)
    if call.name == "timestamps":
        return _timestamps(table, call)
    build = _CALLS.get(call.name)
    found = build(table.name, call) if build is not None else None
    table.further += found or ()
    return found is not None


def _taken(table: TableDraft, column: ColumnDraft) -> ColumnDraft:
    table.columns.append(column)
    return column


def _typed(table: TableDraft, call: Call) -> ColumnDraft | bool:
    name, base = plain(call.text(0)), _TYPES[call.name]
    if not name:
        return False
    size = call.get(1)
    if call.name == "specificType":
        base = call.text(1)
    elif base in ("varchar", "char"):
        base = f"{base}({size if isinstance(size, int) else 255})"
    elif base == "decimal" and isinstance(size, int):
        scale = call.get(2)
        base = f"decimal({size},{scale if isinstance(scale, int) else 2})"
    return _taken(table, ColumnDraft(name, type_name(base.lower())))


def _timestamps(table: TableDraft, call: Call) -> bool:
    options = call.get(0)
    default = call.get(1) is True
    if isinstance(options, dict):
        default = options.get("defaultToNow") is True
    for name in ("created_at", "updated_at"):
        _taken(table, ColumnDraft(name, "timestamp", nullable=not default, default=default))
    return True


def modify(column: ColumnDraft, call: Call) -> bool:
    """Follow a call that describes a column further; tell whether it is known."""
    if call.name in ("notNullable", "notNull"):
        column.nullable = False
    elif call.name == "nullable":
        value = call.get(0)
        column.nullable = value is not False if isinstance(value, bool) or not call.given else None
    elif call.name in ("defaultTo", "default"):
        column.default = call.get(0) is not None
    elif call.name in ("primary", "unique"):
        kind = Constraint.PRIMARY_KEY if call.name == "primary" else Constraint.UNIQUE
        column.kinds.append(kind)
    elif call.name == "alter":
        column.alters = True
    elif call.name in ("references", "inTable"):
        if Constraint.FOREIGN_KEY not in column.kinds:
            column.kinds.append(Constraint.FOREIGN_KEY)
    else:
        return call.name in _MODIFIES_QUIETLY
    return True


def finished(table: TableDraft) -> list[Operation]:
    """Return what a table's draft comes to."""
    if table.creates:
        columns = tuple(draft.column() for draft in table.columns)
        return [Operation(Action.CREATE_TABLE, table.name, columns=columns), *table.further]
    made = []
    for draft in table.columns:
        action = Action.ALTER_COLUMN if draft.alters else Action.ADD_COLUMN
        if draft.nullable is None:
            text = f"whether {draft.name} may be null is not understood"
            made.append(Operation(Action.UNKNOWN, table.name, text=text))
        else:
            made.append(Operation(action, table.name, draft.column()))
    return [*made, *table.further]


_Build = Callable[[str, Call], "list[Operation] | None"]


def _listed(value: "Any") -> tuple[Column, ...] | None:
    names = value if isinstance(value, tuple) else (value,)
    return tuple(Column(plain(name)) for name in names) if all(map(is_known, names)) else None


def _drop_columns(table: str, call: Call) -> list[Operation] | None:
    names = [
        one for value in call.given for one in (value if isinstance(value, tuple) else [value])
    ]
    columns = _listed(tuple(names))
    if not columns:
        return None
    return [Operation(Action.DROP_COLUMN, table, column) for column in columns]


def _rename_column(table: str, call: Call) -> list[Operation] | None:
    old, new = plain(call.text(0)), plain(call.text(1))
    if not old or not new:
        return None
    return [Operation(Action.RENAME_COLUMN, table, Column(old), new)]


def _drop_timestamps(table: str, call: Call) -> list[Operation]:
    names = ("created_at", "updated_at")
    return [Operation(Action.DROP_COLUMN, table, Column(name)) for name in names]


def _adds(kind: Constraint) -> _Build:
    def build(table: str, call: Call) -> list[Operation] | None:
        columns = _listed(call.get(0))
        if columns is None and kind is not Constraint.CHECK:
            return None
        return [Operation(Action.ADD_CONSTRAINT, table, constraint=kind, columns=columns or ())]

    return build


def _drops(kind: Constraint) -> _Build:
    def build(table: str, call: Call) -> list[Operation]:
        columns = _listed(call.get(0)) or ()
        name = plain(call.text(1))
        return [
            Operation(Action.DROP_CONSTRAINT, table, name=name, constraint=kind, columns=columns)
        ]

    return build


def _index(table: str, call: Call) -> list[Operation]:
    columns, name = _listed(call.get(0)) or (), plain(call.text(1))
    return [Operation(Action.ADD_INDEX, table, name=name, columns=columns, careful=True)]


def _drop_index(table: str, call: Call) -> list[Operation]:
    return [Operation(Action.DROP_INDEX, table, name=plain(call.text(1)), careful=True)]


def _nullable(nullable: bool) -> _Build:
    def build(table: str, call: Call) -> list[Operation] | None:
        name = plain(call.text(0))
        column = Column(name, nullable=nullable)
        return [Operation(Action.ALTER_COLUMN, table, column)] if name else None

    return build


_CALLS: dict[str, _Build] = {
    "dropColumn": _drop_columns,
    "dropColumns": _drop_columns,
    "renameColumn": _rename_column,
    "dropTimestamps": _drop_timestamps,
    "primary": _adds(Constraint.PRIMARY_KEY),
    "unique": _adds(Constraint.UNIQUE),
    "foreign": _adds(Constraint.FOREIGN_KEY),
    "check": _adds(Constraint.CHECK),
    "dropPrimary": _drops(Constraint.PRIMARY_KEY),
    "dropUnique": _drops(Constraint.UNIQUE),
    "dropForeign": _drops(Constraint.FOREIGN_KEY),
    "dropChecks": _drops(Constraint.CHECK),
    "index": _index,
    "dropIndex": _drop_index,
    "setNullable": _nullable(True),
    "dropNullable": _nullable(False),
}
"""What a table is told of more than one column, or of one that it has."""
