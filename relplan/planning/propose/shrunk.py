"""A kernel in which each cycle must lose an arc, made as small as a cheapest answer allows.

What remains is a weighted directed feedback vertex set: a *vertex* is a set of literals that
removes all arcs from some changes to some others. These reductions keep the least cost and not all
answers, so a runner-up is not to be looked for in here:

- LOOP, IN0, OUT0: a vertex on a cycle by itself must go, and so must one on a cycle with another
  whose marks are among its own; one on no cycle is let be [1].
- IN1, OUT1: where all cycles through a vertex pass another that is no dearer, nobody makes the mark
  of the first, and ways pass by it [1]; with weights only if no dearer, as here.
- PIE, DOME: an arc that is on no cycle without a chord is let be: what cuts the shorter cycle cuts
  the longer one [2].
- A mark that does nothing but meet a clause of two is a discount on the other: one of the two is
  paid for in any case [3]. If the other is no dearer, it is made; so is what costs nothing.

[1] H. Levy, D. W. Low, "A contraction algorithm for finding small cycle cutsets", J. Algorithms 9
    (1988).
[2] H.-M. Lin, J.-Y. Jou, "On computing the minimum feedback vertex set of a directed graph by
    contraction operations", IEEE Trans. CAD 19 (2000); the rules of the solvers of PACE 2022.
[3] S. Lamm, C. Schulz, D. Strash, R. Williger, H. Zhang, "Exactly solving the maximum weight
    independent set problem on large real-world graphs", ALENEX 2019: a vertex of degree one is
    folded so.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress

from relplan.planning.connected import components
from relplan.planning.deadline import ENDLESS, Deadline, TimeIsUp
from relplan.planning.propose.constraint import clause
from relplan.planning.propose.kernel import Kernel
from relplan.planning.propose.problem import Literals

_SMALL = 1e-9


def shrinkable(kernel: Kernel) -> bool:
    """Tell whether whatever is on a cycle of *kernel* must be parted: no change with its hub."""
    if not kernel.parts_all:
        return False
    required = [frozenset(literal for literal, _ in one.weights) for one in kernel.required]
    hubs = {
        (source, target)
        for source, target, found in kernel.arcs
        if not (kernel.weight[source] and kernel.weight[target])
        and not any(one.issubset(kernel.sets[found]) for one in required)
    }
    return not any((target, source) in hubs for source, target in hubs)


class Shrunk(Kernel):
    """A kernel of vertices; each answer to it is :meth:`completed` to one of the whole kernel."""

    def __init__(
        self,
        kernel: Kernel,
        costs: Sequence[float],
        deadline: Deadline = ENDLESS,
        grace: float = 0.0,
    ) -> None:
        """Shrink *kernel*, which is shrinkable, and whose literals take so many days.

        Once *deadline* is over it is left as it is. Raises TimeIsUp where so many seconds of
        *grace* later it is not even known what there is to shrink.
        """
        self.goal, self.most, self.about = kernel.goal, kernel.most, None
        self._days = list(costs)
        self.paid = 0.0
        """Days that any answer takes besides."""
        self._forced: set[int] = set()
        self._instead: list[tuple[int, int]] = []
        """Marks to make where the second one is not made."""
        self._clauses: set[frozenset[int]] = {
            frozenset(place for place, _ in one.weights) for one in kernel.required
        }
        graph = _Vertices(kernel, deadline.later(grace))
        for one in self._clauses:
            graph.cut(one)
        with suppress(TimeIsUp):
            while self._force_some(graph) | self._reduce(graph, deadline):
                deadline.ask()
        used = {literal for label in graph.label.values() for literal in label}
        self._literals = sorted(used.union(*self._clauses))
        """Of the whole kernel; here they are numbered anew."""
        self.costs = [self._days[literal] for literal in self._literals]
        """What is left of each mark's days where those that are `paid` are paid."""
        new = {literal: number for number, literal in enumerate(self._literals)}
        names = sorted(graph.succ)
        place = {name: number for number, name in enumerate(names)}
        self.size = len(names)
        self.weight, self.unit, self.blocks = [1] * self.size, [1] * self.size, [False] * self.size
        sets: dict[Literals, int] = {}
        label = {name: tuple(new[literal] for literal in graph.label[name]) for name in names}
        self.arcs = sorted(
            (place[name], place[other], sets.setdefault(label[name], len(sets)))
            for name in names
            for other in sorted(graph.succ[name])
        )
        self.sets = list(sets)
        self.required = tuple(
            clause(new[literal] for literal in one) for one in sorted(self._clauses, key=sorted)
        )

    def completed(self, chosen: Iterable[int]) -> frozenset[int]:
        """Return *chosen*, of what is left, with all else that has to be marked."""
        made = {*(self._literals[place] for place in chosen), *self._forced}
        for mark, other in reversed(self._instead):
            if other not in made:
                made.add(mark)
        return frozenset(made)

    def _force_some(self, graph: "_Vertices") -> bool:
        """Give discounts, make the marks that cost nothing, and drop the clauses that they meet."""
        uses, due = self._uses(graph), [min(one) for one in self._clauses if len(one) == 1]
        for one in sorted(self._clauses, key=sorted):
            for mark in sorted(one) if len(one) == 2 else ():
                (other,) = one - {mark}
                if uses[mark] == 1 and self._days[mark] < self._days[other]:
                    self._clauses.discard(one)
                    self._instead.append((mark, other))
                    self.paid += self._days[mark]
                    self._days[other] -= self._days[mark]
                    uses[other] -= 1
                    break
                if uses[mark] == 1:
                    due.append(other)
                    break
        due += [literal for literal in sorted(+uses) if self._days[literal] < _SMALL]
        for literal in dict.fromkeys(due):
            self._forced.add(literal)
            self.paid += self._days[literal]
            self._days[literal] = 0.0
            graph.cut({literal})
        self._clauses = {one for one in self._clauses if not one & self._forced}
        return bool(due)

    def _reduce(self, graph: "_Vertices", deadline: Deadline) -> bool:
        """Drop what needs no cut; then pass by vertices that nobody cuts, or find some to cut.

        Raises TimeIsUp, between two steps.
        """
        deadline.ask()
        changed = graph.drop_between() | graph.drop_needless(deadline)
        uses = self._uses(graph)
        for name in deadline.through(sorted(graph.succ)):
            if name not in graph.succ:
                continue
            label = graph.label[name]
            if any(set(graph.label[near]) <= set(label) for near in graph.around(name)):
                self._clauses.add(frozenset(label))
                graph.cut(label)
                changed = True
            elif (
                len(label) == 1
                and uses[label[0]] == 1
                and any(
                    len(near) == 1 and self._is_no_dearer(graph.label[min(near)], label[0])
                    for near in (graph.pred[name], graph.succ[name])
                )
            ):
                graph.pass_by(name)
                changed = True
        return changed

    def _uses(self, graph: "_Vertices") -> Counter[int]:
        uses = Counter(literal for label in graph.label.values() for literal in label)
        uses.update(literal for one in self._clauses for literal in one)
        return uses

    def _is_no_dearer(self, label: Literals, literal: int) -> bool:
        return any(self._days[other] <= self._days[literal] + _SMALL for other in label)


