"""When Python looks for garbage."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from relplan.model.garbage import collection, no_collection


class Loop:
    """Something that holds itself, so that only a search finds it."""

    def __init__(self) -> None:
        self.own = self


@pytest.fixture
def as_a_command() -> Iterator[None]:
    # The tests look more seldom; a process that runs a command begins as Python does.
    seldom = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    gc.disable()
    yield
    gc.unfreeze()
    gc.set_threshold(*seldom)
    gc.enable()


def survivors() -> int:
    """Make thousands of loops and drop them; return how many are there still."""
    made = weakref.WeakSet(Loop() for _ in range(20_000))
    return len(made)


@pytest.mark.usefixtures("as_a_command")
def test_a_long_look_collects_what_it_drops_although_a_command_does_not() -> None:
    assert survivors() == 20_000
    with collection():
        assert survivors() < 10_000
        with no_collection():
            assert survivors() == 20_000
        assert gc.isenabled()
    assert not gc.isenabled()


def test_what_looks_for_garbage_anyhow_goes_on() -> None:
    with collection():
        assert gc.isenabled()
    assert gc.isenabled()
