"""Whether services grow into lock-step over their past releases (docs/semantics.md, section 8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from relplan.model.drift_settings import DriftSettings
from relplan.model.edge import Cause, EdgeKind, Given
from relplan.model.evidence import Confidence, Evidence


@dataclass(frozen=True, slots=True)
class HeldRelease:
    """A past release, and what is known of what it was the first to hold."""

    service: str
    tag: str
    commit: str
    """Full hash."""
    date: int
    """When it was made, in seconds since 1970."""
    changes: int
    """How many changes of the service it was the first to hold."""
    unread: str = ""
    """Why it cannot be told what all of these needed; empty: it can."""


@dataclass(frozen=True, slots=True, order=True)
class PastChange:
    """A change that a past release was the first to hold."""

    service: str
    tag: str
    """The release."""
    place: int
    """Its place among the changes of the release, the oldest is 0."""
    id: str


@dataclass(frozen=True, slots=True)
class PastNeed:
    """*source* needed *target*, by the rules of section 4, and their releases were near."""

    source: PastChange
    target: PastChange
    kind: EdgeKind
    coupling: str = ""
    confidence: Confidence = Confidence.DECLARED
    given: tuple[Given, ...] = ()
    """The answers that must all be so for it to be true; empty: it is true for certain."""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class PastReading:
    """What was read of the past of a workspace, at any time so far."""

    releases: tuple[HeldRelease, ...] = ()
    needs: tuple[PastNeed, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """What one cause, or one coupling, contributed."""

    name: str
    cause: Cause | None
    """None: a declared dependency, of which nothing tells why it is there."""
    releases: int
    """Those that needed another by it. One may need others by several."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many releases needed another, and of how many."""

    releases: int = 0
    """All of the services that are looked at: the sample."""
    needed: int = 0
    """Those that held a change which needed one of a near release of another service."""
    lockstep: int = 0
    """Those of them that could not have gone out before the other, nor the other before them."""
    unsure: int = 0
    """Others that may have needed another: that hangs on an open question, or was not read."""
    near: int = 0
    """Those that went out within the window of a release of another, whatever they held."""


@dataclass(frozen=True, slots=True)
class PairDrift:
    """The co-release index of two services."""

    services: tuple[str, str]
    """In the order of the alphabet."""
    counts: Counts
    causes: tuple[Share, ...] = ()
    """The largest first."""
    couplings: tuple[Share, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    """Of the newest need: enough to check one."""


@dataclass(frozen=True, slots=True)
class LockstepSet:
    """Services tied by co-releases in lock-step, in one period."""

    services: tuple[str, ...]
    """Sorted."""
    counts: Counts
    causes: tuple[Share, ...] = ()
    couplings: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """One stretch of the past."""

    name: str
    """``2026-Q1``, ``2026-03``, ``2026-H1``, ``2026``."""
    start: int
    end: int
    """Both in seconds since 1970; the end is the start of the next."""
    counts: Counts
    sets: tuple[LockstepSet, ...] = ()
    """The largest first."""
    pairs: tuple[PairDrift, ...] = ()
    """Those of whom a release needed the other, or may have; by index, the highest first."""
    whole: bool = True
    """Whether all of it was read and is over."""

    @property
    def span(self) -> tuple[int, int]:
        """Its start and its end."""
        return self.start, self.end


class Trend(StrEnum):
    """What became of something from the first period that tells to the last."""

    GROWS = "grows"
    SHRINKS = "shrinks"
    STEADY = "steady"
    UNKNOWN = "unknown"
    """Fewer than two periods tell."""


@dataclass(frozen=True, slots=True)
class SetDrift:
    """What became of one lock-step set over the periods."""

    sizes: tuple[int | None, ...]
    """In services, by period; 0: its services were released and none was in lock-step; None: that
    cannot be told, as too few of its releases were made or could be read."""
    services: tuple[str, ...]
    """All that were in it at any time."""
    now: tuple[str, ...]
    """Those that were in it in the last period that has it."""
    trend: Trend
    causes: tuple[Share, ...] = ()
    couplings: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class PairTrend:
    """What became of the index of two services."""

    pair: PairDrift
    """Over all of the past that was read."""
    periods: tuple[Counts, ...]
    """By period."""
    first: int
    """Place of the first period whose sample tells; -1: none does."""
    last: int
    """Place of the last one."""
    trend: Trend


@dataclass(frozen=True, slots=True)
class FarNeeds:
    """What pins took up of releases farther away than the window: it is not counted."""

    needs: int = 0
    """Pairs of releases of which one took up the other."""
    window_hours: int = 0
    """A window that takes in nine of ten of those that any window could; 0: there are none."""
    within: int = 0
    """How many of them it takes in."""


@dataclass(frozen=True, slots=True)
class Lookback:
    """What of the past is looked at, and how."""

    workspace: str
    settings: DriftSettings
    since: int
    """From when on releases are counted, in seconds since 1970."""
    until: int
    zone: str = "UTC"
    """Of the calendar that periods are of."""
    blind: frozenset[str] = frozenset()
    """The services of which no contract is read: nothing but what people declared would tie them,
    so that of them none found is no zero."""
    notes: tuple[str, ...] = ()
    """What is not known, in full sentences."""


@dataclass(frozen=True, slots=True)
class Drift:
    """Lock-step over the past releases of a workspace."""

    look: Lookback
    counts: Counts
    """Over all services and all that was read."""
    periods: tuple[Period, ...]
    """The oldest first, without a gap."""
    largest: tuple[int | None, ...]
    """The services of the largest lock-step set by period; 0: none was tied; None: that cannot be
    told."""
    trend: Trend
    """What became of the largest set."""
    sets: tuple[SetDrift, ...]
    """The largest first, as they are in the last period that has them."""
    pairs: tuple[PairTrend, ...]
    """By the index over all that was read, the highest first."""
    far: FarNeeds = FarNeeds()


def trend_of(sizes: Iterable[int | None]) -> Trend:
    """Return what became of something that had *sizes*, one after the other; None: not known."""
    known = [size for size in sizes if size is not None]
    if len(known) < 2:
        return Trend.UNKNOWN
    if known[0] == known[-1]:
        return Trend.STEADY
    return Trend.GROWS if known[-1] > known[0] else Trend.SHRINKS
