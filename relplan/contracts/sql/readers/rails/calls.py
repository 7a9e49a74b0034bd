"""What each call of Rails' migration DSL does."""

from collections.abc import Callable

from relplan.contracts.reading.values import UNRESOLVED, is_known
from relplan.contracts.sql.operations import Action, Column, Constraint, Operation, plain
from relplan.contracts.sql.readers.rails.columns import (
    attached,
    column_of,
    join_table,
    reference,
    singular,
    stamp,
    table_of,
    texts,
)
from relplan.contracts.sql.readers.rails.things import Call

_Build = Callable[[Call], "list[Operation] | None"]


def _add_column(call: Call) -> list[Operation] | None:
    if not (call.text(0) and call.text(1) and call.text(2)) or _may_be_null(call) is UNRESOLVED:
        return None
    column = column_of(call.text(1), call.text(2), call)
    careful = call.words.get("if_not_exists") is True
    return [Operation(Action.ADD_COLUMN, plain(call.text(0)), column, careful=careful)]


def _may_be_null(call: Call) -> object:
    return call.words.get("null", True)


def _add_columns(call: Call) -> list[Operation] | None:
    kind = call.words.get("type")
    names = texts(call, 1)
    if not is_known(kind) or not names or len(names) != len(call.given) - 1:
        return None
    table = plain(call.text(0))
    return [Operation(Action.ADD_COLUMN, table, column_of(name, kind, call)) for name in names]


def _remove_column(call: Call) -> list[Operation] | None:
    table = plain(call.text(0))
    many = call.name in ("remove_columns", "remove")
    names = texts(call, 1) if many else [call.text(1)]
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
    made = column_of(call.text(1), call.text(2), call)
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
    table = table_of(call)
    if table is None:
        return None
    careful = call.words.get("if_not_exists") is True
    return [
        Operation(Action.CREATE_TABLE, table.name, columns=tuple(table.columns), careful=careful)
    ]


def _drop_table(call: Call) -> list[Operation] | None:
    names = texts(call, 0)
    if not names or len(names) != len(call.given):
        return None
    return [Operation(Action.DROP_TABLE, plain(name)) for name in names]


def _drop_join_table(call: Call) -> list[Operation] | None:
    table = join_table(call)
    return [Operation(Action.DROP_TABLE, table.name)] if table is not None else None


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
    return [Operation(Action.ADD_COLUMN, table, column) for column in reference(call.text(1), call)]


def _remove_reference(call: Call) -> list[Operation] | None:
    if not (call.text(0) and call.text(1)):
        return None
    table = plain(call.text(0))
    return [
        Operation(Action.DROP_COLUMN, table, Column(column.name))
        for column in reference(call.text(1), call)
    ]


def _timestamps(call: Call) -> list[Operation] | None:
    if not call.text(0):
        return None
    table = plain(call.text(0))
    action = Action.ADD_COLUMN if call.name in ("add_timestamps", "timestamps") else (
        Action.DROP_COLUMN
    )  # fmt: skip
    return [Operation(action, table, stamp(call, name)) for name in ("created_at", "updated_at")]


def _adds(kind: Constraint) -> _Build:
    def build(call: Call) -> list[Operation] | None:
        if not call.text(0):
            return None
        columns: tuple[Column, ...] | None = ()
        if kind is Constraint.FOREIGN_KEY:
            column = call.words.get("column")
            if not isinstance(column, str) and call.text(1):
                column = f"{singular(call.text(1))}_id"
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


def _on(action: Action, *, careful: bool = False) -> _Build:
    def build(call: Call) -> list[Operation] | None:
        name = plain(call.text(0))
        is_careful = careful or call.words.get("if_exists") is True
        return [Operation(action, name, careful=is_careful)] if name else None

    return build


def _create_enum(call: Call) -> list[Operation] | None:
    values = call.given[1] if len(call.given) > 1 else None
    if not call.text(0) or not isinstance(values, tuple) or not all(map(is_known, values)):
        return None
    return [Operation(Action.CREATE_TYPE, plain(call.text(0)), values=values)]


def _add_value(call: Call) -> list[Operation] | None:
    if not (call.text(0) and call.text(1)):
        return None
    return [Operation(Action.ADD_VALUE, plain(call.text(0)), to=call.text(1))]


def _rename_value(call: Call) -> list[Operation] | None:
    old, new = call.words.get("from"), call.words.get("to")
    if not call.text(0) or not is_known(old) or not is_known(new):
        return None
    name = plain(call.text(0))
    return [Operation(Action.RENAME_VALUE, name, name=str(old), to=str(new))]


def _rename_enum(call: Call) -> list[Operation] | None:
    new = call.text(1) or call.words.get("to")
    if not call.text(0) or not is_known(new):
        return None
    return [Operation(Action.RENAME_TYPE, plain(call.text(0)), to=plain(str(new)))]


def _attachments(action: Action) -> _Build:
    def build(call: Call) -> list[Operation] | None:
        names = texts(call, 1)
        if not call.text(0) or not names or len(names) != len(call.given) - 1:
            return None
        columns = [column for name in names for column in attached(name, call)]
        return [Operation(action, plain(call.text(0)), column) for column in columns]

    return build


def _nothing(call: Call) -> list[Operation]:
    return []


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
    "remove_exclusion_constraint": _drops(Constraint.EXCLUDE),
    "create_enum": _create_enum,
    "drop_enum": _on(Action.DROP_TYPE),
    "rename_enum": _rename_enum,
    "add_enum_value": _add_value,
    "rename_enum_value": _rename_value,
    "add_attachment": _attachments(Action.ADD_COLUMN),
    "remove_attachment": _attachments(Action.DROP_COLUMN),
    "drop_attached_file": _attachments(Action.DROP_COLUMN),
    "create_schema": _nothing,
    "drop_schema": _on(Action.DROP_SCHEMA),
    "truncate": _on(Action.TRUNCATE),
    "create_view": _on(Action.CREATE_VIEW),
    "update_view": _on(Action.CREATE_VIEW, careful=True),
    "replace_view": _on(Action.CREATE_VIEW, careful=True),
    "drop_view": _on(Action.DROP_VIEW),
    "create_function": _on(Action.REPLACE_ROUTINE),
    "update_function": _on(Action.REPLACE_ROUTINE),
    "drop_function": _on(Action.DROP_ROUTINE),
}
"""The calls of Rails, and of the gems Scenic, Fx and Paperclip."""
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
