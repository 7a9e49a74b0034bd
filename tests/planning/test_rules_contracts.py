"""Rules 1 and 2: requires and breaks."""

import pytest

from relplan.model.edge import Cause
from relplan.model.facts import Takes
from relplan.model.snapshot import Snapshot
from relplan.model.workspace import FeatureMode
from relplan.planning.explain import why
from tests.planning.world import (
    DECLARED,
    DETECTED,
    VERSIONED,
    contract,
    drawn,
    feature,
    finding,
    mended,
    merged,
    opened,
    pin,
    planned,
    statuses,
    takes,
    the_edge,
    world,
)

API = contract("payments-api", provider="payments", consumers=["orders", "web"])
TO_ORDERS = contract("payments-api", provider="payments", consumers=["orders"])


class TestPins:
    SEEN = world(
        contract("lib", provider="lib", consumers=["app", "web"]),
        merged("lib", 1, breaks="lib"),
        merged("lib", 2),
        merged("lib", 3, breaks="lib"),
        opened("app", "bump", adapts=pin("lib", "lib@1", "lib@2")),
        takes("app", "lib", Takes.PIN),
        takes("web", "lib", Takes.PIN),
    )

    def test_who_moves_a_pin_needs_exactly_what_lies_between_whatever_it_does(self) -> None:
        assert drawn(self.SEEN, "requires") == {"app:bump -> lib@1", "app:bump -> lib@2"}

    def test_who_keeps_to_a_pin_is_broken_by_nobody(self) -> None:
        assert drawn(self.SEEN, "breaks") == set()
        assert [found.consumer for found in why(planned(self.SEEN), "lib@1").unaffected] == [
            "app",
            "web",
        ]

    def test_who_meets_it_at_run_time_too_adapts_by_moving_the_pin_past_the_break(self) -> None:
        seen = world(
            contract("lib", provider="lib", consumers=["app"]),
            merged("lib", 1, breaks="lib"),
            merged("lib", 2, breaks="lib"),
            opened("app", "bump", adapts=pin("lib", "lib@1")),
            takes("app", "lib", Takes.PIN),
            takes("app", "lib", confidence=DECLARED),
        )
        assert drawn(seen, "breaks") == {"lib@1 -> app:bump", "lib@2 -> missing:app/lib"}


class TestBroughtBack:
    """A later change of the provider's line brings back what an earlier one takes away."""

    def seen(self, **last: object) -> Snapshot:
        gone = mended("payments-api", "GET /a", by="payments@3")
        return world(
            API,
            merged("payments", 1, breaks=gone),
            merged("payments", 2),
            merged("payments", 3, **last),
            opened("orders", "a", ready=True, adapts=finding("payments-api", "GET /a")),
        )

    def test_all_up_to_it_ship_together_and_nobody_need_adapt(self) -> None:
        assert drawn(self.seen(), "breaks") == {"payments@1 -> payments@3"}
        found = statuses(planned(self.seen()))
        assert {found[f"payments@{place}"] for place in (1, 2, 3)} == {"lockstep"}

    def test_it_counts_for_nothing_where_it_ships_dark(self) -> None:
        assert "payments@1 -> missing:web/payments-api" in drawn(self.seen(flag="a"), "breaks")

    def test_who_serves_both_versions_need_not_wait_for_it(self) -> None:
        assert drawn(planned(self.seen(), payments_api=VERSIONED), "breaks") == set()


