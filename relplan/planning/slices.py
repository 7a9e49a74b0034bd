"""How often slices of what issue keys suggest really shipped apart (docs/semantics.md, section 8).

Nothing is drawn from it: it is what a person can be shown who is asked whether they must ship
together.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import combinations, pairwise

from relplan.model.change import FeatureSlice
from relplan.model.past import PastRelease
from relplan.model.value import value
from relplan.model.workspace import Workspace
from relplan.planning.constraints.issue_keys import Spelling

WINDOW = 24 * 3_600
"""Seconds within which releases of two services are taken to have gone out together."""


@value()
class Shipped:
    """That a release was the first to hold something of an issue."""

    release: PastRelease
    slice: FeatureSlice


@value()
class PastFeature:
    """An issue of which releases of two or more services were the first to hold something."""

    key: str
    shipped: tuple[Shipped, ...]
    """Oldest first."""

    @property
    def apart(self) -> bool:
        """Tell whether no two services shipped anything of it within the window."""
        return all(
            later.release.date - earlier.release.date > WINDOW
            for earlier, later in pairwise(self.shipped)
            if earlier.release.service != later.release.service
        )


@value()
class Tally:
    """How often issues with slices in two or more of some services shipped apart."""

    services: tuple[str, ...]
    apart: tuple[PastFeature, ...]
    together: tuple[PastFeature, ...]
    """In part, at least. Both the newest first."""

    @property
    def sample(self) -> int:
        """The number of issues that were looked at."""
        return len(self.apart) + len(self.together)

    @property
    def period(self) -> tuple[int, int]:
        """When the first and the last of their releases was made, in seconds since 1970."""
        every = (*self.apart, *self.together)
        dates = [one.release.date for feature in every for one in feature.shipped]
        return min(dates, default=0), max(dates, default=0)


class Past:
    """The issues whose slices past releases of two or more services held."""

    def __init__(
        self,
        releases: Iterable[PastRelease],
        workspace: Workspace,
        pending: Collection[str] = (),
    ) -> None:
        """Look at what *releases* held; which keys count is as it is for what is pending.

        What names one of the commits *pending* has not shipped, whatever is tagged.
        """
        known = tuple(releases)
        spelling = Spelling((one for release in known for one in release.slices), workspace)
        self._unknown: dict[str, list[int]] = defaultdict(list)
        found: dict[str, list[Shipped]] = defaultdict(list)
        for release in sorted(known, key=lambda one: (one.date, one.service, one.tag)):
            if not release.known:
                self._unknown[release.service].append(release.date)
            for slice_ in spelling.of(release.slices):
                if slice_.evidence.commit not in pending:
                    found[slice_.key].append(Shipped(release, slice_))
        features = (_feature(key, shipped) for key, shipped in sorted(found.items()))
        self._features = tuple(feature for feature in features if feature is not None)
        self._tallies: dict[frozenset[str], Tally] = {}

    def tally(self, services: Collection[str]) -> Tally:
        """Return how often what was sliced over two or more of *services* shipped apart."""
        among = frozenset(services)
        if among not in self._tallies:  # many questions are about the same services
            self._tallies[among] = self._tally(among)
        return self._tallies[among]

    def _tally(self, services: frozenset[str]) -> Tally:
        narrowed = (
            _feature(one.key, [each for each in one.shipped if each.release.service in services])
            for one in self._features
        )
        found = sorted(
            (one for one in narrowed if one is not None and self._is_asked(one, services)),
            key=lambda one: (-one.shipped[-1].release.date, one.key),
        )
        return Tally(
            tuple(sorted(services)),
            tuple(one for one in found if one.apart),
            tuple(one for one in found if not one.apart),
        )

    def _is_asked(self, feature: PastFeature, services: Iterable[str]) -> bool:
        """Tell whether no release that may have held more of it went out beside one that did."""
        return not any(
            _near(self._unknown[service], one.release.date)
            for service in services
            if service in self._unknown
            for one in feature.shipped
            if one.release.service != service
        )

    def pairs(self, services: Collection[str], most: int) -> tuple[Tally, ...]:
        """Return the same for each two of *services*, at most so many, the largest sample first."""
        counts: dict[tuple[str, str], int] = defaultdict(int)
        for feature in self._features:
            held = sorted({one.release.service for one in feature.shipped}.intersection(services))
            for pair in combinations(held, 2):
                counts[pair] += 1
        first = sorted(counts, key=lambda pair: (-counts[pair], pair))[:most]
        return tuple(tally for pair in first if (tally := self.tally(pair)).sample)


def _near(dates: Sequence[int], date: int) -> bool:
    place = bisect_left(dates, date - WINDOW)
    return place < len(dates) and dates[place] <= date + WINDOW


def _feature(key: str, shipped: Collection[Shipped]) -> PastFeature | None:
    """Return a past feature, unless it is of one service, or one commit that belongs to several."""
    services = {one.release.service for one in shipped}
    commits = {one.slice.evidence.commit for one in shipped}
    return PastFeature(key, tuple(shipped)) if len(services) > 1 and len(commits) > 1 else None
