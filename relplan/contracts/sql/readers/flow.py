"""Where a program may go on: what stands behind a ``return`` or a ``raise`` is never run.

Only what is plain to see ends anything: what stands after a condition may be run.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

_Value = TypeVar("_Value")


class Flow:
    """How the statements of one function that are followed may be left."""

    def __init__(self) -> None:
        self.goes_on = True
        """Whether what stands next may be run."""
        self._broken = False
        """Whether the loop that is followed may be left by a ``break``."""
        self._continued = False
        """Whether the turn that is followed may be left for the next one."""
        self._jumps = False
        """Whether there is a jump to a label, which may be anywhere."""

    def leave(self) -> None:
        """Take note of a ``return`` or a ``raise``."""
        self.goes_on = False

    def stop(self) -> None:
        """Take note of a ``break``."""
        self.goes_on, self._broken = False, True

    def skip(self) -> None:
        """Take note of a ``continue``."""
        self.goes_on, self._continued = False, True

    def jump(self) -> None:
        """Take note of a jump to a label: nobody looks where that is."""
        self._jumps = True

    def switch(self, run: Callable[[], object]) -> None:
        """Follow the cases of a switch, which a ``break`` leaves."""
        outer = self._broken
        run()
        self._broken, self.goes_on = outer, True

    def either(self, ways: Iterable[Callable[[], _Value]], *, may_pass: bool) -> list[_Value]:
        """Follow each of several ways, of which one is gone; *may_pass*: or none of them."""
        values, through = [], may_pass
        for way in ways:
            self.goes_on = True
            values.append(way())
            through |= self.goes_on
        self.goes_on = through
        return values

    def finally_(self, run: Callable[[], object]) -> None:
        """Follow what is done however the statements before it were left."""
        through, self.goes_on = self.goes_on, True
        run()
        self.goes_on = self.goes_on and through

    def loop(
        self,
        turns: Iterable[Callable[[], object]],
        otherwise: Callable[[], object] = lambda: None,
        *,
        sure: bool = False,
        endless: bool = False,
    ) -> None:
        """Follow the turns of a loop until none can come, and *otherwise* unless it was broken.

        *sure* says that there is one turn at least, *endless* that only a ``break`` ends it.
        """
        outer = self._broken, self._continued
        self._broken, ends = False, True
        for turn in turns:
            self.goes_on, self._continued = True, False
            turn()
            ends = self.goes_on or self._continued
            if not ends and not self._jumps:
                break
        broken = self._broken
        self._broken, self._continued = outer
        self.goes_on = ((ends or not sure) and not endless) or self._jumps
        if self.goes_on:
            otherwise()
        self.goes_on = self.goes_on or broken
