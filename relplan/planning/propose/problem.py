"""What a proposal decides: the marks that it may make, and the graph that they cut.

Nodes that edges tie which no allowed mark removes are one node here. What such *hard* edges hold
together, or lead to, is excused: marks have to do all that *all* allowed marks would do, that is

- ``alone C``: nothing is in the batch of C but what all allowed marks leave in it;
- ``unblock C``: C reaches no blocker but those that it reaches with all allowed marks made;
- ``batch K``: a batch has K changes at the most, or exactly the changes of a batch that has more
  with all allowed marks made; ``all-alone`` is ``batch 1``;
- ``free``: ``all-alone``, and ``unblock`` for each change.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from relplan.model.edge import Edge, EdgeKind
from relplan.model.errors import UnknownNameError
from relplan.model.proposal import Choice, Goal, GoalKind, Terms
from relplan.model.scenario import Mark, Scenario
from relplan.planning.connected import components
from relplan.planning.couplings import couplings
from relplan.planning.deadline import ENDLESS, Deadline
from relplan.planning.effort import Efforts
from relplan.planning.graph import TAKEN_AWAY, NeedsGraph

Literals = tuple[int, ...]
"""Places of choices: an edge is gone once one of them is made. None: the edge is hard."""


class Arc(NamedTuple):
    """An edge between two nodes of the contracted graph."""

    source: int
    target: int
    literals: Literals


class Problem:
    """The graph under a scenario, contracted, and what a goal forbids in it."""

    arcs: tuple[Arc, ...]
    """What is between nodes, sorted."""

    def __init__(self, graph: NeedsGraph, scenario: Scenario, goal: Goal, terms: Terms) -> None:
        """Look at *graph* under *scenario*; raises UnknownNameError for a goal's unknown change.

        The arcs are not there yet: they have to be drawn.
        """
        if goal.change and goal.change not in graph.changes:
            raise UnknownNameError(f"no pending change is called {goal.change!r}")
        self.goal = goal
        self.left = tuple(graph.left(graph.hidden_by(scenario)))
        self.choices = _choices(graph, scenario, terms)
        self._place = {
            (choice.coupling, choice.mark): place for place, choice in enumerate(self.choices)
        }
        self._literals: dict[tuple[EdgeKind, str], Literals] = {}
        self._of_edges = [self.literals(edge) for edge in self.left]
        self.hard = tuple(
            edge for edge, found in zip(self.left, self._of_edges, strict=True) if not found
        )
        self._contract(graph)
        self.cycles = goal.kind is not GoalKind.UNBLOCK
        self.paths = goal.kind in (GoalKind.UNBLOCK, GoalKind.FREE)
        self.most = {GoalKind.ALONE: 0, GoalKind.BATCH: goal.most}.get(goal.kind, 1)
        self.about = self.node_of[goal.change] if goal.change else None

    def literals(self, edge: Edge) -> Literals:
        """Return the choices that remove *edge*, sorted."""
        about = edge.kind, edge.coupling
        if about not in self._literals:
            marks = (mark for mark, kinds in TAKEN_AWAY.items() if edge.kind in kinds)
            found = (self._place.get((edge.coupling, mark)) for mark in marks)
            self._literals[about] = tuple(sorted(place for place in found if place is not None))
        return self._literals[about]

    def cost(self, chosen: Iterable[int]) -> float:
        """Return the days that *chosen* cost together."""
        return sum(self.choices[place].effort_days for place in sorted(chosen))

    def tidy(self, chosen: Iterable[int]) -> frozenset[int]:
        """Return *chosen* with one mark a coupling: flagged removes all that versioned does."""
        best: dict[str, int] = {}
        for place in sorted(chosen):
            choice = self.choices[place]
            if choice.mark is Mark.FLAGGED or choice.coupling not in best:
                best[choice.coupling] = place
        return frozenset(best.values())

    def everything(self) -> frozenset[int]:
        """Return the marks that together remove all that marks can."""
        return self.tidy(range(len(self.choices)))

    def draw(self, deadline: Deadline = ENDLESS) -> None:
        """Find the arcs; raises TimeIsUp."""
        self.arcs = tuple(self._drawn(deadline))

    @cached_property
    def out(self) -> list[list[Arc]]:
        """Of each node the arcs that leave it."""
        found: list[list[Arc]] = [[] for _ in range(self.size)]
        for arc in self.arcs:
            found[arc.source].append(arc)
        return found

    @cached_property
    def into(self) -> list[list[Arc]]:
        """Of each node the arcs that enter it."""
        found: list[list[Arc]] = [[] for _ in range(self.size)]
        for arc in self.arcs:
            found[arc.target].append(arc)
        return found

    def _contract(self, graph: NeedsGraph) -> None:
        names = {name: place for place, name in enumerate(sorted(graph.nodes))}
        hard: list[list[int]] = [[] for _ in names]
        for edge in self.hard:
            hard[names[edge.source]].append(names[edge.target])
        found = components(len(names), lambda node: hard[node])
        self.node_of = {name: found[place] for name, place in names.items()}
        self.size = max(found, default=-1) + 1
        self.weight = [0] * self.size
        self.blocks = [False] * self.size
        for name, node in self.node_of.items():
            self.weight[node] += name in graph.changes
            self.blocks[node] = self.blocks[node] or name in graph.not_done

    def _drawn(self, deadline: Deadline) -> Iterator[Arc]:
        """Yield the edges between nodes, without those that another one makes needless."""
        node_of = self.node_of
        between: dict[tuple[int, int], set[Literals]] = {}
        edges = zip(deadline.through(self.left), self._of_edges, strict=True)
        for edge, literals in edges:
            pair = node_of[edge.source], node_of[edge.target]
            between.setdefault(pair, set()).add(literals)
        for pair in deadline.through(sorted(between)):
            source, target = pair
            sets = between[pair]
            if source == target:
                continue
            for literals in sorted(sets):
                if len(sets) == 1 or not any(set(other) < set(literals) for other in sets):
                    yield Arc(source, target, literals)


def _choices(graph: NeedsGraph, scenario: Scenario, terms: Terms) -> tuple[Choice, ...]:
    efforts = Efforts(graph.snapshot.workspace)
    decided = {coupling for coupling, _ in scenario.marks} | terms.forbidden
    found = {
        (coupling.name, mark): Choice(coupling.name, mark, efforts.days(coupling, mark))
        for coupling in couplings(graph, scenario.answers)
        if coupling.name not in decided and coupling.edges
        for mark in coupling.kind.marks
    }
    return tuple(found[key] for key in sorted(found))
