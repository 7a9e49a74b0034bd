"""The cheapest way to a goal: which marks, how sure, and what no mark can do."""

from enum import StrEnum

from relplan.model.edge import Edge
from relplan.model.scenario import Mark
from relplan.model.value import value


class GoalKind(StrEnum):
    """What marks are to bring about (docs/semantics.md, section 7)."""

    ALONE = "alone"
    """The batch of one change is itself."""
    UNBLOCK = "unblock"
    """One change reaches no blocker."""
    BATCH = "batch"
    """No batch is above a number of changes."""
    ALL_ALONE = "all-alone"
    """Every batch is one change."""
    FREE = "free"
    """Every batch is one change, and none of them reaches a blocker: what a backlog aims at."""


@value()
class Goal:
    """A kind of goal with what it is about."""

    kind: GoalKind
    change: str = ""
    """Of `alone` and `unblock`."""
    most: int = 1
    """Changes in a batch at the most, of `batch`; at least 1."""

    def __str__(self) -> str:
        if self.change:
            return f"{self.kind} {self.change}"
        return f"{self.kind} {self.most}" if self.kind is GoalKind.BATCH else self.kind.value


@value()
class Terms:
    """What a proposal may not do."""

    max_effort: float | None = None
    """Days that all its marks may cost together; None: any."""
    forbidden: frozenset[str] = frozenset()
    """Couplings that may not be marked."""


@value()
class Choice:
    """One mark and what it costs."""

    coupling: str
    mark: Mark
    effort_days: float


@value()
class Step:
    """A mark in the order in which to make them, and what the plan is after it."""

    choice: Choice
    freed: int | None = None
    """Changes that are in a smaller batch, or blocked no more, than before this step.

    None, like *largest_batch*, while a better answer is searched for, or where that was stopped.
    """
    largest_batch: int | None = None
    """Changes in the largest batch after it."""


@value()
class InTheWay:
    """An edge that no mark which is allowed takes away, and what does."""

    edge: Edge
    remedy: str
    """A full sentence."""


@value()
class Proposal:
    """Marks for a goal, on top of those of a scenario."""

    goal: Goal
    reached: bool
    """Whether the marks reach it. If not they come as close as marks can, or as effort allows."""
    optimal: bool
    """Whether it is proven that no cheaper marks do as much."""
    bound: float
    """Days that any marks which do as much must cost; the effort itself once that is proven."""
    effort_days: float
    steps: tuple[Step, ...]
    """In the order in which each gains the most; by name where what they gain is not known."""
    runner_up: tuple[Choice, ...] | None
    """The cheapest marks that do as much and are not these, as far as is known; None: none is."""
    in_the_way: tuple[InTheWay, ...]
    """Why it is not reached: of each tie that marks leave, the edges; sorted."""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Its marks, in order."""
        return tuple(step.choice for step in self.steps)
