"""Reads lists of Django's operations, one after the other."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import replace

from relplan.contracts.sql.operations import Action, Operation, plain
from relplan.contracts.sql.readers.django.code import what_runs
from relplan.contracts.sql.readers.django.models import Models, app_of
from relplan.contracts.sql.readers.python.source import argument, keyword, name_of, source_of
from relplan.contracts.sql.readers.python.things import Function, Module
from relplan.contracts.sql.readers.python.values import Made, Names, text_of, value_of
from relplan.contracts.sql.readers.reader import History
from relplan.contracts.sql.readers.statements import statements
from relplan.contracts.sql.readers.telling import not_understood

_ON_ROWS_TOO = frozenset(
    {
        "CreateModel", "RunSQL", "RunPython", "SeparateDatabaseAndState", "AlterModelOptions",
        "RenameModel",
    }
)  # fmt: skip
"""Operations that are read whether or not a model has a table."""
_NO_SQL = frozenset(
    {
        "AlterModelManagers", "AlterModelTableComment",
        "AlterIndexTogether", "RenameIndex", "CreateExtension", "BtreeGinExtension",
        "TrigramExtension", "AlterConstraint", "CreateCollation", "RemoveCollation",
        "UnaccentExtension", "CITextExtension", "HStoreExtension", "BtreeGistExtension",
        "CryptoExtension", "ValidateConstraint", "BloomExtension",
    }
)  # fmt: skip


class AppReader:
    """Reads the operations of one application's migration."""

    def __init__(
        self, path: str, history: History, models: Models, operations: "Operations"
    ) -> None:
        """Read the migration at *path*, with the *models* of those before it."""
        self.names: Names = {}
        self.app = app_of(path)
        self.models = models
        self._path = path
        self._history = history
        self._operations = operations

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
        build = self._operations.get(name)
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


Build = Callable[[AppReader, ast.Call], "list[Operation] | None"]
"""Returns what an operation does; None where it is not understood."""
Operations = Mapping[str, Build]
