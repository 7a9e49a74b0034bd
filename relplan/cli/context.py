"""What the options before the command say: from where, as of when, for whom."""

import os
import time
from contextvars import ContextVar
from pathlib import Path

from relplan.model.errors import RelplanError
from relplan.model.production import PRODUCTION

_MOMENT = ContextVar[str | None]("moment", default=None)
_ENVIRONMENT = ContextVar("environment", default=PRODUCTION)
_SCENARIO = ContextVar("scenario", default="")


def begin(
    folder: Path | None, moment: str | None, environment: str | None, scenario: str | None
) -> None:
    """Take what the options before the command say. Raises RelplanError where that cannot be."""
    run_for(environment)
    _SCENARIO.set(scenario or "")
    if folder is not None:
        enter(folder)
    run_as_of(moment)


def enter(folder: Path) -> None:
    """Make *folder* the current one. Raises RelplanError where that cannot be."""
    try:
        os.chdir(folder)
    except OSError as error:
        raise RelplanError(f"{folder}: {error.strerror}", "name a folder that exists") from None


def run_as_of(moment: str | None) -> None:
    """Let all that follows be as if at *moment*, else now. Raises RelplanError where it is none."""
    _MOMENT.set(moment)
    if moment is not None:
        now()  # say what is wrong with it, whatever the command is


def as_of() -> str | None:
    """Return the moment that was asked for, as it was written; None: none was."""
    return _MOMENT.get()


def now() -> int:
    """Return the moment, in seconds since 1970, where there is no workspace with a time zone."""
    from relplan.app.moments import parse_moment

    moment = as_of()
    return int(time.time()) if moment is None else parse_moment(moment, "UTC")


def run_for(environment: str | None) -> None:
    """Let all that follows be about *environment*; None: production."""
    _ENVIRONMENT.set(environment or PRODUCTION)


def asked_scenario() -> str:
    """Return the scenario that was asked for before the command; empty: none was."""
    return _SCENARIO.get()


def asked_environment() -> str:
    """Return the environment that was asked for, else production."""
    return _ENVIRONMENT.get()
