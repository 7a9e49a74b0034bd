"""Which of the needs between past releases are certain, and which of these hold in lock-step."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from relplan.model.drift import PastChange, PastNeed
from relplan.model.edge import Edge, EdgeKind, feature_node
from relplan.model.question import NO, YES
from relplan.planning.connected import strongly_connected

Release = tuple[str, str]
"""A release: its service and its tag."""


@dataclass(frozen=True, slots=True)
class Needs:
    """The needs between releases, by what people answered and dismissed."""

    certain: tuple[PastNeed, ...]
    unsure: tuple[PastNeed, ...]
    """Those that hang on a question that nobody answered."""
    lockstep: frozenset[tuple[PastChange, PastChange]]
    """The ends of certain ones that hold in both directions, by whatever path."""

    def is_lockstep(self, need: PastNeed) -> bool:
        """Tell whether neither of its releases could have gone out before the other."""
        return (need.source, need.target) in self.lockstep


def settled(
    needs: Iterable[PastNeed], answers: Mapping[str, str], dismissals: Collection[str]
) -> Needs:
    """Tell the certain of *needs* by *answers*, by question, and *dismissals*, by fingerprint."""
    certain: list[PastNeed] = []
    unsure: list[PastNeed] = []
    for need in sorted(needs, key=_order):
        if dismissals and not _fingerprints(need).isdisjoint(dismissals):
            continue
        found = [answers.get(given.question) for given in need.given]
        wanted = [YES if given.answer else NO for given in need.given]
        if found == wanted:
            certain.append(need)
        elif all(one is None or one == other for one, other in zip(found, wanted, strict=True)):
            unsure.append(need)
    return Needs(tuple(certain), tuple(unsure), frozenset(_cycles(certain)))


def release_of(change: PastChange) -> Release:
    """Return the release that held *change*."""
    return change.service, change.tag


def _order(need: PastNeed) -> tuple[object, ...]:
    return need.source, need.target, need.kind, need.coupling, need.given


def _fingerprints(need: PastNeed) -> set[str]:
    """Return the fingerprints of the edges that a need is made of: of a feature, to its hub."""
    if need.kind is EdgeKind.FEATURE:
        hub = feature_node(need.coupling)
        edges = [Edge(one.id, hub, need.kind, need.coupling) for one in (need.source, need.target)]
    else:
        edges = [Edge(need.source.id, need.target.id, need.kind, need.coupling)]
    return {edge.fingerprint for edge in edges}


def _cycles(needs: Iterable[PastNeed]) -> Iterator[tuple[PastChange, PastChange]]:
    """Yield the ends of those of *needs* that lie on a cycle.

    A release ships all that it holds, the earlier with the later: of its changes, each needs the
    one before it, as on a trunk.
    """
    ways: dict[PastChange, set[PastChange]] = defaultdict(set)
    ends = [(need.source, need.target) for need in needs]
    held: dict[Release, set[PastChange]] = defaultdict(set)
    for source, target in ends:
        ways[source].add(target)
        for change in (source, target):
            held[release_of(change)].add(change)
    for changes in held.values():
        for earlier, later in pairwise(sorted(changes)):
            ways[later].add(earlier)
    nodes = sorted({change for changes in held.values() for change in changes})
    found = strongly_connected(nodes, lambda node: sorted(ways[node]))
    number = {change: place for place, group in enumerate(found) for change in group}
    yield from (pair for pair in ends if number[pair[0]] == number[pair[1]])
