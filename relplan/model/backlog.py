"""Decoupling work, cut so that teams can take it on."""

from relplan.model.edge import Cause
from relplan.model.evidence import Evidence
from relplan.model.plan import Numbers
from relplan.model.scenario import CouplingKind, Mark
from relplan.model.value import value


@value()
class Gain:
    """What one item brings once those before it are done."""

    changes: tuple[str, ...]
    """Those in a smaller batch, or blocked no more, than before it."""
    teams: tuple[str, ...]
    """The teams of these changes."""
    largest_batch_before: int
    largest_batch_after: int
    waiting_days_saved: float


@value()
class Task:
    """One step of an item."""

    phase: str
    """`expand`, `migrate`, `contract`; `add flag`, `deploy dark`, `flip`, `remove`; …"""
    what: str
    """A full sentence in the imperative."""
    service: str = ""
    """Who does it; empty: not one service."""
    team: str = ""
    """The team of that service, or of a gate; empty where nobody said."""
    irreversible: bool = False
    """Once done it cannot be rolled back."""


@value()
class Item:
    """The work that makes one mark true."""

    key: str
    """Stays the same over rescans, so that a tracker can tell it is there: ``relplan-`` and ten
    hex digits of the coupling and mark."""
    rank: int
    """From 1; by gain over cost in the best order."""
    title: str
    coupling: str
    kind: CouplingKind
    mark: Mark
    cause: Cause
    effort_days: float
    gain: Gain
    services: tuple[str, ...]
    teams: tuple[str, ...]
    """Who has to do with it: of the provider first."""
    why_now: str
    """A sentence or two with the figures of the gain."""
    evidence: tuple[Evidence, ...]
    criteria: tuple[str, ...]
    """Acceptance criteria: each a sentence that can be checked."""
    tasks: tuple[Task, ...]
    """In order."""


@value()
class Waiting:
    """A coupling that holds changes back only until a step which is under way is done."""

    coupling: str
    cause: Cause
    changes: tuple[str, ...]
    """Those that it holds back."""
    text: str
    """A full sentence: what it waits for."""


@value()
class Backlog:
    """What is worth decoupling, and what only has to be waited for."""

    workspace: str
    scenario: str
    before: Numbers
    after: Numbers
    """With all items done."""
    items: tuple[Item, ...]
    waiting: tuple[Waiting, ...]
    remaining: tuple[str, ...]
    """Full sentences on what no mark takes away: trunk, stacked and depends-on edges."""
