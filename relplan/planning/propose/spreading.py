"""Batches of a bounded size: what is around a change must be parted from it.

A change is in a batch with at most so many others. Of any changes around it, all but those must
lose an arc of the walk there and back; weighted by their numbers that is a spreading constraint
[1]. The fewest changes that are too many give the strongest ones here (measured: with twice and
four times as many the bound rose more slowly).

[1] G. Even, J. Naor, S. Rao, B. Schieber, "Fast approximate graph partitioning algorithms",
    SIAM J. Comput. 28 (1999).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from heapq import heappop, heappush

from relplan.planning.deadline import Deadline
from relplan.planning.propose.balls import Balls
from relplan.planning.propose.constraint import Constraint, weighted
from relplan.planning.propose.joined import Joined
from relplan.planning.propose.residual import Residual
from relplan.planning.propose.walks import Nearest

_CENTRES = 120
"""Changes around which constraints are looked for at once."""
_MOST_AT_ONCE = 5000
"""Groups whose balls are looked at all at once; the memory that it takes is that of their square.
Of more of them only some are looked at, one by one."""


def around_many(residual: Residual, deadline: Deadline, *, quick: bool) -> Iterator[Constraint]:
    """Yield constraints around changes of batches that are too large, one a batch at least.

    *quick* takes less time where many answers are looked at in turn. Raises TimeIsUp.
    """
    crowded = residual.crowded()
    if not crowded:
        return
    joined = Joined(residual, [node for nodes in crowded.values() for node in nodes])
    if quick or not joined.whole or joined.size > _MOST_AT_ONCE:
        yield from _around_some(joined, deadline, quick=quick)
    else:
        yield from _around_all(joined, deadline)


def _around_all(joined: Joined, deadline: Deadline) -> Iterator[Constraint]:
    """Yield constraints around the groups that too many others are nearest to."""
    balls = Balls(joined, deadline)
    found: dict[int, tuple[int, int]] = {}
    for centre in range(joined.size):
        deadline.ask()
        if joined.weight[centre]:
            radius = balls.radius(centre)
            if radius is not None:
                found.setdefault(balls.ball(centre, radius), (radius, centre))
    for radius, centre in sorted(found.values())[:_CENTRES]:
        constraint = _around(joined, centre, balls.nearest(centre, radius))
        if constraint is not None:
            yield constraint


def _around_some(joined: Joined, deadline: Deadline, *, quick: bool) -> Iterator[Constraint]:
    members: dict[int, list[int]] = defaultdict(list)
    for group, number in enumerate(joined.component):
        members[number].append(group)
    for groups in members.values():
        weighty = [group for group in groups if joined.weight[group]]
        share = max(1, _CENTRES * len(groups) // joined.size)
        for centre in weighty[:: -(-len(weighty) // share)]:
            deadline.ask()
            found = _around(joined, centre, _nearest(joined, centre, quick=quick))
            if found is not None:
                yield found


def _around(joined: Joined, centre: int, near: Iterable[tuple[int, set[int]]]) -> Constraint | None:
    """Return the constraint on those *near* to *centre* that do not fit into a batch with it."""
    most = max(joined.most, joined.unit[centre])
    size, twins = joined.tied[centre], joined.weight[centre] - joined.tied[centre]
    weights: dict[int, int] = defaultdict(int)
    for group, literals in near:
        # Whatever *centre* is tied to, its twins are tied to as well.
        counted, twins = joined.weight[group] + twins, 0
        size += counted
        for literal in literals:
            weights[literal] += counted
        if size > most:
            # What holds *centre* itself together parts it from all of them.
            weights.update(dict.fromkeys(joined.inner[centre], size))
            return weighted(weights, size - most) if weights else None
    return None


def _nearest(joined: Joined, centre: int, *, quick: bool) -> Iterator[tuple[int, set[int]]]:
    """Yield groups around *centre*, near ones first, with the literals passed there and back.

    *quick* takes a group as soon as it is found from both sides. To wait until no other can be
    nearer takes several times as long, and the constraints are worth it for a proof.
    """
    there = Nearest(centre, joined.out, joined.lengths)
    back = Nearest(centre, joined.into, joined.lengths)
    known: list[tuple[float, int]] = []
    while known or min(there.next_at, back.next_at) < 1:
        nearer = min(there.next_at, back.next_at)
        if known and (quick or known[0][0] <= nearer):
            _, group = heappop(known)
            yield group, joined.literals_of(there, group) | joined.literals_of(back, group)
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
