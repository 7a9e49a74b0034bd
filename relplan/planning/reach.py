"""What every change reaches, for all changes at once."""

from collections.abc import Iterable, Iterator, Sequence

from relplan.model.value import value
from relplan.planning.plan import Plan

_BLOCK = 4096
"""Bits that are carried through the graph at once: more take memory, fewer more rounds."""


@value()
class Reach:
    """What one change reaches."""

    change: str
    blockers: tuple[str, ...]
    """Sorted."""
    prerequisites: int
    """How many changes it reaches outside its own batch; :func:`why` names them."""


def reach_of_all(plan: Plan) -> Iterator[Reach]:
    """Yield what each change reaches, sorted by change.

    Blockers are named, and few. The prerequisites of a trunk of n changes are n²/2, and counted.
    """
    links = _Links(plan)
    open_nodes = sorted(plan.graph.not_done)
    below = links.masks([(links.place[node], 1 << bit) for bit, node in enumerate(open_nodes)])
    own = [0] * len(below)
    for bit, node in enumerate(open_nodes):
        own[links.place[node]] |= 1 << bit
    bit_of = {node: 1 << bit for bit, node in enumerate(open_nodes)}
    counts = links.counts()
    last: tuple[int, tuple[str, ...]] = (0, ())
    for change in plan.graph.changes:
        place = links.place[change]
        mask = (below[place] | own[place]) & ~bit_of.get(change, 0)
        if mask != last[0]:  # a run of changes mostly waits for the same
            last = mask, _named(mask, open_nodes)
        yield Reach(change, last[1], counts[place])


class _Links:
    """The components in an order in which each comes after all that it needs."""

    def __init__(self, plan: Plan) -> None:
        found = plan.condensation.components
        numbers = sorted(found, key=lambda number: found[number].rank)
        places = {number: place for place, number in enumerate(numbers)}
        self.place = {node: places[n] for node, n in plan.condensation.component_of.items()}
        self._needed = [
            tuple({self.place[other] for _, other in found[number].exits}) for number in numbers
        ]
        self._changes = [found[number].changes for number in numbers]

    def masks(self, bits: Iterable[tuple[int, int]], first: int = 0) -> list[int]:
        """Return which *bits* each component has below it; each is (its place, its mask).

        Those before the *first* component reach none of them.
        """
        own = [0] * len(self._needed)
        for place, bit in bits:
            own[place] |= bit
        below = [0] * len(self._needed)
        for place in range(first, len(below)):
            mask = 0
            for needed in self._needed[place]:
                mask |= own[needed] | below[needed]
            below[place] = mask
        return below

    def counts(self) -> list[int]:
        """Return how many changes each component has below it.

        In blocks of bits, so that memory grows with the components and not with their square.
        """
        counts = [0] * len(self._needed)
        for block in _blocks([place for place, n in enumerate(self._changes) for _ in range(n)]):
            bits = [(place, 1 << bit) for bit, place in enumerate(block)]
            for place, mask in enumerate(self.masks(bits, block[0])):
                counts[place] += mask.bit_count()
        return counts


def _blocks(places: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(places), _BLOCK):
        yield places[start : start + _BLOCK]


def _named(mask: int, nodes: Sequence[str]) -> tuple[str, ...]:
    found = []
    while mask:
        lowest = mask & -mask
        found.append(nodes[lowest.bit_length() - 1])
        mask ^= lowest
    return tuple(found)
