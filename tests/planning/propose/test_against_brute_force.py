"""Proposals are the cheapest of all marks, tried one by one, on random small snapshots."""

from dataclasses import replace
from itertools import product
from random import Random

import pytest

from relplan.model.proposal import Goal, GoalKind, Terms
from relplan.model.scenario import Mark, Scenario
from relplan.model.snapshot import Snapshot
from relplan.planning import Planner, plan
from relplan.planning.couplings import couplings
from relplan.planning.effort import Efforts
from relplan.planning.plan import Plan
from relplan.planning.propose import propose
from relplan.planning.reach import reach_of_all
from tests.planning.snapshots import random_scenario, random_snapshot, seeds

PARTS = 4


def with_efforts(random: Random, snapshot: Snapshot) -> Snapshot:
    costs = random.choice(((1.0,), (1.0, 2.0), (0.0, 0.5, 1.25, 3.0), (1.1, 2.3, 3.7, 0.3)))
    workspace = snapshot.workspace
    contracts = tuple(
        replace(
            one,
            versioned_effort_days=random.choice(costs),
            flagged_effort_days=random.choice(costs),
        )
        for one in workspace.contracts
    )
    features = tuple(
        replace(one, flagged_effort_days=random.choice(costs)) for one in workspace.features
    )
    gates = tuple(replace(one, waived_effort_days=random.choice(costs)) for one in workspace.gates)
    return replace(
        snapshot,
        workspace=replace(workspace, contracts=contracts, features=features, gates=gates),
    )


def random_goal(random: Random, made: Plan) -> Goal:
    kind = random.choice(list(GoalKind))
    if kind in (GoalKind.ALONE, GoalKind.UNBLOCK):
        if not made.changes:
            return Goal(GoalKind.FREE)
        return Goal(kind, change=random.choice(list(made.changes)))
    return Goal(kind, most=random.randint(1, 4)) if kind is GoalKind.BATCH else Goal(kind)


def blockers(made: Plan, change: str) -> frozenset[str]:
    (found,) = (reach for reach in reach_of_all(made) if reach.change == change)
    return frozenset(found.blockers)


def missed(made: Plan, goal: Goal) -> frozenset[object]:
    """What the goal forbids and *made* still has."""
    if goal.kind is GoalKind.ALONE:
        return frozenset(made.batch_of[goal.change].changes) - {goal.change}
    if goal.kind is GoalKind.UNBLOCK:
        return blockers(made, goal.change)
    most = goal.most if goal.kind is GoalKind.BATCH else 1
    sizes = (frozenset(b.changes) for b in made.batches)
    large = frozenset(changes for changes in sizes if len(changes) > most)
    if goal.kind is not GoalKind.FREE:
        return large
    return large | {(r.change, other) for r in reach_of_all(made) for other in r.blockers}


def all_marks(planner: Planner, scenario: Scenario, terms: Terms) -> list[tuple[float, Scenario]]:
    efforts = Efforts(planner.graph.snapshot.workspace)
    free = [
        one
        for one in couplings(planner.graph)
        if scenario.mark_of(one.name) is None and one.name not in terms.forbidden and one.edges
    ]
    found = []
    for marks in product(*((None, *one.kind.marks) for one in free)):
        made, days = scenario, 0.0
        for one, mark in zip(free, marks, strict=True):
            if mark is not None:
                made, days = made.with_mark(one.name, mark), days + efforts.days(one, mark)
        found.append((days, made))
    return found


def case(seed: int) -> tuple[Planner, Scenario, Goal, Terms]:
    random = Random(seed)
    planner = Planner(with_efforts(random, random_snapshot(random)))
    scenario = random_scenario(random) if random.random() < 0.4 else Scenario()
    edges = planner.graph.edges
    for edge in random.sample(edges, min(len(edges), random.choice((0, 0, 2)))):
        scenario = scenario.with_dismissal(edge.fingerprint)
    names = sorted(one.name for one in couplings(planner.graph))
    forbidden = frozenset(name for name in names if random.random() < 0.1)
    return planner, scenario, random_goal(random, planner.unmarked_plan), Terms(None, forbidden)


@pytest.mark.parametrize("part", range(PARTS))
def test_the_marks_are_the_cheapest_that_do_all_that_marks_can(part: int) -> None:
    for seed in seeds(20)[part::PARTS]:
        planner, scenario, goal, terms = case(seed)
        found = propose(planner, scenario, goal, terms, seconds=60)
        tried = [
            (days, made, missed(planner.preview(made), goal))
            for days, made in all_marks(planner, scenario, terms)
        ]
        everything = scenario
        for one in couplings(planner.graph):
            if scenario.mark_of(one.name) is None and one.name not in terms.forbidden:
                mark = one.kind.marks[-1]
                assert mark is not Mark.VERSIONED
                everything = everything.with_mark(one.name, mark)
        least = missed(planner.preview(everything), goal)
        doing = [(days, made) for days, made, miss in tried if miss == least]
        marks = scenario
        for choice in found.choices:
            marks = marks.with_mark(choice.coupling, choice.mark)
        assert missed(planner.preview(marks), goal) == least, seed
        if found.steps:
            assert (
                found.steps[-1].largest_batch
                == plan(planner.graph.snapshot, marks).numbers.largest_batch
            ), seed
        assert found.effort_days == pytest.approx(min(days for days, _ in doing)), seed
        assert found.optimal, seed
        assert found.reached == (not least), seed
        assert bool(found.in_the_way) == bool(least), seed
        others = [days for days, made in doing if not marks.marks <= made.marks]
        if found.runner_up is None:
            assert not others or not found.choices, seed
        else:
            assert sum(c.effort_days for c in found.runner_up) == pytest.approx(min(others)), seed


@pytest.mark.parametrize("stop_at_once", [True, False])
def test_without_time_the_marks_do_as_much_and_nothing_is_claimed(stop_at_once: bool) -> None:
    for seed in seeds(5):
        planner, scenario, goal, terms = case(seed)
        best = propose(planner, scenario, goal, terms, seconds=60)
        found = propose(
            planner,
            scenario,
            goal,
            terms,
            seconds=60 if stop_at_once else 0,
            cancelled=lambda: stop_at_once,
        )
        made = scenario
        for choice in found.choices:
            made = made.with_mark(choice.coupling, choice.mark)
        proven = scenario
        for choice in best.choices:
            proven = proven.with_mark(choice.coupling, choice.mark)
        assert missed(planner.preview(made), goal) == missed(planner.preview(proven), goal)
        assert found.bound <= best.effort_days <= found.effort_days + 1e-6
        assert found.optimal == (found.effort_days <= found.bound + 1e-6)
