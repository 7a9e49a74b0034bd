"""A diagnosis as lines: four questions, each with its verdict, shares, grounds and remedies."""

from relplan.model.counting import counted, days
from relplan.model.diagnosis import Answer, Diagnosis, Verdict
from relplan.tui.presentation.entries import Entry
from relplan.tui.presentation.glyphs import ASCII, Glyphs
from relplan.tui.presentation.spans import Line, Role, Span

GROUND = "ground:"
"""Keys of grounds begin with it; the numbers of the answer and of the ground follow."""
_BAR_CELLS = 10
_SIGNS = {
    Verdict.FORCED: ("✗", "X", Role.WORSE),
    Verdict.ARTIFICIAL: ("⇄", "&", Role.WARNING),
    Verdict.ABSENT: ("✓", "+", Role.BETTER),
    Verdict.UNKNOWN: ("?", "?", Role.DIM),
}


def verdict_label(verdict: Verdict, glyphs: Glyphs) -> Span:
    """Return the sign and the words of *verdict*."""
    sign, bare, role = _SIGNS[verdict]
    return Span(f"{bare if glyphs is ASCII else sign} {verdict}", role)


def bar(share: float, glyphs: Glyphs) -> str:
    """Return a bar of ten cells for *share*, 0 to 1; any share above none shows."""
    full = min(_BAR_CELLS, max(round(share * _BAR_CELLS), 1 if share > 0 else 0))
    on, off = ("#", ".") if glyphs is ASCII else ("█", "░")
    return on * full + off * (_BAR_CELLS - full)


def diagnosis_head(found: Diagnosis, glyphs: Glyphs) -> list[Line]:
    """Return what it is about and the verdict on the whole."""
    about = f"batch {found.batch}" if found.batch else "the whole workspace"
    facts = (
        f": {counted(found.changes, 'change')} of {counted(len(found.services), 'service')}, "
        f"{days(found.waiting_days)} of waiting"
    )
    verdict = verdict_label(found.verdict, glyphs)
    return [
        (Span(f"diagnosis of {about}", Role.HEADING), Span(facts)),
        (verdict, Span(": "), Span(found.summary)),
    ]


def diagnosis_entries(found: Diagnosis, glyphs: Glyphs) -> list[Entry]:
    """Return the four answers."""
    rows: list[Entry] = []
    for number, answer in enumerate(found.answers):
        rows += _answer(number, answer, glyphs)
    return rows


def _answer(number: int, answer: Answer, glyphs: Glyphs) -> list[Entry]:
    key = f"answer:{number}"
    question = (Span(f"{number + 1}. {answer.question}", Role.HEADING),)
    verdict = (Span("   "), verdict_label(answer.verdict, glyphs), Span(f"  {answer.cause}"))
    rows = [Entry(f"{key}:gap", ())] if number else []
    rows += [Entry(key, question), Entry(f"{key}:verdict", verdict, 5)]
    if answer.edges or answer.days:
        rows.append(Entry(f"{key}:shares", _shares(answer, glyphs), 5))
    for place, ground in enumerate(answer.grounds):
        shown = Span(f" ({counted(len(ground.evidence), 'piece')} of evidence)", Role.DIM)
        line = (Span(f"   {glyphs.separator} {ground.text}"), *([shown] * bool(ground.evidence)))
        rows.append(Entry(f"{GROUND}{number}:{place}", line, 5))
    for place, remedy in enumerate(answer.remedies):
        line = (Span(f"   {glyphs.becomes} ", Role.MARK), Span(remedy))
        rows.append(Entry(f"{key}:remedy:{place}", line, 5))
    return rows


def _shares(answer: Answer, glyphs: Glyphs) -> Line:
    return (
        Span(f"   {bar(answer.edge_share, glyphs)} ", Role.DIM),
        Span(f"{answer.edge_share:.0%} of edges ({answer.edges})   "),
        Span(f"{bar(answer.day_share, glyphs)} ", Role.DIM),
        Span(f"{answer.day_share:.0%} of waiting ({days(answer.days)})"),
    )
