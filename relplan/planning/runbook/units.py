"""What is deployed together: a lock-step batch, or all that one service has in a wave."""

from collections import defaultdict
from collections.abc import Iterable

import networkx as nx

from relplan.model.frozen import frozen
from relplan.model.plan import Batch
from relplan.planning.plan import Plan


@frozen
class Unit:
    """Batches that are rolled back together when a step of them fails."""

    batches: tuple[Batch, ...]

    @property
    def changes(self) -> tuple[str, ...]:
        """All their changes."""
        return tuple(change for batch in self.batches for change in batch.changes)

    @property
    def services(self) -> tuple[str, ...]:
        """All their services, sorted."""
        return tuple(sorted({service for batch in self.batches for service in batch.services}))


def units_of(plan: Plan, batches: Iterable[Batch]) -> list[Unit]:
    """Return *batches* as units in an order in which each comes after those that it needs.

    One deployment of main carries all of its service's changes of a wave, where nothing else has to
    come between them.
    """
    units = []
    groups: dict[tuple[str, int], list[Batch]] = defaultdict(list)
    for batch in batches:
        if len(batch.changes) == 1:
            groups[batch.services[0], batch.wave].append(batch)
        else:
            units.append(Unit((batch,)))
    single = {key: [Unit((batch,)) for batch in group] for key, group in groups.items()}
    chosen = dict(single)
    for key, group in groups.items():
        joined = Unit(tuple(sorted(group, key=lambda one: _place(plan, one))))
        trial = {**chosen, key: [joined]}
        if _sorted(plan, [*units, *(unit for found in trial.values() for unit in found)]):
            chosen = trial
    return _sorted(plan, [*units, *(unit for found in chosen.values() for unit in found)]) or []


def _sorted(plan: Plan, units: list[Unit]) -> list[Unit] | None:
    """Return *units* after what they need; None: some need each other."""
    of = {batch.id: place for place, unit in enumerate(units) for batch in unit.batches}
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(len(units)))
    for place, unit in enumerate(units):
        for batch in unit.batches:
            for needed in plan.batches_needed(batch):
                if of.get(needed, place) != place:
                    graph.add_edge(of[needed], place)
    try:
        order = list(
            nx.lexicographical_topological_sort(
                graph, key=lambda place: min(batch.number for batch in units[place].batches)
            )
        )
    except nx.NetworkXUnfeasible:
        return None
    return [units[place] for place in order]


def _place(plan: Plan, batch: Batch) -> tuple[bool, int, str]:
    change = plan.changes[batch.changes[0]]
    return not change.merged, plan.trunk_position[change.id], change.id
