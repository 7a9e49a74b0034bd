"""What one item is about: the coupling, who provides and who consumes it, what changes of it."""

from collections.abc import Iterable

from relplan.model.change import EffectKind
from relplan.model.edge import Edge
from relplan.model.parts import bare_part
from relplan.model.scenario import CouplingKind, Mark
from relplan.model.value import value
from relplan.planning.couplings import Coupling, tied_by_contracts
from relplan.planning.plan import Plan

_PARTS = 5


@value()
class Work:
    """A mark on a coupling, and all whom it concerns."""

    coupling: Coupling
    mark: Mark
    provider: str
    """The service that has most to do: of a contract its provider; else empty."""
    others: tuple[str, ...]
    """The other services, sorted."""
    team_of: dict[str, str]
    parts: tuple[str, ...]
    """What of a contract pending changes break, as far as that is known."""
    tied: frozenset[str] = frozenset()
    """Of a unit the services that contracts tie to others of these."""
    gate_team: str = ""

    @classmethod
    def of(cls, plan: Plan, coupling: Coupling, mark: Mark, edges: Iterable[Edge]) -> "Work":
        """Look at who is at the ends of *edges*, and who is said to use the coupling."""
        changes = plan.changes
        ends = {end for edge in edges for end in (edge.source, edge.target) if end in changes}
        services = {changes[end].service for end in ends} | set(coupling.services)
        gates = {gate.name: gate.team for gate in plan.snapshot.workspace.gates}
        return cls(
            coupling=coupling,
            mark=mark,
            provider=coupling.provider,
            others=tuple(sorted(services - {coupling.provider})),
            team_of={service: plan.team_of(service) for service in sorted(services)},
            parts=_broken(plan, coupling, ends),
            tied=_tied(plan, services) if coupling.kind is CouplingKind.UNIT else frozenset(),
            gate_team=gates.get(coupling.name, "") if coupling.kind is CouplingKind.GATE else "",
        )

    @property
    def services(self) -> tuple[str, ...]:
        """All services, the provider first."""
        return (*((self.provider,) if self.provider else ()), *self.others)

    @property
    def teams(self) -> tuple[str, ...]:
        """The teams of these services, and of a gate, each once."""
        teams = [self.gate_team, *(self.team_of[service] for service in self.services)]
        return tuple(dict.fromkeys(team for team in teams if team))


def _tied(plan: Plan, services: set[str]) -> frozenset[str]:
    contracts = plan.snapshot.workspace.contracts
    return frozenset().union(*tied_by_contracts(contracts, services).values())


def _broken(plan: Plan, coupling: Coupling, changes: Iterable[str]) -> tuple[str, ...]:
    parts = {
        bare_part(effect.parts[0])
        for change in changes
        for effect in plan.changes[change].effects
        if effect.contract == coupling.name and effect.kind is EffectKind.BREAKS and effect.parts
    }
    return tuple(sorted(parts)[:_PARTS])
