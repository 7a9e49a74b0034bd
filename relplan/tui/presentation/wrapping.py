"""Lines that are too wide, broken between words."""

from bisect import bisect_left

from relplan.tui.presentation.safe import clean, head, width
from relplan.tui.presentation.spans import Line, Span


def wrap(line: Line, cells: int, indent: int = 2) -> list[Line]:
    """Return *line* in pieces of at most *cells* cells, those after the first set in.

    A word that is wider than a whole line is broken where the line ends.
    """
    room = max(cells, indent + 8)
    lines: list[list[Span]] = [[]]
    used = 0
    for text, role in line:
        for word in _words(clean(text)):
            rest = word
            if used + width(rest.rstrip()) > room and used > indent:
                lines.append([Span(" " * indent)])
                used, rest = indent, rest.lstrip()
            while width(rest) > room - used:
                part = head(rest, room - used)
                lines[-1].append(Span(part, role))
                rest = rest[len(part) :]
                if not rest.strip():  # only the space behind the word does not fit
                    used, rest = room, ""
                    break
                lines.append([Span(" " * indent)])
                used = indent
            if rest:
                lines[-1].append(Span(rest, role))
                used += width(rest)
    return [tuple(found) for found in lines]


def fitting(text: str, rest: str, cells: int, lines: int, ellipsis: str = "…") -> str:
    """Return *text* and *rest*, *text* cut so that both are in so many *lines* of *cells* cells."""

    def fits(said: str) -> bool:
        return len(wrap((Span(said),), cells, 0)) <= lines

    whole = f"{text}{rest}"
    if fits(whole):
        return whole
    kept = bisect_left(
        range(len(text)), 1, key=lambda end: not fits(f"{text[:end]}{ellipsis}{rest}")
    )
    return f"{text[: max(0, kept - 1)].rstrip()}{ellipsis}{rest}"


def _words(text: str) -> list[str]:
    """Split *text* behind its spaces, so that the words together are the text."""
    *words, last = text.split(" ")
    return [found for found in (*(f"{word} " for word in words), last) if found]
