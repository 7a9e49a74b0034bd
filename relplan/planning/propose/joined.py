"""A residual graph in which nodes that nothing parts yet are one *group*: it has far fewer arcs.

What values of 0 hold together is tied in the answer whatever else is. A group that would be too
large stays apart: where it has to be cut is asked of its nodes.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from relplan.planning.connected import components
from relplan.planning.propose.residual import Residual
from relplan.planning.propose.walks import Nearest

NOTHING = 1e-9
"""Lengths below count as 0."""

Links = list[list[tuple[int, int]]]


class Joined:
    """Groups of nodes, numbered, and the arcs between those of one component."""

    def __init__(self, residual: Residual, nodes: Iterable[int]) -> None:
        """Join *nodes*, which are whole components of *residual*."""
        kernel = residual.kernel
        self.lengths, self.most, self.sets = residual.lengths, kernel.most, kernel.sets
        self.whole = True
        """Whether no group had to stay apart."""
        members = self._groups(residual, sorted(nodes))
        self.size = len(members)
        self.weight = [sum(kernel.weight[node] for node in group) for group in members]
        """Of each group the changes that it holds once it is tied to anything."""
        self.unit = [max(kernel.unit[node] for node in group) for group in members]
        """Of each group the most changes of it that nothing can part."""
        self.tied = [
            self.weight[place] if len(group) > 1 else self.unit[place]
            for place, group in enumerate(members)
        ]
        """Of each group the changes that are tied by itself: twins are not."""
        self.component = [residual.component[group[0]] for group in members]
        self.inner: list[set[int]] = [set() for _ in members]
        """Of each group the literals of the arcs that hold it together."""
        self.out, self.into = self._links(residual, members)

    def literals_of(self, search: Nearest, group: int) -> set[int]:
        """Return the literals that *search* passed on its way to *group*, those inside it too.

        Those inside the group that it starts from are left out.
        """
        found: set[int] = set()
        _, before, by = search.found[group]
        while before >= 0:
            found |= self.inner[group]
            found.update(self.sets[by])
            group = before
            _, before, by = search.found[group]
        return found

    def _groups(self, residual: Residual, nodes: Sequence[int]) -> list[list[int]]:
        place = {node: number for number, node in enumerate(nodes)}
        out: list[list[int]] = [[] for _ in nodes]
        for source, target, literals in residual.arcs:
            if residual.lengths[literals] < NOTHING and source in place and target in place:
                out[place[source]].append(place[target])
        held: dict[int, list[int]] = defaultdict(list)
        for node, number in zip(nodes, components(len(nodes), out.__getitem__), strict=True):
            held[number].append(node)
        found: list[list[int]] = []
        # What arcs of no length lead to comes before: `components` numbers it so.
        for _, group in sorted(held.items()):
            if residual.kernel.is_crowded(group):
                self.whole = False
                found += ([node] for node in group)
            else:
                found.append(group)
        return found

    def _links(self, residual: Residual, members: list[list[int]]) -> tuple[Links, Links]:
        of = {node: number for number, group in enumerate(members) for node in group}
        out: Links = [[] for _ in members]
        into: Links = [[] for _ in members]
        seen: set[tuple[int, int, int]] = set()
        for source, target, literals in residual.arcs:
            if source not in of or residual.component[source] != residual.component[target]:
                continue
            arc = of[source], of[target], literals
            if arc[0] == arc[1]:
                if residual.lengths[literals] < NOTHING:
                    self.inner[arc[0]].update(self.sets[literals])
            elif arc not in seen:
                seen.add(arc)
                out[arc[0]].append((arc[1], literals))
                into[arc[1]].append((arc[0], literals))
        return out, into
