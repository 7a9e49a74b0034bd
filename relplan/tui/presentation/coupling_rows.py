"""The couplings, and what each mark on them would do."""

from collections.abc import Mapping

from relplan.model.plan import Numbers
from relplan.model.scenario import Mark, Scenario
from relplan.planning.couplings import Coupling
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.header import change_of
from relplan.tui.presentation.safe import clean, truncate, width
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.presentation.words import counted

Previews = Mapping[tuple[str, Mark | None], Numbers]
"""The numbers that a scenario would have with a mark, or none, on a coupling."""

_NAME = 20
_KEYS = {Mark.VERSIONED: "v", Mark.FLAGGED: "f", Mark.WAIVED: "w"}


def coupling_line(
    coupling: Coupling, scenario: Scenario, now: Numbers, previews: Previews, glyphs: Glyphs
) -> Line:
    """Write one coupling: its name, its mark, and what its marks would make of the numbers."""
    own = scenario.mark_of(coupling.name)
    sign = glyphs.mark[own] if own else glyphs.unmarked
    name = truncate(clean(coupling.name), _NAME, glyphs.ellipsis)
    role = Role.MARK if own else Role.STRONG if coupling.edges else Role.DIM
    spans = [Span(f"{sign} ", role), Span(name + " " * (_NAME - width(name)), role)]
    if not coupling.edges:
        return (*spans, Span(f" ties nothing that is pending ({_kind(coupling)})", Role.DIM))
    if own:
        spans.append(Span(f" {own}", Role.MARK))
        spans += _preview(f"  {glyphs.unmarked}", now, previews.get((coupling.name, None)), glyphs)
        return tuple(spans)
    for mark in coupling.kind.marks:
        spans += _preview(f" {_KEYS[mark]}", now, previews.get((coupling.name, mark)), glyphs)
    return tuple(spans)


def coupling_heading() -> Line:
    """Say what stands in the columns."""
    name = "coupling".ljust(_NAME + 2)
    return (Span(f"{name} key, largest batch, shippable", Role.DIM),)


def coupling_detail(coupling: Coupling, glyphs: Glyphs) -> Line:
    """Say what a coupling is and whom it ties."""
    provider = f" of {coupling.provider}" if coupling.provider else ""
    services = ", ".join(coupling.services)
    return (
        Span(f"{_kind(coupling)}{provider}", Role.STRONG),
        Span(f" {glyphs.separator} {counted(coupling.edges, 'edge')}"),
        Span(f" {glyphs.separator} {counted(coupling.changes, 'change')}"),
        Span(f" {glyphs.separator} {services}", Role.DIM),
    )


def _kind(coupling: Coupling) -> str:
    return f"{coupling.detail} {coupling.kind}" if coupling.detail else str(coupling.kind)


def _preview(key: str, now: Numbers, then: Numbers | None, glyphs: Glyphs) -> list[Span]:
    if then is None:
        return [Span(f"{key} {glyphs.ellipsis:12}", Role.DIM)]
    return [
        Span(f"{key} ", Role.STRONG),
        _becomes(now.largest_batch, then.largest_batch, -1, glyphs),
        _becomes(now.shippable_now, then.shippable_now, 1, glyphs),
    ]


def _becomes(before: int, after: int, better: int, glyphs: Glyphs) -> Span:
    text = str(after) if before == after else f"{before}{glyphs.becomes}{after}"
    role = Role.DIM if before == after else change_of(before, after, better)
    return Span(f"{text:6}", role)
