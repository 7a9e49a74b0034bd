"""Reads operations from the syntax trees of statements that define tables, indexes and views."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from relplan.contracts.sql.definition_trees import (
    NotUnderstoodError,
    column_of,
    constraints_in,
    is_column,
    name_of,
    type_of,
)
from relplan.contracts.sql.operations import Action, Column, Constraint, Operation, plain

logging.getLogger("sqlglot").setLevel(logging.ERROR)  # what it does not know, we say ourselves

LARGEST = 100_000
"""Characters of one statement that are worth a parser's time."""


def operations_in(text: str, dialect: str) -> list[Operation] | None:
    """Return what a statement does; None where that is not understood."""
    if len(text) > LARGEST:
        return None
    try:
        trees = sqlglot.parse(text, dialect=dialect or None)
    except (SqlglotError, RecursionError, ValueError, AttributeError, TypeError, IndexError):
        return None
    if len(trees) != 1 or trees[0] is None:
        return None
    read = _READERS.get(type(trees[0]))
    if read is None:
        return None
    try:
        found = list(read(trees[0]))
    except NotUnderstoodError:
        return None
    return list(map(_stated, found)) if dialect == "tsql" else found


def _stated(found: Operation) -> Operation:
    """Return what Transact-SQL's ALTER COLUMN does, which states all of a column but its default.

    Where it does not say NOT NULL, the column may be NULL from then on.
    """
    column = found.column
    if found.action is not Action.ALTER_COLUMN or column is None or not column.type:
        return found
    return replace(
        found, column=replace(column, nullable=column.nullable is not False), careful=True
    )


def _create(tree: Any) -> Iterator[Operation]:
    kind = str(tree.args.get("kind") or "").upper()
    if kind == "TABLE":
        yield from _create_table(tree)
    elif kind == "INDEX":
        yield _create_index(tree)
    elif kind == "VIEW":
        names = [found.name for found in _view_columns(tree)]
        yield Operation(
            Action.CREATE_VIEW, name_of(tree.this), careful=bool(tree.args.get("replace")),
            columns=tuple(Column(plain(name)) for name in names if name), to=_all_of(tree),
            text=tree.expression.sql()[:4_000] if tree.expression else "",
        )  # fmt: skip
    elif kind == "TYPE":
        values = [item.name for item in tree.expression.expressions] if tree.expression else []
        yield Operation(Action.CREATE_TYPE, name_of(tree.this), values=tuple(values))
    elif kind in ("FUNCTION", "PROCEDURE"):
        yield Operation(Action.REPLACE_ROUTINE, name_of(tree.this.this))
    elif kind not in ("SCHEMA", "DATABASE", "SEQUENCE"):
        raise NotUnderstoodError


def _view_columns(tree: Any) -> list[Any]:
    """Return what names the columns of a view; nothing where a star or an expression hides one."""
    if isinstance(tree.this, exp.Schema):
        return list(tree.this.expressions)
    query = tree.expression
    found = list(query.selects) if isinstance(query, exp.Query) else []
    named = all(item.alias_or_name and not item.is_star for item in found)
    return [exp.to_identifier(item.alias_or_name) for item in found] if named else []


def _all_of(tree: Any) -> str:
    """Return the table of which a view shows rows as they are, in all or some columns; or empty."""
    query = tree.expression
    source = query.args.get("from_") if isinstance(query, exp.Select) else None
    if source is None or not isinstance(source.this, exp.Table):
        return ""
    plainly = not any(query.args.get(part) for part in ("joins", "group", "distinct", "having"))
    simple = all(isinstance(item.unalias(), exp.Column | exp.Star) for item in query.selects)
    return name_of(source.this) if plainly and simple else ""


def _create_table(tree: Any) -> Iterator[Operation]:
    properties = tree.args.get("properties")
    if properties is not None and properties.find(exp.TemporaryProperty):
        return
    table = name_of(tree.this)
    parts = tree.this.expressions if isinstance(tree.this, exp.Schema) else []
    columns = [column_of(part) for part in parts if is_column(part)]
    if not parts and isinstance(tree.expression, exp.Query):
        columns = [Column(plain(item.name)) for item in _view_columns(tree)]
    later = [
        found
        for part in parts
        if not isinstance(part, exp.ColumnDef | exp.Identifier)
        for found in constraints_in(table, part)
    ]
    yield Operation(
        Action.CREATE_TABLE, table, columns=tuple(columns), careful=bool(tree.args.get("exists"))
    )
    yield from later


def _create_index(tree: Any) -> Operation:
    index = tree.this
    if not isinstance(index, exp.Index) or not index.args.get("table"):
        raise NotUnderstoodError
    params = index.args.get("params")
    listed = (params.args.get("columns") if params is not None else None) or ()
    columns = [node.name for item in listed for node in [item.find(exp.Column)] if node is not None]
    is_whole = params is None or not (
        params.args.get("where") or any(item.find(exp.Func, exp.Binary) for item in listed)
    )
    return Operation(
        Action.ADD_INDEX, name_of(index.args["table"]), name=plain(index.name),
        unique=bool(tree.args.get("unique")), careful=bool(tree.args.get("concurrently")),
        columns=tuple(Column(plain(name)) for name in columns),
        text="" if params is None or is_whole else params.sql()[:1_000],
    )  # fmt: skip


