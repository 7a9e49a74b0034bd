"""What each of Django's operations does."""

import ast
from collections.abc import Callable
from dataclasses import replace

from relplan.contracts.sql.operations import Action, Column, Constraint, Operation, plain
from relplan.contracts.sql.readers.django.code import what_runs
from relplan.contracts.sql.readers.django.fields import column_of, many_to_many
from relplan.contracts.sql.readers.django.models import Models, app_of
from relplan.contracts.sql.readers.python.source import argument, keyword, name_of, source_of
from relplan.contracts.sql.readers.python.things import Function, Module
from relplan.contracts.sql.readers.python.values import Made, Names, made, text_of, value_of
from relplan.contracts.sql.readers.reader import History
from relplan.contracts.sql.readers.telling import not_understood
from relplan.contracts.sql.readers.values import is_known, statements


class Reader:
    """Reads the operations of one application's migration."""

    def __init__(self, path: str, history: History, models: Models) -> None:
        """Read the migration at *path*, with the *models* of those before it."""
        self.names: Names = {}
        self.app = app_of(path)
        self.models = models
        self._path = path
        self._history = history

    def listed(self, value: object) -> list[Operation]:
        """Return what a list of operations does."""
        found: list[Operation] = []
        for item in value if isinstance(value, tuple) else (value,):
            self._history.budget.spend()
            if isinstance(item, Made):
                self.names = item.names
                made = self._one(item.call)
                found += [replace(one, line=one.line or item.call.lineno) for one in made]
            else:
                text = not_understood("what is put together as it runs")
                found.append(Operation(Action.UNKNOWN, text=text))
        return found

    def unknown(self, call: ast.Call) -> Operation:
        """Return that an operation cannot be understood."""
        return Operation(Action.UNKNOWN, text=not_understood(source_of(call)), line=call.lineno)

    def _one(self, call: ast.Call) -> list[Operation]:
        name = name_of(call.func)
        if name in _NO_SQL or (name not in _ON_ROWS_TOO and self._has_no_table(call)):
            return []
        build = _OPERATIONS.get(name)
        found = build(self, call) if build else None
        return [self.unknown(call)] if found is None else found

    def _has_no_table(self, call: ast.Call) -> bool:
        """Tell whether an operation is about a proxy, or a model that others manage."""
        for word in ("model_name", "name"):
            if keyword(call, word) is not None:
                return self.label(call, word) in self.models.tableless
        return self.label(call, "name") in self.models.tableless

    def label(self, call: ast.Call, word: str = "model_name") -> str:
        """Return the application and the model that an operation's first argument names."""
        return f"{self.app}.{text_of(argument(call, 0, word), self.names).lower()}"

    def sql(self, node: ast.expr | None, *, reversible: bool) -> list[Operation] | None:
        """Return what RunSQL's first argument does: text, or a list of texts and parameters."""
        value = value_of(node, self.names)
        found: list[Operation] = []
        for item in value if isinstance(value, tuple) else (value,):
            text = item[0] if isinstance(item, tuple) and item else item
            if not isinstance(text, str):
                return None
            history = self._history
            source = source_of(node) if node is not None else ""
            found += statements(text, source, history.dialect, history.budget, 0)
        return [replace(operation, reversible=reversible) for operation in found]

    def code(self, node: ast.expr | None, call: ast.Call) -> list[Operation]:
        """Return what RunPython's first argument does."""
        text = source_of(node or call)
        function = value_of(node, self.names)
        if isinstance(function, Function | Module):
            return what_runs(function, self._path, self._history, text)
        action = Action.CHANGE_DATA if text.endswith("RunPython.noop") else Action.RUN_CODE
        return [Operation(action, text=text)]

    def text(self, call: ast.Call, place: int, word: str) -> str:
        """Return an argument's text in small letters."""
        return plain(text_of(argument(call, place, word), self.names))

    def table(self, call: ast.Call, word: str = "model_name") -> str:
        """Return the table of the model that an operation's first argument names."""
        return self.models.table(self.app, text_of(argument(call, 0, word), self.names))


_Build = Callable[[Reader, ast.Call], "list[Operation] | None"]


def _create_model(reader: Reader, call: ast.Call) -> list[Operation] | None:
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
    return [Operation(Action.CREATE_TABLE, table, columns=tuple(columns)), *further]


def _joined(reader: Reader, table: str, name: str, joins: str) -> list[Operation]:
    reader.models.joins[table, name.lower()] = joins
    return [Operation(Action.CREATE_TABLE, joins)] if joins else []


def _options(node: ast.expr | None, reader: Reader) -> dict[str, ast.expr]:
    if not isinstance(node, ast.Dict):
        return {}
    pairs = zip(node.keys, node.values, strict=True)
    return {text_of(key, reader.names): value for key, value in pairs if key is not None}


def _is_true(node: ast.expr | None, reader: Reader) -> bool:
    return value_of(node, reader.names) is True


def _is_false(node: ast.expr | None, reader: Reader) -> bool:
    return value_of(node, reader.names) is False


def _delete_model(reader: Reader, call: ast.Call) -> list[Operation] | None:
    name = text_of(argument(call, 0, "name"), reader.names)
    return [Operation(Action.DROP_TABLE, reader.table(call, "name"))] if name else None


def _rename_model(reader: Reader, call: ast.Call) -> list[Operation] | None:
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


def _alter_table_name(reader: Reader, call: ast.Call) -> list[Operation]:
    name = text_of(argument(call, 0, "name"), reader.names).lower()
    table = reader.models.table(reader.app, name)
    to = reader.text(call, 1, "table") or f"{reader.app}_{name}"
    reader.models.tables[f"{reader.app}.{name}"] = to
    return [Operation(Action.RENAME_TABLE, table, to=to)] if table != to else []


