"""What every change reaches, for all changes at once."""

from collections.abc import Iterator
from dataclasses import dataclass

from relplan.planning.plan import Plan


@dataclass(frozen=True, slots=True)
class Reach:
    """What one change reaches."""

    change: str
    blockers: tuple[str, ...]
    prerequisites: tuple[str, ...]


def reach_of_all(plan: Plan) -> Iterator[Reach]:
    """Yield what each change reaches, sorted by change.

    Sets are bit masks over the sorted nodes: a trunk of n changes has n²/2 prerequisites, which as
    bits are small enough to hold. They are written out one change at a time.
    """
    condensation = plan.condensation
    nodes = sorted(condensation.component_of)
    bit_of = {node: 1 << place for place, node in enumerate(nodes)}
    changes = sum(bit_of[node] for node in plan.graph.changes)
    not_done = sum(bit_of[node] for node in plan.graph.not_done)
    below, own = _masks(plan, bit_of)
    for change in plan.graph.changes:
        number = condensation.component_of[change]
        blockers = (below[number] | own[number]) & not_done & ~bit_of[change]
        yield Reach(change, _named(blockers, nodes), _named(below[number] & changes, nodes))


def _masks(plan: Plan, bit_of: dict[str, int]) -> tuple[dict[int, int], dict[int, int]]:
    """Return for each component what is below it, and what is in it."""
    condensation = plan.condensation
    below: dict[int, int] = {}
    own: dict[int, int] = {}
    for number in sorted(condensation.components, key=lambda n: condensation.components[n].rank):
        component = condensation.components[number]
        own[number] = sum(bit_of[node] for node in component.nodes)
        mask = 0
        for _, other in component.exits:
            needed = condensation.component_of[other]
            mask |= own[needed] | below[needed]
        below[number] = mask
    return below, own


def _named(mask: int, nodes: list[str]) -> tuple[str, ...]:
    found = []
    while mask:
        lowest = mask & -mask
        found.append(nodes[lowest.bit_length() - 1])
        mask ^= lowest
    return tuple(found)