def _drop(tree: Any) -> Iterator[Operation]:
    kind = str(tree.args.get("kind") or "").upper()
    action = _DROPPED.get(kind)
    if kind in ("SEQUENCE", "EXTENSION"):
        return
    if action is None:
        raise NotUnderstoodError
    for dropped in tree.args.get("tables") or ():
        careful = bool(tree.args.get("exists"))
        if action is Action.DROP_INDEX:
            on = tree.find(exp.OnProperty)
            table = name_of(on.this) if on is not None else ""
            careful = bool(tree.args.get("concurrently"))
            yield Operation(action, table, name=name_of(dropped), careful=careful)
        elif action is Action.DROP_TRIGGER:
            yield Operation(action, name=name_of(dropped))
        else:
            yield Operation(action, name_of(dropped), careful=careful)


_DROPPED = {
    "TABLE": Action.DROP_TABLE, "VIEW": Action.DROP_VIEW, "MATERIALIZED VIEW": Action.DROP_VIEW,
    "INDEX": Action.DROP_INDEX, "TYPE": Action.DROP_TYPE, "SCHEMA": Action.DROP_SCHEMA,
    "DATABASE": Action.DROP_DATABASE, "FUNCTION": Action.DROP_ROUTINE,
    "PROCEDURE": Action.DROP_ROUTINE, "TRIGGER": Action.DROP_TRIGGER,
}  # fmt: skip


def _alter(tree: Any) -> Iterator[Operation]:
    kind = str(tree.args.get("kind") or "TABLE").upper()
    table = name_of(tree.this)
    if any(isinstance(option, exp.ToTableProperty) for option in tree.args.get("options") or ()):
        raise NotUnderstoodError  # RENAME a TO b was taken for RENAME TO a
    for action in tree.args.get("actions") or ():
        if kind == "VIEW":
            if not isinstance(action, exp.AlterRename):
                raise NotUnderstoodError
            yield Operation(Action.RENAME_VIEW, table, to=_renamed(table, action))
            continue
        read = next((read for type_, read in _ACTIONS.items() if isinstance(action, type_)), None)
        if read is None or kind != "TABLE":
            raise NotUnderstoodError
        for found in read(table, action):
            yield replace(found, careful=True) if tree.args.get("not_valid") else found
    if not tree.args.get("actions"):
        raise NotUnderstoodError


def _renamed(table: str, action: Any) -> str:
    """Return the new name, in the schema of the old one where it names none."""
    to = name_of(action.this)
    schema = table.rpartition(".")[0]
    return f"{schema}.{to}" if schema and "." not in to else to


def _rename_table(table: str, action: Any) -> Iterator[Operation]:
    yield Operation(Action.RENAME_TABLE, table, to=_renamed(table, action))


def _rename_column(table: str, action: Any) -> Iterator[Operation]:
    to = plain(action.args["to"].name)
    yield Operation(Action.RENAME_COLUMN, table, Column(plain(action.this.name)), to)


def _add_column(table: str, action: Any) -> Iterator[Operation]:
    yield Operation(
        Action.ADD_COLUMN, table, column_of(action), careful=bool(action.args.get("exists"))
    )


def _alter_column(table: str, action: Any) -> Iterator[Operation]:
    nullable = action.args.get("allow_null")
    default: bool | None = None
    if action.args.get("default") is not None:
        default = True
    elif action.args.get("drop") and nullable is None:
        default = False
    column = Column(plain(action.this.name), type_of(action.args.get("dtype")), nullable, default)
    if column == Column(column.name):
        raise NotUnderstoodError
    yield Operation(Action.ALTER_COLUMN, table, column)


def _modify_column(table: str, action: Any) -> Iterator[Operation]:
    column = column_of(action.this)
    old = action.args.get("rename_from")
    if old is not None and plain(old.name) != column.name:
        yield Operation(Action.RENAME_COLUMN, table, Column(plain(old.name)), column.name)
    yield Operation(Action.ALTER_COLUMN, table, column, careful=True)


def _drop_part(table: str, action: Any) -> Iterator[Operation]:
    kind = str(action.args.get("kind") or "COLUMN").upper()
    for dropped in action.args.get("tables") or ():
        name = plain(dropped.name)
        if kind == "COLUMN":
            careful = bool(action.args.get("exists"))
            yield Operation(Action.DROP_COLUMN, table, Column(name), careful=careful)
        elif kind in ("INDEX", "KEY"):
            yield Operation(Action.DROP_INDEX, table, name=name, careful=True)
        elif kind in ("CONSTRAINT", "FOREIGN KEY", "CHECK"):
            constraint = Constraint("" if kind == "CONSTRAINT" else kind.lower())
            yield Operation(Action.DROP_CONSTRAINT, table, name=name, constraint=constraint)
        else:
            raise NotUnderstoodError


def _drop_primary_key(table: str, action: Any) -> Iterator[Operation]:
    yield Operation(Action.DROP_CONSTRAINT, table, constraint=Constraint.PRIMARY_KEY)


_ACTIONS: dict[type[Any], Callable[[str, Any], Iterator[Operation]]] = {
    exp.ColumnDef: _add_column,
    exp.AlterRename: _rename_table,
    exp.RenameColumn: _rename_column,
    exp.AlterColumn: _alter_column,
    exp.ModifyColumn: _modify_column,
    exp.AddConstraint: constraints_in,
    exp.DropPrimaryKey: _drop_primary_key,
    exp.Drop: _drop_part,
}
_READERS: dict[type[Any], Callable[[Any], Iterator[Operation]]] = {
    exp.Create: _create, exp.Alter: _alter, exp.Drop: _drop,
}  # fmt: skip
