"""Follows calls in PHP that are about no schema by themselves: functions, models, values."""

import re
from collections.abc import Callable
from typing import Any

from relplan.contracts.reading.trees import short
from relplan.contracts.reading.values import UNRESOLVED, joined
from relplan.contracts.sql.operations import Action, Operation
from relplan.contracts.sql.readers.braces import Call, Function
from relplan.contracts.sql.readers.php.language import Php
from relplan.contracts.sql.readers.php.things import (
    ASKED,
    DRIVER,
    ROWS,
    THIS,
    VALUE,
    Class,
    ColumnDraft,
    Database,
    KeyDraft,
    Query,
    Schema,
    TableDraft,
)
from relplan.contracts.sql.readers.php.words import (
    CHANGES,
    FUNCTIONS,
    OF_OUTPUT,
    OF_ROWS,
    RUNS,
    VALUES,
)
from relplan.contracts.sql.readers.reader import History

_DATABASES = frozenset({"DB", "Database", "Capsule", "Manager"})
_ROWS = {"insert": Action.INSERT, "truncate": Action.TRUNCATE, "insertGetId": Action.INSERT,
         "insertOrIgnore": Action.INSERT}  # fmt: skip
_OF_DRIVER = re.compile(r"database\.default|DB_CONNECTION|database\.connections\..*\.driver")
_ENQUIRES = frozenset({"in_array", "array_key_exists", "isset", "empty", "count", "is_null"})
_INHERITED = frozenset({"getConnection", "__construct", "shouldRun", "driver"})
"""Methods of the migrations that Laravel and its own packages bring."""
_ENDS = frozenset({"get", "first", "find", "pluck", "count", "value", "all", "exists"})
"""What a query is asked for last."""


class PhpCalls(Php):
    """Follows what calls do to rows; what they do to a schema is for others to say."""

    def __init__(self, history: History) -> None:
        """Read a migration that stands in *history*."""
        super().__init__(history)
        self._by_kind: tuple[tuple[Any, Callable[[Any, Call], Any]], ...] = (
            (Function, self._of_function), (Class, self._on_class), (Schema, self.on_schema),
            (Database, self.on_database), (TableDraft | ColumnDraft | KeyDraft, self.on_draft),
        )  # fmt: skip

    def on_schema(self, schema: Schema, call: Call) -> Any:
        """Follow a call on a schema's builder."""
        raise NotImplementedError

    def on_database(self, database: Database, call: Call) -> Any:
        """Follow a call on a connection to a database."""
        raise NotImplementedError

    def on_draft(self, draft: TableDraft | ColumnDraft | KeyDraft, call: Call) -> Any:
        """Follow a call on a table, or one that describes a column or key of it further."""
        raise NotImplementedError

    def made(self, call: Call) -> Any:
        """Return a new object: a table, what is not looked into, or a model."""
        if call.name in VALUES:
            return VALUE
        if self._touches(call):
            self.code(call.node)
        self.follow_functions(call, [])
        return Class(call.name)

    def property_of(self, owner: Any, name: str) -> Any:
        """Return a property of an object."""
        if owner is THIS and name in ("schema", "db", "database"):
            return Schema() if name == "schema" else Database()
        return owner if owner in (ROWS, VALUE, ASKED) else UNRESOLVED

    def _touches(self, call: Call) -> bool:
        """Tell whether a call is given what it could change a schema with."""
        given = (*call.given, *call.words.values())
        return any(isinstance(value, TableDraft | Schema | Database) for value in given)

    def called(self, call: Call) -> Any:
        """Return the value of a call, having taken note of what it does."""
        if call.receiver is None or call.receiver is THIS:
            return self._local(call)
        for kind, follow in self._by_kind:
            if isinstance(call.receiver, kind):
                return follow(call.receiver, call)
        return self._on_value(call.receiver, call)

    def _of_function(self, function: Function, call: Call) -> Any:
        return self.run(function, call.given)

    def _local(self, call: Call) -> Any:
        function = self.functions.get(call.name)
        if function is not None:
            return self.run(function, [*call.given, *call.words.values()])
        if call.receiver is THIS:
            return self.on_this(call)
        if call.name in _KNOWN:
            return _KNOWN[call.name](call)
        if call.name == "array_map":
            return self._mapped(call)
        if call.name in _ENQUIRES:
            return self._asked_of(call)
        return self._of_name(call)

    def _of_name(self, call: Call) -> Any:
        """Follow a call of a function that is not seen."""
        is_known = call.name in FUNCTIONS | RUNS or call.name.startswith("array_")
        if call.name == "dispatch":
            self.note(Operation(Action.CHANGE_DATA, text=short(call.node)), call.node)
        elif not is_known or self._touches(call):
            self.code(call.node)
        self.follow_functions(call, [ROWS if call.name in RUNS else UNRESOLVED])
        return VALUE if call.name in FUNCTIONS else UNRESOLVED

    def _mapped(self, call: Call) -> Any:
        function, values = call.get(0), call.get(1)
        if not isinstance(function, Function):
            return UNRESOLVED
        made = tuple(self.run(function, [item]) for item in self.turns(values))
        return made if isinstance(values, tuple) and len(made) == len(values) else UNRESOLVED

    def _asked_of(self, call: Call) -> Any:
        one, other = call.get(0), call.get(1)
        if ASKED in (one, other):
            return ASKED
        if one is DRIVER and isinstance(other, tuple):
            found = [self.equal(one, value) for value in other]
            is_none = all(value is False for value in found)
            return True if True in found else False if is_none else UNRESOLVED
        return UNRESOLVED

    def on_this(self, call: Call) -> Any:
        """Follow a call of a method that the migration inherits."""
        if call.name in ("schema", "getSchema", "getSchemaBuilder"):
            return Schema()
        if call.name not in OF_OUTPUT | _INHERITED:
            self.code(call.node)
        self.follow_functions(call, [UNRESOLVED])
        return DRIVER if call.name == "driver" else UNRESOLVED

    def _on_class(self, owner: Class, call: Call) -> Any:
        if owner.name == "Schema":
            return self.on_schema(Schema(), call)
        if owner.name in _DATABASES:
            return Schema() if call.name == "schema" else self.on_database(Database(), call)
        if owner.name in ("Config", "App"):
            return _setting(call) if owner.name == "Config" else _environment(call)
        is_value = owner.name in VALUES
        is_model = call.name in RUNS | CHANGES | OF_ROWS or call.name.startswith("where")
        if is_model and not is_value and not self._touches(call):
            return self._on_rows(call)
        if not is_value or self._touches(call):
            self.code(call.node)
        self.follow_functions(call, [UNRESOLVED])
        return VALUE if is_value else UNRESOLVED

    def runs(self, call: Call, given: Any) -> Any:
        """Follow what a call runs of what it is given; return what it works on."""
        self.follow_functions(call, [given])
        return given if given is ROWS else UNRESOLVED

    def _on_value(self, receiver: Any, call: Call) -> Any:
        if receiver is DRIVER or receiver is ASKED:
            self.follow_functions(call, [receiver])
            return receiver
        if isinstance(receiver, tuple | dict) and call.name in RUNS and receiver:
            for _, item in self.pairs(receiver):
                self.follow_functions(call, [item])
            return receiver if call.name == "each" else ROWS
        is_value = isinstance(receiver, str) or receiver in (VALUE, None)
        if call.name in CHANGES | RUNS | OF_ROWS and not is_value:
            return self._on_rows(call)
        is_known = is_value or receiver is ROWS or isinstance(receiver, Query | tuple | dict)
        if self._touches(call) or (not is_known and call.name not in OF_OUTPUT):
            self.code(call.node)
        self.follow_functions(call, [ROWS if receiver is ROWS else UNRESOLVED])
        return receiver if is_known and not is_value else VALUE if is_value else UNRESOLVED

    def _on_rows(self, call: Call) -> Any:
        query = call.receiver if isinstance(call.receiver, Query) else None
        if call.name in CHANGES:
            action = _ROWS.get(call.name, Action.CHANGE_ROWS)
            known_table = query is not None and query.table
            made = Operation(action, query.table) if query and known_table else Operation(
                Action.CHANGE_DATA, text=short(call.node)
            )  # fmt: skip
            self.note(made, call.node)
        self.follow_functions(call, [ROWS])
        return query if query is not None and call.name not in _ENDS else ROWS


