"""What is near there and back, against the shortest ways between all groups."""

from collections.abc import Sequence
from itertools import product
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from relplan.planning.propose.balls import UNITS, Balls
from relplan.planning.propose.joined import Joined
from relplan.planning.propose.residual import residual_of
from tests.planning.propose.kernels import random_kernel


def shortest(size: int, arcs: Sequence[tuple[int, int, int]]) -> dict[tuple[int, int], int]:
    """Return how far each is from each, by the algorithm of Floyd and Warshall."""
    far = {
        (one, other): 0 if one == other else UNITS for one in range(size) for other in range(size)
    }
    for source, target, units in arcs:
        far[source, target] = min(far[source, target], units)
    for middle, one, other in product(range(size), repeat=3):
        far[one, other] = min(far[one, other], far[one, middle] + far[middle, other])
    return far


@given(st.randoms(use_true_random=False))
def test_a_ball_has_all_that_a_walk_there_and_back_is_no_longer_to(random: Random) -> None:
    kernel, _ = random_kernel(random, most=4)
    values = [random.choice((0, 0, 1, 5, 8, 12, 20)) / UNITS for _ in range(7)]
    residual = residual_of(kernel, values)
    joined = Joined(residual, [n for nodes in residual.crowded().values() for n in nodes])
    if not joined.whole:
        return
    arcs = [
        (group, other, round(joined.lengths[literals] * UNITS))
        for group, links in enumerate(joined.out)
        for other, literals in links
    ]
    far = shortest(joined.size, arcs)
    balls = Balls(joined)
    for centre, radius in product(range(joined.size), (0, 5, UNITS - 1)):
        inside = {g for g in range(joined.size) if far[centre, g] + far[g, centre] <= radius}
        ball = balls.ball(centre, radius)
        assert {group for group in range(joined.size) if ball >> group & 1} == inside
        near = [group for group, _ in balls.nearest(centre, radius)]
        assert sorted(near) == sorted(inside - {centre})
        away = [far[centre, group] + far[group, centre] for group in near]
        assert away == sorted(away)


@given(st.randoms(use_true_random=False))
def test_groups_are_what_nothing_parts_unless_that_is_too_much(random: Random) -> None:
    kernel, _ = random_kernel(random, most=4)
    values = [random.choice((0.0, 0.0, 0.3, 0.6)) for _ in range(7)]
    residual = residual_of(kernel, values)
    joined = Joined(residual, [n for nodes in residual.crowded().values() for n in nodes])
    large = kernel.is_crowded
    for nodes in residual.crowded().values():
        whole = residual_of(kernel, [float(value > 0) for value in values])
        apart = {whole.component[node] for node in nodes}
        groups = [[n for n in nodes if whole.component[n] == number] for number in apart]
        if any(map(large, groups)):
            assert not joined.whole
    assert sum(joined.weight) == sum(
        kernel.weight[node] for nodes in residual.crowded().values() for node in nodes
    )
