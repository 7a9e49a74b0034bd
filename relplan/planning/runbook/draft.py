"""One unit of a runbook in the making."""

from relplan.model.frozen import frozen
from relplan.model.runbook import Exposure
from relplan.planning.plan import Plan
from relplan.planning.runbook.order import Ties, exposures
from relplan.planning.runbook.units import Unit


@frozen
class Draft:
    """A unit with the order of its services and the number of its first step."""

    unit: Unit
    order: tuple[str, ...]
    ties: Ties
    dropping: frozenset[str]
    """The services that drop what no rollback brings back."""
    first: int

    @property
    def last(self) -> int:
        """The number of its last step."""
        return self.first + len(self.order) - 1

    def step_of(self, service: str) -> int:
        """Return the number of the step that deploys *service*."""
        return self.first + self.order.index(service)

    @property
    def exposures(self) -> list[Exposure]:
        """What is out of step on the way."""
        return exposures(self.order, self.ties, self.first)

    def changes_of(self, plan: Plan, service: str) -> tuple[str, ...]:
        """Return the changes of *service* in the order of its main, open ones last."""
        own = [name for name in self.unit.changes if plan.changes[name].service == service]
        return tuple(
            sorted(
                own,
                key=lambda name: (not plan.changes[name].merged, plan.trunk_position[name], name),
            )
        )
