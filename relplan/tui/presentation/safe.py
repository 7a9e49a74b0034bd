"""The one place where text from repositories is made printable.

Commit subjects, branch names and files are written by anybody: they may hold terminal escapes,
marks that turn the reading direction round, or characters that nobody sees. Nothing of theirs
reaches a terminal or a widget but through ``clean``. Markup such as ``[bold]`` is left as it
stands, because nothing behind this point reads markup.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from unicodedata import category

ELLIPSIS = "…"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_MOST_MARKS = 2
"""Combining marks a base may carry; more would climb into the lines above and below."""
_READ_AHEAD = 4096
"""Characters read beyond a limit, so that a subject of 10 MB costs no more than a long one."""

# The content of a string sequence holds no control character, so no two matches can overlap and
# the time is linear. One that never ends loses only its introducer: its text stays visible.
_ESCAPES = re.compile(
    r"(?:\x1b[P\]X^_]|[\x90\x98\x9d-\x9f])[^\x00-\x1f\x7f-\x9f]*+(?:\x07|\x1b\\|\x9c)"
    r"|(?:\x1b\[|\x9b)[0-?]*+[ -/]*+[@-~]"
    r"|\x1b[ -/]*+[0-~]"
)
_SPACES = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029")
# Characters of other categories than "format" that are nevertheless drawn as nothing.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)


def clean(text: str, limit: int | None = None, ellipsis: str = ELLIPSIS) -> str:
    """Return *text* as one line that any terminal shows as it stands.

    Escape sequences, control, direction and invisible characters go; tabs and ends of lines
    become spaces; what has no glyph (half a surrogate pair, an unassigned or private character)
    becomes the replacement character, so that a name which holds one does not pass for another.
    Cleaning twice changes nothing.

    *limit* is the widest result in terminal cells; what is cut ends in *ellipsis*.
    """
    if limit is None:
        return _printable(text)
    window = max(limit, 0) + _READ_AHEAD
    return truncate(_printable(text[:window]), limit, ellipsis, more=len(text) > window)


def truncate(text: str, limit: int, ellipsis: str = ELLIPSIS, *, more: bool = False) -> str:
    """Return *text*, which is clean, cut to *limit* cells; *more*: it goes on beyond its end."""
    if not more and (width(text) if not text.isascii() else len(text)) <= limit:
        return text
    room = limit - width(ellipsis)
    if room < 0:
        return head(text, limit)
    return head(text, room) + ellipsis


def width(text: str) -> int:
    """Return the number of terminal cells that clean *text* takes."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def head(text: str, room: int) -> str:
    """Return as much of the beginning of *text* as fits into *room* cells."""
    used = 0
    for index, character in enumerate(text):
        used += _cells(character)
        if used > room:
            return text[:index]
    return text


@cache
def _measure() -> Callable[[str], int]:
    # Most texts are ASCII, and whoever prints no others need not wait for what measures them.
    from rich.cells import get_character_cell_size  # noqa: PLC0415

    return get_character_cell_size


def _cells(character: str) -> int:
    return 1 if " " <= character <= "~" else _measure()(character)


def _printable(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    shown: list[str] = []
    marks = _MOST_MARKS  # none may stand first: it would climb onto what is printed before it
    for character in _ESCAPES.sub("", text):
        glyph, stacks = _shown(character)
        if not glyph:
            continue
        marks = marks + 1 if stacks else 0
        if marks <= _MOST_MARKS:
            shown.append(glyph)
    return "".join(shown)


@lru_cache(maxsize=8192)
def _shown(character: str) -> tuple[str, bool]:
    """Return what stands for *character*, and whether it is drawn onto the one before it."""
    if character in _SPACES:
        return " ", False
    if _INVISIBLE.match(character):
        return "", False
    kind = category(character)
    if kind in ("Cc", "Cf"):
        return "", False
    if kind in ("Cs", "Co", "Cn"):
        return REPLACEMENT, False
    if kind == "Zs":
        return " ", False
    return character, kind.startswith("M") or _cells(character) == 0
