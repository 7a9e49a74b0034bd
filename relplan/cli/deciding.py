"""Decides what a command was told to, and asks before that changes a main that is protected."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from relplan.cli.output import warn
from relplan.model.errors import ProtectedError, RelplanError

if TYPE_CHECKING:
    from relplan.app import Workbench

_Done = TypeVar("_Done")
_YES = ("y", "yes")


def decided(bench: Workbench, decide: Callable[[], _Done], *, yes: bool) -> _Done:
    """Return what *decide* does; with *yes*, in a main that is protected, too.

    Else a person at a terminal is asked about that. Raises ProtectedError where there is none, and
    RelplanError where they say no: nothing is decided then.
    """
    if not yes:
        try:
            return decide()
        except ProtectedError as error:
            if not (sys.stdin.isatty() and sys.stderr.isatty()):
                raise
            warn(error.what)
            if not _agreed():
                raise RelplanError("nothing was decided") from None
    with bench.changing_main():
        return decide()


def _agreed() -> bool:
    print("decide it all the same? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in _YES