def _formatted(call: Call) -> Any:
    text, *values = call.given or [UNRESOLVED]
    pieces = text.split("%s") if isinstance(text, str) else []
    if len(pieces) != len(values) + 1 or "%" in "".join(pieces):
        return UNRESOLVED
    return joined([one for pair in zip(pieces, [*values, ""], strict=True) for one in pair])


def _imploded(call: Call) -> Any:
    between, items = (*call.given, UNRESOLVED, UNRESOLVED)[:2]
    if not isinstance(items, tuple) or not isinstance(between, str):
        return UNRESOLVED
    pieces = [piece for item in items for piece in (between, item)]
    return joined(pieces[1:])


def _collected(call: Call) -> Any:
    value = call.get(0)
    return value if isinstance(value, tuple | dict) else ROWS


def _setting(call: Call) -> Any:
    """Return a setting, of which nothing is known but that one tells the kind of database."""
    return DRIVER if _OF_DRIVER.search(str(call.get(0))) else UNRESOLVED


def _environment(call: Call) -> Any:
    """Return whether it is an environment; no plan is made for that of tests."""
    is_test = call.name == "runningUnitTests" or call.text(0) == "testing"
    return False if is_test else UNRESOLVED


def _made(call: Call) -> Any:
    known = {"db": Database(), "db.schema": Schema(), "": Class("App")}
    return known.get(call.text(0), UNRESOLVED)


def _schema(call: Call) -> Any:
    return Schema() if not call.given else UNRESOLVED


_KNOWN: dict[str, Callable[[Call], Any]] = {
    "sprintf": _formatted, "implode": _imploded, "join": _imploded, "collect": _collected,
    "config": _setting, "env": _setting, "app": _made, "schema": _schema,
}  # fmt: skip
"""What functions return that only make values."""
