"""Compares two JSON schemas, as those who write or read what they describe are touched.

The rules know no direction: whether less or more is accepted decides, with it, how bad that is.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from relplan.contracts.bounds import Budget
from relplan.contracts.references import Node
from relplan.contracts.schemas.change import Direction, SchemaChange
from relplan.contracts.schemas.comparison import Comparison, Way
from relplan.contracts.schemas.difference import NOBODY, Difference, Pair, pair_of
from relplan.contracts.schemas.shape import Dialect, Sides

__all__ = ["Dialect", "Direction", "SchemaChange", "Sides", "compare_schemas", "number_of"]


def compare_schemas(
    base: Node | None, revision: Node | None, direction: Direction, sides: Sides
) -> list[SchemaChange]:
    """Return what differs from *base* to *revision*; None: there is no schema, so anything goes.

    What cannot be understood is a change of rule ``unreadable`` where it stands. Raises
    BoundReachedError alone, where the budget is spent.
    """
    return changes_from(_comparison(sides), pair_of(base, revision), direction)


def number_of(base: Node | None, revision: Node | None, sides: Sides) -> int:
    """Return what is the same for all that is compared as these two schemas are."""
    return _comparison(sides).number_of(pair_of(base, revision))


def _comparison(sides: Sides) -> Comparison:
    known: Comparison | None = sides.memory.get("comparison")
    if known is None:
        known = sides.memory["comparison"] = Comparison(sides)
    return known


_MOST_WAYS = 400
"""Ways walked to name each place where a schema is used, beyond the shortest to each."""

Steps = tuple[str, ...]
_Key = tuple[int, frozenset[Direction]]


@dataclass(slots=True)
class _Stop:
    """Two schemas on the way."""

    differences: tuple[Difference, ...]
    steps: Steps
    """The shortest way to them."""
    ahead: list[tuple[Steps, _Key]] = field(default_factory=list)


def changes_from(comparison: Comparison, pair: Pair, direction: Direction) -> list[SchemaChange]:
    """Return all that differs between two schemas and below them, each place once."""
    stops = _reach(comparison, pair)
    budget = comparison.budget
    found: dict[tuple[object, ...], SchemaChange] = {}
    own = ((stop, stop.steps) for stop in stops.values())
    for stop, steps in (*own, *_other_ways(stops, budget)):
        budget.spend(len(stop.differences) * (2 + len(steps) // 16))
        for difference in stop.differences:
            change = difference.change(direction, steps)
            node = change.node
            key = (change.rule, change.property, node.path, node.pointer, change.before)
            found.setdefault((*key, change.after), change)
    return list(found.values())


def _reach(comparison: Comparison, pair: Pair) -> dict[_Key, _Stop]:
    """Return all stops by the shortest ways, the first of them first."""
    stops: dict[_Key, _Stop] = {}
    ahead: deque[tuple[Way, Steps]] = deque([(Way(comparison.number_of(pair), (), NOBODY), ())])
    while ahead:
        way, steps = ahead.popleft()
        key = (way.number, way.muted)
        if key in stops:
            continue
        local = comparison.local(way.number)
        if local is None:
            continue
        # the way to each is written out, and so is as long as the schemas are deep
        further = len(local.ways) * (1 + len(steps) // 16)
        comparison.budget.spend(4 + len(local.differences) + further)
        differences = tuple(found.muted(way.muted) for found in local.differences)
        stop = stops[key] = _Stop(differences, steps)
        for below in local.ways:
            muted = way.muted | below.muted if below.muted else way.muted
            stop.ahead.append((below.steps, (below.number, muted)))
            if stop.ahead[-1][1] not in stops:
                ahead.append((Way(below.number, (), muted), (*steps, *below.steps)))
    return stops


def _other_ways(stops: dict[_Key, _Stop], budget: Budget) -> Iterator[tuple[_Stop, Steps]]:
    """Yield stops again by other ways, as far as there are not too many."""
    edges = sum(len(stop.ahead) for stop in stops.values())
    leading = _leading_to_differences(stops) if edges >= len(stops) else ()
    if not leading:  # or each is reached by one way only
        return
    start = next(iter(stops))
    left = _MOST_WAYS
    ahead: list[tuple[_Key, Steps, frozenset[_Key]]] = [(start, (), frozenset())]
    while ahead and left:
        left -= 1
        key, steps, above = ahead.pop()
        budget.spend(2 + len(stops[key].ahead) // 2 + len(above) // 16)
        yield stops[key], steps
        above = above | {key}
        ahead += [
            (below, (*steps, *more), above)
            for more, below in reversed(stops[key].ahead)
            if below in leading and below not in above
        ]


def _leading_to_differences(stops: dict[_Key, _Stop]) -> set[_Key]:
    behind: dict[_Key, list[_Key]] = {}
    for key, stop in stops.items():
        for _, below in stop.ahead:
            behind.setdefault(below, []).append(key)
    ahead = [key for key, stop in stops.items() if stop.differences]
    found = set(ahead)
    while ahead:
        for key in behind.get(ahead.pop(), ()):
            if key not in found:
                found.add(key)
                ahead.append(key)
    return found
