"""Follows the functions that Django's RunPython runs."""

from dataclasses import replace

from relplan.contracts.sql.operations import Action, Operation
from relplan.contracts.sql.readers.python.calls import Calls
from relplan.contracts.sql.readers.python.things import Function, Module
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


class _Code(Calls):
    """Models as a migration has them know no methods but Django's own, which change rows."""

    runs = _EDITS


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
