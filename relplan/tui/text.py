"""The only place that turns lines into what textual draws.

It cleans every piece and never parses markup, so that ``[/foo] close`` in a commit subject is
shown as it stands in a Static, an option, a title or a row. Widgets are given what these functions
return, and never a string that came from a repository.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.content import Content

from relplan.tui.presentation.safe import clean, head, width
from relplan.tui.presentation.spans import Role, Span

STYLES: Mapping[Role, str] = MappingProxyType(
    {role: f"$role-{role}" for role in Role}
    | {
        Role.PLAIN: "",
        Role.STRONG: "bold",
        Role.HEADING: "bold $role-heading",
        Role.BLOCKED: "bold $role-blocked",
        Role.MARK: "bold $role-mark",
    }
)
"""How each role is styled, in textual's words; the ``$role-`` colours are the theme's."""


def content(*parts: str | Span, limit: int | None = None, ellipsis: str = "…") -> Content:
    """Return one line of *parts*, cut to *limit* cells."""
    pieces = _cut(map(_span, parts), limit, ellipsis)
    return Content.assemble(*((text, STYLES[role]) for text, role in pieces))


def block(lines: Iterable[Iterable[str | Span]]) -> Content:
    """Return *lines* one under the other."""
    return Content("\n").join([content(*line) for line in lines])


def segments(
    line: Iterable[Span],
    style_of: Callable[[Role], RichStyle],
    limit: int | None = None,
    ellipsis: str = "…",
) -> list[Segment]:
    """Return *line* for textual's line API, cut to *limit* cells."""
    pieces = _cut(line, limit, ellipsis)
    return [Segment(text, style_of(role)) for text, role in pieces if text]


def _span(part: str | Span) -> Span:
    return part if isinstance(part, Span) else Span(part)


def _cut(line: Iterable[Span], limit: int | None, ellipsis: str) -> list[Span]:
    """Return *line* cleaned; cut to *limit* cells where that is given."""
    if limit is None:
        return [Span(clean(text), role) for text, role in line]
    shown: list[Span] = []
    used = 0
    for text, role in line:
        # One cell more than there is room for is enough to see that a piece does not fit.
        shown.append(Span(clean(text, limit + 1), role))
        used += width(shown[-1].text)
        if used > limit:
            return _shortened(shown, limit, ellipsis)
    return shown


def _shortened(pieces: list[Span], limit: int, ellipsis: str) -> list[Span]:
    """Return the beginning of *pieces*, which are too wide together, and the ellipsis."""
    room = limit - width(ellipsis)
    if room < 0:
        return []
    shown: list[Span] = []
    for text, role in pieces:
        kept = head(text, room)
        if kept != text:
            return [*shown, Span(kept + ellipsis, role)]
        shown.append(Span(kept, role))
        room -= width(kept)
    return shown
