"""Reads migrations in JavaScript and TypeScript: what is done by their ``up``."""

from typing import TYPE_CHECKING, Any

from relplan.contracts.reading.trees import below, line_of, parsed, short
from relplan.contracts.reading.values import UNRESOLVED
from relplan.contracts.sql.migration import Migration
from relplan.contracts.sql.operations import Action, Operation, plain
from relplan.contracts.sql.readers.braces import Call, Function
from relplan.contracts.sql.readers.javascript import knex, runners
from relplan.contracts.sql.readers.javascript.language import JavaScriptFollower
from relplan.contracts.sql.readers.javascript.things import (
    BESIDE,
    DATABASE,
    ColumnDraft,
    Query,
    Raw,
    Schema,
    TableDraft,
)
from relplan.contracts.sql.readers.reader import History
from relplan.contracts.sql.readers.statements import statements

if TYPE_CHECKING:
    from tree_sitter import Node

_SQL = frozenset({"query", "exec", "execute", "runSql", "unprepared", "$executeRawUnsafe"})
_ASKS = frozenset(
    {
        "hasTable", "hasColumn", "getTable", "getTables", "startTransaction", "release", "commit",
        "rollback", "commitTransaction", "rollbackTransaction", "connect", "getRepository",
        "createQueryBuilder", "describeTable", "showAllTables", "showIndex", "createSchema",
        "createSchemaIfNotExists", "createExtension", "createExtensionIfNotExists", "columnInfo",
        "getView", "enableSqlMemory", "isTransaction", "destroy", "fn", "ref", "catch", "finally",
    }
)  # fmt: skip
"""Calls that no reader or writer of a table can tell."""
_RUNS_GIVEN = frozenset(
    {"then", "catch", "finally", "transaction", "forEach", "map", "tap", "all", "reduce",
     "allSettled", "filter", "each", "mapSeries", "some", "every", "find", "flatMap", "sort"}
)  # fmt: skip
"""Calls that run the functions that they are given."""
_CHANGES = frozenset(
    {
        "insert", "update", "del", "delete", "save", "remove", "upsert", "merge", "increment",
        "decrement", "bulkCreate", "destroy", "create", "softDelete", "clear", "set",
    }
)  # fmt: skip
_SELECTS = frozenset(
    {
        "select", "where", "whereIn", "whereNull", "whereNotNull", "from", "first", "orderBy",
        "find", "findOne", "findBy", "findOneBy", "findAll", "count", "getMany", "getOne",
        "getRawMany", "getRawOne", "leftJoin", "innerJoin", "limit", "offset", "push", "join",
        "includes", "split", "trim", "replace", "toString", "length", "keys", "values", "entries",
        "slice", "concat", "log", "info", "warn", "error", "debug", "stringify", "parse", "now",
        "toISOString", "getTime", "resolve", "randomUUID", "toLowerCase", "toUpperCase", "has",
        "get", "add", "hasOwnProperty", "assign", "fromEntries", "isArray", "pop", "shift", "next",
        "startsWith", "endsWith", "indexOf", "match", "test", "exec", "reverse", "flat", "pluck",
        "distinct", "groupBy", "andWhere", "orWhere", "execute", "setParameter", "into",
        "returning", "exists", "addSelect", "leftJoinAndSelect", "whereNot", "as", "raw", "on",
        "using", "clone",
    }
)  # fmt: skip
_BUILT_IN = frozenset(
    {"require", "parseInt", "parseFloat", "String", "Number", "Boolean", "BigInt", "Symbol",
     "Error", "isNaN", "randomUUID", "structuredClone", "encodeURIComponent", "literal",
     "setTimeout"}
)  # fmt: skip


def read_javascript(path: str, content: bytes, history: History) -> Migration:
    """Read a migration. Raises UnreadableError."""
    language = "language_typescript" if path.endswith(".ts") else "language_tsx"
    root = parsed(path, content, "tree_sitter_typescript", history.budget, language)
    return _Reader(history).migration(path, root, ("up", "down"), [DATABASE, BESIDE])


