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
    saved: dict[str, int] = {}
    is_open = False
    for statement in statements:
        text = statement.text
        if not is_open:
            is_open = text[:1] in "bBsS" and _BEGINS.match(text) is not None
            yield statement
        elif text[:1] in "cCeE" and _ENDS.match(text):
            yield from held
            held, saved, is_open = [], {}, False
        elif (back := _ROLLS_BACK.match(text)) and not statement.under.is_any:
            name = (back["to"] or "").lower()
            del held[saved.get(name, len(held)) if name else 0 :]
            is_open = bool(name)
        else:
            if text[:1] in "sS" and (save := _SAVES.match(text)):
                saved[save["name"].lower()] = len(held)
            held.append(statement)
    yield from held
