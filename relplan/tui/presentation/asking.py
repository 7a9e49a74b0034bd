"""Questions as rows to read and to answer."""

from collections.abc import Iterable, Iterator, Sequence

from relplan.model.counting import counted
from relplan.model.edge import Edge
from relplan.model.evidence import Evidence
from relplan.model.question import Asked, QuestionKind
from relplan.tui.presentation.entries import Entry
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.spans import Role, Span
from relplan.tui.presentation.words import without_hubs

_MOST = 2
"""Pieces of evidence, and edges, that are shown of each; Enter shows all evidence."""


def question_entries(asked: Iterable[Asked], glyphs: Glyphs, environment: str) -> list[Entry]:
    """Return what is asked, each with the evidence and with what the answers add."""
    found: list[Entry] = []
    for one in asked:
        question = one.question
        if found:
            found.append(Entry(f"{question.id} gap", ()))
        sign = Span(f"{glyphs.unknown} ", Role.WARNING)
        moved = f"  moves {counted(one.weight, 'change')}" if one.weight else ""
        weight = Span(moved, Role.DIM)
        found.append(Entry(question.id, (sign, Span(question.text, Role.STRONG), weight)))
        found += _details(one, environment)
    return found


def _details(one: Asked, environment: str) -> Iterator[Entry]:
    question = one.question
    lines = []
    if question.before:
        lines.append(("before", f"answered {question.before}; what speaks for it was seen since"))
    lines += [("for", _place(each)) for each in question.speaks_for[:_MOST]]
    lines += [("against", _place(each)) for each in question.speaks_against[:_MOST]]
    if question.kind is QuestionKind.PRODUCTION:
        lines.append(("yes", f"all that they merged is in {environment}"))
        lines.append(("no", "asks for the revision that runs; what came after it is pending"))
    else:
        lines += [("yes", text) for text in _needs(without_hubs(one.yes))]
        lines += [("no", text) for text in _needs(without_hubs(one.no))]
    for number, (word, text) in enumerate(lines):
        line = (Span(f"    {word:<8}", Role.DIM), Span(text, Role.DIM))
        yield Entry(f"{question.id} {number}", line, 12)


def _place(found: Evidence) -> str:
    where = " ".join(part for part in (found.repository, found.path) if part)
    line = f":{found.line}" if found.path and found.line else ""
    return f"{where}{line} {found.text}".strip()


def _needs(edges: Sequence[Edge]) -> Iterator[str]:
    if not edges:
        yield "adds nothing"
    for edge in edges[:_MOST]:
        yield f"{edge.source} needs {edge.target} ({edge.kind})"
    if len(edges) > _MOST:
        yield f"and {counted(len(edges) - _MOST, 'more edge')}"