class _Reader(JavaScriptFollower):
    """Takes note of what is done with what a migration is given."""

    def __init__(self, history: History) -> None:
        super().__init__(history)
        self.how |= dict.fromkeys(("expression_statement", "await_expression"), self._done)
        self.how["return_statement"] = self._returning

    def does_something(self, function: "Node") -> bool:
        """Tell whether a function is not empty, nor only refuses to run."""
        body = function.child_by_field_name("body")
        is_block = body is not None and body.type == "statement_block"
        return body is not None and (not is_block or self.starts(body))

    def _done(self, node: "Node") -> Any:
        value = UNRESOLVED
        for child in below(node):
            value = self.follow(child)
        self._run_raw(value, node)
        return None if isinstance(value, Raw) else value

    def _returning(self, node: "Node") -> Any:
        value = self._done(node)
        self.flow.leave()
        return value

    def _run_raw(self, value: Any, node: "Node") -> None:
        """Take note of the SQL that is run once it is waited for."""
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Raw):
                self._sql(one.text, node)

    def run(self, function: Function, given: list[Any]) -> Any:
        """Follow a function; what it returns is waited for."""
        value = super().run(function, given)
        self._run_raw(value, function.node)
        return value

    def _sql(self, text: Any, node: "Node") -> None:
        dialect, line = self.history.dialect, line_of(node)
        self.found += statements(text, short(node), dialect, self.budget, line)

    def called(self, call: Call) -> Any:
        """Return the value of a call, having taken note of what it does."""
        receiver = call.receiver
        if receiver is None or receiver is BESIDE:
            return self._local(call) if receiver is None else UNRESOLVED
        if receiver is DATABASE:
            return self._on_database(call)
        if isinstance(receiver, Schema):
            return self._on_schema(receiver, call)
        if isinstance(receiver, TableDraft):
            return self._on_table(receiver, call)
        if isinstance(receiver, ColumnDraft):
            if not knex.modify(receiver, call):
                self.not_followed(call.node)
            return receiver
        return self._on_value(receiver, call)

    def _local(self, call: Call) -> Any:
        value = self.scope.get(call.name, UNRESOLVED)
        function = value if isinstance(value, Function) else self.functions.get(call.name)
        if function is not None:
            return self.run(function, call.given)
        if value is DATABASE:
            return Query(plain(call.text(0)))
        if value is not BESIDE and call.name not in _BUILT_IN:
            self.code(call.node)
        self.follow_functions(call, [])
        return UNRESOLVED

    def _on_database(self, call: Call) -> Any:
        if call.name == "raw":
            return Raw(call.get(0))
        if call.name in _SQL:
            self._sql(call.get(0), call.node)
        elif call.name in runners.CALLS:
            self._operation(runners.CALLS[call.name](call), call)
        elif call.name in _RUNS_GIVEN:
            self.follow_functions(call, [DATABASE])
            return UNRESOLVED
        elif call.name in _CHANGES:
            self.note(Operation(Action.CHANGE_DATA, text=short(call.node)), call.node)
        elif call.name in ("from", "into", "table"):
            return Query(plain(call.text(0)))
        elif call.name not in _ASKS and call.name not in _SELECTS:
            self.not_followed(call.node)
        self.follow_functions(call, [])
        return UNRESOLVED

    def _operation(self, found: list[Operation] | None, call: Call) -> None:
        if found is None:
            self.not_followed(call.node)
        for operation in found or ():
            self.note(operation, call.node)

    def _on_schema(self, schema: Schema, call: Call) -> Any:
        name = plain(f"{schema.name}.{call.text(0)}" if schema.name else call.text(0))
        if call.name == "withSchema":
            return Schema(call.text(0))
        if call.name in ("createTable", "createTableIfNotExists", "alterTable", "table"):
            self._table(name, call)
        elif call.name == "raw":
            self._sql(call.get(0), call.node)
        elif call.name in _ON_SCHEMA:
            action = _ON_SCHEMA[call.name]
            careful = "If" in call.name or "Replace" in call.name
            made = Operation(action, name, to=plain(call.text(1)), careful=careful)
            known = name and (action is not Action.RENAME_TABLE or made.to)
            self._operation([made] if known else None, call)
        elif call.name in _RUNS_GIVEN:
            self.follow_functions(call, [UNRESOLVED])
        elif call.name not in _ASKS:
            self.not_followed(call.node)
            self.follow_functions(call, [UNRESOLVED])
        return UNRESOLVED if call.name in ("hasTable", "hasColumn") else schema

    def _table(self, name: str, call: Call) -> None:
        function = call.get(1)
        table = TableDraft(name, creates=call.name.startswith("create"))
        if not name or not isinstance(function, Function):
            self.not_followed(call.node)
        if isinstance(function, Function):
            self.run(function, [table])
        for operation in knex.finished(table) if name else ():
            self.note(operation, call.node)

    def _on_table(self, table: TableDraft, call: Call) -> Any:
        found = knex.in_table(table, call)
        if found is False:
            self.not_followed(call.node)
        if isinstance(found, ColumnDraft):
            return found
        return ColumnDraft("")  # what describes a constraint further

    def _on_value(self, receiver: Any, call: Call) -> Any:
        if isinstance(receiver, Raw) and call.name in _RUNS_GIVEN:
            self._sql(receiver.text, call.node)
        if isinstance(receiver, Query) and call.name in _CHANGES | {"truncate"}:
            action = _ROWS.get(call.name, Action.CHANGE_ROWS)
            text = short(call.node)
            made = Operation(action, receiver.table) if receiver.table else Operation(
                Action.CHANGE_DATA, text=text
            )  # fmt: skip
            self.note(made, call.node)
        elif receiver is UNRESOLVED:
            self._on_unknown(call)
        for item in self.turns(receiver):
            self.follow_functions(call, [item])
        listed = call.name in ("all", "allSettled") and isinstance(call.get(0), tuple)
        if listed:
            self._run_raw(call.get(0), call.node)
        return receiver if isinstance(receiver, Query) else UNRESOLVED

    def _on_unknown(self, call: Call) -> None:
        if call.name in _SQL and isinstance(call.get(0), str):
            self._sql(call.get(0), call.node)
        elif call.name in _CHANGES:
            self.note(Operation(Action.CHANGE_DATA, text=short(call.node)), call.node)
        elif any(value is DATABASE for value in call.given) or not (
            call.name in _SELECTS or call.name in _RUNS_GIVEN or call.name in _ASKS
        ):
            self.code(call.node)


_ROWS = {"insert": Action.INSERT, "truncate": Action.TRUNCATE}
_ON_SCHEMA = {
    "dropTable": Action.DROP_TABLE, "dropTableIfExists": Action.DROP_TABLE,
    "renameTable": Action.RENAME_TABLE, "createView": Action.CREATE_VIEW,
    "createViewOrReplace": Action.CREATE_VIEW, "createMaterializedView": Action.CREATE_VIEW,
    "dropView": Action.DROP_VIEW, "dropViewIfExists": Action.DROP_VIEW,
    "dropMaterializedView": Action.DROP_VIEW, "dropSchema": Action.DROP_SCHEMA,
    "dropSchemaIfExists": Action.DROP_SCHEMA,
}  # fmt: skip
