"""Which pending changes wait for a given one."""

from dataclasses import dataclass

from relplan.model.edge import Edge, EdgeKind, is_change
from relplan.planning.plan import Plan
from relplan.planning.search import reached


@dataclass(frozen=True, slots=True)
class Waiting:
    """The changes that may not reach production before a given one does."""

    direct: tuple[Edge, ...]
    """The edges of other batches' changes that lead straight to it."""
    all: tuple[str, ...]
    """All changes that reach it and are in another batch, sorted."""


def waiting_for(plan: Plan, change: str) -> Waiting:
    """Return what waits for *change*, but for what is in lock-step with it."""
    view = plan.condensation
    own = view.of(change).nodes
    found = sorted(node for node in reached(change, view.pred) - own if is_change(node))
    edges = [
        edge
        for node in sorted(view.pred(change))
        if is_change(node) and node not in own
        for edge in plan.edges_between(node, change)
    ]
    edges.sort(key=lambda edge: (edge.kind is EdgeKind.TRUNK, edge.source))
    return Waiting(tuple(edges), tuple(found))
