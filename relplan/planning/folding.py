"""Runs of merged changes that nothing but the trunk tells apart, to be shown as one."""

from collections.abc import Collection, Iterable

from relplan.model.edge import EdgeKind
from relplan.model.frozen import frozen
from relplan.model.plan import Status
from relplan.planning.plan import Plan


@frozen
class Run:
    """Changes that stand alike, one after the other on main; most often just one."""

    changes: tuple[str, ...]
    """Oldest first."""

    @property
    def newest(self) -> str:
        """The change that stands for the run: to ship it is to ship all of them."""
        return self.changes[-1]


@frozen
class _Alike:
    """What two changes must share to be in one run."""

    batch: str
    status: Status
    wave: int
    neighbours: frozenset[str]


def fold(plan: Plan, changes: Iterable[str]) -> tuple[Run, ...]:
    """Fold *changes* into runs: same batch neighbours, status and wave, linked by the trunk alone.

    A run stands where its oldest change stood. Changes that are left out (filtered away) end a run.
    """
    chosen = list(changes)
    runs: dict[str, list[str]] = {}
    run_of: dict[str, str] = {}
    touched = plan.touched
    alike = {change: _alike(plan, change, touched) for change in chosen}
    for change in sorted(chosen, key=plan.trunk_position.__getitem__):
        before = _before(plan, change)
        if before in run_of and alike[before] == alike[change]:
            run_of[change] = run_of[before]
            runs[run_of[change]].append(change)
        else:
            run_of[change] = change
            runs[change] = [change]
    return tuple(Run(tuple(runs[change])) for change in chosen if change in runs)


def _before(plan: Plan, change: str) -> str:
    """Return the merged change that a trunk edge leads to from a merged one; empty for none."""
    found = plan.changes[change]
    if not found.merged or found.after not in plan.condensation.succ(change):
        return ""
    return found.after


def _alike(plan: Plan, change: str, touched: Collection[str]) -> _Alike:
    batch = plan.batch_of[change]
    name = batch.id if len(batch.changes) > 1 else ""
    around = plan.graph.around.get(change, frozenset())
    if change in touched:
        around = frozenset(other for other in around if _tied(plan, change, other))
    return _Alike(name, plan.status(change), batch.wave, around)


def _tied(plan: Plan, change: str, other: str) -> bool:
    """Tell whether the scenario leaves more than a trunk edge between the two."""
    between = (*plan.edges_between(change, other), *plan.edges_between(other, change))
    return any(edge.kind is not EdgeKind.TRUNK for edge in between)
