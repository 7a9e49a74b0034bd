"""Which changes an issue key suggests to be slices of one feature."""

from collections.abc import Collection, Iterator

from relplan.model.change import Change, FeatureSlice
from relplan.model.edge import feature_node
from relplan.model.evidence import Confidence
from relplan.planning.plan import Plan


def suggested_keys(plan: Plan, change: str) -> tuple[str, ...]:
    """Return the keys of suggested features in two or more services that *change* is a slice of."""
    return tuple(key for key, _ in suggested(plan, change))


def suggested(plan: Plan, change: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return these features, each with the other changes that it suggests, all sorted."""
    slices = plan.graph.constraints.pending.slices
    found = []
    for key in sorted({slice_.key for slice_ in plan.changes[change].features}):
        members = slices.get(key, {})
        own = members.get(change)
        if own is None or own[1].confidence is not Confidence.GUESSED:
            continue
        services = {other.service for other, _ in members.values()}
        if len(services) > 1 and not plan.edges_between(change, feature_node(key)):
            found.append((key, tuple(sorted(members.keys() - {change}))))
    return tuple(found)


def suggested_features(
    plan: Plan, among: Collection[str]
) -> Iterator[tuple[str, tuple[tuple[Change, FeatureSlice], ...]]]:
    """Yield the suggested features of two or more services with a change *among* these, by key.

    Each with all of its slices, sorted by change.
    """
    inside = set(among)
    for key, members in sorted(plan.graph.constraints.pending.slices.items()):
        if inside.isdisjoint(members):
            continue
        slices = tuple(
            members[name] for name in sorted(members) if key in suggested_keys(plan, name)
        )
        if slices:
            yield key, slices
