"""What every change reaches, for all changes at once."""

from collections.abc import Iterator
from dataclasses import dataclass

from relplan.planning.components import Rank
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
    nodes = sorted(condensation.rank_of)
    bit_of = {node: 1 << place for place, node in enumerate(nodes)}
    changes = sum(bit_of[node] for node in plan.graph.changes)
    not_done = sum(bit_of[node] for node in plan.graph.not_done)
    below, own = _masks(plan, bit_of)
    for change in plan.graph.changes:
        rank = condensation.rank_of[change]
        blockers = (below[rank] | own[rank]) & not_done & ~bit_of[change]
        yield Reach(change, _named(blockers, nodes), _named(below[rank] & changes, nodes))


def _masks(plan: Plan, bit_of: dict[str, int]) -> tuple[dict[Rank, int], dict[Rank, int]]:
    """Return for each component what is below it, and what is in it."""
    condensation = plan.condensation
    below: dict[Rank, int] = {}
    own: dict[Rank, int] = {}
    for rank in sorted(condensation.components):
        inside = condensation.components[rank].nodes
        own[rank] = sum(bit_of[node] for node in inside)
        mask = 0
        for node in inside:
            for other in condensation.succ(node):
                next_rank = condensation.rank_of[other]
                if next_rank != rank:
                    mask |= own[next_rank] | below[next_rank]
        below[rank] = mask
    return below, own


def _named(mask: int, nodes: list[str]) -> tuple[str, ...]:
    found = []
    while mask:
        lowest = mask & -mask
        found.append(nodes[lowest.bit_length() - 1])
        mask ^= lowest
    return tuple(found)
