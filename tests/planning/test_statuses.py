"""Section 3: what each change is."""

from relplan.model.plan import Status
from tests.planning.world import (
    approval,
    contract,
    merged,
    opened,
    planned,
    statuses,
    world,
)

API = contract("payments-api", provider="payments", consumers=["orders"])


def test_who_needs_nothing_pending_is_independent() -> None:
    made = planned(world(merged("web", 1), opened("pay", "new", ready=True)))
    assert statuses(made) == {"web@1": "independent", "pay:new": "independent"}


def test_who_needs_what_is_done_is_ordered() -> None:
    made = planned(world(merged("web", 1), merged("web", 2)))
    assert statuses(made) == {"web@1": "independent", "web@2": "ordered"}


def test_who_needs_each_other_is_in_lock_step() -> None:
    made = planned(world(merged("web", 1, feature="F-1"), merged("pay", 1, feature="F-1")))
    assert set(statuses(made).values()) == {"lockstep"}


def test_lock_step_goes_before_ordered() -> None:
    made = planned(
        world(
            merged("web", 1),
            merged("web", 2, feature="F-1"),
            merged("pay", 1, feature="F-1"),
        )
    )
    assert statuses(made) == {"web@1": "independent", "web@2": "lockstep", "pay@1": "lockstep"}


def test_who_is_in_progress_and_waits_for_nobody_is_unfinished() -> None:
    assert statuses(planned(world(opened("web", "new")))) == {"web:new": "unfinished"}


def test_unfinished_goes_before_lock_step() -> None:
    """The one that is in progress blocks the others, and not itself."""
    made = planned(world(opened("web", "new", feature="F-1"), merged("pay", 1, feature="F-1")))
    assert statuses(made) == {"web:new": "unfinished", "pay@1": "blocked"}


def test_two_in_progress_in_one_batch_block_each_other() -> None:
    made = planned(world(opened("web", "a", feature="F-1"), opened("pay", "b", feature="F-1")))
    assert set(statuses(made).values()) == {"blocked"}


def test_blocked_goes_before_unfinished() -> None:
    made = planned(world(opened("web", "a"), opened("web", "b", stacked_on="web:a")))
    assert statuses(made)["web:b"] == "blocked"


def test_a_blocker_far_away_blocks_too() -> None:
    made = planned(
        world(
            approval("legal", "db"),
            merged("db", 1),
            merged("api", 1, depends_on="db@1"),
            merged("web", 1, depends_on="api@1"),
        )
    )
    assert set(statuses(made).values()) == {"blocked"}


def test_a_missing_adaptation_an_open_gate_and_a_change_in_progress_block() -> None:
    made = planned(
        world(
            API,
            approval("legal", "web"),
            merged("payments", 1, breaks="payments-api"),
            merged("web", 1),
            opened("mail", "new"),
            merged("app", 1, depends_on="mail:new"),
        )
    )
    assert statuses(made) == {
        "payments@1": "blocked",
        "web@1": "blocked",
        "app@1": "blocked",
        "mail:new": "unfinished",
    }


def test_shippable_now_are_the_last_three() -> None:
    assert [status.value for status in Status if status.shippable] == [
        "lockstep",
        "ordered",
        "independent",
    ]
