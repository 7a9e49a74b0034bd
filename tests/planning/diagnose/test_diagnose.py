"""The four questions, answered on small worlds."""

from dataclasses import replace
from datetime import datetime
from random import Random

import pytest

from relplan.contracts.sql import SQL
from relplan.model.calendar import Window
from relplan.model.diagnosis import Diagnosis, Verdict
from relplan.model.scenario import Scenario
from relplan.model.snapshot import Snapshot
from relplan.planning import Planner
from relplan.planning.diagnose import diagnose
from tests.planning.snapshots import random_scenario, random_snapshot
from tests.planning.world import (
    contract,
    joint,
    marking,
    merged,
    opened,
    service,
    unit,
    world,
)

DAY = 86_400
CONTRACTS, CHAINS, SLICES, GATES = range(4)
LOCKSTEP = (
    contract("payments-api", provider="payments", consumers=["orders"]),
    merged("payments", 1, breaks="payments-api"),
    merged("orders", 1, adapts="payments-api"),
)


def asked(snapshot: Snapshot, scenario: Scenario | None = None) -> Diagnosis:
    """Diagnose two days after everything was written."""
    return diagnose(Planner(snapshot), scenario or Scenario(), 2 * DAY)


def verdicts(found: Diagnosis) -> list[Verdict]:
    return [answer.verdict for answer in found.answers]


def test_a_contract_that_is_broken_is_forced_by_architecture() -> None:
    found = asked(world(*LOCKSTEP))
    answer = found.answers[CONTRACTS]
    assert (answer.verdict, answer.edges, answer.edge_share) == (Verdict.FORCED, 2, 1.0)
    assert (answer.days, answer.day_share) == (4.0, 1.0)  # two changes for two days
    (ground,) = answer.grounds
    assert ground.coupling == "payments-api"
    assert ground.evidence
    assert "payments" in ground.text
    assert "orders" in ground.text
    assert answer.remedies
    assert found.verdict is Verdict.FORCED
    assert found.waiting_days == 4.0


def test_a_mark_takes_it_off_the_diagnosis() -> None:
    found = asked(world(*LOCKSTEP), marking(payments_api="flagged"))
    assert found.answers[CONTRACTS].verdict is Verdict.ABSENT
    assert found.verdict is Verdict.ABSENT
    assert found.waiting_days == 0


def test_a_shared_database_is_named_as_one() -> None:
    database = contract("shop-db", provider="orders", consumers=["web"])
    found = asked(
        world(
            replace(database, kind="sql", advice=SQL.advice),
            merged("orders", 1, breaks="shop-db"),
        )
    )
    (ground,) = found.answers[CONTRACTS].grounds
    assert "share the database shop-db" in ground.text
    assert "web has not begun to adapt" in ground.text


def test_a_feature_cut_by_service_is_artificial() -> None:
    found = asked(
        world(
            service("orders", "checkout"),
            service("web", "front"),
            merged("orders", 1, feature="SHOP-1"),
            merged("web", 1, feature="SHOP-1"),
        )
    )
    assert found.answers[SLICES].verdict is Verdict.ARTIFICIAL
    assert found.answers[SLICES].edges == 4  # each slice and the hub need each other
    assert "checkout" in found.answers[SLICES].grounds[0].text
    assert found.verdict is Verdict.ARTIFICIAL


def test_a_gate_over_several_services_is_artificial() -> None:
    found = asked(world(joint("e2e", "orders", "web"), merged("orders", 1), merged("web", 1)))
    answer = found.answers[GATES]
    assert (answer.verdict, answer.edge_share, answer.day_share) == (Verdict.ARTIFICIAL, 1.0, 1.0)
    assert found.verdict is Verdict.ARTIFICIAL


SHOP = (unit("shop", "web", "orders", "jobs"), service("jobs"))


def test_a_unit_is_artificial_where_only_the_set_up_ties_its_services() -> None:
    found = asked(world(*SHOP, merged("web", 1), merged("orders", 1)))
    answer = found.answers[GATES]
    assert (answer.verdict, found.verdict) == (Verdict.ARTIFICIAL, Verdict.ARTIFICIAL)
    assert "every unit split none would be" in found.summary
    (ground,) = answer.grounds
    assert ground.text == (
        "shop deploys jobs, orders and web with one button, which holds 2 changes. No contract ties"
        " any of them: only the set-up does. All of them succeed in 86% of deployments. Split, the"
        " largest batch goes from 2 to 1 change, and 4 days of waiting would have been spared."
    )
    assert answer.remedies == ("Give jobs, orders and web a deployment of their own, out of shop.",)


def test_of_a_unit_those_whom_no_contract_ties_are_named_first() -> None:
    api = contract("orders-api", provider="orders", consumers=["web"])
    tied = merged("orders", 1, breaks="orders-api"), merged("web", 1, adapts="orders-api")
    found = asked(world(*SHOP, api, *tied))
    assert found.verdict is Verdict.FORCED
    (ground,) = found.answers[GATES].grounds
    assert "No contract ties jobs to the others; orders and web share orders-api" in ground.text
    assert "the largest batch stays at 2 changes" in ground.text
    (remedy,) = found.answers[GATES].remedies
    assert remedy == (
        "Give jobs a deployment of its own, out of shop; orders and web may follow once orders-api"
        " is versioned or flagged."
    )
    ordered = merged("orders", 1, extends="orders-api"), merged("web", 1, adapts="orders-api")
    (remedy,) = asked(world(*SHOP, api, *ordered)).answers[GATES].remedies
    assert remedy == "Give jobs a deployment of its own, out of shop; orders and web may follow."


PAIR = (
    unit("shop", "web", "orders"),
    contract("orders-api", provider="orders", consumers=["web"]),
    merged("web", 1, adapts="orders-api"),
)


