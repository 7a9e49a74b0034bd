"""Two plans of the same changes, side by side."""

from dataclasses import dataclass

from relplan.model.plan import Batch, Numbers, Status
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
class Comparison:
    """What differs between two plans."""

    before: Numbers
    after: Numbers
    differences: tuple[Difference, ...]
    """Sorted by change. The numbering of batches alone is no difference."""


def compare(before: Plan, after: Plan) -> Comparison:
    """Compare two plans of one snapshot."""
    found = []
    for change in before.changes:
        one, other = standing(before, change), standing(after, change)
        same_batch = before.batch_of[change].changes == after.batch_of[change].changes
        if (one.status, one.wave) != (other.status, other.wave) or not same_batch:
            found.append(Difference(change, one, other))
    return Comparison(before.numbers, after.numbers, tuple(found))


def standing(plan: Plan, change: str) -> Standing:
    """Return how *change* stands in *plan*."""
    batch: Batch = plan.batch_of[change]
    return Standing(plan.status(change), batch.wave, batch.id, len(batch.changes))