class TestRequires:
    def test_who_adapts_needs_every_pending_change_that_breaks_or_extends(self) -> None:
        seen = world(
            TO_ORDERS,
            merged("payments", 1, breaks="payments-api"),
            merged("payments", 2, extends="payments-api"),
            merged("payments", 3),
            opened("orders", "pay-v2", adapts="payments-api"),
        )
        assert drawn(seen, "requires") == {
            "orders:pay-v2 -> payments@1",
            "orders:pay-v2 -> payments@2",
        }

    def test_who_is_known_to_take_up_a_part_needs_only_those_that_bring_it(self) -> None:
        seen = world(
            TO_ORDERS,
            merged("payments", 1, extends=finding("payments-api", "GET /a")),
            merged("payments", 2, extends=finding("payments-api", "GET /b/{id}")),
            opened("orders", "b", adapts=finding("payments-api", "GET /b/{key}")),
            opened("orders", "c", adapts=finding("payments-api", "GET /c")),
        )
        # What c takes up is in production already, as nothing pending brings it.
        assert drawn(seen, "requires") == {"orders:b -> payments@2"}

    def test_open_changes_of_the_provider_count_as_well(self) -> None:
        seen = world(
            TO_ORDERS,
            opened("payments", "v2", extends="payments-api"),
            opened("orders", "pay-v2", adapts="payments-api"),
        )
        assert drawn(seen, "requires") == {"orders:pay-v2 -> payments:v2"}

    def test_who_tolerates_needs_nothing(self) -> None:
        seen = world(
            TO_ORDERS,
            merged("payments", 1, breaks="payments-api"),
            opened("orders", "both", tolerates="payments-api"),
        )
        assert drawn(seen, "requires") == set()

    def test_changes_of_other_contracts_are_not_needed(self) -> None:
        seen = world(
            TO_ORDERS,
            contract("refunds-api", provider="payments", consumers=["orders"]),
            merged("payments", 1, extends="refunds-api"),
            opened("orders", "pay-v2", adapts="payments-api"),
        )
        assert drawn(seen, "requires") == set()

    def test_a_consumer_that_nobody_declared_is_one_if_it_adapts(self) -> None:
        seen = world(
            TO_ORDERS,
            merged("payments", 1, extends="payments-api"),
            opened("shipping", "pay-v2", adapts="payments-api"),
        )
        assert drawn(seen, "requires") == {"shipping:pay-v2 -> payments@1"}

    def test_where_a_feature_is_shared_only_those_are_needed(self) -> None:
        seen = world(
            TO_ORDERS,
            merged("payments", 1, extends="payments-api", feature="CHK-12"),
            merged("payments", 2, extends="payments-api"),
            opened("orders", "pay-v2", adapts="payments-api", feature="CHK-12"),
        )
        assert drawn(seen, "requires") == {"orders:pay-v2 -> payments@1"}

    def test_an_issue_key_narrows_as_well_where_its_feature_is_declared(self) -> None:
        seen = world(
            TO_ORDERS,
            feature("CHK-12"),
            merged("payments", 1, extends="payments-api", issue="CHK-12"),
            merged("payments", 2, extends="payments-api"),
            opened("orders", "pay-v2", adapts="payments-api", issue="CHK-12"),
        )
        assert drawn(seen, "requires") == {"orders:pay-v2 -> payments@1"}

    def test_a_feature_that_does_not_count_narrows_nothing(self) -> None:
        seen = world(
            TO_ORDERS,
            merged("payments", 1, extends="payments-api", issue="CHK-12"),
            merged("payments", 2, extends="payments-api"),
            opened("orders", "pay-v2", adapts="payments-api", issue="CHK-12"),
            features=FeatureMode.DECLARED,
        )
        assert len(drawn(seen, "requires")) == 2

    def test_where_it_depends_on_some_of_them_only_those_are_needed(self) -> None:
        seen = world(
            TO_ORDERS,
            merged("payments", 1, extends="payments-api"),
            merged("payments", 2, extends="payments-api"),
            opened("orders", "pay-v2", adapts="payments-api", depends_on="payments@1"),
        )
        assert drawn(seen, "requires") == {"orders:pay-v2 -> payments@1"}

    def test_where_some_of_them_depend_on_it_only_those_are_needed(self) -> None:
        seen = world(
            TO_ORDERS,
            merged("payments", 1, extends="payments-api", depends_on="orders:pay-v2"),
            merged("payments", 2, extends="payments-api"),
            opened("orders", "pay-v2", adapts="payments-api"),
        )
        assert drawn(seen, "requires") == {"orders:pay-v2 -> payments@1"}

    def test_a_feature_shared_with_none_of_them_narrows_nothing(self) -> None:
        seen = world(
            TO_ORDERS,
            merged("payments", 1, extends="payments-api"),
            merged("payments", 2, breaks="payments-api"),
            merged("payments", 3, feature="CHK-12"),
            opened("orders", "pay-v2", adapts="payments-api", feature="CHK-12"),
        )
        assert drawn(seen, "requires") == {
            "orders:pay-v2 -> payments@1",
            "orders:pay-v2 -> payments@2",
        }


