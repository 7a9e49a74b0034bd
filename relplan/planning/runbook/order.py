"""The order of a batch's services in which they are out of step the least.

A service that is deployed before another one that it needs is out of step with it until that one is
deployed, too. In a lock-step batch no order avoids that; the best one is a minimum linear
arrangement of a directed graph, found by dynamic programming over the sets of those deployed [1].

[1] M. Held, R. M. Karp, "A dynamic programming approach to sequencing problems", SIAM J. 10 (1962).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from relplan.model.edge import Edge, EdgeKind
from relplan.model.runbook import Exposure

Ties = Mapping[tuple[str, str], frozenset[str]]
"""The names of what the first service needs the second for."""

_MOST_EXACT = 14
"""Services; above that the best next one is taken each time."""
_COUNTED = (EdgeKind.BREAKS, EdgeKind.REQUIRES, EdgeKind.DEPENDS_ON)


def ties_between(edges: Iterable[Edge], service_of: Mapping[str, str]) -> Ties:
    """Return who of the services of some changes needs whom; a feature ties no deployment."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for edge in edges:
        source, target = service_of.get(edge.source, ""), service_of.get(edge.target, "")
        if edge.kind in _COUNTED and source and target and source != target:
            found[source, target].add(edge.coupling or "Depends-On")
    return {pair: frozenset(names) for pair, names in found.items()}


def deployment_order(
    services: Sequence[str], ties: Ties, providers: Collection[str], last: Collection[str]
) -> tuple[str, ...]:
    """Return *services* in the order with the least exposure.

    Of several: the one in which *last*, which cannot be rolled back, come latest, then with
    *providers* before consumers, then by name.
    """
    if len(services) > _MOST_EXACT:
        return _greedy(services, ties, providers, last)
    names = sorted(services)
    place = {name: number for number, name in enumerate(names)}
    needs = [0] * len(names)
    weight: dict[tuple[int, int], int] = {}
    for (source, target), why in ties.items():
        needs[place[source]] |= 1 << place[target]
        weight[place[source], place[target]] = len(why)
    best: dict[int, tuple[int, int, int, tuple[str, ...]]] = {0: (0, 0, 0, ())}
    for done in range(1, 1 << len(names)):
        more = _open(done, needs, weight)
        candidates = []
        for number, name in enumerate(names):
            if done >> number & 1:
                exposed, early, waits, order = best[done ^ 1 << number]
                candidates.append(
                    (
                        exposed + more,
                        early + (len(names) - len(order) if name in last else 0),
                        waits + (len(order) if name in providers else 0),
                        (*order, name),
                    )
                )
        best[done] = min(candidates)
    return best[(1 << len(names)) - 1][3]


def exposures(order: Sequence[str], ties: Ties, first: int = 1) -> list[Exposure]:
    """Return what is out of step in *order*, whose first service is deployed in step *first*."""
    step = {name: first + number for number, name in enumerate(order)}
    found = [
        Exposure(name, source, target, step[source], step[target])
        for (source, target), names in ties.items()
        for name in names
        if step[source] < step[target]
    ]
    return sorted(found, key=lambda one: (one.from_step, one.to_step, one.contract, one.ahead))


def _open(done: int, needs: list[int], weight: Mapping[tuple[int, int], int]) -> int:
    """Return how much is out of step once *done* are deployed."""
    return sum(
        weight[source, target]
        for source, mask in enumerate(needs)
        if done >> source & 1
        for target in range(mask.bit_length())
        if mask >> target & 1 and not done >> target & 1
    )


def _greedy(
    services: Sequence[str], ties: Ties, providers: Collection[str], last: Collection[str]
) -> tuple[str, ...]:
    more = dict.fromkeys(services, 0)
    """How much more is out of step once a service is deployed next."""
    beside: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for (source, target), why in ties.items():
        more[source] += len(why)
        beside[source].append((target, len(why)))
        beside[target].append((source, len(why)))
    left, order = set(services), list[str]()
    while left:
        best = min(left, key=lambda name: (more[name], name in last, name not in providers, name))
        order.append(best)
        left.remove(best)
        for other, count in beside[best]:
            more[other] -= count
    return tuple(order)
