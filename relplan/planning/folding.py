"""Runs of merged changes that nothing but the trunk tells apart, to be shown as one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from relplan.model.edge import EdgeKind
from relplan.model.plan import Status
from relplan.planning.differing import differing
from relplan.planning.plan import Plan


class Run(NamedTuple):
    """Changes that stand alike, one after the other on main; most often just one."""

    changes: tuple[str, ...]
    """Oldest first."""

    @property
    def newest(self) -> str:
        """The change that stands for the run: to ship it is to ship all of them."""
        return self.changes[-1]


class _Alike(NamedTuple):
    """What two changes must share to be in one run."""

    batch: int
    """-1: none but its own."""
    status: Status
    wave: int
    neighbours: frozenset[str]


def fold(plan: Plan, changes: Iterable[str]) -> tuple[Run, ...]:
    """Fold *changes* into runs: same batch neighbours, status and wave, linked by the trunk alone.

    A run stands where its oldest change stood. Changes that are left out (filtered away) end a run.
    """
    return Folding().fold(plan, changes)


class Folding:
    """Folds the changes of one plan after the other, and only what differs anew."""

    def __init__(self) -> None:
        """Begin with no plan."""
        self._plan: Plan | None = None
        self._of_service: Mapping[str, Collection[str]] = {}
        """In the order of the trunk."""
        self._runs: dict[str, Run] = {}
        """Of all changes of the plan, by their oldest."""

    def fold(self, plan: Plan, changes: Iterable[str]) -> tuple[Run, ...]:
        """Return the same as :func:`fold`."""
        self._look_at(plan)
        chosen = dict.fromkeys(changes)
        runs = self._runs
        if len(chosen) < len(plan.changes):
            kept = (part for run in runs.values() for part in _parts(plan, run, chosen))
            runs = {part.changes[0]: part for part in kept}
        return tuple(runs[change] for change in chosen if change in runs)

    def _look_at(self, plan: Plan) -> None:
        """Fold again what differs from the plan before; a trunk is one service's."""
        before, self._plan = self._plan, plan
        if before is plan:
            return
        if before is None or before.graph is not plan.graph:
            self._of_service = _by_service(plan)
            self._runs = {}
            services: Iterable[str] = self._of_service
        else:
            services = {plan.changes[change].service for change in differing(before, plan)}
        touched = plan.touched
        for service in services:
            changes = self._of_service[service]
            for change in changes:
                self._runs.pop(change, None)
            self._runs.update(_folded(plan, changes, touched))


def _by_service(plan: Plan) -> Mapping[str, Collection[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for change in sorted(plan.changes, key=plan.trunk_position.__getitem__):
        found[plan.changes[change].service].append(change)
    return found


def _folded(plan: Plan, changes: Iterable[str], touched: Collection[str]) -> dict[str, Run]:
    runs: dict[str, list[str]] = {}
    run_of: dict[str, list[str]] = {}
    alike: dict[str, _Alike] = {}
    for change in changes:
        alike[change] = _alike(plan, change, touched)
        before = _before(plan, change)
        if before in run_of and alike[before] == alike[change]:
            run_of[change] = run_of[before]
            run_of[change].append(change)
        else:
            runs[change] = run_of[change] = [change]
    return {oldest: Run(tuple(run)) for oldest, run in runs.items()}


def _parts(plan: Plan, run: Run, chosen: Collection[str]) -> Iterable[Run]:
    """Return what is left of *run* where only the *chosen* changes are."""
    if len(run.changes) == 1:
        return (run,) if run.changes[0] in chosen else ()
    left = [change for change in run.changes if change in chosen]
    if len(left) == len(run.changes):
        return (run,)
    parts: dict[str, list[str]] = {}
    part_of: dict[str, list[str]] = {}
    for change in left:
        part = part_of.get(plan.changes[change].after)
        if part is None:
            part = parts[change] = []
        part.append(change)
        part_of[change] = part
    return [Run(tuple(part)) for part in parts.values()]


def _before(plan: Plan, change: str) -> str:
    """Return the merged change that a trunk edge leads to from a merged one; empty for none."""
    found = plan.changes[change]
    if not found.merged or found.after not in plan.condensation.succ(change):
        return ""
    return found.after


def _alike(plan: Plan, change: str, touched: Collection[str]) -> _Alike:
    component_of = plan.condensation.component_of[change]
    component = plan.condensation.components[component_of]
    around = plan.graph.around.get(change, frozenset())
    if change in touched:
        around = frozenset(other for other in around if _tied(plan, change, other))
    batch = component_of if component.changes > 1 else -1
    return _Alike(batch, plan.status(change), component.wave, around)


def _tied(plan: Plan, change: str, other: str) -> bool:
    """Tell whether the scenario leaves more than a trunk edge between the two."""
    between = (*plan.edges_between(change, other), *plan.edges_between(other, change))
    return any(edge.kind is not EdgeKind.TRUNK for edge in between)
