"""A runbook as a checklist: steps with what was said of them."""

from collections.abc import Iterator

from relplan.exports.moments import shown
from relplan.model.counting import counted
from relplan.model.decision import Person
from relplan.model.runbook import Outcome, RunStep
from relplan.planning.runbook import Night, named
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
_MINUTE, _HOUR = 60, 3_600
_FLIPS = 3
"""Switchings on of flags that are named above the steps."""
_OUT_OF_ORDER = 2
"""Steps out of order that are named."""


def runbook_head(night: Night, now: int) -> list[Line]:
    """Return what it is, how far it has come at *now*, who is needed, and what is to be done."""
    book = night.book
    when = f"{shown(book.at, book.zone)} {book.zone}" if book.at is not None else "no date yet"
    lines: list[Line] = [
        (Span(f"runbook: {book.title}", Role.HEADING), Span(f"  {when}")),
        (
            Span(f"{night.done} of {counted(len(book.steps), 'step')} done", Role.STRONG),
            Span(f"; {_elapsed(night, now)}"),
        ),
    ]
    needed = "; ".join(_presence(*one) for one in night.needed)
    if needed:
        lines.append((Span("needed: ", Role.DIM), Span(needed)))
    lines += _to_do(night)
    lines += [(Span(f"not yet: {text}", Role.WORSE),) for text in book.obstacles[:3]]
    lines += [(Span("flags: ", Role.DIM), Span(flip.sentence)) for flip in book.flips[:_FLIPS]]
    return lines


def _to_do(night: Night) -> Iterator[Line]:
    """Yield what must not scroll away: the way back or forward, and what was done out of order."""
    back, gone_back = night.to_roll_back, night.gone_to_roll_back
    rest = [tick for tick in night.gone if tick not in gone_back]
    if rest:
        gone = ", ".join(f"{tick.service} (done {shown(tick.at, night.book.zone)[-5:]})"
                         for tick in rest)  # fmt: skip
        role = Role.WORSE if back or night.failed else Role.DIM
        yield (
            Span(
                f"of this night, and no longer pending: {gone}; they may have to go back, too", role
            ),
        )
    if back or gone_back:
        ways = [named(back)] if back else []
        ways += [f"{tick.service}{f' to {tick.back_to}' if tick.back_to else ''},"
                 " which is in production already" for tick in gone_back]  # fmt: skip
        yield (Span(f"roll back now: {'; '.join(ways)}", Role.WORSE),)
    for step in night.failed:
        for text in step.on_failure[:2]:
            yield (Span(f"{step.number} {step.service}: {text}", Role.WORSE),)
    for step, missing in list(night.out_of_order)[:_OUT_OF_ORDER]:
        text = f"out of order: {step.number} {step.service} is done, {_listed(missing)} not"
        yield (Span(text, Role.WARNING),)


def _elapsed(night: Night, now: int) -> str:
    if night.began is None or night.last is None:
        return f"out of step for {counted(night.book.exposure, 'step')} in all"
    zone = night.book.zone
    began = f"began {shown(night.began, zone)[-5:]}, {duration(now - night.began)} ago"
    return f"{began}; {duration(now - night.last)} since the last word"


def _presence(team: str, steps: tuple[int, ...], until: int) -> str:
    if not steps:
        return f"{team} at hand until step {until}"
    word = "step" if len(steps) == 1 else "steps"
    more = f", at hand until {until}" if until > steps[-1] else ""
    return f"{team} for {word} {', '.join(map(str, steps))}{more}"


def duration(seconds: int) -> str:
    """Return *seconds* as people say them: ``4 min``, ``1 h 20 min``."""
    seconds = max(0, seconds)
    if seconds < _MINUTE:
        return f"{seconds} s"
    hours, minutes = seconds // _HOUR, seconds % _HOUR // _MINUTE
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"


def too_early_for(night: Night, step: RunStep) -> str:
    """Say which steps come before *step* and are not done; empty: none."""
    missing = night.before(step)
    verb = "is" if len(missing) == 1 else "are"
    return (
        f"before {step.number} {step.service}: {_listed(missing)} {verb} not done"
        if missing
        else ""
    )


def _listed(steps: tuple[RunStep, ...]) -> str:
    return ", ".join(f"{step.number} {step.service}" for step in steps)


def runbook_entries(night: Night, glyphs: Glyphs, me: Person) -> list[Entry]:
    """Return its steps, each with what comes before and after it, for *me* to read."""
    entries: list[Entry] = []
    zone = night.book.zone
    for step in night.book.steps:
        tick = night.ticks.get(step.key)
        outcome = night.outcome(step)
        sign, bare, role = _SIGNS[outcome]
        took = night.took(step)
        after = f", after {duration(took)}" if took is not None else ""
        by = me.names(tick.who, tick.host) if tick else ""
        said = f"  {outcome} by {by} {shown(tick.at, zone)}{after}" if tick else ""
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
    if step.rolls_back:
        to = step.back_to or "not known: nothing says what runs"
        found.append(("goes back to", to, role))
    found += [("on failure", text, role) for text in step.on_failure]
    return [
        Entry(f"{STEP}{step.key}:{number}",
              (Span(f"    {glyphs.separator} {name}: ", Role.DIM), Span(text, role)), 8)
        for number, (name, text, role) in enumerate(found)
    ]  # fmt: skip


def outcome_label(outcome: Outcome, glyphs: Glyphs) -> Span:
    """Return the sign of *outcome*, and its word."""
    sign, bare, role = _SIGNS[outcome]
    return Span(f"{bare if glyphs is ASCII else sign} {outcome}", role)
