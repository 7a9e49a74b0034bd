"""The moment that a command is run as if at: ``--as-of``."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relplan.app import Workbench

_asked: list[str] = []
"""What the command line says; empty: the clock tells. One command runs in a process."""


def run_as_of(moment: str | None) -> None:
    """Let all that follows be as if at *moment*. Raises RelplanError where it is none."""
    _asked.clear()
    if moment is not None:
        _asked.append(moment)
        now()  # say what is wrong with it, whatever the command is


def open_here() -> "Workbench":
    """Open the workspace above the current folder, as the command line says: when and where."""
    from relplan.app import open_workbench
    from relplan.cli.options import asked_environment

    return open_workbench(Path(), time.time, as_of(), asked_environment())


def as_of() -> str | None:
    """Return the moment that was asked for, as it was written; None: none was."""
    return _asked[0] if _asked else None


def now() -> int:
    """Return the moment, in seconds since 1970, where there is no workspace with a time zone."""
    from relplan.app.moments import parse_moment

    moment = as_of()
    return int(time.time()) if moment is None else parse_moment(moment, "UTC")
