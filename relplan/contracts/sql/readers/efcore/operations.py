"""What each call on a MigrationBuilder does."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from relplan.contracts.reading.values import UNRESOLVED, is_known
from relplan.contracts.sql.column_types import type_name
from relplan.contracts.sql.operations import Action, Column, Constraint, Operation, plain
from relplan.contracts.sql.readers.braces import Call

_TYPES = {
    "int": "int", "long": "bigint", "short": "smallint", "byte": "smallint", "bool": "boolean",
    "string": "text", "datetime": "timestamp", "datetimeoffset": "timestamptz", "guid": "uuid",
    "decimal": "decimal", "double": "double", "float": "real", "byte[]": "bytea",
    "dateonly": "date", "timeonly": "time", "timespan": "interval", "uint": "int",
    "ulong": "bigint", "ushort": "smallint",
}  # fmt: skip


class _Thing:
    pass


BUILDER: Any = _Thing()
"""The MigrationBuilder."""
TABLE: Any = _Thing()
"""What the lambdas of CreateTable are given."""


class Making(Protocol):
    """What makes the columns and constraints of a table."""

    constraints: list[tuple[Constraint, str, tuple[Column, ...]]]

    def columns_in(self, function: Any) -> dict[str, Column]:
        """Return the columns that a lambda makes, by the names that it gives them."""


_Build = Callable[[Making, Call], "list[Operation] | None"]


def _table(call: Call, place: int, word: str = "table") -> str:
    table, schema = call.text(place, word), call.words.get("schema")
    return plain(f"{schema}.{table}" if table and is_known(schema) else table)


def column_of(name: str, call: Call) -> Column | None:
    """Return the column that a call defines; None where it is not known if it may be left out."""
    nullable = call.words.get("nullable", False)
    if not isinstance(nullable, bool):
        return None
    default = any(
        call.words.get(word) is not None
        for word in ("defaultValue", "defaultValueSql", "computedColumnSql")
        if word in call.words
    )
    return Column(plain(call.text(99, "name")) or name, _type(call), nullable, default)


def _type(call: Call) -> str:
    given = call.text(0, "type")
    length = call.words.get("maxLength")
    base = _TYPES.get(call.type, "")
    if call.type == "string" and isinstance(length, int):
        base = f"varchar({length})"
    return type_name((given or base).lower())


def _create_table(reader: Making, call: Call) -> list[Operation] | None:
    table = _table(call, 0, "name")
    if not table:
        return None
    reader.constraints.clear()
    made = reader.columns_in(call.get(1, "columns"))
    columns = {key: replace(one, name=one.name or plain(key)) for key, one in made.items()}
    reader.columns_in(call.get(3, "constraints"))
    names = {plain(key): one.name for key, one in columns.items()}
    primary = {
        names.get(one.name, one.name)
        for kind, _, keys in reader.constraints if kind is Constraint.PRIMARY_KEY
        for one in keys
    }  # fmt: skip
    listed = tuple(
        replace(one, constraints=(Constraint.PRIMARY_KEY,)) if one.name in primary else one
        for one in columns.values()
    )
    return [Operation(Action.CREATE_TABLE, table, columns=listed), *_further(reader, table, names)]


def _further(reader: Making, table: str, names: dict[str, str]) -> list[Operation]:
    return [
        Operation(
            Action.ADD_CONSTRAINT, table, name=name, constraint=kind,
            columns=tuple(Column(names.get(one.name, one.name)) for one in keys),
        )
        for kind, name, keys in reader.constraints if kind is not Constraint.PRIMARY_KEY
    ]  # fmt: skip


def _on_table(action: Action, word: str = "name") -> _Build:
    def build(reader: Making, call: Call) -> list[Operation] | None:
        table = _table(call, 0, word)
        return [Operation(action, table)] if table else None

    return build


def _rename_table(reader: Making, call: Call) -> list[Operation] | None:
    table, to = _table(call, 0, "name"), call.text(2, "newName")
    schema = call.words.get("newSchema")
    to = to or call.text(0, "name")
    if not table or not to or (schema is UNRESOLVED and "newSchema" in call.words):
        return None
    return [Operation(Action.RENAME_TABLE, table, to=plain(f"{schema}.{to}" if schema else to))]


def _column(call: Call) -> Column | None:
    name = plain(call.text(0, "name"))
    made = column_of(name, call)
    return replace(made, name=name) if name and made is not None else None


def _add_column(reader: Making, call: Call) -> list[Operation] | None:
    table, column = _table(call, 1), _column(call)
    return [Operation(Action.ADD_COLUMN, table, column)] if table and column is not None else None


def _alter_column(reader: Making, call: Call) -> list[Operation] | None:
    table, column = _table(call, 1), _column(call)
    if not table or column is None:
        return None
    had = any(word in call.words for word in ("oldDefaultValue", "oldDefaultValueSql"))
    default = True if column.default else False if had else None
    old = call.words.get("oldType")
    before = Column(
        column.name, type_name(old.lower()) if is_known(old) else "",
        call.words.get("oldNullable") is True, had,
    )  # fmt: skip
    return [
        Operation(Action.ALTER_COLUMN, table, replace(column, default=default), columns=(before,))
    ]


def _drop_column(reader: Making, call: Call) -> list[Operation] | None:
    name, table = plain(call.text(0, "name")), _table(call, 1)
    return [Operation(Action.DROP_COLUMN, table, Column(name))] if name and table else None


def _rename_column(reader: Making, call: Call) -> list[Operation] | None:
    name, table, to = plain(call.text(0, "name")), _table(call, 1), plain(call.text(2, "newName"))
    if not (name and table and to):
        return None
    return [Operation(Action.RENAME_COLUMN, table, Column(name), to)]


def _columns(call: Call, place: int) -> tuple[Column, ...] | None:
    value = call.words.get("columns", call.get(place, "column"))
    listed = value if isinstance(value, tuple) else (value,)
    return tuple(Column(plain(one)) for one in listed) if all(map(is_known, listed)) else None


def _adds(kind: Constraint) -> _Build:
    def build(reader: Making, call: Call) -> list[Operation] | None:
        table = _table(call, 1)
        columns = () if kind is Constraint.CHECK else _columns(call, 2) or ()
        name = plain(call.text(0, "name"))
        made = Operation(Action.ADD_CONSTRAINT, table, name=name, constraint=kind, columns=columns)
        return [made] if table else None

    return build


def _drops(kind: Constraint) -> _Build:
    def build(reader: Making, call: Call) -> list[Operation] | None:
        table, name = _table(call, 1), plain(call.text(0, "name"))
        return [Operation(Action.DROP_CONSTRAINT, table, name=name, constraint=kind)] if table \
            else None  # fmt: skip

    return build


def _create_index(reader: Making, call: Call) -> list[Operation] | None:
    table, columns = _table(call, 1), _columns(call, 2)
    unique = call.words.get("unique", False)
    if not table or not isinstance(unique, bool):
        return None
    name = plain(call.text(0, "name"))
    return [
        Operation(
            Action.ADD_INDEX, table, name=name, columns=columns or (), unique=unique, careful=True
        )
    ]


def _drop_index(reader: Making, call: Call) -> list[Operation]:
    name = plain(call.text(0, "name"))
    return [Operation(Action.DROP_INDEX, _table(call, 1), name=name, careful=True)]


CONSTRAINTS = {
    "PrimaryKey": Constraint.PRIMARY_KEY, "UniqueConstraint": Constraint.UNIQUE,
    "ForeignKey": Constraint.FOREIGN_KEY, "CheckConstraint": Constraint.CHECK,
}  # fmt: skip
"""What the lambda that makes the constraints of a table calls."""
QUIET = frozenset(
    {
        "AlterDatabase", "EnsureSchema", "CreateSequence", "DropSequence", "RestartSequence",
        "AlterSequence",
        "RenameSequence", "RenameIndex", "AlterTable", "IsSqlServer", "IsNpgsql", "IsSqlite",
        "IsMySql",
    }
)  # fmt: skip
"""Calls that no reader or writer of a table can tell."""
CALLS: dict[str, _Build] = {
    "CreateTable": _create_table,
    "DropTable": _on_table(Action.DROP_TABLE),
    "RenameTable": _rename_table,
    "AddColumn": _add_column,
    "AlterColumn": _alter_column,
    "DropColumn": _drop_column,
    "RenameColumn": _rename_column,
    "CreateIndex": _create_index,
    "DropIndex": _drop_index,
    "AddForeignKey": _adds(Constraint.FOREIGN_KEY),
    "AddPrimaryKey": _adds(Constraint.PRIMARY_KEY),
    "AddUniqueConstraint": _adds(Constraint.UNIQUE),
    "AddCheckConstraint": _adds(Constraint.CHECK),
    "CreateCheckConstraint": _adds(Constraint.CHECK),
    "DropForeignKey": _drops(Constraint.FOREIGN_KEY),
    "DropPrimaryKey": _drops(Constraint.PRIMARY_KEY),
    "DropUniqueConstraint": _drops(Constraint.UNIQUE),
    "DropCheckConstraint": _drops(Constraint.CHECK),
    "InsertData": _on_table(Action.INSERT, "table"),
    "UpdateData": _on_table(Action.CHANGE_ROWS, "table"),
    "DeleteData": _on_table(Action.CHANGE_ROWS, "table"),
    "DropSchema": _on_table(Action.DROP_SCHEMA),
}
