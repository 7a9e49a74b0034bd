"""Which changes stand otherwise in one plan than in another, without looking at all of them."""

from collections.abc import Iterator

from relplan.planning.components import Condensation
from relplan.planning.plan import Plan


def differing(before: Plan, after: Plan) -> frozenset[str]:
    """Return the changes of which two plans of one graph say different things.

    Those of another status or wave, in another batch or in one that was a single change before, and
    those at the ends of edges that only one of the scenarios leaves. A batch that loses others or
    gets them is still the same for those that stay.
    """
    found = set(_moved(before.condensation, after.condensation))
    found.update(_judged_otherwise(before.condensation, after.condensation))
    found.update(_judged_otherwise(before.pessimistic, after.pessimistic))
    graph = after.graph
    for place in before.condensation.hidden.edges ^ after.condensation.hidden.edges:
        found.update(graph.ends(place))
    return frozenset(found & graph.changes.keys())


def _judged_otherwise(before: Condensation, after: Condensation) -> Iterator[str]:
    if before is not after:
        known = before.status_of
        for change, status in after.status_of.items():
            if known[change] is not status:
                yield change


def _moved(before: Condensation, after: Condensation) -> Iterator[str]:
    """Yield the nodes of components that are others, or have another wave."""
    for number, component in after.components.items():
        was = before.components.get(number)
        if was is component:  # the usual case: it was handed on
            continue
        if (
            was is None
            or was.wave != component.wave
            or (was.changes > 1) is not (component.changes > 1)
        ):
            yield from component.nodes
        else:
            yield from component.nodes - was.nodes
