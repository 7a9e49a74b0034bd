"""A runbook as a checklist: steps with what was said of them."""

from collections.abc import Mapping

from relplan.exports.moments import shown
from relplan.model.counting import counted
from relplan.model.runbook import Outcome, Runbook, RunStep, Tick
from relplan.tui.presentation.entries import Entry
from relplan.tui.presentation.glyphs import ASCII, Glyphs
from relplan.tui.presentation.spans import Line, Role, Span

STEP = "step:"
"""Keys of steps begin with it."""
_SIGNS = {
    Outcome.OPEN: ("☐", "[ ]", Role.PLAIN),
    Outcome.DONE: ("☑", "[x]", Role.BETTER),
    Outcome.FAILED: ("☒", "[!]", Role.WORSE),
    Outcome.ROLLED_BACK: ("↺", "[<]", Role.WARNING),
}


def runbook_head(book: Runbook, ticks: Mapping[str, Tick]) -> list[Line]:
    """Return what it is, and how far it has come."""
    when = f"{shown(book.at, book.zone)} {book.zone}" if book.at is not None else "no date yet"
    done = sum(tick.outcome is Outcome.DONE for tick in ticks.values())
    lines: list[Line] = [
        (Span(f"runbook: {book.title}", Role.HEADING), Span(f"  {when}")),
        (
            Span(f"{done} of {counted(len(book.steps), 'step')} done", Role.STRONG),
            Span(f"; out of step for {counted(book.exposure, 'step')} in all"),
        ),
    ]
    lines += [(Span(f"not yet: {text}", Role.WORSE),) for text in book.obstacles[:3]]
    return lines


def runbook_entries(book: Runbook, ticks: Mapping[str, Tick], glyphs: Glyphs) -> list[Entry]:
    """Return its steps, each with what comes before and after it."""
    entries: list[Entry] = []
    for step in book.steps:
        tick = ticks.get(step.key)
        outcome = tick.outcome if tick else Outcome.OPEN
        sign, bare, role = _SIGNS[outcome]
        said = f"  {outcome} by {tick.who} {shown(tick.at, book.zone)}" if tick else ""
        team = f" ({step.team})" if step.team else ""
        line = (
            Span(f"{bare if glyphs is ASCII else sign} ", role),
            Span(f"{step.number}. {step.action}{team}", Role.STRONG),
            Span(said, role),
        )
        entries.append(Entry(f"{STEP}{step.key}", line))
        entries += _details(step, glyphs, failed=outcome is Outcome.FAILED)
    return entries


def _details(step: RunStep, glyphs: Glyphs, *, failed: bool) -> list[Entry]:
    found = []
    if step.point_of_no_return:
        found.append(("point of no return", "from here on it goes forward only", Role.WORSE))
    found += [("before", text, Role.PLAIN) for text in step.preconditions]
    found += [("after", text, Role.PLAIN) for text in step.checks]
    role = Role.WORSE if failed else Role.DIM
    found += [("on failure", text, role) for text in step.on_failure]
    return [
        Entry(f"{STEP}{step.key}:{number}",
              (Span(f"    {glyphs.separator} {name}: ", Role.DIM), Span(text, role)), 8)
        for number, (name, text, role) in enumerate(found)
    ]  # fmt: skip
