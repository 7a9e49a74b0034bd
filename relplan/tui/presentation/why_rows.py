"""Why a change stands where it does: blockers, cycles and prerequisites, edge by edge."""

from collections.abc import Iterator
from dataclasses import dataclass

from relplan.model.edge import Edge
from relplan.model.evidence import Evidence
from relplan.model.plan import Path, Status, Why
from relplan.planning.plan import Plan
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.presentation.words import counted, describe

_SHOWN = 40
"""Blockers, cycles and prerequisites that are listed each; more are counted."""


@dataclass(frozen=True, slots=True)
class WhyRow:
    """One row; an edge can be opened for its evidence, and dismissed."""

    key: str
    line: Line
    edge: Edge | None = None
    heading: bool = False


def why_rows(plan: Plan, told: Why, glyphs: Glyphs) -> list[WhyRow]:
    """Return all rows about one change."""
    return [
        WhyRow(str(number), line, edge, heading)
        for number, (line, edge, heading) in enumerate(_rows(plan, told, glyphs))
    ]


_Part = tuple[Line, Edge | None, bool]


def _rows(plan: Plan, told: Why, glyphs: Glyphs) -> Iterator[_Part]:
    change = plan.changes[told.change]
    yield (Span(change.id, Role.HEADING),), None, True
    yield (Span(change.title),), None, True
    yield (glyphs.status_label(told.status), Span(f"  {meaning(told)}")), None, True
    for blocker in told.blockers[:_SHOWN]:
        yield (), None, True
        yield (Span("blocked by ", Role.BLOCKED), Span(describe(plan, blocker.node))), None, True
        yield from _path(blocker.path, glyphs)
    yield from _rest(len(told.blockers), "blocker")
    for tie in told.tied[:_SHOWN]:
        yield (), None, True
        yield (
            (Span("in lock-step with ", Role.LOCKSTEP), Span(describe(plan, tie.change))),
            None,
            True,
        )
        yield from _path(tie.cycle, glyphs)
    yield from _rest(len(told.tied), "cycle")
    if told.prerequisites:
        yield (), None, True
        count = counted(len(told.prerequisites), "change")
        yield (Span("after, or with, ", Role.ORDERED), Span(count)), None, True
        needed = set(plan.needs(told.change))
        direct = [name for name in told.prerequisites if name in needed]
        for name in direct[:_SHOWN]:
            for edge in plan.edges_between(told.change, name):
                yield from _path((edge,), glyphs)
        others = [name for name in told.prerequisites if name not in needed]
        for name in others[:_SHOWN]:
            yield (Span(f"  further on: {describe(plan, name)}", Role.DIM),), None, True
        yield from _rest(len(others), "change")


def meaning(told: Why) -> str:
    """Say what a status asks of a person."""
    match told.status:
        case Status.BLOCKED:
            return f"{counted(len(told.blockers), 'blocker')} to be done first"
        case Status.UNFINISHED:
            return "nothing else blocks it, but it is in progress itself"
        case Status.LOCKSTEP:
            return "it can ship now, together with the rest of its batch"
        case Status.ORDERED:
            return "it can ship now, after or with what it needs"
        case Status.INDEPENDENT:
            return "it can ship now, alone"


def evidence_lines(edge: Edge, glyphs: Glyphs) -> list[Line]:
    """Return all that is known of *edge*, down to commit, file and line."""
    lines: list[Line] = [
        (Span(edge.source, Role.STRONG), Span(" needs "), Span(edge.target, Role.STRONG)),
        (glyphs.kind_label(edge.kind), Span(f" {edge.coupling}" if edge.coupling else "")),
        (),
        _fact("cause", edge.cause.value if edge.cause else "none: git's own order"),
        _fact("confidence", edge.confidence.value),
        _fact("edge", edge.fingerprint),
    ]
    for found in edge.evidence:
        lines += [(), (Span("evidence", Role.HEADING),), *_evidence(found)]
    return lines


def _evidence(found: Evidence) -> Iterator[Line]:
    where = f"{found.path}:{found.line}" if found.path and found.line else found.path
    for name, value in (
        ("repository", found.repository),
        ("commit", found.commit),
        ("file", where),
        ("line of message", str(found.line) if found.line and not found.path else ""),
        ("rule", found.rule),
        ("text", found.text),
    ):
        if value:
            yield _fact(name, value)


def _fact(name: str, value: str) -> Line:
    return (Span(f"{name:16}", Role.DIM), Span(value))


def _path(path: Path, glyphs: Glyphs) -> Iterator[_Part]:
    """Write each edge as a step to what is needed; the first starts at the change itself."""
    for edge in path:
        over = f"{edge.kind} {edge.coupling}" if edge.coupling else edge.kind.value
        yield (
            (
                Span(f"  {glyphs.kind[edge.kind]} "),
                Span(edge.target),
                Span(f"  {over}", Role.STRONG),
                Span(f"  {edge.confidence}", Role.DIM),
            ),
            edge,
            False,
        )


def _rest(count: int, noun: str) -> Iterator[_Part]:
    if count > _SHOWN:
        yield (Span(f"and {counted(count - _SHOWN, 'more ' + noun)}", Role.DIM),), None, True
