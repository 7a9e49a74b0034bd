"""Lock-step over past releases (docs/semantics.md, section 8)."""

from collections.abc import Sequence
from dataclasses import replace

from relplan.model.drift import (
    Counts,
    Drift,
    Lookback,
    PairDrift,
    PairTrend,
    PastReading,
    Period,
    Trend,
    trend_of,
)
from relplan.model.scenario import Scenario
from relplan.planning.drift.counting import FEW, Ledger, Told
from relplan.planning.drift.far import apart, far_needs
from relplan.planning.drift.needs import settled
from relplan.planning.drift.periods import Stretch, periods
from relplan.planning.drift.sets import lockstep_sets, set_drifts, tells_of_none


def drift(reading: PastReading, look: Lookback, scenario: Scenario) -> Drift:
    """Return what became of lock-step in the releases of *reading* that *look* is at.

    Of *scenario* only what holds in all of them counts: what was answered and dismissed.
    """
    held = [one for one in reading.releases if look.since <= one.date <= look.until]
    near, far = apart(reading.needs, held, look.settings.window_hours)
    needs, beyond = (
        settled(ones, dict(scenario.answers), scenario.dismissals) for ones in (near, far)
    )
    ledger = Ledger(held, needs, look.settings.window_hours)
    stretches = list(periods(look.settings.period, look.since, look.until, look.zone))
    found = tuple(_period(ledger, stretch, look) for stretch in stretches)
    seen = [name for name in ledger.services if name not in look.blind]
    largest = tuple(_largest(period, ledger.told(seen, *period.span)) for period in found)
    return Drift(
        look=look,
        counts=ledger.told(ledger.services, look.since, look.until + 1).counts,
        periods=found,
        largest=largest,
        trend=trend_of(largest),
        sets=set_drifts(ledger, stretches, [one.sets for one in found], look.until),
        pairs=_pair_trends(ledger, stretches),
        far=far_needs(far, beyond.certain),
    )


def _period(ledger: Ledger, stretch: Stretch, look: Lookback) -> Period:
    pairs = (
        _pair(ledger, services, stretch.start, stretch.end)
        for services in ledger.pairs(stretch.start, stretch.end)
    )
    return Period(
        stretch.name,
        stretch.start,
        stretch.end,
        ledger.told(ledger.services, stretch.start, stretch.end).counts,
        lockstep_sets(ledger, stretch.start, stretch.end),
        tuple(sorted(pairs, key=_highest_first)),
        whole=look.since <= stretch.start and stretch.end <= look.until,
    )


def _largest(period: Period, seen: Told) -> int | None:
    """Return how many services the largest set of *period* has; None: that cannot be told.

    *seen* is what was counted of the services that something could have tied.
    """
    if period.sets:
        return len(period.sets[0].services)
    return 0 if period.whole and tells_of_none(seen.counts) else None


def _pair(ledger: Ledger, services: tuple[str, str], start: int, end: int) -> PairDrift:
    told = ledger.told(services, start, end)
    return PairDrift(services, told.counts, told.causes, told.couplings)


def _pair_trends(ledger: Ledger, stretches: Sequence[Stretch]) -> tuple[PairTrend, ...]:
    start, end = stretches[0].start, stretches[-1].end
    found = []
    for services, need in ledger.pairs(start, end).items():
        pair = replace(_pair(ledger, services, start, end), evidence=need.evidence)
        counts = tuple(
            ledger.told(services, stretch.start, stretch.end).counts for stretch in stretches
        )
        telling = [place for place, one in enumerate(counts) if one.releases >= FEW]
        first, last = (telling[0], telling[-1]) if telling else (-1, -1)
        trend = _trend(counts[first], counts[last]) if len(telling) > 1 else Trend.UNKNOWN
        found.append(PairTrend(pair, counts, first, last, trend))
    return tuple(sorted(found, key=lambda one: _highest_first(one.pair)))


def _trend(first: Counts, last: Counts) -> Trend:
    """Return what became of the index; one release more or less makes no trend."""
    if _lowest(last) > _highest(first):
        return Trend.GROWS
    if _highest(last) < _lowest(first):
        return Trend.SHRINKS
    return Trend.UNKNOWN if first.unsure or last.unsure else Trend.STEADY


def _lowest(counts: Counts) -> float:
    return (counts.needed - 1) / counts.releases


def _highest(counts: Counts) -> float:
    return (counts.needed + counts.unsure + 1) / counts.releases


def _highest_first(pair: PairDrift) -> tuple[object, ...]:
    counts = pair.counts
    return -counts.needed / (counts.releases or 1), -counts.needed, -counts.unsure, pair.services