def test_a_unit_whose_services_a_contract_only_orders_is_split_first() -> None:
    found = asked(world(*PAIR, merged("orders", 1, extends="orders-api")))
    assert found.verdict is Verdict.ARTIFICIAL
    (remedy,) = found.answers[GATES].remedies
    assert remedy == (
        "Give orders and web a deployment of their own, out of shop: no contract holds them in"
        " lock-step now. Then version orders-api, so that no later break ties them anew."
    )


def test_a_unit_whose_services_a_contract_holds_too_is_split_after_that() -> None:
    found = asked(world(*PAIR, merged("orders", 1, breaks="orders-api")))
    assert found.verdict is Verdict.FORCED
    (remedy,) = found.answers[GATES].remedies
    assert remedy == (
        "Version or flag orders-api, then give orders and web a deployment of their own: shop alone"
        " does not hold them together."
    )


def test_services_that_share_only_their_only_window_are_undone_work() -> None:
    thursday = Window("thursday", datetime(2026, 1, 1, 20), 60, "UTC")  # noqa: DTZ001 - local
    api = contract("orders-api", provider="orders", consumers=["web"])
    snapshot = world(api, *(merged(name, 1) for name in ("orders", "web", "jobs", "cms")))
    snapshot = replace(snapshot, workspace=replace(snapshot.workspace, windows=(thursday,)))
    answer = asked(snapshot).answers[GATES]
    assert answer.verdict is Verdict.ARTIFICIAL
    assert [ground.text for ground in answer.grounds] == [
        "cms and jobs may ship only in thursday, and nothing else couples them."
    ]


def test_with_both_the_architecture_is_what_forces_it() -> None:
    found = asked(world(*LOCKSTEP, joint("e2e", "orders", "payments")))
    assert verdicts(found)[CONTRACTS] is Verdict.FORCED
    assert verdicts(found)[GATES] is Verdict.ARTIFICIAL
    assert found.verdict is Verdict.FORCED
    shares = [answer.edge_share for answer in found.answers]
    assert sum(shares) == pytest.approx(1.0)
    assert found.answers[CONTRACTS].days == 0  # the gate alone would hold them as long


@pytest.mark.parametrize(
    ("calls", "verdict"),
    [
        ({"web": ["orders"], "orders": ["payments"]}, Verdict.FORCED),
        ({"web": ["orders", "payments"]}, Verdict.ABSENT),
        ({"web": ["orders"], "orders": ["web"]}, Verdict.ABSENT),
        ({}, Verdict.UNKNOWN),
    ],
)
def test_chains_of_three_are_found_where_calls_are_known(
    calls: dict[str, list[str]], verdict: Verdict
) -> None:
    services = [service(name, calls=calls.get(name, ())) for name in ("web", "orders", "payments")]
    answer = asked(world(*services, merged("web", 1))).answers[CHAINS]
    assert answer.verdict is verdict
    assert bool(answer.remedies) == (verdict is not Verdict.ABSENT)
    if verdict is Verdict.FORCED:
        assert answer.grounds[0].services == ("web", "orders", "payments")


def test_a_dense_call_graph_does_not_hang_it() -> None:
    names = [f"s{number}" for number in range(40)]
    services = [service(name, calls=[one for one in names if one != name]) for name in names]
    assert asked(world(*services, merged("s0", 1))).answers[CHAINS].verdict is Verdict.FORCED


def test_not_knowing_is_never_a_no() -> None:
    found = asked(world(merged("web", 1), merged("orders", 1)))
    assert verdicts(found) == [Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.ABSENT, Verdict.ABSENT]
    assert all(found.answers[place].remedies for place in (CONTRACTS, CHAINS))


def test_what_no_coupling_holds_is_said() -> None:
    found = asked(world(opened("api", "v2"), merged("web", 1, depends_on="api:v2")))
    assert found.verdict is Verdict.ABSENT
    assert "No coupling holds" in found.summary


def test_a_batch_is_judged_by_its_own_edges() -> None:
    snapshot = world(*LOCKSTEP, merged("web", 1, feature="F"), merged("cart", 1, feature="F"))
    planner = Planner(snapshot)
    plan = planner.unmarked_plan
    for change, place in (("orders@1", CONTRACTS), ("web@1", SLICES)):
        found = diagnose(planner, Scenario(), 2 * DAY, plan.batch_of[change])
        assert found.batch == plan.batch_of[change].id
        assert [answer.edges > 0 for answer in found.answers] == [
            number == place for number in range(4)
        ]


def test_on_any_snapshot_shares_are_shares_and_the_answer_is_the_same_again() -> None:
    for seed in range(300):
        random = Random(seed)
        snapshot, scenario = random_snapshot(random), random_scenario(random)
        found = asked(snapshot, scenario)
        assert found == asked(snapshot, scenario)
        three = [answer for place, answer in enumerate(found.answers) if place != CHAINS]
        total = sum(answer.edge_share for answer in three)
        assert total == pytest.approx(1.0) or total == 0
        for answer in found.answers:
            assert 0 <= answer.day_share <= 1
            assert 0 <= answer.days <= found.waiting_days
            if answer.edges:
                assert answer.verdict in (Verdict.FORCED, Verdict.ARTIFICIAL)


def test_a_suggested_feature_is_evidence_and_ties_nothing() -> None:
    found = asked(world(merged("web", 1, issue="CHK-1"), merged("api", 1, issue="CHK-1")))
    answer = found.answers[SLICES]
    assert (answer.verdict, answer.edges) == (Verdict.ABSENT, 0)
    (ground,) = answer.grounds
    assert ground.text.startswith("2 changes of api and web may be slices of CHK-1")
    assert len(ground.evidence) == 2
