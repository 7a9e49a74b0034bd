"""Fingerprints, which outlive rescans, and what may be dismissed."""

import pytest

from relplan.model.edge import (
    Cause,
    Edge,
    EdgeKind,
    feature_node,
    gate_node,
    is_change,
    missing_node,
    unknown_node,
)
from relplan.model.evidence import Confidence, Evidence

BREAKS = Edge("payments@0a1b2c3d4e", "orders:pay-v2", EdgeKind.BREAKS, "payments-api")


class TestFingerprint:
    def test_it_is_pinned_for_stores_hold_it(self) -> None:
        assert BREAKS.fingerprint == "20c52c0d6525"

    def test_it_is_of_what_is_said_not_of_how_it_is_known(self) -> None:
        evidence = (Evidence("trailer", "Breaks: payments-api"),)
        again = Edge(
            BREAKS.source,
            BREAKS.target,
            BREAKS.kind,
            BREAKS.coupling,
            Confidence.GUESSED,
            evidence,
        )
        assert again.fingerprint == BREAKS.fingerprint

    def test_it_differs_with_each_part_of_the_name(self) -> None:
        edges = [
            BREAKS,
            Edge("payments@1111111111", BREAKS.target, BREAKS.kind, BREAKS.coupling),
            Edge(BREAKS.source, "orders:pay-v3", BREAKS.kind, BREAKS.coupling),
            Edge(BREAKS.source, BREAKS.target, EdgeKind.REQUIRES, BREAKS.coupling),
            Edge(BREAKS.source, BREAKS.target, BREAKS.kind, "refunds-api"),
            Edge(BREAKS.target, BREAKS.source, BREAKS.kind, BREAKS.coupling),
        ]
        assert len({edge.fingerprint for edge in edges}) == len(edges)

    def test_parts_do_not_run_into_each_other(self) -> None:
        one = Edge("a:b", "cd", EdgeKind.BREAKS, "K")
        other = Edge("a:bc", "d", EdgeKind.BREAKS, "K")
        assert one.fingerprint != other.fingerprint

    def test_both_edges_of_a_slice_share_one(self) -> None:
        there = Edge("web:new", feature_node("F-1"), EdgeKind.FEATURE, "F-1")
        back = Edge(feature_node("F-1"), "web:new", EdgeKind.FEATURE, "F-1")
        assert there.fingerprint == back.fingerprint

    def test_a_name_that_is_no_unicode_has_one_too(self) -> None:
        edge = Edge("web:caf\udce9", "web@1", EdgeKind.TRUNK)
        assert len(edge.fingerprint) == 12
        assert int(edge.fingerprint, 16) >= 0


SURE, SEEN, GUESSED = Confidence.DECLARED, Confidence.DETECTED, Confidence.GUESSED


@pytest.mark.parametrize(
    ("kind", "confidence", "dismissible"),
    [
        (EdgeKind.BREAKS, SURE, False),
        (EdgeKind.BREAKS, SEEN, True),
        (EdgeKind.BREAKS, GUESSED, True),
        (EdgeKind.REQUIRES, SURE, False),
        (EdgeKind.REQUIRES, GUESSED, True),
        (EdgeKind.FEATURE, SURE, False),
        (EdgeKind.FEATURE, GUESSED, True),
        (EdgeKind.TRUNK, SEEN, True),
        (EdgeKind.DEPENDS_ON, SURE, True),
        (EdgeKind.GATE, SURE, False),
        (EdgeKind.GATE, GUESSED, False),
        (EdgeKind.STACKED, SEEN, False),
    ],
)
def test_what_may_be_dismissed(kind: EdgeKind, confidence: Confidence, dismissible: bool) -> None:
    assert Edge("a", "b", kind, "", confidence).dismissible is dismissible


@pytest.mark.parametrize(
    ("kind", "cause"),
    [
        (EdgeKind.REQUIRES, Cause.TIGHT_COUPLING),
        (EdgeKind.BREAKS, Cause.TIGHT_COUPLING),
        (EdgeKind.FEATURE, Cause.HORIZONTAL_SLICING),
        (EdgeKind.GATE, Cause.UNDONE_WORK),
        (EdgeKind.TRUNK, None),
        (EdgeKind.STACKED, None),
        (EdgeKind.DEPENDS_ON, None),
    ],
)
def test_causes(kind: EdgeKind, cause: Cause | None) -> None:
    assert Edge("a", "b", kind).cause is cause


def test_nodes_go_by_the_names_that_the_outside_sees() -> None:
    assert missing_node("web", "payments-api") == "missing:web/payments-api"
    assert feature_node("CHK-12") == "feature:CHK-12"
    assert gate_node("e2e") == "gate:e2e"
    assert unknown_node("I12") == "unknown:I12"


def test_changes_are_told_from_other_nodes() -> None:
    others = [missing_node("web", "K"), feature_node("F"), gate_node("g"), unknown_node("x")]
    assert not any(is_change(node) for node in others)
    assert is_change("orders:pay-v2")
    assert is_change("gateway@0a1b2c3d4e")
