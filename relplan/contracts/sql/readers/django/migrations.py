"""Reads Django's migrations: the list of operations in their class.

Django fills in a ``default`` itself and leaves none in the database, so a writer other than the
application that owns the model has to give the column; ``db_default`` stays in the database.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from relplan.contracts.bounds import Budget
from relplan.contracts.sql.migration import Migration
from relplan.contracts.sql.operations import Action, Column, Constraint, Operation, plain
from relplan.contracts.sql.readers.django.fields import column_of, many_to_many
from relplan.contracts.sql.readers.python.source import (
    argument,
    constants,
    keyword,
    name_of,
    parsed,
    source_of,
)
from relplan.contracts.sql.readers.python.values import text_of, value_of
from relplan.contracts.sql.reading import read_sql


def app_of(path: str) -> str:
    """Return the label of the application that a migration belongs to: its folder's name."""
    folders = PurePosixPath(path).parts
    return folders[-3].lower() if len(folders) >= 3 else ""


@dataclass(slots=True)
class Models:
    """The tables of the models met so far, and the columns of their fields, of all applications."""

    tables: dict[str, str] = field(default_factory=dict)
    columns: dict[tuple[str, str], str] = field(default_factory=dict)
    joins: dict[tuple[str, str], str] = field(default_factory=dict)
    """The tables of fields that are many-to-many; empty where another model has the table."""

    def table(self, app: str, model: str) -> str:
        """Return the table of a model."""
        label = f"{app}.{model.lower()}"
        return self.tables.get(label, label.replace(".", "_", 1))


