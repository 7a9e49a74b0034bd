"""What an answer breaks: constraints that a goal sets and that the answer does not meet.

An answer gives each literal a value from 0 to 1, and an arc is as long as the values of its
literals together. Whatever the goal forbids is a closed walk or a path shorter than 1. Answers of
zeros and ones break a constraint exactly when they miss the goal.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from relplan.model.proposal import GoalKind
from relplan.planning.propose import cycles, spreading, walks
from relplan.planning.propose.components import components
from relplan.planning.propose.constraint import Constraint
from relplan.planning.propose.tangle import Arc, Tangle

_NEARLY = 1 - 1e-6


@dataclass(frozen=True, slots=True)
class Left:
    """What the values of an answer leave: the arcs shorter than 1."""

    tangle: Tangle
    lengths: Sequence[float]
    """Of each of the tangle's sets of literals."""
    arcs: Sequence[Arc]
    component: Sequence[int]
    """Of each node; one is numbered after all that it reaches."""

    def crowded(self) -> dict[int, list[int]]:
        """Return the components that hold more changes than the goal lets be in one batch."""
        members: dict[int, list[int]] = {}
        for node, number in enumerate(self.component):
            members.setdefault(number, []).append(node)
        return {
            number: nodes
            for number, nodes in sorted(members.items())
            if self.tangle.is_crowded(nodes)
        }


def look(tangle: Tangle, values: Sequence[float]) -> Left:
    """Return what *values* leave of *tangle*."""
    lengths = [sum(values[literal] for literal in found) for found in tangle.sets]
    arcs = [arc for arc in tangle.arcs if lengths[arc[2]] < _NEARLY]
    out: list[list[int]] = [[] for _ in range(tangle.size)]
    for source, target, _ in arcs:
        out[source].append(target)
    return Left(tangle, lengths, arcs, components(tangle.size, out.__getitem__))


def broken(tangle: Tangle, values: Sequence[float], *, quick: bool = False) -> list[Constraint]:
    """Return constraints that *values* break, the same ones each time.

    *quick* takes less time and finds weaker ones.

    None are returned for an answer of zeros and ones only if it breaks none; for others there may
    be some that are not found.
    """
    found = dict.fromkeys(_candidates(tangle, values, quick=quick))
    return [one for one in found if one.met_by(values) < _NEARLY]


def misses(tangle: Tangle, values: Sequence[float]) -> bool:
    """Tell whether *values*, all of them zeros and ones, miss the goal."""
    if tangle.goal.kind in (GoalKind.ALONE, GoalKind.UNBLOCK):
        return bool(broken(tangle, values))
    if any(one.met_by(values) < _NEARLY for one in tangle.required):
        return True
    return bool(look(tangle, values).crowded())


def _candidates(tangle: Tangle, values: Sequence[float], *, quick: bool) -> Iterator[Constraint]:
    unmet = [one for one in tangle.required if one.met_by(values) < _NEARLY]
    if unmet:
        yield from unmet
        return
    left = look(tangle, values)
    if tangle.goal.kind in (GoalKind.ALONE, GoalKind.UNBLOCK):
        yield from walks.from_one(left)
    elif tangle.parts_all:
        yield from cycles.short(left)
    else:
        yield from spreading.around_many(left, quick=quick)
