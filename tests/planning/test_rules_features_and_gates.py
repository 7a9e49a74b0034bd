"""Rules 3 and 4: features and gates."""

import pytest

from relplan.model.edge import Cause
from relplan.model.workspace import FeatureMode
from tests.planning.world import (
    DECLARED,
    DETECTED,
    approval,
    batches,
    contract,
    drawn,
    feature,
    joint,
    merged,
    opened,
    planned,
    statuses,
    the_edge,
    world,
)


class TestFeatures:
    def test_its_changes_need_each_other_through_one_hub(self) -> None:
        seen = world(
            merged("orders", 1, feature="CHK-12"),
            merged("web", 1, feature="CHK-12"),
            merged("pay", 1, feature="CHK-12"),
        )
        assert drawn(seen) == {
            "orders@1 -> feature:CHK-12",
            "web@1 -> feature:CHK-12",
            "pay@1 -> feature:CHK-12",
            "feature:CHK-12 -> orders@1",
            "feature:CHK-12 -> web@1",
            "feature:CHK-12 -> pay@1",
        }
        assert batches(planned(seen)) == [["orders@1", "pay@1", "web@1"]]

    def test_in_one_service_only_it_draws_nothing(self) -> None:
        seen = world(
            opened("orders", "one", feature="CHK-12"), opened("orders", "two", feature="CHK-12")
        )
        assert drawn(seen) == set()

    def test_one_commit_of_a_monorepo_is_one_piece_of_work(self) -> None:
        commit = "ab12"
        seen = world(
            opened("orders", "money", commit=commit, issue="CHK-12"),
            opened("web", "money", commit=commit, issue="CHK-12"),
        )
        assert drawn(seen) == set()
        said = world(
            opened("orders", "money", commit=commit, feature="CHK-12"),
            opened("web", "money", commit=commit, feature="CHK-12"),
        )
        assert len(batches(planned(said))) == 1

    def test_all_slices_of_a_service_belong_to_it(self) -> None:
        seen = world(
            opened("orders", "one", feature="CHK-12"),
            opened("orders", "two", feature="CHK-12"),
            opened("web", "one", feature="CHK-12"),
        )
        assert len(batches(planned(seen))) == 1

    def test_the_hub_itself_blocks_nobody(self) -> None:
        seen = world(merged("orders", 1, feature="CHK-12"), merged("web", 1, feature="CHK-12"))
        assert set(statuses(planned(seen)).values()) == {"lockstep"}

    def test_a_change_may_be_a_slice_of_two(self) -> None:
        seen = world(
            merged("orders", 1, feature="CHK-12"),
            merged("web", 1, feature=["CHK-12", "CHK-13"]),
            merged("pay", 1, feature="CHK-13"),
        )
        assert len(batches(planned(seen))) == 1

    def test_a_change_that_ships_dark_is_in_no_feature(self) -> None:
        seen = world(
            merged("orders", 1, feature="CHK-12", flag="new-pay"),
            merged("web", 1, feature="CHK-12"),
        )
        assert drawn(seen) == set()

    @pytest.mark.parametrize(
        ("mode", "said", "counts"),
        [
            (FeatureMode.SUGGESTED, "issue", False),
            (FeatureMode.SUGGESTED, "feature", True),
            (FeatureMode.DECLARED, "issue", False),
            (FeatureMode.DECLARED, "feature", True),
            (FeatureMode.OFF, "issue", False),
            (FeatureMode.OFF, "feature", False),
        ],
    )
    def test_which_slices_count(self, mode: FeatureMode, said: str, counts: bool) -> None:
        words = {said: "CHK-12"}
        seen = world(merged("orders", 1, **words), merged("web", 1, **words), features=mode)
        assert bool(drawn(seen)) is counts

    def test_an_issue_key_counts_where_the_feature_is_declared(self) -> None:
        seen = world(
            feature("CHK-12"),
            merged("orders", 1, issue="CHK-12"),
            merged("web", 1, issue="CHK-12"),
            features=FeatureMode.DECLARED,
        )
        assert len(drawn(seen)) == 4

    def test_each_edge_is_as_sure_as_its_own_slice_and_shows_it(self) -> None:
        made = planned(
            world(
                feature("CHK-12"),
                merged("orders", 1, feature="CHK-12"),
                merged("web", 1, issue="CHK-12"),
            )
        )
        (sure,) = made.edges_between("orders@1", "feature:CHK-12")
        (seen,) = made.edges_between("feature:CHK-12", "web@1")
        assert (sure.confidence, seen.confidence) == (DECLARED, DETECTED)
        assert (sure.coupling, seen.coupling) == ("CHK-12", "CHK-12")
        assert sure.cause is seen.cause is Cause.HORIZONTAL_SLICING
        assert [found.text for found in sure.evidence] == ["Feature: CHK-12"]
        assert [found.rule for found in seen.evidence] == ["issue-key"]

    def test_of_a_trailer_and_an_issue_key_the_trailer_counts(self) -> None:
        made = planned(
            world(
                merged("orders", 1, feature="CHK-12", issue="CHK-12"),
                merged("web", 1, feature="CHK-12"),
            )
        )
        (edge,) = made.edges_between("orders@1", "feature:CHK-12")
        assert edge.confidence is DECLARED


