"""Batches of a bounded size: what is around a change must be parted from it.

A change is in a batch with at most so many others. Of any changes around it, all but those must
lose an arc of the walk there and back; weighted by their numbers that is a spreading constraint
[1]. The fewest changes that are too many give the strongest ones here (measured: with twice and
four times as many the bound rose more slowly).

[1] G. Even, J. Naor, S. Rao, B. Schieber, "Fast approximate graph partitioning algorithms",
    SIAM J. Comput. 28 (1999).
"""

from collections import defaultdict
from collections.abc import Iterator
from heapq import heappop, heappush

from relplan.planning.propose.constraint import Constraint, weighted
from relplan.planning.propose.residual import Residual
from relplan.planning.propose.walks import Links, Nearest, links_of

_CENTRES = 120
"""Changes around which constraints are looked for at once."""


def around_many(residual: Residual, *, quick: bool) -> Iterator[Constraint]:
    """Yield constraints around changes of batches that are too large, one a batch at least."""
    crowded = residual.crowded()
    if not crowded:
        return
    number_of = residual.component
    out, into = (
        [[link for link in links if number_of[link[0]] == number_of[node]] if links else links
         for node, links in enumerate(side)]
        for side in links_of(residual)
    )  # fmt: skip
    total = sum(map(len, crowded.values()))
    for nodes in crowded.values():
        weighty = [node for node in nodes if residual.kernel.weight[node]]
        share = max(1, _CENTRES * len(nodes) // total)
        for centre in weighty[:: -(-len(weighty) // share)]:
            found = _around(residual, centre, out, into, quick=quick)
            if found is not None:
                yield found


def _around(
    residual: Residual, centre: int, out: Links, into: Links, *, quick: bool
) -> Constraint | None:
    """Return the constraint on the nearest changes that do not fit into a batch with *centre*."""
    kernel = residual.kernel
    most = max(kernel.most, kernel.unit[centre])
    size, twins = kernel.unit[centre], kernel.weight[centre] - kernel.unit[centre]
    weights: dict[int, int] = defaultdict(int)
    for node, ways in _nearest(residual, centre, out, into, quick=quick):
        # Whatever *centre* is tied to, its twins are tied to as well.
        counted, twins = kernel.weight[node] + twins, 0
        size += counted
        for literal in {literal for number in ways for literal in kernel.sets[number]}:
            weights[literal] += counted
        if size > most:
            break
    return weighted(weights, size - most) if weights and size > most else None


def _nearest(
    residual: Residual, centre: int, out: Links, into: Links, *, quick: bool
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield nodes around *centre*, near ones first, with what is passed on the way there and back.

    *quick* takes a node as soon as it is found from both sides. To wait until no other can be
    nearer takes several times as long, and the constraints are worth it for a proof.
    """
    there, back = Nearest(centre, out, residual.lengths), Nearest(centre, into, residual.lengths)
    known: list[tuple[float, int]] = []
    while known or min(there.next_at, back.next_at) < 1:
        nearer = min(there.next_at, back.next_at)
        if known and (quick or known[0][0] <= nearer):
            _, node = heappop(known)
            yield node, (*there.way(node), *back.way(node))
            continue
        further = max(there.next_at, back.next_at)
        if quick and nearer + further >= 1 and further < 1:
            return  # few walks are left that are short; none, if all values are zeros and ones
        one, other = (there, back) if there.next_at <= back.next_at else (back, there)
        new = one.advance()
        if new is not None and new != centre and new in other.found:
            far = there.found[new][0] + back.found[new][0]
            if far < 1:
                heappush(known, (far, new))
