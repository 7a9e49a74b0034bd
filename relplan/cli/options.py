"""Arguments and options that several commands take."""

from contextvars import ContextVar
from enum import StrEnum
from typing import Annotated

import typer

from relplan.cli.completion import complete_change, complete_coupling
from relplan.model.production import PRODUCTION


class Settable(StrEnum):
    """States that a person can set."""

    IN_PROGRESS = "in-progress"
    READY = "ready"


class AskedFor(StrEnum):
    """What marks can be proposed for."""

    ALONE = "alone"
    UNBLOCK = "unblock"
    BATCH = "batch"
    ALL_ALONE = "all-alone"
    FREE = "free"


class Accepted(StrEnum):
    """What `check` may be told to take for a yes."""

    OK = "ok"


_ENVIRONMENT = ContextVar("environment", default=PRODUCTION)


def asked_environment() -> str:
    """Return the environment that the command line names, else production."""
    return _ENVIRONMENT.get()


def ask_for(environment: str | None) -> None:
    """Keep what the command line names for `asked_environment`."""
    _ENVIRONMENT.set(environment or PRODUCTION)


Environment = Annotated[
    str | None,
    typer.Option("--environment", metavar="NAME", help="Where changes go; else production."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]
InScenario = Annotated[
    str | None, typer.Option("--scenario", help="The scenario; else the one in use.")
]
ChangeName = Annotated[
    str | None,
    typer.Argument(
        metavar="[CHANGE]",
        help="An id or a unique prefix of one; else the branch checked out here.",
        autocompletion=complete_change,
    ),
]
CouplingName = Annotated[
    str,
    typer.Argument(
        metavar="COUPLING",
        help="A contract, feature or gate, or a unique prefix of its name.",
        autocompletion=complete_coupling,
    ),
]
Seconds = Annotated[
    float, typer.Option("--seconds", min=0.0, help="How long to look for cheaper marks.")
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="MOMENT", help="As if it were then: 2026-11-26T22:00."),
]
Ascii = Annotated[bool, typer.Option("--ascii", help="Draw with ASCII characters only.")]
Theme = Annotated[str | None, typer.Option("--theme", help="The theme's name.")]
