"""The example of `relplan.planning.propose`, stage by stage."""

from dataclasses import replace

from relplan.model.proposal import Goal, GoalKind, Terms
from relplan.model.scenario import Scenario
from relplan.planning.graph import NeedsGraph
from relplan.planning.planner import Planner
from relplan.planning.propose import propose
from relplan.planning.propose.constraint import clause
from relplan.planning.propose.kernel import Kernel
from relplan.planning.propose.problem import Problem
from relplan.planning.propose.separation import broken
from tests.planning.world import contract, merged, opened, world

SNAPSHOT = world(
    replace(
        contract("K", provider="orders", consumers=["web"]),
        versioned_effort_days=3.0,
        flagged_effort_days=5.0,
    ),
    contract("L", provider="pay", consumers=["orders"]),
    merged("orders", 1, breaks="K", adapts="L"),
    merged("pay", 1, extends="L"),
    opened("web", "new", adapts="K"),
)
GOAL = Goal(GoalKind.ALL_ALONE)


def test_its_stages() -> None:
    problem = Problem(NeedsGraph(SNAPSHOT), Scenario(), GOAL, Terms())
    problem.draw()
    marks = [(choice.coupling, choice.mark.value) for choice in problem.choices]
    assert marks == [("K", "flagged"), ("K", "versioned"), ("L", "flagged"), ("L", "versioned")]
    named = {number: name for name, number in problem.node_of.items()}
    assert {(named[arc.source], named[arc.target], arc.literals) for arc in problem.arcs} == {
        ("orders@1", "pay@1", (2,)), ("orders@1", "web:new", (0, 1)), ("web:new", "orders@1", (0,)),
    }  # fmt: skip
    kernel = Kernel(problem)
    assert (kernel.size, len(kernel.arcs)) == (3, 3)
    assert broken(kernel, [0.0, 0.0, 0.0, 0.0]) == [clause((0, 1))]
    assert broken(kernel, [0.0, 1.0, 0.0, 0.0]) == []


def test_its_answer() -> None:
    found = propose(Planner(SNAPSHOT), Scenario(), GOAL)
    (step,) = found.steps
    assert (step.choice.coupling, step.choice.mark.value) == ("K", "versioned")
    assert (found.optimal, found.effort_days) == (True, 3.0)
