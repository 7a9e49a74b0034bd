"""What must hold whatever is answered, on random snapshots."""

from collections.abc import Iterator
from random import Random

from relplan.model.plan import Status
from relplan.model.question import QuestionKind
from relplan.planning import Planner
from relplan.planning.plan import Plan
from tests.planning.snapshots import random_answers, random_scenario, random_snapshot, seeds

SEEDS = seeds(10)


def answered() -> Iterator[tuple[Plan, Plan]]:
    """Yield plans without and with answers, but for those about suggested features."""
    for seed in SEEDS:
        random = Random(seed)
        planner = Planner(random_snapshot(random))
        scenario = random_scenario(random)
        asked = [
            one.id
            for one in planner.graph.questions.values()
            if one.kind is not QuestionKind.FEATURE
        ]
        yield planner.plan(scenario), planner.plan(random_answers(random, asked, scenario))


def test_no_answers_block_what_is_not_blocked_at_the_worst() -> None:
    for before, after in answered():
        for change in before.changes:
            if after.status(change) is Status.BLOCKED:
                assert before.status(change) in {Status.BLOCKED, Status.UNCERTAIN}


def test_no_answer_takes_a_certain_need_away() -> None:
    for before, after in answered():
        certain = {edge for edge in before.edges if not edge.given}
        assert certain <= set(after.edges)


def test_an_answer_makes_nothing_uncertain() -> None:
    for before, after in answered():
        assert after.uncertain <= before.uncertain


def test_nothing_is_shippable_that_the_worst_would_block() -> None:
    for before, _ in answered():
        for change in before.changes:
            if before.status(change).shippable:
                assert before.pessimistic.status_of[change] is not Status.BLOCKED


def test_with_all_answered_nothing_is_uncertain() -> None:
    for seed in SEEDS:
        random = Random(seed)
        planner = Planner(random_snapshot(random))
        scenario = random_scenario(random)
        for question in planner.graph.questions:
            scenario = scenario.with_answer(question, random.choice(("yes", "no")))
        made = planner.plan(scenario)
        assert (made.uncertain, made.questions) == (frozenset(), ())
