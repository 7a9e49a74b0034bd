"""Numbered steps to deploy a batch or all of a window, and what to do when one fails."""

from collections.abc import Iterable
from enum import StrEnum
from hashlib import blake2b

from relplan.model.flag import Flip
from relplan.model.value import value


@value()
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


@value()
class RunStep:
    """The deployment of one service."""

    number: int
    """From 1."""
    key: str
    """Stays the same while its changes do."""
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
    after: tuple[int, ...] = ()
    """The steps to be done before it; the others it does not depend on."""
    back_to: str = ""
    """What to go back to: what an earlier step deploys, else the revision that runs in production;
    empty: that is not known."""


@value()
class Presence:
    """Who is needed."""

    team: str
    steps: tuple[int, ...]
    """Those that the team does itself."""
    until: int
    """The last step at which one of theirs may have to be rolled back, or approved."""


@value()
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
    flips: tuple[Flip, ...] = ()
    """The flags that its changes are dark behind, in the order in which to switch them on."""

    @property
    def key(self) -> str:
        """Ten hex digits that stay the same while its steps do."""
        text = "\0".join(sorted(step.key for step in self.steps))
        return blake2b(text.encode(), digest_size=5).hexdigest()

    def taking_back(self, step: RunStep) -> tuple[str, ...]:
        """Return the keys of the other steps that take *step* back when they fail."""
        return tuple(o.key for o in self.steps if o is not step and step.number in o.rolls_back)

    @property
    def exposure(self) -> int:
        """Steps during which contracts disagree, summed over contracts and pairs of services."""
        return sum(one.to_step - one.from_step for one in self.exposures)


class Outcome(StrEnum):
    """What became of a step."""

    DONE = "done"
    FAILED = "failed"
    ROLLED_BACK = "rolled back"
    OPEN = "open"
    """A tick that was taken back."""


@value()
class Tick:
    """That somebody said what became of a step, and when."""

    step: str
    """The step's key."""
    outcome: Outcome
    who: str
    at: int
    """Seconds since 1970."""
    service: str = ""
    """What the step deployed; empty where it was not written down."""
    changes: tuple[str, ...] = ()
    """Its changes, by their ids."""
    runbook: str = ""
    """The key of the runbook in which it was said."""
    back_to: str = ""
    """What the service goes back to; empty: not known."""
    back_with: tuple[str, ...] = ()
    """The keys of the other steps that take it back when they fail."""
    host: str = ""
    """The machine that it was said on; empty: an earlier relplan did not write it down."""


def standing(ticks: Iterable[Tick]) -> dict[str, Tick]:
    """Return the newest tick of each step, of *ticks* in the order in which they were made."""
    return {tick.step: tick for tick in ticks}
