"""Good answers without a solver: meet what is broken, then leave out what is not needed."""

from collections.abc import Collection, Sequence
from heapq import heapify, heappop, heappush

from relplan.planning.deadline import Deadline
from relplan.planning.propose.constraint import Constraint
from relplan.planning.propose.kernel import Kernel
from relplan.planning.propose.problem import Problem
from relplan.planning.propose.separation import broken

Costs = Sequence[float]

_SMALL = 1e-6


def values_of(chosen: Collection[int], size: int) -> list[float]:
    """Return *chosen* of *size* literals as an answer of zeros and ones."""
    values = [0.0] * size
    for place in chosen:
        values[place] = 1.0
    return values


def cover(
    problem: Problem,
    kernel: Kernel,
    deadline: Deadline,
    chosen: frozenset[int],
    costs: Costs,
    known: Sequence[Constraint] = (),
) -> tuple[frozenset[int], list[Constraint]]:
    """Add marks to *chosen*, cheap ones by *costs*, until they do all that marks can.

    Return them and the constraints met on the way, those *known* first. Raises TimeIsUp.
    """
    all_of_it, met = meet(kernel, deadline, chosen, costs, known)
    return problem.tidy(all_of_it), met


def meet(
    kernel: Kernel,
    deadline: Deadline,
    chosen: frozenset[int],
    costs: Costs,
    known: Sequence[Constraint] = (),
) -> tuple[frozenset[int], list[Constraint]]:
    """Add literals of *kernel* to *chosen*, cheap ones by *costs*, until nothing is broken.

    Return them and the constraints met on the way, those *known* first. Raises TimeIsUp.
    """
    met = list(known)
    chosen |= _hit(met, chosen, costs)
    while True:
        values = values_of(chosen, len(costs))
        found = broken(kernel, values, quick=True, deadline=deadline)
        if not found:
            return chosen, met
        met += found
        chosen |= _hit(found, chosen, costs)


def _hit(found: Sequence[Constraint], chosen: frozenset[int], costs: Costs) -> frozenset[int]:
    """Return marks that meet *found*, those that add most for a day first.

    After V. Chvátal, "A greedy heuristic for the set-covering problem", Math. Oper. Res. 4 (1979).
    """
    lacks = [one.least - sum(w for literal, w in one.weights if literal in chosen) for one in found]
    of: dict[int, list[tuple[int, int]]] = {}
    for place, one in enumerate(found):
        for literal, weight in one.weights:
            of.setdefault(literal, []).append((place, weight))

    def worth(literal: int) -> float:
        gain = sum(
            min(weight, lacks[place]) / found[place].least
            for place, weight in of[literal]
            if lacks[place] > 0
        )
        return gain / (costs[literal] + _SMALL)

    # What a mark is worth only ever falls, so an entry that is still true at the top is the best.
    queue = [(-worth(literal), literal) for literal in of if literal not in chosen]
    heapify(queue)
    hit: set[int] = set()
    left = sum(lack > 0 for lack in lacks)
    while left:
        _, best = heappop(queue)
        now = worth(best)
        if queue and (-now, best) > queue[0]:
            heappush(queue, (-now, best))
            continue
        hit.add(best)
        for place, weight in of[best]:
            left -= 0 < lacks[place] <= weight
            lacks[place] -= weight
    return frozenset(hit)
