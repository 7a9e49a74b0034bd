"""What a scenario leaves of the graph: for certain, and at the worst."""

from collections.abc import Mapping
from functools import cached_property

from relplan.model.change import Change
from relplan.model.plan import Status
from relplan.model.scenario import Scenario
from relplan.planning.components import Condensation
from relplan.planning.graph import NeedsGraph


class Outlook:
    """Two condensations of one graph, and the changes of which they say different things."""

    def __init__(
        self, scenario: Scenario, condensation: Condensation, pessimistic: Condensation
    ) -> None:
        """Wrap what *scenario* leaves of its graph: for certain, and at the worst."""
        self.scenario = scenario
        self.condensation = condensation
        self.pessimistic = pessimistic
        self.graph: NeedsGraph = condensation.graph

    @property
    def changes(self) -> Mapping[str, Change]:
        """The pending changes by id, sorted."""
        return self.graph.changes

    @cached_property
    def uncertain(self) -> frozenset[str]:
        """The changes that answers to open questions could block."""
        if self.pessimistic is self.condensation:
            return frozenset()
        certain = self.condensation.status_of
        return frozenset(
            change
            for change, status in self.pessimistic.status_of.items()
            if status is Status.BLOCKED and certain[change] is not Status.BLOCKED
        )
