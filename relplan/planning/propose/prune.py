"""Leaves out of an answer what it can do without."""

from collections.abc import Iterable
from typing import NamedTuple

from relplan.model.proposal import GoalKind
from relplan.planning.connected import components
from relplan.planning.deadline import Deadline
from relplan.planning.propose.greedy import Costs, values_of
from relplan.planning.propose.kernel import Arc, Kernel
from relplan.planning.propose.problem import Problem
from relplan.planning.propose.separation import misses

Pair = tuple[int, int]


class _Remaining(NamedTuple):
    """What an answer leaves, its components numbered after all that they reach."""

    out: list[list[int]]
    number: list[int]


class Pruner:
    """Leaves marks out, or takes cheaper ones of the same couplings instead.

    An arc that agrees with the numbers of what is left can come back and closes no cycle.
    """

    def __init__(self, problem: Problem, kernel: Kernel) -> None:
        """Work on *kernel*, which is of *problem*."""
        self._problem, self._kernel = problem, kernel
        self._arcs_of: dict[int, list[Arc]] = {}
        for arc in kernel.arcs:
            for literal in kernel.sets[arc[2]]:
                self._arcs_of.setdefault(literal, []).append(arc)
        self._required_of: dict[int, list[frozenset[int]]] = {}
        for one in kernel.required:
            literals = frozenset(literal for literal, _ in one.weights)
            for literal in literals:
                self._required_of.setdefault(literal, []).append(literals)
        self._same: dict[str, list[int]] = {}
        for place, choice in enumerate(problem.choices):
            self._same.setdefault(choice.coupling, []).append(place)

    def prune(
        self,
        chosen: frozenset[int],
        costs: Costs,
        deadline: Deadline,
        *,
        instead: bool = True,
    ) -> frozenset[int]:
        """Return marks that do as much as *chosen*; those of high *costs* are tried first.

        Once *deadline* is over no more are tried.
        *instead* lets a cheaper mark of the same coupling take the place of one.
        """
        left = self._left(chosen)
        for place in sorted(chosen, key=lambda one: (-costs[one], one)):
            for fewer in self._cheaper(chosen, place, instead=instead):
                if deadline.over():
                    return chosen
                if any(fewer.isdisjoint(one) for one in self._required_of.get(place, ())):
                    continue
                back = [
                    (source, target)
                    for source, target, found in self._arcs_of.get(place, ())
                    if fewer.isdisjoint(self._kernel.sets[found])
                ]
                against = [pair for pair in back if left.number[pair[0]] < left.number[pair[1]]]
                if against and self._crowds(left, back, against):
                    continue
                if self._kernel.goal.kind is GoalKind.UNBLOCK and self._misses(fewer):
                    continue
                chosen = fewer
                if against:
                    left = self._left(chosen)
                else:
                    for source, target in back:
                        left.out[source].append(target)
                break
        return chosen

    def _cheaper(
        self, chosen: frozenset[int], place: int, *, instead: bool
    ) -> Iterable[frozenset[int]]:
        """Yield *chosen* without *place*, then with each cheaper mark of its coupling *instead*."""
        choices = self._problem.choices
        rest = chosen - {place}
        yield rest
        if not instead:
            return
        days = choices[place].effort_days
        others = (other for other in self._same[choices[place].coupling] if other != place)
        for other in sorted(others, key=lambda one: (choices[one].effort_days, one)):
            if choices[other].effort_days < days:
                yield rest | {other}

    def _misses(self, chosen: frozenset[int]) -> bool:
        return misses(self._kernel, values_of(chosen, len(self._problem.choices)))

    def _left(self, chosen: frozenset[int]) -> _Remaining:
        out: list[list[int]] = [[] for _ in range(self._kernel.size)]
        gone = [not chosen.isdisjoint(found) for found in self._kernel.sets]
        for source, target, found in self._kernel.arcs:
            if not gone[found]:
                out[source].append(target)
        return _Remaining(out, components(self._kernel.size, out.__getitem__))

    def _crowds(self, left: _Remaining, back: list[Pair], against: list[Pair]) -> bool:
        """Tell whether the arcs that come *back*, some *against* the numbers, tie too many changes.

        What they tie is reached from their targets without going below their sources' numbers.
        """
        more: dict[int, list[int]] = {}
        for source, target in back:
            more.setdefault(source, []).append(target)
        lowest = min(left.number[source] for source, _ in against)
        place: dict[int, int] = {}
        stack = [target for _, target in against]
        while stack:
            node = stack.pop()
            if node not in place:
                place[node] = len(place)
                stack += (
                    other
                    for other in (*left.out[node], *more.get(node, ()))
                    if left.number[other] >= lowest
                )
        out = [
            [place[other] for other in (*left.out[node], *more.get(node, ())) if other in place]
            for node in place
        ]
        members: dict[int, list[int]] = {}
        for node, number in zip(place, components(len(place), out.__getitem__), strict=True):
            members.setdefault(number, []).append(node)
        return any(self._kernel.is_crowded(nodes) for nodes in members.values())
