"""Planning one snapshot again and again, as marks come and go."""

from collections import OrderedDict

from relplan.model.garbage import no_collection
from relplan.model.scenario import Scenario
from relplan.model.snapshot import Snapshot
from relplan.planning.components import Condensation
from relplan.planning.graph import Hidden, NeedsGraph, View
from relplan.planning.plan import Plan

_KEPT = 32
"""Views of plans that are kept: enough for undo and redo to be look-ups."""


class Planner:
    """Gives the same plans as :func:`relplan.planning.plan`, without starting over for each.

    What marks and dismissals take away, and what answers show or rule out, is usually little. So a
    plan is made from the closest one at hand, by looking at what the rest changes.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        """Draw the graph of *snapshot* and plan it unmarked, with nothing answered."""
        self._recent: OrderedDict[frozenset[int], Condensation] = OrderedDict()
        with no_collection():
            self.graph = NeedsGraph(snapshot)
            hidden = {view: self.graph.hidden_by(Scenario(), view) for view in View}
            certain = at_worst = Condensation(self.graph, hidden[View.CERTAIN])
            if hidden[View.PESSIMISTIC] != certain.hidden:
                # What open questions could add is mostly little, too.
                at_worst = certain.at(hidden[View.PESSIMISTIC])
        self._bases = {View.CERTAIN: certain, View.PESSIMISTIC: at_worst}
        self.unmarked_plan = Plan(Scenario(), certain, at_worst)
        self._last = self.unmarked_plan

    def plan(self, scenario: Scenario) -> Plan:
        """Plan the snapshot under *scenario* and remember it."""
        made = self.preview(scenario)
        for condensation in (made.pessimistic, made.condensation):
            key = condensation.hidden.edges
            self._recent[key] = condensation
            self._recent.move_to_end(key)
        while len(self._recent) > _KEPT:
            self._recent.popitem(last=False)
        self._last = made
        return made

    def preview(self, scenario: Scenario) -> Plan:
        """Plan the snapshot under *scenario*, but do not remember it."""
        certain = self._condense(scenario, View.CERTAIN)
        hidden = self.graph.hidden_by(scenario, View.PESSIMISTIC)
        if hidden == certain.hidden:
            return Plan(scenario, certain, certain, self._last.weighed)
        at_worst = self._at(hidden, View.PESSIMISTIC)
        return Plan(scenario, certain, at_worst, self._last.weighed)

    def _condense(self, scenario: Scenario, view: View) -> Condensation:
        return self._at(self.graph.hidden_by(scenario, view), view)

    def _at(self, hidden: Hidden, view: View) -> Condensation:
        known = self._recent.get(hidden.edges)
        if known is not None:
            return known
        # A worker may be previewing marks while the person sets one: look at a copy.
        candidates = [self._bases[view], *list(self._recent.values())]
        # Mostly the last plan is the largest part of the next: the largest are looked at first.
        by_size = sorted(candidates, key=lambda one: -len(one.hidden.edges))
        nearest = next((one for one in by_size if one.hidden.edges <= hidden.edges), None)
        if nearest is None:
            nearest = min(candidates, key=lambda one: len(one.hidden.edges ^ hidden.edges))
        return nearest if nearest.hidden == hidden else nearest.at(hidden)