class TestApproval:
    def test_every_change_of_its_services_needs_it(self) -> None:
        seen = world(
            approval("legal", "orders", "web"),
            merged("orders", 1),
            opened("web", "new"),
            opened("web", "newer", ready=True),
            merged("pay", 1),
        )
        assert drawn(seen, "gate") == {
            "orders@1 -> gate:legal",
            "web:new -> gate:legal",
            "web:newer -> gate:legal",
        }
        assert statuses(planned(seen))["orders@1"] == "blocked"

    def test_it_ties_no_two_changes_together(self) -> None:
        seen = world(approval("legal", "orders", "web"), merged("orders", 1), merged("web", 1))
        assert batches(planned(seen)) == [["orders@1"], ["web@1"]]

    def test_one_that_has_passed_draws_nothing(self) -> None:
        seen = world(approval("legal", "orders", passed=True), merged("orders", 1))
        assert drawn(seen) == set()


class TestJoint:
    def test_it_needs_those_that_are_done(self) -> None:
        seen = world(
            joint("e2e", "orders", "web"),
            merged("orders", 1),
            opened("web", "ready", ready=True),
            opened("web", "begun"),
        )
        assert drawn(seen, "gate") == {
            "orders@1 -> gate:e2e",
            "web:ready -> gate:e2e",
            "web:begun -> gate:e2e",
            "gate:e2e -> orders@1",
            "gate:e2e -> web:ready",
        }

    def test_the_done_ones_go_out_together(self) -> None:
        seen = world(
            joint("e2e", "orders", "web"),
            merged("orders", 1),
            opened("web", "ready", ready=True),
            opened("web", "begun"),
        )
        assert batches(planned(seen)) == [["orders@1", "web:ready"], ["web:begun"]]

    def test_while_it_is_open_all_of_them_are_blocked(self) -> None:
        seen = world(joint("e2e", "orders", "web"), merged("orders", 1), opened("web", "begun"))
        assert statuses(planned(seen)) == {"orders@1": "blocked", "web:begun": "blocked"}

    def test_one_that_has_passed_draws_nothing(self) -> None:
        seen = world(joint("e2e", "orders", "web", passed=True), merged("orders", 1))
        assert drawn(seen) == set()


def test_a_gates_edges_are_declared_in_relplan_toml_and_are_undone_work() -> None:
    edge = the_edge(world(approval("legal", "orders", team="law"), merged("orders", 1)), "gate")
    assert (edge.coupling, edge.confidence, edge.cause) == ("legal", DECLARED, Cause.UNDONE_WORK)
    (shown,) = edge.evidence
    assert (shown.path, shown.rule) == ("relplan.toml", "approval-gate")
    assert shown.text == "[gates.legal] approval by law over orders, not passed"


class TestNotices:
    """What the rules can make no sense of is said, and draws nothing."""

    API = contract("payments-api", provider="payments", consumers=["orders"])

    def said(self, *statements: object) -> list[str]:
        made = planned(world(self.API, *statements))  # type: ignore[arg-type]
        assert made.edges == ()
        return [notice.text for notice in made.notices]

    def test_an_unknown_contract_with_the_nearest_name(self) -> None:
        assert self.said(merged("payments", 1, breaks="payment-api")) == [
            "payments@1 breaks 'payment-api', which is no contract; did you mean 'payments-api'?"
        ]

    def test_an_unknown_contract_that_is_near_to_none(self) -> None:
        assert self.said(merged("payments", 1, breaks="zzz")) == [
            "payments@1 breaks 'zzz', which is no contract; declare it in relplan.toml"
        ]

    @pytest.mark.parametrize("effect", ["breaks", "extends"])
    def test_a_consumer_that_changes_the_contract(self, effect: str) -> None:
        assert self.said(merged("orders", 1, **{effect: "payments-api"})) == [
            (
                f"orders@1 says that it {effect} 'payments-api',"
                " which payments provides, not orders: ignored"
            )
        ]

    @pytest.mark.parametrize("effect", ["adapts", "tolerates"])
    def test_a_provider_that_adapts_to_its_own(self, effect: str) -> None:
        assert self.said(merged("payments", 1, **{effect: "payments-api"})) == [
            (
                f"payments@1 says that it {effect} 'payments-api',"
                " which its own service provides: ignored"
            )
        ]

    def test_what_a_commit_of_a_monorepo_says_of_one_of_its_services(self) -> None:
        both = {"commit": "ab12", "breaks": "payments-api"}
        made = planned(
            world(self.API, opened("payments", "one", **both), opened("web", "one", **both))  # type: ignore[arg-type]
        )
        assert made.notices == ()

    def test_a_feature_named_like_a_contract_or_a_gate(self) -> None:
        texts = self.said(
            approval("e2e", "shipping"),
            merged("orders", 1, feature="payments-api"),
            merged("web", 1, feature=["payments-api", "e2e"]),
        )
        rest = "which is another coupling's name: ignored; rename one of them"
        assert texts == [
            f"orders@1 names feature 'payments-api', {rest}",
            f"web@1 names feature 'e2e', {rest}",
            f"web@1 names feature 'payments-api', {rest}",
        ]

    def test_each_says_where_it_stands(self) -> None:
        made = planned(world(self.API, merged("payments", 1, breaks="payment-api")))
        (notice,) = made.notices
        assert notice.evidence is not None
        assert (notice.evidence.repository, notice.evidence.line) == ("payments", 3)

    def test_a_clean_world_gives_none(self) -> None:
        made = planned(world(self.API, merged("payments", 1, breaks="payments-api")))
        assert made.notices == ()
