"""What each call of Alembic's operations does."""

import ast
from collections.abc import Callable, Iterator

from relplan.contracts.reading.values import UNRESOLVED, is_known
from relplan.contracts.sql.operations import Action, Column, Constraint, Operation, plain
from relplan.contracts.sql.readers.alembic.columns import column_of, constraint_of, type_of
from relplan.contracts.sql.readers.python.source import argument, flag, keyword
from relplan.contracts.sql.readers.python.things import Module
from relplan.contracts.sql.readers.python.values import Made, Names, made, text_of, value_of

_Build = Callable[[str, ast.Call, Names], "list[Operation] | None"]


def _columns(node: ast.expr | None, names: Names) -> tuple[Column, ...] | None:
    value = value_of(node, names)
    if not isinstance(value, tuple) or not all(map(is_known, value)):
        return None
    return tuple(Column(plain(item)) for item in value)


def create_table(table: str, call: ast.Call, names: Names) -> list[Operation]:
    """Return what makes a table with all of its columns that are known."""
    columns, later = [], []
    for part, known in _parts(call.args[1:], names):
        if (column := column_of(part, known)) is not None:
            columns.append(column)
        elif (found := constraint_of(table, part, known)) is not None:
            later.append(found)
    careful = flag(call, "if_not_exists", names) is True
    made = Operation(Action.CREATE_TABLE, table, columns=tuple(columns), careful=careful)
    return [made, *later]


def _parts(given: list[ast.expr], names: Names) -> Iterator[tuple[ast.Call, Names]]:
    """Yield the calls that make the parts of a table, also those that are kept elsewhere."""
    for node in given:
        if isinstance(node, ast.Starred):
            value = value_of(node.value, names)
            items = value if isinstance(value, tuple) else ()
            yield from ((item.call, item.names) for item in items if isinstance(item, Made))
        else:
            call, known = made(node, names)
            if call is not None:
                yield call, known


def _drop_table(table: str, call: ast.Call, names: Names) -> list[Operation]:
    return [Operation(Action.DROP_TABLE, table)]


def _rename_table(table: str, call: ast.Call, names: Names) -> list[Operation] | None:
    to = plain(text_of(argument(call, 1, "new_table_name"), names))
    return [Operation(Action.RENAME_TABLE, table, to=to)] if to and table else None


def _add_column(table: str, call: ast.Call, names: Names) -> list[Operation] | None:
    part, known = made(argument(call, 1, "column"), names)
    column = column_of(part, known) if part is not None else None
    if part is None or column is None or _is_open(part, known, "nullable"):
        return None
    careful = flag(call, "if_not_exists", names) is True
    return [Operation(Action.ADD_COLUMN, table, column, careful=careful)]


def _is_open(call: ast.Call, names: Names, *words: str) -> bool:
    """Tell whether one of these is given with a value that is not known."""
    given = [keyword(call, word) for word in words]
    many = any(word.arg is None for word in call.keywords)
    return many or any(node is not None and value_of(node, names) is UNRESOLVED for node in given)


def _drop_column(table: str, call: ast.Call, names: Names) -> list[Operation] | None:
    name = plain(text_of(argument(call, 1, "column_name"), names))
    return [Operation(Action.DROP_COLUMN, table, Column(name))] if name else None


def _alter_column(table: str, call: ast.Call, names: Names) -> list[Operation] | None:
    name = plain(text_of(argument(call, 1, "column_name"), names))
    if not name or _is_open(call, names, "nullable", "new_column_name"):
        return None
    default = keyword(call, "server_default")
    given = value_of(default, names)
    column = Column(
        name, type_of(keyword(call, "type_"), names), flag(call, "nullable", names),
        None if default is None else given not in (None, False),
    )  # fmt: skip
    before = Column(
        name, type_of(keyword(call, "existing_type"), names),
        flag(call, "existing_nullable", names),
    )  # fmt: skip
    found = []
    if column != Column(name):
        found = [Operation(Action.ALTER_COLUMN, table, column, columns=(before,))]
    if keyword(call, "type_") is not None and not column.type:
        return None
    to = plain(text_of(keyword(call, "new_column_name"), names))
    if to and to != name:
        found.append(Operation(Action.RENAME_COLUMN, table, Column(name), to))
    return found


