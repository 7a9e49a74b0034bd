"""The needs graph of a snapshot, and which part of it a scenario leaves."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import networkx as nx

from relplan.model.edge import FEATURE, Edge, EdgeKind
from relplan.model.scenario import Mark, Scenario
from relplan.model.snapshot import Snapshot
from relplan.planning.constraints import Constraints, draw

Pair = tuple[str, str]

TAKEN_AWAY = {
    Mark.VERSIONED: frozenset({EdgeKind.BREAKS}),
    Mark.FLAGGED: frozenset({EdgeKind.BREAKS, EdgeKind.REQUIRES, EdgeKind.FEATURE}),
    Mark.WAIVED: frozenset({EdgeKind.GATE}),
}
"""Which kinds of a coupling's edges a mark removes."""

_ORDER_OF_ONE_SERVICE = (EdgeKind.TRUNK, EdgeKind.STACKED)
"""One deployment of main carries these along: they start no new wave."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """What a scenario takes out of the graph."""

    edges: frozenset[int] = frozenset()
    """Their places among the graph's edges."""
    pairs: frozenset[Pair] = frozenset()
    """The ends between which no edge is left."""


class NeedsGraph:
    """Every edge that the rules draw, before any scenario; built once a snapshot, never changed.

    Marks and dismissals only take edges away, so every scenario is this graph less something.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        """Draw the edges of *snapshot*."""
        self.snapshot = snapshot
        self.constraints: Constraints = draw(snapshot)
        self.changes = self.constraints.pending.changes
        self.graph: nx.DiGraph[str] = nx.DiGraph()
        self.graph.add_nodes_from(self.changes)
        # Edges go by their places in here: hashing one would cost more than planning with it.
        self._of_coupling: dict[str, list[int]] = defaultdict(list)
        self._of_fingerprint: dict[str, list[int]] | None = None
        between: dict[Pair, list[int]] = defaultdict(list)
        for place, edge in enumerate(self.edges):
            between[edge.source, edge.target].append(place)
            if edge.coupling:
                self._of_coupling[edge.coupling].append(place)
        self._between = {pair: tuple(edges) for pair, edges in between.items()}
        self.graph.add_edges_from(self._between)
        self.succ = {node: tuple(self.graph.succ[node]) for node in self.graph}
        self.pred = {node: tuple(self.graph.pred[node]) for node in self.graph}
        self.not_done = frozenset(filter(self._is_not_done, self.graph))
        self.cancelled = frozenset(
            change.id for change in self.changes.values() if change.cancelled
        )
        """The changes that come to nothing: reverted ones and their reverts."""
        self.reverted = frozenset(
            reversal.change
            for change in self.changes.values()
            for reversal in change.reverts
            if reversal.agrees and reversal.change in self.changes
        )
        """The changes that may not be deployed without their revert, or that of a part of them."""
        self._light = frozenset(
            pair
            for pair, places in self._between.items()
            if all(self.edges[place].kind in _ORDER_OF_ONE_SERVICE for place in places)
        )

    @cached_property
    def around(self) -> dict[str, frozenset[str]]:
        """The nodes that more than the trunk ties each node to, either way; most have none."""
        found: dict[str, set[str]] = defaultdict(set)
        for edge in self.edges:
            if edge.kind is not EdgeKind.TRUNK:
                found[edge.source].add(edge.target)
                found[edge.target].add(edge.source)
        return {node: frozenset(others) for node, others in found.items()}

    @property
    def edges(self) -> tuple[Edge, ...]:
        """All edges, sorted."""
        return self.constraints.edges

    def between(self, source: str, target: str, hidden: Hidden) -> tuple[Edge, ...]:
        """Return what is left of the edges from *source* to *target*."""
        places = self._between.get((source, target), ())
        return tuple(self.edges[place] for place in places if place not in hidden.edges)

    def left(self, hidden: Hidden) -> Iterator[Edge]:
        """Yield all edges that are left, sorted."""
        return (edge for place, edge in enumerate(self.edges) if place not in hidden.edges)

    def of_coupling(self, coupling: str) -> tuple[Edge, ...]:
        """Return the edges that name *coupling*, whatever the scenario."""
        return tuple(self.edges[place] for place in self._of_coupling.get(coupling, ()))

    def of_fingerprint(self, fingerprint: str) -> tuple[Edge, ...]:
        """Return the edges with *fingerprint*: one, two for a slice of a feature, or none."""
        return tuple(self.edges[place] for place in self._fingerprints().get(fingerprint, ()))

    def fingerprints(self) -> Iterable[str]:
        """Return the fingerprints of all edges."""
        return self._fingerprints().keys()

    def counts(self, source: str, target: str, hidden: Hidden) -> bool:
        """Tell whether what is left between two nodes leads into a later wave."""
        pair = (source, target)
        if pair in self._light:
            return False
        places = self._between[pair]
        if len(places) == 1:
            return True
        return any(
            self.edges[place].kind not in _ORDER_OF_ONE_SERVICE and place not in hidden.edges
            for place in places
        )

    def hidden_by(self, scenario: Scenario) -> Hidden:
        """Return what *scenario* takes away."""
        gone = set(self._marked(scenario))
        gone.update(self._dismissed(scenario))
        gone.update(self._left_alone(gone))
        touched = {(self.edges[place].source, self.edges[place].target) for place in gone}
        pairs = (pair for pair in touched if gone.issuperset(self._between[pair]))
        return Hidden(frozenset(gone), frozenset(pairs))

    def _marked(self, scenario: Scenario) -> Iterator[int]:
        for coupling, mark in scenario.marks:
            kinds = TAKEN_AWAY[mark]
            for place in self._of_coupling.get(coupling, ()):
                if self.edges[place].kind in kinds:
                    yield place

    def _dismissed(self, scenario: Scenario) -> Iterator[int]:
        for fingerprint in scenario.dismissals:
            for place in self._fingerprints().get(fingerprint, ()):
                if self.edges[place].dismissible:
                    yield place

    def _left_alone(self, gone: set[int]) -> Iterator[int]:
        """Yield the edges of features whose slices, but for dismissed ones, are in one service."""
        dismissed = (self.edges[place] for place in gone)
        for key in {edge.coupling for edge in dismissed if edge.kind is EdgeKind.FEATURE}:
            places = [place for place in self._of_coupling[key] if place not in gone]
            members = {self.edges[place].source for place in places} & self.changes.keys()
            if len({self.changes[member].service for member in members}) < 2:
                yield from places

    @cached_property
    def trunk_position(self) -> dict[str, int]:
        """How many pending changes come before each change on its main."""
        positions: dict[str, int] = {}
        for change in self.changes.values():
            chain: dict[str, None] = {}
            name = change.id
            # Git has no circles, but a damaged store can.
            while name in self.changes and name not in positions and name not in chain:
                chain[name] = None
                name = self.changes[name].after
            start = positions.get(name, -1) + 1
            for offset, member in enumerate(reversed(chain)):
                positions[member] = start + offset
        return positions

    def _fingerprints(self) -> dict[str, list[int]]:
        # Most scenarios dismiss nothing, and a fingerprint costs more than its edge did.
        if self._of_fingerprint is None:
            index: dict[str, list[int]] = defaultdict(list)
            for place, edge in enumerate(self.edges):
                index[edge.fingerprint].append(place)
            self._of_fingerprint = index
        return self._of_fingerprint

    def _is_not_done(self, node: str) -> bool:
        change = self.changes.get(node)
        if change is not None:
            return not change.state.done
        return not node.startswith(FEATURE)
