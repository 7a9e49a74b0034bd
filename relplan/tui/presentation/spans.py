"""A line of text and what each part of it means; how that looks is the theme's business."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Role(StrEnum):
    """What a part of a line says. A theme gives most of them a colour, and never only that."""

    PLAIN = "plain"
    STRONG = "strong"
    DIM = "dim"
    HEADING = "heading"
    BLOCKED = "blocked"
    UNFINISHED = "unfinished"
    LOCKSTEP = "lockstep"
    ORDERED = "ordered"
    INDEPENDENT = "independent"
    IN_PROGRESS = "in-progress"
    READY = "ready"
    MERGED = "merged"
    MARK = "mark"
    """A decision that a person made."""
    BETTER = "better"
    WORSE = "worse"
    WARNING = "warning"


class Span(NamedTuple):
    """A piece of a line. Its text may be anybody's: whoever draws it cleans it."""

    text: str
    role: Role = Role.PLAIN


Line = tuple[Span, ...]


def plain(line: Iterable[Span]) -> str:
    """Return the bare text of *line*."""
    return "".join(span.text for span in line)
