"""Scenarios, comparisons and the log, as lines."""

from collections.abc import Iterable

from relplan.model.counting import counted
from relplan.model.decision import Decision, LogEntry
from relplan.model.plan import Numbers
from relplan.model.scenario import Scenario
from relplan.planning.compare import Comparison, Difference, Standing
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.headline import verdict
from relplan.tui.presentation.safe import clean, width
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.presentation.words import date, describe_entry, remarked

_NAME_CELLS = 18
_FIGURES = (
    ("changes", "changes"),
    ("shippable_now", "shippable now"),
    ("blocked", "blocked"),
    ("batches", "batches"),
    ("largest_batch", "largest batch"),
    ("waves", "waves"),
)


def padded(text: str, cells: int, glyphs: Glyphs) -> str:
    """Return *text* in exactly *cells* cells."""
    shown = clean(text, cells, glyphs.ellipsis)
    return shown + " " * (cells - width(shown))


def scenario_line(scenario: Scenario, numbers: Numbers, current: bool, glyphs: Glyphs) -> Line:
    """Return a scenario with its numbers; the one in use has a star."""
    facts = (
        f"{counted(len(scenario.marks), 'mark'):<9}"
        f" largest batch {numbers.largest_batch:<5} shippable {numbers.shippable_now:<6}"
        f" blocked {numbers.blocked:<6} waves {numbers.waves}"
    )
    return (
        Span("* " if current else "  ", Role.MARK),
        Span(padded(scenario.name, _NAME_CELLS, glyphs), Role.STRONG),
        Span(f" {facts}", Role.DIM),
    )


def comparison_lines(
    before: str, after: str, found: Comparison, glyphs: Glyphs
) -> Iterable[tuple[str, Line]]:
    """Return keys and lines of two scenarios side by side."""
    yield (
        "label:names",
        (
            Span(f"{'':<16}"),
            Span(padded(before, _NAME_CELLS, glyphs), Role.HEADING),
            Span(" "),
            Span(padded(after, _NAME_CELLS, glyphs), Role.HEADING),
        ),
    )
    for name, word in _FIGURES:
        one, other = getattr(found.before, name), getattr(found.after, name)
        yield (
            f"label:{name}",
            (
                Span(f"{word:<16}", Role.DIM),
                Span(f"{one:<{_NAME_CELLS + 1}}"),
                Span(str(other), verdict(name, one, other)),
            ),
        )
    yield "label:gap", ()
    for mark in found.marks:
        yield f"label:mark:{mark.coupling}", (Span(remarked(mark), Role.MARK),)
    if found.dismissals:
        text = f"{counted(found.dismissals, 'edge')} dismissed in one of them only"
        yield "label:dismissals", (Span(text),)
    count = len(found.differences)
    text = f"{counted(count, 'change')} stand differently" if count != 1 else ""
    text = text or "1 change stands differently"
    yield "label:count", (Span(text if count else "every change stands the same", Role.HEADING),)
    for difference in found.differences:
        yield difference.change, _difference(difference, glyphs)


def _difference(found: Difference, glyphs: Glyphs) -> Line:
    return (
        Span(padded(found.change, 28, glyphs), Role.STRONG),
        Span(" "),
        *_stands(found.before, glyphs),
        Span(f" {glyphs.becomes} ", Role.DIM),
        *_stands(found.after, glyphs),
    )


def _stands(standing: Standing, glyphs: Glyphs) -> Line:
    label = glyphs.status_label(standing.status)
    text = f" wave {standing.wave} batch of {standing.batch_size}"
    return (Span(padded(label.text, 13, glyphs), label.role), Span(f"{text:<21}", Role.DIM))


def log_line(entry: LogEntry, glyphs: Glyphs) -> Line:
    """Return one step of the log."""
    decision = entry.decision
    role = Role.DIM if entry.undone else Role.PLAIN
    line = [
        Span(f"{entry.number:>4}  {date(decision.at)}  ", Role.DIM),
        Span(padded(decision.who, 10, glyphs), Role.DIM),
        Span(f" {padded(entry.scenario, 10, glyphs)} ", Role.DIM),
        Span(describe_entry(entry), role),
    ]
    if entry.undone:
        by = f" by {entry.turned_by}" if entry.turned_by != decision.who else ""
        line.append(Span(f"  undone{by}", Role.WARNING))
    if decision.reason:
        line.append(Span(f"  because {decision.reason}", Role.DIM))
    if decision.host:
        line.append(Span(f"  {decision.via} on {decision.host}", Role.DIM))
    return tuple(line)


def orphan_line(decision: Decision, glyphs: Glyphs) -> Line:
    """Return a decision whose subject is not pending any more."""
    what = f"{decision.kind} {decision.detail or decision.subject}: {decision.value}"
    return (
        Span(f"{glyphs.stale} ", Role.WARNING),
        Span(what),
        Span("  what it is about is not pending any more", Role.DIM),
    )
