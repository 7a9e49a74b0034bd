"""A good answer at once: cover the clauses that are broken, then leave out what is not needed."""

from collections.abc import Callable, Collection

from relplan.planning.proposing.problem import Problem
from relplan.planning.proposing.separation import Clause, Separator

_CLAUSES_AT_ONCE = 40


def cover(
    problem: Problem,
    separator: Separator,
    stop: Callable[[], bool],
    chosen: frozenset[int] = frozenset(),
) -> tuple[frozenset[int], list[Clause]]:
    """Add marks to *chosen* until they do all that marks can, and return the clauses met.

    Once *stop* says so, all marks are made at once: that always does it.
    """
    met: list[Clause] = []
    while True:
        if stop():
            return problem.everything(), met
        values = [float(place in chosen) for place in range(len(problem.choices))]
        broken = separator.broken(values, _CLAUSES_AT_ONCE, stop)
        if not broken:
            return (problem.everything() if stop() else problem.tidy(chosen)), met
        met.extend(broken)
        chosen |= _hit(problem, broken)


def _hit(problem: Problem, clauses: list[Clause]) -> frozenset[int]:
    """Return marks of which each clause has one, those that hit most for a day first."""
    hit: set[int] = set()
    left = clauses
    while left:
        counts: dict[int, int] = {}
        for clause in left:
            for place in clause:
                counts[place] = counts.get(place, 0) + 1
        best = min(
            counts, key=lambda place: (problem.choices[place].effort_days / counts[place], place)
        )
        hit.add(best)
        left = [clause for clause in left if best not in clause]
    return frozenset(hit)


def prune(
    problem: Problem,
    separator: Separator,
    chosen: frozenset[int],
    clauses: Collection[Clause],
    stop: Callable[[], bool],
) -> frozenset[int]:
    """Leave marks out, the dearest first, as long as the others do as much."""
    for place in sorted(chosen, key=lambda one: (-problem.choices[one].effort_days, one)):
        if stop():
            break
        fewer = chosen - {place}
        hit = all(not fewer.isdisjoint(clause) for clause in clauses if place in clause)
        if hit and separator.reaches_goal(fewer):
            chosen = fewer
    return chosen
