"""What showing or hiding a few edges would change, tried on a copy and taken back again."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace

from relplan.planning.components import Before, Condensation
from relplan.planning.graph import Pair
from relplan.planning.questions.journal import Journal
from relplan.planning.search import reached_from


class WhatIf(Condensation):
    """A copy of a view of a plan, in which things are tried out."""

    def __init__(self, view: Condensation) -> None:
        """Copy *view*."""
        view.copy_into(self, Journal)
        tables = (self.component_of, self.components, self.status_of, self.succ_of, self.pred_of)
        self._journals = [table for table in tables if isinstance(table, Journal)]
        self._above: dict[str, frozenset[str]] = {}
        """What leads to some nodes, as it is when nothing is tried."""
        self._owners, self._found, self._statuses, *_ = self._journals

    def differing(self, places: Collection[int], *, show: bool) -> set[str]:
        """Return the changes whose status, batch or prerequisites differ when edges come or go.

        *places* are those of the edges, all hidden now, or with *show* false, all seen.
        """
        ends = {self.graph.edges[place].target for place in places}
        leading = {one for end in ends for one in self._changes_at(end)} & self.graph.changes.keys()
        for end in leading:
            if end not in self._above:
                self._above[end] = frozenset(reached_from([end], self.pred))
        with self._tried(places, show):
            found = {*self._of_other_status(), *self._of_other_batch()}
            above: dict[int, set[str]] = {}
            for end in leading:
                number = self.component_of[end]
                if number not in above:
                    above[number] = reached_from([end], self.pred)
                found |= above[number] ^ self._above[end]
        return found & self.graph.changes.keys()

    def moves(self, places: Collection[int], *, show: bool) -> bool:
        """Tell whether any change would differ so, without looking at all of them.

        Where the ends of each edge are joined by another way, what leads over it is, too.
        """
        pairs = [
            (edge.source, end)
            for edge in map(self.graph.edges.__getitem__, places)
            for end in self._changes_at(edge.target)
        ]
        if show and not all(self._leads(source, end) for source, end in pairs):
            return True
        with self._tried(places, show):
            if any(self._of_other_status()) or any(self._of_other_batch()):
                return True
            return not show and not all(self._leads(source, end) for source, end in pairs)

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
        hidden, tally, following = self.hidden, self.tally, self.following
        self.tally = tally.copy()
        try:
            self._try(places, show)
            yield
        finally:
            self.hidden, self.tally, self.following = hidden, tally, following
            for journal in self._journals:
                journal.take_back()

    def _try(self, places: Collection[int], show: bool) -> None:
        if show:
            self.show(self.graph.less_hidden(self.hidden, places))
        else:
            self.hide(self.graph.more_hidden(self.hidden, places))

    def _join(self, place: int, pairs: Collection[Pair]) -> set[int]:
        """Unite the components that *pairs* close a circle through, and leave ranks as they are.

        What is tried is taken back again, so ranks need not be right here, and all the rest of a
        large tangle is not looked at.
        """
        onward = reached_from([target for _, target in pairs], self.succ)
        back = reached_from([source for source, _ in pairs], self.pred)
        touched = set()
        for source, target in pairs:
            number = self.component_of[source]
            if number != self.component_of[target]:
                found = self.components[number]
                self.components[number] = replace(found, exits=found.exits | {(source, target)})
                touched.add(number)
        for part in self._parts(frozenset(onward & back)):
            numbers = {self.component_of[node] for node in part}
            if len(numbers) > 1:
                touched.add(self._unite(numbers))
        return touched & self.components.keys()

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

    def _remembered(self) -> Before:
        found: Before = self._found.was
        return found
