"""The couplings pane: what can be marked, and what each mark would do."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from relplan.model.plan import Numbers
from relplan.model.scenario import Mark, Scenario
from relplan.planning.couplings import Coupling
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.headline import verdict
from relplan.tui.presentation.safe import width
from relplan.tui.presentation.spans import Line, Role, Span

Trial = tuple[str, Mark | None]
"""A coupling and the mark that it is tried with; None: without the one it has."""

KEYS = {Mark.VERSIONED: "v", Mark.FLAGGED: "f", Mark.WAIVED: "w"}
_COLUMN = 10


@dataclass(frozen=True, slots=True)
class Choice:
    """One row: a coupling, or what one of its marks would do."""

    coupling: Coupling
    mark: Mark | None = None
    """None: the row of the coupling itself."""

    @property
    def key(self) -> str:
        """Its name in the list: the coupling's, for the row of the coupling itself."""
        return f"{self.coupling.name}\0{self.mark}" if self.mark else self.coupling.name


def choices(couplings: Iterable[Coupling]) -> list[Choice]:
    """Return the rows; couplings that draw no edge have no marks to try."""
    rows: list[Choice] = []
    for coupling in couplings:
        rows.append(Choice(coupling))
        if coupling.edges:
            rows += [Choice(coupling, mark) for mark in coupling.kind.marks]
    return rows


def trials(couplings: Iterable[Coupling], scenario: Scenario) -> list[Trial]:
    """Return what is to be tried for the rows of *couplings*, in their order."""
    return [
        trial_of(coupling.name, mark, scenario)
        for coupling in couplings
        if coupling.edges
        for mark in coupling.kind.marks
    ]


def trial_of(coupling: str, mark: Mark, scenario: Scenario) -> Trial:
    """Return what pressing the key of *mark* would do to *coupling*."""
    return coupling, None if scenario.mark_of(coupling) is mark else mark


def choice_line(
    choice: Choice,
    scenario: Scenario,
    now: Numbers,
    tried: Mapping[Trial, Numbers],
    involved: Collection[str],
    glyphs: Glyphs,
) -> Line:
    """Return one row. *involved* are the couplings on the paths of the selected change."""
    if choice.mark is None:
        return _coupling_line(choice.coupling, scenario, involved, glyphs)
    return _mark_line(choice.coupling.name, choice.mark, scenario, now, tried, glyphs)


def _coupling_line(
    coupling: Coupling, scenario: Scenario, involved: Collection[str], glyphs: Glyphs
) -> Line:
    mark = scenario.mark_of(coupling.name)
    detail = " ".join(part for part in (coupling.detail, coupling.kind.value) if part)
    services = f" {glyphs.separator} ".join(coupling.services)
    name = Role.STRONG if coupling.edges else Role.DIM
    on_path = coupling.name in involved
    line = [
        Span(f"{glyphs.folded} " if on_path else "  ", Role.LOCKSTEP),
        Span(coupling.name, Role.HEADING if on_path else name),
    ]
    if mark is not None:
        line += [Span(" "), glyphs.mark_label(mark)]
    line.append(Span(f"  {detail}", Role.DIM))
    if not coupling.edges:
        line.append(Span(", ties nothing that is pending", Role.DIM))
    elif services:
        line.append(Span(f"  {services}", Role.DIM))
    return tuple(line)


def _mark_line(
    coupling: str,
    mark: Mark,
    scenario: Scenario,
    now: Numbers,
    tried: Mapping[Trial, Numbers],
    glyphs: Glyphs,
) -> Line:
    trial = trial_of(coupling, mark, scenario)
    word = mark.value if trial[1] else "take off"
    found = tried.get(trial)
    start = Span(f"  {KEYS[mark]} {word:<10}", Role.MARK if trial[1] is None else Role.DIM)
    if found is None:
        return (start, Span(glyphs.ellipsis, Role.DIM))
    batch = _effect("largest_batch", now.largest_batch, found.largest_batch, glyphs)
    gap = Span(" " * max(2, _COLUMN - width(batch.text)))
    return (
        start,
        batch,
        gap,
        _effect("shippable_now", now.shippable_now, found.shippable_now, glyphs),
    )


def _effect(name: str, before: int, after: int, glyphs: Glyphs) -> Span:
    return Span(f"{before}{glyphs.becomes}{after}", verdict(name, before, after))
