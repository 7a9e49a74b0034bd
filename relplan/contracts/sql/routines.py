"""Keeps the routines that a script makes, so that calling one of them is read, too."""

import re
from collections.abc import Iterator
from dataclasses import replace

from relplan.contracts.sql.blocks import steps_of
from relplan.contracts.sql.operations import plain
from relplan.contracts.sql.patterns import NAME, pattern
from relplan.contracts.sql.statements import Statement

_MADE = pattern(
    r"CREATE (?:OR (?:REPLACE|ALTER) )?(?:DEFINER\s*=\s*\S+ )?(?:FUNCTION|PROCEDURE|PROC)"
    rf" (?:IF NOT EXISTS )?{NAME}"
)
_CALLED = pattern(rf"(?:CALL|EXEC|EXECUTE|(?:SELECT|PERFORM)(?= {NAME}\s*\()) {NAME}")
_DOLLARS = re.compile(r"\bAS\s+(\$\w*\$)", re.IGNORECASE)
_BEGIN = re.compile(r"\bBEGIN\b", re.IGNORECASE)
_LARGEST = 100_000
"""Characters of a routine whose body is read."""


class Routines:
    """The routines of one script, by name."""

    def __init__(self, dialect: str) -> None:
        """Know none so far."""
        self._dialect = dialect
        self._made: dict[str, Statement] = {}

    def look(self, statement: Statement) -> None:
        """Remember a routine that *statement* makes."""
        made = _MADE.match(statement.text[:1_000])
        if made is not None and len(statement.text) <= _LARGEST:
            self._made[plain(made[1])] = statement

    def called(self, text: str) -> list[Statement] | None:
        """Return what a statement does that calls one of them; None: it calls none of them."""
        call = _CALLED.match(text[:1_000]) if self._made else None
        made = self._made.pop(plain(call[2]), None) if call else None
        return None if made is None else list(self._body(made.text))

    def _body(self, text: str) -> Iterator[Statement]:
        """Yield the statements of a routine, all at the place where it is called."""
        dollars, begin = _DOLLARS.search(text), _BEGIN.search(text)
        body = text[begin.start() :] if begin else text
        if dollars:
            body = text[dollars.end() :].rpartition(dollars[1])[0]
        for step in steps_of(body, self._dialect):
            yield replace(step, line=1)
