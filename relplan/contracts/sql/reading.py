"""Reads the operations of SQL text, statement by statement."""

import re
from collections.abc import Iterator
from dataclasses import replace

from relplan.contracts.bounds import Budget
from relplan.contracts.sql.commands import (
    alter_action,
    alter_table_parts,
    first_look,
    last_look,
    without_place,
)
from relplan.contracts.sql.dialects import DIALECTS
from relplan.contracts.sql.operations import Action, Operation
from relplan.contracts.sql.statements import Statement, split
from relplan.contracts.sql.syntax import LARGEST, operations_in

_PLACEHOLDER = re.compile(r"\$\{(?:[^${}\n]{0,60}[.:])?([A-Za-z_]\w{0,60})\}")
_TEMPLATED_SCHEMA = re.compile(r"\{\{[^{}\n]{0,200}\}\}\.(?=[\w\"`\[])")
"""A schema that a template fills in, as in ``{{ .Namespace }}.users``: the table is what counts."""
_STEPS = 10
"""That a statement costs, however short."""
_WORTH = 8
"""Characters that cost a step of the budget, where no parser is needed."""
_STEPS_TO_PARSE = 20
"""Besides one for each character: the parser takes some five microseconds for it."""
_GUARDED = re.compile(
    r"DO\s+\$(\w*)\$\s*(?:DECLARE\s[^;]*;\s*)?BEGIN\s+"
    r"(?:IF\s+(?:NOT\s+)?EXISTS\s*\((?:[^()]|\([^()]*\))*\)\s*THEN\s+(?P<then>[^$]*?;)\s*END\s+IF\s*;"
    r"|(?P<body>[^$]*?;)\s*EXCEPTION\s+WHEN\s+\w+\s+THEN\s+(?:null|RAISE\s+NOTICE\s[^;]*);)"
    r"\s*END\s*;?\s*\$\1\$",
    re.IGNORECASE,
)
_CONTROL = re.compile(
    r"\b(?:IF|LOOP|FOR|WHILE|EXECUTE|PERFORM|CASE|RETURN|ELSE|ELSIF)\b", re.IGNORECASE
)


def read_sql(
    text: str, dialect: str, budget: Budget, first_line: int = 1, deep: int = 0
) -> Iterator[Operation]:
    """Yield what the statements of *text* do; *first_line* is where the text stands."""
    text = _TEMPLATED_SCHEMA.sub("", _PLACEHOLDER.sub(r"\1", text))
    for statement in split(text, dialect):
        line = first_line + statement.line - 1
        budget.spend(_STEPS + len(statement.text) // _WORTH)
        for found in _operations(statement, dialect, budget, deep):
            yield replace(found, line=line)


def _operations(statement: Statement, dialect: str, budget: Budget, deep: int) -> list[Operation]:
    if statement.fault:
        return [_unknown(statement.text, statement.fault)]
    text = statement.text
    found = first_look(text)
    if found is None and deep == 0 and (guarded := _GUARDED.match(text[:20_000])):
        body = guarded["then"] or guarded["body"] or ""
        if not _CONTROL.search(body.replace("IF EXISTS", "").replace("IF NOT EXISTS", "")):
            return list(read_sql(body, dialect, budget, deep=1))
    if found is None:
        found = _parsed(text, dialect, budget)
    if found is None:
        found = _altered(text, dialect, budget)
    if found is None:
        found = last_look(text)
    return [_unknown(text, "is not understood")] if found is None else found


def _parsed(text: str, dialect: str, budget: Budget) -> list[Operation] | None:
    """Parse a statement, in the first dialect that takes it where none is known."""
    for tried in (dialect,) if dialect else ("", *DIALECTS):
        budget.spend(_STEPS_TO_PARSE + min(len(text), LARGEST))
        found = operations_in(text, tried)
        if found is not None:
            return found
    return None


def _altered(text: str, dialect: str, budget: Budget) -> list[Operation] | None:
    """Read an ALTER TABLE action by action, so that one that is not known hides no other."""
    parts = alter_table_parts(text)
    if parts is None:
        return None
    table, actions = parts
    operations: list[Operation] = []
    for action in actions:
        action = without_place(action)  # noqa: PLW2901
        found = alter_action(table, action)
        for tried in (dialect, "mysql") if found is None else ():
            budget.spend(_STEPS_TO_PARSE + min(len(table) + len(action), LARGEST))
            found = operations_in(f"ALTER TABLE {_quoted(table)} {action}", tried)
            if found is not None:
                break
        operations += [_unknown(action, "is not understood", table)] if found is None else found
    return operations


def _quoted(table: str) -> str:
    return ".".join(
        step if re.fullmatch(r"\w+", step) else f'"{step}"' for step in table.split(".")
    )


def _unknown(text: str, fault: str, table: str = "") -> Operation:
    return Operation(Action.UNKNOWN, table, text=f"'{shortened(text)}' {fault}")


def shortened(text: str) -> str:
    """Return the beginning of *text* in one line."""
    words = " ".join(text[:300].split())
    return words if len(words) <= 80 and len(text) <= 300 else f"{words[:80]}…"
