"""The plan of a snapshot under a scenario: a value, of which nothing is ever changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from math import prod

from relplan.model.edge import Cause, Edge
from relplan.model.facts import Caution
from relplan.model.plan import Batch, BatchLinks, Numbers, Status
from relplan.model.question import Asked, Question
from relplan.model.scan import Notice
from relplan.model.scenario import Scenario
from relplan.model.snapshot import Snapshot
from relplan.planning.batch_of import BatchOf
from relplan.planning.components import Component, Condensation
from relplan.planning.graph import NeedsGraph, View
from relplan.planning.outlook import Outlook
from relplan.planning.questions.bundling import bundled, bundles
from relplan.planning.questions.weighing import Weighing
from relplan.planning.search import reached


class Plan(Outlook):
    """Batches, waves, statuses and numbers. What costs time is worked out when it is asked for."""

    def __init__(
        self,
        scenario: Scenario,
        condensation: Condensation,
        pessimistic: Condensation,
        before: Weighing | None = None,
    ) -> None:
        """Wrap what *scenario* leaves of its graph: for certain, and at the worst.

        *before* weighed the questions of another plan of the graph: much of that mostly holds.
        """
        super().__init__(scenario, condensation, pessimistic)
        self._before = before
        self._made: dict[int, Batch] = {}
        """The batches that somebody looked at, by their numbers."""

    @property
    def snapshot(self) -> Snapshot:
        """What was planned."""
        return self.graph.snapshot

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What the rules could make no sense of."""
        return self.graph.constraints.notices

    @cached_property
    def numbers(self) -> Numbers:
        """The plan at a glance."""
        uncertain = self.uncertain
        statuses = [self.condensation.status_of[change] for change in uncertain]
        certain = self.condensation.tally.numbers()
        return replace(
            certain,
            free=certain.free - sum(status.free for status in statuses),
            shippable_now=certain.shippable_now - sum(status.shippable for status in statuses),
            uncertain=len(uncertain),
            questions=self.weighing.count(),
            cautions=self.graph.cautions,
        )

    @cached_property
    def weighing(self) -> Weighing:
        """Tells what answering a question would change."""
        before, self._before = self._before, None  # or each plan would keep all plans before it
        return Weighing(self, before)

    @property
    def weighed(self) -> Weighing | None:
        """What has weighed the questions of this plan, or else of one before it."""
        own = self.__dict__.get("weighing")
        return own.begun if own else self._before

    @cached_property
    def questions(self) -> tuple[Asked, ...]:
        """The open questions, those whose answers change most first."""
        return self.weighing.asked()

    @cached_property
    def bundled(self) -> tuple[Asked, ...]:
        """The same as a person is asked: those alike as one."""
        return self.as_asked(self.questions)

    @cached_property
    def bundles(self) -> Mapping[str, tuple[Question, ...]]:
        """The questions that are asked as one, by its id."""
        return bundles(self.weighing)

    def as_asked(self, questions: Sequence[Asked]) -> tuple[Asked, ...]:
        """Return *questions* with those alike as one, the weightiest first."""
        return bundled(self.weighing, self.bundles, questions)

    def cautions(self, change: str) -> tuple[Caution, ...]:
        """Return the risky findings of *change*."""
        return tuple(self.snapshot.cautions.get(change, ()))

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """The edges that the scenario leaves, sorted."""
        return tuple(self.graph.left(self.condensation.hidden))

    def status(self, change: str) -> Status:
        """Return what *change* is."""
        certain = self.condensation.status_of[change]
        if certain is Status.BLOCKED or self.pessimistic is self.condensation:
            return certain
        at_worst = self.pessimistic.status_of[change]
        return Status.UNCERTAIN if at_worst is Status.BLOCKED else certain

    def certainly_free(self, change: str) -> bool:
        """Tell whether it is free whatever is answered, with the same needs of other services."""
        if not self.status(change).free or not self.pessimistic.status_of[change].free:
            return False
        return self.others_first(change) == self.others_first(change, self.pessimistic)

    def others_first(self, change: str, seen: Condensation | None = None) -> frozenset[str]:
        """Return the prerequisites of *change* in other services."""
        condensation = seen or self.condensation
        own = condensation.of(change).nodes
        service = self.changes[change].service
        return frozenset(
            node
            for node in reached(change, condensation.succ)
            if node in self.changes and node not in own and self.changes[node].service != service
        )

    def wave(self, change: str) -> int:
        """Return the wave of the batch of *change*."""
        return self.condensation.of(change).wave

    def needs(self, change: str) -> tuple[str, ...]:
        """Return the nodes that *change* needs directly, sorted."""
        return tuple(sorted(self.condensation.succ(change)))

    def edges_between(self, source: str, target: str) -> tuple[Edge, ...]:
        """Return the edges from *source* to *target* that the scenario leaves."""
        return self.graph.between(source, target, self.condensation.hidden)

    def edges_from(self, node: str) -> Iterator[Edge]:
        """Yield the edges that start at *node*, sorted by their ends."""
        for other in sorted(self.condensation.succ(node)):
            yield from self.edges_between(node, other)

    @cached_property
    def batches(self) -> tuple[Batch, ...]:
        """All batches, by wave and then by their first change."""
        return tuple(map(self._batch, range(len(self.ordered))))

    @property
    def largest(self) -> Batch | None:
        """The first of the batches in lock-step that hold most changes."""
        tied = (number for number, one in enumerate(self.ordered) if one.lockstep)
        found = max(tied, key=lambda number: self.ordered[number].changes, default=None)
        return None if found is None else self._batch(found)

    @cached_property
    def batch_of(self) -> Mapping[str, Batch]:
        """The batch of each change: of many, few are looked at."""
        return BatchOf(self.batch_numbers, self._batch)

    @cached_property
    def batch_numbers(self) -> Mapping[str, int]:
        """The place of each change's batch among the batches."""
        places = map(self._places.__getitem__, self._components_of_changes())
        return dict(zip(self.changes, places, strict=True))

    @cached_property
    def ordered(self) -> tuple[Component, ...]:
        """The components that hold changes, in the order of the batches that they are."""
        return tuple(map(self.condensation.components.__getitem__, self._places))

    @cached_property
    def _places(self) -> Mapping[int, int]:
        """The numbers of the components that hold changes, each with its place in the order."""
        components = self.condensation.components
        by_first_change = dict.fromkeys(self._components_of_changes())
        by_wave = sorted(by_first_change, key=lambda number: components[number].wave)
        return {number: place for place, number in enumerate(by_wave)}

    def _components_of_changes(self) -> Iterator[int]:
        return map(self.condensation.component_of.__getitem__, self.changes)

    @property
    def touched(self) -> frozenset[str]:
        """The nodes at the ends of edges that the scenario takes away."""
        gone = (self.graph.edges[place] for place in self.condensation.hidden.edges)
        return frozenset(end for edge in gone for end in (edge.source, edge.target))

    @property
    def trunk_position(self) -> Mapping[str, int]:
        """How many pending changes come before each change on its main."""
        return self.graph.trunk_position

    def team_of(self, service: str) -> str:
        """Return the team that owns *service*; empty where nobody said."""
        return self._teams.get(service, "")

    def links(self, batch: Batch) -> BatchLinks:
        """Return what *batch* needs and what ties it together."""
        component = self.condensation.of(batch.changes[0])
        return BatchLinks(self.batches_needed(batch), self._causes(batch, component))

    @property
    def lockstep_sizes(self) -> tuple[int, ...]:
        """How many changes each batch in lock-step holds, the most first; no batch is made."""
        found = (one.changes for one in self.condensation.components.values() if one.lockstep)
        return tuple(sorted(found, reverse=True))

    def in_lockstep(self, batch: Batch) -> bool:
        """Tell whether *batch* holds several changes, tied by more than reverts on one main."""
        return self.condensation.of(batch.changes[0]).lockstep

    def batches_needed(self, batch: Batch) -> tuple[str, ...]:
        """Return the batches that *batch* needs directly, by number."""
        return self._batch_needs(self.condensation.of(batch.changes[0]))

    def not_done_at(self, batch: Batch) -> tuple[str, ...]:
        """Return the nodes of *batch*, and those that it needs directly, which are not done."""
        inside = self.condensation.of(batch.changes[0]).nodes
        around = {other for node in inside for other in self.condensation.succ(node)}
        return tuple(sorted((around | inside) & self.graph.not_done))

    def _batch(self, number: int) -> Batch:
        if number not in self._made:
            component = self.ordered[number]
            changes = tuple(sorted(component.nodes & self.changes.keys()))
            services = tuple(sorted({self.changes[change].service for change in changes}))
            teams = tuple(sorted({self.team_of(service) for service in services} - {""}))
            success = prod(1 - self.snapshot.workspace.deploy_failure_rate for _ in services)
            name = f"B{number}"
            self._made[number] = Batch(name, component.wave, changes, services, teams, success)
        return self._made[number]

    @cached_property
    def _teams(self) -> dict[str, str]:
        return {service.name: service.team for service in self.snapshot.workspace.services}

    def _batch_needs(self, component: Component) -> tuple[str, ...]:
        found = {place for _, other in component.exits for place in self.places_at(other)}
        return tuple(f"B{place}" for place in sorted(found))

    def places_at(self, node: str) -> Iterator[int]:
        """Yield the number of a change's batch; of a hub those of the changes that it leads to."""
        number = self.condensation.component_of[node]
        place = self._places.get(number)
        if place is not None:
            yield place
        else:
            for _, other in self.condensation.components[number].exits:
                yield from self.places_at(other)

    def _causes(self, batch: Batch, component: Component) -> tuple[Cause, ...]:
        if len(batch.changes) < 2:
            return ()
        causes = {
            edge.cause
            for node in component.nodes
            for other in self.condensation.succ(node)
            if other in component.nodes
            for edge in self.edges_between(node, other)
        }
        if self._calls_in_a_chain(frozenset(batch.services)):
            causes.add(Cause.DISTRIBUTED_MONOLITH)
        return tuple(sorted(cause for cause in causes if cause))

    def _calls_in_a_chain(self, services: frozenset[str]) -> bool:
        """Tell whether three of *services* call each other in a row."""
        calls = {
            service.name: services.intersection(service.calls) - {service.name}
            for service in self.snapshot.workspace.services
            if service.name in services
        }
        return any(
            third != first
            for first, seconds in calls.items()
            for second in seconds
            for third in calls.get(second, ())
        )


def plan(snapshot: Snapshot, scenario: Scenario) -> Plan:
    """Plan *snapshot* under *scenario*, from scratch."""
    graph = NeedsGraph(snapshot)
    certain = graph.hidden_by(scenario, View.CERTAIN)
    at_worst = graph.hidden_by(scenario, View.PESSIMISTIC)
    condensation = Condensation(graph, certain)
    same = certain == at_worst
    return Plan(scenario, condensation, condensation if same else Condensation(graph, at_worst))
