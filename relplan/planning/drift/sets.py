"""The lock-step sets of each period, and what became of each over the periods."""

from collections.abc import Collection, Iterable, Sequence

from relplan.model.drift import Counts, LockstepSet, SetDrift, trend_of
from relplan.planning.drift.counting import FEW, Ledger
from relplan.planning.drift.periods import Stretch

_SAME = 2
"""Services that sets of two periods share, from which on they are one set that grew or shrank."""


def lockstep_sets(ledger: Ledger, start: int, end: int) -> tuple[LockstepSet, ...]:
    """Return the components of who co-released in lock-step, the largest first."""
    groups: list[set[str]] = []
    for pair in sorted(ledger.tied(start, end)):
        touched = [group for group in groups if not group.isdisjoint(pair)]
        groups = [group for group in groups if group not in touched]
        groups.append(set(pair).union(*touched))
    found = []
    for group in groups:
        told = ledger.told(group, start, end)
        found.append(LockstepSet(tuple(sorted(group)), told.counts, told.causes, told.couplings))
    return tuple(sorted(found, key=lambda one: (-len(one.services), one.services)))


def set_drifts(
    ledger: Ledger, stretches: Sequence[Stretch], found: Sequence[Sequence[LockstepSet]], until: int
) -> tuple[SetDrift, ...]:
    """Return what became of each set that was *found* in any of *stretches*, the largest first."""
    lines = _lines(found)
    drifts = [_drift(ledger, stretches, line, found, until) for line in lines]
    return tuple(sorted(drifts, key=lambda one: (-len(one.now), -len(one.services), one.services)))


def _lines(found: Sequence[Sequence[LockstepSet]]) -> list[dict[int, LockstepSet]]:
    """Return for each set what it was, by period: it goes on as what shares most of it."""
    lines: list[dict[int, LockstepSet]] = []
    for place, sets in enumerate(found):
        ways = sorted(
            (-len(_last(line).intersection(one.services)), one.services, number)
            for one in sets
            for number, line in enumerate(lines)
        )
        by_services = {one.services: one for one in sets}
        for shared, services, number in ways:
            if -shared >= _SAME and services in by_services and place not in lines[number]:
                lines[number][place] = by_services.pop(services)
        lines += ({place: one} for one in by_services.values())
    return lines


def _last(line: dict[int, LockstepSet]) -> frozenset[str]:
    return frozenset(line[max(line)].services)


def _drift(
    ledger: Ledger,
    stretches: Sequence[Stretch],
    line: dict[int, LockstepSet],
    found: Sequence[Sequence[LockstepSet]],
    until: int,
) -> SetDrift:
    services = sorted({name for one in line.values() for name in one.services})
    sizes = tuple(
        len(line[place].services)
        if place in line
        else _size(ledger, stretch, services, found[place], until)
        for place, stretch in enumerate(stretches)
    )
    told = ledger.told(services, stretches[0].start, stretches[-1].end)
    return SetDrift(
        sizes,
        tuple(services),
        line[max(line)].services,
        trend_of(sizes),
        told.causes,
        told.couplings,
    )


def _size(
    ledger: Ledger,
    stretch: Stretch,
    services: Collection[str],
    sets: Iterable[LockstepSet],
    until: int,
) -> int | None:
    """Return 0 where it can be told that none of *services* was in lock-step, else None."""
    if stretch.end > until or any(not set(services).isdisjoint(one.services) for one in sets):
        return None
    counts = ledger.told(services, stretch.start, stretch.end).counts
    return 0 if tells_of_none(counts) else None


def tells_of_none(counts: Counts) -> bool:
    """Tell whether there are enough releases, all of them known, to say that none was tied."""
    return counts.releases >= FEW and not counts.unsure
