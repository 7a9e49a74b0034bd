"""Runbooks, replayed on a simulator of services and contracts."""

from dataclasses import replace
from itertools import permutations
from random import Random

import pytest

from relplan.contracts.sql import SQL
from relplan.model.edge import EdgeKind
from relplan.model.production import KnownBy, Production
from relplan.model.runbook import Runbook
from relplan.model.workspace import Contract
from relplan.planning import Planner
from relplan.planning.plan import Plan
from relplan.planning.runbook import runbook
from relplan.planning.runbook.order import deployment_order, exposures
from tests.planning.snapshots import random_snapshot
from tests.planning.test_reverts import history
from tests.planning.world import (
    VERSIONED,
    contract,
    joint,
    merged,
    opened,
    planned,
    service,
    world,
)

WORLD = world(
    service("pay", "money"),
    service("web", "front"),
    contract("api", provider="pay", consumers=["web"]),
    merged("pay", 1),
    merged("pay", 2, breaks="api"),
    merged("web", 1, adapts="api"),
    opened("web", "later", ready=True),
)


def book_of(plan: Plan, *changes: str) -> Runbook:
    batches = dict.fromkeys(plan.batch_of[change] for change in changes or plan.changes)
    return runbook(plan, batches, "test", "UTC", None)


def stored(one: Contract) -> Contract:
    """Return *one* as a database's schema."""
    return replace(one, kind="sql", advice=SQL.advice)


def test_providers_go_ahead_and_the_way_back_is_the_way_round() -> None:
    book = book_of(planned(WORLD))
    assert [(step.service, step.changes) for step in book.steps] == [
        ("pay", ("pay@1",)),
        ("pay", ("pay@2",)),
        ("web", ("web@1",)),
        ("web", ("web:later",)),
    ]
    assert [step.rolls_back for step in book.steps] == [(1,), (2,), (3, 2), (4,)]
    (exposed,) = book.exposures
    assert (exposed.contract, exposed.ahead, exposed.behind) == ("api", "pay", "web")
    assert (exposed.from_step, exposed.to_step, book.exposure) == (2, 3, 1)
    assert [(one.team, one.steps, one.until) for one in book.people] == [
        ("money", (1, 2), 3), ("front", (3, 4), 4),
    ]  # fmt: skip
    assert not book.obstacles
    assert "web:later is merged into main" in book.steps[3].preconditions[0]


def test_what_waits_outside_is_said() -> None:
    book = book_of(planned(WORLD), "web@1")
    assert book.obstacles == ("B1 goes out only after B0.",)


def test_gates_and_what_is_in_progress_stand_against_it() -> None:
    plan = planned(world(joint("e2e", "pay", "web"), merged("pay", 1), opened("web", "x")))
    book = book_of(plan)
    assert any("gate:e2e" in text for text in book.obstacles)
    assert any("web:x" in text and "in progress" in text for text in book.obstacles)
    assert any("gate e2e has passed" in text for step in book.steps for text in step.preconditions)


def test_a_schema_that_drops_something_goes_last_and_is_the_point_of_no_return() -> None:
    database = stored(contract("db", provider="pay", consumers=["web"]))
    plan = planned(world(database, merged("pay", 1, breaks="db"), merged("web", 1, adapts="db")))
    book = book_of(plan)
    assert [step.service for step in book.steps] == ["web", "pay"]
    assert [step.point_of_no_return for step in book.steps] == [False, True]
    assert [step.rolls_back for step in book.steps] == [(1,), ()]
    assert "does not come back" in book.steps[1].on_failure[0]
    assert any("backup" in text for text in book.steps[1].preconditions)


def test_the_point_of_no_return_is_passed_once() -> None:
    plan = planned(
        world(
            stored(contract("db", provider="pay", consumers=["web"])),
            stored(contract("stock", provider="cart", consumers=["web"])),
            merged("pay", 1, breaks="db"),
            merged("cart", 1, breaks="stock"),
            merged("web", 1, adapts=["db", "stock"]),
        )
    )
    book = book_of(plan)
    assert [step.service for step in book.steps] == ["cart", "web", "pay"]
    assert [step.irreversible for step in book.steps] == [True, False, True]
    assert [step.point_of_no_return for step in book.steps] == [True, False, False]
    assert [step.rolls_back for step in book.steps] == [(), (), ()]
    assert book.steps[1].on_failure[:2] == (
        "Do not roll back: what cart and pay dropped does not come back.",
        "Mend web and go forward: web, then pay.",
    )


