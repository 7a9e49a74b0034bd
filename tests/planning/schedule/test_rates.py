"""How likely a batch goes through whole, and from how much that is known."""

from dataclasses import replace

import pytest

from relplan.model.calendar import Calendar
from relplan.planning.schedule import schedule
from relplan.planning.schedule.rates import (
    ENOUGH,
    deployment_rates,
    deployments,
    expected_failures,
    goes_through,
)
from tests.planning.world import contract, merged, planned, service, world

SNAPSHOT = world(
    service("pay"),
    service("web"),
    contract("api", provider="pay", consumers=["web"]),
    merged("pay", 1, breaks="api"),
    merged("web", 1, adapts="api"),
)


def test_three_releases_are_no_knowledge() -> None:
    rates = deployment_rates(SNAPSHOT.workspace, {"pay": (3, 3), "web": (ENOUGH, 4)})
    assert (rates["pay"].rate, rates["pay"].source) == (0.05, "default")
    assert (rates["pay"].releases, rates["pay"].failed) == (3, 3)
    assert (rates["web"].rate, rates["web"].source) == (5 / 22, "history")


def test_what_is_said_beats_what_is_seen() -> None:
    said = tuple(replace(one, deploy_failure_rate=0.5) for one in SNAPSHOT.workspace.services)
    rates = deployment_rates(replace(SNAPSHOT.workspace, services=said), {"pay": (100, 0)})
    assert {rate.source for rate in rates.values()} == {"configured"}
    (batch,) = planned(SNAPSHOT).batches
    assert goes_through(batch, rates) == pytest.approx(0.25)


def test_one_deployment_carries_all_of_a_service_in_a_wave() -> None:
    rates = deployment_rates(SNAPSHOT.workspace, {})
    plan = planned(world(service("pay"), service("web"), merged("web", 1), merged("web", 2)))
    dated = schedule(plan, Calendar(0, 10), {}).batches
    assert deployments(dated) == {(0, 0, "web")}
    assert expected_failures(dated, rates) == pytest.approx(0.05)


def test_what_another_service_comes_between_is_two_deployments() -> None:
    rates = deployment_rates(SNAPSHOT.workspace, {})
    plan = planned(
        world(
            merged("web", 1),
            merged("pay", 1, depends_on="web@1"),
            merged("web", 2, depends_on="pay@1"),
        )
    )
    dated = schedule(plan, Calendar(0, 10), {}).batches
    assert deployments(dated) == {(0, 0, "web"), (0, 1, "pay"), (0, 2, "web")}
    assert expected_failures(dated, rates) == pytest.approx(0.15)
