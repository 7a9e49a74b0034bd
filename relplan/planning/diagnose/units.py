"""What a diagnosis says of a unit: what it holds, and whether its services are tied without it."""

from collections.abc import Iterable, Mapping

from relplan.model.counting import counted, joined, largest_goes
from relplan.model.edge import Edge
from relplan.planning.couplings import Coupling, tied_by_contracts
from relplan.planning.diagnose.scope import Scope
from relplan.planning.schedule.rates import all_succeed, deployment_rates


def of_unit(scope: Scope, coupling: Coupling, edges: Iterable[Edge]) -> str:
    """Say what the unit holds, who of it could go alone, and what splitting it brings."""
    held = {end for edge in edges for end in (edge.source, edge.target)} & set(scope.plan.changes)
    services = joined(coupling.services)
    held_by_it = counted(len(held), "change")
    return " ".join(
        (
            f"{coupling.name} deploys {services} with one button, which holds {held_by_it}.",
            _who_could_go(coupling, _ties(scope, coupling)),
            _odds(scope, coupling),
            _split(scope, coupling),
        )
    )


def remedy_of_unit(scope: Scope, coupling: Coupling) -> str:
    """Say what to do, in its order: first for the services that no contract ties.

    What a contract would tie in lock-step now is versioned first; else splitting comes first.
    """
    ties = _ties(scope, coupling)
    loose, tied = _loose_and_tied(coupling, ties)
    forced, name = joined(scope.forced(coupling.services)), coupling.name
    if not loose and forced:
        return (
            f"Version or flag {forced}, then give {joined(tied)} a deployment of their own:"
            f" {name} alone does not hold them together."
        )
    if not loose:
        return (
            f"Give {joined(tied)} a deployment of their own, out of {name}: no contract holds them"
            f" in lock-step now. Then version {joined(sorted(ties))}, so that no later break ties"
            " them anew."
        )
    its = "its" if len(loose) == 1 else "their"
    after = f" once {forced} is versioned or flagged" if forced else ""
    last = f"; {joined(tied)} may follow{after}" if tied else ""
    return f"Give {joined(loose)} a deployment of {its} own, out of {name}{last}."


def _ties(scope: Scope, coupling: Coupling) -> Mapping[str, frozenset[str]]:
    """Return the contracts that tie services of the unit, and which."""
    return tied_by_contracts(scope.plan.snapshot.workspace.contracts, coupling.services)


def _loose_and_tied(
    coupling: Coupling, ties: Mapping[str, frozenset[str]]
) -> tuple[list[str], list[str]]:
    tied: frozenset[str] = frozenset().union(*ties.values())
    return [one for one in coupling.services if one not in tied], sorted(tied)


def _who_could_go(coupling: Coupling, ties: Mapping[str, frozenset[str]]) -> str:
    loose, tied = _loose_and_tied(coupling, ties)
    if not tied:
        return "No contract ties any of them: only the set-up does."
    shared = f"{joined(tied)} share {joined(sorted(ties))}, whatever deploys them"
    if not loose:
        return f"{shared[0].upper()}{shared[1:]}."
    return f"No contract ties {joined(loose)} to the others; {shared}."


def _odds(scope: Scope, coupling: Coupling) -> str:
    rates = deployment_rates(scope.plan.snapshot.workspace, {})
    return f"All of them succeed in {all_succeed(coupling.services, rates):.0%} of deployments."


def _split(scope: Scope, coupling: Coupling) -> str:
    split = scope.without([coupling.name])
    days = max(0.0, scope.days - scope.waited(split))
    effect = largest_goes(scope.largest(scope.scenario), scope.largest(split))
    waited = f", and {days:,.0f} days of waiting would have been spared" if days >= 0.5 else ""
    return f"Split, {effect}{waited}."
