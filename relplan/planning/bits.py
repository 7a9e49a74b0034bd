"""Sets of the nodes of a graph as the bits of one number."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import compress

_SPARSE = 100
"""Where one node of this many or more is in a set, its bits are looked for one by one."""
_MANY = 50
"""From this many nodes on it is quicker to write a number down than to add it up."""


class NodeBits:
    """A bit for each node of a graph: unions, and what two sets share, cost next to nothing."""

    def __init__(self, nodes: Iterable[str]) -> None:
        """Give the *nodes* their bits, the lowest first."""
        self._nodes = tuple(nodes)
        self.index_of = {node: place for place, node in enumerate(self._nodes)}

    def of(self, nodes: Iterable[str]) -> int:
        """Return the bits of *nodes*."""
        places = [self.index_of[node] for node in nodes]
        if len(places) < _MANY:
            found = 0
            for place in places:
                found |= 1 << place
            return found
        digits = bytearray(b"0") * (max(places) + 1)
        for place in places:
            digits[-1 - place] = ord("1")
        return int(digits, 2)

    def has(self, bits: int, node: str) -> bool:
        """Tell whether *node* is among those that *bits* stand for."""
        return bool(bits >> self.index_of[node] & 1)

    def lowest(self, bits: int) -> str:
        """Return the first of the nodes that *bits* stand for."""
        return self._nodes[(bits & -bits).bit_length() - 1]

    def nodes(self, bits: int) -> Iterator[str]:
        """Yield the nodes that *bits* stand for, in their order."""
        text = f"{bits:b}"[::-1]
        if bits.bit_count() * _SPARSE > len(text):
            yield from compress(self._nodes, map(int, text))
            return
        place = text.find("1")
        while place >= 0:
            yield self._nodes[place]
            place = text.find("1", place + 1)


@dataclass(frozen=True, slots=True, eq=False)
class NodeSet(Collection[str]):
    """Nodes that are named only where somebody looks at them, in the order of their bits."""

    bits: int
    of: NodeBits

    def __len__(self) -> int:
        """Count them."""
        return self.bits.bit_count()

    def __iter__(self) -> Iterator[str]:
        """Name them."""
        return self.of.nodes(self.bits)

    def __contains__(self, node: object) -> bool:
        """Tell whether *node* is one of them."""
        return node in self.of.index_of and self.of.has(self.bits, str(node))

    def __eq__(self, other: object) -> bool:
        """Tell whether *other* holds the same nodes."""
        return isinstance(other, NodeSet) and list(self) == list(other)

    def __hash__(self) -> int:
        """Return the same for the same nodes."""
        return hash(tuple(self))
