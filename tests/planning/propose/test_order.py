"""In which order to make marks, so that each gains the most for its days."""

import pytest

from relplan.model.change import Change
from relplan.model.proposal import Choice, Step
from relplan.model.scenario import Mark, Scenario
from relplan.model.snapshot import Snapshot
from relplan.model.workspace import Contract
from relplan.planning import Planner
from relplan.planning.propose import order
from tests.planning.world import contract, finding, merged, service, world


def tied(name: str, size: int) -> list[Contract | Change]:
    """Return a contract that holds *size* changes of as many services in one batch."""
    consumers = [f"{name}-{number}" for number in range(1, size)]
    return [
        contract(name, provider=f"{name}-0", consumers=consumers),
        merged(f"{name}-0", 1, breaks=name),
        *(merged(one, 1, adapts=name) for one in consumers),
    ]


def in_pairs(name: str, pairs: int) -> list[Contract | Change]:
    """Return a contract that holds as many *pairs* of changes together, each by its own part."""
    parts = [f"{name}-{number}" for number in range(pairs)]
    return [
        contract(name, provider=name, consumers=parts, uses={part: [part] for part in parts}),
        *(merged(name, part, breaks=finding(name, part)) for part in parts),
        *(merged(part, 1, adapts=finding(name, part)) for part in parts),
    ]


def steps(snapshot: Snapshot, **days: float) -> tuple[Step, ...]:
    """Return the order in which to flag contracts that take so many *days*."""
    choices = [Choice(name, Mark.FLAGGED, cost) for name, cost in days.items()]
    return order(Planner(snapshot), Scenario(), choices)


def names(made: tuple[Step, ...]) -> list[str]:
    return [step.choice.coupling for step in made]


def test_the_mark_that_frees_most_changes_for_a_day_goes_first() -> None:
    made = steps(world(*tied("a", 3), *tied("b", 2)), a=9, b=1)
    assert [(step.choice.coupling, step.freed) for step in made] == [("b", 2), ("a", 3)]


def test_a_change_that_is_blocked_no_more_is_freed() -> None:
    missing = contract("a", provider="pay", consumers=["web"])
    (step,) = steps(world(missing, service("web"), merged("pay", 1, breaks="a")), a=1)
    assert step.freed == 1


def test_of_marks_that_free_as_much_the_one_with_the_smaller_largest_batch_goes_first() -> None:
    snapshot = world(*tied("z", 3), *in_pairs("a", 4))
    assert names(steps(snapshot, z=3, a=8)) == ["z", "a"]  # although it leaves more pairs


def test_then_the_one_that_leaves_fewer_pairs_in_lock_step() -> None:
    snapshot = world(*tied("a", 2), *tied("z", 3), *tied("unmarked", 3))
    assert names(steps(snapshot, a=2, z=3)) == ["z", "a"]


def test_where_no_mark_frees_anything_the_best_two_begin() -> None:
    both, others = ("a", "z"), ("b", "c")
    snapshot = world(
        *(contract(name, provider="pay", consumers=["web"]) for name in both),
        *(contract(name, provider="cart", consumers=["docs"]) for name in others),
        merged("pay", 1, breaks=both),
        merged("web", 1, adapts=both),
        merged("cart", 1, breaks=others),
        merged("docs", 1, adapts=others),
    )
    made = steps(snapshot, a=1, z=10, b=2, c=2)  # two changes for 11 days, or for 4
    assert names(made)[:2] == ["b", "c"]
    assert [step.freed for step in made] == [0, 2, 0, 2]


@pytest.mark.parametrize(("marks", "place"), [(12, 0), (13, -1)])
def test_more_than_a_dozen_marks_are_only_sorted_cheapest_first(marks: int, place: int) -> None:
    cheap = {f"c{number}": 1.0 for number in range(marks - 1)}
    pairs = [statement for name in cheap for statement in tied(name, 2)]
    made = steps(world(*pairs, *tied("a", 8)), a=2, **cheap)
    assert names(made)[place] == "a"  # it frees most for a day, and costs most
