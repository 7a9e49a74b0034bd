"""Strongly connected components of a needs graph, their waves, and what lies below them.

Every component has a *rank*, a tuple that sorts after the ranks of all that it needs. Ranks come
from Tarjan's algorithm on the whole graph, which finishes a component only after all that it
reaches [1]; a component that falls apart hands its rank on to its pieces, longer by one. Taking
edges away can therefore never put two ranks into the wrong order. Nor can putting them back: where
that may join components, all that falls into one component of the whole graph is ranked anew.

[1] R. E. Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Comput. 1 (1972).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from heapq import heapify, heappop, heappush
from math import inf
from operator import methodcaller
from typing import Any

from relplan.model.plan import Numbers, Status
from relplan.model.value import value
from relplan.planning.connected import strongly_connected
from relplan.planning.graph import Hidden, NeedsGraph, Pair
from relplan.planning.overlay import Overlay
from relplan.planning.splitting import pieces

Rank = tuple[int, ...]
Before = Callable[[int], "Component | None"]

_SHARE = 8
"""Where more than one in so many nodes gets other neighbours, a table is copied whole."""


@value()
class Component:
    """Nodes that all reach each other, and what is known of those that they need."""

    rank: Rank
    nodes: frozenset[str]
    exits: frozenset[Pair]
    """The ends of the edges that lead out of it."""
    changes: int
    """How many of the nodes are changes."""
    not_done: int
    """How many of the nodes block others."""
    wave: int = 0
    blocked_below: bool = False
    """Something that it needs outside it is not done, or needs something that is not."""
    needs: bool = False
    """It needs something pending outside it that does not come to nothing."""
    empty: bool = False
    """It comes to nothing: reverted changes and their reverts, which need nothing that does not."""
    one_deployment: bool = False
    """Nothing but reverts on one main ties its changes together: one deployment ships them, with no
    service to agree with, so they are not in lock-step."""

    @property
    def lockstep(self) -> bool:
        """Whether its changes must ship together with others, more than main's order asks for."""
        return self.changes > 1 and not self.one_deployment

    @property
    def verdict(self) -> tuple[bool, int, bool, bool, int]:
        """All that the statuses of its changes depend on, besides their own states."""
        side_by_side = self.changes if self.one_deployment else 0
        not_done = min(self.not_done, 2)
        return self.blocked_below, not_done, self.lockstep, self.needs, side_by_side

    @property
    def from_above(self) -> tuple[int, bool, bool, bool]:
        """All that matters to those who need it."""
        blocked = self.blocked_below or self.not_done > 0
        return self.wave, blocked, self.changes > 0, self.empty


@dataclass(slots=True)
class Tally:
    """Counts from which the numbers of a plan follow, kept up as components come and go."""

    statuses: Counter[Status] = field(default_factory=Counter)
    sizes: Counter[int] = field(default_factory=Counter)
    waves: Counter[int] = field(default_factory=Counter)

    def copy(self) -> "Tally":
        """Return one that can be changed without changing this one."""
        return Tally(self.statuses.copy(), self.sizes.copy(), self.waves.copy())

    @classmethod
    def of(cls, components: Collection[Component], statuses: Iterable[Status]) -> "Tally":
        """Count all of these."""
        counted = [one for one in components if one.changes]
        return cls(
            Counter(statuses),
            Counter(one.changes for one in counted),
            Counter(one.wave for one in counted),
        )

    def add(self, component: Component, by: int) -> None:
        """Count *component* in (*by* = 1) or out (*by* = -1)."""
        if component.changes:
            _shift(self.sizes, component.changes, by)
            _shift(self.waves, component.wave, by)

    def numbers(self) -> Numbers:
        """Return the plan at a glance, as if there were no questions."""
        return Numbers(
            changes=self.statuses.total(),
            free=sum(n for status, n in self.statuses.items() if status.free),
            shippable_now=sum(n for status, n in self.statuses.items() if status.shippable),
            blocked=self.statuses[Status.BLOCKED],
            uncertain=0,
            questions=0,
            cautions=0,
            batches=self.sizes.total(),
            largest_batch=max(self.sizes, default=0),
            waves=max(self.waves, default=-1) + 1,
        )


