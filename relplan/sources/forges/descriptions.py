"""What the description of a review declares."""

import re
from collections.abc import Iterator

from relplan.model.change import Dependency
from relplan.model.evidence import Evidence
from relplan.model.reference import references
from relplan.sources.git.text import EVIDENCE, TITLE
from relplan.sources.near_misses import near_misses

_LINE_END = re.compile(r"\r\n|\r|\n")
_FENCE = re.compile(r" {0,3}(?P<signs>`{3,}|~{3,})")
_ASIDE = re.compile(r" {0,3}>| {4}|\t")
"""How a line begins that is a quotation, or code."""
_DEPENDS_ON = re.compile(
    r" {0,3}[*_]{0,3}depends-on[*_]{0,3}[ \t]*:[*_]{0,3}[ \t]*(?P<value>\S.*)", re.IGNORECASE
)
_LONGEST = 1 << 18
_MOST = 100
"""Dependencies read of one description; nobody writes as many."""


def dependencies(text: str, page: str) -> tuple[Dependency, ...]:
    """Return what the ``Depends-On:`` lines of *text* ask for.

    Each is a line of its own, and no code, quotation or comment. *page* is the web page of the
    repository that the review is in.
    """
    found: dict[str, Dependency] = {}
    for number, line in enumerate(_own_lines(text), 1):
        match = _DEPENDS_ON.fullmatch(line.rstrip())
        for ref in references(match["value"].strip()[:TITLE], page) if match else ():
            evidence = Evidence("description", line.strip()[:EVIDENCE], line=number)
            found.setdefault(ref, Dependency(ref, evidence))
    return tuple(found.values())[:_MOST]


def misses(text: str) -> Iterator[str]:
    """Yield what is nearly a trailer in *text*, as sentences."""
    for line, right, _ in near_misses("\n".join(_own_lines(text))):
        yield f"its description says '{line}', which is nearly a trailer; write '{right}'"


def _own_lines(text: str) -> Iterator[str]:
    """Yield the lines of *text*, those empty that are code, a quotation or a comment."""
    fence, in_comment = "", False
    for line in _LINE_END.split(text[:_LONGEST]):
        if fence:
            closes = line.strip()
            if closes.startswith(fence) and not closes.strip(fence[0]):
                fence = ""
            yield ""
            continue
        rest, in_comment = _without_comments(line, in_comment)
        if match := _FENCE.match(rest):
            fence = match["signs"]
            yield ""
        else:
            yield "" if _ASIDE.match(rest) else rest


def _without_comments(line: str, inside: bool) -> tuple[str, bool]:
    """Return *line* without HTML comments, and whether one goes on in the next line."""
    kept = []
    while line:
        if inside:
            _, end, line = line.partition("-->")
            inside = not end
        else:
            before, begin, line = line.partition("<!--")
            kept.append(before)
            inside = bool(begin)
    return "".join(kept), inside
