"""Rule 3: all changes of one feature in two or more services need each other."""

from collections.abc import Iterator

from relplan.model.edge import Edge, EdgeKind, feature_node
from relplan.planning.constraints.pending import Pending


def feature_edges(known: Pending) -> Iterator[Edge]:
    """Yield the edges to and from each feature's hub, which stands for a clique."""
    for key, members in known.slices.items():
        slices = members.values()
        if len({change.service for change, _ in slices}) < 2:
            continue
        hub = feature_node(key)
        for change, slice_ in slices:
            rest = (EdgeKind.FEATURE, key, slice_.confidence, (slice_.evidence,))
            yield Edge(change.id, hub, *rest)
            yield Edge(hub, change.id, *rest)
