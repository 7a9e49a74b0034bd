"""What an answer breaks: constraints that a goal sets and that the answer does not meet.

An answer gives each literal a value from 0 to 1, and an arc is as long as the values of its
literals together. Whatever the goal forbids is a closed walk or a path shorter than 1. Answers of
zeros and ones break a constraint exactly when they miss the goal.
"""

from collections.abc import Iterator, Sequence

from relplan.model.proposal import GoalKind
from relplan.planning.propose import cycles, spreading, walks
from relplan.planning.propose.constraint import Constraint
from relplan.planning.propose.residual import NEARLY, residual_of
from relplan.planning.propose.tangle import Tangle


def broken(tangle: Tangle, values: Sequence[float], *, quick: bool = False) -> list[Constraint]:
    """Return constraints that *values* break, the same ones each time.

    *quick* takes less time and finds weaker ones.

    None are returned for an answer of zeros and ones only if it breaks none; for others there may
    be some that are not found.
    """
    found = dict.fromkeys(_candidates(tangle, values, quick=quick))
    return [one for one in found if one.met_by(values) < NEARLY]


def misses(tangle: Tangle, values: Sequence[float]) -> bool:
    """Tell whether *values*, all of them zeros and ones, miss the goal."""
    if tangle.goal.kind in (GoalKind.ALONE, GoalKind.UNBLOCK):
        return bool(broken(tangle, values))
    if any(one.met_by(values) < NEARLY for one in tangle.required):
        return True
    return bool(residual_of(tangle, values).crowded())


def _candidates(tangle: Tangle, values: Sequence[float], *, quick: bool) -> Iterator[Constraint]:
    unmet = [one for one in tangle.required if one.met_by(values) < NEARLY]
    if unmet:
        yield from unmet
        return
    left = residual_of(tangle, values)
    if tangle.goal.kind in (GoalKind.ALONE, GoalKind.UNBLOCK):
        yield from walks.from_one(left)
    elif tangle.parts_all:
        yield from cycles.short(left)
    else:
        yield from spreading.around_many(left, quick=quick)
