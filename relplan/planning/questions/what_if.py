"""What showing or hiding a few edges would change, tried on a copy and taken back again."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import cast

from relplan.planning.components import Component, Condensation
from relplan.planning.graph import Hidden, Pair
from relplan.planning.questions.journal import Journal
from relplan.planning.questions.ways import Ways
from relplan.planning.search import reached_from


class WhatIf(Condensation):
    """A copy of a view of a plan, in which things are tried out."""

    def __init__(self, view: Condensation, ends: Callable[[], Iterable[str]]) -> None:
        """Copy *view*; *ends* are those of the edges that lead on and may be tried."""
        view.copy_into(self, Journal)
        self._edges, self._pairs = set(view.hidden.edges), set(view.hidden.pairs)
        # Sets that change in place: a copy of all that is hidden costs more than most trials.
        edges, pairs = cast("frozenset[int]", self._edges), cast("frozenset[Pair]", self._pairs)
        self.hidden = Hidden(edges, pairs)
        tables = (self.component_of, self.components, self.status_of, self.succ_of, self.pred_of)
        self._journals = [table for table in tables if isinstance(table, Journal)]
        self._owners, self._found, self._statuses, *_ = self._journals
        self._view, self._ends = view, ends

    @cached_property
    def _ways(self) -> Ways:
        return Ways(self._view, (one for end in self._ends() for one in self._leading(end)))

    def differing(self, places: Collection[int], *, show: bool) -> set[str]:
        """Return the changes whose status, batch or prerequisites differ when edges come or go.

        *places* are those of the edges, all hidden now, or with *show* false, all seen.
        """
        pairs = self._onward(places)
        moved = self._moved(pairs) if show else set()
        with self._tried(places, show):
            found = {*self._of_other_status(), *self._of_other_batch()}
            if not show and not all(self._leads(source, end) for source, end in pairs):
                found |= self._left_behind({end for _, end in pairs})
        return (found | moved) & self.graph.changes.keys()

    def moves(self, places: Collection[int], *, show: bool) -> bool:
        """Tell whether any change would differ so, without looking at all of them.

        Where the ends of each edge are joined by another way, what leads over it is, too.
        """
        pairs = self._onward(places)
        if show and not all(self._leads(source, end) for source, end in pairs):
            return True
        with self._tried(places, show):
            if any(self._of_other_status()) or any(self._of_other_batch()):
                return True
            return not show and not all(self._leads(source, end) for source, end in pairs)

    def _onward(self, places: Collection[int]) -> list[Pair]:
        """Return the ends of edges that lead to changes, be it over a hub.

        A hub itself is nobody's prerequisite.
        """
        found = {self.graph.ends(place) for place in places}
        return [(source, one) for source, end in found for one in self._changes_at(end)]

    def _moved(self, pairs: Collection[Pair]) -> set[str]:
        """Return what would lead further if there were edges between *pairs*."""
        bits = 0
        for end in {end for _, end in pairs}:
            bits |= self._ways.above_with(end, pairs) ^ self._ways.above(end)
        return set(self._ways.nodes(bits))

    def _left_behind(self, ends: Collection[str]) -> set[str]:
        """Return what leads to *ends* no longer, now that something is hidden."""
        found: set[str] = set()
        above: dict[int, set[str]] = {}
        for end in ends:
            number = self.component_of[end]
            if number not in above:
                above[number] = reached_from([end], self.pred)
            found |= set(self._ways.nodes(self._ways.above(end))) - above[number]
        return found

    def _leading(self, end: str) -> tuple[str, ...]:
        return (end, *self._changes_at(end))

    def _changes_at(self, end: str) -> tuple[str, ...]:
        """Return *end*; of a hub, which is nobody's prerequisite, the changes behind it."""
        return (end,) if end in self.graph.changes else self.graph.succ[end]

    def _leads(self, start: str, end: str) -> bool:
        found, queue = {start}, [start]
        while queue:
            for other in self.succ(queue.pop()):
                if other == end:
                    return True
                if other not in found:
                    found.add(other)
                    queue.append(other)
        return start == end

    @contextmanager
    def _tried(self, places: Collection[int], show: bool) -> Iterator[None]:
        tally, following = self.tally, self.following
        self.tally = tally.copy()
        ends = {self.graph.ends(place) for place in places}
        try:
            if show:
                pairs = ends & self._pairs
                self._edges.difference_update(places)
                self._pairs -= pairs
                self._show(places, pairs, self._found.was)
            else:
                self._edges.update(places)
                pairs = {pair for pair in ends if self.graph.is_gap(pair, self._edges)}
                self._pairs |= pairs
                self._hide(places, pairs, self._found.was)
            yield
        finally:
            if show:
                self._edges.update(places)
                self._pairs |= pairs
            else:
                self._edges.difference_update(places)
                self._pairs -= pairs
            self.tally, self.following = tally, following
            for journal in self._journals:
                journal.take_back()

    def _join(self, place: int, pairs: Collection[Pair]) -> set[int]:
        """Unite the components that *pairs* close a circle through, and leave ranks as they are.

        What is tried is taken back again, so ranks need not be right here, and all the rest of a
        large tangle is not looked at.
        """
        touched = set()
        for source, target in pairs:
            number = self.component_of[source]
            if number != self.component_of[target]:
                found = self.components[number]
                self.components[number] = replace(found, exits=found.exits | {(source, target)})
                touched.add(number)
        for numbers in self._ways.joined(pairs):
            touched.add(self._unite(numbers))
        return touched & self.components.keys()

    def _wave(self, component: Component) -> int:
        """Leave waves as they are: no question is about them, and they would lead far up."""
        return component.wave

    def _unite(self, numbers: set[int]) -> int:
        old = [self.components[number] for number in numbers]
        nodes = frozenset(node for component in old for node in component.nodes)
        for number, component in zip(numbers, old, strict=True):
            self.tally.add(component, -1)
            del self.components[number]
        return self._add(max(component.rank for component in old), nodes)

    def _of_other_status(self) -> Iterator[str]:
        for node, was in self._statuses.before.items():
            if self.status_of[node] is not was:
                yield node

    def _of_other_batch(self) -> Iterator[str]:
        changes = self.graph.changes.keys()
        for number, was in self._found.before.items():
            now = self.components.get(number)
            if now is None or (was is not None and was.nodes == now.nodes):
                continue
            own = now.nodes & changes
            stayed: dict[int | None, bool] = {}
            for node in own:
                before = self._owners.was(node)
                if before not in stayed:
                    old = self._found.was(before)
                    stayed[before] = old is not None and old.nodes & changes == own
                if not stayed[before]:
                    yield node
