"""What the calls of Rails' migration DSL do that are about tables and their columns."""

from relplan.contracts.reading.values import UNRESOLVED, is_known
from relplan.contracts.sql.operations import Action, Column, Operation, plain
from relplan.contracts.sql.readers.rails.columns import (
    column_of,
    join_table,
    reference,
    stamp,
    table_of,
    texts,
)
from relplan.contracts.sql.readers.rails.things import Call


def add_column(call: Call) -> list[Operation] | None:
    """Return the column that ``add_column`` adds."""
    if not (call.text(0) and call.text(1) and call.text(2)) or _may_be_null(call) is UNRESOLVED:
        return None
    column = column_of(call.text(1), call.text(2), call)
    careful = call.words.get("if_not_exists") is True
    return [Operation(Action.ADD_COLUMN, plain(call.text(0)), column, careful=careful)]


def _may_be_null(call: Call) -> object:
    return call.words.get("null", True)


def add_columns(call: Call) -> list[Operation] | None:
    """Return the columns of one type that ``add_columns`` adds."""
    kind = call.words.get("type")
    names = texts(call, 1)
    if not is_known(kind) or not names or len(names) != len(call.given) - 1:
        return None
    table = plain(call.text(0))
    return [Operation(Action.ADD_COLUMN, table, column_of(name, kind, call)) for name in names]


def remove_column(call: Call) -> list[Operation] | None:
    """Return the columns that ``remove_column``, or ``remove_columns``, drops."""
    table = plain(call.text(0))
    many = call.name in ("remove_columns", "remove")
    names = texts(call, 1) if many else [call.text(1)]
    if not table or not all(names) or not names or (many and len(names) != len(call.given) - 1):
        return None
    return [Operation(Action.DROP_COLUMN, table, Column(plain(name))) for name in names]


def rename_column(call: Call) -> list[Operation] | None:
    """Return the other name of a column."""
    if not (call.text(0) and call.text(1) and call.text(2)):
        return None
    old = Column(plain(call.text(1)))
    return [Operation(Action.RENAME_COLUMN, plain(call.text(0)), old, plain(call.text(2)))]


def change_column(call: Call) -> list[Operation] | None:
    """Return what ``change_column`` says anew of a column."""
    if not (call.text(0) and call.text(1) and call.text(2)):
        return None
    made = column_of(call.text(1), call.text(2), call)
    column = Column(
        made.name, made.type, made.nullable if "null" in call.words else None,
        made.default if "default" in call.words else None,
    )  # fmt: skip
    return [Operation(Action.ALTER_COLUMN, plain(call.text(0)), column)]


def change_null(call: Call) -> list[Operation] | None:
    """Return whether a column may be NULL from now on."""
    nullable = call.given[2] if len(call.given) > 2 else None
    if not (call.text(0) and call.text(1)) or not isinstance(nullable, bool):
        return None
    column = Column(plain(call.text(1)), nullable=nullable)
    return [Operation(Action.ALTER_COLUMN, plain(call.text(0)), column)]


def change_default(call: Call) -> list[Operation] | None:
    """Return whether a column has a default from now on."""
    if not (call.text(0) and call.text(1)):
        return None
    value = call.given[2] if len(call.given) > 2 else call.words.get("to", UNRESOLVED)
    column = Column(plain(call.text(1)), default=value is not None)
    return [Operation(Action.ALTER_COLUMN, plain(call.text(0)), column)]


def create_table(call: Call) -> list[Operation] | None:
    """Return what ``create_table`` makes where it has no block."""
    table = table_of(call)
    if table is None:
        return None
    careful = call.words.get("if_not_exists") is True
    made = Operation(Action.CREATE_TABLE, table.name, columns=tuple(table.columns), careful=careful)
    return [*forced(call, table.name), made]


def forced(call: Call, table: str) -> list[Operation]:
    """Return what ``force`` drops before a table of the same name is made."""
    is_forced = call.words.get("force") not in (None, False)
    return [Operation(Action.DROP_TABLE, table, careful=True)] if is_forced else []


def drop_table(call: Call) -> list[Operation] | None:
    """Return the tables that ``drop_table`` drops."""
    names = texts(call, 0)
    if not names or len(names) != len(call.given):
        return None
    return [Operation(Action.DROP_TABLE, plain(name)) for name in names]


def create_join_table(call: Call) -> list[Operation] | None:
    """Return what ``create_join_table`` makes where it has no block."""
    table = join_table(call)
    if table is None:
        return None
    made = Operation(Action.CREATE_TABLE, table.name, columns=tuple(table.columns))
    return [*forced(call, table.name), made]


def drop_join_table(call: Call) -> list[Operation] | None:
    """Return the table that ``drop_join_table`` drops."""
    table = join_table(call)
    return [Operation(Action.DROP_TABLE, table.name)] if table is not None else None


def rename_table(call: Call) -> list[Operation] | None:
    """Return the other name of a table."""
    old, new = plain(call.text(0)), plain(call.text(1))
    return [Operation(Action.RENAME_TABLE, old, to=new)] if old and new else None


def add_reference(call: Call) -> list[Operation] | None:
    """Return the columns that refer to another table."""
    if not (call.text(0) and call.text(1)):
        return None
    table = plain(call.text(0))
    return [Operation(Action.ADD_COLUMN, table, column) for column in reference(call.text(1), call)]


def remove_reference(call: Call) -> list[Operation] | None:
    """Return the columns that referred to another table, which go."""
    if not (call.text(0) and call.text(1)):
        return None
    table = plain(call.text(0))
    return [
        Operation(Action.DROP_COLUMN, table, Column(column.name))
        for column in reference(call.text(1), call)
    ]


def timestamps(call: Call) -> list[Operation] | None:
    """Return the two columns of ``add_timestamps``, or of ``remove_timestamps``."""
    if not call.text(0):
        return None
    table = plain(call.text(0))
    action = Action.ADD_COLUMN if call.name in ("add_timestamps", "timestamps") else (
        Action.DROP_COLUMN
    )  # fmt: skip
    return [Operation(action, table, stamp(call, name)) for name in ("created_at", "updated_at")]