def _add_field(reader: Reader, call: ast.Call) -> list[Operation] | None:
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


def _field(reader: Reader, call: ast.Call) -> tuple[str, str, Made | None]:
    """Return the table, the name of a field, and the call that makes it, where it is known."""
    name = text_of(argument(call, 1, "name"), reader.names)
    made_by, names = made(argument(call, 2, "field"), reader.names)
    return reader.table(call), name, Made(made_by, names) if made_by is not None else None


def _remove_field(reader: Reader, call: ast.Call) -> list[Operation] | None:
    table, name, _ = _field(reader, call)
    if not name:
        return None
    joins = reader.models.joins.pop((table, name.lower()), None)
    if joins is not None:
        return [Operation(Action.DROP_TABLE, joins)] if joins else []
    column = reader.models.columns.get((table, name.lower()), plain(name))
    return [Operation(Action.DROP_COLUMN, table, Column(column))]


def _alter_field(reader: Reader, call: ast.Call) -> list[Operation] | None:
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


def _rename_field(reader: Reader, call: ast.Call) -> list[Operation]:
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


def _named_columns(reader: Reader, table: str, value: object) -> tuple[Column, ...]:
    listed = value if isinstance(value, tuple) else ()
    names = [item.lstrip("-").lower() for item in listed if is_known(item)]
    return tuple(Column(reader.models.columns.get((table, name), name)) for name in names)


def _add_index(reader: Reader, call: ast.Call) -> list[Operation] | None:
    index, names = made(argument(call, 1, "index"), reader.names)
    if index is None:
        return None
    table = reader.table(call)
    columns = _named_columns(reader, table, value_of(keyword(index, "fields"), names))
    name = plain(text_of(keyword(index, "name"), names))
    return [Operation(Action.ADD_INDEX, table, name=name, columns=columns, careful=True)]


def _remove_index(reader: Reader, call: ast.Call) -> list[Operation]:
    name = reader.text(call, 1, "name")
    return [Operation(Action.DROP_INDEX, reader.table(call), name=name, careful=True)]


def _add_constraint(reader: Reader, call: ast.Call) -> list[Operation] | None:
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


def _remove_constraint(reader: Reader, call: ast.Call) -> list[Operation]:
    name = reader.text(call, 1, "name")
    return [Operation(Action.DROP_CONSTRAINT, reader.table(call), name=name)]


def _unique_together(reader: Reader, call: ast.Call) -> list[Operation] | None:
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


def _run_sql(reader: Reader, call: ast.Call) -> list[Operation] | None:
    back = argument(call, 1, "reverse_sql")
    names = reader.names
    done = reader.sql(argument(call, 0, "sql"), reversible=back is not None)
    _nested(reader, argument(call, 2, "state_operations"), names)  # only noted
    return done


def _run_python(reader: Reader, call: ast.Call) -> list[Operation]:
    back = argument(call, 1, "reverse_code")
    done = reader.code(argument(call, 0, "code"), call)
    return [replace(one, reversible=back is not None) for one in done]


def _separate(reader: Reader, call: ast.Call) -> list[Operation]:
    """Read what happens to the database; what only the state hears of is noted, not done."""
    names = reader.names
    done = _nested(reader, argument(call, 0, "database_operations"), names)
    _nested(reader, argument(call, 1, "state_operations"), names)
    return done


def _nested(reader: Reader, node: ast.expr | None, names: Names) -> list[Operation]:
    return reader.listed(value_of(node, names)) if node is not None else []


def _alter_options(reader: Reader, call: ast.Call) -> list[Operation]:
    """Take note of who manages a table from now on."""
    label = reader.label(call, "name")
    options = _options(argument(call, 1, "options"), reader)
    if _is_false(options.get("managed"), reader):
        reader.models.tableless.add(label)
    elif label not in reader.models.proxies:
        reader.models.tableless.discard(label)
    return []


_ON_ROWS_TOO = frozenset(
    {
        "CreateModel", "RunSQL", "RunPython", "SeparateDatabaseAndState", "AlterModelOptions",
        "RenameModel",
    }
)  # fmt: skip
"""Operations that are read whether or not a model has a table."""
_NO_SQL = frozenset(
    {
        "AlterModelManagers", "AlterOrderWithRespectTo", "AlterModelTableComment",
        "AlterIndexTogether", "RenameIndex", "CreateExtension", "BtreeGinExtension",
        "TrigramExtension", "AlterConstraint", "CreateCollation", "RemoveCollation",
        "UnaccentExtension", "CITextExtension", "HStoreExtension", "BtreeGistExtension",
        "CryptoExtension", "ValidateConstraint", "BloomExtension",
    }
)  # fmt: skip
_OPERATIONS: dict[str, _Build] = {
    "AlterModelOptions": _alter_options,
    "CreateModel": _create_model,
    "DeleteModel": _delete_model,
    "RenameModel": _rename_model,
    "AlterModelTable": _alter_table_name,
    "AddField": _add_field,
    "RemoveField": _remove_field,
    "AlterField": _alter_field,
    "RenameField": _rename_field,
    "AddIndex": _add_index,
    "AddIndexConcurrently": _add_index,
    "RemoveIndex": _remove_index,
    "RemoveIndexConcurrently": _remove_index,
    "AddConstraint": _add_constraint,
    "AddConstraintNotValid": _add_constraint,
    "RemoveConstraint": _remove_constraint,
    "AlterUniqueTogether": _unique_together,
    "RunSQL": _run_sql,
    "RunPython": _run_python,
    "SeparateDatabaseAndState": _separate,
}