class TestBreaks:
    def test_who_breaks_needs_every_change_that_adapts_or_tolerates(self) -> None:
        seen = world(
            API,
            merged("payments", 1, breaks="payments-api"),
            opened("orders", "adapt", adapts="payments-api"),
            opened("orders", "more", adapts="payments-api"),
            merged("web", 1, tolerates="payments-api"),
            merged("web", 2),
        )
        assert drawn(seen, "breaks") == {
            "payments@1 -> orders:adapt",
            "payments@1 -> orders:more",
            "payments@1 -> web@1",
        }

    def test_a_consumer_that_has_none_is_missing(self) -> None:
        seen = world(
            API,
            merged("payments", 1, breaks="payments-api"),
            merged("orders", 1, adapts="payments-api"),
            merged("web", 1),
        )
        assert drawn(seen, "breaks") == {
            "payments@1 -> orders@1",
            "payments@1 -> missing:web/payments-api",
        }

    def test_a_missing_adaptation_is_never_done(self) -> None:
        made = planned(world(TO_ORDERS, merged("payments", 1, breaks="payments-api")))
        assert statuses(made) == {"payments@1": "blocked"}

    def test_two_that_break_miss_the_same_adaptation(self) -> None:
        seen = world(
            TO_ORDERS,
            merged("payments", 1, breaks="payments-api"),
            merged("payments", 2, breaks="payments-api"),
        )
        assert drawn(seen, "breaks") == {
            "payments@1 -> missing:orders/payments-api",
            "payments@2 -> missing:orders/payments-api",
        }

    def test_a_contract_without_consumers_breaks_for_nobody(self) -> None:
        seen = world(
            contract("lonely", provider="payments"), merged("payments", 1, breaks="lonely")
        )
        assert drawn(seen) == set()

    def test_who_extends_breaks_nobody(self) -> None:
        seen = world(TO_ORDERS, merged("payments", 1, extends="payments-api"))
        assert drawn(seen) == set()

    def test_a_consumer_that_nobody_declared_is_one_if_it_adapts(self) -> None:
        seen = world(
            contract("payments-api", provider="payments"),
            merged("payments", 1, breaks="payments-api"),
            opened("shipping", "adapt", adapts="payments-api"),
        )
        assert drawn(seen, "breaks") == {"payments@1 -> shipping:adapt"}

    def test_a_provider_among_its_own_consumers_does_not_wait_for_itself(self) -> None:
        own = contract("payments-api", provider="payments", consumers=["payments"])
        assert drawn(world(own, merged("payments", 1, breaks="payments-api"))) == set()

    def test_who_breaks_and_who_adapts_are_in_lock_step(self) -> None:
        made = planned(
            world(
                TO_ORDERS,
                merged("payments", 1, breaks="payments-api"),
                merged("orders", 1, adapts="payments-api"),
            )
        )
        assert statuses(made) == {"payments@1": "lockstep", "orders@1": "lockstep"}

    def test_who_breaks_only_waits_for_who_tolerates(self) -> None:
        made = planned(
            world(
                TO_ORDERS,
                merged("payments", 1, breaks="payments-api"),
                merged("orders", 1, tolerates="payments-api"),
            )
        )
        assert statuses(made) == {"payments@1": "ordered", "orders@1": "independent"}


class TestParts:
    USES = contract(
        "shop",
        provider="api",
        consumers=["web", "app"],
        uses={"web": ["GET /orders", "orders.total"], "app": []},
    )

    @pytest.mark.parametrize("part", ["GET /orders", "orders.total"])
    def test_a_consumer_that_uses_the_part_is_affected(self, part: str) -> None:
        seen = world(self.USES, merged("api", 1, breaks=finding("shop", part, "shop.v1.Order")))
        assert drawn(seen) == {"api@1 -> missing:web/shop"}

    def test_one_that_uses_other_parts_only_is_not(self) -> None:
        seen = world(self.USES, merged("api", 1, breaks=finding("shop", "DELETE /orders")))
        assert drawn(seen) == set()

    def test_its_adaptation_is_not_waited_for_then_either(self) -> None:
        seen = world(
            self.USES,
            merged("api", 1, breaks=finding("shop", "DELETE /orders")),
            opened("web", "adapt", adapts="shop"),
        )
        assert drawn(seen, "breaks") == set()

    def test_where_a_finding_names_no_part_all_consumers_are_affected(self) -> None:
        seen = world(self.USES, merged("api", 1, breaks="shop"))
        assert drawn(seen) == {"api@1 -> missing:web/shop", "api@1 -> missing:app/shop"}

    def test_where_nobody_said_what_a_consumer_uses_it_uses_all_of_it(self) -> None:
        unknown = contract("shop", provider="api", consumers=["web"])
        seen = world(unknown, merged("api", 1, breaks=finding("shop", "GET /orders")))
        assert drawn(seen) == {"api@1 -> missing:web/shop"}

    def test_of_two_findings_in_one_change_each_is_judged_by_its_own_parts(self) -> None:
        both = [finding("shop", "DELETE /orders"), finding("shop", "GET /orders")]
        assert drawn(world(self.USES, merged("api", 1, breaks=both))) == {
            "api@1 -> missing:web/shop"
        }


