"""Leaves out the statements that a script takes back by itself."""

import re
from collections.abc import Iterable, Iterator

from relplan.contracts.sql.statements import Statement

_BEGINS = re.compile(
    r"(?:BEGIN(?:\s+(?:TRAN(?:SACTION)?|WORK|DEFERRED|IMMEDIATE|EXCLUSIVE)\b.*)?|START\s+TRANSACTION\b.*)$",
    re.IGNORECASE | re.DOTALL,
)
_ENDS = re.compile(r"(?:COMMIT|END(?:\s+(?:TRANSACTION|WORK))?)\b", re.IGNORECASE)
_ROLLS_BACK = re.compile(
    r"(?:ROLLBACK|ABORT)(?:\s+(?:TRAN(?:SACTION)?|WORK))?(?:\s+TO(?:\s+SAVEPOINT)?\s+(?P<to>\w+))?",
    re.IGNORECASE,
)
_SAVES = re.compile(r"SAVE(?:POINT|\s+TRAN(?:SACTION)?)\s+(?P<name>\w+)", re.IGNORECASE)
_COMMITS_BY_ITSELF = frozenset({"mysql", "oracle"})
"""The dialects in which a statement that defines something cannot be rolled back."""


def kept(statements: Iterable[Statement], dialect: str) -> Iterator[Statement]:
    """Yield the *statements* but for those of transactions that are rolled back for certain."""
    if dialect in _COMMITS_BY_ITSELF:
        yield from statements
        return
    held: list[Statement] = []
    is_open = False
    for statement in statements:
        text = statement.text
        if not is_open:
            is_open = text[:1] in "bBsS" and _BEGINS.match(text) is not None
            yield statement
        elif text[:1] in "cCeE" and _ENDS.match(text):
            yield from held
            held, is_open = [], False
        elif (back := _ROLLS_BACK.match(text)) and not statement.under.is_any:
            held = _before(held, back["to"])
            is_open = back["to"] is not None
        else:
            held.append(statement)
    yield from held


def _before(held: list[Statement], name: str | None) -> list[Statement]:
    """Return what was *held* when a savepoint was set; nothing where all is rolled back."""
    for place in range(len(held) - 1, -1, -1):
        saved = _SAVES.match(held[place].text) if name else None
        if saved and saved["name"].lower() == (name or "").lower():
            return held[: place + 1]
    return held if name else []
