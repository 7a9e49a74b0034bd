"""What leads to and from some nodes of a plan, all of them at once, as bits."""

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from relplan.planning.components import Condensation
from relplan.planning.graph import Pair


class Moved(NamedTuple):
    """What differs in a view of a plan where edges are added or taken away, as bits of changes."""

    differing: int
    """Those whose status, batch or prerequisites differ."""
    turned: int
    """Those that are blocked then and are not now, or the other way round."""


class Effect(NamedTuple):
    """What an answer does to both views of a plan, as bits of changes."""

    differing: int
    """Those that differ in either."""
    blocks: int
    """Those that are blocked for certain then, and are not now."""
    clears: int
    """Those that may be blocked now, and may not then."""


class Ways:
    """Which nodes lead to which, in a view of a plan.

    A bit stands for a node, by `NeedsGraph.bits`, so bits of two plans of one graph can be
    compared. One walk over the components carries the bits of all of them along: what leads to a
    hundred nodes costs no more than to one.
    """

    def __init__(self, view: Condensation, nodes: Iterable[str]) -> None:
        """Look at *view*, and only at what leads to and from *nodes* there."""
        self._view = view
        self._wanted = {view.component_of[node] for node in nodes}
        self._order = sorted(view.components, key=lambda one: view.components[one].rank)
        self.changes = (1 << len(view.graph.changes)) - 1
        """The bits of all changes."""

    def above(self, node: str) -> int:
        """Return its own component and those that lead to it."""
        return self._above[self._view.component_of[node]]

    def find_above(self, node: str) -> int | None:
        """Return the same; None where it was not asked for."""
        return self._above.get(self._view.component_of[node])

    def below(self, node: str) -> int:
        """Return its own component and those that it leads to."""
        return self._below[self._view.component_of[node]]

    def above_with(self, node: str, pairs: Iterable[Pair]) -> int:
        """Return the same as `above` if there were edges between *pairs*, too."""
        return self._with(self._above, node, [(b, a) for a, b in pairs])

    def below_with(self, node: str, pairs: Iterable[Pair]) -> int:
        """Return the same as `below` if there were edges between *pairs*, too."""
        return self._with(self._below, node, list(pairs))

    def _with(self, known: Mapping[int, int], node: str, pairs: list[Pair]) -> int:
        """Return *known* of *node* and of all that it leads to over *pairs*."""
        of, index_of = self._view.component_of, self._view.graph.bits.index_of
        found, left = known[of[node]], pairs
        while True:
            nearer = [pair for pair in left if found >> index_of[pair[0]] & 1]
            if not nearer:
                return found
            left = [pair for pair in left if pair not in nearer]
            for _, end in nearer:
                found |= known[of[end]]

    @cached_property
    def _above(self) -> dict[int, int]:
        return self._carried(reversed(self._order), self._needed)

    @cached_property
    def _below(self) -> dict[int, int]:
        needing: dict[int, list[int]] = {number: [] for number in self._order}
        for number, others in self._needed.items():
            for other in others:
                needing[other].append(number)
        return self._carried(self._order, needing)

    @cached_property
    def _needed(self) -> dict[int, set[int]]:
        of = self._view.component_of
        return {
            number: {of[end] for _, end in component.exits}
            for number, component in self._view.components.items()
        }

    def _carried(
        self, order: Iterable[int], onward: Mapping[int, Collection[int]]
    ) -> dict[int, int]:
        """Return the bits of all that are met on the way to each component that is wanted."""
        carried: dict[int, int] = {}
        found = {}
        for number in order:
            # What was passed on is not needed any more, and what was not met yet not there: a bit
            # takes as much memory as all that are lower, and all of them that of their square.
            bits = carried.pop(number, 0)
            bits |= self._view.graph.bits.of(self._view.components[number].nodes)
            if number in self._wanted:
                found[number] = bits
            for other in onward[number]:
                carried[other] = carried.get(other, 0) | bits
        return found


def changes_at(view: Condensation, end: str) -> tuple[str, ...]:
    """Return *end*; of a hub, which is nobody's prerequisite, the changes behind it in *view*."""
    changes = view.graph.changes
    return (end,) if end in changes else tuple(node for node in view.succ(end) if node in changes)


def joined_by_ways(view: Condensation, pairs: Iterable[Pair]) -> set[Pair]:
    """Return those *pairs* of which the first leads to the second, looking only below the first."""
    pairs = list(pairs)
    of, components = view.component_of, view.components
    ends = {of[target] for _, target in pairs}
    bit = {number: 1 << place for place, number in enumerate(ends)}
    needed: dict[int, set[int]] = {}
    queue = [of[source] for source, _ in pairs]
    while queue:
        number = queue.pop()
        if number not in needed:
            needed[number] = {of[other] for _, other in components[number].exits}
            queue.extend(needed[number])
    below: dict[int, int] = {}
    for number in sorted(needed, key=lambda one: components[one].rank):
        bits = bit.get(number, 0)
        for other in needed[number]:
            bits |= below[other]
        below[number] = bits
    return {pair for pair in pairs if below[of[pair[0]]] & bit[of[pair[1]]]}
