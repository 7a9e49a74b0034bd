"""What a diagnosis looks at: the whole plan or one batch, and what holds its changes."""

from collections.abc import Iterable
from functools import cached_property

from relplan.model.edge import Cause, Edge
from relplan.model.plan import Batch, Status
from relplan.model.scenario import CouplingKind, Scenario
from relplan.planning.couplings import Coupling, couplings
from relplan.planning.plan import Plan
from relplan.planning.planner import Planner
from relplan.planning.slices import Past
from relplan.planning.waiting import waiting_days

ARTIFICIAL = (CouplingKind.FEATURE, CouplingKind.GATE, CouplingKind.UNIT)
"""What ties changes that could go apart if people worked, or deployed, in another way."""


class Scope:
    """The changes of a plan, or of one batch of it."""

    def __init__(
        self,
        planner: Planner,
        scenario: Scenario,
        now: int,
        batch: Batch | None,
        past: Past | None = None,
    ) -> None:
        """Look at *batch* as of *now*, or at everything; and at the *past*, where it was read."""
        self._planner = planner
        self.scenario = scenario
        self.now = now
        self.batch = batch
        self.past = past or Past((), planner.graph.snapshot.workspace)
        self.plan: Plan = planner.preview(scenario)
        self.changes = batch.changes if batch else tuple(self.plan.changes)
        self.services = (
            batch.services
            if batch
            else tuple(sorted({self.plan.changes[name].service for name in self.changes}))
        )
        self.couplings: dict[str, Coupling] = {
            coupling.name: coupling for coupling in couplings(planner.graph, scenario.answers)
        }

    @cached_property
    def holding(self) -> tuple[Edge, ...]:
        """The edges that hold these changes together or back.

        Those inside of a lock-step batch of theirs, and those that start at one of their blocked
        changes, or at a node of its batch, and lead on to something blocked or not done.
        """
        return tuple(edge for edge in self._own if self._holds(edge))

    def of_cause(self, cause: Cause) -> tuple[Edge, ...]:
        """Return those of the holding edges that exist for *cause*."""
        return tuple(edge for edge in self.holding if edge.cause is cause)

    @cached_property
    def days(self) -> float:
        """Days that the finished of these changes have waited."""
        return self.waited(self.scenario)

    def waited(self, scenario: Scenario) -> float:
        """Return the days that they would have waited under *scenario*."""
        waiting = waiting_days(self._planner.preview(scenario), self.now)
        return sum(waiting.get(change, 0.0) for change in self.changes)

    def without(self, names: Iterable[str]) -> Scenario:
        """Return the scenario in which the couplings *names* tie nothing."""
        scenario = self.scenario
        for name in names:
            scenario = scenario.with_mark(name, self.couplings[name].furthest)
        return scenario

    def without_kinds(self, *kinds: CouplingKind) -> Scenario:
        """Return the scenario in which no coupling of *kinds* ties anything."""
        return self.without(name for name, one in self.couplings.items() if one.kind in kinds)

    def tied(self, scenario: Scenario) -> tuple[int, int]:
        """Return how many of these changes would be in lock-step, and how many blocked."""
        plan = self._planner.preview(scenario)
        if self.batch is None:
            return sum(plan.lockstep_sizes), plan.condensation.tally.statuses[Status.BLOCKED]
        statuses = [plan.status(change) for change in self.changes]
        tied = (plan.condensation.of(change).lockstep for change in self.changes)
        return sum(tied), statuses.count(Status.BLOCKED)

    def forced(self, services: Iterable[str]) -> tuple[str, ...]:
        """Return what keeps two of *services* in lock-step though nothing artificial ties them.

        Contracts, by their names, sorted; empty: each of them could go alone.
        """
        plan = self._planner.preview(self.without_kinds(*ARTIFICIAL))
        wanted, found = frozenset(services), set[str]()
        components = {plan.condensation.of(change) for change in self.changes}
        for nodes in (component.nodes for component in components if component.lockstep):
            inside = {plan.changes[node].service for node in nodes if node in plan.changes}
            if len(inside & wanted) > 1:
                found |= {
                    edge.coupling
                    for edge in plan.edges
                    if edge.coupling and edge.source in nodes and edge.target in nodes
                }
        return tuple(sorted(found))

    def largest(self, scenario: Scenario) -> int:
        """Return the size of the largest batch that they would have."""
        condensation = self._planner.preview(scenario).condensation
        if self.batch is None:
            return max(condensation.tally.sizes, default=0)
        return max((condensation.of(change).changes for change in self.changes), default=0)

    @cached_property
    def _own(self) -> tuple[Edge, ...]:
        of = self.plan.condensation.component_of
        components = {of[change] for change in self.changes}
        return tuple(edge for edge in self.plan.edges if of[edge.source] in components)

    def _holds(self, edge: Edge) -> bool:
        condensation = self.plan.condensation
        source, target = condensation.of(edge.source), condensation.of(edge.target)
        if source is target:
            return source.changes > 1
        return target.blocked_below or target.not_done > 0
