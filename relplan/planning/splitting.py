"""How a strongly connected component falls apart when it loses edges.

Looking at all of a component again would cost as much as its size, and real tangles are large while
a mark takes away little. So each lost edge a → b is an obligation that a must still reach b. Two
searches, forward from a and backward from b, take turns: either they meet, and the edge was not
missed, or one runs dry, and has found a set that no path leaves (or enters) any more, at no more
than twice the cost of that set. It is cut off, and whoever relied on a way through it is a new
obligation of the rest. The idea of searching from both ends in turn is Even and Shiloach's [1].

[1] S. Even and Y. Shiloach, "An on-line edge-deletion problem", J. ACM 28 (1981).
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable

from relplan.planning.connected import strongly_connected

Pair = tuple[str, str]
Neighbours = Callable[[str], Iterable[str]]

_MOST_OBLIGATIONS = 2_000
"""Above this it is cheaper to look at all of the rest."""


def pieces(
    nodes: Collection[str], lost: Iterable[Pair], succ: Neighbours, pred: Neighbours
) -> list[set[str]]:
    """Return the components of *nodes*, which were one before the *lost* edges went.

    Each stands after those that it needs. *succ* and *pred* are what is left, inside and outside.
    """
    return _Splitting(set(nodes), succ, pred).split(lost)


class _Splitting:
    def __init__(self, nodes: set[str], succ: Neighbours, pred: Neighbours) -> None:
        self.rest = nodes
        self.succ = succ
        self.pred = pred
        self.needed: list[set[str]] = []
        """Cut off so far, and not in need of the rest."""
        self.needing: list[set[str]] = []

    def split(self, lost: Iterable[Pair]) -> list[set[str]]:
        obligations = {pair: None for pair in lost if pair[0] != pair[1]}  # a set that keeps order
        while obligations:
            if len(obligations) > _MOST_OBLIGATIONS:
                return [*self.needed, *self._components(self.rest), *self.needing]
            start, end = next(iter(obligations))
            forward, dry = self._search(start, end)
            if not dry:
                del obligations[start, end]
            elif forward:
                obligations = self._cut_off_needed(dry, obligations)
            else:
                obligations = self._cut_off_needing(dry, obligations)
        return [*self.needed, self.rest, *self.needing]

    def _search(self, start: str, end: str) -> tuple[bool, set[str]]:
        """Return the direction that ran dry and what it found; an empty set where they met."""
        rest = self.rest
        sides = ((self.succ, {start}, deque([start])), (self.pred, {end}, deque([end])))
        while True:
            for (way, found, queue), (_, sought, _) in (sides, sides[::-1]):
                if not queue:
                    return way is self.succ, found
                for other in way(queue.popleft()):
                    if other in sought:
                        return way is self.succ, set()
                    if other not in found and other in rest:
                        found.add(other)
                        queue.append(other)

    def _cut_off_needed(self, cut: set[str], obligations: dict[Pair, None]) -> dict[Pair, None]:
        """Cut off a set that no path leaves: the ways on from it were the lost edges."""
        self.rest -= cut
        self.needed += self._components(cut)
        leavers = self._beside(cut, self.pred)
        leavers.update(dict.fromkeys(a for a, b in obligations if a in self.rest and b in cut))
        arrivals = [b for a, b in obligations if a in cut and b in self.rest]
        return self._renewed(obligations, leavers, arrivals)

    def _cut_off_needing(self, cut: set[str], obligations: dict[Pair, None]) -> dict[Pair, None]:
        """Cut off a set that no path enters: the ways into it were the lost edges."""
        self.rest -= cut
        self.needing[:0] = self._components(cut)
        arrivals = self._beside(cut, self.succ)
        arrivals.update(dict.fromkeys(b for a, b in obligations if a in cut and b in self.rest))
        leavers = [a for a, b in obligations if a in self.rest and b in cut]
        return self._renewed(obligations, leavers, arrivals)

    def _beside(self, cut: set[str], way: Neighbours) -> dict[str, None]:
        return {other: None for node in cut for other in way(node) if other in self.rest}

    def _renewed(
        self, obligations: dict[Pair, None], leavers: Iterable[str], arrivals: Iterable[str]
    ) -> dict[Pair, None]:
        """Every way through the cut-off set, and the obligations that it did not touch."""
        kept = {(a, b): None for a, b in obligations if a in self.rest and b in self.rest}
        targets = dict.fromkeys(arrivals)
        kept.update({(a, b): None for a in leavers for b in targets if a != b})
        return kept

    def _components(self, nodes: set[str]) -> list[set[str]]:
        if len(nodes) == 1:
            return [nodes]
        return list(map(set, strongly_connected(nodes, self.succ)))
