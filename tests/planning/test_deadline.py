"""A deadline by a clock that the test moves."""

import pytest

from relplan.planning.deadline import ENDLESS, Deadline, TimeIsUp


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_it_is_over_once_its_seconds_have_passed() -> None:
    clock = Clock()
    deadline = Deadline.after(2.0, clock=clock)
    clock.now += 1.5
    assert (deadline.left(), deadline.over()) == (0.5, False)
    deadline.ask()
    clock.now += 0.5
    assert deadline.over()
    with pytest.raises(TimeIsUp):
        deadline.ask()


def test_what_is_worth_the_wait_has_a_later_one() -> None:
    clock = Clock()
    deadline = Deadline.after(1.0, clock=clock)
    clock.now += 1.0
    assert deadline.over()
    assert deadline.later(0.25).left() == 0.25


def test_what_is_cancelled_is_over_however_late_it_may_be() -> None:
    deadline = Deadline.after(60.0, cancelled=lambda: True, clock=Clock())
    assert deadline.over()
    assert deadline.later(60.0).over()
    assert not ENDLESS.over()


def test_what_goes_through_many_things_asks_on_the_way() -> None:
    clock = Clock()
    things = Deadline.after(1.0, clock=clock).through(range(1_000_000))
    assert next(things) == 0
    clock.now += 1.0
    with pytest.raises(TimeIsUp):
        list(things)
    assert next(things, None) is None


def test_of_nothing_and_of_a_few_nothing_is_lost() -> None:
    assert list(ENDLESS.through(())) == []
    assert list(Deadline.after(1.0, clock=Clock()).through("abc")) == ["a", "b", "c"]
