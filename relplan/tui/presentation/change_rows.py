"""The list of changes: by wave and batch, with runs of alike changes folded into one row."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from relplan.model.plan import Batch
from relplan.planning.folding import Run, fold
from relplan.planning.plan import Plan
from relplan.tui.presentation.filtering import Filter
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.safe import clean, truncate, width
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.presentation.words import counted

_NAME = 30
"""Cells that a change's id may take where there is room for its title too."""
_STATUS = 13
_STATE = 13
_NARROW = 64
"""Below this many cells the state's word is left out; its sign stays."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a wave, a batch, a run of changes, or a change of a run that is open."""

    key: str
    wave: int = -1
    batch: Batch | None = None
    run: Run | None = None
    member: str = ""

    @property
    def change(self) -> str:
        """The change that the row stands for; empty for a heading."""
        if self.member:
            return self.member
        return self.run.newest if self.run else ""


def change_rows(plan: Plan, wanted: Filter, opened: Collection[str]) -> list[Row]:
    """Return the rows of *plan*; *opened* are the oldest changes of the runs that are unfolded."""
    return list(_rows(plan, wanted, opened))


def _rows(plan: Plan, wanted: Filter, opened: Collection[str]) -> Iterator[Row]:
    wave = -1
    for batch, runs in _groups(plan, wanted):
        if batch.wave != wave:
            wave = batch.wave
            yield Row(f"wave {wave}", wave=wave)
        if len(batch.changes) > 1:
            yield Row(f"batch of {batch.changes[0]}", batch=batch)
        for run in runs:
            yield Row(run.newest, run=run)
            if len(run.changes) > 1 and run.changes[0] in opened:
                yield from (Row(name, run=run, member=name) for name in run.changes[-2::-1])


def _groups(plan: Plan, wanted: Filter) -> list[tuple[Batch, tuple[Run, ...]]]:
    """Return batches with their runs; batches of one that are alike share a run."""
    alone: list[str] = []
    groups: list[tuple[Batch, tuple[Run, ...]]] = []
    for batch in plan.batches:
        shown = [name for name in batch.changes if not wanted or wanted.admits(plan, name)]
        if len(batch.changes) == 1:
            alone += shown
        elif shown:
            groups.append((batch, fold(plan, shown)))
    groups += ((plan.batch_of[run.changes[0]], (run,)) for run in fold(plan, alone))
    return sorted(
        groups, key=lambda group: (group[0].wave, -len(group[0].changes), group[0].number)
    )


def change_line(row: Row, plan: Plan, glyphs: Glyphs, room: int, opened: bool) -> Line:
    """Write one row for *room* cells."""
    if row.wave >= 0:
        meaning = "waits for no other service" if not row.wave else f"after wave {row.wave - 1}"
        return (Span(f"Wave {row.wave}", Role.HEADING), Span(f"  {meaning}", Role.DIM))
    if row.batch:
        return batch_line(row.batch, plan, glyphs)
    change = plan.changes[row.change]
    status = glyphs.status_label(plan.status(change.id))
    state = glyphs.state_label(change.state)
    narrow = room < _NARROW
    lead = "   " if row.member else " "
    spans = [Span(lead), Span(_padded(status.text, _STATUS), status.role)]
    spans.append(
        Span(_padded(state.text[:1] if narrow else state.text, 2 if narrow else _STATE), state.role)
    )
    name = clean(change.id)
    limit = max(12, min(_NAME, room // 3))
    spans.append(Span(_padded(truncate(name, limit, glyphs.ellipsis), limit + 1), Role.STRONG))
    more = len(row.run.changes) - 1 if row.run and not row.member else 0
    if more:
        sign = glyphs.unfolded if opened else glyphs.folded
        spans.append(Span(f"{sign} +{more} before it on main  ", Role.MARK))
    spans.append(Span(change.title))
    return tuple(spans)


def batch_line(batch: Batch, plan: Plan, glyphs: Glyphs) -> Line:
    """Say what ships together and why."""
    causes = ", ".join(plan.links(batch).causes)
    teams = f", {counted(len(batch.teams), 'team')}" if batch.teams else ""
    return (
        Span(f"{batch.id} ", Role.HEADING),
        Span(f"{counted(len(batch.changes), 'change')} in lock-step", Role.LOCKSTEP),
        Span(f" {glyphs.separator} {counted(len(batch.services), 'service')}{teams}"),
        Span(f" {glyphs.separator} {batch.success:.0%} to go through", Role.DIM),
        Span(f" {glyphs.separator} {causes}", Role.DIM),
    )


def _padded(text: str, room: int) -> str:
    return text + " " * max(0, room - width(text))
