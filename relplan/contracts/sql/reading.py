"""Reads the operations of SQL text, statement by statement."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

from relplan.contracts.bounds import Budget
from relplan.contracts.reading.lines import shortened
from relplan.contracts.sql.alter_actions import (
    alter_action,
    alter_table_parts,
    modified,
    without_place,
)
from relplan.contracts.sql.batches import split_batches
from relplan.contracts.sql.blocks import block_in
from relplan.contracts.sql.commands import first_look, last_look
from relplan.contracts.sql.conditions import ALWAYS, PERHAPS, Condition, conditioned
from relplan.contracts.sql.defaults import Defaults
from relplan.contracts.sql.definitions import added_column, table_in
from relplan.contracts.sql.dialects import DIALECTS
from relplan.contracts.sql.dynamic import executed, is_known
from relplan.contracts.sql.operations import Action, Operation, plain
from relplan.contracts.sql.patterns import NAME, pattern
from relplan.contracts.sql.routines import Routines
from relplan.contracts.sql.statements import Statement, split
from relplan.contracts.sql.syntax import LARGEST, operations_in
from relplan.contracts.sql.templates import filled
from relplan.contracts.sql.transactions import kept
from relplan.contracts.sql.variables import Variables

_MARK = "\ufeff"
"""With which some editors begin a file, and which stands between files that were put together."""
_STEPS = 10
"""That a statement costs, however short."""
_WORTH = 8
"""Characters that cost a step of the budget, where no parser is needed."""
_STEPS_TO_PARSE = 20
"""Besides one for each character: the parser takes some five microseconds for it."""
_DEEPEST = 3
"""Blocks and strings of SQL within one another that are read."""
_INNER = frozenset("bdepsBDEPS")
"""How statements begin that may hold others, or run them."""
_WITH_VARIABLES = frozenset({"mysql", "tsql"})
_ALTER_VIEW = re.compile(r"ALTER\s+VIEW\s+(?=[^;]{0,2000}?\sAS\s)", re.IGNORECASE)
_TEMPORARY = pattern(
    rf"CREATE (?:GLOBAL |LOCAL )?TEMP(?:ORARY)? (?:TABLE|VIEW) (?:IF NOT EXISTS )?{NAME}"
)
_DATA = frozenset({Action.INSERT, Action.CHANGE_ROWS, Action.TRUNCATE})
_SIGN = re.compile(r"\w[@#]\w")
_CATALOGUE = re.compile(
    r"(?:sqlite_(?:master|schema)|(?:pg_catalog\.)?pg_\w+|sys\.\w+|information_schema\.\w+)$"
)


def read_sql(
    text: str, dialect: str, budget: Budget, first_line: int = 1, deep: int = 0
) -> Iterator[Operation]:
    """Yield what the statements of *text* do; *first_line* is where the text stands."""
    text, conditional = filled(text.replace(_MARK, " "))
    reader = _Reader(dialect, budget, deep)
    found = split_batches(text) if dialect == "tsql" else split(text, dialect)
    for statement in kept(_with_conditions(found, conditional), dialect):
        line = first_line + statement.line - 1
        budget.spend(_STEPS + len(statement.text) // _WORTH)
        for operation in reader.read(statement):
            inner = operation.line - 1 if operation.line else 0
            yield conditioned(replace(operation, line=line + inner), statement.under)


def _with_conditions(
    statements: Iterable[Statement], lines: list[tuple[int, int]]
) -> Iterable[Statement]:
    if not lines:
        return statements
    return (
        replace(found, under=found.under + PERHAPS) if _is_within(lines, found.line) else found
        for found in statements
    )


def _is_within(lines: list[tuple[int, int]], line: int) -> bool:
    place = bisect_right(lines, line, key=lambda one: one[0]) - 1
    return place >= 0 and line <= lines[place][1]


class _Reader:
    """Reads the statements of one text; the lines that it gives count from a statement's first."""

    def __init__(self, dialect: str, budget: Budget, deep: int) -> None:
        self._dialect = dialect
        self._budget = budget
        self._deep = deep
        self._defaults = Defaults()
        self._variables = Variables()
        self._routines = Routines(dialect)
        self._temporary: set[str] = set()
        """The tables that are gone when the script ends, which nobody else sees."""
        known = dialect in DIALECTS
        self._tried = (dialect,) if known else ("", *DIALECTS)

    def read(self, statement: Statement) -> list[Operation]:
        text = statement.text
        if statement.fault:
            return [_unknown(text, statement.fault)]
        makes = text[:1] in "cC"
        if makes:
            self._routines.look(statement)
        if self._dialect == "tsql":
            self._defaults.look(text)
        if self._dialect in _WITH_VARIABLES and self._variables.look(text, statement.under):
            return []
        found = self._understood(text)
        if found is None or any(_is_of_catalogue(one) or _is_unfilled(one) for one in found):
            return [_unknown(text, "is not understood")]
        if makes and (made := _TEMPORARY.match(text)):
            self._temporary.add(plain(made[1]))
        if not self._temporary:
            return found
        return [one for one in found if one.table not in self._temporary]

    def _understood(self, text: str) -> list[Operation] | None:
        found = self._inner(text)
        if found is None:
            found = first_look(text)
        if found is not None:
            return found
        if found_view := _ALTER_VIEW.match(text):
            text = f"CREATE OR REPLACE VIEW {text[found_view.end() :]}"
        for look in (self._parsed, self._altered, self._created, last_look):
            found = look(text)
            if found is not None:
                return found
        return None

    def _inner(self, text: str) -> list[Operation] | None:
        """Read what stands in a block, in a routine that is called, or is executed as a string."""
        is_call = text[:4].upper() == "CALL"
        if (text[:1] not in _INNER and not is_call) or self._deep >= _DEEPEST:
            return None
        steps = block_in(text, self._dialect)
        if steps is None:
            steps = self._routines.called(text)
        if steps is not None:
            self._budget.spend(_STEPS * len(steps))
            return [
                conditioned(replace(found, line=step.line), step.under)
                for step in steps
                for found in self.read(step)
            ]
        inner = executed(text)
        texts = [(inner, ALWAYS)] if inner else self._variables.executed(text)
        if texts is None:
            return None
        return [found for one in texts for found in self._executed(text, *one)]

    def _executed(self, text: str, inner: str, under: Condition) -> list[Operation]:
        found = [
            conditioned(replace(self._defaults.resolved(one), line=0), under)
            for one in read_sql(inner, self._dialect, self._budget, deep=self._deep + 1)
        ]
        known = all(map(is_known, found))
        return found if known else [_unknown(text, "is not understood")]

    def _parsed(self, text: str) -> list[Operation] | None:
        """Parse a statement, in the first dialect that takes it where none is known."""
        for tried in self._tried:
            self._budget.spend(_STEPS_TO_PARSE + min(len(text), LARGEST))
            found = operations_in(text, tried)
            if found is not None:
                return found
        return None

    def _created(self, text: str) -> list[Operation] | None:
        """Read a CREATE TABLE part by part, so that one that is not known hides no other."""
        return table_in(text, self._parsed)

    def _altered(self, text: str) -> list[Operation] | None:
        """Read an ALTER TABLE action by action, so that one that is not known hides no other."""
        parts = alter_table_parts(text)
        if parts is None:
            return None
        table, actions = parts
        operations: list[Operation] = []
        for action in actions:
            found = self._action(table, without_place(action))
            operations += [_unknown(action, "is not understood", table)] if found is None else found
        return operations

    def _action(self, table: str, action: str) -> list[Operation] | None:
        found = alter_action(table, action)
        if found is not None:
            return found
        if change := modified(table, action, self._dialect):
            return self._modified(*change)
        for tried in dict.fromkeys((self._tried[0], "mysql")):
            self._budget.spend(_STEPS_TO_PARSE + min(len(table) + len(action), LARGEST))
            found = operations_in(f"ALTER TABLE {_quoted(table)} {action}", tried)
            if found is not None:
                return found
        added = added_column(table, action)
        return None if added is None else [added]

    def _modified(self, operation: Operation, definition: str) -> list[Operation] | None:
        column = operation.column
        if column is None or not definition:
            return [operation]
        text = f"ALTER TABLE t ADD {_quoted(column.name)} {definition}"
        found = operations_in(text, self._dialect)
        whole = found[0].column if found else None
        if whole is None:
            return None
        column = replace(column, type=whole.type, constraints=whole.constraints)
        return [replace(operation, column=column)]


def _quoted(table: str) -> str:
    return ".".join(
        step if re.fullmatch(r"\w+", step) else f'"{step}"' for step in table.split(".")
    )


def _is_of_catalogue(operation: Operation) -> bool:
    """Tell whether rows change by which the database itself knows its tables."""
    return operation.action in _DATA and _CATALOGUE.match(operation.table) is not None


def _is_unfilled(operation: Operation) -> bool:
    """Tell whether a table's name holds a sign in its midst, as ``@prefix@orders`` does."""
    return _SIGN.search(operation.table) is not None


def _unknown(text: str, fault: str, table: str = "") -> Operation:
    return Operation(Action.UNKNOWN, table, text=f"'{shortened(text)}' {fault}")
