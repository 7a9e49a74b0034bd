"""All rules together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, groupby

from relplan.model.edge import Edge
from relplan.model.snapshot import Snapshot
from relplan.planning.constraints.contracts import contract_edges
from relplan.planning.constraints.features import feature_edges
from relplan.planning.constraints.gates import gate_edges
from relplan.planning.constraints.history import (
    Resolver,
    depends_on_edges,
    reverted_edges,
    stacked_edges,
    trunk_edges,
)
from relplan.planning.constraints.pending import Pending, pending


@dataclass(frozen=True, slots=True)
class Constraints:
    """What the rules make of a snapshot, before any scenario."""

    pending: Pending
    edges: tuple[Edge, ...]
    """All of them, sorted by their ends, kind and coupling."""


def draw(snapshot: Snapshot) -> Constraints:
    """Apply every rule to *snapshot*.

    Marks and dismissals only ever remove some of these edges; none of them adds one.
    """
    known = pending(snapshot)
    resolver = Resolver(known)
    edges = chain(
        contract_edges(known, resolver),
        feature_edges(known),
        gate_edges(known),
        trunk_edges(known),
        reverted_edges(known),
        stacked_edges(known),
        depends_on_edges(known, resolver),
    )
    return Constraints(known, tuple(_merged(sorted(edges, key=_name))))


def _name(edge: Edge) -> tuple[str, str, str, str]:
    return edge.source, edge.target, edge.kind, edge.coupling


def _merged(edges: Iterable[Edge]) -> Iterator[Edge]:
    """Make one edge of those that say the same, such as two breaking findings in one contract."""
    for _, group in groupby(edges, key=_name):
        first, *others = group
        if not others:
            yield first
            continue
        same = (first, *others)
        yield replace(
            first,
            confidence=min((edge.confidence for edge in same), key=lambda known: known.rank),
            evidence=tuple(sorted({found for edge in same for found in edge.evidence})),
        )
