"""What the SQL does that a program runs, of whose text a part may not be known."""

from collections.abc import Iterator
from dataclasses import fields, replace
from functools import cache
from typing import Any

from relplan.contracts.bounds import Budget
from relplan.contracts.reading.lines import shortened
from relplan.contracts.reading.values import HOLE
from relplan.contracts.sql.operations import Action, Column, Operation


def statements(
    text: Any, source: str, dialect: str, budget: Budget, line: int
) -> Iterator[Operation]:
    """Yield what a program's SQL does, at the *line* of the call that runs it.

    Where nothing is known of the text, it is code that runs, of which *source* is the call. Where
    an operation depends on what is not known, it is UNKNOWN.
    """
    # who only reads values needs no SQL, which is long to load
    from relplan.contracts.sql.reading import read_sql  # noqa: PLC0415

    if not isinstance(text, str) or (HOLE in text and not text.replace(HOLE, "").strip(" \n\t;")):
        yield Operation(Action.RUN_CODE, text=source, line=line)
        return
    for found in read_sql(text, dialect, budget):
        yield replace(_without_holes(found), line=line)


def _without_holes(found: Operation) -> Operation:
    text = found.text.replace(HOLE, "…")
    if found.action in _NAMED_ANYHOW and HOLE in found.name:
        found = replace(found, name="")
    if not _depends(found):
        return found if text is found.text else replace(found, text=text)
    named = " ".join(filter(None, (found.table, found.column.name if found.column else "")))
    what = shortened(f"{found.action} {named.replace(HOLE, '…')}".strip())
    return Operation(Action.UNKNOWN, text=f"'{what}' is not understood: it names what is not known")


_NAMED_ANYHOW = frozenset({Action.ADD_INDEX, Action.ADD_CONSTRAINT})
"""What means the same under any name."""


@cache
def _telling() -> tuple[str, ...]:
    """Return the fields of an operation that hold names."""
    return tuple(one.name for one in fields(Operation) if one.name not in ("text", "action"))


def _depends(found: Operation) -> bool:
    """Tell whether a name in an operation has a hole."""
    ahead: list[Any] = [getattr(found, name) for name in _telling()]
    while ahead:
        value = ahead.pop()
        if isinstance(value, Column):
            ahead += (value.name, value.type)
        elif isinstance(value, tuple):
            ahead += value
        elif isinstance(value, str) and HOLE in value:
            return True
    return False
