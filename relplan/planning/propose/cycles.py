"""Short cycles, for goals that leave each change alone: each cycle must lose an arc.

The nodes that each node reaches within a length are the bits of one number, so that one pass over
the arcs finds them for all nodes at once.
"""

from collections import deque
from collections.abc import Iterable, Iterator

from relplan.planning.deadline import Deadline
from relplan.planning.propose.constraint import Constraint, clause
from relplan.planning.propose.residual import Residual

_UNITS = 32
"""Steps into which the length 1 is divided; a cycle of more arcs than that is found by a search."""

_Out = list[list[tuple[int, int, int]]]
"""For each node the ends of its arcs, their lengths in units, and their sets of literals."""


def short(residual: Residual, deadline: Deadline, *, quick: bool) -> Iterator[Constraint]:
    """Yield a short cycle through each arc that is on one; at least one while there is any.

    Raises TimeIsUp.

    *quick* yields only those of two arcs while there are any: they are found at once, and what cuts
    them cuts most others.
    """
    pairs = dict.fromkeys(_of_two(residual)) if quick else {}
    if pairs:
        yield from pairs
        return
    crowded = residual.crowded()
    inside = {node for nodes in crowded.values() for node in nodes}
    if not inside:
        return
    place = {node: number for number, node in enumerate(sorted(inside))}
    out: _Out = [[] for _ in place]
    for source, target, literals in residual.arcs:
        if source in inside and residual.component[source] == residual.component[target]:
            units = max(1, int(residual.lengths[literals] * _UNITS))
            out[place[source]].append((place[target], units, literals))
    parts = [residual.kernel.parts(node) for node in place]
    sets = residual.kernel.sets
    found = dict.fromkeys(
        clause(literal for number in cycle for literal in sets[number])
        for cycle in _around_each_arc(out, parts, deadline)
    )
    if not found:
        starts = [next(n for n in nodes if residual.kernel.parts(n)) for nodes in crowded.values()]
        for start in starts:
            way = _through_two(out, parts, place[start])
            found[clause(literal for number in way for literal in sets[number])] = None
    yield from found


def _of_two(residual: Residual) -> Iterator[Constraint]:
    """Yield what cuts the cycles of two arcs that tie two changes."""
    passed: dict[tuple[int, int], list[int]] = {}
    for source, target, literals in residual.arcs:
        passed.setdefault((source, target), []).append(literals)
    kernel = residual.kernel
    cycles = {
        (way, back): None
        for (source, target), ways in passed.items()
        if source < target and kernel.parts(source) + kernel.parts(target) > 1
        for back in passed.get((target, source), ())
        for way in ways
    }
    for way, back in cycles:
        yield clause((*kernel.sets[way], *kernel.sets[back]))


def _around_each_arc(out: _Out, parts: list[int], deadline: Deadline) -> Iterator[list[int]]:
    """Yield the sets of literals along a shortest cycle through each arc that ties two changes."""
    within = _within(out, deadline)
    for start, arcs in enumerate(out):
        deadline.ask()
        for target, _, literals in arcs:
            units = _least(within, target, start)
            if units is None:
                continue
            cycle, tied, node = [literals], parts[start], target
            while node != start:
                tied += parts[node]
                node, passed, units = _onward(out, within, node, start, units)
                cycle.append(passed)
            if tied > 1:
                yield cycle


def _within(out: _Out, deadline: Deadline) -> list[list[int]]:
    """Return for each number of units the nodes that each node reaches within it."""
    levels = [[1 << node for node in range(len(out))]]
    for units in range(1, _UNITS + 1):
        row = []
        for node, arcs in deadline.through(enumerate(out)):
            reached = levels[-1][node]
            for target, long, _ in arcs:
                if long <= units:
                    reached |= levels[units - long][target]
            row.append(reached)
        if row == levels[-1] and units > max((a[1] for arcs in out for a in arcs), default=0):
            break  # nobody reaches any more
        levels.append(row)
    return levels


def _least(within: list[list[int]], start: int, end: int) -> int | None:
    """Return the least number of units in which *start* reaches *end*; None: in none."""
    if not within[-1][start] >> end & 1:
        return None
    low, high = 0, len(within) - 1
    while low < high:
        middle = (low + high) // 2
        if within[middle][start] >> end & 1:
            high = middle
        else:
            low = middle + 1
    return low


def _onward(
    out: _Out, within: list[list[int]], node: int, end: int, units: int
) -> tuple[int, int, int]:
    """Return the next node on a way of so many *units* to *end*, and what is passed."""
    for target, long, literals in out[node]:
        if long <= units and within[units - long][target] >> end & 1:
            return target, literals, units - long
    raise AssertionError("a node reaches another only through one of its arcs")


def _through_two(out: _Out, parts: list[int], start: int) -> Iterable[int]:
    """Return the sets of literals of a way from *start* to another or to its twin, and back."""
    there = _search(out, start)
    others = [node for node in there if node != start]
    other = next((node for node in others if parts[node]), others[0])
    return [*_way(there, other), *_way(_search(out, other), start)]


def _search(out: _Out, start: int) -> dict[int, tuple[int, int]]:
    found, queue = {start: (-1, -1)}, deque([start])
    while queue:
        node = queue.popleft()
        for target, _, literals in out[node]:
            if target not in found:
                found[target] = (node, literals)
                queue.append(target)
    return found


def _way(found: dict[int, tuple[int, int]], node: int) -> Iterator[int]:
    while found[node][0] >= 0:
        node, literals = found[node]
        yield literals
