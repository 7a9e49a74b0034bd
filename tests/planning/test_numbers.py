"""Section 6: the numbers of a plan."""

from typing import NoReturn

import pytest

from relplan.model.plan import Numbers
from relplan.planning.questions.ways import Ways
from tests.planning.world import (
    VERSIONED,
    contract,
    merged,
    opened,
    planned,
    world,
)


def test_a_plan_of_nothing() -> None:
    assert planned(world()).numbers == Numbers(0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


def test_each_number_counts_what_it_says() -> None:
    seen = world(
        contract("K", provider="api", consumers=["web", "app"]),
        merged("api", 1, breaks="K"),
        merged("web", 1, adapts="K"),
        merged("app", 1, adapts="K"),
        merged("db", 1),
        merged("pay", 1, depends_on="db@1"),
        opened("log", "new"),
        opened("log", "newer", stacked_on="log:new"),
        opened("mail", "new", ready=True, depends_on="nobody-knows"),
    )
    asked = {"uncertain": 1, "questions": 1, "cautions": 0}
    assert planned(seen).numbers == Numbers(
        changes=8, free=2, shippable_now=5, blocked=1, batches=6, largest_batch=3, waves=2, **asked
    )
    assert planned(seen, K=VERSIONED).numbers == Numbers(
        changes=8, free=5, shippable_now=5, blocked=1, batches=8, largest_batch=1, waves=2, **asked
    )


@pytest.mark.parametrize(("tied", "questions"), [("one batch already", 0), ("two batches", 1)])
def test_a_suggested_feature_is_counted_without_a_walk_over_all(
    monkeypatch: pytest.MonkeyPatch, tied: str, questions: int
) -> None:
    def walk(*_: object) -> NoReturn:
        raise AssertionError

    monkeypatch.setattr(Ways, "__init__", walk)
    trailer = "F-1" if tied == "one batch already" else ()
    seen = world(
        merged("api", 1, feature=trailer, issue="CHK-1"),
        merged("web", 1, feature=trailer, issue="CHK-1"),
        merged("db", 1, issue="CHK-2"),
    )
    assert planned(seen).numbers.questions == questions


def test_success_of_a_batch_is_that_of_every_service_once() -> None:
    seen = world(
        merged("api", 1, feature="F-1"),
        opened("api", "more", feature="F-1"),
        merged("web", 1, feature="F-1"),
        merged("db", 1),
        failure_rate=0.1,
    )
    tied, alone = planned(seen).batches
    assert tied.success == pytest.approx(0.81)
    assert alone.success == pytest.approx(0.9)


@pytest.mark.parametrize(("rate", "success"), [(0.0, 1.0), (1.0, 0.0)])
def test_success_at_the_ends(rate: float, success: float) -> None:
    (batch,) = planned(world(merged("api", 1), failure_rate=rate)).batches
    assert batch.success == success
