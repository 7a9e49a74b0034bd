"""Rule 3: all changes of one feature in two or more services need each other."""

from collections.abc import Collection, Iterator

from relplan.model.change import Change, FeatureSlice
from relplan.model.edge import Edge, EdgeKind, feature_node
from relplan.model.evidence import Confidence
from relplan.planning.constraints.pending import Pending


def feature_edges(known: Pending) -> Iterator[Edge]:
    """Yield the edges to and from each feature's hub, which stands for a clique."""
    for key, members in known.slices.items():
        slices = members.values()
        if not _is_sliced(slices):
            continue
        hub = feature_node(key)
        for change, slice_ in slices:
            rest = (EdgeKind.FEATURE, key, slice_.confidence, (slice_.evidence,))
            yield Edge(change.id, hub, *rest)
            yield Edge(hub, change.id, *rest)


def _is_sliced(slices: Collection[tuple[Change, FeatureSlice]]) -> bool:
    """Tell whether work was sliced over services.

    One commit of a monorepo that belongs to several is one piece of work: a person who says that it
    is a feature of theirs is believed, an issue key in its subject says no such thing.
    """
    if len({change.service for change, _ in slices}) < 2:
        return False
    if any(slice_.confidence is not Confidence.GUESSED for _, slice_ in slices):
        return True
    return len({change.commit for change, _ in slices}) > 1
