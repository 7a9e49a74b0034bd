"""What TypeORM's query runner, Sequelize's query interface and db-migrate do."""

from collections.abc import Callable
from typing import Any

from relplan.contracts.reading.values import is_known
from relplan.contracts.sql.column_types import type_name
from relplan.contracts.sql.operations import Action, Column, Constraint, Operation, plain
from relplan.contracts.sql.readers.braces import Call
from relplan.contracts.sql.readers.javascript.things import New

_Build = Callable[[Call], "list[Operation] | None"]


def told(value: Any) -> dict[Any, Any] | None:
    """Return what describes a table or a column; None where that is not known."""
    found = value.told if isinstance(value, New) else value
    return found if isinstance(found, dict) else None


def _name(value: Any) -> str:
    """Return the name of a table or column that is named, or described."""
    if is_known(value):
        return plain(value)
    name = (told(value) or {}).get("name", value)
    if isinstance(value, dict):  # Sequelize names a table and its schema
        schema, table = value.get("schema", ""), value.get("tableName", name)
        name = f"{schema}.{table}" if is_known(schema) and is_known(table) and schema else table
    return plain(name) if is_known(name) else ""


def _column(name: str, description: Any) -> Column | None:
    """Return a column; None where it is not known whether it may be left out."""
    known = told(description)
    if known is None:
        return None
    nullable = known.get("allowNull", known.get("isNullable", True))
    if isinstance(known.get("notNull", False), bool):
        nullable = nullable and not known.get("notNull", False)
    if "isNullable" not in known and isinstance(description, New):
        nullable = False
    primary = known.get("primaryKey", known.get("isPrimary")) is True
    if not isinstance(nullable, bool):
        return None
    kinds = [Constraint.PRIMARY_KEY] if primary else []
    if known.get("unique", known.get("isUnique")) is True:
        kinds.append(Constraint.UNIQUE)
    if known.get("references") is not None:
        kinds.append(Constraint.FOREIGN_KEY)
    given = [known.get(word) for word in ("default", "defaultValue") if word in known]
    filled = any(value is not None for value in given) or any(
        known.get(word) not in (None, False) for word in ("isGenerated", "autoIncrement")
    )
    kind, length = known.get("type"), known.get("length")
    base = str(kind).lower() if is_known(kind) else ""
    base = f"{base}({length})" if base and is_known(length) and "(" not in base else base
    return Column(name, type_name(base) if base else "", nullable and not primary, filled,
                  tuple(kinds))  # fmt: skip


def _create_table(call: Call) -> list[Operation] | None:
    first, second = call.get(0), call.get(1)
    table = _name(first)
    if not table:
        return None
    described: list[tuple[Any, Any]] = []
    if isinstance(first, New) or "columns" in (told(first) or {}):
        listed = (told(first) or {}).get("columns")
        columns = listed if isinstance(listed, tuple) else ()
        described = [((told(one) or {}).get("name"), _as_new(one)) for one in columns]
    elif isinstance(second, dict):
        described = list(second.items())
    made = [_column(plain(name), one) for name, one in described if is_known(name)]
    columns_made = tuple(one for one in made if one is not None)
    return [Operation(Action.CREATE_TABLE, table, columns=columns_made)]


def _as_new(value: Any) -> Any:
    return New("TableColumn", value) if isinstance(value, dict) else value


def _drop_table(call: Call) -> list[Operation] | None:
    table = _name(call.get(0))
    return [Operation(Action.DROP_TABLE, table)] if table else None


def _rename_table(call: Call) -> list[Operation] | None:
    table, to = _name(call.get(0)), plain(call.text(1))
    return [Operation(Action.RENAME_TABLE, table, to=to)] if table and to else None


def _add_column(call: Call) -> list[Operation] | None:
    table, second = _name(call.get(0)), call.get(1)
    name = _name(second)
    description = call.get(2) if is_known(second) else _as_new(second)
    column = _column(name, description) if table and name else None
    return None if column is None else [Operation(Action.ADD_COLUMN, table, column)]


def _each(build: _Build) -> _Build:
    """Return what does for each item of a list what *build* does for one."""

    def all_of(call: Call) -> list[Operation] | None:
        items = call.get(1)
        if not isinstance(items, tuple):
            return None
        found: list[Operation] = []
        for item in items:
            made = build(Call(call.node, call.name, given=[call.get(0), item]))
            if made is None:
                return None
            found += made
        return found

    return all_of


def _drop_column(call: Call) -> list[Operation] | None:
    table, name = _name(call.get(0)), _name(call.get(1))
    return [Operation(Action.DROP_COLUMN, table, Column(name))] if table and name else None


def _rename_column(call: Call) -> list[Operation] | None:
    table, old, new = _name(call.get(0)), _name(call.get(1)), _name(call.get(2))
    if not (table and old and new):
        return None
    return [Operation(Action.RENAME_COLUMN, table, Column(old), new)] if old != new else []


