"""Arguments and options that several commands take."""

from enum import StrEnum
from typing import Annotated

import typer

from relplan.cli.completion import complete_change, complete_coupling


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


class Accepted(StrEnum):
    """What `check` may be told to take for a yes."""

    OK = "ok"


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
Ascii = Annotated[bool, typer.Option("--ascii", help="Draw with ASCII characters only.")]
Theme = Annotated[str | None, typer.Option("--theme", help="The theme's name.")]
