"""Two plans of the same changes, side by side."""

from collections.abc import Iterator
from dataclasses import dataclass

from relplan.model.plan import Batch, Numbers, Status
from relplan.model.scenario import Mark, Scenario
from relplan.planning.plan import Plan


@dataclass(frozen=True, slots=True)
class Standing:
    """How one change stands in one plan."""

    status: Status
    wave: int
    batch: str
    batch_size: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A change that stands differently in the two plans."""

    change: str
    before: Standing
    after: Standing


@dataclass(frozen=True, slots=True)
class OtherMark:
    """A coupling that the two scenarios mark differently."""

    coupling: str
    before: Mark | None
    after: Mark | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two plans."""

    before: Numbers
    after: Numbers
    differences: tuple[Difference, ...]
    """Sorted by change. The numbering of batches alone is no difference."""
    marks: tuple[OtherMark, ...] = ()
    """Sorted by coupling."""
    dismissals: int = 0
    """How many edges only one of the scenarios dismisses."""


def compare(before: Plan, after: Plan) -> Comparison:
    """Compare two plans of one snapshot."""
    found = []
    for change in before.changes:
        stood, stands = standing(before, change), standing(after, change)
        same_batch = before.batch_of[change].changes == after.batch_of[change].changes
        if (stood.status, stood.wave) != (stands.status, stands.wave) or not same_batch:
            found.append(Difference(change, stood, stands))
    one, other = before.scenario, after.scenario
    return Comparison(
        before.numbers,
        after.numbers,
        tuple(found),
        tuple(_other_marks(one, other)),
        len(one.dismissals ^ other.dismissals),
    )


def _other_marks(before: Scenario, after: Scenario) -> Iterator[OtherMark]:
    for coupling in sorted({name for name, _ in before.marks ^ after.marks}):
        yield OtherMark(coupling, before.mark_of(coupling), after.mark_of(coupling))


def standing(plan: Plan, change: str) -> Standing:
    """Return how *change* stands in *plan*."""
    batch: Batch = plan.batch_of[change]
    return Standing(plan.status(change), batch.wave, batch.id, len(batch.changes))
