"""The part of a problem that a search looks at, made small without changing any answer.

Nodes with the same arcs are one (*twins*): whatever is tied to one of them is tied to all.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from relplan.model.proposal import Goal, GoalKind
from relplan.planning.deadline import ENDLESS, Deadline
from relplan.planning.propose.constraint import Constraint, clause
from relplan.planning.propose.problem import Literals, Problem

Arc = tuple[int, int, int]
"""Source, target, and the place of its literals in `Kernel.sets`."""


class Kernel:
    """Numbered nodes, and arcs that marks remove."""

    def __init__(self, problem: Problem, deadline: Deadline = ENDLESS) -> None:
        """Make *problem*, whose arcs are drawn, small; raises TimeIsUp."""
        self.goal, self.most = problem.goal, max(1, problem.most)
        self._place: dict[Literals, int] = {}
        place = self._place
        arcs = [
            (source, target, place.setdefault(literals, len(place)))
            for source, target, literals in deadline.through(problem.arcs)
        ]
        self.required: tuple[Constraint, ...] = tuple(
            dict.fromkeys(self._required(problem, deadline))
        )
        """Clauses that any answer must meet, told from the start."""
        self._merge(problem, arcs, deadline)
        if self.parts_all:
            self._join_at_hubs(deadline)
        self.sets: list[Literals] = list(self._place)

    @property
    def parts_all(self) -> bool:
        """Whether no two changes may stay tied, so that each cycle must lose an arc."""
        kind = self.goal.kind
        return self.most == 1 and kind not in (GoalKind.ALONE, GoalKind.UNBLOCK)

    def parts(self, node: int) -> int:
        """Return how many *node* stands for that marks can part: twins; of a hub none.

        Changes that hard edges tie are one, however many they are.
        """
        return self.weight[node] // self.unit[node] if self.unit[node] else 0

    def is_crowded(self, nodes: Sequence[int]) -> bool:
        """Tell whether *nodes* that are tied hold more changes than one batch may have."""
        if len(nodes) < 2:
            return False
        if self.about is not None:  # of other batches nobody asks
            others = (node for node in nodes if node != self.about)
            return self.about in nodes and any(self.weight[node] for node in others)
        changes = sum(self.weight[node] for node in nodes)
        return changes > max(self.most, *(self.unit[node] for node in nodes))

    def _set(self, literals: Literals) -> int:
        return self._place.setdefault(literals, len(self._place))

    def _merge(self, problem: Problem, arcs: Iterable[Arc], deadline: Deadline) -> None:
        out: list[list[tuple[int, int]]] = [[] for _ in range(problem.size)]
        into: list[list[tuple[int, int]]] = [[] for _ in range(problem.size)]
        for source, target, literals in deadline.through(arcs):
            out[source].append((target, literals))
            into[target].append((source, literals))
        kinds: dict[object, int] = {}
        of = []
        for node in deadline.through(range(problem.size)):
            alike = (
                problem.weight[node],
                problem.blocks[node],
                tuple(out[node]),
                tuple(into[node]),
            )
            of.append(kinds.setdefault(node if node == problem.about else alike, len(kinds)))
        self.size = len(kinds)
        self.weight, self.unit, self.blocks = [0] * self.size, [0] * self.size, [False] * self.size
        for node, kind in enumerate(of):
            self.weight[kind] += problem.weight[node]
            self.unit[kind] = problem.weight[node]
            self.blocks[kind] = problem.blocks[node]
        self.about = None if problem.about is None else of[problem.about]
        self.arcs = sorted({(of[source], of[target], found) for source, target, found in arcs})

    def _join_at_hubs(self, deadline: Deadline) -> None:
        """Say what the hub of a feature or a gate ties, and let ways pass by one with one exit.

        So no cycle is left that holds a single change and its hub, which ties nobody.
        """
        literals = list(self._place)
        out: dict[int, list[Arc]] = defaultdict(list)
        into: dict[int, list[Arc]] = defaultdict(list)
        for arc in deadline.through(self.arcs):
            out[arc[0]].append(arc)
            into[arc[1]].append(arc)
        required, gone, more = list(self.required), set[int](), list[Arc]()
        for hub in sorted(node for node in out if not self.weight[node] and into[node]):
            leaving = {target: frozenset(literals[found]) for _, target, found in out[hub]}
            entering = {source: frozenset(literals[found]) for source, _, found in into[hub]}
            members = [node for node in leaving if node in entering]
            if sum(self.parts(node) for node in members) > 1:
                ways = sorted(((leaving[node] | entering[node]) for node in members), key=len)
                required.append(clause(frozenset().union(*ways[:2])))
            if len(leaving) == 1:
                ((target, way),) = leaving.items()
                gone.add(hub)
                more += [
                    (source, target, self._set(tuple(sorted(before | way))))
                    for source, before in entering.items()
                    if source != target
                ]
        kept = [arc for arc in self.arcs if arc[0] not in gone and arc[1] not in gone]
        self.arcs = sorted({*kept, *(arc for arc in more if arc[0] not in gone)})
        self.required = tuple(dict.fromkeys(required))

    def _required(self, problem: Problem, deadline: Deadline) -> Iterator[Constraint]:
        """Yield what parts all changes from blockers.

        A way to a blocker enters those that no mark parts from it. Who enters there is a change, or
        a hub that a change enters; so it is enough to cut these last arcs.
        """
        if problem.goal.kind is not GoalKind.FREE:
            return
        held = _held(problem, deadline)
        for node in deadline.through(range(problem.size)):
            for arc in problem.into[node]:
                if not arc.literals or not held[node] & ~held[arc.source]:
                    continue
                if problem.weight[arc.source]:
                    yield clause(frozenset(arc.literals))
                else:
                    yield from _through_hub(problem, held, arc.source, node, arc.literals)


class PartingKernel(Kernel):
    """The kernel of the same graph for the goal to leave each change alone."""

    def __init__(self, kernel: Kernel, deadline: Deadline = ENDLESS) -> None:
        """Look at the graph of *kernel*, whose other goal is about all changes, too.

        Raises TimeIsUp.
        """
        vars(self).update(vars(kernel))
        self.goal, self.most = Goal(GoalKind.ALL_ALONE), 1
        self._place = dict(self._place)
        self._join_at_hubs(deadline)
        self.sets = list(self._place)


def _through_hub(
    problem: Problem,
    held: list[int],
    hub: int,
    target: int,
    literals: Literals,
) -> Iterator[Constraint]:
    """Yield what parts those who enter *hub* from what holds *target*; hubs do not follow hubs."""
    for arc in problem.into[hub]:
        if problem.weight[arc.source] and held[target] & ~held[arc.source]:
            found = frozenset((*arc.literals, *literals))
            if found:
                yield clause(found)


def _held(problem: Problem, deadline: Deadline) -> list[int]:
    """Return the blockers that each node reaches whatever is marked, as the bits of a number."""
    held = [0] * problem.size
    bit = 1
    # A node's number is above the numbers of those that hard arcs lead to.
    for node in deadline.through(range(problem.size)):
        if problem.blocks[node]:
            held[node] = bit
            bit <<= 1
        for arc in problem.out[node]:
            if not arc.literals:
                held[node] |= held[arc.target]
    return held
