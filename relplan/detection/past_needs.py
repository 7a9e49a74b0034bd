"""Makes needs between past releases of the edges that the rules draw between their changes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import permutations

from relplan.model.drift import PastChange, PastNeed
from relplan.model.edge import FEATURE, Edge, EdgeKind, Given
from relplan.model.evidence import weakest

Release = tuple[str, str]
"""A release: its service and its tag."""
_KINDS = (EdgeKind.REQUIRES, EdgeKind.BREAKS, EdgeKind.DEPENDS_ON)
_EVIDENCE = 2
"""Pieces of evidence that are kept of each need."""


def past_needs(
    edges: Iterable[Edge], changes: Mapping[str, PastChange], centres: Collection[Release]
) -> list[PastNeed]:
    """Return the needs between *changes* of two services that one of *centres* has an end of.

    A release ships all that it holds. So of the needs of one change, or for one, that say the same
    only those are kept that the others follow from: of the oldest change, for the newest one.
    """
    own = set(centres)
    every = list(edges)
    between = (*_plain(every, changes), *_of_features(every, changes))
    needs = [
        need
        for need in between
        if need.source.service != need.target.service
        and not own.isdisjoint((_release(need.source), _release(need.target)))
    ]
    newest: dict[object, PastNeed] = {}
    for need in sorted(needs, key=lambda need: (need.source, need.target)):
        newest[need.source, _release(need.target), *_saying(need)] = need
    oldest: dict[object, PastNeed] = {}
    for need in newest.values():
        oldest.setdefault((_release(need.source), need.target, *_saying(need)), need)
    return sorted(oldest.values(), key=lambda need: (need.source, need.target, *_saying(need)))


def _release(change: PastChange) -> Release:
    return change.service, change.tag


def _saying(need: PastNeed) -> tuple[EdgeKind, str, tuple[Given, ...]]:
    return need.kind, need.coupling, need.given


def _plain(edges: Iterable[Edge], changes: Mapping[str, PastChange]) -> Iterator[PastNeed]:
    for edge in edges:
        if edge.kind in _KINDS and edge.source in changes and edge.target in changes:
            yield PastNeed(
                changes[edge.source],
                changes[edge.target],
                edge.kind,
                edge.coupling,
                edge.confidence,
                edge.given,
                edge.evidence[:_EVIDENCE],
            )


def _of_features(edges: Iterable[Edge], changes: Mapping[str, PastChange]) -> Iterator[PastNeed]:
    """Yield the needs among the slices of each feature, one slice of each release for all."""
    slices: dict[str, dict[Release, tuple[PastChange, Edge]]] = defaultdict(dict)
    for edge in edges:
        if edge.kind is EdgeKind.FEATURE and edge.target.startswith(FEATURE):
            change = changes[edge.source]
            known = slices[edge.target].get(_release(change))
            if known is None or (len(edge.given), change) < (len(known[1].given), known[0]):
                slices[edge.target][_release(change)] = change, edge
    for members in slices.values():
        for (one, edge), (other, other_edge) in permutations(members.values(), 2):
            yield PastNeed(
                one,
                other,
                edge.kind,
                edge.coupling,
                weakest(edge.confidence, other_edge.confidence),
                tuple(sorted({*edge.given, *other_edge.given})),
                (*edge.evidence[:1], *other_edge.evidence[:1]),
            )
