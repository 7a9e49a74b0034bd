"""Follows the functions that Django's RunPython runs."""

import ast
from dataclasses import replace
from typing import Any

from relplan.contracts.reading.values import UNRESOLVED
from relplan.contracts.sql.operations import Action, Operation, plain
from relplan.contracts.sql.readers.python.calls import Calls
from relplan.contracts.sql.readers.python.source import argument, source_of
from relplan.contracts.sql.readers.python.things import Function, Module, Table
from relplan.contracts.sql.readers.python.values import text_of
from relplan.contracts.sql.readers.reader import History

_EDITS = frozenset(
    {
        "create_model", "delete_model", "add_field", "remove_field", "alter_field",
        "alter_db_table", "add_index", "remove_index", "rename_index", "add_constraint",
        "remove_constraint", "alter_unique_together", "alter_index_together", "call_command",
        "database_forwards", "database_backwards", "run", "call", "migrate", "apply", "invoke",
    }
)  # fmt: skip
"""Methods of a schema editor, and others that start what is not seen here."""


_LATER = frozenset({"delay", "delay_on_commit", "apply_async"})
"""Methods by which Celery puts a task into its queue."""


class _Code(Calls):
    """Models as a migration has them know no methods but Django's own, which change rows."""

    runs = _EDITS

    def method(self, owner: Any, name: str, call: ast.Call) -> Any:
        """Follow a method of a model, of the schema's editor or of a task."""
        if name == "get_model":
            return Table("")
        if name == "alter_db_table" and (renamed := self._renamed(call)):
            self.note(renamed, call)
            return UNRESOLVED
        if name in _LATER and isinstance(owner, Function):
            return self._later(owner, call)
        return super().method(owner, name, call)

    def of_module(self, module: Module, call: ast.Call) -> Any:
        """Follow what is imported; of a task what it is known to do, once it is done."""
        owner, _, name = module.name.rpartition(".")
        if name in _LATER and isinstance(task := self.elsewhere(Module(owner)), Function):
            return self._later(task, call)
        return super().of_module(module, call)

    def _renamed(self, call: ast.Call) -> Operation | None:
        old, new = (plain(text_of(argument(call, place, ""), self.names)) for place in (1, 2))
        return Operation(Action.RENAME_TABLE, old, to=new) if old and new else None

    def _later(self, task: Function, call: ast.Call) -> Any:
        """Take note of what a task does to tables, though a worker runs it only later.

        What else it calls is the application's own work, as any that is done behind a migration.
        """
        start = len(self.found)
        self.run(replace(task, unseen=None), call)
        done = _known(self.found[start:])
        self.found[start:] = [replace(one, line=call.lineno) for one in done]
        self.note(Operation(Action.CHANGE_DATA, text=source_of(call)), call)
        return UNRESOLVED


def what_runs(
    function: Function | Module, path: str, history: History, text: str
) -> list[Operation]:
    """Return what a function does to the schema; that it changes rows where it does no more.

    *text* is how it is named in the migration at *path*; it may stand in another module.
    """
    code = _Code(path, history)
    known = function if isinstance(function, Function) else code.elsewhere(function)
    if not isinstance(known, Function):
        return [Operation(Action.RUN_CODE, text=text)]
    code.run(known, None)
    if known is not function:  # its lines are another file's
        code.found = [replace(one, line=0) for one in code.found]
    if any(one.action in (Action.UNKNOWN, Action.RUN_CODE) for one in code.found):
        return [Operation(Action.RUN_CODE, text=text), *_known(code.found)]
    return _known(code.found) or [Operation(Action.CHANGE_DATA, text=text)]


def _known(found: list[Operation]) -> list[Operation]:
    quiet = (Action.UNKNOWN, Action.RUN_CODE, Action.CHANGE_DATA)
    return [one for one in found if one.action not in quiet]
