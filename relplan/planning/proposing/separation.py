"""Clauses: sets of marks of which a goal needs one, found where an answer falls short.

An answer gives each mark a value from 0 to 1. An arc is as long as the values of its marks; a
closed walk or a path that the goal forbids and that is shorter than 1 is a clause that the answer
breaks. Answers of zeros and ones break a clause exactly when they miss the goal.
"""

from collections.abc import Callable, Iterator, Sequence
from heapq import heappop, heappush

from relplan.planning.proposing.components import components
from relplan.planning.proposing.problem import Arc, Problem

Clause = frozenset[int]
_NEARLY = 1 - 1e-6
_HOP = 1e-9
"""Makes the walk of the fewest arcs the shortest where lengths are equal."""
_A_TARGET = 3
"""Clauses for one blocker: those of the nearest changes."""


class Separator:
    """Finds clauses of one problem."""

    def __init__(self, problem: Problem) -> None:
        """Work for *problem*."""
        self._problem = problem
        self._excused: dict[int, frozenset[int]] = {}

    def reaches_goal(self, chosen: frozenset[int]) -> bool:
        """Tell whether *chosen* do all that marks can do for the goal."""
        values = [float(place in chosen) for place in range(len(self._problem.choices))]
        return not self.broken(values, 1)

    def broken(
        self, values: Sequence[float], most: int, stop: Callable[[], bool] = lambda: False
    ) -> list[Clause]:
        """Return up to *most* clauses that *values* break, the same ones each time.

        There is none only if no clause is broken, or once *stop* says so.
        """
        lengths = {
            literals: sum(values[place] for place in literals)
            for literals in {arc.literals for arc in self._problem.arcs}
        }
        found: dict[Clause, None] = {}
        for clause in self._candidates(lengths):
            if clause not in found and sum(values[place] for place in clause) < _NEARLY:
                found[clause] = None
            if len(found) >= most or stop():
                break
        return list(found)

    def _candidates(self, lengths: dict[tuple[int, ...], float]) -> Iterator[Clause]:
        problem = self._problem
        short = {literals for literals, length in lengths.items() if length < _NEARLY}
        out = [[arc for arc in arcs if arc.literals in short] for arcs in problem.out]
        into = [[arc for arc in arcs if arc.literals in short] for arcs in problem.into]
        if problem.cycles:
            yield from self._cycles(lengths, out, into)
        if problem.paths:
            yield from self._paths(lengths, into)

    def _cycles(
        self,
        lengths: dict[tuple[int, ...], float],
        out: list[list[Arc]],
        into: list[list[Arc]],
    ) -> Iterator[Clause]:
        problem = self._problem
        component = components(problem.size, lambda node: [arc.target for arc in out[node]])
        members: dict[int, list[int]] = {}
        for node in range(problem.size):
            if problem.weight[node]:
                members.setdefault(component[node], []).append(node)
        for number in sorted(members, key=lambda one: (len(members[one]), one)):
            nodes = members[number]
            if len(nodes) < 2 or sum(problem.weight[node] for node in nodes) <= problem.most:
                continue
            starts = _spread(nodes) if problem.about is None else [problem.about]
            for start in starts:
                if component[start] == number:
                    yield from self._around(start, lengths, out, into, component)

    def _around(
        self,
        start: int,
        lengths: dict[tuple[int, ...], float],
        out: list[list[Arc]],
        into: list[list[Arc]],
        component: list[int],
    ) -> Iterator[Clause]:
        """Yield the marks of the shortest walks around too many changes, from *start* and back."""
        problem = self._problem
        inside = component[start]
        there = shortest(start, out, lengths, lambda arc: arc.target, component, inside)
        back = shortest(start, into, lengths, lambda arc: arc.source, component, inside)
        both = sorted(
            (there[node][0] + back[node][0], node)
            for node in there
            if node != start and node in back and problem.weight[node]
        )
        total, clause = problem.weight[start], set[int]()
        for _, node in both:
            clause.update(walk(node, there, lambda arc: arc.source))
            clause.update(walk(node, back, lambda arc: arc.target))
            total += problem.weight[node]
            if total > problem.most:
                yield frozenset(clause)
                return

    def _paths(
        self, lengths: dict[tuple[int, ...], float], into: list[list[Arc]]
    ) -> Iterator[Clause]:
        problem = self._problem
        for target in range(problem.size):
            if not problem.blocks[target]:
                continue
            excused = self._excused_to(target)
            back = shortest(target, into, lengths, lambda arc: arc.source)
            sources = sorted(
                (reach[0], node)
                for node, reach in back.items()
                if problem.weight[node] and node not in excused and problem.about in (None, node)
            )
            for _, node in sources[:_A_TARGET]:
                yield frozenset(walk(node, back, lambda arc: arc.target))

    def _excused_to(self, target: int) -> frozenset[int]:
        """Return the nodes that hard arcs lead to *target*."""
        if target not in self._excused:
            found, queue = {target}, [target]
            while queue:
                for arc in self._problem.into[queue.pop()]:
                    if not arc.literals and arc.source not in found:
                        found.add(arc.source)
                        queue.append(arc.source)
            self._excused[target] = frozenset(found)
        return self._excused[target]


Reached = dict[int, tuple[float, Arc | None]]


def shortest(
    start: int,
    arcs: list[list[Arc]],
    lengths: dict[tuple[int, ...], float],
    end: Callable[[Arc], int],
    component: Sequence[int] = (),
    inside: int = -1,
) -> Reached:
    """Return the nodes nearer than 1 to *start*, how far they are and the arc that leads there."""
    found: Reached = {}
    count = 0
    queue: list[tuple[float, int, int, Arc | None]] = [(0.0, 0, start, None)]
    while queue:
        length, _, node, by = heappop(queue)
        if node in found:
            continue
        found[node] = (length, by)
        for arc in arcs[node]:
            other = end(arc)
            new = length + lengths[arc.literals] + _HOP
            if other in found or new >= 1 or (component and component[other] != inside):
                continue
            count += 1
            heappush(queue, (new, count, other, arc))
    return found


def walk(node: int, found: Reached, before: Callable[[Arc], int]) -> Iterator[int]:
    """Yield the marks that remove an arc of the way to *node*."""
    arc = found[node][1]
    while arc is not None:
        yield from arc.literals
        arc = found[before(arc)][1]


def _spread(nodes: list[int]) -> list[int]:
    """Return *nodes* so that the first few of them are far from each other in their order."""
    stride = max(1, len(nodes) // 16)
    return [nodes[place] for offset in range(stride) for place in range(offset, len(nodes), stride)]
