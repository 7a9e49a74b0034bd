"""The needs graph of a snapshot, and which part of it a scenario leaves.

It holds every edge that any answer to any question could draw. What a scenario leaves of it is seen
in two views: the *certain* one has the edges all of whose answers were given so, the *pessimistic*
one those none of whose answers was given otherwise.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import Enum
from functools import cached_property
from itertools import chain

from relplan.model.change import State
from relplan.model.edge import FEATURE, UNIT, Edge, EdgeKind, Given
from relplan.model.question import NO, YES, Question, QuestionKind
from relplan.model.scenario import Mark, Scenario
from relplan.model.snapshot import Snapshot
from relplan.model.value import value
from relplan.planning.bits import NodeBits
from relplan.planning.connected import strongly_connected
from relplan.planning.constraints import Constraints, draw

Pair = tuple[str, str]

TAKEN_AWAY = {
    Mark.VERSIONED: frozenset({EdgeKind.BREAKS}),
    Mark.FLAGGED: frozenset({EdgeKind.BREAKS, EdgeKind.REQUIRES, EdgeKind.FEATURE}),
    Mark.WAIVED: frozenset({EdgeKind.GATE}),
    Mark.SPLIT: frozenset({EdgeKind.UNIT}),
}
"""Which kinds of a coupling's edges a mark removes."""

_ORDER_OF_ONE_SERVICE = (EdgeKind.TRUNK, EdgeKind.STACKED)
"""One deployment of main carries these along: they start no new wave."""


class View(Enum):
    """Which of the edges that rest on answers are seen."""

    CERTAIN = "certain"
    """Those that the answers given draw."""
    PESSIMISTIC = "pessimistic"
    """Those that the answers given do not rule out; of suggested features, as in the other."""


@value()
class Hidden:
    """What a scenario takes out of the graph."""

    edges: frozenset[int] = frozenset()
    """Their places among the graph's edges."""
    pairs: frozenset[Pair] = frozenset()
    """The ends between which no edge is left."""


@value()
class _Taken:
    """What one mark takes out of the graph, whatever else does."""

    edges: frozenset[int]
    alone: frozenset[int]
    """Those between whose ends it leaves nothing."""
    gaps: frozenset[Pair]
    """These ends."""


