"""What each of Django's operations does."""

import ast
from dataclasses import replace

from relplan.contracts.sql.operations import Action, Column, Operation, plain
from relplan.contracts.sql.readers.django.constraints import (
    add_constraint,
    add_index,
    remove_constraint,
    remove_index,
    unique_together,
)
from relplan.contracts.sql.readers.django.fields import column_of, many_to_many
from relplan.contracts.sql.readers.django.listing import AppReader, Operations
from relplan.contracts.sql.readers.python.source import argument, name_of
from relplan.contracts.sql.readers.python.values import Made, Names, made, text_of, value_of

_ORDER = "_order"
"""The column by which Django keeps the order of the rows that belong to another one."""


def _create_model(reader: AppReader, call: ast.Call) -> list[Operation] | None:
    name = text_of(argument(call, 0, "name"), reader.names)
    if not name:
        return None
    fields = argument(call, 1, "fields")
    options = _options(argument(call, 2, "options"), reader)
    label = f"{reader.app}.{name.lower()}"
    reader.models.tableless.discard(label)
    if _is_true(options.get("proxy"), reader):
        reader.models.proxies.add(label)
    if label in reader.models.proxies or _is_false(options.get("managed"), reader):
        reader.models.tableless.add(label)
        return []
    table = text_of(options.get("db_table"), reader.names)
    if table:
        reader.models.tables[label] = plain(table)
    table = reader.models.table(reader.app, name)
    listed = value_of(fields, reader.names)
    columns, further = [], []
    for item in listed if isinstance(listed, tuple) else ():
        if isinstance(item, tuple) and len(item) == 2 and isinstance(item[1], Made):
            field_name, field = str(item[0]), item[1]
            if (joins := many_to_many(table, field_name, field)) is not None:
                further += _joined(reader, table, field_name, joins)
            elif (column := column_of(field_name, field)) is not None:
                reader.models.columns[table, field_name.lower()] = column.name
                columns.append(column)
    if "order_with_respect_to" in options:
        reader.models.columns[table, _ORDER] = _ORDER
        columns.append(Column(_ORDER, "int", nullable=False))
    return [Operation(Action.CREATE_TABLE, table, columns=tuple(columns)), *further]


def _joined(reader: AppReader, table: str, name: str, joins: str) -> list[Operation]:
    reader.models.joins[table, name.lower()] = joins
    return [Operation(Action.CREATE_TABLE, joins)] if joins else []


def _options(node: ast.expr | None, reader: AppReader) -> dict[str, ast.expr]:
    if not isinstance(node, ast.Dict):
        return {}
    pairs = zip(node.keys, node.values, strict=True)
    return {text_of(key, reader.names): value for key, value in pairs if key is not None}


def _is_true(node: ast.expr | None, reader: AppReader) -> bool:
    return value_of(node, reader.names) is True


def _is_false(node: ast.expr | None, reader: AppReader) -> bool:
    return value_of(node, reader.names) is False


def _delete_model(reader: AppReader, call: ast.Call) -> list[Operation] | None:
    name = text_of(argument(call, 0, "name"), reader.names)
    return [Operation(Action.DROP_TABLE, reader.table(call, "name"))] if name else None


def _rename_model(reader: AppReader, call: ast.Call) -> list[Operation] | None:
    old = text_of(argument(call, 0, "old_name"), reader.names).lower()
    new = text_of(argument(call, 1, "new_name"), reader.names).lower()
    if not old or not new:
        return None
    models, before, after = reader.models, f"{reader.app}.{old}", f"{reader.app}.{new}"
    table = models.table(reader.app, old)
    if before in models.tableless or before in models.tables:
        models.rename(before, after)
        return []
    to = models.table(reader.app, new)
    for (named, field_name), column in list(models.columns.items()):
        if named == table:
            models.columns[to, field_name] = column
    return [Operation(Action.RENAME_TABLE, table, to=to)] if table != to else []


def _alter_table_name(reader: AppReader, call: ast.Call) -> list[Operation]:
    name = text_of(argument(call, 0, "name"), reader.names).lower()
    table = reader.models.table(reader.app, name)
    to = reader.text(call, 1, "table") or f"{reader.app}_{name}"
    reader.models.tables[f"{reader.app}.{name}"] = to
    return [Operation(Action.RENAME_TABLE, table, to=to)] if table != to else []


def _add_field(reader: AppReader, call: ast.Call) -> list[Operation] | None:
    table, name, field = _field(reader, call)
    if field is None or not name:
        return None
    if (joins := many_to_many(table, name, field)) is not None:
        return _joined(reader, table, name, joins)
    column = column_of(name, field)
    if column is None:
        return [] if name_of(field.call.func) in _NO_COLUMN else None
    reader.models.columns[table, name.lower()] = column.name
    return [Operation(Action.ADD_COLUMN, table, column)]


_NO_COLUMN = frozenset({"GenericForeignKey", "GenericRelation", "CompositePrimaryKey"})


def _field(reader: AppReader, call: ast.Call) -> tuple[str, str, Made | None]:
    """Return the table, the name of a field, and the call that makes it, where it is known."""
    name = text_of(argument(call, 1, "name"), reader.names)
    made_by, names = made(argument(call, 2, "field"), reader.names)
    return reader.table(call), name, Made(made_by, names) if made_by is not None else None


