"""What hiding a few edges would make of a condensation, tried on a copy and taken back again."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import cast

from relplan.planning.components import Component, Condensation
from relplan.planning.graph import Hidden, Pair
from relplan.planning.journal import Journal


class Trial(Condensation):
    """A copy of a condensation, in which edges are taken away and put back.

    To try costs only what it touches. Waves stay as they are: they would lead far up, and nobody
    asks for them here.
    """

    def __init__(self, view: Condensation) -> None:
        """Copy *view*."""
        view.copy_into(self, Journal)
        self._edges, self._pairs = set(view.hidden.edges), set(view.hidden.pairs)
        # Sets that change in place: a copy of all that is hidden costs more than most trials.
        edges, pairs = cast("frozenset[int]", self._edges), cast("frozenset[Pair]", self._pairs)
        self.hidden = Hidden(edges, pairs)
        tables = (self.component_of, self.components, self.status_of, self.succ_of, self.pred_of)
        self._journals = [table for table in tables if isinstance(table, Journal)]
        self._owners, self._found, self._statuses, *_ = self._journals

    @contextmanager
    def tried(self, places: Collection[int]) -> Iterator[set[Pair]]:
        """Take the edges at *places* away for a while; yield the pairs that nothing joins then.

        All of them are seen before.
        """
        tally, following = self.tally, self.following
        self.tally = tally.copy()
        ends = {self.graph.ends(place) for place in places}
        self._edges.update(places)
        gone = {pair for pair in ends if self.graph.is_gap(pair, self._edges)}
        self._pairs |= gone
        try:
            self._hide(places, gone, self._found.was)
            yield gone
        finally:
            self._edges.difference_update(places)
            self._pairs -= gone
            self.tally, self.following = tally, following
            for journal in self._journals:
                journal.take_back()

    def touched(self) -> list[int]:
        """Return the numbers of the components that are not what they were before the trial."""
        return [number for number in self._found.before if number in self.components]

    def _wave(self, component: Component) -> int:
        return component.wave
