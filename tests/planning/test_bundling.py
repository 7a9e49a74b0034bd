"""Questions alike are asked as one: whether any of what a change breaks is used."""

from dataclasses import replace

from relplan.model.change import Change
from relplan.model.question import Asked
from relplan.model.scenario import Scenario
from relplan.model.snapshot import Snapshot
from relplan.planning import plan
from relplan.planning.plan import Plan
from tests.planning.world import (
    DETECTED,
    INFERRED,
    contract,
    drawn,
    finding,
    merged,
    planned,
    questions,
    seen_to_use,
    statuses,
    takes,
    world,
)

API = contract("api", provider="orders", detected=["web"])
BOTH = contract("api", provider="orders", detected=["app", "web"])
OTHER = seen_to_use("web", "api", "GET /z")


def breaking(number: int, *parts: str) -> Change:
    found = [finding("api", part, confidence=DETECTED) for part in parts]
    first, *more = (merged("orders", number, breaks=one) for one in found)
    effects = tuple(effect for one in (first, *more) for effect in one.effects)
    return replace(first, effects=effects)


def asked(made: Plan) -> list[str]:
    return [f"{one.weight} {one.question.text}" for one in made.bundled]


def answered(snapshot: Snapshot, one: Asked, value: str) -> Plan:
    scenario = Scenario()
    for question in one.answered:
        scenario = scenario.with_answer(question, value)
    return plan(snapshot, scenario)


def test_what_one_change_breaks_is_asked_of_each_consumer_once() -> None:
    made = planned(world(BOTH, breaking(1, "GET /a", "GET /b", "PUT /a"), OTHER))
    assert len(questions(made)) == made.numbers.questions == 6
    assert sorted(asked(made)) == [
        "1 Does app call any of 3 operations of api that orders@1 breaks?",
        "1 Does web call any of 3 operations of api that orders@1 breaks?",
    ]
    one = next(one for one in made.bundled if "web" in one.question.text)
    assert [each.question.part for each in one.each] == ["GET /a", "GET /b", "PUT /a"]
    assert [found.text for found in one.question.speaks_against] == ["web uses GET /z"]
    assert one.yes == one.each[0].yes


def test_a_no_to_it_is_a_no_to_each_and_clears_what_none_of_them_clears() -> None:
    seen = world(API, breaking(1, "GET /a", "GET /b"), merged("orders", 2))
    (one,) = planned(seen).bundled
    assert (one.on_no.clears, one.on_yes.blocks, one.weight) == (2, 2, 2)
    assert [each.on_no.clears for each in one.each] == [0, 0]
    made = answered(seen, one, "no")
    assert (drawn(made, "breaks"), asked(made)) == (set(), [])
    assert set(statuses(made).values()) == {"independent", "ordered"}


def test_a_yes_to_one_part_is_enough_and_says_nothing_of_the_others() -> None:
    seen = world(API, breaking(1, "GET /a", "GET /b"))
    (one,) = planned(seen).bundled
    made = answered(seen, one.each[0], "yes")
    assert drawn(made, "breaks") == {"orders@1 -> missing:web/api"}
    assert (asked(made), questions(made)) == ([], [])
    later = plan(world(API, breaking(1, "GET /b"), breaking(2, "GET /a")), made.scenario)
    assert asked(later) == ["1 Does web call GET /b of api?"]


def test_a_part_that_is_answered_alone_leaves_the_others_together() -> None:
    seen = world(API, breaking(1, "GET /a", "GET /b", "GET /c"))
    (one,) = planned(seen).bundled
    made = answered(seen, one.each[0], "no")
    assert asked(made) == ["1 Does web call any of 2 operations of api that orders@1 breaks?"]
    (left,) = made.bundled
    assert left.question.id != one.question.id
    assert one.question.id == planned(seen).bundled[0].question.id


def test_what_draws_other_edges_is_another_question() -> None:
    seen = world(API, breaking(1, "GET /a", "GET /b"), breaking(2, "GET /b", "GET /c", "GET /d"))
    assert asked(planned(seen)) == [
        "2 Does web call GET /a of api?",
        "2 Does web call GET /b of api?",
        "1 Does web call any of 2 operations of api that orders@2 breaks?",
    ]


def test_what_several_changes_break_alike_is_asked_once() -> None:
    seen = world(API, breaking(1, "GET /a", "GET /b"), breaking(2, "GET /a", "GET /b"))
    told = "Does web call any of 2 operations of api that orders@1 and 1 more break?"
    assert asked(planned(seen)) == [f"2 {told}"]


def test_a_part_that_something_speaks_for_is_asked_by_itself() -> None:
    guess = seen_to_use("web", "api", "GET /a", INFERRED)
    seen = world(API, breaking(1, "GET /a", "GET /b", "GET /c"), OTHER, guess)
    assert sorted(asked(planned(seen))) == [
        "1 Does web call GET /a of api?",
        "1 Does web call any of 2 operations of api that orders@1 breaks?",
    ]


def test_whoever_is_only_guessed_to_take_it_is_asked_about_that() -> None:
    seen = world(
        contract("api", provider="orders"),
        breaking(1, "GET /a", "GET /b"),
        takes("web", "api", confidence=INFERRED),
    )
    assert asked(planned(seen)) == ["1 Does web use api?"]