class TestDark:
    """A change with a ``Flag:`` trailer."""

    def test_it_starts_no_breaks_edge(self) -> None:
        seen = world(
            API,
            merged("payments", 1, breaks="payments-api", flag="new-pay"),
            merged("web", 1, adapts="payments-api", flag="new-pay"),
        )
        assert drawn(seen, "breaks") == set()

    def test_it_starts_no_requires_edge(self) -> None:
        seen = world(
            TO_ORDERS,
            merged("payments", 1, extends="payments-api"),
            opened("orders", "pay-v2", adapts="payments-api", flag="new-pay"),
        )
        assert drawn(seen) == set()

    def test_others_may_still_need_it(self) -> None:
        seen = world(
            TO_ORDERS,
            merged("payments", 1, extends="payments-api", flag="new-pay"),
            merged("payments", 2, breaks="payments-api"),
            opened("orders", "pay-v2", adapts="payments-api"),
            opened("orders", "dark", adapts="payments-api", flag="new-pay"),
        )
        assert drawn(seen, "requires", "breaks") == {
            "orders:pay-v2 -> payments@1",
            "orders:pay-v2 -> payments@2",
            "payments@2 -> orders:pay-v2",
            "payments@2 -> orders:dark",
        }

    def test_the_feature_that_it_does_not_belong_to_narrows_nothing(self) -> None:
        seen = world(
            TO_ORDERS,
            merged("payments", 1, extends="payments-api", feature="CHK-12", flag="new-pay"),
            merged("payments", 2, extends="payments-api"),
            opened("orders", "pay-v2", adapts="payments-api", feature="CHK-12"),
        )
        assert len(drawn(seen, "requires")) == 2


class TestEvidence:
    def test_an_edge_shows_both_ends_and_is_no_surer_than_the_less_sure(self) -> None:
        seen = world(
            TO_ORDERS,
            merged("payments", 1, breaks=finding("payments-api", confidence=DETECTED, line=12)),
            merged("orders", 1, tolerates="payments-api"),
        )
        edge = the_edge(seen, "breaks")
        assert (edge.coupling, edge.confidence) == ("payments-api", DETECTED)
        assert edge.cause is Cause.TIGHT_COUPLING
        breaking, tolerating = edge.evidence
        assert (breaking.repository, breaking.path, breaking.line) == ("payments", "api.yaml", 12)
        assert (tolerating.repository, tolerating.text) == ("orders", "tolerates payments-api")

    def test_a_requires_edge_shows_who_adapts_and_what_is_brought(self) -> None:
        seen = world(
            TO_ORDERS,
            merged("payments", 1, extends="payments-api"),
            merged("orders", 1, adapts="payments-api"),
        )
        edge = the_edge(seen, "requires")
        assert (edge.coupling, edge.confidence) == ("payments-api", DECLARED)
        assert edge.cause is Cause.TIGHT_COUPLING
        assert [found.text for found in edge.evidence] == [
            "adapts payments-api",
            "extends payments-api",
        ]

    def test_a_missing_adaptation_shows_what_breaks(self) -> None:
        broken = finding("payments-api", confidence=DETECTED, line=12)
        edge = the_edge(world(TO_ORDERS, merged("payments", 1, breaks=broken)), "breaks")
        assert edge.confidence is DETECTED
        assert [found.text for found in edge.evidence] == ["breaks payments-api"]

    def test_two_findings_make_one_edge_as_sure_as_the_surer_with_the_evidence_of_both(
        self,
    ) -> None:
        both = [
            finding("payments-api", confidence=DETECTED, line=7),
            finding("payments-api", confidence=DECLARED, line=3),
        ]
        edge = the_edge(world(TO_ORDERS, merged("payments", 1, breaks=both)), "breaks")
        assert edge.confidence is DECLARED
        assert [found.line for found in edge.evidence] == [3, 7]
