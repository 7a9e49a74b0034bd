"""Numbered steps to deploy a batch or all of a window, and what to do when one fails."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Exposure:
    """That two services disagree about a contract between two steps."""

    contract: str
    """Or what else ties the two: `Depends-On`."""
    ahead: str
    """The service that is deployed first, and needs the other."""
    behind: str
    from_step: int
    """Once this step is done they disagree."""
    to_step: int
    """Once this one is done they agree again."""


@dataclass(frozen=True, slots=True)
class RunStep:
    """The deployment of one service."""

    number: int
    """From 1."""
    key: str
    """Stays the same over rescans, for ticks that are kept."""
    batch: str
    """The batch that it belongs to; of several the first."""
    service: str
    team: str
    revision: str
    """The commit to deploy; empty: there is none before branches are merged."""
    changes: tuple[str, ...]
    """Oldest first."""
    preconditions: tuple[str, ...]
    """Full sentences: what must be true before."""
    action: str
    checks: tuple[str, ...]
    """Full sentences: what must be true after."""
    on_failure: tuple[str, ...]
    """Full sentences, in order."""
    rolls_back: tuple[int, ...]
    """The steps to be rolled back when this one fails, in this order; empty: go forward."""
    irreversible: bool = False
    """It drops something that no rollback brings back."""
    point_of_no_return: bool = False
    """The first such step of its batch: from here on it goes forward only."""


@dataclass(frozen=True, slots=True)
class Presence:
    """Who is needed."""

    team: str
    steps: tuple[int, ...]
    """Those that the team does itself."""
    until: int
    """The last step at which one of theirs may have to be rolled back, or approved."""


@dataclass(frozen=True, slots=True)
class Runbook:
    """What a person follows at 22:00."""

    title: str
    workspace: str
    scenario: str
    at: int | None
    """When it begins, in seconds since 1970; None: there is no date."""
    zone: str
    batches: tuple[str, ...]
    """In order."""
    steps: tuple[RunStep, ...]
    exposures: tuple[Exposure, ...]
    """What is out of step on the way, by its first step."""
    people: tuple[Presence, ...]
    obstacles: tuple[str, ...]
    """Why it cannot be begun yet: full sentences; empty: it can."""

    @property
    def exposure(self) -> int:
        """Steps during which contracts disagree, summed over contracts and pairs of services."""
        return sum(one.to_step - one.from_step for one in self.exposures)
