"""Walks from one change: around to others and back, or to what blocks it."""

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush

from relplan.model.proposal import GoalKind
from relplan.planning.deadline import Deadline
from relplan.planning.propose.constraint import Constraint, clause
from relplan.planning.propose.kernel import Kernel
from relplan.planning.propose.residual import Residual

Links = Sequence[Sequence[tuple[int, int]]]
"""For each node the ends of its arcs and their sets of literals."""

_HOP = 1e-7
"""Makes the way of the fewest arcs the shortest where lengths are equal."""
_MOST = 300
"""Constraints at once: those of the nearest."""


class Nearest:
    """Dijkstra's algorithm, one node at a time: nodes nearer than 1 to a start."""

    def __init__(self, start: int, links: Links, lengths: Sequence[float]) -> None:
        """Search from *start*."""
        self._links, self._lengths = links, lengths
        self._queue: list[tuple[float, int, int, int]] = [(0.0, start, -1, -1)]
        self.found: dict[int, tuple[float, int, int]] = {}
        """How far each node is, the one before it, and the literals between them."""
        self.next_at = 0.0
        """How far the next node is at the least; 1: there is none that is nearer than that."""

    def advance(self) -> int | None:
        """Find one more node; None: there is none."""
        queue, found, lengths = self._queue, self.found, self._lengths
        while queue:
            far, node, before, by = heappop(queue)
            if node in found:
                continue
            found[node] = (far, before, by)
            for other, literals in self._links[node]:
                new = far + lengths[literals] + _HOP
                if new < 1 and other not in found:
                    heappush(queue, (new, other, node, literals))
            self.next_at = queue[0][0] if queue else 1.0
            return node
        self.next_at = 1.0
        return None

    def all(self, deadline: Deadline) -> "Nearest":
        """Find all; raises TimeIsUp."""
        for _ in deadline.through(iter(self.advance, None)):
            pass
        return self

    def way(self, node: int) -> Iterator[int]:
        """Yield the sets of literals on the way to *node*."""
        _, before, literals = self.found[node]
        while before >= 0:
            yield literals
            _, before, literals = self.found[before]


def links_of(residual: Residual) -> tuple[list[list[tuple[int, int]]], list[list[tuple[int, int]]]]:
    """Return the arcs that are left, forward and backward."""
    out: list[list[tuple[int, int]]] = [[] for _ in range(residual.kernel.size)]
    into: list[list[tuple[int, int]]] = [[] for _ in range(residual.kernel.size)]
    for source, target, literals in residual.arcs:
        out[source].append((target, literals))
        into[target].append((source, literals))
    return out, into


def from_one(residual: Residual, deadline: Deadline) -> Iterator[Constraint]:
    """Yield what parts the change that the goal is about from what it must not be tied to.

    Raises TimeIsUp.
    """
    kernel = residual.kernel
    if kernel.about is None:
        raise AssertionError("the goal is about one change")
    out, into = links_of(residual)
    there = Nearest(kernel.about, out, residual.lengths).all(deadline)
    if kernel.goal.kind is GoalKind.UNBLOCK:
        # What hard edges lead to is reached whatever is marked: no soft way is to blame.
        held = _hard_reach(kernel, kernel.about)
        near = [node for node in there.found if kernel.blocks[node] and node not in held]
        ways = (there.way(node) for node in near[:_MOST])
    else:
        back = Nearest(kernel.about, into, residual.lengths).all(deadline)
        near = sorted(
            (
                node
                for node in there.found.keys() & back.found.keys()
                if node != kernel.about and kernel.weight[node]
            ),
            key=lambda node: (there.found[node][0] + back.found[node][0], node),
        )
        ways = (iter((*there.way(node), *back.way(node))) for node in near[:_MOST])
    for way in ways:
        yield clause(literal for number in way for literal in kernel.sets[number])


def _hard_reach(kernel: Kernel, start: int) -> set[int]:
    """Return *start* and the nodes that edges lead to which no mark removes."""
    hard: dict[int, list[int]] = {}
    for source, target, literals in kernel.arcs:
        if not kernel.sets[literals]:
            hard.setdefault(source, []).append(target)
    found, stack = {start}, [start]
    while stack:
        for other in hard.get(stack.pop(), ()):
            if other not in found:
                found.add(other)
                stack.append(other)
    return found
