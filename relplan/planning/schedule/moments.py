"""When the components of a plan can ship, and what trying out a mark makes of that.

Where windows have room for all that comes, a date follows from what its own component needs and
from nothing else, so only what a mark touches, and what leads there, is dated anew.
"""

from heapq import heapify, heappop, heappush

from relplan.planning.components import Condensation
from relplan.planning.deadline import Deadline
from relplan.planning.schedule.openings import Found, Openings, Times
from relplan.planning.schedule.readiness import Moment, Readiness
from relplan.planning.trial import Trial


class Moments:
    """The first opening of each component of a view after all that it needs."""

    def __init__(self, view: Condensation, times: Times, readiness: Readiness) -> None:
        """Date all of *view*."""
        self._readiness = readiness
        self._openings = Openings(times)
        self._first: dict[tuple[frozenset[str], int], Found | None] = {}
        self._of: dict[int, Found | None] = {}
        for number in sorted(view.components, key=lambda one: view.components[one].rank):
            if view.components[number].changes:
                self._of[number] = self._date(view, number, self._of)
        self._dated_in = view.component_of

    def matters(self, node: str) -> bool:
        """Tell whether anything can move if an edge that starts at *node* goes.

        What has no date now is in no sum, and nothing with a date needs it; a hub needs no date.
        """
        number = self._dated_in[node]
        return number not in self._of or self._of[number] is not None

    def moved(self, trial: Trial, deadline: Deadline) -> Moment:
        """Return the components of *trial*, of the same view, that do not ship as they did.

        Raises TimeIsUp.
        """
        new = dict(self._of)
        queue = [(trial.components[number].rank, number) for number in trial.touched()]
        heapify(queue)
        queued = {number for _, number in queue}
        found: dict[int, Found | None] = {}
        while queue:
            deadline.ask()
            _, number = heappop(queue)
            queued.discard(number)
            component = trial.components[number]
            if component.changes:
                dated = self._date(trial, number, new)
                found[number] = dated
                if number in new and new[number] == dated:
                    continue
                new[number] = dated
            above = {trial.component_of[up] for node in component.nodes for up in trial.pred(node)}
            for other in above - {number} - queued:
                queued.add(other)
                heappush(queue, (trial.components[other].rank, other))
        return found

    def _date(self, view: Condensation, number: int, of: Moment) -> Found | None:
        ready = self._readiness.of(view, number, of)
        if ready is None:
            return None
        component = view.components[number]
        services = frozenset(one.service for one in self._readiness.changes(component))
        key = services, ready
        if key not in self._first:
            self._first[key] = self._openings.earliest(dict.fromkeys(services, 1), ready)
        return self._first[key]
