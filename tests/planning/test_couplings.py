"""What there is to mark, and how much it ties."""

from relplan.model.scenario import CouplingKind
from relplan.model.workspace import Contract, Gate, GateKind
from relplan.planning.couplings import Coupling, couplings
from relplan.planning.graph import NeedsGraph
from tests.planning.world import (
    Statement,
    approval,
    contract,
    feature,
    joint,
    merged,
    opened,
    world,
)


def found(*statements: Statement) -> dict[str, Coupling]:
    return {one.name: one for one in couplings(NeedsGraph(world(*statements)))}


def test_a_contract_ties_its_provider_its_consumers_and_who_adapts() -> None:
    seen = found(
        contract("K", provider="api", consumers=["web"]),
        merged("api", 1, breaks="K"),
        opened("app", "adapt", adapts="K"),
    )
    assert seen["K"] == Coupling(
        name="K",
        kind=CouplingKind.CONTRACT,
        contract=Contract("K", "api", ("web",)),
        services=("api", "app", "web"),
        edges=3,  # app requires api; api breaks app and web, whose adaptation is missing
        changes=2,
    )


def test_a_feature_ties_the_services_of_its_slices() -> None:
    seen = found(merged("api", 1, feature="F-1"), merged("web", 1, feature="F-1"))
    assert seen["F-1"] == Coupling(
        name="F-1",
        kind=CouplingKind.FEATURE,
        services=("api", "web"),
        edges=4,
        changes=2,
    )


def test_a_gate_ties_its_services() -> None:
    seen = found(joint("e2e", "web", "api"), merged("api", 1), opened("web", "new"))
    assert seen["e2e"] == Coupling(
        name="e2e",
        kind=CouplingKind.GATE,
        gate=Gate("e2e", GateKind.JOINT, ("web", "api")),
        services=("api", "web"),
        edges=3,
        changes=2,
    )


def test_a_gate_that_has_passed_says_so() -> None:
    seen = found(approval("legal", "api", passed=True), merged("api", 1))
    assert (seen["legal"].detail, seen["legal"].edges) == ("approval, passed", 0)


def test_an_issue_key_in_one_service_is_none_but_a_declared_feature_is() -> None:
    seen = found(
        feature("F-9"), merged("api", 1, issue="F-1"), opened("api", "more", feature=["F-1", "F-9"])
    )
    assert seen.keys() == {"F-9"}


def test_those_that_draw_most_edges_come_first() -> None:
    seen = found(
        contract("K", provider="api", consumers=["web"]),
        contract("J", provider="api"),
        approval("legal", "api"),
        merged("api", 1, feature="F-1"),
        merged("web", 1, feature="F-1"),
    )
    assert list(seen) == ["F-1", "legal", "J", "K"]
