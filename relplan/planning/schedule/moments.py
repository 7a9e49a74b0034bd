"""When the components of a plan can ship, and what trying out a mark makes of that.

Where windows have room for all that comes, a date follows from what its own component needs and
from nothing else, so only what a mark touches, and what leads there, is dated anew.
"""

from collections.abc import Iterator, Mapping
from heapq import heapify, heappop, heappush

from relplan.planning.components import Condensation
from relplan.planning.schedule.openings import Found, Openings, Times
from relplan.planning.trial import Trial

Ends = Mapping[int, int | None]
"""When the windows of components end, by their numbers; None: they have no date."""


class Moments:
    """The first opening of each component of a view after all that it needs."""

    def __init__(
        self,
        view: Condensation,
        times: Times,
        expected: Mapping[str, int],
        moves: Mapping[str, int],
    ) -> None:
        """Date all of *view*; *moves* hold changes back, by id."""
        self._graph = view.graph
        self._now = times.calendar.now
        self._openings = Openings(times)
        self._expected, self._moves = expected, moves
        self._first: dict[tuple[frozenset[str], int], Found | None] = {}
        self._of: dict[int, Found | None] = {}
        for number in sorted(view.components, key=lambda one: view.components[one].rank):
            if view.components[number].changes:
                self._of[number] = self._date(view, number, self._of)
        self._dated_in = view.component_of

    def is_dated(self, node: str) -> bool:
        """Tell whether the component of *node* has a date, or is a hub, which needs none."""
        number = self._dated_in[node]
        return number not in self._of or self._of[number] is not None

    def moved(self, trial: Trial) -> Ends:
        """Return the components of *trial*, of the same view, that do not ship as they did."""
        new = dict(self._of)
        queue = [(trial.components[number].rank, number) for number in trial.touched()]
        heapify(queue)
        queued = {number for _, number in queue}
        found: dict[int, int | None] = {}
        while queue:
            _, number = heappop(queue)
            queued.discard(number)
            component = trial.components[number]
            if component.changes:
                dated = self._date(trial, number, new)
                found[number] = dated.end if dated else None
                if number in new and new[number] == dated:
                    continue
                new[number] = dated
            above = {trial.component_of[up] for node in component.nodes for up in trial.pred(node)}
            for other in above - {number} - queued:
                queued.add(other)
                heappush(queue, (trial.components[other].rank, other))
        return found

    def _date(
        self, view: Condensation, number: int, of: Mapping[int, Found | None]
    ) -> Found | None:
        component, changes, not_done = (
            view.components[number],
            self._graph.changes,
            self._graph.not_done,
        )
        ready = [self._now]
        waiting = set(component.nodes & not_done)
        for _, other in component.exits:
            if other in not_done and other not in changes:
                waiting.add(other)
            for below in _batches_at(view, other):
                needed = of[below]
                if needed is None:
                    return None
                ready.append(needed.at)
        for node in waiting:
            if node not in self._expected:
                return None
            ready.append(self._expected[node])
        if self._moves:
            ready += (self._moves[node] for node in component.nodes & self._moves.keys())
        services = frozenset(changes[node].service for node in component.nodes if node in changes)
        return self._earliest(services, max(ready))

    def _earliest(self, services: frozenset[str], ready: int) -> Found | None:
        key = services, ready
        if key not in self._first:
            self._first[key] = self._openings.earliest(dict.fromkeys(services, 1), ready)
        return self._first[key]


def _batches_at(view: Condensation, node: str) -> Iterator[int]:
    """Yield the component of *node*; of a hub those of the changes that it leads to."""
    number = view.component_of[node]
    component = view.components[number]
    if component.changes:
        yield number
    else:
        for _, other in component.exits:
            yield from _batches_at(view, other)
