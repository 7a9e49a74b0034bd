"""What a graph of a plan shows: changes, the hubs between them, and what is left out.

A graph of everything shows nothing. Left out are changes that only the trunk ties to others, and
runs of alike changes are folded into one node; what is gone is counted and said.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from relplan.model.counting import counted
from relplan.model.edge import Edge, EdgeKind, is_change
from relplan.model.plan import Batch
from relplan.planning.folding import fold
from relplan.planning.plan import Plan

MOST_NODES = 150
"""More cannot be read on one page."""


@dataclass(frozen=True, slots=True)
class Node:
    """A change, a run of them, or something else that changes need."""

    id: str
    label: str
    service: str = ""
    """Empty: it is no change."""
    team: str = ""
    title: str = ""
    status: str = ""
    batch: str = ""
    wave: int = 0
    changes: int = 1
    """How many are folded into it; 0: it is no change."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """That one node needs another."""

    source: str
    target: str
    kinds: tuple[str, ...]
    couplings: tuple[str, ...]
    weak: bool
    """Whether git's own order is all there is to it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A graph to be drawn."""

    title: str
    nodes: tuple[Node, ...]
    """Sorted by wave, batch and id."""
    arrows: tuple[Arrow, ...]
    """Sorted by their ends."""
    batches: tuple[str, ...]
    """Those of two changes or more that are shown."""
    left_out: tuple[str, ...]
    """Full sentences; empty: all is shown."""


def picture(plan: Plan, batch: Batch | None = None, most: int = MOST_NODES) -> Picture:
    """Return the graph of *plan*, or of one *batch* and what it needs directly."""
    shown, left_out = _of_batch(plan, batch) if batch else _of_plan(plan)
    runs = fold(plan, tuple(name for name in shown if is_change(name)))
    stands_for = {change: run.newest for run in runs for change in run.changes}
    stands_for.update({name: name for name in shown if not is_change(name)})
    nodes = [*(_run(plan, run.changes, run.newest) for run in runs)]
    nodes += [Node(name, name, changes=0) for name in shown if not is_change(name)]
    folded = sum(node.changes - 1 for node in nodes if node.changes > 1)
    if folded:
        left_out.append(f"{counted(folded, 'change')} folded into the next one of the same main.")
    nodes.sort(key=_place)
    if len(nodes) > most:
        nodes = _weightiest(plan, nodes, most, left_out)
    kept = {node.id for node in nodes}
    found: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in plan.edges:
        ends = stands_for.get(edge.source), stands_for.get(edge.target)
        if ends[0] in kept and ends[1] in kept and ends[0] != ends[1]:
            found[str(ends[0]), str(ends[1])].append(edge)
    name = f"{plan.snapshot.workspace.name}, scenario {plan.scenario.name}"
    title = f"{name}: batch {batch.id} of {len(batch.changes)} changes" if batch else name
    tied = {one.id for one in plan.batches if len(one.changes) > 1}
    present = {node.batch for node in nodes if node.batch in tied}
    return Picture(
        title=title,
        nodes=tuple(nodes),
        arrows=tuple(_arrow(ends, found[ends]) for ends in sorted(found)),
        batches=tuple(sorted(present, key=lambda one: (len(one), one))),
        left_out=tuple(left_out),
    )


def _of_batch(plan: Plan, batch: Batch) -> tuple[list[str], list[str]]:
    inside = plan.condensation.of(batch.changes[0]).nodes
    needed = {other for node in inside for other in plan.condensation.succ(node)} - inside
    further = {other for node in needed for other in plan.condensation.succ(node)} - inside - needed
    text = "What is drawn outside the batch needs more, which is not drawn."
    return sorted(inside | needed), [text] if further else []


def _of_plan(plan: Plan) -> tuple[list[str], list[str]]:
    tied = {
        end
        for edge in plan.edges
        if edge.kind is not EdgeKind.TRUNK
        for end in (edge.source, edge.target)
    }
    alone = len(plan.changes.keys() - tied)
    text = f"{counted(alone, 'change')} that nothing but the trunk ties to others not drawn."
    return sorted(tied), [text] if alone else []


def _weightiest(plan: Plan, nodes: list[Node], most: int, left_out: list[str]) -> list[Node]:
    """Keep the nodes of the largest batches, then those that most edges touch."""
    degree: dict[str, int] = defaultdict(int)
    for edge in plan.edges:
        if edge.kind is not EdgeKind.TRUNK:
            degree[edge.source] += 1
            degree[edge.target] += 1

    def weight(node: Node) -> tuple[int, int, str]:
        size = len(plan.batch_of[node.id].changes) if node.changes else 0
        return -size, -degree[node.id], node.id

    kept = {node.id for node in sorted(nodes, key=weight)[:most]}
    left_out.append(f"{counted(len(nodes) - most, 'more node')} not drawn: the least tied ones.")
    return [node for node in nodes if node.id in kept]


def _place(node: Node) -> tuple[bool, int, int, str, str]:
    return node.changes == 0, node.wave, len(node.batch), node.batch, node.id


def _run(plan: Plan, changes: tuple[str, ...], newest: str) -> Node:
    change, batch = plan.changes[newest], plan.batch_of[newest]
    more = f" and {len(changes) - 1} before it" if len(changes) > 1 else ""
    return Node(
        id=newest,
        label=newest + more,
        service=change.service,
        team=plan.team_of(change.service),
        title=change.title,
        status=plan.status(newest).value,
        batch=batch.id,
        wave=batch.wave,
        changes=len(changes),
    )


def _arrow(ends: tuple[str, str], edges: Iterable[Edge]) -> Arrow:
    kinds = sorted({edge.kind.value for edge in edges})
    names = sorted({edge.coupling for edge in edges if edge.coupling})
    weak = not set(kinds) - {EdgeKind.TRUNK, EdgeKind.STACKED}
    return Arrow(*ends, tuple(kinds), tuple(names), weak)
