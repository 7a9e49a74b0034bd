"""What a mark does, what a dismissal does, and what neither does."""

from dataclasses import replace

import pytest

from relplan.planning import Planner
from tests.planning.world import (
    DETECTED,
    FLAGGED,
    VERSIONED,
    WAIVED,
    approval,
    batches,
    contract,
    dismissing,
    drawn,
    feature,
    finding,
    joint,
    marking,
    merged,
    opened,
    planned,
    statuses,
    world,
)

API = contract("payments-api", provider="payments", consumers=["orders", "web"])
TIED = world(
    API,
    merged("payments", 1, breaks="payments-api"),
    merged("orders", 1, adapts="payments-api"),
)


class TestContractMarks:
    def test_unmarked(self) -> None:
        assert drawn(planned(TIED)) == {
            "payments@1 -> orders@1",
            "payments@1 -> missing:web/payments-api",
            "orders@1 -> payments@1",
        }

    def test_versioned_removes_the_breaks_edges_missing_adaptations_included(self) -> None:
        made = planned(TIED, payments_api=VERSIONED)
        assert drawn(made) == {"orders@1 -> payments@1"}
        assert statuses(made) == {"orders@1": "ordered", "payments@1": "independent"}

    def test_flagged_removes_the_requires_edges_too(self) -> None:
        made = planned(TIED, payments_api=FLAGGED)
        assert drawn(made) == set()
        assert set(statuses(made).values()) == {"independent"}

    def test_other_contracts_keep_their_edges(self) -> None:
        seen = world(
            API,
            contract("refunds", provider="payments", consumers=["orders"]),
            merged("payments", 1, breaks=["payments-api", "refunds"]),
            merged("orders", 1, tolerates=["payments-api", "refunds"]),
        )
        made = planned(seen, payments_api=VERSIONED)
        assert {edge.coupling for edge in made.edges} == {"refunds"}


class TestFeatureMark:
    def test_flagged_takes_the_hub_away(self) -> None:
        seen = world(merged("orders", 1, feature="CHK-12"), merged("web", 1, feature="CHK-12"))
        made = planned(seen, CHK_12=FLAGGED)
        assert drawn(made) == set()
        assert batches(made) == [["orders@1"], ["web@1"]]

    def test_requires_edges_stay_narrowed_to_it(self) -> None:
        seen = world(
            API,
            merged("payments", 1, extends="payments-api", feature="CHK-12"),
            merged("payments", 2, extends="payments-api"),
            opened("orders", "pay", adapts="payments-api", feature="CHK-12"),
        )
        assert drawn(planned(seen, CHK_12=FLAGGED), "requires") == {"orders:pay -> payments@1"}


class TestGateMark:
    @pytest.mark.parametrize("gate", [joint("e2e", "orders", "web"), approval("e2e", "orders")])
    def test_waived_takes_it_away(self, gate: object) -> None:
        seen = world(gate, merged("orders", 1), merged("web", 1))  # type: ignore[arg-type]
        made = planned(seen, e2e=WAIVED)
        assert drawn(made) == set()
        assert set(statuses(made).values()) == {"independent"}


def test_a_mark_of_the_wrong_kind_or_on_nothing_does_nothing() -> None:
    seen = world(
        API,
        joint("e2e", "orders", "web"),
        merged("payments", 1, breaks="payments-api"),
        merged("orders", 1, feature="CHK-12"),
        merged("web", 1, feature="CHK-12"),
    )
    wrong = planned(seen, payments_api=WAIVED, CHK_12=VERSIONED, e2e=FLAGGED, nobody=FLAGGED)
    assert wrong.edges == planned(seen).edges


def test_marks_leave_trunk_stacked_and_depends_on_alone() -> None:
    seen = world(
        API,
        merged("payments", 1, breaks="payments-api"),
        merged("payments", 2, depends_on="orders:pay"),
        opened("orders", "base"),
        opened("orders", "pay", adapts="payments-api", stacked_on="orders:base"),
    )
    assert drawn(planned(seen, payments_api=FLAGGED)) == {
        "payments@2 -> payments@1",
        "payments@2 -> orders:pay",
        "orders:pay -> orders:base",
    }


