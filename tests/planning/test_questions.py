"""Section 3 and rule 2: what is certain, what is asked, and what the answers do."""

from dataclasses import replace

import pytest

from relplan.model.edge import EdgeKind
from relplan.model.facts import Takes, Unread
from relplan.model.production import KnownBy, Production
from relplan.model.question import QuestionKind, question_id
from relplan.planning import plan
from relplan.planning.explain import why
from tests.planning.world import (
    DETECTED,
    INFERRED,
    answering,
    contract,
    drawn,
    finding,
    merged,
    opened,
    planned,
    questions,
    seen_to_use,
    statuses,
    takes,
    the_question,
    world,
)

DECLARED_API = contract("api", provider="orders", consumers=["web"])
DETECTED_API = contract("api", provider="orders", detected=["web"])
BREAK = merged("orders", 1, breaks=finding("api", "GET /a", confidence=DETECTED))
MISSING = "orders@1 -> missing:web/api"
USE = "Does web call GET /a of api?"


class TestUses:
    def test_a_declared_consumer_uses_all_where_nothing_is_known(self) -> None:
        assert drawn(world(DECLARED_API, BREAK)) == {MISSING}

    def test_a_detected_one_is_asked_about(self) -> None:
        seen = world(DETECTED_API, BREAK)
        assert drawn(seen) == set()
        assert statuses(planned(seen)) == {"orders@1": "uncertain"}
        assert questions(planned(seen)) == [f"1 {USE}"]
        assert drawn(answering(seen, {USE: "yes"})) == {MISSING}
        assert statuses(answering(seen, {USE: "no"})) == {"orders@1": "independent"}

    @pytest.mark.parametrize("api", [DECLARED_API, DETECTED_API])
    def test_who_is_seen_to_use_it_is_certain_and_who_may_use_more_is_asked(
        self, api: object
    ) -> None:
        seen = (api, BREAK)
        assert drawn(world(*seen, seen_to_use("web", "api", "GET /a"))) == {MISSING}  # type: ignore[arg-type]
        partial = world(*seen, seen_to_use("web", "api", "GET /b"))  # type: ignore[arg-type]
        assert questions(planned(partial)) == [f"1 {USE}"]
        (asked,) = planned(partial).questions
        assert [found.text for found in asked.question.speaks_against] == ["web uses GET /b"]

    def test_only_complete_uses_spare(self) -> None:
        partial = world(DETECTED_API, BREAK, seen_to_use("web", "api", "GET /b"))
        assert why(planned(partial), "orders@1").unaffected == ()
        complete = planned(replace(partial, complete_uses=frozenset({("api", "web")})))
        assert (drawn(complete), questions(complete)) == (set(), [])
        (unaffected,) = why(complete, "orders@1").unaffected
        assert (unaffected.consumer, unaffected.used) == ("web", ("GET /b",))

    @pytest.mark.parametrize(
        ("used", "asked", "is_drawn"),
        [
            (("Query.orders", "Money.currency"), 0, True),
            (("Query.orders", "Money.amount"), 0, False),
            (("Query.orders", "Order.id"), 1, False),  # it may be no field, but a value of an enum
            (("Query.users", "User.id"), 0, False),
        ],
    )
    def test_a_field_of_graphql_is_met_by_who_selects_it_and_not_by_all_that_reach_it(
        self, used: tuple[str, ...], asked: int, is_drawn: bool
    ) -> None:
        api = replace(DETECTED_API, kind="graphql")
        gone = finding("api", "Money.currency", "Query.orders", confidence=DETECTED)
        uses = [seen_to_use("web", "api", part) for part in used]
        seen = world(api, merged("orders", 1, breaks=gone), *uses)
        plan = planned(replace(seen, complete_uses=frozenset({("api", "web")})))
        assert (len(questions(plan)), drawn(plan) == {MISSING}) == (asked, is_drawn)

    def test_who_is_said_to_use_a_root_field_of_graphql_meets_all_that_it_reaches(self) -> None:
        api = contract("api", "orders", ["web"], uses={"web": ["Query.orders"]})
        gone = merged("orders", 1, breaks=finding("api", "Money.currency", "Query.orders"))
        assert drawn(world(replace(api, kind="graphql"), gone)) == {MISSING}

    def test_who_is_seen_only_to_read_is_asked_about_what_breaks_writers(self) -> None:
        parts = ("write orders.tax", "write orders")
        needed = merged("orders", 1, breaks=finding("api", *parts, confidence=DETECTED))
        gone = merged("orders", 1, breaks=finding("api", "orders.tax", confidence=DETECTED))
        reads = seen_to_use("web", "api", "read orders")
        assert drawn(world(DETECTED_API, needed, reads)) == set()
        assert questions(planned(world(DETECTED_API, needed, reads))) == [
            "1 Does web write orders.tax of api (within orders)?"
        ]
        assert drawn(world(DETECTED_API, gone, reads)) == {MISSING}
        assert drawn(world(DETECTED_API, needed, seen_to_use("web", "api", "orders"))) == {MISSING}

    def test_who_is_said_only_to_read_is_spared_what_breaks_writers(self) -> None:
        said = contract("api", provider="orders", consumers=["web"], uses={"web": ["read orders"]})
        needed = merged("orders", 1, breaks=finding("api", "write orders.tax", "write orders"))
        gone = merged("orders", 1, breaks=finding("api", "orders.tax"))
        assert drawn(world(said, needed)) == set()
        (unaffected,) = why(planned(world(said, needed)), "orders@1").unaffected
        assert unaffected.used == ("read orders",)
        assert drawn(world(said, gone)) == {MISSING}

    def test_a_guessed_consumer_is_asked_about_once(self) -> None:
        api = contract("api", provider="orders")
        more = merged("orders", 2, breaks=finding("api", "GET /b", confidence=DETECTED))
        seen = world(api, BREAK, more, takes("web", "api", confidence=INFERRED))
        assert questions(planned(seen)) == ["2 Does web use api?"]
        assert len(drawn(answering(seen, {"Does web use api?": "yes"}), "breaks")) == 2

    def test_who_is_guessed_to_use_another_part_is_asked_about_this_one_after_a_yes(self) -> None:
        guess = seen_to_use("web", "api", "GET /b", INFERRED)
        gone = merged("orders", 2, breaks=finding("api", "GET /b", confidence=DETECTED))
        takes_it = takes("web", "api", confidence=INFERRED)
        seen = world(contract("api", provider="orders"), BREAK, gone, takes_it, guess)
        made = answering(seen, {"Does web use api?": "yes"})
        assert drawn(made, "breaks") == {"orders@2 -> missing:web/api"}
        assert [one.partition(" ")[2] for one in questions(made)] == [USE]

    def test_who_pins_it_is_broken_by_nobody(self) -> None:
        seen = planned(world(DECLARED_API, BREAK, takes("web", "api", Takes.PIN)))
        assert (drawn(seen), questions(seen)) == (set(), [])


