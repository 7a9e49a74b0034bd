"""Everything that a command prints goes through here, made safe for a terminal."""

import os
import sys
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, TextIO

from relplan.exports.indented import pieces
from relplan.tui.presentation.safe import clean, width


class Style(StrEnum):
    """How a word is set off on a terminal; never the only sign of what it means."""

    PLAIN = ""
    BOLD = "1"
    DIM = "2"
    RED = "31"
    GREEN = "32"
    YELLOW = "33"


Cell = str | tuple[str, Style]


def say(text: str = "", style: Style = Style.PLAIN) -> None:
    """Print one line of data on stdout."""
    print(_styled(clean(text), style, sys.stdout))


def warn(text: str) -> None:
    """Print one line of narration on stderr."""
    print(f"relplan: {clean(text)}", file=sys.stderr)


def say_json(document: dict[str, Any]) -> None:
    """Print *document* as JSON: all escapes ASCII, so that no terminal takes them as its own."""
    sys.stdout.writelines(pieces(document))
    print()


def say_table(rows: Iterable[Sequence[Cell]], indent: str = "") -> None:
    """Print *rows* in columns; the last cell of a row is as long as it is."""
    table = [[_cell(cell) for cell in row] for row in rows]
    widths: list[int] = []
    for row in table:
        for place, (text, _) in enumerate(row[:-1]):
            widths.extend([0] * (place + 1 - len(widths)))
            widths[place] = max(widths[place], width(text))
    for row in table:
        *padded, (last, last_style) = row
        cells = [
            _styled(text, style, sys.stdout) + " " * (room - width(text))
            for (text, style), room in zip(padded, widths, strict=False)
        ]
        print((indent + "  ".join([*cells, _styled(last, last_style, sys.stdout)])).rstrip())


def is_styled(stream: TextIO) -> bool:
    """Tell whether *stream* is a terminal whose user wants colours (see no-color.org)."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and stream.isatty()


def _cell(cell: Cell) -> tuple[str, Style]:
    text, style = cell if isinstance(cell, tuple) else (cell, Style.PLAIN)
    return clean(text), style


def _styled(text: str, style: Style, stream: TextIO) -> str:
    if style is Style.PLAIN or not is_styled(stream):
        return text
    return f"\x1b[{style.value}m{text}\x1b[0m"
