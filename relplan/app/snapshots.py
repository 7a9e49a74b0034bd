"""All that planning looks at, from the store, in one environment."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from relplan.model.change import Change
from relplan.model.production import PRODUCTION
from relplan.model.snapshot import Snapshot
from relplan.model.workspace import Workspace
from relplan.store import Store


def snapshot_of(store: Store, workspace: Workspace, environment: str) -> Snapshot:
    """Return *workspace* and what is pending in *environment*."""
    changes, has = store.changes(), store.contained(environment)
    runs = store.deployed().of(environment)
    shipped = store.shipped()
    left = pending_in(changes, has)
    if has:
        shipped |= _asked_of(changes, left, workspace, has)
    if environment != PRODUCTION and not runs:
        left = ()  # it was not read: what is pending there is not known
    production = tuple(runs[name] for name in sorted(runs))
    return Snapshot(
        workspace,
        left,
        shipped,
        environment,
        production,
        takings=store.takings(),
        uses=store.detected_uses(),
        complete_uses=store.complete_uses(),
        cautions=store.cautions(),
        dark=store.dark(),
        prerequisites=store.prerequisites(),
        unread=store.unread(),
    )


def _asked_of(
    changes: Sequence[Change], left: Sequence[Change], workspace: Workspace, has: frozenset[str]
) -> frozenset[str]:
    """Return what those *left* depend on and the environment *has*."""
    asked = {dependency for change in left for dependency in change.depends_on}
    if not asked:
        return frozenset()
    from relplan.planning.constraints.history import Resolver  # noqa: PLC0415 - few ask for any
    from relplan.planning.constraints.pending import pending  # noqa: PLC0415

    resolver = Resolver(pending(Snapshot(workspace, tuple(changes))))
    found = ((dependency.ref, resolver.targets(dependency)) for dependency in asked)
    return frozenset(ref for ref, targets in found if targets and has.issuperset(targets))


def pending_in(changes: Sequence[Change], has: Collection[str]) -> tuple[Change, ...]:
    """Return *changes* less those that an environment *has*, in the order of what is left."""
    if not has:
        return tuple(changes)
    by_id = {change.id: change for change in changes}
    left = []
    for change in changes:
        if change.id in has:
            continue
        after = change.after
        while after in has:
            after = by_id[after].after if after in by_id else ""
        left.append(change if after == change.after else replace(change, after=after))
    return tuple(left)


def counts_in(counts: Mapping[str, int], has: Collection[str]) -> dict[str, int]:
    """Return how many changes of each service are left of *counts* without those in *has*."""
    left = dict(counts)
    for change in has:
        service = re.split("[:@]", change, maxsplit=1)[0]
        left[service] = left.get(service, 0) - 1
    return left
