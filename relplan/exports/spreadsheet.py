"""Cells that a spreadsheet shows and does not run."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

_STARTERS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
"""What begins a formula, in full width too (OWASP, CSV injection)."""
_HARMLESS = frozenset("0123456789.")


def defused(cell: str) -> str:
    """Return *cell* so that no spreadsheet takes it for a formula: an apostrophe before it.

    Control characters but line feeds go; a negative number stays one.
    """
    text = "".join(sign for sign in cell if sign == "\n" or sign.isprintable())
    first = text.lstrip(" \n'\"")[:1]
    is_number = text[:1] == "-" and text[1:] and _HARMLESS.issuperset(text[1:])
    return f"'{text}" if first in _STARTERS and first and not is_number else text


def table(rows: Iterable[Sequence[str]]) -> str:
    """Return *rows* as CSV (RFC 4180), each cell defused."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([defused(cell) for cell in row] for row in rows)
    return text.getvalue()
