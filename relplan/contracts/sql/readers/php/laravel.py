"""Reads Laravel's migrations: what their ``up`` does by the facades Schema and DB."""

import re
from typing import TYPE_CHECKING, Any

from relplan.contracts.reading.trees import line_of, short
from relplan.contracts.reading.values import UNRESOLVED, is_known
from relplan.contracts.sql.dialects import DIALECTS, guess, known
from relplan.contracts.sql.operations import Action, Operation, plain
from relplan.contracts.sql.readers.braces import Call, Function
from relplan.contracts.sql.readers.php import blueprint
from relplan.contracts.sql.readers.php.calls import PhpCalls
from relplan.contracts.sql.readers.php.commands import COMMANDS
from relplan.contracts.sql.readers.php.things import (
    ASKED,
    DRIVER,
    ROWS,
    VALUE,
    ColumnDraft,
    Database,
    KeyDraft,
    Query,
    Raw,
    Schema,
    TableDraft,
)
from relplan.contracts.sql.readers.php.words import (
    ASKS,
    QUIET,
    RUNS,
    SQL,
)
from relplan.contracts.sql.readers.reader import History
from relplan.contracts.sql.readers.statements import statements

if TYPE_CHECKING:
    from tree_sitter import Node

_KEPT_UNTIL = "2024_03_12"
"""When Laravel 11 came, from which on a column that changes loses what is not said anew."""
_DATE = re.compile(r"(?:.*/)?(\d{4}_\d\d_\d\d)")
_OF_DATABASE = {
    **dict.fromkeys(("connection", "getConnection", "getPdo", "getReadPdo"), Database()),
    **dict.fromkeys(("getDriverName", "getDriverTitle", "getAttribute", "getConfig"), DRIVER),
    "getSchemaBuilder": Schema(), "getTablePrefix": "",
}  # fmt: skip
"""What a connection is asked for; a prefix is seldom set."""
_PLAIN_CONNECTIONS = frozenset({"", "default"})


class Laravel(PhpCalls):
    """Takes note of what is called on the facades, and on tables."""

    def __init__(self, path: str, history: History) -> None:
        """Read the migration at *path*, which stands in *history*."""
        super().__init__(history)
        date = _DATE.match(path)
        self._keeps = date is not None and date[1] < _KEPT_UNTIL

    def on_database(self, database: Database, call: Call) -> Any:
        """Follow a call on a connection to a database."""
        if call.name in ("raw", "table"):
            return Raw(call.get(0)) if call.name == "raw" else self._query(call)
        if call.name in _OF_DATABASE or call.name in ASKS:
            return _OF_DATABASE.get(call.name, ASKED)
        if call.name in SQL and (call.given or call.words):
            self._sql(call.get(0, "query"), call.node)
            return ROWS
        if call.name in RUNS:
            return self.runs(call, database)
        if call.name not in QUIET and call.name != "query":
            self.not_followed(call.node)
        self.follow_functions(call, [UNRESOLVED])
        return Query("") if call.name == "query" else UNRESOLVED

    def _query(self, call: Call) -> Query:
        """Return the query of a table, which may be given another name: ``orders as o``."""
        name = call.text(0).partition(" ")[0]
        return Query(plain(name))

    def _sql(self, text: Any, node: "Node") -> None:
        text = text.text if isinstance(text, Raw) else text
        dialect = self.history.dialect or (guess([text]) if is_known(text) else "")
        self.take(statements(text, short(node), dialect, self.budget, line_of(node)))

    def on_schema(self, schema: Schema, call: Call) -> Any:
        """Follow a call on a schema's builder."""
        name = call.text(0, "table")
        table = plain(f"{schema.prefix}{name}") if name else ""
        if call.name in ("connection", "setConnection"):
            return Schema(_prefix(call.text(0)))
        if call.name in ("create", "table"):
            self._table(table, call)
        elif call.name in ("whenTableHasColumn", "whenTableDoesntHaveColumn", "whenTableHasIndex",
                           "whenTableDoesntHaveIndex"):  # fmt: skip
            self._table(table, Call(call.node, "table", given=[call.get(0), call.given[-1]]))
        elif call.name in ASKS:
            return ASKED
        elif call.name in ("getConnection", "getPdo"):
            return Database()
        elif call.name in RUNS:
            self.follow_functions(call, [UNRESOLVED])
        elif call.name not in QUIET:
            self._operate(schema, table, call)
        return UNRESOLVED

    def _operate(self, schema: Schema, table: str, call: Call) -> None:
        to = plain(f"{schema.prefix}{call.text(1, 'to')}") if call.text(1, "to") else ""
        found: list[Operation] | None = None
        if call.name in _ON_SCHEMA and table and (call.name != "rename" or to):
            action = _ON_SCHEMA[call.name]
            to = to if action is Action.RENAME_TABLE else ""
            found = [Operation(action, table, to=to, careful="If" in call.name)]
        elif call.name == "dropColumns" and table:
            rest = Call(call.node, "dropColumn", given=call.given[1:])
            found = COMMANDS["dropColumn"](table, rest)
        if found is None:
            self.not_followed(call.node)
            self.follow_functions(call, [UNRESOLVED])
        for operation in found or ():
            self.note(operation, call.node)

    def _table(self, name: str, call: Call) -> None:
        function = call.get(1, "callback")
        if not name or not isinstance(function, Function):
            self.not_followed(call.node)
        table = TableDraft(name, call.name == "create", dialect=self._dialect, keeps=self._keeps)
        if isinstance(function, Function):
            self.run(function, [table if name else VALUE])
        for operation in blueprint.finished(table) if name else ():
            self.take([operation]) if operation.line else self.note(operation, call.node)

    @property
    def _dialect(self) -> str:
        dialect = known(self.history.dialect)
        return dialect if dialect in DIALECTS else ""

    def on_draft(self, draft: TableDraft | ColumnDraft | KeyDraft, call: Call) -> Any:
        """Follow a call on a table, or one that describes a column or key of it further."""
        value: Any = draft
        if isinstance(draft, KeyDraft):
            is_known = blueprint.refer(draft, call)
        elif isinstance(draft, ColumnDraft):
            is_known = blueprint.modify(draft, call)
        else:
            value = blueprint.in_table(draft, call)
            is_known = value is not False
        if not is_known:
            self.not_followed(call.node)
        self.follow_functions(call, [UNRESOLVED])
        return VALUE if isinstance(value, bool) else value


def _prefix(connection: str) -> str:
    """Return what tells the tables of another database apart; that of its kind is the usual one."""
    usual = connection in _PLAIN_CONNECTIONS or known(connection) in DIALECTS
    return "" if usual or not connection.isidentifier() else f"{connection}."


_ON_SCHEMA = {
    "drop": Action.DROP_TABLE, "dropIfExists": Action.DROP_TABLE, "rename": Action.RENAME_TABLE,
    "createView": Action.CREATE_VIEW, "createOrReplaceView": Action.CREATE_VIEW,
    "dropView": Action.DROP_VIEW, "dropViewIfExists": Action.DROP_VIEW,
    "dropDatabaseIfExists": Action.DROP_DATABASE,
}  # fmt: skip
