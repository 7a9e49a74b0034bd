"""What an answer breaks: constraints that a goal sets and that the answer does not meet.

An answer gives each literal a value from 0 to 1, and an arc is as long as the values of its
literals together. Whatever the goal forbids is a closed walk or a path shorter than 1. Answers of
zeros and ones break a constraint exactly when they miss the goal.
"""

from collections.abc import Iterator, Sequence

from relplan.model.proposal import GoalKind
from relplan.planning.deadline import ENDLESS, Deadline
from relplan.planning.propose import cycles, spreading, walks
from relplan.planning.propose.constraint import Constraint
from relplan.planning.propose.kernel import Kernel
from relplan.planning.propose.residual import NEARLY, residual_of


def broken(
    kernel: Kernel,
    values: Sequence[float],
    *,
    quick: bool = False,
    deadline: Deadline = ENDLESS,
) -> list[Constraint]:
    """Return constraints that *values* break, the same ones each time; raises TimeIsUp.

    *quick* takes less time and finds weaker ones.

    None are returned for an answer of zeros and ones only if it breaks none; for others there may
    be some that are not found.
    """
    found: dict[Constraint, None] = {}
    for one in _candidates(kernel, values, deadline, quick=quick):
        if one.met_by(values) < NEARLY:
            found[one] = None
        deadline.ask()
    return list(found)


def misses(kernel: Kernel, values: Sequence[float], deadline: Deadline = ENDLESS) -> bool:
    """Tell whether *values*, all of them zeros and ones, miss the goal; raises TimeIsUp."""
    deadline.ask()
    if kernel.goal.kind in (GoalKind.ALONE, GoalKind.UNBLOCK):
        return bool(broken(kernel, values, deadline=deadline))
    if any(one.met_by(values) < NEARLY for one in kernel.required):
        return True
    return bool(residual_of(kernel, values).crowded())


def _candidates(
    kernel: Kernel, values: Sequence[float], deadline: Deadline, *, quick: bool
) -> Iterator[Constraint]:
    unmet = [one for one in kernel.required if one.met_by(values) < NEARLY]
    if unmet:
        yield from unmet
        return
    residual = residual_of(kernel, values)
    deadline.ask()
    if kernel.goal.kind in (GoalKind.ALONE, GoalKind.UNBLOCK):
        yield from walks.from_one(residual, deadline)
    elif kernel.parts_all:
        yield from cycles.short(residual, deadline, quick=quick)
    else:
        yield from spreading.around_many(residual, deadline, quick=quick)