class _Vertices:
    """The vertices of a kernel; one leads to another where a way passes both without a third."""

    def __init__(self, kernel: Kernel, deadline: Deadline) -> None:
        leads: dict[tuple[int, int], set[int]] = defaultdict(set)
        for source, target, found in deadline.through(kernel.arcs):
            leads[source, found].add(target)
        ends: dict[tuple[int, frozenset[int]], list[int]] = defaultdict(list)
        for (source, found), targets in sorted(leads.items()):
            ends[found, frozenset(targets)].append(source)
        self.label: dict[int, Literals] = {}
        self.succ: dict[int, set[int]] = {}
        self.pred: dict[int, set[int]] = {}
        out: dict[int, list[int]] = defaultdict(list)
        for name, ((found, _), sources) in enumerate(ends.items()):
            self.label[name] = kernel.sets[found]
            for source in sources:
                out[source].append(name)
        self._with: dict[int, set[int]] = defaultdict(set)
        """The vertices that each literal helps to cut."""
        for name, label in self.label.items():
            for literal in label:
                self._with[literal].add(name)
        for name, (_, reached) in deadline.through(enumerate(ends)):
            self.succ[name] = {other for target in reached for other in out[target]}
            self.pred.setdefault(name, set())
            for other in self.succ[name]:
                self.pred.setdefault(other, set()).add(name)

    def around(self, name: int) -> set[int]:
        """Return the vertices that are on a cycle of two with this one, or itself for a loop."""
        return self.succ[name] & self.pred[name]

    def cut(self, clause: Collection[int]) -> None:
        """Remove the vertices that go whichever mark of *clause* is made."""
        for name in sorted(set.intersection(*(self._with[literal] for literal in clause))):
            self.remove(name)

    def remove(self, name: int) -> None:
        """Cut a vertex, or let it be where it is on no cycle."""
        for other in self.succ.pop(name):
            self.pred[other].discard(name)
        for other in self.pred.pop(name):
            self.succ[other].discard(name)
        for literal in self.label.pop(name):
            self._with[literal].discard(name)

    def pass_by(self, name: int) -> None:
        """Leave out a vertex that nobody cuts, and lead ways past it."""
        before, after = self.pred[name], self.succ[name]
        self.remove(name)
        for source in before:
            self.succ[source] |= after
        for target in after:
            self.pred[target] |= before

    def drop_between(self) -> bool:
        """Drop what is between strong components, then between those that 2-cycles do not make."""
        changed = self._drop(self._between(lambda name: self.succ[name]))
        changed |= self._drop(self._between(lambda name: self.succ[name] - self.pred[name]))
        for name in sorted(self.succ):
            if not self.succ[name] or not self.pred[name]:
                self.remove(name)
                changed = True
        return changed

    def _between(self, leads: Callable[[int], set[int]]) -> list[tuple[int, int]]:
        place = {name: number for number, name in enumerate(self.succ)}
        names = list(self.succ)
        of = components(len(names), lambda node: [place[other] for other in leads(names[node])])
        return [
            (name, other)
            for name in names
            for other in leads(name)
            if of[place[name]] != of[place[other]]
        ]

    def _drop(self, arcs: list[tuple[int, int]]) -> bool:
        for name, other in arcs:
            self.succ[name].discard(other)
            self.pred[other].discard(name)
        return bool(arcs)

    def drop_needless(self, deadline: Deadline) -> bool:
        """Drop arcs that are on no cycle without a chord, for their neighbours are tied anyway.

        Raises TimeIsUp, between two of them.
        """
        changed = False
        for name in sorted(self.succ):
            deadline.ask()
            for other in sorted(self.succ[name]):
                if self._is_dominated(name, other):
                    changed = self._drop([(name, other)])
        return changed

    def _is_dominated(self, name: int, other: int) -> bool:
        if name == other or name in self.succ[other]:
            return False
        before = self.pred[name] - self.succ[name]
        after = self.succ[other] - self.pred[other]
        return before <= self.pred[other] or after <= self.succ[name]
