"""Items that teams can take on: their steps, what they gain, and what is none."""

from dataclasses import replace
from random import Random

import pytest

from relplan.model.backlog import Backlog, Item
from relplan.model.edge import Cause
from relplan.model.scenario import Scenario
from relplan.model.snapshot import Snapshot
from relplan.planning import Planner, plan
from relplan.planning.backlog import backlog
from tests.planning.snapshots import random_scenario, random_snapshot
from tests.planning.world import (
    approval,
    contract,
    finding,
    joint,
    merged,
    opened,
    service,
    unit,
    world,
)

DAY = 86_400
TEAMS = (service("payments", "money"), service("orders", "checkout"), service("web", "front"))


def listed(snapshot: Snapshot) -> Backlog:
    return backlog(Planner(snapshot), Scenario(), 2 * DAY, seconds=60)


def only(found: Backlog) -> Item:
    (item,) = found.items
    return item


def phases(item: Item) -> list[tuple[str, str, str, bool]]:
    return [(task.phase, task.service, task.team, task.irreversible) for task in item.tasks]


def test_a_contract_is_expanded_migrated_and_contracted() -> None:
    item = only(
        listed(
            world(
                *TEAMS,
                contract("payments-api", provider="payments", consumers=["orders", "web"]),
                merged("payments", 1, breaks=finding("payments-api", "GET /payments", line=7)),
                merged("orders", 1, adapts="payments-api"),
                merged("web", 1, adapts="payments-api"),
            )
        )
    )
    assert (item.coupling, item.mark, item.cause) == (
        "payments-api", "versioned", Cause.TIGHT_COUPLING,
    )  # fmt: skip
    assert phases(item) == [
        ("expand", "payments", "money", False),
        ("migrate", "orders", "checkout", False),
        ("migrate", "web", "front", False),
        ("contract", "payments", "money", True),
    ]
    assert item.teams == ("money", "checkout", "front")
    assert any("GET /payments" in text for text in item.criteria)
    assert any("--mark payments-api=versioned" in text for text in item.criteria)
    assert any(found.path == "api.yaml" and found.line == 7 for found in item.evidence)
    gain = item.gain
    assert gain.changes == ("orders@1", "payments@1", "web@1")
    assert (gain.largest_batch_before, gain.largest_batch_after) == (3, 1)
    assert gain.waiting_days_saved == 6.0  # three changes for two days
    assert "3 changes of 3 teams" in item.why_now
    assert "from 3 to 1" in item.why_now


@pytest.mark.parametrize(
    ("path", "step"),
    [
        (".github/workflows/deploy.yml", "Give web a workflow of its own, started by `paths:`"),
        ("deploy/shop/Chart.yaml", "Give web a release of its own chart"),
        ("deploy/shop/templates/all.yaml", "Give web a release of its own chart"),
        (".octopus/shop/deployment_process.ocl", "Give web a project of its own"),
        ("ci/spinnaker/shop.json", "Give web a pipeline of its own, started by its own image"),
        ("shop/dinghyfile", "Give web a pipeline of its own, started by its own image"),
        ("bitbucket-pipelines.yml", "Give web a step of its own, with `condition: changesets:`"),
        ("ci/azure-pipelines.yml", "Give web a pipeline of its own, with `trigger: paths:`"),
        ("ci/cloudbuild-prod.yaml", "Give web a build file and a trigger of its own"),
        ("scripts/release", "Give web a deployment of its own."),
    ],
)
def test_a_unit_is_taken_apart_in_its_own_tools_terms(path: str, step: str) -> None:
    shop = unit("shop", detected=["orders", "web"])
    seen = (replace(shop.seen[0], path=path),)
    item = only(
        listed(world(*TEAMS, replace(shop, seen=seen), merged("orders", 1), merged("web", 1)))
    )
    assert (item.mark, item.cause) == ("split", Cause.UNDONE_WORK)
    assert item.title == "Deploy orders and web each by itself, out of shop"
    assert next(task.what for task in item.tasks if task.service == "web").startswith(step)
    assert item.evidence[0].path == path


