"""When each batch ships, what makes it late, and what waiting costs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from relplan.model.calendar import Calendar
from relplan.model.edge import Cause
from relplan.model.plan import Batch
from relplan.model.scenario import Scenario
from relplan.model.value import value


class LateKind(StrEnum):
    """What can make a batch late."""

    WINDOW = "window"
    """Its services may only be deployed in this one."""
    CAPACITY = "capacity"
    """An earlier window is full."""
    FREEZE = "freeze"
    PARTNER = "partner"
    """Another service of the same batch."""
    UNFINISHED = "unfinished"
    """A member that is expected to be done later."""
    GATE = "gate"
    MISSING = "missing adaptation"
    TRUNK = "trunk"
    """A batch that is before it on main, or that it is stacked on."""
    MOVED = "moved"
    """A person who asked what would be if it went later."""
    NEEDS = "needs"
    """A batch that it needs for any other reason."""


@value()
class Late:
    """One thing without which a batch would ship earlier."""

    kind: LateKind
    what: str
    """The window's, the freeze's, the service's, the change's, the gate's or the batch's name."""
    without: int
    """When it would ship without that, all else as it is; in seconds since 1970."""


@value()
class Dated:
    """A batch and when it ships."""

    batch: Batch
    at: int | None
    """When it may begin, in seconds since 1970; None: there is no date."""
    end: int | None
    """When the window ends; of services without windows, the moment itself."""
    windows: tuple[str, ...] = ()
    """Those that it uses; empty: it ships at any time."""
    waits_for: tuple[str, ...] = ()
    """Why there is no date: who is in progress with no date expected, which node blocks it, or a
    full sentence on windows that do not come."""
    late: tuple[Late, ...] = ()
    """The weightiest first."""
    uncertain: tuple[str, ...] = ()
    """Its changes that an answer to an open question could block: a date is then no promise."""


@value()
class Rate:
    """The chance that the deployment of a service fails."""

    service: str
    rate: float
    source: str
    """`configured`, `history` or `default`."""
    releases: int = 0
    """How many were looked at."""
    failed: int = 0


@value()
class Delay:
    """Coordination delay in days (docs/semantics.md, section 6)."""

    total: float
    by_change: tuple[tuple[str, float], ...]
    by_team: tuple[tuple[str, float], ...]
    by_coupling: tuple[tuple[str, float], ...]
    """What would be saved if that coupling tied nothing."""
    by_cause: tuple[tuple[Cause, float], ...]
    """What would be saved if none of that cause tied anything."""
    undated: int
    """Done changes whose batch has no date; they are in none of the sums."""
    unweighed: tuple[str, ...] = ()
    """The causes and couplings of which there was no time to find what would be saved."""


@dataclass(frozen=True)
class Schedule:
    """All batches of a plan, dated."""

    scenario: Scenario
    calendar: Calendar
    batches: tuple[Dated, ...]
    """By date, then by number; those without a date last."""

    def complete_at(self, changes: Iterable[str]) -> int | None:
        """Return when the last of *changes* ships; None: one of them has no date, or is unknown."""
        found = [self._at.get(change) for change in changes]
        known = [at for at in found if at is not None]
        return max(known) if known and len(known) == len(found) else None

    @cached_property
    def _at(self) -> dict[str, int | None]:
        return {change: one.at for one in self.batches for change in one.batch.changes}

    def of(self, batch: str) -> Dated:
        """Return the batch called so."""
        return next(one for one in self.batches if one.batch.id == batch)


@value()
class Timed:
    """A schedule with its numbers."""

    schedule: Schedule
    before: Schedule
    """Without any mark."""
    delay: Delay
    rates: Mapping[str, Rate]
    """By service."""
    questions: Mapping[str, tuple[str, ...]]
    """By uncertain change, the ids of the open questions that could block it."""
