"""Lines under headings, of which a person sees those that have the words they typed."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from relplan.tui.presentation.spans import Line, plain


class Section(NamedTuple):
    """Lines under a heading, each with a key of its own."""

    title: str
    lines: Sequence[tuple[str, Line]]


def having(sections: Iterable[Section], text: str) -> Iterator[Section]:
    """Yield of each section the lines that have all words of *text*; none that has no line.

    Words in the heading count for every line below it.
    """
    words = text.casefold().split()
    for section in sections:
        wanted = [word for word in words if word not in section.title.casefold()]
        lines = [line for line in section.lines if _has(plain(line[1]), wanted)]
        if lines:
            yield Section(section.title, lines)


def _has(text: str, words: Iterable[str]) -> bool:
    return all(word in text.casefold() for word in words)
