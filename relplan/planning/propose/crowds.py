"""Connected sets of changes that are too many for one batch, and the fewest marks that part them.

Whatever ties more changes than a batch may have must lose an arc: one of the marks that remove arcs
of a strongly connected subgraph has to be made. The fewer arcs hold it together the stronger that
is, so arcs are left out of it as long as what is left is still too much: as for covers of a
knapsack, only the minimal ones matter [1].

[1] E. Balas, "Facets of the knapsack polytope", Mathematical Programming 8 (1975); for connected
    sets of bounded size M. M. Sørensen, "b-tree facets for the simple graph partitioning
    polytope", J. Combinatorial Optimization 8 (2004).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from relplan.planning.connected import components
from relplan.planning.deadline import Deadline
from relplan.planning.propose.constraint import Constraint, clause
from relplan.planning.propose.kernel import Arc, Kernel

_LARGE = 400
"""Arcs of a set of couplings beyond which it is left to be found where an answer breaks it."""


class Crowds:
    """Finds what ties too many changes of a kernel."""

    def __init__(self, kernel: Kernel) -> None:
        """Look at *kernel*, whose goal is about all changes."""
        self._kernel = kernel
        self._arcs: list[list[Arc]] = [[] for _ in kernel.sets]
        for arc in kernel.arcs:
            self._arcs[arc[2]].append(arc)
        self._sets_with: dict[int, list[int]] = defaultdict(list)
        for place, literals in enumerate(kernel.sets):
            for literal in literals:
                self._sets_with[literal].append(place)

    def of_few_couplings(self, costs: Sequence[float], deadline: Deadline) -> list[Constraint]:
        """Return what one coupling or two that share changes break by themselves, if unmarked.

        Raises TimeIsUp.
        """
        found: dict[Constraint, None] = {}
        arcs_of = self._couplings()
        at: dict[int, list[int]] = defaultdict(list)
        for place, arcs in enumerate(arcs_of):
            deadline.ask()
            tied = list(_tied(arcs))
            if any(map(self._kernel.is_crowded, tied)):
                found[self._fewest(arcs, costs)] = None
                continue
            for node in {node for nodes in tied for node in nodes}:
                at[node].append(place)
        pairs = {pair for places in at.values() for pair in combinations(places, 2)}
        for one, other in sorted(pairs):
            deadline.ask()
            both = [*arcs_of[one], *arcs_of[other]]
            if len(both) <= _LARGE and any(map(self._kernel.is_crowded, _tied(both))):
                found[self._fewest(both, costs)] = None
        return list(found)

    def narrowed(self, found: Constraint, costs: Sequence[float]) -> Constraint | None:
        """Return the clause on as few literals of *found* as hold too many changes together.

        Those of low *costs* are left out first. None: all of them together hold too few.
        """
        literals = {literal for literal, _ in found.weights}
        places = {place for literal in literals for place in self._sets_with[literal]}
        arcs = [
            arc
            for place in sorted(places)
            if literals.issuperset(self._kernel.sets[place])
            for arc in self._arcs[place]
        ]
        if not any(map(self._kernel.is_crowded, _tied(arcs))):
            return None
        return self._fewest(arcs, costs)

    def _couplings(self) -> list[list[Arc]]:
        """Return the arcs of each coupling: of literals that remove something together."""
        arcs: list[list[Arc]] = []
        seen: set[int] = set()
        for literal in sorted(self._sets_with):
            mine: set[int] = set()
            due = [] if literal in seen else [literal]
            while due:
                seen.update(due)
                places = {place for one in due for place in self._sets_with[one]} - mine
                mine |= places
                due = sorted({one for p in places for one in self._kernel.sets[p]} - seen)
            if mine:
                arcs.append([arc for place in sorted(mine) for arc in self._arcs[place]])
        return arcs

    def _fewest(self, arcs: Iterable[Arc], costs: Sequence[float]) -> Constraint:
        """Return what parts *arcs*, which tie too many changes, once they are as few as can be."""
        sets = self._kernel.sets
        kept = self._least(arcs) or []
        literals = {literal for arc in kept for literal in sets[arc[2]]}
        for literal in sorted(literals, key=lambda one: (costs[one], one)):
            fewer = [arc for arc in kept if literal not in sets[arc[2]]]
            if len(fewer) < len(kept):
                kept = self._least(fewer) or kept
        return clause(literal for arc in kept for literal in sets[arc[2]])

    def _least(self, arcs: Iterable[Arc]) -> list[Arc] | None:
        """Return the arcs of the smallest component that is too large; None: there is none."""
        arcs = list(arcs)
        crowded = [nodes for nodes in _tied(arcs) if self._kernel.is_crowded(nodes)]
        if not crowded:
            return None
        smallest = min(crowded, key=len)
        inside = set(smallest)
        return [arc for arc in arcs if arc[0] in inside and arc[1] in inside]


def _tied(arcs: Iterable[Arc]) -> Iterator[list[int]]:
    """Yield the nodes of each component of two or more that *arcs* make."""
    place: dict[int, int] = {}
    out: list[list[int]] = []
    for source, target, _ in arcs:
        for node in (source, target):
            if node not in place:
                place[node] = len(out)
                out.append([])
        out[place[source]].append(place[target])
    members: dict[int, list[int]] = defaultdict(list)
    for node, number in zip(place, components(len(out), out.__getitem__), strict=True):
        members[number].append(node)
    return (nodes for nodes in members.values() if len(nodes) > 1)
