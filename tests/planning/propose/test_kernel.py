"""What the search for marks looks at."""

import pytest

from relplan.model.proposal import Goal, GoalKind, Terms
from relplan.model.scenario import Scenario
from relplan.planning import Planner
from relplan.planning.propose.kernel import Kernel
from relplan.planning.propose.problem import Problem
from tests.planning.world import contract, merged, world

PAIR = world(
    contract("api", provider="pay", consumers=["web"]),
    merged("pay", 1, breaks="api"),
    merged("web", 1, adapts="api"),
)


@pytest.mark.parametrize(("most", "crowded"), [(1, True), (2, False), (3, False)])
def test_a_batch_may_have_as_many_changes_as_the_goal_says(most: int, crowded: bool) -> None:
    goal = Goal(GoalKind.BATCH, most=most)
    problem = Problem(Planner(PAIR).graph, Scenario(), goal, Terms())
    problem.draw()
    kernel = Kernel(problem)
    assert kernel.is_crowded(range(kernel.size)) is crowded
