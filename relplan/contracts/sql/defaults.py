"""Keeps which default a variable of Transact-SQL names, where it is a constraint to be dropped."""

import re

from relplan.contracts.sql.dynamic import HOLE
from relplan.contracts.sql.operations import Action, Column, Operation, plain

_LOOKS_UP = re.compile(
    r"(?:SELECT|SET)\s+@(?P<variable>\w+)\s*=.*\bdefault_constraints\b", re.IGNORECASE | re.DOTALL
)
_TABLE = re.compile(r"\bOBJECT_ID\s*\(\s*N?'(?P<table>[^']+)'", re.IGNORECASE)
_COLUMN = re.compile(r"\bname\]?\s*=\s*N?'(?P<column>[^']+)'", re.IGNORECASE)


class Defaults:
    """The defaults that variables name, by variable."""

    def __init__(self) -> None:
        self._columns: dict[str, tuple[str, str]] = {}

    def look(self, text: str) -> None:
        """Remember which default a statement looks up, as the scripts of EF Core do."""
        found = _LOOKS_UP.match(text)
        if found is None:
            return
        table, column = _TABLE.search(text), _COLUMN.search(text)
        if table and column:
            meant = plain(table["table"]), plain(column["column"])
            self._columns[found["variable"].lower()] = meant

    def resolved(self, operation: Operation) -> Operation:
        """Return what dropping a constraint means that a variable names; else *operation*.

        A default is a constraint here, so that without its name nobody can tell what is lost.
        """
        if operation.action is not Action.DROP_CONSTRAINT or HOLE not in operation.name:
            return operation
        table, column = self._columns.get(operation.name.removeprefix(HOLE), ("", ""))
        if table != operation.table:
            return operation
        return Operation(Action.ALTER_COLUMN, table, Column(column, default=False))
