"""Questions as rows to read and to answer."""

from collections.abc import Iterable, Iterator

from relplan.model.counting import counted
from relplan.model.edge import Edge
from relplan.model.evidence import Evidence
from relplan.model.question import Asked
from relplan.tui.presentation.entries import Entry
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.spans import Role, Span

_MOST = 2
"""Pieces of evidence, and edges, that are shown of each; Enter shows all evidence."""


def question_entries(asked: Iterable[Asked], glyphs: Glyphs) -> list[Entry]:
    """Return what is asked, each with the evidence and with what the answers add."""
    found: list[Entry] = []
    for one in asked:
        question = one.question
        if found:
            found.append(Entry(f"{question.id} gap", ()))
        sign = Span(f"{glyphs.unknown} ", Role.WARNING)
        weight = Span(f"  {counted(one.weight, 'change')}", Role.DIM)
        found.append(Entry(question.id, (sign, Span(question.text, Role.STRONG), weight)))
        found += _details(one)
    return found


def _details(one: Asked) -> Iterator[Entry]:
    question = one.question
    lines = []
    if question.before:
        lines.append(("before", f"answered {question.before}; what speaks for it was seen since"))
    lines += [("for", _place(each)) for each in question.speaks_for[:_MOST]]
    lines += [("against", _place(each)) for each in question.speaks_against[:_MOST]]
    lines += [("yes", _need(edge)) for edge in one.yes[:_MOST]]
    lines += [("no", _need(edge)) for edge in one.no[:_MOST]]
    for number, (word, text) in enumerate(lines):
        line = (Span(f"    {word:<8}", Role.DIM), Span(text, Role.DIM))
        yield Entry(f"{question.id} {number}", line, 12)


def _place(found: Evidence) -> str:
    where = " ".join(part for part in (found.repository, found.path) if part)
    line = f":{found.line}" if found.path and found.line else ""
    return f"{where}{line} {found.text}".strip()


def _need(edge: Edge) -> str:
    return f"{edge.source} needs {edge.target} ({edge.kind})"
