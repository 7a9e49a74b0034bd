"""What became of lock-step, in sentences: the same in the terminal, in documents and on screens."""

from collections.abc import Sequence

from relplan.model.counting import counted
from relplan.model.drift import Counts, Drift, PairTrend, Period, SetDrift, Share, Trend

UNKNOWN = "?"
WHY_UNKNOWN = (
    f"{UNKNOWN} cannot be told, which is no 0: too few releases, or some may have needed another"
)
UNFINISHED = "* not all of it was read, or it is not over"
_NAMED = 3
"""Couplings that one sentence names."""


def headline(drift: Drift) -> str:
    """Say what became of the largest lock-step set."""
    known = [
        (period.name, size)
        for period, size in zip(drift.periods, drift.largest, strict=True)
        if size is not None
    ]
    if not known:
        return "No period tells how many services were in lock-step: see what is not known."
    (first, before), (last, after) = known[0], known[-1]
    if len(known) == 1:
        return f"Only {first} tells: {_largest(before)}, so nothing is said of growth."
    if not any(size for _, size in known):
        return f"No release is shown to be in lock-step in the {len(known)} periods that tell."
    how = {Trend.GROWS: "grew", Trend.SHRINKS: "shrank"}.get(drift.trend)
    if how is None:
        return f"The largest lock-step set is as large in {last} as in {first}: {_largest(after)}."
    way = steps(tuple(size for _, size in known))
    return f"The largest lock-step set {how} from {first} to {last}: {way} services."


def steps(sizes: Sequence[int | None]) -> str:
    """Return sizes one after the other: ``2 → 3 → ? → 4``; those alike in a row once."""
    shown = [UNKNOWN if size is None else str(size) for size in sizes]
    kept = [one for place, one in enumerate(shown) if place == 0 or one != shown[place - 1]]
    return " → ".join(kept)


def set_sentence(one: SetDrift) -> str:
    """Say who is in a set, what became of it, and what drove it."""
    driven = f"; {causes(one.causes, one.couplings)}" if one.causes else ""
    return f"{', '.join(one.now)}: {steps(one.sizes)}{driven}"


def pair_sentence(pair: PairTrend, periods: Sequence[Period]) -> str:
    """Say how often releases of two services needed the other: in the first period and the last."""
    who = " and ".join(pair.pair.services)
    if 0 <= pair.first < pair.last:
        first, last = pair.periods[pair.first], pair.periods[pair.last]
        return (
            f"{who}: {index(first)} releases needed the other in {periods[pair.first].name},"
            f" {index(last)} in {periods[pair.last].name}"
        )
    few = "" if pair.first >= 0 else ", too few in any one period to tell a trend"
    return f"{who}: {index(pair.pair.counts)} releases needed the other in all{few}"


def driven(pair: PairTrend) -> str:
    """Say what drove a pair, behind its sentence; its index over all where that did not say it."""
    why = causes(pair.pair.causes, pair.pair.couplings) or "nothing certain"
    said = not 0 <= pair.first < pair.last
    return why if said else f"in all {index(pair.pair.counts)}: {why}"


def index(counts: Counts) -> str:
    """Return the co-release index with its sample: ``2 of 14``, and how many more may have."""
    more = f" (perhaps {counts.needed + counts.unsure})" if counts.unsure else ""
    return f"{counts.needed}{more} of {counts.releases}"


def causes(shares: Sequence[Share], couplings: Sequence[Share]) -> str:
    """Say in how many releases each cause had a part, and by which couplings."""
    parts = []
    for share in shares:
        own = [one for one in couplings if one.cause is share.cause and one.name != share.name]
        named = ", ".join(f"{one.name} {one.releases}" for one in own[:_NAMED])
        more = f" and {len(own) - _NAMED} more" if len(own) > _NAMED else ""
        by = f" ({named}{more})" if named else ""
        parts.append(f"{share.name} in {counted(share.releases, 'release')}{by}")
    return ", ".join(parts)


def ground(drift: Drift) -> str:
    """Say what was counted: the sample, the window, and what is no part of it."""
    counts = drift.counts
    hours = counted(drift.look.settings.window_hours, "hour")
    return (
        f"{counted(counts.releases, 'release')} that held a change; {counts.near} of them within"
        f" {hours} of another service's, {index(counts)} are shown to have needed another,"
        f" {counts.lockstep} in lock-step"
    )


def beyond(drift: Drift) -> str:
    """Say what pins took up of releases beyond the window, and which one helps; empty: nothing."""
    far = drift.far
    if not far.needs:
        return ""
    said = (
        f"Not counted: {counted(far.needs, 'pin')} of another's release, more than"
        f" {counted(drift.look.settings.window_hours, 'hour')} apart from it"
    )
    if not far.window_hours:
        return f"{said}; no window takes them in."
    took = "all of them" if far.within == far.needs else f"{far.within} of them"
    return f"{said}; `window_hours = {far.window_hours}` under [drift] takes in {took}."


def _largest(size: int) -> str:
    return counted(size, "service") if size else "none"
