"""Planning one snapshot again and again, as marks come and go."""

from collections import OrderedDict

from relplan.model.scenario import Scenario
from relplan.model.snapshot import Snapshot
from relplan.planning.components import Condensation
from relplan.planning.graph import NeedsGraph
from relplan.planning.plan import Plan

_KEPT = 16
"""Plans that are kept: enough for undo and redo to be look-ups."""


class Planner:
    """Gives the same plans as :func:`relplan.planning.plan`, without starting over for each.

    Every scenario takes edges away from the unmarked graph. So a plan is made from the closest one
    at hand that has taken nothing else away, by looking at what the rest changes.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        """Draw the graph of *snapshot* and plan it unmarked."""
        self.graph = NeedsGraph(snapshot)
        self.unmarked_plan = Plan(Scenario(), Condensation(self.graph))
        self._recent: OrderedDict[frozenset[int], Condensation] = OrderedDict()

    def plan(self, scenario: Scenario) -> Plan:
        """Plan the snapshot under *scenario* and remember it."""
        condensation = self._condense(scenario)
        key = condensation.hidden.edges
        self._recent[key] = condensation
        self._recent.move_to_end(key)
        if len(self._recent) > _KEPT:
            self._recent.popitem(last=False)
        return Plan(scenario, condensation)

    def preview(self, scenario: Scenario) -> Plan:
        """Plan the snapshot under *scenario*, but do not remember it."""
        return Plan(scenario, self._condense(scenario))

    def _condense(self, scenario: Scenario) -> Condensation:
        hidden = self.graph.hidden_by(scenario)
        known = self._recent.get(hidden.edges)
        if known is not None:
            return known
        nearest = self.unmarked_plan.condensation
        # A worker may be previewing marks while the person sets one: look at a copy.
        for candidate in list(self._recent.values()):
            theirs = candidate.hidden.edges
            if len(nearest.hidden.edges) < len(theirs) and theirs < hidden.edges:
                nearest = candidate
        return nearest.without(hidden) if hidden.edges else nearest
