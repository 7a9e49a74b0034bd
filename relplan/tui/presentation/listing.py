"""The list of changes: by wave and batch, runs of like changes folded into one row."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple, overload

from relplan.model.counting import counted
from relplan.model.plan import Batch
from relplan.planning.folding import Run
from relplan.planning.plan import Plan
from relplan.planning.suggested import suggested_keys
from relplan.tui.presentation.arranging import (
    Arrangement,
    Group,
    Place,
    Sort,
    group_of,
    place_of,
)
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.safe import clean, width
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.presentation.words import named, together, waits

WAVE, BATCH = "wave:", "batch:"
"""Keys of rows that are no change begin with them; no service can be called so."""
_STATUS_CELLS = 13
_STATE_CELLS = 13
_LONGEST_ID = 34
_SHORTEST_ID = 14
_FEWEST_DIGITS = 6
"""Of a commit: git itself shows about as many."""
_WIDE = 104
"""Cells from which on a row has room for the word of a state beside its sign."""


USUAL = Arrangement()


@dataclass(frozen=True, slots=True)
class WaveRow:
    """A heading over all that can go out at the same step."""

    wave: int
    changes: int

    @property
    def key(self) -> str:
        """Its name in the list."""
        return f"{WAVE}{self.wave}"


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A heading over the changes of one service, team or feature."""

    name: str
    changes: int

    @property
    def key(self) -> str:
        """Its name in the list."""
        return f"group:{self.name}"


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A heading over the changes that go out in lock-step."""

    batch: Batch
    opened: bool
    shown: int
    """How many of its changes the filter lets through."""

    @property
    def key(self) -> str:
        """Its name in the list."""
        return batch_key(self.batch)


class ChangeRow(NamedTuple):
    """A change; the newest one of a run stands for all of it."""

    change: str
    run: Run
    opened: bool = False
    tied: bool = False
    """It is one of a batch of two or more."""
    older: bool = False
    """It is shown because the run of a newer one was opened."""

    @property
    def key(self) -> str:
        """Its name in the list: the change's id."""
        return self.change

    @property
    def folds(self) -> bool:
        """Tell whether other changes are folded into it, or shown below it."""
        return len(self.run.changes) > 1 and self.change == self.run.newest


Row = WaveRow | GroupRow | BatchRow | ChangeRow


class Listing(Sequence[Row]):
    """The rows for one plan, each made when it is asked for.

    What was opened and closed by hand is the caller's to remember.
    """

    def __init__(
        self,
        plan: Plan,
        runs: Sequence[Run],
        *,
        opened: Collection[str] = (),
        closed: Collection[str] = (),
        arrangement: Arrangement = USUAL,
    ) -> None:
        """List *runs*; *opened* are some of them by their newest, *closed* are batches by key."""
        self.plan = plan
        self._runs = {run.changes[-1]: run for run in runs}
        self._opened = frozenset(opened)
        self._closed = closed
        self._sort = arrangement.sort
        self.keys: list[str] = []
        """Of the rows, in order."""
        self._headings: dict[str, WaveRow | GroupRow | BatchRow] = {}
        self._older: dict[str, Run] = {}
        """The runs of the changes that are shown below a newer one."""
        self._in_batches = arrangement.group is Group.BATCH
        self.longest_id = max(map(len, self._runs), default=0)
        if self._in_batches:
            self._write()
        else:
            self._write_groups(arrangement.group)

    def __len__(self) -> int:
        return len(self.keys)

    @overload
    def __getitem__(self, index: int) -> Row: ...

    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...

    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            return [self._row(key) for key in self.keys[index]]
        return self._row(self.keys[index])

    def _row(self, key: str) -> Row:
        heading = self._headings.get(key)
        if heading is not None:
            return heading
        older = key in self._older
        run = self._older[key] if older else self._runs[key]
        tied = self._in_batches and self.plan.condensation.of(key).changes > 1
        return ChangeRow(key, run, not older and key in self._opened, tied, older)

    def index_of(self, key: str) -> int | None:
        """Return where the row called *key* is, or the one that the change *key* is folded into."""
        for name in (key, *self._homes(key)):
            if name in self.keys:
                return self.keys.index(name)
        return None

    def _homes(self, change: str) -> Iterator[str]:
        """Yield the rows that *change* can be folded into, the nearest first."""
        for newest, run in self._runs.items():
            if change in run.changes:
                yield newest
                yield batch_key(self.plan.batch_of[change])
                return

    def _place(self, run: Run) -> Place:
        return place_of(self.plan, run, self._sort)

    def _write_groups(self, group: Group) -> None:
        groups: dict[str, list[Run]] = defaultdict(list)
        for newest, run in self._runs.items():
            groups[group_of(self.plan, newest, group)].append(run)
        for name in sorted(groups, key=lambda one: (not one, one.casefold(), one)):
            runs = sorted(groups[name], key=self._place)
            self._write_heading(GroupRow(name or f"no {group}", _size(runs)))
            self._write_runs(runs)

    def _write(self) -> None:
        """Write the batches, in order; of most there is just the one change."""
        groups: dict[int, list[Run]] = defaultdict(list)
        batch_numbers = self.plan.batch_numbers
        for newest, run in self._runs.items():
            groups[batch_numbers[newest]].append(run)
        if self._sort is Sort.WAVE:
            ordered = self.plan.ordered
            waves = groupby(sorted(groups), key=lambda number: ordered[number].wave)
            for wave, numbers in waves:
                of_wave = {number: groups[number] for number in numbers}
                self._write_heading(WaveRow(wave, sum(map(_size, of_wave.values()))))
                self._write_batches(of_wave)
        else:
            found = {number: sorted(runs, key=self._place) for number, runs in groups.items()}
            order = sorted(found, key=lambda number: (self._place(found[number][0]), number))
            self._write_batches({number: found[number] for number in order})

    def _write_batches(self, groups: Mapping[int, Sequence[Run]]) -> None:
        ordered = self.plan.ordered
        for number, runs in groups.items():
            if ordered[number].changes > 1:
                batch = self.plan.batch_of[runs[0].newest]
                row = BatchRow(batch, batch_key(batch) not in self._closed, _size(runs))
                self._write_heading(row)
                if not row.opened:
                    continue
            self._write_runs(runs)

    def _write_heading(self, row: WaveRow | GroupRow | BatchRow) -> None:
        self.keys.append(row.key)
        self._headings[row.key] = row

    def _write_runs(self, runs: Iterable[Run]) -> None:
        for run in runs:
            newest = run.changes[-1]
            self.keys.append(newest)
            if newest in self._opened:
                older = run.changes[-2::-1]
                self.keys += older
                self._older |= dict.fromkeys(older, run)


