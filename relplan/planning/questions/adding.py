"""What showing hidden edges would change, read off what leads where."""

from collections.abc import Callable, Collection, Iterable
from functools import cached_property

from relplan.model.plan import Status
from relplan.planning.components import Condensation
from relplan.planning.questions.ways import Moved, Ways, changes_at


class Adding:
    """Tells what differs in a view of a plan where edges are added to it.

    What leads over an added edge a → b is what leads to a, and gets to all that b leads to. So
    statuses, batches and prerequisites follow from these two sets, and nothing needs to be planned.
    """

    def __init__(self, view: Condensation, ways: Callable[[], Ways]) -> None:
        """Look at *view*; *ways* give what leads where in it."""
        self._view = view
        self._graph = view.graph
        self._bits = view.graph.bits
        self._make_ways = ways

    def differing(self, places: Collection[int]) -> Moved:
        """Return which changes differ; *places* are those of the edges to add, all hidden now."""
        ends = {self._graph.ends(place) for place in places}
        pairs = ends & self._view.hidden.pairs
        found = self._tied_by(places)
        above = {pair[0]: self._ways.above_with(pair[0], pairs) for pair in pairs}
        below = {pair[1]: self._ways.below_with(pair[1], pairs) for pair in pairs}
        joined = blocked = 0
        for source, target in pairs:
            leading, led_to = above[source], below[target]
            blocked |= self._blocked(leading, led_to)
            if led_to & ~self._cancelled:
                found |= leading & ~led_to & self._with_status(Status.INDEPENDENT)
            circle = leading & led_to
            if circle & ~joined:
                joined |= circle
                found |= self._joined(circle, led_to)
        for end in {end for _, target in pairs for end in changes_at(self._view, target)}:
            found |= self._ways.above_with(end, pairs) & ~self._ways.above(end)
        blocked &= self._ways.changes
        return Moved(found & self._ways.changes | blocked, blocked)

    def _blocked(self, leading: int, led_to: int) -> int:
        """Return what *leading* nodes are blocked by what they are *led_to*, and were not."""
        blockers = led_to & self._not_done
        if not blockers:
            return 0
        if blockers.bit_count() == 1:
            leading &= ~blockers  # nothing blocks itself
        return leading & ~self._with_status(Status.BLOCKED)

    def _joined(self, circle: int, led_to: int) -> int:
        """Return the changes that differ in a *circle* of nodes, which is *led_to* all of these."""
        own = circle & self._ways.changes
        if not own:
            return 0
        # A hub alone may have joined what was one batch before, and is one still.
        old = self._view.of(self._bits.lowest(own))
        if old.changes != own.bit_count():
            return own
        if old.one_deployment:
            joined = self._bits.of(old.nodes) != circle
            return own & self._free if joined else 0
        if old.changes > 1:
            return 0
        needs = led_to & ~circle & ~self._cancelled
        return own & self._with_status(Status.INDEPENDENT if needs else Status.ORDERED)

    def _tied_by(self, places: Iterable[int]) -> int:
        """Return the changes that one deployment shipped, and that must ship together now."""
        found = 0
        for place in places:
            source, target = self._graph.ends(place)
            component = self._view.of(source)
            inside = component.one_deployment and component is self._view.of(target)
            if inside and self._graph.starts_wave(place):
                found |= self._bits.of(component.nodes) & self._free
        return found

    @cached_property
    def _ways(self) -> Ways:
        return self._make_ways()

    @cached_property
    def _not_done(self) -> int:
        return self._bits.of(self._graph.not_done)

    @cached_property
    def _cancelled(self) -> int:
        return self._bits.of(self._graph.cancelled)

    @cached_property
    def _free(self) -> int:
        return self._with_status(Status.ORDERED) | self._with_status(Status.INDEPENDENT)

    @cached_property
    def _of_status(self) -> dict[Status, int]:
        nodes: dict[Status, list[str]] = {status: [] for status in Status}
        for node, status in self._view.status_of.items():
            nodes[status].append(node)
        return {status: self._bits.of(found) for status, found in nodes.items()}

    def _with_status(self, status: Status) -> int:
        return self._of_status[status]
