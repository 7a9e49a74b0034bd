"""A search ends soon after its deadline, wherever it is then: looks at it are counted, not time."""

from collections.abc import Callable
from itertools import count

import pytest

from relplan.model.proposal import Goal, GoalKind, Terms
from relplan.model.scenario import Scenario
from relplan.planning import Planner
from relplan.planning.deadline import ENDLESS, Deadline, TimeIsUp
from relplan.planning.propose import order, propose
from relplan.planning.propose.kernel import Kernel, PartingKernel
from relplan.planning.propose.problem import Problem
from relplan.planning.propose.separation import broken, misses
from relplan.planning.propose.shrunk import Shrunk
from tests.benchmarks.bench_proposals import tangle

PLANNER = Planner(tangle(12))
CHANGE = max(PLANNER.unmarked_plan.batches, key=lambda one: len(one.changes)).changes[0]
GOALS = [
    Goal(GoalKind.ALONE, CHANGE),
    Goal(GoalKind.UNBLOCK, CHANGE),
    Goal(GoalKind.BATCH, most=4),
    Goal(GoalKind.ALL_ALONE),
    Goal(GoalKind.FREE),
]
FEW = 25
"""Looks at a deadline that is over, after which a search is out of all that it was in."""


def problem_of(goal: Goal, deadline: Deadline = ENDLESS) -> Problem:
    problem = Problem(PLANNER.graph, Scenario(), goal, Terms())
    problem.draw(deadline)
    return problem


def nothing_of(goal: Goal, deadline: Deadline, *, quick: bool = False) -> object:
    """Look at what is broken where no mark is made."""
    problem = problem_of(goal)
    return broken(Kernel(problem), [0.0] * len(problem.choices), quick=quick, deadline=deadline)


STEPS: dict[str, Callable[[Goal, Deadline], object]] = {
    "the arcs": problem_of,
    "the kernel": lambda goal, deadline: Kernel(problem_of(goal), deadline),
    "what is broken": nothing_of,
    "what is broken, soon": lambda goal, deadline: nothing_of(goal, deadline, quick=True),
    "whether it is": lambda goal, deadline: misses(
        Kernel(problem_of(goal)), [0.0] * len(problem_of(goal).choices), deadline
    ),
}


@pytest.mark.parametrize("goal", GOALS, ids=str)
@pytest.mark.parametrize("step", STEPS)
def test_each_long_step_asks(goal: Goal, step: str) -> None:
    STEPS[step](goal, ENDLESS)
    with pytest.raises(TimeIsUp):
        STEPS[step](goal, Deadline.after(0))


def test_to_shrink_a_kernel_asks_and_so_does_to_part_all_first() -> None:
    kernel = Kernel(problem_of(Goal(GoalKind.BATCH, most=4)))
    costs = [1.0] * 24
    for step in (PartingKernel, lambda one, until: Shrunk(PartingKernel(one), costs, until)):
        step(kernel, ENDLESS)
        with pytest.raises(TimeIsUp):
            step(kernel, Deadline.after(0))


def test_marks_that_are_not_in_order_in_time_are_told_without_what_they_gain() -> None:
    choices = propose(PLANNER, Scenario(), GOALS[3]).choices
    for seconds in range(0, 60, 7):
        clock = count().__next__  # a second a look
        steps = order(PLANNER, Scenario(), choices, Deadline.after(seconds, clock=clock))
        assert {step.choice for step in steps} == set(choices)
        told = [step.freed is not None for step in steps]
        assert told == sorted(told, reverse=True)
    assert all(step.freed is not None for step in order(PLANNER, Scenario(), choices))


@pytest.mark.parametrize("goal", GOALS, ids=str)
def test_wherever_a_search_is_stopped_it_ends_at_once_and_its_marks_do_it(goal: Goal) -> None:
    looks = count()
    best = propose(PLANNER, Scenario(), goal, seconds=3600, cancelled=lambda: next(looks) < 0)
    in_all = next(looks)
    for last in sorted({*range(12), *range(12, in_all, max(1, in_all // 12))}):
        looks = count()
        found = propose(
            PLANNER, Scenario(), goal, seconds=3600,
            cancelled=lambda looks=looks, last=last: next(looks) >= last,
        )  # fmt: skip
        assert next(looks) <= last + FEW
        assert found.reached == best.reached
        assert found.bound <= best.effort_days <= found.effort_days
        problem = problem_of(goal)
        made = {(choice.coupling, choice.mark) for choice in found.choices}
        values = [float((one.coupling, one.mark) in made) for one in problem.choices]
        assert not misses(Kernel(problem), values)
