"""What the window leaves out: releases that pins took up, and that were made days before."""

from collections.abc import Iterable, Mapping

from relplan.model.drift import FarNeeds, HeldRelease, PastNeed
from relplan.model.drift_settings import MOST_WINDOW_HOURS
from relplan.planning.drift.needs import Release, release_of

_HOUR = 3_600
_DAY = 24
_TENTHS = 9
"""Of ten far needs that any window takes in, those that the one offered does."""


def apart(
    needs: Iterable[PastNeed], releases: Iterable[HeldRelease], window_hours: int
) -> tuple[list[PastNeed], dict[PastNeed, int]]:
    """Return the *needs* within the window, and those beyond it with their seconds."""
    dates = {(one.service, one.tag): one.date for one in releases}
    near: list[PastNeed] = []
    far: dict[PastNeed, int] = {}
    for need in needs:
        seconds = _between(need, dates)
        if seconds > window_hours * _HOUR:
            far[need] = seconds
        else:
            near.append(need)
    return near, far


def _between(need: PastNeed, dates: Mapping[Release, int]) -> int:
    """Return how far the releases of *need* are apart; 0 where one is not looked at."""
    ends = [dates.get(release_of(end)) for end in (need.source, need.target)]
    return 0 if None in ends else abs((ends[0] or 0) - (ends[1] or 0))


def far_needs(far: Mapping[PastNeed, int], certain: Iterable[PastNeed]) -> FarNeeds:
    """Return how many pairs of releases the *certain* ones of *far* are, and which window helps."""
    pairs = {(release_of(one.source), release_of(one.target)): far[one] for one in certain}
    hours = sorted(-(-seconds // _HOUR) for seconds in pairs.values())
    reached = [one for one in hours if one <= MOST_WINDOW_HOURS]
    if not reached:
        return FarNeeds(len(hours))
    wanted = reached[(len(reached) * _TENTHS - 1) // 10]
    window = min(-(-wanted // _DAY) * _DAY, MOST_WINDOW_HOURS)
    return FarNeeds(len(hours), window, sum(one <= window for one in hours))