def _ranks(place: int, parts: Collection[object]) -> list[Rank]:
    """Return the ranks of the *parts* of the component at *place* of the whole graph."""
    return [(place,)] if len(parts) == 1 else [(place, number) for number in range(len(parts))]


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
        self.component_of: dict[str, int] = {}
        self.components: dict[int, Component] = {}
        self.status_of: dict[str, Status] = {}
        self.tally = Tally()
        self.succ_of = graph.succ.copy()
        self.pred_of = graph.pred.copy()
        self.following = 0
        self._leave_out(hidden.pairs)
        torn = {graph.outer_of[source] for source, target in self._inside_outer(hidden.pairs)}
        for place, nodes in enumerate(graph.outer):
            parts = self._parts(nodes) if place in torn else [nodes]
            for part, rank in zip(parts, _ranks(place, parts), strict=True):
                # All that these nodes need has been numbered and assessed by now.
                self._add(self._assessed(self._component(rank, part)))
        for component in self.components.values():
            for node, status in self._statuses_in(component):
                self.status_of[node] = status
        self.tally = Tally.of(self.components.values(), self.status_of.values())

    def without(self, hidden: Hidden) -> "Condensation":
        """Return what it is when more is hidden, looking only at what that changes.

        *hidden* must contain all that is hidden here already.
        """
        new = self._copy(len(hidden.pairs) - len(self.hidden.pairs))
        new.move_to(hidden, self.components.get)
        return new

    def at(self, hidden: Hidden) -> "Condensation":
        """Return what it is when *hidden* is all that is hidden, looking at what that changes."""
        before = self.hidden
        if before.edges <= hidden.edges:
            return self.without(hidden)
        both = Hidden(before.edges & hidden.edges, before.pairs & hidden.pairs)
        new = self._copy(len(before.pairs) + len(hidden.pairs) - 2 * len(both.pairs))
        new.move_to(both, self.components.get)
        if len(hidden.edges) > len(both.edges):
            new.move_to(hidden, new.components.copy().get)
        return new

    def move_to(self, hidden: Hidden, known: Before) -> None:
        """Hide more or less, in place: all of what was hidden and some, or some of it and no other.

        *known* gives the components as they are now, whatever becomes of them.
        """
        before, self.hidden = self.hidden, hidden
        if before.edges <= hidden.edges:
            self._hide(hidden.edges - before.edges, hidden.pairs - before.pairs, known)
        else:
            self._show(before.edges - hidden.edges, before.pairs - hidden.pairs, known)

    def _hide(self, places: Collection[int], pairs: Collection[Pair], known: Before) -> None:
        self._leave_out(pairs)
        self._reassess(self._take_away(places), known)

    def _show(self, places: Collection[int], back: Collection[Pair], known: Before) -> None:
        self._put_back(back)
        touched = {self.component_of[self.graph.edges[place].source] for place in places}
        joined: dict[int, list[Pair]] = defaultdict(list)
        for pair in back:
            ends = [self.component_of[node] for node in pair]
            outer = [self.graph.outer_of[node] for node in pair]
            if outer[0] != outer[1]:
                component = self.components[ends[0]]
                self.components[ends[0]] = replace(component, exits=component.exits | {pair})
            elif ends[0] != ends[1]:
                joined[outer[0]].append(pair)
        for place, pairs in joined.items():
            touched |= self._join(place, pairs)
        self._reassess(filter(self.components.__contains__, touched), known)

    def copy_into(self, new: "Condensation", table: Callable[[dict[Any, Any]], Any]) -> None:
        """Make *new* the same as this one, with tables of its own."""
        new.graph = self.graph
        new.hidden = self.hidden
        new.component_of = table(self.component_of)
        new.components = table(self.components)
        new.status_of = table(self.status_of)
        new.tally = self.tally.copy()
        new.following = self.following
        new.succ_of = table(self.succ_of)
        new.pred_of = table(self.pred_of)

    def _copy(self, differing: int) -> "Condensation":
        """Return the same, to be changed where so many pairs of nodes are *differing*."""
        new = object.__new__(Condensation)
        is_much = differing * _SHARE > len(self.graph.succ)
        self.copy_into(new, methodcaller("copy") if is_much else Overlay)
        return new

    def of(self, node: str) -> Component:
        """Return the component of *node*."""
        return self.components[self.component_of[node]]

    def succ(self, node: str) -> tuple[str, ...]:
        """Return the nodes that *node* needs directly."""
        return self.succ_of[node]

    def pred(self, node: str) -> tuple[str, ...]:
        """Return the nodes that need *node* directly."""
        return self.pred_of[node]

    def _leave_out(self, pairs: Iterable[Pair]) -> None:
        for table, start in ((self.succ_of, 0), (self.pred_of, 1)):
            gone: dict[str, set[str]] = defaultdict(set)
            for pair in pairs:
                gone[pair[start]].add(pair[1 - start])
            for node, others in gone.items():
                table[node] = tuple(other for other in table[node] if other not in others)

    def _put_back(self, pairs: Collection[Pair]) -> None:
        graph, gone = self.graph, self.hidden.pairs
        for node in {pair[0] for pair in pairs}:
            self.succ_of[node] = tuple(end for end in graph.succ[node] if (node, end) not in gone)
        for node in {pair[1] for pair in pairs}:
            self.pred_of[node] = tuple(end for end in graph.pred[node] if (end, node) not in gone)

    def _inside_outer(self, pairs: Iterable[Pair]) -> Iterator[Pair]:
        outer_of = self.graph.outer_of
        return (pair for pair in pairs if outer_of[pair[0]] == outer_of[pair[1]])

    def _parts(self, nodes: frozenset[str]) -> list[frozenset[str]]:
        """Return what is left of one component of the whole graph, each after what it needs."""
        return strongly_connected(nodes, self.succ_of.__getitem__)

    def _add(self, component: Component) -> int:
        """Number *component* and return its number."""
        number = self.following
        self.following += 1
        for node in component.nodes:
            self.component_of[node] = number
        self.components[number] = component
        return number

    def _join(self, place: int, pairs: Collection[Pair]) -> set[int]:
        """Find the components within one of the whole graph anew; return those that changed.

        *pairs* are what was put back there.
        """
        nodes = self.graph.outer[place]
        old = {
            number: self.components[number]
            for number in map(self.component_of.get, nodes)
            if number is not None
        }
        parts = self._parts(nodes)
        touched = set()
        for part, rank in zip(parts, _ranks(place, parts), strict=True):
            number = self.component_of[next(iter(part))]
            before = old.get(number)
            if before is None or before.nodes != part:
                component = self._component(rank, part)
                self.tally.add(component, 1)
                touched.add(self._add(component))
                continue
            del old[number]
            exits = self._component(rank, part).exits
            self.components[number] = replace(before, rank=rank, exits=exits)
            if exits != before.exits:
                touched.add(number)
        for number, component in old.items():
            self.tally.add(component, -1)
            del self.components[number]
        return touched

    def _component(self, rank: Rank, nodes: frozenset[str]) -> Component:
        succ = self.succ_of
        exits = [(node, other) for node in nodes for other in succ[node] if other not in nodes]
        changes = len(nodes & self.graph.changes.keys())
        return Component(rank, nodes, frozenset(exits), changes, len(nodes & self.graph.not_done))

    def _assess(self, number: int, before: Component | None) -> bool:
        """Work out a component from those that it needs.

        *before* is what it was when its changes were judged last. Tell whether those above it see a
        difference.
        """
        old = self.components[number]
        new = self._assessed(old)
        self.components[number] = new
        self.tally.add(old, -1)
        self.tally.add(new, 1)
        if before is None or before.verdict != new.verdict:
            self._judge(new)
        return before is None or before.from_above != new.from_above

    def _assessed(self, component: Component) -> Component:
        """Return *component* with all that follows from those that it needs."""
        components, of = self.components, self.component_of
        blocked_below, needs = False, False
        for _, other in component.exits:
            below = components[of[other]]
            blocked_below = blocked_below or below.blocked_below or below.not_done > 0
            needs = needs or not below.empty
        rank, nodes = component.rank, component.nodes
        nothing = not needs and not component.not_done and self._comes_to_nothing(nodes)
        return Component(
            rank,
            nodes,
            component.exits,
            component.changes,
            component.not_done,
            self._wave(component),
            blocked_below,
            needs,
            nothing,
            component.changes > 1 and self._is_one_deployment(component),
        )

    def _comes_to_nothing(self, nodes: frozenset[str]) -> bool:
        """Tell whether no change is among *nodes* but reverted ones and their reverts."""
        changes, cancelled = self.graph.changes, self.graph.cancelled
        return all(node in cancelled or node not in changes for node in nodes)

    def _wave(self, component: Component) -> int:
        components, of = self.components, self.component_of
        wave = 0
        for node, other in component.exits:
            below = components[of[other]]
            if below.wave >= wave:
                step = below.changes > 0 and self.graph.counts(node, other, self.hidden)
                wave = max(wave, below.wave + step)
        return wave

    def _is_one_deployment(self, component: Component) -> bool:
        """Tell whether only the trunk ties several changes: a revert, and what it may not leave."""
        nodes = component.nodes
        if nodes.isdisjoint(self.graph.reverted):
            return False
        return not any(
            self.graph.counts(node, other, self.hidden)
            for node in nodes
            for other in self.succ(node)
            if other in nodes
        )

    def _judge(self, component: Component) -> None:
        for node, status in self._statuses_in(component):
            before = self.status_of.get(node)
            if before is not None:
                self.tally.statuses[before] -= 1
            self.tally.statuses[status] += 1
            self.status_of[node] = status

    def _statuses_in(self, component: Component) -> Iterator[tuple[str, Status]]:
        """Yield the changes of *component* with their statuses."""
        changes, not_done = self.graph.changes, self.graph.not_done
        first = self._first_on_main(component)
        for node in component.nodes:
            if node in changes:
                on_top = first < inf and self.graph.trunk_position[node] > first
                yield node, status_in(component, node in not_done, component.needs or on_top)

    def _first_on_main(self, component: Component) -> float:
        """Return where on main the first of its changes stands that does not come to nothing."""
        if not component.one_deployment:
            return inf
        counting = component.nodes - self.graph.cancelled
        return min((self.graph.trunk_position[node] for node in counting), default=inf)

    def _take_away(self, places: Iterable[int]) -> set[int]:
        """Take edges out, split what that breaks, and return the components to look at again."""
        touched: set[int] = set()
        inside: dict[int, list[Pair]] = defaultdict(list)
        leading_out: dict[int, set[Pair]] = defaultdict(set)
        for place in places:
            edge = self.graph.edges[place]
            pair = edge.source, edge.target
            number = self.component_of[edge.source]
            touched.add(number)
            if pair in self.hidden.pairs:
                if number == self.component_of[edge.target]:
                    inside[number].append(pair)
                else:
                    leading_out[number].add(pair)
        for number, pairs in leading_out.items():
            component = self.components[number]
            self.components[number] = replace(component, exits=component.exits - pairs)
        succ, pred = self.succ_of.__getitem__, self.pred_of.__getitem__  # asked most of all
        for number, lost in inside.items():
            parts = pieces(self.components[number].nodes, lost, succ, pred)
            if len(parts) > 1:
                touched.update(self._split(number, parts))
        return touched

    def _split(self, number: int, parts: list[set[str]]) -> Iterator[int]:
        """Make components of *parts*; the largest stays where it is, for it costs most to move."""
        old = self.components[number]
        self.tally.add(old, -1)
        stays = max(range(len(parts)), key=lambda place: len(parts[place]))
        moved: list[Component] = []
        for place, part in enumerate(parts):
            if place == stays:
                continue
            component = self._component((*old.rank, place), frozenset(part))
            moved.append(component)
            for node in part:
                self.component_of[node] = self.following
            self.components[self.following] = component
            self.tally.add(component, 1)
            yield self.following
            self.following += 1
        self.components[number] = self._remainder(old, (*old.rank, stays), moved)
        self.tally.add(self.components[number], 1)

    def _remainder(self, old: Component, rank: Rank, moved: list[Component]) -> Component:
        gone = frozenset(node for component in moved for node in component.nodes)
        nodes = old.nodes - gone
        their_exits = frozenset((node, other) for node in gone for other in self.succ(node))
        new_exits = ((node, other) for other in gone for node in self.pred(other) if node in nodes)
        return replace(
            old,
            rank=rank,
            nodes=nodes,
            exits=(old.exits - their_exits).union(new_exits),
            changes=old.changes - sum(component.changes for component in moved),
            not_done=old.not_done - sum(component.not_done for component in moved),
        )

    def _reassess(self, numbers: Iterable[int], before: Before) -> None:
        """Assess these components, and upwards from them for as long as something changes.

        In the order of their ranks, so that each is looked at once, after all that it needs. Where
        ranks are out of order, as in a copy for trying things out, some are looked at again.
        """
        queue = [(self.components[number].rank, number) for number in numbers]
        heapify(queue)
        queued = {number for _, number in queue}
        looked_at: set[int] = set()
        while queue:
            _, number = heappop(queue)
            queued.discard(number)
            old = self.components[number] if number in looked_at else before(number)
            looked_at.add(number)
            if not self._assess(number, old):
                continue
            for node in self.components[number].nodes:
                for other in self.pred_of[node]:
                    above = self.component_of[other]
                    if above not in queued and above != number:
                        queued.add(above)
                        heappush(queue, (self.components[above].rank, above))


def status_in(component: Component, not_done: bool, after: bool) -> Status:
    """Return the status of a change of *component*.

    It is itself done or not, and comes *after* something pending or not.
    """
    if component.blocked_below or component.not_done > not_done:
        return Status.BLOCKED
    if not_done:
        return Status.UNFINISHED
    if component.lockstep:
        return Status.LOCKSTEP
    return Status.ORDERED if after else Status.INDEPENDENT