def read_django(
    path: str, content: bytes, dialect: str, budget: Budget, models: Models
) -> Migration:
    """Read a migration; *models* takes note of the models' tables. Raises UnreadableError."""
    tree = parsed(path, content)
    budget.spend(len(content) // 100)
    names = constants(tree)
    app = app_of(path)
    reader = _Reader(names, app, dialect, budget, models)
    reader.only_rows = _only_rows(tree)
    reader.note_lists(tree.body)
    operations: list[Operation] = []
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name == "Migration":
            operations += reader.migration(node)
    version = f"{app}.{PurePosixPath(path).stem}"
    return Migration(path, tuple(operations), version, reader.after, reader.replaces)


class _Reader:
    def __init__(
        self, names: dict[str, Any], app: str, dialect: str, budget: Budget, models: Models
    ) -> None:
        self.names = names
        self.app = app
        self.models = models
        self.only_rows: frozenset[str] = frozenset()
        self.after: tuple[str, ...] = ()
        self.replaces: tuple[str, ...] = ()
        self._lists: dict[str, ast.expr] = {}
        self._dialect = dialect
        self._budget = budget

    def migration(self, node: ast.ClassDef) -> Iterator[Operation]:
        """Yield what the class's operations do."""
        self.note_lists(node.body)
        for statement in node.body:
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                name = statement.targets[0].id
                if name == "dependencies":
                    self.after = self._versions(statement.value)
                elif name == "replaces":
                    self.replaces = self._versions(statement.value)
                elif name == "operations":
                    yield from self.listed(statement.value)

    def _versions(self, node: ast.expr) -> tuple[str, ...]:
        """Return the migrations that a list of pairs names, leaving out what is no such pair."""
        items = node.elts if isinstance(node, ast.List | ast.Tuple) else ()
        found = [value_of(item, self.names) for item in items]
        pairs = [pair for pair in found if isinstance(pair, tuple) and len(pair) == 2]
        return tuple(".".join(map(str, pair)) for pair in pairs)

    def note_lists(self, body: list[ast.stmt]) -> None:
        """Take note of the lists that have a name, for operations are listed by it, too."""
        for node in body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                self._lists[node.targets[0].id] = node.value

    def listed(self, node: ast.expr | None) -> Iterator[Operation]:
        """Yield what a list of operations does."""
        if isinstance(node, ast.Starred):
            node = node.value
        if isinstance(node, ast.Name):
            node = self._lists.pop(node.id, node)  # each but once: a list may hold itself
        if node is None:
            return
        if isinstance(node, ast.BinOp):
            yield from self.listed(node.left)
            yield from self.listed(node.right)
            return
        if not isinstance(node, ast.List | ast.Tuple):
            yield self.unknown(node)
            return
        for item in node.elts:
            self._budget.spend()
            if isinstance(item, ast.Call):
                for operation in self._one(item):
                    line = operation.line or item.lineno
                    yield replace(operation, line=line)
            else:
                yield from self.listed(item)

    def unknown(self, node: ast.AST) -> Operation:
        """Return that something cannot be understood."""
        line = getattr(node, "lineno", 0)
        return Operation(Action.UNKNOWN, text=f"'{source_of(node)}' is not understood", line=line)

    def _one(self, call: ast.Call) -> Iterator[Operation]:
        name = name_of(call.func)
        if name in _NO_SQL:
            return
        build = _OPERATIONS.get(name)
        found = build(self, call) if build else None
        yield from [self.unknown(call)] if found is None else found

    def sql(self, node: ast.expr | None, *, reversible: bool) -> list[Operation] | None:
        """Return what RunSQL's first argument does: text, or a list of texts and parameters."""
        value = value_of(node, self.names)
        if isinstance(value, str):
            value = (value,)
        if not isinstance(value, tuple):
            return None
        found: list[Operation] = []
        for item in value:
            text = item[0] if isinstance(item, tuple) and item else item
            if not isinstance(text, str):
                return None
            found += read_sql(text, self._dialect, self._budget)
        return [replace(operation, reversible=reversible, line=0) for operation in found]

    def text(self, call: ast.Call, place: int, word: str) -> str:
        """Return an argument's text in small letters."""
        return plain(text_of(argument(call, place, word), self.names))

    def table(self, call: ast.Call, word: str = "model_name") -> str:
        """Return the table of the model that an operation's first argument names."""
        return self.models.table(self.app, text_of(argument(call, 0, word), self.names))


_Build = Callable[[_Reader, ast.Call], "list[Operation] | None"]


def _create_model(reader: _Reader, call: ast.Call) -> list[Operation] | None:
    name = text_of(argument(call, 0, "name"), reader.names)
    fields = argument(call, 1, "fields")
    options = _options(keyword(call, "options"), reader)
    if _is_true(options.get("proxy"), reader) or _is_false(options.get("managed"), reader):
        return []
    table = text_of(options.get("db_table"), reader.names)
    if table:
        reader.models.tables[f"{reader.app}.{name.lower()}"] = plain(table)
    table = reader.models.table(reader.app, name)
    if not isinstance(fields, ast.List | ast.Tuple):
        return [Operation(Action.CREATE_TABLE, table)]
    columns, further = [], []
    for item in fields.elts:
        if isinstance(item, ast.Tuple | ast.List) and len(item.elts) == 2:
            field_name, made = text_of(item.elts[0], reader.names), item.elts[1]
            if (joins := many_to_many(table, field_name, made, reader.names)) is not None:
                further += _joined(reader, table, field_name, joins)
            elif (column := column_of(field_name, made, reader.names)) is not None:
                reader.models.columns[table, field_name.lower()] = column.name
                columns.append(column)
    return [Operation(Action.CREATE_TABLE, table, columns=tuple(columns)), *further]


def _joined(reader: _Reader, table: str, name: str, joins: str) -> list[Operation]:
    reader.models.joins[table, name.lower()] = joins
    return [Operation(Action.CREATE_TABLE, joins)] if joins else []


def _options(node: ast.expr | None, reader: _Reader) -> dict[str, ast.expr]:
    if not isinstance(node, ast.Dict):
        return {}
    pairs = zip(node.keys, node.values, strict=True)
    return {text_of(key, reader.names): value for key, value in pairs if key is not None}


def _is_true(node: ast.expr | None, reader: _Reader) -> bool:
    return value_of(node, reader.names) is True


def _is_false(node: ast.expr | None, reader: _Reader) -> bool:
    return value_of(node, reader.names) is False


def _delete_model(reader: _Reader, call: ast.Call) -> list[Operation]:
    return [Operation(Action.DROP_TABLE, reader.table(call, "name"))]


def _rename_model(reader: _Reader, call: ast.Call) -> list[Operation]:
    old = text_of(argument(call, 0, "old_name"), reader.names).lower()
    new = text_of(argument(call, 1, "new_name"), reader.names).lower()
    table = reader.models.table(reader.app, old)
    kept = reader.models.tables.get(f"{reader.app}.{old}")
    if kept is not None:
        reader.models.tables[f"{reader.app}.{new}"] = kept
        return []
    to = reader.models.table(reader.app, new)
    for (named, field_name), column in list(reader.models.columns.items()):
        if named == table:
            reader.models.columns[to, field_name] = column
    return [Operation(Action.RENAME_TABLE, table, to=to)] if table != to else []


def _alter_table_name(reader: _Reader, call: ast.Call) -> list[Operation]:
    name = text_of(argument(call, 0, "name"), reader.names).lower()
    table = reader.models.table(reader.app, name)
    to = reader.text(call, 1, "table") or f"{reader.app}_{name}"
    reader.models.tables[f"{reader.app}.{name}"] = to
    return [Operation(Action.RENAME_TABLE, table, to=to)] if table != to else []


def _add_field(reader: _Reader, call: ast.Call) -> list[Operation] | None:
    table, name, made = _field(reader, call)
    if (joins := many_to_many(table, name, made, reader.names)) is not None:
        return _joined(reader, table, name, joins)
    column = column_of(name, made, reader.names)
    if column is None:
        return [] if name_of(getattr(made, "func", made)) in _NO_COLUMN else None
    reader.models.columns[table, name.lower()] = column.name
    return [Operation(Action.ADD_COLUMN, table, column)]


_NO_COLUMN = frozenset({"GenericForeignKey", "GenericRelation", "CompositePrimaryKey"})


def _field(reader: _Reader, call: ast.Call) -> tuple[str, str, ast.expr]:
    name = text_of(argument(call, 1, "name"), reader.names)
    return reader.table(call), name, argument(call, 2, "field") or ast.Constant(None)


def _remove_field(reader: _Reader, call: ast.Call) -> list[Operation]:
    table, name, _ = _field(reader, call)
    joins = reader.models.joins.pop((table, name.lower()), None)
    if joins is not None:
        return [Operation(Action.DROP_TABLE, joins)] if joins else []
    column = reader.models.columns.get((table, name.lower()), plain(name))
    return [Operation(Action.DROP_COLUMN, table, Column(column))]


def _alter_field(reader: _Reader, call: ast.Call) -> list[Operation] | None:
    table, name, made = _field(reader, call)
    if many_to_many(table, name, made, reader.names) is not None:
        return []
    column = column_of(name, made, reader.names)
    if column is None:
        return None
    old = reader.models.columns.get((table, name.lower()), column.name)
    reader.models.columns[table, name.lower()] = column.name
    found = []
    if old != column.name:
        found.append(Operation(Action.RENAME_COLUMN, table, Column(old), column.name))
    return [*found, Operation(Action.ALTER_COLUMN, table, column, careful=True)]


def _rename_field(reader: _Reader, call: ast.Call) -> list[Operation]:
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


def _named_columns(reader: _Reader, table: str, node: ast.expr | None) -> tuple[Column, ...]:
    value = value_of(node, reader.names)
    names = [item.lstrip("-").lower() for item in value or () if isinstance(item, str)] \
        if isinstance(value, tuple) else []  # fmt: skip
    return tuple(Column(reader.models.columns.get((table, name), name)) for name in names)


def _add_index(reader: _Reader, call: ast.Call) -> list[Operation] | None:
    index = argument(call, 1, "index")
    if not isinstance(index, ast.Call):
        return None
    table = reader.table(call)
    columns = _named_columns(reader, table, keyword(index, "fields"))
    name = plain(text_of(keyword(index, "name"), reader.names))
    return [Operation(Action.ADD_INDEX, table, name=name, columns=columns, careful=True)]


def _remove_index(reader: _Reader, call: ast.Call) -> list[Operation]:
    name = reader.text(call, 1, "name")
    return [Operation(Action.DROP_INDEX, reader.table(call), name=name, careful=True)]


def _add_constraint(reader: _Reader, call: ast.Call) -> list[Operation] | None:
    made = argument(call, 1, "constraint")
    kind = _CONSTRAINTS.get(name_of(made.func)) if isinstance(made, ast.Call) else None
    if not isinstance(made, ast.Call) or kind is None:
        return None
    table = reader.table(call)
    columns = _named_columns(reader, table, keyword(made, "fields"))
    name = plain(text_of(keyword(made, "name"), reader.names))
    return [Operation(Action.ADD_CONSTRAINT, table, name=name, constraint=kind, columns=columns)]


_CONSTRAINTS = {
    "UniqueConstraint": Constraint.UNIQUE, "CheckConstraint": Constraint.CHECK,
    "ExclusionConstraint": Constraint.EXCLUDE,
}  # fmt: skip


def _remove_constraint(reader: _Reader, call: ast.Call) -> list[Operation]:
    name = reader.text(call, 1, "name")
    return [Operation(Action.DROP_CONSTRAINT, reader.table(call), name=name)]


def _unique_together(reader: _Reader, call: ast.Call) -> list[Operation] | None:
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


def _run_sql(reader: _Reader, call: ast.Call) -> list[Operation] | None:
    back = argument(call, 1, "reverse_sql")
    return reader.sql(argument(call, 0, "sql"), reversible=back is not None)


def _run_python(reader: _Reader, call: ast.Call) -> list[Operation]:
    back = argument(call, 1, "reverse_code")
    code = argument(call, 0, "code")
    text = source_of(code or call)
    harmless = text.endswith("RunPython.noop") or text in reader.only_rows
    action = Action.CHANGE_DATA if harmless else Action.RUN_CODE
    return [Operation(action, text=text, reversible=back is not None)]


_BELOW_MODELS = frozenset({
    "schema_editor", "connection", "connections", "cursor", "execute", "executescript",
    "call_command", "raw", "eval", "exec", "import_module", "__import__",
})  # fmt: skip
"""By these, code reaches the tables themselves."""


def _only_rows(tree: ast.Module) -> frozenset[str]:
    """Return the functions of a migration that reach rows by their models, and nothing below."""
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    imported = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom | ast.Import)
        for alias in node.names
    }
    known = {name: _names(function) for name, function in functions.items()}
    below = {name for name, names in known.items() if names & (_BELOW_MODELS | imported)}
    while more := {name for name, names in known.items() if names & below} - below:
        below |= more  # what calls such a function is one
    return frozenset(functions.keys() - below)


def _names(function: ast.FunctionDef) -> set[str]:
    """Return the names and attributes in the body of a function."""
    nodes = [node for statement in function.body for node in ast.walk(statement)]
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    return names | {node.attr for node in nodes if isinstance(node, ast.Attribute)}


def _separate(reader: _Reader, call: ast.Call) -> list[Operation]:
    """Read what happens to the database; what only the state hears of is noted, not done."""
    done = list(reader.listed(argument(call, 0, "database_operations")))
    list(reader.listed(argument(call, 1, "state_operations")))
    return done


_NO_SQL = frozenset(
    {
        "AlterModelOptions", "AlterModelManagers", "AlterOrderWithRespectTo",
        "AlterModelTableComment",
        "AlterIndexTogether", "RenameIndex", "CreateExtension", "BtreeGinExtension",
        "TrigramExtension", "UnaccentExtension", "CITextExtension", "HStoreExtension",
        "BtreeGistExtension", "CryptoExtension", "ValidateConstraint", "BloomExtension",
    }
)  # fmt: skip
_OPERATIONS: dict[str, _Build] = {
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
