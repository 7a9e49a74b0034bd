"""What the numbers of a solver, which are not exact, say about days."""

from math import inf

import pytest

from relplan.planning.propose.rounding import grain, round_up


@pytest.mark.parametrize(
    ("costs", "days"),
    [([2.0, 3.0], 1.0), ([1.5, 3.0], 1.5), ([0.5, 1.25], 0.25), ([1 / 3, 1.0], 0.0), ([], 0.0)],
)
def test_all_costs_are_multiples_of_the_grain(costs: list[float], days: float) -> None:
    assert grain(costs) == days


@pytest.mark.parametrize(
    ("bound", "step", "days"),
    [
        (2.1, 1.0, 3.0),
        (3.0, 1.0, 3.0),
        (3.0000001, 1.0, 3.0),  # noise: marks of three days may still do
        (2.9999999, 1.0, 3.0),
        (2.1, 0.0, 2.1),
        (-0.1, 0.0, 0.0),
        (-inf, 1.0, 0.0),
    ],
)
def test_a_bound_is_rounded_up_to_what_marks_can_cost(
    bound: float, step: float, days: float
) -> None:
    assert round_up(bound, step) == days
