"""Takes note of what the calls of Alembic's migrations do."""

import ast
from collections.abc import Iterator
from typing import Any

from relplan.contracts.reading.values import UNRESOLVED
from relplan.contracts.sql.operations import Action, Operation, plain
from relplan.contracts.sql.readers.alembic.operations import (
    CALLS,
    SEARCH_SQL,
    SEARCHABLE,
    TABLE_WORDS,
    create_table,
    enum_values,
)
from relplan.contracts.sql.readers.alembic.things import Batch, Rows
from relplan.contracts.sql.readers.python.calls import Calls
from relplan.contracts.sql.readers.python.source import argument, keyword, name_of, source_of
from relplan.contracts.sql.readers.python.things import Module, Table
from relplan.contracts.sql.readers.python.values import Made, text_of, value_of

_OP = Module("alembic.op")
_ASKS = frozenset(
    {"get_bind", "get_context", "f", "inline_literal", "batch_alter_table", "execute", "run_async"}
)
_ROWS = {"insert": Action.INSERT, "update": Action.CHANGE_ROWS, "delete": Action.CHANGE_ROWS}
_QUIET_SQL = frozenset({"CreateSequence", "DropSequence", "CreateSchema", "SetSequence"})


class AlembicCalls(Calls):
    """Follows what a migration of Alembic calls."""

    changes = frozenset(
    {
        "add", "add_all", "merge", "delete", "bulk_save_objects", "bulk_insert_mappings",
        "bulk_update_mappings", "update", "insert", "save", "bulk_insert",
    }
)  # fmt: skip
    runs = frozenset(
    {
        "create", "drop", "create_all", "drop_all", "upgrade", "downgrade", "run", "call",
        "migrate", "apply", "stamp", "run_migrations", "main", "invoke",
    }
)  # fmt: skip

    def of_module(self, module: Module, call: ast.Call) -> Any:
        """Follow an operation, or what else is imported."""
        owner, _, name = module.name.rpartition(".")
        if owner == _OP.name:
            return self._operation(name, call)
        if owner == "sqlalchemy_searchable" and name in SEARCHABLE:
            return self._searchable(name, call)
        if module.name.startswith("sqlalchemy_searchable.vectorizer"):
            return UNRESOLVED  # which only says how columns are to be read
        if name[:1].isupper() and self._is_given_op(call):
            return self.code(call)  # it may do whatever it wants
        return super().of_module(module, call)

    def _searchable(self, name: str, call: ast.Call) -> Any:
        """Follow what makes a trigger, with its function, that fills in a column for a search."""
        table = plain(text_of(argument(call, 1, "table_name"), self.names))
        if not table:
            return self.code(call)
        for action in SEARCHABLE[name]:
            self.note(Operation(action, table), call)
        return UNRESOLVED

    def _is_given_op(self, call: ast.Call) -> bool:
        given = [*call.args, *(word.value for word in call.keywords)]
        return any(value_of(item, self.names) == _OP for item in given)

    def of_library(self, name: str, call: ast.Call) -> Any:
        """Return what a call to SQLAlchemy, or to another library, makes."""
        if name in ("table", "Table"):
            return Table(text_of(argument(call, 0, "name"), self.names), call=call)
        if name in _ROWS or name == "select":
            of = value_of(argument(call, 0, "table"), self.names)
            return Rows(name, of.name if isinstance(of, Table) else "")
        return super().of_library(name, call)

    def method(self, owner: Any, name: str, call: ast.Call) -> Any:
        """Follow a method of a batch, a table, a statement or a type."""
        if isinstance(owner, Batch):
            return self._operation(name, call, owner)
        if isinstance(owner, Rows):
            return owner
        if isinstance(owner, Table) and name not in owner.members:
            return self._of_table(owner, name, call)
        if isinstance(owner, Made):
            return self._of_made(owner, name, call)
        return super().method(owner, name, call)

    def of_unknown(self, owner: Any, name: str, call: ast.Call) -> Any:
        """Follow a method of what is not known further; an operation is known by its name."""
        return (
            self._operation(name, call) if name in CALLS else super().of_unknown(owner, name, call)
        )

    def execute(self, call: ast.Call) -> Any:
        """Follow what runs a statement, be it a text or one of SQLAlchemy's."""
        value = value_of(argument(call, 0, "sqltext"), self.names)
        if isinstance(value, Rows):
            self._change_rows(value, call)
        elif value == SEARCH_SQL:
            self.note(Operation(Action.REPLACE_ROUTINE, "parse_websearch", careful=True), call)
        elif not isinstance(value, Made) or name_of(value.call.func) not in _QUIET_SQL:
            return super().execute(call)
        return UNRESOLVED

    def _change_rows(self, rows: Rows, call: ast.Call) -> None:
        action = _ROWS.get(rows.kind)
        if action is not None and rows.table:
            self.note(Operation(action, plain(rows.table)), call)
        elif action is not None:
            self.note(Operation(Action.CHANGE_DATA, text=source_of(call)), call)

    def _operation(self, name: str, call: ast.Call, batch: Batch | None = None) -> Any:
        if name in CALLS:
            for operation in self._done(name, call, batch):
                self.note(operation, call)
            return UNRESOLVED
        if name == "execute":
            return self.execute(call)
        if name == "batch_alter_table":
            return Batch(self._table(argument(call, 0, "table_name"), call))
        if name in ("f", "inline_literal"):
            return value_of(argument(call, 0, "name"), self.names)
        if name not in _ASKS:
            self.not_followed(call)
        self.follow_given(call)
        return UNRESOLVED

    def _done(self, name: str, call: ast.Call, batch: Batch | None) -> Iterator[Operation]:
        if batch is not None:
            call = _with_table(name, call, batch.table)
        build, place = CALLS[name]
        table = self._table(argument(call, place, TABLE_WORDS.get(name, "table_name")), call)
        found = None
        if table or name == "drop_index":
            found = build(table, call, self.names)
        elif name == "bulk_insert":
            found = [Operation(Action.CHANGE_DATA, text=source_of(call))]
        if found is None:
            self.not_followed(call)
        yield from found or ()

    def _table(self, node: ast.expr | None, call: ast.Call) -> str:
        value = value_of(node, self.names)
        table = value.name if isinstance(value, Table) else text_of(node, self.names)
        schema = text_of(keyword(call, "schema"), self.names)
        return plain(f"{schema}.{table}" if schema and table else table)

    def _of_table(self, table: Table, name: str, call: ast.Call) -> Any:
        if name in _ROWS or name == "select":
            return Rows(name, table.name)
        if name == "drop" and table.name:
            self.note(Operation(Action.DROP_TABLE, plain(table.name)), call)
        elif name == "create" and table.name and table.call is not None:
            for made in create_table(plain(table.name), table.call, self.names):
                self.note(made, call)
        elif name in self.runs:
            return self.code(call)
        return UNRESOLVED

    def _of_made(self, owner: Made, name: str, call: ast.Call) -> Any:
        kind = name_of(owner.call.func)
        if kind.lower() in ("enum", "postgresenum") and name in ("create", "drop"):
            called = plain(text_of(keyword(owner.call, "name"), owner.names))
            values = enum_values(owner.call, owner.names)
            action = Action.CREATE_TYPE if name == "create" else Action.DROP_TYPE
            careful = value_of(keyword(call, "checkfirst"), self.names) is True
            operation = Operation(action, called, values=values or (), careful=careful)
            if not called:
                self.not_followed(call)
            else:
                self.note(operation, call)
            return UNRESOLVED
        return self.of_unknown(UNRESOLVED, name, call)


def _with_table(name: str, call: ast.Call, table: str) -> ast.Call:
    """Return the call as it is outside ``batch_alter_table``, where it names the table."""
    place, given, words = CALLS[name][1], list(call.args), list(call.keywords)
    if len(given) >= place:
        given.insert(place, ast.Constant(table))
    else:
        word = TABLE_WORDS.get(name, "table_name")
        words.append(ast.keyword(word, ast.Constant(table)))
    return ast.copy_location(ast.Call(call.func, given, words), call)