def test_what_contracts_tie_comes_last_and_still_goes_together() -> None:
    api = contract("orders-api", provider="orders", consumers=["payments"])
    item, _ = listed(
        world(
            *TEAMS,
            api,
            unit("shop", "orders", "payments", "web"),
            merged("orders", 1, breaks="orders-api"),
            merged("payments", 1, adapts="orders-api"),
            merged("web", 1),
        )
    ).items
    alone = [service for phase, service, *_ in phases(item) if phase == "deploy alone"]
    assert alone == ["web", "orders", "payments"]
    assert item.why_now.endswith("Afterwards orders and payments still go together for orders-api.")


def test_a_feature_gets_a_flag_and_is_cut_anew() -> None:
    item = only(
        listed(world(*TEAMS, merged("orders", 1, feature="F-1"), merged("web", 1, feature="F-1")))
    )
    assert [phase for phase, *_ in phases(item)] == [
        "add flag", "add flag", "deploy dark", "deploy dark", "flip", "remove", "remove",
        "re-slice vertically",
    ]  # fmt: skip
    assert not any(task.irreversible for task in item.tasks)
    assert item.cause is Cause.HORIZONTAL_SLICING


def test_a_joint_gate_is_replaced_by_contract_tests() -> None:
    item = only(
        listed(
            world(
                *TEAMS,
                joint("e2e", "orders", "web", team="qa"),
                merged("orders", 1),
                merged("web", 1),
            )
        )
    )
    assert [service for phase, service, *_ in phases(item) if "contract test" in phase] == [
        "orders", "web",
    ]  # fmt: skip
    assert item.teams[0] == "qa"
    assert item.cause is Cause.UNDONE_WORK


def test_a_missing_adaptation_ties_the_next_release_too() -> None:
    item = only(
        listed(
            world(
                contract("api", provider="payments", consumers=["orders"]),
                merged("payments", 1, breaks="api"),
            )
        )
    )
    assert item.gain.changes == ("payments@1",)


def test_what_only_waits_for_something_under_way_is_told_apart() -> None:
    found = listed(
        world(
            contract("api", provider="payments", consumers=["orders"]),
            opened("payments", "v2", extends="api"),
            merged("orders", 1, adapts="api"),
        )
    )
    assert not found.items
    (waiting,) = found.waiting
    assert (waiting.coupling, waiting.changes) == ("api", ("orders@1",))
    assert "until payments:v2 is done" in waiting.text


def test_an_approval_of_one_service_is_waited_for() -> None:
    found = listed(world(approval("security", "web", team="sec"), merged("web", 1)))
    assert not found.items
    assert found.waiting[0].coupling == "security"


def test_what_no_mark_takes_away_is_said_with_its_remedy() -> None:
    found = listed(world(opened("api", "v2"), merged("web", 1, depends_on="api:v2")))
    assert not found.items
    (text,) = found.remaining
    assert "api:v2" in text
    assert "relplan dismiss" in text


def test_gains_are_differences_of_plans_one_after_the_other() -> None:
    for seed in range(150):
        random = Random(seed)
        snapshot, scenario = random_snapshot(random), random_scenario(random)
        planner = Planner(snapshot)
        found = backlog(planner, scenario, 2 * DAY, seconds=60)
        assert found == backlog(planner, scenario, 2 * DAY, seconds=60)
        assert [item.rank for item in found.items] == list(range(1, len(found.items) + 1))
        made, numbers = scenario, plan(snapshot, scenario).numbers
        assert found.before == numbers
        for item in found.items:
            assert item.gain.largest_batch_before == numbers.largest_batch
            made = made.with_mark(item.coupling, item.mark)
            numbers = plan(snapshot, made).numbers
            assert item.gain.largest_batch_after == numbers.largest_batch
            assert item.criteria
            assert item.tasks
        assert found.after == numbers
        names = {item.coupling for item in found.items}
        assert not names & {one.coupling for one in found.waiting}
