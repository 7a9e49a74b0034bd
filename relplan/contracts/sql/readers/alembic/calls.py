"""Takes note of what the calls of Alembic's migrations do."""

import ast
import builtins
import fnmatch
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.sql.operations import Action, Operation, plain
from relplan.contracts.sql.readers.alembic.modules import is_plain, places_of
from relplan.contracts.sql.readers.alembic.operations import (
    CALLS,
    TABLE_WORDS,
    create_table,
    enum_values,
)
from relplan.contracts.sql.readers.alembic.things import UNSEEN, Batch, Rows
from relplan.contracts.sql.readers.python.following import Follower
from relplan.contracts.sql.readers.python.source import (
    argument,
    keyword,
    name_of,
    parsed,
    source_of,
)
from relplan.contracts.sql.readers.python.things import Function, Module, Table
from relplan.contracts.sql.readers.python.values import Made, text_of, value_of
from relplan.contracts.sql.readers.reader import History
from relplan.contracts.sql.readers.telling import not_understood, told_once
from relplan.contracts.sql.readers.values import HOLE, UNRESOLVED, statements

_OP = "alembic.op"
_ASKS = frozenset(
    {"get_bind", "get_context", "f", "inline_literal", "batch_alter_table", "execute", "run_async"}
)
_EXECUTES = frozenset(
    {"execute", "exec_driver_sql", "executemany", "executescript", "exec", "scalar", "scalars"}
)
_CHANGES = frozenset(
    {
        "add", "add_all", "merge", "delete", "bulk_save_objects", "bulk_insert_mappings",
        "bulk_update_mappings", "update", "insert", "save", "bulk_insert",
    }
)  # fmt: skip
"""Methods of a session, or of a query, that change rows."""
_RUNS = frozenset(
    {
        "create", "drop", "create_all", "drop_all", "upgrade", "downgrade", "run", "call",
        "migrate", "apply", "stamp", "run_migrations", "main", "invoke",
    }
)  # fmt: skip
"""Methods by which other code, or other changes of a schema, are started."""
_EXECUTE_CODE = frozenset({"exec", "eval", "compile", "__import__"})
_ROWS = {"insert": Action.INSERT, "update": Action.CHANGE_ROWS, "delete": Action.CHANGE_ROWS}
_QUIET_SQL = frozenset({"CreateSequence", "DropSequence", "CreateSchema", "SetSequence"})


