"""Small kernels without a snapshot, and their cheapest answers by trying all."""

from collections.abc import Iterable, Sequence
from itertools import combinations
from random import Random

from relplan.model.proposal import Goal, GoalKind
from relplan.planning.connected import components
from relplan.planning.propose.constraint import clause
from relplan.planning.propose.kernel import Kernel
from relplan.planning.propose.problem import Literals

Labelled = tuple[int, int, Literals]


class SmallKernel(Kernel):
    """Changes of which *most* may stay together: *arcs* with the literals that remove them."""

    def __init__(
        self, arcs: Iterable[Labelled], required: Iterable[Literals] = (), most: int = 1
    ) -> None:
        arcs = list(arcs)
        kind = GoalKind.ALL_ALONE if most == 1 else GoalKind.BATCH
        self.goal, self.most, self.about = Goal(kind, most=most), most, None
        self.sets = sorted({literals for *_, literals in arcs})
        self.arcs = sorted({(a, b, self.sets.index(found)) for a, b, found in arcs})
        self.size = 1 + max((end for a, b, _ in arcs for end in (a, b)), default=-1)
        self.weight, self.unit, self.blocks = [1] * self.size, [1] * self.size, [False] * self.size
        self.required = tuple(map(clause, required))


def reaches_its_goal(kernel: Kernel, chosen: frozenset[int]) -> bool:
    """Tell whether *chosen* parts all but `most` and meets all clauses, by what is left."""
    if not all(any(place in chosen for place, _ in one.weights) for one in kernel.required):
        return False
    out: list[list[int]] = [[] for _ in range(kernel.size)]
    for source, target, found in kernel.arcs:
        if chosen.isdisjoint(kernel.sets[found]):
            if source == target:
                return False
            out[source].append(target)
    batches: dict[int, list[int]] = {}
    for node, number in enumerate(components(kernel.size, out.__getitem__)):
        batches.setdefault(number, []).append(node)
    # Nodes that stand for several changes are in one batch only with something that ties them.
    return all(
        len(nodes) == 1 or sum(kernel.weight[node] for node in nodes) <= kernel.most
        for nodes in batches.values()
    )


def cheapest(kernel: Kernel, costs: Sequence[float]) -> tuple[float, frozenset[int]]:
    """Return the cheapest literals that do, of all that there are."""
    days, chosen = min(
        (sum(costs[place] for place in chosen), chosen)
        for number in range(len(costs) + 1)
        for chosen in combinations(range(len(costs)), number)
        if reaches_its_goal(kernel, frozenset(chosen))
    )
    return days, frozenset(chosen)


def random_kernel(
    random: Random, literals: int = 7, most: int = 1
) -> tuple[SmallKernel, list[float]]:
    """Return a tangle and what its literals cost; some remove several things, as marks do.

    Batches of *most* may stay; where that is more than one, some nodes stand for several changes.
    """
    changes = random.randint(2, 7)
    arcs: list[Labelled] = []
    for _ in range(random.randint(1, 9)):
        label = tuple(sorted(random.sample(range(literals), random.choice((1, 1, 1, 2)))))
        sources = random.sample(range(changes), random.choice((1, 1, 2)))
        targets = random.sample(range(changes), random.choice((1, 1, 2)))
        arcs += [(a, b, label) for a in sources for b in targets if a != b]
    required = [
        tuple(random.sample(range(literals), random.choice((1, 2, 2, 3))))
        for _ in range(random.choice((0, 0, 1, 2)))
    ]
    costs = [random.choice((0.0, 1.0, 1.0, 2.0, 3.5)) for _ in range(literals)]
    kernel = SmallKernel(arcs, required, most)
    if most > 1:
        kernel.weight = [random.choice((1, 1, 1, 2, 0)) for _ in range(kernel.size)]
        kernel.unit = [min(1, weight) for weight in kernel.weight]
    return kernel, costs