def _remove_field(reader: AppReader, call: ast.Call) -> list[Operation] | None:
    table, name, _ = _field(reader, call)
    if not name:
        return None
    joins = reader.models.joins.pop((table, name.lower()), None)
    if joins is not None:
        return [Operation(Action.DROP_TABLE, joins)] if joins else []
    column = reader.models.columns.get((table, name.lower()), plain(name))
    return [Operation(Action.DROP_COLUMN, table, Column(column))]


def _alter_field(reader: AppReader, call: ast.Call) -> list[Operation] | None:
    table, name, field = _field(reader, call)
    if field is None or not name:
        return None
    if many_to_many(table, name, field) is not None:
        return []
    column = column_of(name, field)
    if column is None:
        return None
    old = reader.models.columns.get((table, name.lower()), column.name)
    reader.models.columns[table, name.lower()] = column.name
    found = []
    if old != column.name:
        found.append(Operation(Action.RENAME_COLUMN, table, Column(old), column.name))
    return [*found, Operation(Action.ALTER_COLUMN, table, column, careful=True)]


def _add_default(reader: AppReader, call: ast.Call) -> list[Operation] | None:
    """Return the default that django-add-default-value leaves in the database."""
    table, name = reader.table(call), text_of(argument(call, 1, "name"), reader.names)
    if not name:
        return None
    column = reader.models.columns.get((table, name.lower()), plain(name))
    return [Operation(Action.ALTER_COLUMN, table, Column(column, default=True))]


def _rename_field(reader: AppReader, call: ast.Call) -> list[Operation]:
    table = reader.table(call)
    old = text_of(argument(call, 1, "old_name"), reader.names).lower()
    new = text_of(argument(call, 2, "new_name"), reader.names).lower()
    column = reader.models.columns.pop((table, old), old)
    if column not in (old, f"{old}_id"):
        reader.models.columns[table, new] = column  # db_column says the column's name: it stays
        return []
    to = f"{new}_id" if column == f"{old}_id" and old != column else new
    reader.models.columns[table, new] = to
    return [Operation(Action.RENAME_COLUMN, table, Column(column), to)]


def _run_sql(reader: AppReader, call: ast.Call) -> list[Operation] | None:
    back = argument(call, 1, "reverse_sql")
    names = reader.names
    done = reader.sql(argument(call, 0, "sql"), reversible=back is not None)
    _nested(reader, argument(call, 2, "state_operations"), names)  # only noted
    return done


def _run_python(reader: AppReader, call: ast.Call) -> list[Operation]:
    back = argument(call, 1, "reverse_code")
    done = reader.code(argument(call, 0, "code"), call)
    return [replace(one, reversible=back is not None) for one in done]


def _separate(reader: AppReader, call: ast.Call) -> list[Operation]:
    """Read what happens to the database; what only the state hears of is noted, not done."""
    names = reader.names
    done = _nested(reader, argument(call, 0, "database_operations"), names)
    _nested(reader, argument(call, 1, "state_operations"), names)
    return done


def _nested(reader: AppReader, node: ast.expr | None, names: Names) -> list[Operation]:
    return reader.listed(value_of(node, names)) if node is not None else []


def _alter_order(reader: AppReader, call: ast.Call) -> list[Operation] | None:
    """Return what becomes of the column ``_order``, which has no default in the database."""
    table, place = reader.table(call, "name"), argument(call, 1, "order_with_respect_to")
    was_there = reader.models.columns.pop((table, _ORDER), None) is not None
    if place is None:
        return None
    if value_of(place, reader.names) is None:
        return [Operation(Action.DROP_COLUMN, table, Column(_ORDER))]
    reader.models.columns[table, _ORDER] = _ORDER
    if was_there:
        return []
    return [Operation(Action.ADD_COLUMN, table, Column(_ORDER, "int", nullable=False))]


def _alter_options(reader: AppReader, call: ast.Call) -> list[Operation]:
    """Take note of who manages a table from now on."""
    label = reader.label(call, "name")
    options = _options(argument(call, 1, "options"), reader)
    if _is_false(options.get("managed"), reader):
        reader.models.tableless.add(label)
    elif label not in reader.models.proxies:
        reader.models.tableless.discard(label)
    return []


OPERATIONS: Operations = {
    "AlterModelOptions": _alter_options,
    "CreateModel": _create_model,
    "DeleteModel": _delete_model,
    "RenameModel": _rename_model,
    "AlterModelTable": _alter_table_name,
    "AlterOrderWithRespectTo": _alter_order,
    "AddDefaultValue": _add_default,
    "AddField": _add_field,
    "RemoveField": _remove_field,
    "AlterField": _alter_field,
    "RenameField": _rename_field,
    "AddIndex": add_index,
    "AddIndexConcurrently": add_index,
    "RemoveIndex": remove_index,
    "RemoveIndexConcurrently": remove_index,
    "AddConstraint": add_constraint,
    "AddConstraintNotValid": add_constraint,
    "RemoveConstraint": remove_constraint,
    "AlterUniqueTogether": unique_together,
    "RunSQL": _run_sql,
    "RunPython": _run_python,
    "SeparateDatabaseAndState": _separate,
}
