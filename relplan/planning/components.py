"""Strongly connected components of a needs graph, their waves, and what lies below them.

A component goes by its *rank*, a tuple that sorts after the ranks of all that it needs. Ranks come
from Tarjan's algorithm, which finishes a component only after all that it reaches [1]; a component
that falls apart hands its rank on to its pieces, longer by one. Taking edges away can therefore
never put two ranks into the wrong order.

[1] R. E. Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Comput. 1 (1972).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

import networkx as nx

from relplan.model.plan import Numbers, Status
from relplan.planning.graph import Hidden, NeedsGraph

Rank = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Component:
    """Nodes that all reach each other, and what is known of those that they need."""

    nodes: tuple[str, ...]
    changes: int
    """How many of the nodes are changes."""
    not_done: int
    """How many of the nodes block others."""
    wave: int = 0
    needs_more: bool = False
    """Something outside it is needed."""
    blocked_below: bool = False
    """Something that it needs outside it is not done, or needs something that is not."""


@dataclass(slots=True)
class Tally:
    """Counts from which the numbers of a plan follow, kept up as components come and go."""

    statuses: Counter[Status] = field(default_factory=Counter)
    sizes: Counter[int] = field(default_factory=Counter)
    waves: Counter[int] = field(default_factory=Counter)

    def copy(self) -> "Tally":
        """Return one that can be changed without changing this one."""
        return Tally(self.statuses.copy(), self.sizes.copy(), self.waves.copy())

    def add(self, component: Component, by: int) -> None:
        """Count *component* in (*by* = 1) or out (*by* = -1)."""
        if component.changes:
            _shift(self.sizes, component.changes, by)
            _shift(self.waves, component.wave, by)

    def numbers(self) -> Numbers:
        """Return the plan at a glance."""
        shippable = sum(n for status, n in self.statuses.items() if status.shippable)
        return Numbers(
            changes=self.statuses.total(),
            shippable_now=shippable,
            blocked=self.statuses[Status.BLOCKED],
            batches=self.sizes.total(),
            largest_batch=max(self.sizes, default=0),
            waves=max(self.waves, default=-1) + 1,
        )


def _shift(counter: Counter[int], key: int, by: int) -> None:
    counter[key] += by
    if not counter[key]:
        del counter[key]


class Condensation:
    """The components of what a scenario leaves of a needs graph. Not changed once it is built."""

    def __init__(self, graph: NeedsGraph, hidden: Hidden = Hidden()) -> None:  # noqa: B008 - frozen
        """Work everything out from scratch."""
        self.graph = graph
        self.hidden = hidden
        self.rank_of: dict[str, Rank] = {}
        self.components: dict[Rank, Component] = {}
        self.status_of: dict[str, Status] = {}
        self.tally = Tally()
        left: nx.DiGraph[str] = nx.DiGraph(graph.graph)
        left.remove_edges_from(hidden.pairs)
        ranks = []
        for number, nodes in enumerate(nx.strongly_connected_components(left)):
            ranks.append((number,))
            self._enter((number,), nodes)
        for rank in ranks:
            self._assess(rank)

    def without(self, hidden: Hidden) -> "Condensation":
        """Return what it is when more is hidden, looking only at what that changes.

        *hidden* must contain all that is hidden here already.
        """
        new = object.__new__(Condensation)
        new.graph = self.graph
        new.hidden = hidden
        new.rank_of = self.rank_of.copy()
        new.components = self.components.copy()
        new.status_of = self.status_of.copy()
        new.tally = self.tally.copy()
        new._reassess(new._take_apart(hidden.edges - self.hidden.edges))
        return new

    def succ(self, node: str) -> Iterator[str]:
        """Yield the nodes that *node* needs directly."""
        pairs = self.hidden.pairs
        if not pairs:
            return iter(self.graph.succ[node])
        return (other for other in self.graph.succ[node] if (node, other) not in pairs)

    def pred(self, node: str) -> Iterator[str]:
        """Yield the nodes that need *node* directly."""
        pairs = self.hidden.pairs
        if not pairs:
            return iter(self.graph.pred[node])
        return (other for other in self.graph.pred[node] if (other, node) not in pairs)

    def _enter(self, rank: Rank, nodes: Iterable[str]) -> None:
        """Add a component of which nothing but its nodes is known yet."""
        members = tuple(nodes)
        changes = sum(node in self.graph.changes for node in members)
        not_done = sum(node in self.graph.not_done for node in members)
        self.components[rank] = Component(members, changes, not_done)
        for node in members:
            self.rank_of[node] = rank
        self.tally.add(self.components[rank], 1)

    def _assess(self, rank: Rank) -> bool:
        """Work out a component from those that it needs; tell whether that changed anything."""
        old = self.components[rank]
        wave, needs_more, blocked_below = 0, False, False
        for node in old.nodes:
            for other in self.succ(node):
                below_rank = self.rank_of[other]
                if below_rank == rank:
                    continue
                below = self.components[below_rank]
                needs_more = True
                blocked_below = blocked_below or below.blocked_below or below.not_done > 0
                step = below.changes > 0 and self.graph.counts(node, other, self.hidden)
                wave = max(wave, below.wave + step)
        new = Component(old.nodes, old.changes, old.not_done, wave, needs_more, blocked_below)
        self.tally.add(old, -1)
        self.tally.add(new, 1)
        self.components[rank] = new
        self._judge(new)
        return new != old

    def _judge(self, component: Component) -> None:
        for node in component.nodes:
            change = self.graph.changes.get(node)
            if change is None:
                continue
            status = status_in(component, node in self.graph.not_done)
            before = self.status_of.get(node)
            if before is not None:
                self.tally.statuses[before] -= 1
            self.tally.statuses[status] += 1
            self.status_of[node] = status

    def _take_apart(self, places: Iterable[int]) -> set[Rank]:
        """Split the components that losing these edges breaks; return all to look at again."""
        touched: set[Rank] = set()
        dirty: set[Rank] = set()
        for place in places:
            edge = self.graph.edges[place]
            rank = self.rank_of[edge.source]
            touched.add(rank)
            if rank == self.rank_of[edge.target]:
                dirty.add(rank)
        for rank in dirty:
            pieces = self._pieces(self.components[rank])
            if len(pieces) > 1:
                touched.discard(rank)
                touched.update(self._split(rank, pieces))
        return touched

    def _pieces(self, component: Component) -> list[set[str]]:
        inside = set(component.nodes)
        region: nx.DiGraph[str] = nx.DiGraph()
        region.add_nodes_from(component.nodes)
        for node in component.nodes:
            region.add_edges_from((node, other) for other in self.succ(node) if other in inside)
        return list(nx.strongly_connected_components(region))

    def _split(self, rank: Rank, pieces: Iterable[set[str]]) -> Iterator[Rank]:
        self.tally.add(self.components.pop(rank), -1)
        for number, nodes in enumerate(pieces):
            piece = (*rank, number)
            self._enter(piece, nodes)
            yield piece

    def _reassess(self, ranks: Iterable[Rank]) -> None:
        """Assess these components, and upwards from them for as long as something changes.

        In the order of their ranks, so that each is looked at once, after all that it needs.
        """
        queue = list(ranks)
        heapify(queue)
        queued = set(queue)
        fresh = {rank for rank in queue if len(rank) > 1}
        while queue:
            rank = heappop(queue)
            if not self._assess(rank) and rank not in fresh:
                continue
            for node in self.components[rank].nodes:
                for other in self.pred(node):
                    above = self.rank_of[other]
                    if above not in queued:
                        queued.add(above)
                        heappush(queue, above)


def status_in(component: Component, not_done: bool) -> Status:
    """Return the status of a change of *component* that is itself done or not."""
    if component.blocked_below or component.not_done > not_done:
        return Status.BLOCKED
    if not_done:
        return Status.UNFINISHED
    if component.changes > 1:
        return Status.LOCKSTEP
    return Status.ORDERED if component.needs_more else Status.INDEPENDENT
