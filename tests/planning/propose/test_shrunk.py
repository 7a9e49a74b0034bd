"""What a kernel is shrunk to has the same least cost; each rule by an example."""

from itertools import count
from math import inf
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplan.planning.deadline import ENDLESS, Deadline
from relplan.planning.propose.branching import Branching
from relplan.planning.propose.relaxation import Relaxation
from relplan.planning.propose.rounding import round_up
from relplan.planning.propose.separation import broken
from relplan.planning.propose.shrunk import Shrunk, shrinkable
from tests.planning.propose.kernels import (
    SmallKernel,
    cheapest,
    random_kernel,
    reaches_its_goal,
)

A, B, C, D, E = range(5)


def test_what_is_on_no_cycle_is_let_be() -> None:
    found = Shrunk(SmallKernel([(0, 1, (A,)), (1, 2, (B,))]), [1.0, 1.0])
    assert (found.size, found.paid, found.completed(())) == (0, 0.0, frozenset())


def test_ways_pass_by_a_vertex_whose_cycles_pass_a_cheaper_one_until_that_must_go() -> None:
    found = Shrunk(SmallKernel([(0, 1, (A,)), (1, 2, (B,)), (2, 0, (C,))]), [3.0, 1.0, 2.0])
    assert (found.size, found.paid, found.completed(())) == (0, 1.0, {B})


def test_a_dearer_neighbour_lets_no_way_pass_by() -> None:
    """A, for 5 days, is on both cycles; B and C, for 2 each, are on one."""
    around = [(0, 1, (A,)), (1, 0, (B,)), (1, 2, (C,)), (2, 0, (D,))]
    found = Shrunk(SmallKernel(around), [5.0, 2.0, 2.0, 9.0])
    assert found.size > 0
    days, chosen = cheapest(found, found.costs)
    assert (found.paid + days, found.completed(chosen)) == (4.0, {B, C})


def test_what_goes_with_another_on_a_cycle_of_two_must_go() -> None:
    """A version removes only what breaks, a flag both ways: one of them is due, for either way."""
    found = Shrunk(SmallKernel([(0, 1, (A, B)), (1, 0, (A,))]), [5.0, 3.0])
    assert (found.size, found.paid, found.completed(())) == (0, 3.0, {B})


def test_a_mark_that_only_meets_a_clause_is_a_discount_on_the_other() -> None:
    """B, for 3 days, or A, for 5: A then takes 2 more, which is less than the 4 of C."""
    around = [(0, 1, (A, B)), (1, 0, (A,)), (1, 2, (A,)), (2, 1, (C,))]
    found = Shrunk(SmallKernel(around), [5.0, 3.0, 4.0])
    assert (found.size, found.paid, found.completed(())) == (0, 5.0, {A})
    dearer = Shrunk(SmallKernel(around), [5.0, 3.0, 1.0])
    assert (dearer.size, dearer.paid, dearer.completed(())) == (0, 4.0, {B, C})


def test_an_arc_that_is_only_on_cycles_with_a_chord_is_let_be() -> None:
    """The way 0, 1, 2 and back is cut with 0, 2 and back; no cost says so here."""
    around = [(0, 1, (A,)), (1, 2, (B,)), (2, 0, (C,)), (0, 2, (A,)), (2, 3, (C,)), (3, 0, (D,))]
    kernel, costs = SmallKernel(around), [2.0, 1.0, 2.0, 1.0]
    found = Shrunk(kernel, costs)
    assert len(found.arcs) < len(kernel.arcs)
    assert found.paid + cheapest(found, found.costs)[0] == cheapest(kernel, costs)[0]


@given(st.randoms(use_true_random=False))
def test_it_has_the_same_least_cost_and_its_answers_do_as_much(random: Random) -> None:
    kernel, costs = random_kernel(random)
    found = Shrunk(kernel, costs)
    days, chosen = cheapest(found, found.costs)
    completed = found.completed(chosen)
    assert reaches_its_goal(kernel, completed)
    assert found.paid + days == pytest.approx(cheapest(kernel, costs)[0])
    assert sum(costs[place] for place in completed) == pytest.approx(found.paid + days)


@given(st.randoms(use_true_random=False))
def test_branching_finds_the_least_cost_and_proves_it(random: Random) -> None:
    kernel, costs = random_kernel(random)
    least, _ = cheapest(kernel, costs)
    relaxation = Relaxation(costs, kernel.required, ENDLESS)
    search = Branching(
        relaxation,
        lambda values: broken(kernel, values),
        lambda days: round_up(days, 0.5),
        ENDLESS,
    )
    told: list[float] = []

    def found(values: list[float]) -> None:
        chosen = frozenset(place for place, value in enumerate(values) if value > 1 / 2)
        assert reaches_its_goal(kernel, chosen)
        told.append(sum(costs[place] for place in chosen))
        search.upper = told[-1]

    search.run(found)
    assert (told[-1], search.bound) == (pytest.approx(least), pytest.approx(least))


def test_stopped_it_claims_what_was_open() -> None:
    kernel = SmallKernel([(0, 1, (A,)), (1, 0, (B,))])
    relaxation = Relaxation([2.0, 3.0], (), ENDLESS)
    over = Deadline(cancelled=lambda: True)
    search = Branching(relaxation, lambda values: broken(kernel, values), float, over)
    search.run(lambda values: None)
    assert search.bound == 0.0


def test_a_change_and_its_hub_alone_are_no_cycle_to_cut() -> None:
    kernel = SmallKernel([(0, 1, (A,)), (1, 0, (A,))])
    assert shrinkable(kernel)
    kernel.weight[1] = 0
    assert not shrinkable(kernel)


@given(st.randoms(use_true_random=False), st.integers(0, 20))
def test_without_time_to_shrink_it_has_the_same_least_cost(random: Random, looks: int) -> None:
    kernel, costs = random_kernel(random)
    clock = count().__next__  # a second a look
    found = Shrunk(kernel, costs, Deadline.after(looks, clock=clock), grace=inf)
    days, chosen = cheapest(found, found.costs)
    assert reaches_its_goal(kernel, found.completed(chosen))
    assert found.paid + days == pytest.approx(cheapest(kernel, costs)[0])
