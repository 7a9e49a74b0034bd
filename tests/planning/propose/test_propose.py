"""What a proposal says where effort is limited, and while it is searched for."""

from itertools import pairwise

from relplan.model.proposal import Goal, GoalKind, Proposal, Terms
from relplan.model.scenario import Scenario
from relplan.planning import Planner
from relplan.planning.propose import propose
from tests.planning.world import contract, merged, world

NAMES = ("a", "b", "c")
THREE_PAIRS = world(
    *(contract(name, provider=f"{name}-pay", consumers=[f"{name}-web"]) for name in NAMES),
    *(merged(f"{name}-pay", 1, breaks=name) for name in NAMES),
    *(merged(f"{name}-web", 1, adapts=name) for name in NAMES),
)
EACH = 5.0
"""The days that one of the contracts takes to be versioned."""


def parted(most: float | None, told: list[Proposal]) -> Proposal:
    """Return how to part all changes for so many days at the most."""
    goal, terms = Goal(GoalKind.ALL_ALONE), Terms(max_effort=most)
    return propose(Planner(THREE_PAIRS), Scenario(), goal, terms, on_better=told.append)


def test_marks_within_the_effort_are_made_and_nothing_more_is_claimed() -> None:
    told: list[Proposal] = []
    found = parted(2 * EACH + 1, told)
    assert [choice.coupling for choice in found.choices] == ["a", "b"]
    assert (found.effort_days, found.bound) == (2 * EACH, 3 * EACH)
    assert (found.reached, found.optimal) == (False, False)
    assert told == []  # no answer was within the effort


def test_effort_that_just_suffices_is_no_limit() -> None:
    told: list[Proposal] = []
    found = parted(3 * EACH, told)
    assert (found.reached, found.optimal, found.effort_days) == (True, True, 3 * EACH)
    assert told[-1].effort_days == 3 * EACH


def test_for_smaller_batches_marks_that_part_all_are_told_at_once_and_bettered() -> None:
    told: list[Proposal] = []
    pairs_of_pairs = world(
        *(contract(name, provider="pay", consumers=[name]) for name in NAMES),
        merged("pay", 1, breaks=NAMES),
        *(merged(name, 1, adapts=name) for name in NAMES),
    )
    goal = Goal(GoalKind.BATCH, most=3)
    found = propose(Planner(pairs_of_pairs), Scenario(), goal, on_better=told.append)
    assert told[0].effort_days == 3 * EACH
    assert all(one.effort_days <= before.effort_days for before, one in pairwise(told))
    assert (found.optimal, found.effort_days) == (True, EACH)
