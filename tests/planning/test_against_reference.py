"""The planner and the plain reference agree on many hundreds of random snapshots."""

from random import Random

import pytest

from relplan.model.plan import Status
from relplan.model.scenario import Scenario
from relplan.model.snapshot import Snapshot
from relplan.planning import Planner, plan
from relplan.planning.explain import why
from relplan.planning.graph import NeedsGraph
from relplan.planning.plan import Plan
from relplan.planning.reach import reach_of_all
from tests.planning.reference import Reference
from tests.planning.snapshots import random_answers, random_scenario, random_snapshot, seeds


def decided(random: Random, graph: NeedsGraph) -> Scenario:
    """Mark, dismiss and answer something."""
    scenario = random_scenario(random)
    for edge in random.sample(graph.edges, min(len(graph.edges), random.randint(0, 3))):
        scenario = scenario.with_dismissal(edge.fingerprint)
    return random_answers(random, graph.questions, scenario)


def reference_of(made: Plan, *, pessimistic: bool = False) -> Reference:
    dismissed = frozenset(
        (edge.source, edge.target, edge.kind.value, edge.coupling)
        for edge in made.graph.edges
        if edge.fingerprint in made.scenario.dismissals
    )
    return Reference(made.snapshot, made.scenario, dismissed, pessimistic=pessimistic)


def assert_agree(made: Plan) -> None:
    expected, at_worst = reference_of(made), reference_of(made, pessimistic=True)
    for view, wanted in ((made.condensation, expected), (made.pessimistic, at_worst)):
        edges = made.graph.left(view.hidden)
        drawn = {(edge.source, edge.target, edge.kind.value, edge.coupling) for edge in edges}
        assert drawn == set(wanted.edges)
    assert {frozenset(batch.changes) for batch in made.batches} == expected.batches()
    waves = expected.waves()
    uncertain = 0
    for reach in reach_of_all(made):
        change = reach.change
        assert set(reach.blockers) == expected.blockers(change)
        assert reach.prerequisites == len(expected.prerequisites(change))
        status = expected.status(change)
        if status != "blocked" and at_worst.status(change) == "blocked":
            status = "uncertain"
            uncertain += 1
        assert made.status(change) == status
        assert made.wave(change) == waves[change]
        assert made.certainly_free(change) == (
            made.status(change).free
            and at_worst.status(change) in {"ordered", "independent"}
            and others(made, expected, change) == others(made, at_worst, change)
        )
    assert made.numbers.uncertain == uncertain
    assert made.numbers.free == sum(made.status(change).free for change in made.changes)
    assert made.numbers.shippable_now == sum(made.status(one).shippable for one in made.changes)
    for change in made.changes:
        explanation = why(made, change)
        assert {found.node for found in explanation.blockers} == expected.blockers(change)
        assert set(explanation.prerequisites) == expected.prerequisites(change)


def others(made: Plan, reference: Reference, change: str) -> set[str]:
    own = made.changes[change].service
    return {one for one in reference.prerequisites(change) if made.changes[one].service != own}


@pytest.mark.parametrize("part", range(4))
def test_a_plan_from_scratch_is_the_references(part: int) -> None:
    for seed in seeds(20)[part::4]:
        random = Random(seed)
        graph = NeedsGraph(random_snapshot(random))
        assert_agree(plan(graph.snapshot, decided(random, graph)))


@pytest.mark.parametrize("part", range(4))
def test_a_planner_that_goes_from_scenario_to_scenario_makes_the_same_plans(part: int) -> None:
    for seed in seeds(10)[part::4]:
        random = Random(-seed)
        snapshot = random_snapshot(random)
        planner = Planner(snapshot)
        for _ in range(4):
            scenario = decided(random, planner.graph)
            assert_same(planner.plan(scenario), plan(snapshot, scenario))


def weight_of(snapshot: Snapshot, scenario: Scenario, question: str) -> set[str]:
    """Return the changes that differ, by planning anew for each answer."""
    found: set[str] = set()
    before = plan(snapshot, scenario)
    for answer in ("yes", "no"):
        after = plan(snapshot, scenario.with_answer(question, answer))
        for pessimistic in (False, True):
            was, now = (reference_of(made, pessimistic=pessimistic) for made in (before, after))
            found |= {
                change
                for change in before.changes
                if (was.status(change), was.prerequisites(change), was.batch(change))
                != (now.status(change), now.prerequisites(change), now.batch(change))
            }
    return found


def test_a_question_weighs_what_answering_it_changes() -> None:
    weighed = 0
    for seed in seeds(5):
        random = Random(seed)
        snapshot = random_snapshot(random)
        made = plan(snapshot, decided(random, NeedsGraph(snapshot)))
        asked = {one.question.id: one for one in made.questions}
        assert made.numbers.questions == len(asked)
        for question in made.graph.questions:
            if question in dict(made.scenario.answers):
                assert question not in asked
                continue
            weight = weight_of(snapshot, made.scenario, question)
            assert set(made.weighing.differing(made.graph.questions[question])) == weight
            weighed += bool(weight)
    assert weighed > len(seeds(5)) / 4


def test_an_answer_blocks_and_clears_what_it_does() -> None:
    told = 0
    for seed in seeds(5):
        random = Random(seed)
        snapshot = random_snapshot(random)
        made = plan(snapshot, decided(random, NeedsGraph(snapshot)))
        for one in made.bundled:
            for value, outcome in (("yes", one.on_yes), ("no", one.on_no)):
                scenario = made.scenario
                for question in one.answered:
                    scenario = scenario.with_answer(question, value)
                now = plan(snapshot, scenario)
                blocked = blocked_in(now) - blocked_in(made)
                assert outcome.blocks == len(blocked)
                assert outcome.clears == len(made.uncertain - now.uncertain - blocked)
                told += bool(outcome.blocks or outcome.clears)
    assert told > len(seeds(5)) / 10


def blocked_in(made: Plan) -> set[str]:
    return {change for change in made.changes if made.status(change) is Status.BLOCKED}


def assert_same(one: Plan, other: Plan) -> None:
    assert one.numbers == other.numbers
    assert one.uncertain == other.uncertain
    assert one.questions == other.questions
    assert one.batches == other.batches
    assert one.edges == other.edges
    assert [one.status(change) for change in one.changes] == [
        other.status(change) for change in one.changes
    ]
    assert [one.links(batch) for batch in one.batches] == [
        other.links(batch) for batch in other.batches
    ]