class TestAdaptations:
    def test_one_without_parts_counts_where_it_is_declared(self) -> None:
        seen = world(DECLARED_API, BREAK, merged("web", 1, tolerates="api"))
        assert drawn(seen, "breaks") == {"orders@1 -> web@1"}

    def test_one_of_another_part_does_not(self) -> None:
        other = finding("api", "GET /b", confidence=DETECTED)
        seen = world(DECLARED_API, BREAK, merged("web", 1, tolerates=other))
        assert drawn(seen, "breaks") == {MISSING}

    def test_a_detected_one_without_parts_is_asked_about(self) -> None:
        found = finding("api", confidence=DETECTED, line=3)
        seen = world(DECLARED_API, BREAK, merged("web", 1, tolerates=found))
        asked = "Does web adapt to GET /a of api in api.yaml?"
        assert drawn(seen) == set()
        assert drawn(answering(seen, {asked: "yes"})) == {"orders@1 -> web@1"}
        assert drawn(answering(seen, {asked: "no"})) == {MISSING}
        made = planned(seen)
        assert {edge.target for edge in made.graph.left(made.pessimistic.hidden)} == {
            "web@1",
            "missing:web/api",
        }


class TestFindings:
    def test_a_guess_is_asked_about_once_for_all_who_may_break(self) -> None:
        unknown = finding("api", confidence=INFERRED, line=12)
        both = contract("api", provider="orders", consumers=["web", "app"])
        seen = world(both, merged("orders", 1, breaks=unknown), merged("orders", 2))
        assert questions(planned(seen)) == ["2 Does api.yaml:12 break api? (breaks api)"]
        assert statuses(planned(seen)) == {"orders@1": "uncertain", "orders@2": "uncertain"}

    def test_what_was_not_read_may_hold_its_service_up(self) -> None:
        unread = Unread("V7.sql", "line 12 is not understood", "orders", contract="orders-db")
        seen = world(merged("orders", 1), merged("web", 1), unread)
        asked = "Could V7.sql of orders break orders-db? (line 12 is not understood)"
        assert questions(planned(seen)) == [f"1 {asked}"]
        assert statuses(planned(seen)) == {"orders@1": "uncertain", "web@1": "independent"}
        assert drawn(answering(seen, {asked: "yes"})) == {"orders@1 -> unread:orders/V7.sql"}
        assert statuses(answering(seen, {asked: "no"}))["orders@1"] == "independent"

    def test_an_answered_edge_says_so(self) -> None:
        (edge,) = answering(world(DETECTED_API, BREAK), {USE: "yes"}).edges
        assert (edge.kind, edge.confidence.value) == (EdgeKind.BREAKS, "detected")
        assert edge.evidence[-1].text == f"{USE} yes"


