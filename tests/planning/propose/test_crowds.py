"""What holds more changes together than a batch may have, on as few marks as can be."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from relplan.planning.deadline import ENDLESS
from relplan.planning.propose.constraint import Constraint, clause
from relplan.planning.propose.crowds import Crowds
from relplan.planning.propose.greedy import values_of
from relplan.planning.propose.kernel import Kernel
from relplan.planning.propose.separation import broken
from tests.planning.propose.kernels import SmallKernel, random_kernel, reaches_its_goal

A, B, C, D = range(4)
FREE = [1.0] * 7


def ring(*literals: int, most: int) -> SmallKernel:
    """Return a hub tied to a change by each of *literals*, both ways."""
    there = [(0, number, (one,)) for number, one in enumerate(literals, start=1)]
    back = [(number, 0, (one,)) for number, one in enumerate(literals, start=1)]
    return SmallKernel([*there, *back], most=most)


def answers(kernel: Kernel, literals: int = 7) -> Iterator[frozenset[int]]:
    """Yield all answers that reach the goal."""
    for number in range(literals + 1):
        for chosen in combinations(range(literals), number):
            if reaches_its_goal(kernel, frozenset(chosen)):
                yield frozenset(chosen)


def is_met_by(one: Constraint, chosen: frozenset[int]) -> bool:
    return one.met_by(values_of(chosen, 7)) >= 1


def test_a_coupling_that_ties_too_many_by_itself_must_be_marked() -> None:
    found = Crowds(ring(A, A, A, most=3)).of_few_couplings(FREE, ENDLESS)
    assert found == [clause([A])]


def test_two_that_share_a_change_and_are_too_many_cannot_both_stay() -> None:
    found = Crowds(ring(A, A, B, B, most=4)).of_few_couplings(FREE, ENDLESS)
    assert found == [clause([A, B])]


def test_two_that_fit_into_one_batch_may_both_stay() -> None:
    assert not Crowds(ring(A, A, B, B, most=5)).of_few_couplings(FREE, ENDLESS)


def test_two_that_share_no_change_may_both_stay() -> None:
    apart = [(0, 1, (A,)), (1, 0, (A,)), (2, 3, (B,)), (3, 2, (B,))]
    assert not Crowds(SmallKernel(apart, most=2)).of_few_couplings(FREE, ENDLESS)


def test_a_mark_that_leaves_too_many_tied_does_not_count() -> None:
    """C removes all that ties 2 and 3 to 0; B parts 3 alone, and four are still too many."""
    tied_by_a = [(0, 1, (A,)), (1, 0, (A,)), (0, 4, (A,)), (4, 0, (A,))]
    tied_by_c = [(0, 2, (C,)), (2, 0, (C,)), (0, 3, (B, C)), (3, 0, (C,))]
    found = Crowds(SmallKernel([*tied_by_a, *tied_by_c], most=3)).of_few_couplings(FREE, ENDLESS)
    assert found == [clause([A, C])]


def test_a_constraint_is_narrowed_to_what_is_too_much_already() -> None:
    kernel = ring(A, B, C, D, most=3)
    narrowed = Crowds(kernel).narrowed(clause([A, B, C, D]), [3.0, 1.0, 2.0, 4.0, 0, 0, 0])
    assert narrowed == clause([A, C, D])  # the cheapest is left out


def test_what_fits_into_a_batch_is_narrowed_to_nothing() -> None:
    assert Crowds(ring(A, B, C, D, most=3)).narrowed(clause([A, B]), FREE) is None


@given(st.randoms(use_true_random=False), st.integers(2, 4))
def test_every_answer_that_reaches_the_goal_meets_it(random: Random, most: int) -> None:
    kernel, costs = random_kernel(random, most=most)
    crowds = Crowds(kernel)
    found = crowds.of_few_couplings(costs, ENDLESS)
    for values in (zeros_and_ones(random), shares(random)):
        for one in broken(kernel, values):
            found.append(one)
            narrowed = crowds.narrowed(one, costs)
            if narrowed is not None:
                assert dict(narrowed.weights).keys() <= dict(one.weights).keys()
                found.append(narrowed)
    for chosen in answers(kernel):
        assert all(is_met_by(one, chosen) for one in found)


@given(st.randoms(use_true_random=False), st.integers(2, 4))
def test_none_of_its_marks_can_be_spared(random: Random, most: int) -> None:
    """But for what must be marked anyway: with all other marks made, to leave it is too much."""
    kernel, costs = random_kernel(random, most=most)
    kernel.required = ()
    crowds = Crowds(kernel)
    for one in broken(kernel, [0.0] * 7):
        narrowed = crowds.narrowed(one, costs)
        assert narrowed is not None
        mine = {literal for literal, _ in narrowed.weights}
        others = frozenset(range(7)) - mine
        assert not reaches_its_goal(kernel, others)
        assert all(reaches_its_goal(kernel, others | {literal}) for literal in mine)


@given(st.randoms(use_true_random=False), st.integers(2, 4))
def test_whole_answers_break_something_exactly_if_they_miss_the_goal(
    random: Random, most: int
) -> None:
    kernel, _ = random_kernel(random, most=most)
    values = zeros_and_ones(random)
    chosen = frozenset(place for place, value in enumerate(values) if value)
    assert bool(broken(kernel, values)) != reaches_its_goal(kernel, chosen)


def zeros_and_ones(random: Random) -> Sequence[float]:
    return [float(random.random() < 0.3) for _ in range(7)]


def shares(random: Random) -> Sequence[float]:
    return [random.choice((0.0, 0.0, 0.01, 0.25, 1 / 3, 0.5, 0.7)) for _ in range(7)]
