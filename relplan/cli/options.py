"""Arguments and options that several commands take."""

from typing import Annotated

import typer

from relplan.cli.completion import complete_change

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
Seconds = Annotated[
    float, typer.Option("--seconds", min=0.0, help="How long to look for cheaper marks.")
]
At = Annotated[
    str | None,
    typer.Option("--at", metavar="MOMENT", help="The same as --as-of before the command."),
]
Ascii = Annotated[bool, typer.Option("--ascii", help="Draw with ASCII characters only.")]
Theme = Annotated[str | None, typer.Option("--theme", help="The theme's name.")]
