"""Until when something may take: asked by all that takes long, each time it has done a little."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from math import inf
from time import monotonic
from typing import TypeVar

_T = TypeVar("_T")

_A_FEW = 1000
"""Things between two looks at the clock."""


class TimeIsUp(Exception):  # noqa: N818 - it is no error: what is known by then is told
    """There is no time to go on. Never leaves the search that it ends."""


def never() -> bool:
    """Do not cancel."""
    return False


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment at which a search has to end, which is any moment once it was cancelled."""

    end: float = inf
    cancelled: Callable[[], bool] = never
    clock: Callable[[], float] = monotonic

    @classmethod
    def after(
        cls,
        seconds: float,
        cancelled: Callable[[], bool] = never,
        clock: Callable[[], float] = monotonic,
    ) -> "Deadline":
        """Return the deadline in so many *seconds* from now, by *clock*."""
        return cls(clock() + seconds, cancelled, clock)

    def left(self) -> float:
        """Return the seconds that are left; below 0: for so long there have been none."""
        return -inf if self.cancelled() else self.end - self.clock()

    def over(self) -> bool:
        """Tell whether none are left."""
        return self.left() <= 0

    def ask(self) -> None:
        """Raise TimeIsUp where none are left."""
        if self.over():
            raise TimeIsUp

    def through(self, things: Iterable[_T]) -> Iterator[_T]:
        """Yield *things*, and ask before the first and after every few of them."""
        for number, thing in enumerate(things):
            if not number % _A_FEW:
                self.ask()
            yield thing

    def later(self, seconds: float) -> "Deadline":
        """Return one that is so many *seconds* later, for what is worth the wait."""
        return replace(self, end=self.end + seconds)


ENDLESS = Deadline()
"""All the time that it takes."""