def _adds(kind: Constraint, place: int, word: str) -> _Build:
    def build(table: str, call: ast.Call, names: Names) -> list[Operation] | None:
        columns = _columns(argument(call, place, word), names) if word else ()
        name = plain(text_of(argument(call, 0, "constraint_name"), names))
        return [
            Operation(
                Action.ADD_CONSTRAINT, table, name=name, constraint=kind, columns=columns or ()
            )
        ]

    return build


def _drop_constraint(table: str, call: ast.Call, names: Names) -> list[Operation]:
    name = plain(text_of(argument(call, 0, "constraint_name"), names))
    kind = _KINDS.get(text_of(argument(call, 2, "type_"), names), Constraint.UNKNOWN)
    return [Operation(Action.DROP_CONSTRAINT, table, name=name, constraint=kind)]


_KINDS = {
    "unique": Constraint.UNIQUE, "foreignkey": Constraint.FOREIGN_KEY,
    "check": Constraint.CHECK, "primary": Constraint.PRIMARY_KEY,
}  # fmt: skip


def _create_index(table: str, call: ast.Call, names: Names) -> list[Operation]:
    name = plain(text_of(argument(call, 0, "index_name"), names))
    columns = _columns(argument(call, 2, "columns"), names) or ()
    return [
        Operation(
            Action.ADD_INDEX, table, name=name, columns=columns,
            unique=bool(flag(call, "unique", names)),
            careful=True,
        )
    ]  # fmt: skip


def _drop_index(table: str, call: ast.Call, names: Names) -> list[Operation]:
    name = plain(text_of(argument(call, 0, "index_name"), names))
    return [Operation(Action.DROP_INDEX, table, name=name, careful=True)]


def _bulk_insert(table: str, call: ast.Call, names: Names) -> list[Operation]:
    return [Operation(Action.INSERT, table)]


def enum_values(call: ast.Call, names: Names) -> tuple[str, ...] | None:
    """Return the values of an enum type that a call makes; None where they are not known."""
    values = tuple(
        value
        for node in call.args
        for value in [value_of(node.value if isinstance(node, ast.Starred) else node, names)]
    )
    flat = values[0] if len(values) == 1 and isinstance(values[0], tuple) else values
    return flat if all(map(is_known, flat)) else None


def _comment(table: str, call: ast.Call, names: Names) -> list[Operation]:
    return []


CALLS: dict[str, tuple[_Build, int]] = {
    "create_table": (create_table, 0),
    "drop_table": (_drop_table, 0),
    "rename_table": (_rename_table, 0),
    "add_column": (_add_column, 0),
    "drop_column": (_drop_column, 0),
    "alter_column": (_alter_column, 0),
    "create_unique_constraint": (_adds(Constraint.UNIQUE, 2, "columns"), 1),
    "create_foreign_key": (_adds(Constraint.FOREIGN_KEY, 3, "local_cols"), 1),
    "create_check_constraint": (_adds(Constraint.CHECK, 9, ""), 1),
    "create_primary_key": (_adds(Constraint.PRIMARY_KEY, 2, "columns"), 1),
    "create_exclude_constraint": (_adds(Constraint.EXCLUDE, 9, ""), 1),
    "drop_constraint": (_drop_constraint, 1),
    "create_index": (_create_index, 1),
    "drop_index": (_drop_index, 1),
    "bulk_insert": (_bulk_insert, 0),
    "create_table_comment": (_comment, 0),
    "drop_table_comment": (_comment, 0),
}
"""How each call is read, and which of its arguments names the table."""
SEARCHABLE = {
    "sync_trigger": (Action.ADD_TRIGGER, Action.CHANGE_ROWS),
    "drop_trigger": (Action.DROP_TRIGGER,),
}
"""What the functions of sqlalchemy_searchable do to the table that they name."""
SEARCH_SQL = Module("sqlalchemy_searchable.sql_expressions")
"""A text of that library, which makes its functions of one name."""
TABLE_WORDS = {"rename_table": "old_table_name", "create_foreign_key": "source_table"}