def _size(runs: Iterable[Run]) -> int:
    return sum(len(run.changes) for run in runs)


def batch_key(batch: Batch) -> str:
    """Return the name of a batch's row, which stays over marks for as long as its first change."""
    return f"{BATCH}{batch.changes[0]}"


def row_line(
    plan: Plan, row: Row, cells: int, longest_id: int, glyphs: Glyphs, chosen: Collection[str] = ()
) -> Line:
    """Return one row of the list for *cells* cells."""
    match row:
        case WaveRow():
            return (
                Span(f"wave {row.wave}", Role.HEADING),
                Span(
                    f"  {counted(row.changes, 'change')} {glyphs.separator} {waits(row.wave)}",
                    Role.DIM,
                ),
            )
        case GroupRow():
            return (
                Span(row.name, Role.HEADING),
                Span(f"  {counted(row.changes, 'change')}", Role.DIM),
            )
        case BatchRow():
            return _batch_line(plan, row, glyphs)
        case ChangeRow():
            line = _change_line(plan, row, cells, longest_id, glyphs)
            return ticked(line, glyphs) if row.change in chosen else line


def _batch_line(plan: Plan, row: BatchRow, glyphs: Glyphs) -> Line:
    batch = row.batch
    sign = glyphs.unfolded if row.opened else glyphs.folded
    size = counted(len(batch.changes), "change")
    if row.shown < len(batch.changes):
        size = f"{row.shown} of {size}"
    facts = [batch.id]
    if batch.teams:
        facts.append(counted(len(batch.teams), "team"))
    facts.append(f"{batch.success:.0%} goes through")
    facts += plan.links(batch).causes
    return (
        Span(f"{sign} {named(batch)} ", Role.STRONG),
        Span(f"{size} {together(plan, batch)}", Role.LOCKSTEP),
        Span(f", {', '.join(facts)}", Role.DIM),
    )


def _change_line(plan: Plan, row: ChangeRow, cells: int, longest_id: int, glyphs: Glyphs) -> Line:
    change = plan.changes[row.change]
    status, state = glyphs.status_label(plan.status(row.change)), glyphs.state_label(change.state)
    # Titles say more than ids do: these get a quarter of the row, and are told in full below it.
    room = min(longest_id, _LONGEST_ID, max(_SHORTEST_ID, cells // 4))
    name = _short_id(change.id, room, glyphs)
    title = [*_remarks(plan, row.change, glyphs), Span(change.title)]
    if row.folds:
        count = len(row.run.changes) - 1
        title.insert(0, Span(f"and {count} before it: ", Role.DIM))
    # A state's word stands in the why pane, which is beside a list as narrow as this.
    shown = _padded(state, _STATE_CELLS) if cells >= _WIDE else Span(state.text[:1], state.role)
    return (
        _beginning(row, glyphs),
        _padded(status, _STATUS_CELLS),
        Span(" "),
        Span(name + " " * (room - width(name)), Role.STRONG),
        Span(" "),
        shown,
        Span(" "),
        *title,
    )


def ticked(line: Line, glyphs: Glyphs) -> Line:
    """Return *line* with the sign of what is selected in its first cell."""
    first, *others = line
    return (Span(glyphs.chosen, Role.MARK), Span(first.text[1:], first.role), *others)


def _short_id(name: str, room: int, glyphs: Glyphs) -> str:
    """Return a change's id for *room* cells: of a commit first digits go, then ends are cut."""
    service, at, commit = name.rpartition("@")
    if at and len(name) > room:
        digits = max(_FEWEST_DIGITS, room - len(service) - 1)
        name = f"{service}@{commit[:digits]}"
    return clean(name, room, glyphs.ellipsis)


def _remarks(plan: Plan, change: str, glyphs: Glyphs) -> Iterator[Span]:
    """Yield what a change carries that no status tells: risky findings, suggested features."""
    cautions = len(plan.cautions(change))
    if cautions:
        yield Span(f"{glyphs.caution} {counted(cautions, 'caution')}  ", Role.WARNING)
    for key in suggested_keys(plan, change):
        yield Span(f"{glyphs.suggested} perhaps {key}  ", Role.DIM)


def _beginning(row: ChangeRow, glyphs: Glyphs) -> Span:
    """Return the two cells before a change, so that those of a batch and of a run show as such."""
    if row.folds:
        return Span(f"{glyphs.unfolded if row.opened else glyphs.folded} ", Role.LOCKSTEP)
    if row.older:
        return Span(f"{glyphs.separator} ", Role.DIM)
    return Span(f"{glyphs.member} " if row.tied else "  ", Role.LOCKSTEP)


def _padded(span: Span, cells: int) -> Span:
    return Span(span.text + " " * (cells - width(span.text)), span.role)