def _change_column(call: Call) -> list[Operation] | None:
    table, old = _name(call.get(0)), _name(call.get(1))
    description = call.get(2)
    new = _name(description) if isinstance(description, New) else ""
    column = _column(new or old, description) if table and old else None
    if column is None:
        return None
    renames = [Operation(Action.RENAME_COLUMN, table, Column(old), new)] if new and new != old \
        else []  # fmt: skip
    return [*renames, Operation(Action.ALTER_COLUMN, table, column)]


def _columns(value: Any) -> tuple[Column, ...]:
    known = told(value) or {}
    listed = value if isinstance(value, tuple) else known.get("columnNames", known.get("fields"))
    names = listed if isinstance(listed, tuple) else ()
    return tuple(Column(plain(name)) for name in names if is_known(name))


def _index(call: Call) -> list[Operation] | None:
    table, second = _name(call.get(0)), call.get(1)
    options = told(call.get(2)) or told(second) or {}
    unique = options.get("unique", options.get("isUnique", False))
    if is_known(second):  # db-migrate names the index first
        options, second = {"name": second}, call.get(2)
        unique = call.get(3) is True
    if not table or not isinstance(unique, bool) or (told(second) is None and not _columns(second)):
        return None
    name = options.get("name", "")
    return [
        Operation(
            Action.ADD_INDEX, table, name=plain(name) if is_known(name) else "",
            columns=_columns(second), unique=unique, careful=True,
        )
    ]  # fmt: skip


def _drop_index(call: Call) -> list[Operation]:
    return [Operation(Action.DROP_INDEX, _name(call.get(0)), name=_name(call.get(1)), careful=True)]


_KINDS = {
    "unique": Constraint.UNIQUE, "foreign key": Constraint.FOREIGN_KEY,
    "check": Constraint.CHECK, "primary key": Constraint.PRIMARY_KEY,
}  # fmt: skip


def _adds(kind: Constraint) -> _Build:
    def build(call: Call) -> list[Operation] | None:
        table, known = _name(call.get(0)), told(call.get(1)) or told(call.get(2)) or {}
        found = (
            kind if kind is not Constraint.UNKNOWN else _KINDS.get(str(known.get("type")).lower())
        )
        if not table or found is None:
            return None
        columns = _columns(known) or _columns(call.get(1))
        return [Operation(Action.ADD_CONSTRAINT, table, constraint=found, columns=columns)]

    return build


def _drops(kind: Constraint) -> _Build:
    def build(call: Call) -> list[Operation] | None:
        table, name = _name(call.get(0)), _name(call.get(1))
        made = Operation(Action.DROP_CONSTRAINT, table, name=name, constraint=kind)
        return [made] if table else None

    return build


def _on(action: Action) -> _Build:
    def build(call: Call) -> list[Operation] | None:
        table = _name(call.get(0))
        return [Operation(action, table)] if table else None

    return build


CALLS: dict[str, _Build] = {
    "createTable": _create_table,
    "dropTable": _drop_table,
    "renameTable": _rename_table,
    "addColumn": _add_column,
    "addColumns": _each(_add_column),
    "dropColumn": _drop_column,
    "dropColumns": _each(_drop_column),
    "removeColumn": _drop_column,
    "renameColumn": _rename_column,
    "changeColumn": _change_column,
    "createIndex": _index,
    "addIndex": _index,
    "createIndices": _each(_index),
    "dropIndex": _drop_index,
    "removeIndex": _drop_index,
    "createForeignKey": _adds(Constraint.FOREIGN_KEY),
    "createForeignKeys": _each(_adds(Constraint.FOREIGN_KEY)),
    "createUniqueConstraint": _adds(Constraint.UNIQUE),
    "createCheckConstraint": _adds(Constraint.CHECK),
    "createPrimaryKey": _adds(Constraint.PRIMARY_KEY),
    "addConstraint": _adds(Constraint.UNKNOWN),
    "addForeignKey": _adds(Constraint.FOREIGN_KEY),
    "removeForeignKey": _drops(Constraint.FOREIGN_KEY),
    "dropForeignKey": _drops(Constraint.FOREIGN_KEY),
    "dropForeignKeys": _each(_drops(Constraint.FOREIGN_KEY)),
    "dropUniqueConstraint": _drops(Constraint.UNIQUE),
    "dropCheckConstraint": _drops(Constraint.CHECK),
    "dropPrimaryKey": _drops(Constraint.PRIMARY_KEY),
    "removeConstraint": _drops(Constraint.UNKNOWN),
    "clearTable": _on(Action.TRUNCATE),
    "dropSchema": _on(Action.DROP_SCHEMA),
    "bulkInsert": _on(Action.INSERT),
    "bulkUpdate": _on(Action.CHANGE_ROWS),
    "bulkDelete": _on(Action.CHANGE_ROWS),
}
