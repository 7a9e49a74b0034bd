"""The units of a runbook in the making, and how they stand to each other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from relplan.model.production import Production
from relplan.model.runbook import Exposure
from relplan.model.workspace import Contract
from relplan.planning.plan import Plan
from relplan.planning.runbook.order import Ties, exposures
from relplan.planning.runbook.units import Unit
from relplan.planning.search import reached


@dataclass(frozen=True)
class Draft:
    """A unit with the order of its services and the number of its first step."""

    place: int
    """Among all drafts, from 0."""
    unit: Unit
    order: tuple[str, ...]
    ties: Ties
    dropping: frozenset[str]
    """The services that drop what no rollback brings back."""
    first: int
    changes_of: Mapping[str, tuple[str, ...]]
    """The changes of each service in the order of its main, open ones last."""

    @property
    def last(self) -> int:
        """The number of its last step."""
        return self.first + len(self.order) - 1

    def step_of(self, service: str) -> int:
        """Return the number of the step that deploys *service*."""
        return self.first + self._place_of[service]

    @cached_property
    def exposures(self) -> list[Exposure]:
        """What is out of step on the way."""
        return exposures(self.order, self.ties, self.first)

    @cached_property
    def _place_of(self) -> dict[str, int]:
        return {service: place for place, service in enumerate(self.order)}


def changes_by_service(plan: Plan, changes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return *changes* by their services, each in the order of its main, open ones last."""
    found: dict[str, list[str]] = {}
    for name in changes:
        found.setdefault(plan.changes[name].service, []).append(name)

    def on_main(name: str) -> tuple[bool, int, str]:
        return not plan.changes[name].merged, plan.trunk_position[name], name

    return {service: tuple(sorted(own, key=on_main)) for service, own in found.items()}


class Drafts:
    """All drafts in order, each after those that it needs."""

    def __init__(self, plan: Plan, drafts: Sequence[Draft]) -> None:
        """Look at *drafts* of *plan*."""
        self.plan = plan
        self._drafts = drafts
        self.batches = {batch.id: one for one in drafts for batch in one.unit.batches}
        """The draft of each batch."""
        self._needs: list[set[int]] = [
            {
                self.batches[name].place
                for batch in one.unit.batches
                for name in plan.batches_needed(batch)
                if name in self.batches
            }
            for one in drafts
        ]
        self._needing: list[list[int]] = [[] for _ in drafts]
        for place, needed in enumerate(self._needs):
            for other in needed - {place}:
                self._needing[other].append(place)
        deploying: dict[str, Draft] = {}
        self._before: list[dict[str, Draft]] = []
        for one in drafts:
            self._before.append({name: deploying[name] for name in one.order if name in deploying})
            deploying.update(dict.fromkeys(one.order, one))

    def __iter__(self) -> Iterator[Draft]:
        """Yield them in order."""
        return iter(self._drafts)

    def needed_by(self, draft: Draft) -> list[Draft]:
        """Return those that *draft* needs, directly or not, in order."""
        return self._all(reached(draft.place, self._needs.__getitem__) - {draft.place})

    def needing(self, draft: Draft) -> list[Draft]:
        """Return those that need *draft*, directly or not, in order."""
        return self._all(reached(draft.place, self._needing.__getitem__))

    def before(self, draft: Draft, service: str) -> Draft | None:
        """Return the one that deploys *service* last before *draft*; None: it is the first."""
        return self._before[draft.place].get(service)

    @cached_property
    def contracts_of(self) -> Mapping[str, Sequence[Contract]]:
        """The contracts that each service provides."""
        found: dict[str, list[Contract]] = {}
        for contract in self.plan.snapshot.workspace.contracts:
            found.setdefault(contract.provider, []).append(contract)
        return found

    @cached_property
    def running(self) -> Mapping[str, Production]:
        """What runs of each service before the first step."""
        return {one.service: one for one in self.plan.snapshot.production}

    def _all(self, places: Iterable[int]) -> list[Draft]:
        return [self._drafts[place] for place in sorted(places)]
