"""Why a change cannot go out alone: shortest paths to blockers, shortest cycles of its batch."""

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache, partial
from itertools import pairwise

from relplan.model.change import EffectKind
from relplan.model.edge import Edge, EdgeKind
from relplan.model.plan import Batch, BlockedBy, Path, TiedTo, Unaffected, Why
from relplan.model.production import KnownBy
from relplan.model.workspace import uses_meet
from relplan.planning.plan import Plan
from relplan.planning.questions import settling
from relplan.planning.suggested import suggested

_NOT_FOR_HOTFIXES = (EdgeKind.TRUNK, EdgeKind.UNIT)
"""Kinds of edges that a hotfix does without."""
LONGEST_TRUNK = 2
"""Trunk edges in a row that are worth telling one by one; more are one step along main."""

Origins = dict[str, str]
"""For each node that a search met, the node from which it was met first."""
Step = Callable[[str, str], Edge]
"""Gives the edge to show between two nodes."""


def why(plan: Plan, change: str) -> Why:
    """Explain *change*: every blocker, and every other member of its batch, in sorted order."""
    own = plan.condensation.of(change).nodes
    onward = _search(change, plan.condensation.succ)
    back = _search(change, plan.condensation.pred, within=own)
    reached = sorted(onward.keys() - {change})
    step = cache(partial(_surest_between, plan))  # paths share most of their steps
    blockers = (
        BlockedBy(node, _path(step, _trail(onward, change, node)))
        for node in reached
        if node in plan.graph.not_done
    )
    ties = (
        TiedTo(node, _cycle(step, change, node, onward, back))
        for node in reached
        if node in own and node in plan.graph.changes
    )
    outside = (node for node in reached if node in plan.graph.changes and node not in own)
    return Why(
        change=change,
        status=plan.status(change),
        batch=plan.batch_of[change].id,
        blockers=tuple(sorted(blockers, key=lambda found: (len(found.path), found.node))),
        tied=tuple(sorted(ties, key=lambda found: (len(found.cycle), found.change))),
        prerequisites=tuple(outside),
        unaffected=tuple(_unaffected(plan, change)),
        needs=tuple(
            edge
            for edge in plan.edges_from(change)
            if edge.kind is not EdgeKind.TRUNK
            and edge.target not in own
            and edge.target in plan.graph.changes
        ),
        hotfix_off=_hotfix_off(plan, change),
        certainly_free=plan.certainly_free(change),
        others_first=tuple(sorted(plan.others_first(change))),
        questions=plan.weighing.asked(settling(plan, change)),
        cautions=plan.cautions(change),
        suggested=suggested(plan, change),
    )


def _hotfix_off(plan: Plan, change: str) -> str:
    """Return the revision in production, where nothing but the trunk and units hold *change* up."""
    edges = tuple(plan.edges_from(change))
    if not edges or any(edge.kind not in _NOT_FOR_HOTFIXES for edge in edges):
        return ""
    service = plan.changes[change].service
    running = (found for found in plan.snapshot.production if found.service == service)
    return next((found.revision for found in running if found.by is not KnownBy.MAIN), "")


def _search(
    start: str, neighbours: Callable[[str], Iterable[str]], within: Collection[str] | None = None
) -> Origins:
    """Search breadth first from *start*, alphabetically where there is a choice."""
    allowed = None if within is None else frozenset(within)
    origins = {start: start}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for other in sorted(neighbours(node)):
            if other not in origins and (allowed is None or other in allowed):
                origins[other] = node
                queue.append(other)
    return origins


def _trail(origins: Origins, start: str, end: str) -> list[str]:
    trail = [end]
    while trail[-1] != start:
        trail.append(origins[trail[-1]])
    return trail[::-1]


def _path(step: Step, trail: list[str]) -> Path:
    return tuple(step(source, target) for source, target in pairwise(trail))


def _cycle(step: Step, change: str, other: str, onward: Origins, back: Origins) -> Path:
    there = _trail(onward, change, other)
    # Searched against the edges, so this trail already runs the way the edges do.
    return_trip = _trail(back, change, other)[::-1]
    return _path(step, there) + _path(step, return_trip)


def trunk_runs(path: Path) -> tuple[Path, ...]:
    """Return *path* in pieces: trunk edges in a row together, every other edge by itself."""
    pieces: list[list[Edge]] = []
    for edge in path:
        if pieces and edge.kind is EdgeKind.TRUNK and pieces[-1][-1].kind is EdgeKind.TRUNK:
            pieces[-1].append(edge)
        else:
            pieces.append([edge])
    return tuple(tuple(piece) for piece in pieces)


def _surest_between(plan: Plan, source: str, target: str) -> Edge:
    """Of several edges between the same two nodes, show the one that is best known."""
    edges = plan.edges_between(source, target)
    return min(edges, key=lambda edge: (edge.confidence.rank, edge.kind, edge.coupling))


def _unaffected(plan: Plan, change: str) -> Iterator[Unaffected]:
    """Yield those who take what *change* breaks by a pin, or are known to use none of it."""
    found = plan.changes[change]
    known = plan.graph.constraints.pending
    breaks = [effect for effect in found.effects if effect.kind is EffectKind.BREAKS]
    for name in sorted({effect.contract for effect in breaks} & known.contracts.keys()):
        contract = known.contracts[name]
        if found.flag or contract.provider != found.service:
            continue
        effects = [effect for effect in breaks if effect.contract == name]
        broken = tuple(sorted({part for effect in effects for part in effect.parts}))
        consuming = plan.graph.constraints.consuming
        for consumer in sorted(consuming.services(contract)):
            pin = consuming.only_pinned(contract, consumer)
            if pin is not None:
                yield Unaffected(consumer, name, broken, (), pin)
                continue
            used = consuming.all_used(contract, consumer)
            if used is not None and not any(uses_meet(used, one.parts) for one in effects):
                yield Unaffected(consumer, name, broken, used)


def ties(plan: Plan, batch: Batch) -> tuple[tuple[Edge, ...], ...]:
    """Return what ties the changes of *batch*: its inner edges by their coupling, or their kind.

    What ties the most services comes first. The order of mains and stacks ties no two services, and
    is left out where anything else ties.
    """
    inside = plan.condensation.of(batch.changes[0]).nodes
    found: dict[str, list[Edge]] = defaultdict(list)
    for node in sorted(inside):
        for other in plan.condensation.succ(node):
            if other in inside:
                for edge in plan.edges_between(node, other):
                    found[edge.coupling or edge.kind].append(edge)
    in_order = (EdgeKind.TRUNK, EdgeKind.STACKED)
    across = [edges for edges in found.values() if edges[0].kind not in in_order]
    chosen = across or found.values()
    return tuple(
        tuple(edges) for edges in sorted(chosen, key=lambda one: -len(tied_services(plan, one)))
    )


def tied_services(plan: Plan, edges: Iterable[Edge]) -> tuple[str, ...]:
    """Return the services of the changes at the ends of *edges*, sorted."""
    ends = {end for edge in edges for end in (edge.source, edge.target)}
    return tuple(sorted({plan.changes[end].service for end in ends if end in plan.changes}))
