"""From when on a component of a plan can ship, and whose turn it is where several can."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from relplan.model.change import Change
from relplan.planning.components import Component, Condensation
from relplan.planning.graph import NeedsGraph
from relplan.planning.schedule.openings import Found

Priority = tuple[int, str]
"""When the oldest finished change was made, and the first change by name."""
Moment = Mapping[int, Found | None]
"""When components ship, by their numbers; None: they have no date."""

_NOTHING_DONE = 2**62


def longest_waiting(changes: Iterable[Change]) -> Priority:
    """Return what sorts *changes* that ship together before others of which all are younger."""
    oldest, first = _NOTHING_DONE, ""
    for change in changes:
        if change.state.done and change.date < oldest:
            oldest = change.date
        if not first or change.id < first:
            first = change.id
    return oldest, first


class Readiness:
    """What holds components back, besides windows."""

    def __init__(
        self,
        graph: NeedsGraph,
        now: int,
        expected: Mapping[str, int],
        moves: Mapping[str, int],
    ) -> None:
        """Nothing ships before *now*; *moves* hold changes back, by id."""
        self._graph, self._now, self._expected, self._moves = graph, now, expected, moves

    def of(self, view: Condensation, number: int, found: Moment) -> int | None:
        """Return the moment from which on a component of *view* is ready; None: there is none.

        *found* must hold what it needs.
        """
        component, not_done = view.components[number], self._graph.not_done
        ready = [self._now]
        waiting = set(component.nodes & not_done)
        for _, other in component.exits:
            if other in not_done and other not in self._graph.changes:
                waiting.add(other)
            for below in _batches_at(view, other):
                needed = found[below]
                if needed is None:
                    return None
                ready.append(needed.at)
        for node in waiting:
            if node not in self._expected:
                return None
            ready.append(self._expected[node])
        if self._moves:
            ready += (self._moves[node] for node in component.nodes & self._moves.keys())
        return max(ready)

    def sizes(self, component: Component) -> dict[str, int]:
        """Return how many changes of each service *component* holds."""
        return dict(Counter(change.service for change in self.changes(component)))

    def changes(self, component: Component) -> Iterator[Change]:
        """Yield the changes of *component*."""
        changes = self._graph.changes
        return (changes[node] for node in component.nodes if node in changes)


def batches_needed(view: Condensation, number: int) -> set[int]:
    """Return the components with changes that one of *view* needs directly, or by a hub."""
    exits = view.components[number].exits
    return {below for _, other in exits for below in _batches_at(view, other)}


def batches_needing(view: Condensation, number: int) -> set[int]:
    """Return the components with changes that need one of *view* directly, or by a hub."""
    found: set[int] = set()
    due = [number]
    while due:
        one = due.pop()
        nodes = view.components[one].nodes
        above = {view.component_of[up] for node in nodes for up in view.pred(node)} - {one}
        for other in above:
            if view.components[other].changes:
                found.add(other)
            else:
                due.append(other)
    return found


def _batches_at(view: Condensation, node: str) -> Iterator[int]:
    """Yield the component of *node*; of a hub those of the changes that it leads to."""
    number = view.component_of[node]
    component = view.components[number]
    if component.changes:
        yield number
    else:
        for _, other in component.exits:
            yield from _batches_at(view, other)
