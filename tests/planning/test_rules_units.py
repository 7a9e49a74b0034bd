"""Rule 7: one button deploys all services of a unit, the little fix with the blocked one."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from relplan.model.edge import Cause
from relplan.model.question import QuestionKind
from relplan.model.snapshot import Snapshot
from tests.planning.world import (
    DECLARED,
    DETECTED,
    SPLIT,
    answering,
    approval,
    batches,
    drawn,
    merged,
    opened,
    planned,
    statuses,
    unit,
    world,
)

SHOP = unit("shop", "web", "orders")
ASKED = "Does shop deploy orders and web together?"


def test_each_change_needs_the_button_and_the_button_each_merged_one() -> None:
    seen = world(SHOP, merged("web", 1), merged("orders", 1), opened("web", "new", ready=True))
    assert drawn(seen, "unit") == {
        "web@1 -> unit:shop",
        "orders@1 -> unit:shop",
        "web:new -> unit:shop",
        "unit:shop -> web@1",
        "unit:shop -> orders@1",
    }
    assert batches(planned(seen)) == [["orders@1", "web@1"], ["web:new"]]


def test_the_little_fix_waits_with_the_blocked_one() -> None:
    seen = world(SHOP, approval("legal", "orders"), merged("web", 1), merged("orders", 1))
    assert statuses(planned(seen)) == {"orders@1": "blocked", "web@1": "blocked"}


def test_the_button_itself_blocks_nobody() -> None:
    seen = world(SHOP, merged("web", 1), merged("orders", 1))
    assert statuses(planned(seen)) == {"orders@1": "lockstep", "web@1": "lockstep"}


def test_a_hotfix_ships_by_itself() -> None:
    fix = replace(opened("web", "hotfix/crash"), off="v1.0.0")
    assert drawn(world(SHOP, merged("orders", 1), fix), "unit") == set()


def test_what_is_pending_of_one_service_is_tied_by_its_trunk_alone() -> None:
    seen = world(SHOP, merged("orders", 1), merged("orders", 2), opened("web", "new", ready=True))
    assert batches(planned(seen)) == [["orders@1"], ["orders@2"], ["web:new"]]
    assert statuses(planned(seen)) == {
        "orders@1": "independent",
        "orders@2": "ordered",
        "web:new": "ordered",
    }


def test_over_services_with_nothing_pending_it_ties_nothing() -> None:
    assert drawn(world(SHOP, merged("pay", 1))) == set()


def test_split_each_of_its_services_goes_by_itself() -> None:
    seen = world(SHOP, merged("web", 1), merged("orders", 1))
    assert batches(planned(seen, shop=SPLIT)) == [["orders@1"], ["web@1"]]


@pytest.mark.parametrize(("environment", "ties"), [("production", False), ("staging", True)])
def test_it_ties_where_its_set_up_deploys(environment: str, ties: bool) -> None:
    seen = world(
        unit("shop", "web", "orders", environments=["staging"]),
        merged("web", 1),
        merged("orders", 1),
    )
    assert bool(drawn(replace(seen, environment=environment))) is ties


def test_it_is_undone_work_and_shows_what_says_so() -> None:
    edge, *_ = planned(world(SHOP, merged("orders", 1), opened("web", "new"))).edges
    assert (edge.cause, edge.coupling, edge.confidence) == (Cause.UNDONE_WORK, "shop", DECLARED)
    assert edge.evidence[0].text == "[units.shop] deploys orders and web together"


class TestHowSure:
    """What files show without doubt is drawn, what they only suggest is asked."""

    def pending(self, *, detected: Sequence[str] = (), suspected: Sequence[str] = ()) -> Snapshot:
        found = unit("shop", detected=detected, suspected=suspected)
        return world(found, merged("web", 1), merged("orders", 1))

    def test_detected_it_is_drawn_with_the_line_that_shows_it(self) -> None:
        edge, *_ = planned(self.pending(detected=["web", "orders"])).edges
        assert (edge.confidence, edge.evidence[0].path) == (DETECTED, "deploy.yml")
        assert edge.dismissible

    def test_suspected_it_is_asked(self) -> None:
        seen = self.pending(suspected=["web", "orders"])
        assert drawn(seen) == set()
        (asked,) = planned(seen).questions
        assert (asked.question.kind, asked.question.text) == (QuestionKind.UNIT, ASKED)
        assert asked.weight == 2
        assert len(batches(answering(seen, {ASKED: "yes"}))) == 1
        assert drawn(answering(seen, {ASKED: "no"})) == set()

    def test_one_that_is_sure_is_together_with_none(self) -> None:
        seen = world(unit("shop", "web", suspected=["orders"]), merged("web", 1), merged("web", 2))
        assert batches(planned(seen)) == [["web@1"], ["web@2"]]

    def test_what_is_certain_of_idle_services_is_drawn_where_a_yes_ties_others_too(self) -> None:
        seen = world(
            unit("shop", "web", "idle", suspected=["orders"]), merged("web", 1), merged("orders", 1)
        )
        assert drawn(seen, "unit") == set()
        (asked,) = planned(seen).questions
        assert len(asked.yes) == 4

    def test_what_is_certain_is_not_asked_about_once_more(self) -> None:
        shop = unit("shop", "web", "orders", suspected=["jobs"])
        changes = (merged(name, 1) for name in ("web", "orders", "jobs"))
        (asked,) = planned(world(shop, *changes)).questions
        assert {edge.source for edge in asked.yes} == {"jobs@1", "unit:shop"}
        assert {edge.target for edge in asked.yes} == {"jobs@1", "unit:shop"}

    def test_detected_against_a_no_it_is_asked_again(self) -> None:
        seen = self.pending(suspected=["web", "orders"])
        (asked,) = planned(seen).questions
        found = self.pending(detected=["web", "orders"])
        found = replace(found, denied=frozenset({asked.question.id}))
        assert drawn(found) == set()
        assert [one.question.before for one in planned(found).questions] == ["no"]
