"""What Django's operations on indexes and constraints do."""

import ast

from relplan.contracts.reading.values import is_known
from relplan.contracts.sql.operations import Action, Column, Constraint, Operation, plain
from relplan.contracts.sql.readers.django.listing import AppReader
from relplan.contracts.sql.readers.python.source import argument, keyword, name_of
from relplan.contracts.sql.readers.python.values import made, text_of, value_of


def _named_columns(reader: AppReader, table: str, value: object) -> tuple[Column, ...]:
    listed = value if isinstance(value, tuple) else ()
    names = [item.lstrip("-").lower() for item in listed if is_known(item)]
    return tuple(Column(reader.models.columns.get((table, name), name)) for name in names)


def add_index(reader: AppReader, call: ast.Call) -> list[Operation] | None:
    """Return what AddIndex does."""
    index, names = made(argument(call, 1, "index"), reader.names)
    if index is None:
        return None
    table = reader.table(call)
    columns = _named_columns(reader, table, value_of(keyword(index, "fields"), names))
    name = plain(text_of(keyword(index, "name"), names))
    return [Operation(Action.ADD_INDEX, table, name=name, columns=columns, careful=True)]


def remove_index(reader: AppReader, call: ast.Call) -> list[Operation]:
    """Return what RemoveIndex does."""
    name = reader.text(call, 1, "name")
    return [Operation(Action.DROP_INDEX, reader.table(call), name=name, careful=True)]


def add_constraint(reader: AppReader, call: ast.Call) -> list[Operation] | None:
    """Return what AddConstraint does."""
    found, names = made(argument(call, 1, "constraint"), reader.names)
    kind = _CONSTRAINTS.get(name_of(found.func)) if found is not None else None
    if found is None or kind is None:
        return None
    table = reader.table(call)
    columns = _named_columns(reader, table, value_of(keyword(found, "fields"), names))
    name = plain(text_of(keyword(found, "name"), names))
    return [Operation(Action.ADD_CONSTRAINT, table, name=name, constraint=kind, columns=columns)]


_CONSTRAINTS = {
    "UniqueConstraint": Constraint.UNIQUE, "CheckConstraint": Constraint.CHECK,
    "ExclusionConstraint": Constraint.EXCLUDE,
}  # fmt: skip


def remove_constraint(reader: AppReader, call: ast.Call) -> list[Operation]:
    """Return what RemoveConstraint does."""
    name = reader.text(call, 1, "name")
    return [Operation(Action.DROP_CONSTRAINT, reader.table(call), name=name)]


def unique_together(reader: AppReader, call: ast.Call) -> list[Operation] | None:
    """Return what AlterUniqueTogether does: sets of columns, or none any more."""
    table = reader.table(call, "name")
    value = value_of(argument(call, 1, "unique_together"), reader.names)
    if value is None or value == ():
        return [Operation(Action.DROP_CONSTRAINT, table, constraint=Constraint.UNIQUE)]
    if not isinstance(value, tuple):
        return None
    sets = value if isinstance(value[0], tuple) else (value,)
    return [
        Operation(
            Action.ADD_CONSTRAINT, table, constraint=Constraint.UNIQUE,
            columns=tuple(
                Column(reader.models.columns.get((table, name.lower()), name.lower()))
                for name in names if isinstance(name, str)
            ),
        )
        for names in sets
    ]  # fmt: skip
