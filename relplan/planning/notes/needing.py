"""Which services of a release need each other: who goes after, or together with, whom."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from relplan.model.edge import EdgeKind
from relplan.model.notes import ServiceNeed
from relplan.planning.plan import Plan


def needs_of_services(
    plan: Plan, by_service: Mapping[str, Sequence[str]]
) -> dict[str, tuple[ServiceNeed, ...]]:
    """Return for each service of a release which others of it its changes need directly.

    *by_service* has the changes that go out. A hub, such as a feature's or a unit's, stands for
    all of the changes that it ties.
    """
    going = {name for names in by_service.values() for name in names}
    found: dict[str, tuple[ServiceNeed, ...]] = {}
    for service, names in by_service.items():
        over: dict[str, set[str]] = defaultdict(set)
        for name in names:
            for other, why in _needed(plan, name, going):
                over[plan.changes[other].service].add(why)
        over.pop(service, None)
        together = {
            plan.changes[other].service
            for name in names
            for other in plan.condensation.of(name).nodes & going
        }
        found[service] = tuple(
            ServiceNeed(other, tuple(sorted(why)), other in together)
            for other, why in sorted(over.items())
        )
    return found


def _needed(plan: Plan, change: str, going: Collection[str]) -> set[tuple[str, str]]:
    """Return the changes *going* that *change* needs, over at most one hub, and by what."""
    found = set()
    for edge in plan.edges_from(change):
        if edge.kind is EdgeKind.TRUNK:
            continue
        why = edge.coupling or edge.kind.value
        if edge.target in plan.changes:
            found.add((edge.target, why))
        else:
            found |= {(other, why) for other in plan.condensation.succ(edge.target)}
    return {(other, why) for other, why in found if other in going}