class Calls(Follower):
    """Follows what a migration calls, in its own file and in others."""

    def __init__(self, path: str, history: History) -> None:
        """Read the migration at *path*, which stands in *history*."""
        super().__init__(history.budget)
        self.found: list[Operation] = []
        self._path = path
        self._history = history
        self._modules: dict[str, dict[Any, Any] | None] = {}

    def not_followed(self, node: ast.AST) -> None:
        """Take note that something cannot be followed."""
        self._note(Operation(Action.UNKNOWN, text=not_understood(source_of(node))), node)

    def statement(self, node: ast.stmt) -> None:
        """Follow one statement; what is not known of it is told once."""
        start = len(self.found)
        super().statement(node)
        if not hasattr(node, "body"):
            self.found[start:] = told_once(self.found[start:])

    def _note(self, operation: Operation, node: ast.AST) -> None:
        self.found.append(replace(operation, line=getattr(node, "lineno", 0)))

    def _code(self, call: ast.Call) -> Any:
        self._note(Operation(Action.RUN_CODE, text=source_of(call)), call)
        return UNRESOLVED

    def called(self, call: ast.Call) -> Any:
        """Return the value of a call, having taken note of what it does."""
        function = call.func
        if isinstance(function, ast.Attribute):
            owner = value_of(function.value, self.names)
            if not isinstance(owner, Module):
                return self._method(owner, function.attr, call)
        if isinstance(function, ast.Name) and function.id not in self.names:
            return self._built_in(function.id, call)
        value = value_of(function, self.names)
        if isinstance(value, Function):
            return self.run(value, call)
        if isinstance(value, Module):
            return self._of_module(value, call)
        if isinstance(value, Table):
            return UNRESOLVED  # a row of it
        return self._by_name(call)

    def _by_name(self, call: ast.Call) -> Any:
        """Follow what is looked up by its name, as for one database of several."""
        key = UNRESOLVED
        if isinstance(call.func, ast.Subscript) and _is_call_of(call.func.value, "globals"):
            key = value_of(call.func.slice, self.names)
        elif isinstance(call.func, ast.Call) and _is_call_of(call.func, "eval", "getattr"):
            key = value_of(call.func.args[-1] if call.func.args else None, self.names)
        elif isinstance(call.func, ast.Call):
            return UNRESOLVED  # what made it was told, unless it was harmless
        if not isinstance(key, str) or not key.replace(HOLE, ""):
            return self._code(call)
        named = [
            value
            for name, value in self.names.items()
            if isinstance(name, str) and isinstance(value, Function)
            and fnmatch.fnmatchcase(name, key.replace(HOLE, "*"))
        ]  # fmt: skip
        for function in named:
            self.run(function, call)
        return UNRESOLVED if named else self._code(call)

    def _built_in(self, name: str, call: ast.Call) -> Any:
        if name == "getattr":
            owner, member = (value_of(argument(call, place, ""), self.names) for place in (0, 1))
            has = hasattr(owner, "member") and isinstance(member, str) and HOLE not in member
            return owner.member(member) if has else UNRESOLVED
        if name in _EXECUTE_CODE:
            return UNRESOLVED if name == "eval" and self._is_looked_up(call) else self._code(call)
        if hasattr(builtins, name) or name[:1].isupper():
            self._follow_given(call)
            return value_of(call, self.names)
        return self._code(call)

    def _is_looked_up(self, call: ast.Call) -> bool:
        """Tell whether ``eval`` only names a function of this file."""
        text = value_of(argument(call, 0, ""), self.names)
        return isinstance(text, str) and text.replace(HOLE, "a").isidentifier()

    def _follow_given(self, call: ast.Call) -> None:
        """Follow the functions that a call is given, which it may call."""
        for item in (*call.args, *(word.value for word in call.keywords)):
            value = value_of(item, self.names)
            if isinstance(value, Function):
                self._call_given(value, call)

    def _call_given(self, function: Function, call: ast.Call) -> None:
        items = value_of(argument(call, 1, ""), self.names) if name_of(call.func) == "map" else None
        for item in items if isinstance(items, tuple) else (UNRESOLVED,):
            self.run(function, None, (item,))

    # Modules

    def _of_module(self, module: Module, call: ast.Call) -> Any:
        owner, _, name = module.name.rpartition(".")
        if owner == _OP:
            return self._operation(name, call)
        if is_plain(module.name):
            self._follow_given(call)
            return self._of_library(name, call)
        if owner.rpartition(".")[2] == "session":
            return self._of_unknown(UNRESOLVED, name, call)
        known = self._elsewhere(module)
        if isinstance(known, Function):
            return self.run(known, call)
        if name[:1].isupper() and not self._is_given_op(call):
            return UNSEEN if known is None else UNRESOLVED
        return self._code(call)

    def _is_given_op(self, call: ast.Call) -> bool:
        given = [*call.args, *(word.value for word in call.keywords)]
        return any(value_of(item, self.names) == Module(_OP) for item in given)

    def _elsewhere(self, module: Module) -> Any:
        """Return what another file of the version defines; None where it is not seen."""
        for ending, name in places_of(self._path, module):
            names = self._module(ending)
            if names is not None and name in names:
                return names[name]
        return None

    def _module(self, ending: str) -> dict[Any, Any] | None:
        """Return what a module defines; None where it is not there."""
        if ending not in self._modules:
            self._modules[ending] = None
            found = next(self._history.ending_with(f"/{ending}"), None)
            if found is not None:
                self._modules[ending] = self._defined(*found)
        return self._modules[ending]

    def _defined(self, path: str, content: bytes) -> dict[Any, Any] | None:
        try:
            tree = parsed(path, content)
        except UnreadableError:
            return None
        outer, found = self.names, self.found
        self.names, self.found = {}, []
        self.statements(defining(tree))
        inner = self.names
        self.names, self.found = outer, found
        return inner

    def _of_library(self, name: str, call: ast.Call) -> Any:
        """Return what a call to SQLAlchemy, or to another library, makes."""
        if name in ("table", "Table"):
            return Table(text_of(argument(call, 0, "name"), self.names), call=call)
        if name in _ROWS or name == "select":
            of = value_of(argument(call, 0, "table"), self.names)
            return Rows(name, of.name if isinstance(of, Table) else "")
        if name in ("text", "DDL", "f", "literal_column", "quoted_name", "dedent", "cleandoc"):
            return value_of(argument(call, 0, "text"), self.names)
        if name == "partial" and call.args:
            return value_of(call.args[0], self.names)
        return Made(call, self.names) if name[:1].isupper() else UNRESOLVED

    # Operations

    def _operation(self, name: str, call: ast.Call, batch: Batch | None = None) -> Any:
        if name in CALLS:
            for operation in self._done(name, call, batch):
                self._note(operation, call)
            return UNRESOLVED
        if name == "execute":
            return self._execute(call)
        if name == "batch_alter_table":
            return Batch(self._table(argument(call, 0, "table_name"), call))
        if name in ("f", "inline_literal"):
            return value_of(argument(call, 0, "name"), self.names)
        if name not in _ASKS:
            self.not_followed(call)
        self._follow_given(call)
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

    def _execute(self, call: ast.Call) -> Any:
        value = value_of(argument(call, 0, "sqltext"), self.names)
        if isinstance(value, Rows):
            self._change_rows(value, call)
        elif isinstance(value, Made) and name_of(value.call.func) in _QUIET_SQL:
            pass
        else:
            dialect, source = self._history.dialect, source_of(call)
            self.found += statements(value, source, dialect, self.budget, call.lineno)
        return UNRESOLVED

    def _change_rows(self, rows: Rows, call: ast.Call) -> None:
        action = _ROWS.get(rows.kind)
        if action is not None and rows.table:
            self._note(Operation(action, plain(rows.table)), call)
        elif action is not None:
            self._note(Operation(Action.CHANGE_DATA, text=source_of(call)), call)

    # Methods

    def _method(self, owner: Any, name: str, call: ast.Call) -> Any:
        if isinstance(owner, Batch):
            return self._operation(name, call, owner)
        if isinstance(owner, Table):
            return self._of_table(owner, name, call)
        if isinstance(owner, Rows):
            return owner
        if isinstance(owner, Made):
            return self._of_made(owner, name, call)
        if isinstance(owner, str | tuple | dict):
            self._follow_given(call)
            return value_of(call, self.names)
        return self._of_unknown(owner, name, call)

    def _of_unknown(self, owner: Any, name: str, call: ast.Call) -> Any:
        if name in _EXECUTES:
            return self._execute(call)
        if name in CALLS:
            return self._operation(name, call)
        if name in _CHANGES:
            self._note(Operation(Action.CHANGE_DATA, text=source_of(call)), call)
        elif name in _RUNS or owner is UNSEEN:
            return self._code(call)
        self._follow_given(call)
        return UNRESOLVED

    def _of_table(self, table: Table, name: str, call: ast.Call) -> Any:
        function = table.member(name)
        if isinstance(function, Function):
            return self.run(function, call, (table,))
        if name in _ROWS or name == "select":
            return Rows(name, table.name)
        if name == "drop" and table.name:
            self._note(Operation(Action.DROP_TABLE, plain(table.name)), call)
        elif name == "create" and table.name and table.call is not None:
            for made in create_table(plain(table.name), table.call, self.names):
                self._note(made, call)
        elif name in _RUNS:
            return self._code(call)
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
                self._note(operation, call)
            return UNRESOLVED
        return self._of_unknown(UNRESOLVED, name, call)


def defining(tree: ast.Module) -> list[ast.stmt]:
    """Return the statements of a module that say what its names stand for."""
    kinds = (
        ast.Assign, ast.AnnAssign, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import,
        ast.ImportFrom, ast.If, ast.Try,
    )  # fmt: skip
    return [node for node in tree.body if isinstance(node, kinds)]


def _is_call_of(node: ast.expr, *names: str) -> bool:
    return isinstance(node, ast.Call) and name_of(node.func) in names


def _with_table(name: str, call: ast.Call, table: str) -> ast.Call:
    """Return the call as it is outside ``batch_alter_table``, where it names the table."""
    place, given, words = CALLS[name][1], list(call.args), list(call.keywords)
    if len(given) >= place:
        given.insert(place, ast.Constant(table))
    else:
        word = TABLE_WORDS.get(name, "table_name")
        words.append(ast.keyword(word, ast.Constant(table)))
    return ast.copy_location(ast.Call(call.func, given, words), call)
