"""Counts the releases that needed another, over some services and a stretch of time."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from relplan.model.drift import Counts, HeldRelease, PastNeed, Share
from relplan.model.edge import Cause, EdgeKind
from relplan.planning.drift.needs import Needs, Release, release_of

FEW = 5
"""Releases below which a sample tells nothing of how things went."""
_DEPENDENCY = "declared dependency"
_HOUR = 3_600


@dataclass(frozen=True, slots=True)
class Told:
    """What was counted, and what drove it."""

    counts: Counts
    causes: tuple[Share, ...]
    couplings: tuple[Share, ...]


class Ledger:
    """The releases with what each needed, to be counted over any services and time."""

    def __init__(self, releases: Iterable[HeldRelease], needs: Needs, window_hours: int) -> None:
        """Keep the *releases* that held anything, and the *needs* between them."""
        self.needs = needs
        self._window = window_hours * _HOUR
        held = sorted(
            (one for one in releases if one.changes),
            key=lambda one: (one.date, one.service, one.tag),
        )
        self.releases: dict[Release, HeldRelease] = {(one.service, one.tag): one for one in held}
        self._of: dict[str, list[HeldRelease]] = defaultdict(list)
        for one in self.releases.values():
            self._of[one.service].append(one)
        self._certain = _by_source(needs.certain, self.releases)
        self._unsure = _by_source(needs.unsure, self.releases)
        self._lockstep: dict[Release, set[str]] = defaultdict(set)
        for need in needs.certain:
            if needs.is_lockstep(need):
                self._lockstep[release_of(need.source)].add(need.target.service)

    @property
    def services(self) -> tuple[str, ...]:
        """The services that have releases, sorted."""
        return tuple(sorted(self._of))

    def date(self, need: PastNeed) -> int:
        """Return when both ends of *need* were out."""
        ends = (self.releases[release_of(end)] for end in (need.source, need.target))
        return max(one.date for one in ends)

    def told(self, services: Collection[str], start: int, end: int) -> Told:
        """Count the releases of *services* from *start* on and before *end*, in seconds."""
        found = [one for name in sorted(services) for one in self._between(name, start, end)]
        needed: list[tuple[HeldRelease, Sequence[PastNeed]]] = []
        lockstep = unsure = near = 0
        for release in found:
            own = (release.service, release.tag)
            near_by = self._near(release, services)
            near += bool(near_by)
            needs = [one for one in self._certain.get(own, ()) if one.target.service in services]
            if needs:
                needed.append((release, needs))
            elif self._may_need(release, near_by, services):
                unsure += 1
            lockstep += not self._lockstep.get(own, frozenset()).isdisjoint(services)
        counts = Counts(len(found), len(needed), lockstep, unsure, near)
        return Told(counts, _causes(needed), _couplings(needed))

    def pairs(self, start: int, end: int) -> Mapping[tuple[str, str], PastNeed]:
        """Return the pairs of which one needed the other, or may have, with the newest need."""
        found: dict[tuple[str, str], PastNeed] = {}
        for needs in (self.needs.unsure, self.needs.certain):
            for need in sorted(filter(self._is_held, needs), key=self.date):
                if start <= self.date(need) < end:
                    one, other = sorted((need.source.service, need.target.service))
                    found[one, other] = need
        return found

    def tied(self, start: int, end: int) -> set[tuple[str, str]]:
        """Return the pairs that co-released in lock-step."""
        return {
            (need.source.service, need.target.service)
            for need in filter(self._is_held, self.needs.certain)
            if self.needs.is_lockstep(need) and start <= self.date(need) < end
        }

    def _is_held(self, need: PastNeed) -> bool:
        return {release_of(need.source), release_of(need.target)} <= self.releases.keys()

    def _between(self, service: str, start: int, end: int) -> list[HeldRelease]:
        return [one for one in self._of.get(service, ()) if start <= one.date < end]

    def _near(self, release: HeldRelease, services: Collection[str]) -> list[HeldRelease]:
        """Return the releases of the other *services* within the window of *release*."""
        found: list[HeldRelease] = []
        for name in services:
            own = self._of.get(name, []) if name != release.service else []
            first = bisect_left(own, release.date - self._window, key=lambda one: one.date)
            for one in own[first:]:
                if one.date > release.date + self._window:
                    break
                found.append(one)
        return found

    def _may_need(
        self, release: HeldRelease, near_by: Sequence[HeldRelease], services: Collection[str]
    ) -> bool:
        if near_by and (release.unread or any(one.unread for one in near_by)):
            return True
        unsure = self._unsure.get((release.service, release.tag), ())
        return any(one.target.service in services for one in unsure)


def _by_source(
    needs: Iterable[PastNeed], known: Collection[Release]
) -> dict[Release, list[PastNeed]]:
    found: dict[Release, list[PastNeed]] = defaultdict(list)
    for need in needs:
        if release_of(need.source) in known and release_of(need.target) in known:
            found[release_of(need.source)].append(need)
    return found


def _causes(needed: Iterable[tuple[HeldRelease, Sequence[PastNeed]]]) -> tuple[Share, ...]:
    found: dict[Cause | None, int] = defaultdict(int)
    for _, needs in needed:
        for cause in {need.kind.cause for need in needs}:
            found[cause] += 1
    shares = (Share(cause or _DEPENDENCY, cause, number) for cause, number in found.items())
    return tuple(sorted(shares, key=_largest_first))


def _couplings(needed: Iterable[tuple[HeldRelease, Sequence[PastNeed]]]) -> tuple[Share, ...]:
    found: dict[tuple[str, Cause | None], int] = defaultdict(int)
    for _, needs in needed:
        for name in {(need.coupling or _named(need), need.kind.cause) for need in needs}:
            found[name] += 1
    shares = (Share(name, cause, number) for (name, cause), number in found.items())
    return tuple(sorted(shares, key=_largest_first))


def _named(need: PastNeed) -> str:
    return _DEPENDENCY if need.kind is EdgeKind.DEPENDS_ON else need.kind.value


def _largest_first(share: Share) -> tuple[int, str]:
    return -share.releases, share.name
