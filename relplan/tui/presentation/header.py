"""The numbers of a plan, and how they differ from those of the unmarked one."""

from relplan.model.plan import Numbers
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.presentation.words import counted

_SHOWN = (
    ("largest batch", "largest_batch", -1),
    ("shippable", "shippable_now", 1),
    ("blocked", "blocked", -1),
    ("batches", "batches", 1),
    ("waves", "waves", 0),
)
"""Label, number, and whether more of it is better (1), worse (-1) or neither (0)."""


def title_line(workspace: str, scenario: str, marks: int, freshness: Line, glyphs: Glyphs) -> Line:
    """Say what is looked at, and how old it is."""
    marked = f" {glyphs.separator} {counted(marks, 'mark')}" if marks else ""
    return (
        Span(f" {workspace} ", Role.HEADING),
        Span(f"{glyphs.separator} scenario {scenario}{marked} {glyphs.separator} "),
        *freshness,
    )


def numbers_line(numbers: Numbers, unmarked: Numbers, glyphs: Glyphs, room: int) -> Line:
    """Write the numbers, most telling first, each with what it was unmarked if that differs."""
    spans = [Span(" ")]
    used = 1
    for label, name, better in _SHOWN:
        piece = _number(label, getattr(unmarked, name), getattr(numbers, name), better, glyphs)
        wide = sum(len(span.text) for span in piece)
        if used + wide > room:
            break
        spans += piece
        used += wide
    total = f"of {counted(numbers.changes, 'change')}"
    if used + len(total) <= room:
        spans.append(Span(total, Role.DIM))
    return tuple(spans)


def change_of(before: int, after: int, better: int) -> Role:
    """Return the role of a number that went from *before* to *after*."""
    if before == after or not better:
        return Role.PLAIN
    return Role.BETTER if (after > before) == (better > 0) else Role.WORSE


def _number(label: str, before: int, after: int, better: int, glyphs: Glyphs) -> tuple[Span, ...]:
    text = str(after) if before == after else f"{before} {glyphs.becomes} {after}"
    role = Role.STRONG if before == after else change_of(before, after, better)
    return (Span(f"{label} ", Role.DIM), Span(text, role), Span("   "))