class TestSuggestedFeatures:
    SEEN = world(merged("orders", 1, issue="CHK-12"), merged("web", 1, issue="CHK-12"))
    ASKED = "Must the 2 changes of CHK-12 in orders and web ship together?"

    def test_they_draw_nothing_and_make_nothing_uncertain(self) -> None:
        made = planned(self.SEEN)
        assert set(statuses(made).values()) == {"independent"}
        assert made.certainly_free("web@1")
        assert why(made, "web@1").suggested == (("CHK-12", ("orders@1",)),)

    def test_a_yes_declares_them(self) -> None:
        made = answering(self.SEEN, {self.ASKED: "yes"})
        assert set(statuses(made).values()) == {"lockstep"}
        assert why(made, "web@1").suggested == ()

    def test_they_are_asked_last(self) -> None:
        seen = replace(self.SEEN, unread=(Unread("x", "lost", "pay"),))
        kinds = [one.question.kind for one in planned(seen).questions]
        assert kinds == [QuestionKind.UNREAD, QuestionKind.FEATURE]


def test_production_is_asked_about_once_for_all_services() -> None:
    known = [Production(name, "main", "", KnownBy.MAIN) for name in ("web", "orders")]
    made = planned(world(merged("web", 1), *known))
    assert questions(made) == ["0 Do orders and web run their main in production?"]
    assert statuses(made) == {"web@1": "independent"}


def test_what_is_detected_against_a_no_opens_the_question_again() -> None:
    seen = world(DETECTED_API, BREAK, seen_to_use("web", "api", "GET /a"))
    no = question_id(QuestionKind.USE, ("api", "web", "GET /a"))
    again = replace(seen, denied=frozenset({no}))
    assert drawn(seen) == {MISSING}
    assert (drawn(again), statuses(planned(again))) == (set(), {"orders@1": "uncertain"})
    (asked,) = planned(again).questions
    assert (asked.question.before, asked.question.text) == ("no", USE)
    assert drawn(answering(again, {USE: "no"})) == set()
    assert drawn(answering(again, {USE: "yes"})) == {MISSING}


def test_an_id_stays_while_what_is_asked_does() -> None:
    before = world(DETECTED_API, BREAK)
    after = world(
        DETECTED_API, opened("orders", "x", breaks=finding("api", "GET /a", confidence=DETECTED))
    )
    assert the_question(before, USE).id == the_question(after, USE).id


def test_an_uncertain_change_names_what_would_settle_it() -> None:
    seen = world(DETECTED_API, BREAK, merged("orders", 2), opened("mail", "x", depends_on="I1"))
    explanation = why(planned(seen), "orders@2")
    assert [(one.weight, one.question.text) for one in explanation.questions] == [(2, USE)]


def test_the_order_of_answers_does_not_matter() -> None:
    seen = world(DETECTED_API, BREAK, opened("mail", "x", depends_on="I1"))
    first, second = (question.id for question in planned(seen).graph.questions.values())
    one = planned(seen).scenario.with_answer(first, "yes").with_answer(second, "no")
    other = planned(seen).scenario.with_answer(second, "no").with_answer(first, "yes")
    assert plan(seen, one).edges == plan(seen, other).edges