class NeedsGraph:
    """Every edge that the rules draw, before any scenario; built once a snapshot, never changed.

    Marks, dismissals and answers take edges away, so every scenario is this graph less something.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        """Draw the edges of *snapshot*."""
        self.snapshot = snapshot
        self.constraints: Constraints = draw(snapshot)
        self.changes = self.constraints.pending.changes
        # Edges go by their places in here: hashing one would cost more than planning with it.
        self._of_coupling: dict[str, list[int]] = defaultdict(list)
        self._of_fingerprint: dict[str, list[int]] | None = None
        resting: dict[str, list[int]] = defaultdict(list)
        self._between: dict[Pair, tuple[int, ...]] = {}
        self._counting: set[Pair] = set()
        """The ends of the edges that may lead into a later wave."""
        self._ends: list[Pair] = []
        self._taken: dict[tuple[str, Mark], _Taken] = {}
        for place, edge in enumerate(self.edges):
            pair = edge.source, edge.target
            self._ends.append(pair)
            beside = self._between.get(pair)
            self._between[pair] = (*beside, place) if beside else (place,)
            if edge.kind not in _ORDER_OF_ONE_SERVICE:
                self._counting.add(pair)
            if edge.coupling:
                self._of_coupling[edge.coupling].append(place)
            for given in edge.given:
                resting[given.question].append(place)
        self._resting_on = {question: tuple(places) for question, places in resting.items()}
        ends = chain.from_iterable(self._between)
        self.nodes = tuple(dict.fromkeys(chain(self.changes, ends)))
        """The changes, and all else that edges lead to or from."""
        self.succ, self.pred = self._neighbours()
        self.not_done = frozenset(self._not_done())
        self.cancelled = frozenset(
            change.id for change in self.changes.values() if change.cancelled
        )
        """The changes that come to nothing: reverted ones and their reverts."""
        self.reverted = frozenset(
            reversal.change
            for change in self.constraints.pending.reverting
            for reversal in change.reverts
            if reversal.change in self.changes
        )
        """The changes that may not be deployed without their revert, or that of a part of them; of
        those in doubt a person may say so."""

    def _neighbours(self) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
        """Return what each node needs, and what needs it."""
        succ: dict[str, list[str]] = {node: [] for node in self.nodes}
        pred: dict[str, list[str]] = {node: [] for node in self.nodes}
        for source, target in self._between:
            succ[source].append(target)
            pred[target].append(source)
        return (
            {node: tuple(others) for node, others in succ.items()},
            {node: tuple(others) for node, others in pred.items()},
        )

    @cached_property
    def bits(self) -> NodeBits:
        """A bit for each node; those of the changes are the lowest, in the order of their ids."""
        return NodeBits(self.nodes)

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

    @property
    def questions(self) -> Mapping[str, Question]:
        """All questions by id, sorted, whether they are answered or not."""
        return self.constraints.questions

    @cached_property
    def cautions(self) -> int:
        """How many risky findings the pending changes have."""
        found = self.snapshot.cautions
        return sum(len(found.get(change, ())) for change in self.changes) if found else 0

    @cached_property
    def outer(self) -> tuple[frozenset[str], ...]:
        """The components of the whole graph, each after those that it needs.

        Whatever a scenario leaves falls apart within them, and never joins two.
        """
        return tuple(strongly_connected(self.nodes, self.succ.__getitem__))

    @cached_property
    def outer_of(self) -> Mapping[str, int]:
        """The place in `outer` of each node."""
        return {node: place for place, nodes in enumerate(self.outer) for node in nodes}

    def resting_on(self, question: str) -> tuple[int, ...]:
        """Return the places of the edges that rest on an answer to *question*."""
        return self._resting_on.get(question, ())

    def between(self, source: str, target: str, hidden: Hidden) -> tuple[Edge, ...]:
        """Return what is left of the edges from *source* to *target*."""
        places = self._between.get((source, target), ())
        return tuple(self.edges[place] for place in places if place not in hidden.edges)

    def left(self, hidden: Hidden) -> Iterator[Edge]:
        """Yield all edges that are left, sorted."""
        return (edge for place, edge in enumerate(self.edges) if place not in hidden.edges)

    def of_coupling(
        self, coupling: str, answers: Iterable[tuple[str, str]] = ()
    ) -> tuple[Edge, ...]:
        """Return the edges that name *coupling* and are there by *answers*, whatever is marked."""
        given = dict(answers)
        return tuple(
            self.edges[place]
            for place in self._of_coupling.get(coupling, ())
            if self._is_seen(self.edges[place], given, View.CERTAIN)
        )

    def of_fingerprint(self, fingerprint: str) -> tuple[Edge, ...]:
        """Return the edges with *fingerprint*: one, two for a slice of a feature, or none."""
        return tuple(self.edges[place] for place in self._fingerprints().get(fingerprint, ()))

    def fingerprints(self) -> Iterable[str]:
        """Return the fingerprints of all edges."""
        return self._fingerprints().keys()

    def counts(self, source: str, target: str, hidden: Hidden) -> bool:
        """Tell whether what is left between two nodes leads into a later wave."""
        pair = (source, target)
        if pair not in self._counting:
            return False
        places = self._between[pair]
        if len(places) == 1:
            return True
        return any(self.starts_wave(place) and place not in hidden.edges for place in places)

    def starts_wave(self, place: int) -> bool:
        """Tell whether the edge at *place* is more than the order of one service's changes."""
        return self.edges[place].kind not in _ORDER_OF_ONE_SERVICE

    def hidden_by(self, scenario: Scenario, view: View = View.CERTAIN) -> Hidden:
        """Return what *scenario* takes away in one of the views."""
        base = self._unanswered[view]
        answers = dict(scenario.answers)
        shown: set[int] = set()
        gone: set[int] = set()
        for place in {place for question in answers for place in self.resting_on(question)}:
            seen = self._is_seen(self.edges[place], answers, view)
            (shown if seen else gone).add(place)
        kept = base.edges - shown if shown else base.edges
        gone |= self.decided(scenario, kept)
        edges = kept | gone if gone else kept
        marks = [self._taken_by(*decided) for decided in scenario.marks]
        looked_at = gone.difference(*(mark.alone for mark in marks))
        found = self._ends_of(base, edges, shown - gone, looked_at)
        return Hidden(edges, found.union(*(mark.gaps for mark in marks)))

    def decided(self, scenario: Scenario, unseen: frozenset[int] = frozenset()) -> set[int]:
        """Return the places of the edges that marks and dismissals take away.

        *unseen* are those that answers take away.
        """
        dismissed = set(self._dismissed(scenario))
        gone = dismissed.union(*(self._taken_by(*decided).edges for decided in scenario.marks))
        gone.update(self._left_alone(dismissed, unseen | gone if dismissed else gone))
        return gone

    def is_seen(self, place: int, answers: Mapping[str, str], view: View) -> bool:
        """Tell whether the edge at *place* is there in *view* by these answers."""
        return self._is_seen(self.edges[place], answers, view)

    def is_possible(self, place: int, answers: Mapping[str, str]) -> bool:
        """Tell whether none of these answers rules the edge at *place* out."""
        given = self.edges[place].given
        return all(answers.get(one.question) in (None, _needed(one)) for one in given)

    def ends(self, place: int) -> Pair:
        """Return what the edge at *place* leads from and to."""
        return self._ends[place]

    def is_gap(self, pair: Pair, hidden: set[int] | frozenset[int]) -> bool:
        """Tell whether what is left, when *hidden* is, leaves no edge between *pair*."""
        return hidden.issuperset(self._between[pair])

    @cached_property
    def _unanswered(self) -> Mapping[View, Hidden]:
        """What is hidden where nothing is marked, dismissed or answered."""
        found = {}
        for view in View:
            edges = frozenset(
                place
                for places in self._resting_on.values()
                for place in places
                if not self._is_seen(self.edges[place], {}, view)
            )
            found[view] = Hidden(edges, self._ends_of(Hidden(), edges, (), edges))
        return found

    def _ends_of(
        self, before: Hidden, hidden: frozenset[int], shown: Iterable[int], gone: Iterable[int]
    ) -> frozenset[Pair]:
        """Return the pairs between which *hidden* leaves nothing.

        *before* hid less by *gone* and more by *shown*.
        """
        back = set(map(self._ends.__getitem__, shown))
        lost = set(map(self._ends.__getitem__, gone))
        if not back and not lost:
            return before.pairs
        is_hidden, between = hidden.issuperset, self._between
        empty = [pair for pair in lost if is_hidden(between[pair])]
        return (before.pairs - back if back else before.pairs).union(empty)

    def _is_seen(self, edge: Edge, answers: Mapping[str, str], view: View) -> bool:
        return not edge.given or all(self._holds(one, answers, view) for one in edge.given)

    def _holds(self, given: Given, answers: Mapping[str, str], view: View) -> bool:
        answer = answers.get(given.question)
        if answer is None:
            suggested = self.questions[given.question].kind is QuestionKind.FEATURE
            return view is View.PESSIMISTIC and not suggested
        return answer == _needed(given)

    def marked(self, coupling: str, mark: Mark) -> Iterator[int]:
        """Yield the places of the edges that *mark* on *coupling* takes away."""
        kinds = TAKEN_AWAY[mark]
        for place in self._of_coupling.get(coupling, ()):
            if self.edges[place].kind in kinds:
                yield place

    def _taken_by(self, coupling: str, mark: Mark) -> "_Taken":
        """Return what *mark* on *coupling* takes away, which is asked at each plan that has it."""
        found = self._taken.get((coupling, mark))
        if found is None:
            edges = frozenset(self.marked(coupling, mark))
            pairs = frozenset(map(self._ends.__getitem__, edges))
            gaps = frozenset(pair for pair in pairs if self.is_gap(pair, edges))
            alone = frozenset(place for place in edges if self._ends[place] in gaps)
            found = self._taken[coupling, mark] = _Taken(edges, alone, gaps)
        return found

    def _dismissed(self, scenario: Scenario) -> Iterator[int]:
        for fingerprint in scenario.dismissals:
            for place in self._fingerprints().get(fingerprint, ()):
                if self.edges[place].dismissible:
                    yield place

    def _left_alone(self, dismissed: set[int], gone: Collection[int]) -> Iterator[int]:
        """Yield the edges of features whose slices, but for dismissed ones, are in one service."""
        edges = (self.edges[place] for place in dismissed)
        for key in {edge.coupling for edge in edges if edge.kind is EdgeKind.FEATURE}:
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

    def _not_done(self) -> Iterator[str]:
        """Yield the nodes that block others: changes in progress, and all hubs but mere ties."""
        for change in self.changes.values():
            if change.state is State.IN_PROGRESS:
                yield change.id
        for node in self.nodes[len(self.changes) :]:
            if not node.startswith((FEATURE, UNIT)):
                yield node


def _needed(given: Given) -> str:
    return YES if given.answer else NO
