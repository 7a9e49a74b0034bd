"""What is deployed together: a lock-step batch, or all that one service has in a wave."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from relplan.model.plan import Batch
from relplan.model.value import value
from relplan.planning.ordering import in_order
from relplan.planning.plan import Plan


@value()
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

    One deployment of main carries all of its service's changes of a wave, what was reverted on it
    among them, where nothing else has to come between them.
    """
    found = {batch.id: batch for batch in batches}
    grouping = _Grouping(plan, found)
    groups: dict[tuple[str, int], list[Batch]] = defaultdict(list)
    for batch in found.values():
        if len(batch.services) == 1:
            groups[batch.services[0], batch.wave].append(batch)
    for group in groups.values():
        grouping.join(sorted(group, key=lambda one: _place(plan, one)))
    return grouping.units()


class _Grouping:
    """Units in the making: each goes by the id of its first batch."""

    def __init__(self, plan: Plan, batches: Mapping[str, Batch]) -> None:
        self._batches = batches
        self._needed = {
            name: [other for other in plan.batches_needed(batch) if other in batches]
            for name, batch in batches.items()
        }
        self._members = {name: [name] for name in batches}
        self._unit_of = {name: name for name in batches}

    def join(self, batches: Sequence[Batch]) -> None:
        """Make one unit of *batches*, all of one wave, if nothing has to come between them."""
        names = [batch.id for batch in batches]
        if self._leads_back(frozenset(names), batches[0].wave):
            return
        for name in names:
            del self._members[name]
            self._unit_of[name] = names[0]
        self._members[names[0]] = names

    def units(self) -> list[Unit]:
        """Return all units, each after those that it needs."""
        order = in_order(
            {name: self._needs(name) for name in self._members},
            lambda name: (min(self._batches[one].number for one in self._members[name]),),
        )
        return [Unit(tuple(self._batches[one] for one in self._members[name])) for name in order]

    def _needs(self, unit: str) -> set[str]:
        needed = {
            self._unit_of[other] for name in self._members[unit] for other in self._needed[name]
        }
        return needed - {unit}

    def _leads_back(self, units: frozenset[str], wave: int) -> bool:
        """Tell whether a way leads out of *units* and back: never by a unit of an earlier wave."""
        queue = [other for name in units for other in self._needs(name) - units]
        seen = set(queue)
        while queue:
            name = queue.pop()
            if self._batches[name].wave < wave:
                continue
            for other in self._needs(name) - seen:
                if other in units:
                    return True
                seen.add(other)
                queue.append(other)
        return False


def _place(plan: Plan, batch: Batch) -> tuple[bool, int, str]:
    change = plan.changes[batch.changes[0]]
    return not change.merged, plan.trunk_position[change.id], change.id
