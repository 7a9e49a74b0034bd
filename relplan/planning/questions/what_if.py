"""What hiding a few edges would change."""

from collections.abc import Callable, Collection
from functools import cached_property

from relplan.model.plan import Status
from relplan.planning.components import Condensation
from relplan.planning.graph import Pair
from relplan.planning.questions.ways import Moved, Ways, changes_at
from relplan.planning.search import leads
from relplan.planning.trial import Trial


class WhatIf(Trial):
    """Tells which changes differ where edges of a view of a plan are taken away."""

    def __init__(self, view: Condensation, ways: Callable[[], Ways]) -> None:
        """Copy *view*; *ways* give what leads where in it."""
        super().__init__(view)
        self._view, self._make_ways = view, ways

    @cached_property
    def _ways(self) -> Ways:
        return self._make_ways()

    def differing(self, places: Collection[int]) -> Moved:
        """Return which changes differ; *places* are of the edges to take away, all seen now."""
        bits = self.graph.bits
        with self.tried(places) as gone:
            others = tuple(self.of_other_status())
            found = bits.of(node for node, _ in others) | self._left_behind(gone)
            for part in self.of_other_batch():
                found |= bits.of(part.nodes)
        freed = bits.of(node for node, was in others if was is Status.BLOCKED)
        return Moved(found & self._ways.changes, freed & self._ways.changes)

    def moves(self, places: Collection[int]) -> bool:
        """Tell whether any change would differ so, without looking at all of them."""
        changes = self.graph.changes
        with self.tried(places) as gone:
            if any(self.of_other_status()) or any(self.of_other_batch()):
                return True
            if any(start in changes and self._parted(start, end) for start, end in gone):
                return True
            # Nobody may lead to a hub that has lost a change.
            by_hub = any(start not in changes for start, _ in gone)
            return by_hub and bool(self._left_behind(gone) & self._ways.changes)

    def _parted(self, start: str, target: str) -> bool:
        """Tell whether *start* has lost *target*, or a change behind it."""
        ends = changes_at(self._view, target)
        return not all(leads(start, end, self.succ) for end in ends)

    def _left_behind(self, gone: Collection[Pair]) -> int:
        """Return the changes that have lost a prerequisite, now that nothing joins these pairs.

        Whatever has lost any has lost what one of the pairs led to.
        """
        of, lost, shaken = self.component_of, 0, 0
        parted = [pair for pair in gone if of[pair[0]] != of[pair[1]]]
        for _, target in parted:
            shaken |= self._ways.below(target)
        ends = {of[end]: end for _, target in parted for end in changes_at(self._view, target)}
        for number, end in ends.items():
            lost |= self._ways.above(end) & ~self._above_now(number, shaken)
        return lost

    def _above_now(self, number: int, shaken: int) -> int:
        """Return what leads to a component now; ways to all but *shaken* nodes are as they were."""
        bits, found, queue, seen = self.graph.bits, 0, [number], {number}
        while queue:
            nodes = self.components[queue.pop()].nodes
            found |= bits.of(nodes)
            for other in {up for node in nodes for up in self.pred(node)}:
                number = self.component_of[other]
                if number not in seen:
                    seen.add(number)
                    known = None if bits.has(shaken, other) else self._ways.find_above(other)
                    if known is None:
                        queue.append(number)
                    else:
                        found |= known
        return found