class TestDismissals:
    def test_what_nobody_declared_goes(self) -> None:
        found = finding("payments-api", confidence=DETECTED)
        made = dismissing(
            world(API, merged("payments", 1, breaks=found)),
            "payments@1 -> missing:web/payments-api",
        )
        assert drawn(made) == {"payments@1 -> missing:orders/payments-api"}

    def test_what_somebody_declared_stays(self) -> None:
        made = dismissing(TIED, "payments@1 -> orders@1", "orders@1 -> payments@1")
        assert made.edges == planned(TIED).edges

    def test_a_trunk_edge_goes(self) -> None:
        seen = world(merged("web", 1), merged("web", 2), opened("web", "new"))
        assert drawn(dismissing(seen, "web@2 -> web@1")) == {"web:new -> web@2"}

    def test_a_depends_on_goes(self) -> None:
        seen = world(opened("api", "a"), opened("web", "b", depends_on="api:a"))
        assert drawn(dismissing(seen, "web:b -> api:a")) == set()

    def test_a_gate_stays_for_it_is_waived_instead(self) -> None:
        seen = world(approval("legal", "orders"), merged("orders", 1))
        assert drawn(dismissing(seen, "orders@1 -> gate:legal")) == {"orders@1 -> gate:legal"}

    def test_a_stacked_edge_stays_for_it_is_a_fact(self) -> None:
        seen = world(opened("web", "a"), opened("web", "b", stacked_on="web:a"))
        assert drawn(dismissing(seen, "web:b -> web:a")) == {"web:b -> web:a"}

    def test_a_slice_goes_in_both_directions_at_once(self) -> None:
        seen = world(
            feature("CHK-12"),
            merged("orders", 1, issue="CHK-12"),
            merged("web", 1, issue="CHK-12"),
            merged("pay", 1, issue="CHK-12"),
        )
        made = dismissing(seen, "feature:CHK-12 -> pay@1")
        assert batches(made) == [["orders@1", "web@1"], ["pay@1"]]
        assert not any("pay@1" in arrow for arrow in drawn(made))

    def test_a_declared_slice_stays(self) -> None:
        seen = world(merged("orders", 1, feature="CHK-12"), merged("web", 1, feature="CHK-12"))
        made = dismissing(seen, "orders@1 -> feature:CHK-12")
        assert len(drawn(made)) == 4

    def test_a_feature_that_is_dismissed_down_to_one_service_falls_away(self) -> None:
        seen = world(
            feature("CHK-12"),
            merged("orders", 1, feature="CHK-12"),
            opened("orders", "more", feature="CHK-12"),
            merged("web", 1, issue="CHK-12"),
        )
        made = dismissing(seen, "web@1 -> feature:CHK-12")
        assert drawn(made, "feature") == set()

    def test_one_that_still_spans_two_services_does_not(self) -> None:
        seen = world(
            feature("CHK-12"),
            merged("orders", 1, feature="CHK-12"),
            opened("orders", "more", issue="CHK-12"),
            merged("web", 1, feature="CHK-12"),
        )
        made = dismissing(seen, "orders:more -> feature:CHK-12")
        assert len(drawn(made, "feature")) == 4

    def test_a_dismissal_whose_edge_is_gone_does_nothing(self) -> None:
        scenario = marking().with_dismissal("0123456789ab")
        assert Planner(TIED).plan(scenario).edges == planned(TIED).edges

    def test_it_is_of_one_pair_of_ends_and_outlives_new_evidence(self) -> None:
        found = finding("payments-api", confidence=DETECTED, line=12)
        before = world(API, merged("payments", 1, breaks=found))
        scenario = dismissing(before, "payments@1 -> missing:web/payments-api").scenario
        moved = merged("payments", 1, breaks=replace(found, line=40))
        after = Planner(world(API, moved, feature("CHK-12"))).plan(scenario)
        assert drawn(after) == {"payments@1 -> missing:orders/payments-api"}