def test_of_a_schema_that_is_served_in_two_versions_nothing_is_lost() -> None:
    database = stored(contract("db", provider="pay", consumers=["web"]))
    plan = planned(
        world(database, merged("pay", 1, breaks="db"), merged("web", 1, adapts="db")), db=VERSIONED
    )
    assert [step.irreversible for step in book_of(plan).steps] == [False, False]


def test_a_step_deploys_the_newest_commit_of_its_changes() -> None:
    changes = [merged("web", number) for number in range(1, 12)]
    (step,) = book_of(planned(world(*changes))).steps
    assert step.changes == tuple(change.id for change in changes)
    assert step.revision == changes[-1].commit[:10]
    assert step.action == f"Deploy web at {step.revision}, with 11 changes."


def test_before_a_step_its_flags_are_off_and_its_migration_is_rehearsed() -> None:
    database = stored(contract("db", provider="pay"))
    plan = planned(world(database, merged("pay", 1, extends="db", flag="new-checkout")))
    (step,) = book_of(plan).steps
    assert step.preconditions == (
        "The flag new-checkout is off: pay@1 ships dark behind it.",
        SQL.advice.rehearsal.format(name="db"),
    )


def test_services_disagree_until_the_step_that_mends_it() -> None:
    steps = {step.number: step.checks[1:] for step in book_of(planned(WORLD)).steps}
    assert steps[2] == ("pay and web disagree about api until step 3: expect errors.",)
    assert steps[3] == ("Calls over api succeed as often as before.",)


def test_a_failure_leaves_out_what_needs_it_directly_or_not() -> None:
    plan = planned(
        world(
            merged("web", 1),
            merged("pay", 1, depends_on="web@1"),
            merged("cart", 1, depends_on="pay@1"),
            merged("docs", 1),
        )
    )
    book = book_of(plan)
    (first,) = (step for step in book.steps if step.service == "web")
    waiting = " and ".join(plan.batch_of[name].id for name in ("pay@1", "cart@1"))
    assert first.on_failure[-1] == f"Leave out what needs it: {waiting}. The others may go on."


def test_one_deployment_carries_all_of_a_service_in_a_wave() -> None:
    book = book_of(planned(world(merged("web", 1), merged("web", 2), merged("cart", 1))))
    assert [(step.service, step.changes) for step in book.steps] == [
        ("cart", ("cart@1",)), ("web", ("web@1", "web@2")),
    ]  # fmt: skip


def test_what_was_reverted_goes_out_in_the_one_deployment_of_its_service() -> None:
    book = book_of(planned(history(merged("api", 2))))
    assert [step.changes for step in book.steps] == [("api@1", "api@2", "api@8", "api@9")]


def test_no_order_is_out_of_step_for_less() -> None:
    for seed in range(200):
        random = Random(seed)
        names = [f"s{number}" for number in range(random.randint(1, 5))]
        ties = {
            (a, b): frozenset(random.sample("xyz", random.randint(1, 3)))
            for a in names
            for b in names
            if a != b and random.random() < 0.4
        }
        last = frozenset(name for name in names if random.random() < 0.2)

        def exposed(
            order: tuple[str, ...], ties: dict[tuple[str, str], frozenset[str]] = ties
        ) -> int:
            return sum(one.to_step - one.from_step for one in exposures(order, ties))

        found = deployment_order(names, ties, frozenset(), last)
        assert sorted(found) == sorted(names)
        least = min(exposed(order) for order in permutations(names))
        assert exposed(found) == least
        assert found == deployment_order(list(reversed(names)), ties, frozenset(), last)


@pytest.mark.parametrize("size", [8, 20])
def test_where_nothing_else_tells_providers_go_first_and_what_cannot_come_back_last(
    size: int,
) -> None:
    names = [f"s{number:02}" for number in range(size)]
    order = deployment_order(names, {}, providers={"s07"}, last={"s03"})
    others = [name for name in names if name not in ("s03", "s07")]
    assert order == ("s07", *others, "s03")


