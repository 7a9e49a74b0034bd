"""What answers to questions would change in one view of a plan."""

from collections.abc import Callable, Collection, Iterable
from functools import cached_property

from relplan.model.plan import Status
from relplan.planning.components import Condensation
from relplan.planning.graph import Pair
from relplan.planning.questions.adding import Adding
from relplan.planning.questions.ways import Moved, Ways, changes_at
from relplan.planning.questions.what_if import WhatIf
from relplan.planning.search import leads


class Trying:
    """Adds edges to a view of a plan, or takes some away, and tells which changes differ then."""

    def __init__(self, view: Condensation, pairs: Callable[[], Iterable[Pair]]) -> None:
        """Look at *view*; *pairs* are the ends of all edges that may be tried."""
        self.view = view
        self._graph = view.graph
        self._pairs = pairs

    def differing(self, places: Collection[int], *, show: bool) -> Moved:
        """Return which changes differ when the edges at *places* come or go.

        All of them are hidden now, or with *show* false, all seen.
        """
        if show:
            return self._adding.differing(places)
        return self._taking_away.differing(places)

    def around(self, places: Iterable[int]) -> int:
        """Return the bits of what leads to where the edges at *places* start, and of their ends."""
        found = 0
        for source, target in map(self._graph.ends, places):
            found |= self._known_ways.above(source) | self._graph.bits.of([target])
        return found

    def moves(self, places: Collection[int], *, show: bool) -> bool:
        """Tell whether any change would differ so, without looking at all of them."""
        if not show:
            return self._taking_away.moves(places)
        pairs = [self._graph.ends(place) for place in places]
        if any(self._leads_further(*pair) for pair in pairs):
            return True
        if all(self._is_plain(*pair) for pair in pairs):
            return any(self._blocks(*pair) for pair in pairs)
        return bool(self._adding.differing(places).differing)

    def _leads_further(self, source: str, target: str) -> bool:
        """Tell whether an edge would give a change a prerequisite that it has not."""
        ends = changes_at(self.view, target) if source in self._graph.changes else ()
        return not all(leads(source, end, self.view.succ) for end in ends)

    def _is_plain(self, source: str, target: str) -> bool:
        """Tell whether an edge to what it leads to already, or to a mere blocker, can but block."""
        if source not in self._graph.changes or self.view.of(source).one_deployment:
            return False
        return target in self._graph.changes or self._is_blocker(target)

    def _is_blocker(self, node: str) -> bool:
        return node in self._graph.not_done and not self.view.succ(node)

    def _blocks(self, source: str, target: str) -> bool:
        """Tell whether an edge to a mere blocker blocks anything: first of all its own batch."""
        if target in self._graph.changes:
            return False
        batch = self.view.of(source).nodes & self._graph.changes.keys()
        return any(self.view.status_of[change] is not Status.BLOCKED for change in batch)

    def _ways(self) -> Ways:
        return self._known_ways

    @cached_property
    def _known_ways(self) -> Ways:
        view, pairs = self.view, self._pairs()
        led_to = {end for _, target in pairs for end in (target, *changes_at(view, target))}
        batches = {view.component_of[end] for end in led_to}
        # What else leads there makes up for an edge that is taken away.
        beside = {
            other
            for number in batches
            for node in view.components[number].nodes
            for other in view.pred(node)
        }
        return Ways(view, led_to.union(beside, (source for source, _ in pairs)))

    @cached_property
    def _adding(self) -> Adding:
        return Adding(self.view, self._ways)

    @cached_property
    def _taking_away(self) -> WhatIf:
        return WhatIf(self.view, self._ways)
