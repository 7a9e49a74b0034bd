"""The planner and the plain reference agree on thousands of random snapshots."""

from random import Random

import pytest

from relplan.model.scenario import Scenario
from relplan.model.snapshot import Snapshot
from relplan.planning import Planner, plan
from relplan.planning.explain import why
from relplan.planning.plan import Plan
from relplan.planning.reach import reach_of_all
from tests.planning.reference import Reference
from tests.planning.snapshots import random_scenario, random_snapshot

SEEDS = 3000


def with_dismissals(random: Random, snapshot: Snapshot, scenario: Scenario) -> Scenario:
    edges = plan(snapshot, Scenario()).graph.edges
    for edge in random.sample(edges, min(len(edges), random.randint(0, 3))):
        scenario = scenario.with_dismissal(edge.fingerprint)
    return scenario


def reference_of(made: Plan) -> Reference:
    dismissed = frozenset(
        (edge.source, edge.target, edge.kind.value, edge.coupling)
        for edge in made.graph.edges
        if edge.fingerprint in made.scenario.dismissals
    )
    return Reference(made.snapshot, made.scenario, dismissed)


def assert_agree(made: Plan) -> None:
    expected = reference_of(made)
    drawn = {(edge.source, edge.target, edge.kind.value, edge.coupling) for edge in made.edges}
    assert drawn == set(expected.edges)
    assert {frozenset(batch.changes) for batch in made.batches} == expected.batches()
    waves = expected.waves()
    for reach in reach_of_all(made):
        assert set(reach.blockers) == expected.blockers(reach.change)
        assert reach.prerequisites == len(expected.prerequisites(reach.change))
        assert made.status(reach.change) == expected.status(reach.change)
        assert made.wave(reach.change) == waves[reach.change]
    for change in made.changes:
        told = why(made, change)
        assert {found.node for found in told.blockers} == expected.blockers(change)
        assert set(told.prerequisites) == expected.prerequisites(change)


@pytest.mark.parametrize("part", range(4))
def test_a_plan_from_scratch_is_the_references(part: int) -> None:
    for seed in range(part, SEEDS, 4):
        random = Random(seed)
        snapshot = random_snapshot(random)
        scenario = with_dismissals(random, snapshot, random_scenario(random))
        assert_agree(plan(snapshot, scenario))


@pytest.mark.parametrize("part", range(4))
def test_a_planner_that_goes_from_scenario_to_scenario_makes_the_same_plans(part: int) -> None:
    for seed in range(part, SEEDS, 4):
        random = Random(-seed)
        snapshot = random_snapshot(random)
        planner = Planner(snapshot)
        for _ in range(4):
            scenario = with_dismissals(random, snapshot, random_scenario(random))
            assert_same(planner.plan(scenario), plan(snapshot, scenario))


def assert_same(one: Plan, other: Plan) -> None:
    assert one.numbers == other.numbers
    assert one.batches == other.batches
    assert one.edges == other.edges
    assert [one.status(change) for change in one.changes] == [
        other.status(change) for change in one.changes
    ]
    assert [one.links(batch) for batch in one.batches] == [
        other.links(batch) for batch in other.batches
    ]
