"""Rows to read, some of which can be chosen, broken to the width that there is."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from relplan.model.evidence import Evidence
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.presentation.wrapping import wrap

_PART = "\0"
"""Between an entry's key and the number of a piece of it; no key has one."""

_EVIDENCE = "evidence "
"""Keys of rows that tell of evidence begin with it."""


class Entry(NamedTuple):
    """One row before it is broken."""

    key: str
    line: Line
    indent: int = 4
    """Cells by which its further pieces are set in."""


def broken(entries: Iterable[Entry], cells: int) -> list[tuple[str, Line]]:
    """Return keys and lines of at most *cells* cells."""
    found: list[tuple[str, Line]] = []
    for entry in entries:
        for number, piece in enumerate(_pieces(entry.line, cells, entry.indent)):
            found.append((f"{entry.key}{_PART}{number}" if number else entry.key, piece))
    return found


@lru_cache(maxsize=20_000)
def _pieces(line: Line, cells: int, indent: int) -> tuple[Line, ...]:
    """Break *line*: of a runbook of thousands of steps all but one stay as they are with a tick."""
    return tuple(wrap(line, cells, indent))


def entry_key(key: str) -> str:
    """Return the key of the entry that the row called *key* is a piece of."""
    return key.partition(_PART)[0]


def section(name: str, heading: str, texts: Sequence[str]) -> list[Entry]:
    """Return *texts* under *heading* after an empty line; nothing where there are none."""
    if not texts:
        return []
    found = [Entry(f"{name}:gap", ()), Entry(name, (Span(heading, Role.HEADING),))]
    return found + [Entry(f"{name}:{n}", (Span(f"  {text}"),)) for n, text in enumerate(texts)]


def evidence_number(key: str) -> int | None:
    """Return the number of the evidence that the row called *key* tells of; None: it tells none."""
    number = key.removeprefix(_EVIDENCE).partition(" ")[0]
    return int(number) if key.startswith(_EVIDENCE) and number.isdecimal() else None


def evidence_entries(evidence: Sequence[Evidence], names: Sequence[str] = ()) -> list[Entry]:
    """Return all that is known of *evidence*, to be checked without believing the tool.

    *names* say of each what it is.
    """
    found: list[Entry] = []
    for number, one in enumerate(evidence):
        where = [
            ("repository", one.repository or "relplan.toml"),
            ("commit", one.commit),
            ("file", one.path),
            ("line", str(one.line) if one.line else ""),
            ("rule", one.rule),
            ("text", one.text),
        ]
        name = names[number] if names else f"evidence {number + 1}"
        found.append(Entry(f"{_EVIDENCE}{number}", (Span(name, Role.HEADING),)))
        for name, text in where:
            if text:
                line = (Span(f"  {name:<12}", Role.DIM), Span(text))
                found.append(Entry(f"{_EVIDENCE}{number} {name}", line, 14))
    return found
