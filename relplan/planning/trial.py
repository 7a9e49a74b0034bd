"""What hiding a few edges would make of a condensation, tried on a copy and taken back again."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import cast

from relplan.model.plan import Status
from relplan.model.scenario import Mark
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
        gone = self._take(places)
        try:
            yield gone
        finally:
            self._edges.difference_update(places)
            self._pairs -= gone
            self.tally, self.following = tally, following
            for journal in self._journals:
                journal.take_back()

    @contextmanager
    def kept(self, places: Collection[int]) -> Iterator[None]:
        """Take the edges at *places* away for good; what was before is known for a while."""
        self._take(places)
        yield
        for journal in self._journals:
            journal.keep()

    def left_of(self, coupling: str, mark: Mark) -> set[int]:
        """Return the places of the edges that are there, and would not be with *mark*."""
        return set(self.graph.marked(coupling, mark)) - self._edges

    def touched(self) -> list[int]:
        """Return the numbers of the components that are not what they were before the trial."""
        return [number for number in self._found.before if number in self.components]

    def gone(self) -> list[int]:
        """Return the numbers of the components that there were before the trial and are no more."""
        return [number for number in self._found.before if number not in self.components]

    def of_other_status(self) -> Iterator[tuple[str, Status]]:
        """Yield the changes of another status than before, with what that was."""
        for node, was in self._statuses.before.items():
            if was is not None and self.status_of[node] is not was:
                yield node, was

    def of_other_batch(self) -> Iterator[Component]:
        """Yield the components that are a part of what was one, with only some of its changes."""
        for number, was in self._found.before.items():
            now = self.components.get(number)
            if now is not None and now.changes:
                old = was or self._found.was(self._owners.was(next(iter(now.nodes))))
                if old is not None and old.changes != now.changes:
                    yield now

    def freed(self) -> set[str]:
        """Return the changes that are in a smaller batch than before, or blocked no more."""
        found = {node for node, was in self.of_other_status() if was is Status.BLOCKED}
        for part in self.of_other_batch():
            found |= part.nodes & self.graph.changes.keys()
        return found

    @property
    def largest_batch(self) -> int:
        """The changes of the largest batch."""
        return max(self.tally.sizes, default=0)

    def _take(self, places: Collection[int]) -> set[Pair]:
        ends = {self.graph.ends(place) for place in places}
        self._edges.update(places)
        gone = {pair for pair in ends if self.graph.is_gap(pair, self._edges)}
        self._pairs |= gone
        self._hide(places, gone, self._found.was)
        return gone

    def _wave(self, component: Component) -> int:
        return component.wave