def test_a_service_is_never_out_of_step_with_itself() -> None:
    plan = planned(
        world(
            contract("api", provider="pay", consumers=["web"]),
            merged("pay", 1, breaks="api"),
            merged("web", 1, adapts="api"),
            merged("web", 2, adapts="api", depends_on="web@1"),
        )
    )
    last = book_of(plan).steps[-1]
    assert (last.service, last.changes) == ("web", ("web@1", "web@2"))
    assert last.checks[1:] == ("Calls over api succeed as often as before.",)


def _broken(plan: Plan, deployed: set[str]) -> set[tuple[str, str, str]]:
    """Return which services disagree about what, with *deployed* changes in production."""
    return {
        (edge.coupling or "Depends-On", plan.changes[edge.source].service,
         plan.changes[edge.target].service)
        for edge in plan.edges
        if edge.kind in (EdgeKind.BREAKS, EdgeKind.REQUIRES, EdgeKind.DEPENDS_ON)
        and edge.source in deployed
        and edge.target in plan.changes
        and edge.target not in deployed
    }  # fmt: skip


def test_a_failure_at_any_step_leaves_nobody_on_a_provider_that_serves_them_no_more() -> None:
    rolled_back = forward = 0
    for seed in range(400):
        random = Random(seed)
        snapshot = random_snapshot(random)
        plan = Planner(snapshot).unmarked_plan
        book = book_of(plan)
        assert sorted(c for step in book.steps for c in step.changes) == sorted(plan.changes)
        of = {step.number: set(step.changes) for step in book.steps}
        deployed: set[str] = set()
        for step in book.steps:
            # The step runs, and fails: what was announced is all that is out of step.
            now = deployed | of[step.number]
            announced = {
                (one.contract, one.ahead, one.behind)
                for one in book.exposures
                if one.from_step <= step.number < one.to_step
            }
            assert _broken(plan, now) <= announced, seed
            after = set(now)
            if step.rolls_back:
                rolled_back += 1
                for number in step.rolls_back:
                    after -= of[number]
                    # Nothing that stays was announced to break by going back one by one.
                assert not _broken(plan, after), seed
            else:
                forward += 1
                assert any("go forward" in text for text in step.on_failure)
            deployed = now
        assert not _broken(plan, deployed), seed
    assert rolled_back


def test_what_is_uncertain_is_said() -> None:
    book = book_of(planned(world(opened("web", "x", ready=True, depends_on="I1"))))
    (text,) = book.obstacles
    assert text.startswith("web:x of B0 is uncertain until it is answered: ")


def test_a_step_goes_back_to_what_ran_before_it() -> None:
    runs = (
        Production("web", "v1.2", "a" * 40, KnownBy.RELEASE_TAG),
        Production("pay", "b" * 40, "b" * 40, KnownBy.DEPLOYED),
    )
    book = book_of(planned(replace(WORLD, production=runs)))
    first, second, third, fourth = book.steps
    assert first.back_to == "b" * 10
    assert second.back_to == first.revision  # and not what production has, a deployment earlier
    assert third.back_to == "v1.2"
    assert third.on_failure[0] == (
        f"Roll back, in this order: web (step 3, to v1.2), then pay (step 2, to {first.revision})."
    )
    assert fourth.back_to == third.revision


def test_where_nothing_says_what_runs_nothing_says_what_to_go_back_to() -> None:
    by_main = Production("pay", "main", "b" * 40, KnownBy.MAIN)
    for runs in ((), (by_main,)):
        book = book_of(planned(replace(WORLD, production=runs)))
        assert book.steps[0].back_to == ""
        assert book.steps[0].on_failure == (
            "Roll back, in this order: pay (step 1).",
            *book.steps[0].on_failure[1:],
        )


def test_a_step_comes_after_those_that_it_needs_and_no_others() -> None:
    free = world(service("lone"), merged("lone", 1))
    alone = replace(WORLD, workspace=replace(WORLD.workspace, services=(
        *WORLD.workspace.services, *free.workspace.services)),
        changes=(*WORLD.changes, *free.changes))  # fmt: skip
    after = {(step.service, step.changes): step for step in book_of(planned(alone)).steps}
    number = {step.number: step.service for step in after.values()}
    named = {key: [number[one] for one in step.after] for key, step in after.items()}
    assert named["lone", ("lone@1",)] == []
    assert named["pay", ("pay@2",)] == ["pay"]
    assert named["web", ("web@1",)] == ["pay", "pay"]
    assert named["web", ("web:later",)] == ["pay", "pay", "web"]
