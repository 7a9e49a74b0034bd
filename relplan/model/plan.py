"""The words in which a plan speaks."""

from enum import StrEnum

from relplan.model.edge import Cause, Edge
from relplan.model.evidence import Evidence
from relplan.model.facts import Caution
from relplan.model.question import Asked
from relplan.model.value import value


class Status(StrEnum):
    """What a change is, in the order in which they are decided."""

    BLOCKED = "blocked"
    """A blocker is reachable."""
    UNCERTAIN = "uncertain"
    """With every question answered against it a blocker would be."""
    UNFINISHED = "unfinished"
    """It is itself in progress."""
    LOCKSTEP = "lockstep"
    """Its batch has two changes or more."""
    ORDERED = "ordered"
    """Prerequisites are pending, all of them done."""
    INDEPENDENT = "independent"
    """It needs nothing that is pending."""

    @property
    def waits(self) -> bool:
        """Tell whether something else has to be done, or may have to be, before it can ship."""
        return self in (Status.BLOCKED, Status.UNCERTAIN)

    @property
    def shippable(self) -> bool:
        """Tell whether it can be shipped now, alone or with its batch."""
        return self in (Status.LOCKSTEP, Status.ORDERED, Status.INDEPENDENT)

    @property
    def free(self) -> bool:
        """Tell whether it can be shipped now without a partner."""
        return self in (Status.ORDERED, Status.INDEPENDENT)


@value()
class Numbers:
    """A plan at a glance (docs/semantics.md, section 6)."""

    changes: int
    free: int
    shippable_now: int
    blocked: int
    uncertain: int
    questions: int
    """Those that are open."""
    cautions: int
    batches: int
    largest_batch: int
    """In changes."""
    waves: int


@value()
class Batch:
    """What must ship in lock-step."""

    id: str
    """``B0``, ``B1`` …: numbered by wave, then by the first of its changes."""
    wave: int
    changes: tuple[str, ...]
    services: tuple[str, ...]
    teams: tuple[str, ...]
    success: float
    """The chance that all of its deployments go through, 0 to 1."""

    @property
    def number(self) -> int:
        """Its place among the batches."""
        return int(self.id[1:])


@value()
class BatchLinks:
    """How a batch stands in the plan."""

    needs: tuple[str, ...]
    """Ids of the batches that its changes need directly."""
    causes: tuple[Cause, ...]
    """Why its changes are tied to each other; empty for a batch of one."""


Path = tuple[Edge, ...]
"""Edges, each of which starts where the one before it ends."""


@value()
class BlockedBy:
    """A blocker, and a shortest needs path to it."""

    node: str
    path: Path


@value()
class TiedTo:
    """Another change of the same batch, and a shortest cycle through both."""

    change: str
    cycle: Path


@value()
class Unaffected:
    """A consumer of a contract that a change breaks, who need not adapt.

    It uses other parts only, or it keeps to a pin until it moves that.
    """

    consumer: str
    contract: str
    broken: tuple[str, ...]
    """The parts that the change breaks."""
    used: tuple[str, ...]
    """The parts that the consumer uses; empty: none, or it does not matter what."""
    pin: Evidence | None = None
    """What shows that it takes the contract by a pin alone."""


@value()
class Why:
    """What stands between a change and production."""

    change: str
    status: Status
    batch: str
    blockers: tuple[BlockedBy, ...]
    tied: tuple[TiedTo, ...]
    prerequisites: tuple[str, ...]
    """All pending changes that it reaches outside its own batch."""
    unaffected: tuple[Unaffected, ...] = ()
    """Who would have to adapt to it, but uses other parts of the contract only."""
    needs: tuple[Edge, ...] = ()
    """Its own edges to prerequisites, but for the trunk: why it may not go before them."""
    hotfix_off: str = ""
    """The revision in production off which it could go as a hotfix; empty: that would help nothing,
    or it is one."""
    certainly_free: bool = False
    """It is free whatever is answered, with the same prerequisites in other services."""
    others_first: tuple[str, ...] = ()
    """The prerequisites in other services."""
    questions: tuple[Asked, ...] = ()
    """The open ones whose answers could change what it needs, the weightiest first; of an
    uncertain change, those that would settle it."""
    cautions: tuple[Caution, ...] = ()
    suggested: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The suggested features that it is a slice of, each with the other changes of it."""
