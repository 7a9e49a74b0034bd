"""The periods as they are listed: those in a row that tell nothing are one row."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from itertools import groupby
from typing import NamedTuple

from relplan.model.counting import joined
from relplan.model.drift import Counts, Drift, LockstepSet, Period


class Row(NamedTuple):
    """One period, or several in a row of which none tells how many services were in lock-step."""

    name: str
    """``2026-Q1``, or ``2025-Q2 to 2026-Q1``."""
    periods: int
    """How many they are."""
    counts: Counts
    """Over all of them."""
    size: int | None
    """Services of the largest lock-step set; None: that cannot be told."""
    sets: tuple[LockstepSet, ...]
    whole: bool
    """Whether all of it was read and is over."""

    @property
    def members(self) -> str:
        """The services of each lock-step set."""
        return "; ".join(joined(one.services) for one in self.sets)

    @property
    def unfinished(self) -> str:
        """The mark of what was not all read, or is to come; empty: none."""
        return "" if self.whole else "*"


def period_rows(drift: Drift) -> list[Row]:
    """Return the periods of *drift*, the oldest first; a need is never folded away."""
    pairs = zip(drift.periods, drift.largest, strict=True)
    return [
        row
        for untold, group in groupby(pairs, key=_tells_nothing)
        for row in ([_folded(one for one, _ in group)] if untold else _each(group))
    ]


def leading_untold(drift: Drift) -> Row | None:
    """Return the oldest periods as one row where they tell nothing; None where the oldest does."""
    first = next(zip(drift.periods, drift.largest, strict=True), None)
    return period_rows(drift)[0] if first and _tells_nothing(first) else None


def _tells_nothing(pair: tuple[Period, int | None]) -> bool:
    period, size = pair
    return size is None and not period.counts.needed


def _each(group: Iterable[tuple[Period, int | None]]) -> Iterator[Row]:
    for period, size in group:
        yield Row(period.name, 1, period.counts, size, period.sets, period.whole)


def _folded(group: Iterable[Period]) -> Row:
    periods = list(group)
    first, last = periods[0], periods[-1]
    name = first.name if first is last else f"{first.name} to {last.name}"
    whole = all(period.whole for period in periods)
    return Row(name, len(periods), _sum(period.counts for period in periods), None, (), whole)


def _sum(counts: Iterable[Counts]) -> Counts:
    every = list(counts)
    return Counts(*(sum(getattr(one, name.name) for one in every) for name in fields(Counts)))
