"""What leads to and from some nodes of a plan, all of them at once, as bits."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from relplan.planning.components import Condensation
from relplan.planning.graph import Pair


class Ways:
    """Which components lead to which, as they are when nothing is tried.

    A bit stands for a component, in the order of their ranks. One walk over the graph carries the
    bits of all components along, so what leads to a hundred nodes costs no more than to one.
    """

    def __init__(self, view: Condensation, nodes: Iterable[str]) -> None:
        """Look at *view*, and only at what leads to and from *nodes* there."""
        self._view = view
        self._wanted = {view.component_of[node] for node in nodes}
        self._order = sorted(view.components, key=lambda one: view.components[one].rank)
        self._bit = {number: 1 << place for place, number in enumerate(self._order)}
        self._number_of = view.component_of
        self._nodes = {number: one.nodes for number, one in view.components.items()}

    def above(self, node: str) -> int:
        """Return its own component and those that lead to it."""
        return self._above[self._number_of[node]]

    def above_with(self, node: str, pairs: Iterable[Pair]) -> int:
        """Return the same if there were edges between *pairs*, too."""
        return self._with(self._above, self._number_of[node], [(b, a) for a, b in pairs])

    def joined(self, pairs: Iterable[Pair]) -> Iterator[set[int]]:
        """Yield the components that edges between *pairs* would make one of."""
        pairs = list(pairs)
        back = [(b, a) for a, b in pairs]
        seen = 0
        for number in {self._number_of[source] for source, _ in pairs}:
            if not seen & self._bit[number]:
                circle = self._with(self._above, number, back)
                circle &= self._with(self._below, number, pairs)
                seen |= circle
                if circle != self._bit[number]:
                    yield {self._order[place] for place in _places(circle)}

    def nodes(self, bits: int) -> Iterator[str]:
        """Yield the nodes of the components that *bits* stand for."""
        for place in _places(bits):
            yield from self._nodes[self._order[place]]

    def _with(self, known: Mapping[int, int], number: int, pairs: list[Pair]) -> int:
        """Return *known* of one component and of all that it leads to over *pairs*."""
        found, left = known[number], pairs
        while True:
            nearer = [pair for pair in left if found & self._bit[self._number_of[pair[0]]]]
            if not nearer:
                return found
            left = [pair for pair in left if pair not in nearer]
            for _, end in nearer:
                found |= known[self._number_of[end]]

    @cached_property
    def _above(self) -> dict[int, int]:
        return self._carried(upward=False)

    @cached_property
    def _below(self) -> dict[int, int]:
        return self._carried(upward=True)

    def _carried(self, *, upward: bool) -> dict[int, int]:
        """Return the bits of all that are met on the way to each component that is wanted."""
        view, found = self._view, {}
        carried = dict(self._bit)
        neighbours = view.pred if upward else view.succ
        for number in self._order if upward else reversed(self._order):
            bits = carried.pop(number)  # what was passed on is not needed any more
            if number in self._wanted:
                found[number] = bits
            for node in view.components[number].nodes:
                for end in neighbours(node):
                    other = view.component_of[end]
                    if other != number:
                        carried[other] |= bits
        return found


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


def _places(bits: int) -> Iterator[int]:
    """Yield the places of the bits that are set, lowest first."""
    text = f"{bits:b}"[::-1]
    place = text.find("1")
    while place >= 0:
        yield place
        place = text.find("1", place + 1)
