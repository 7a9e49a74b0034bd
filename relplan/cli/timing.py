"""The commands that say when: windows and runbooks."""

from pathlib import Path
from typing import Annotated

import typer

from relplan.cli.completion import complete_mark
from relplan.cli.options import InScenario, Json

At = Annotated[
    str | None,
    typer.Option("--at", metavar="MOMENT", help="The same as --as-of before the command."),
]


def windows(
    mark: Annotated[
        list[str] | None,
        typer.Option(
            "--mark",
            metavar="COUPLING=MARK",
            help="As if it were marked. Repeatable.",
            autocompletion=complete_mark,
        ),
    ] = None,
    calendar: Annotated[
        Path | None,
        typer.Option("--from", help="Print an iCalendar file's windows for relplan.toml instead."),
    ] = None,
    at: At = None,
    scenario: InScenario = None,
    json: Json = False,
) -> int:
    """Say when each batch ships, what makes it late, and what waiting costs."""
    from relplan.cli.commands.windows import show_calendar, show_windows

    if calendar is not None:
        return show_calendar(calendar)
    return show_windows(tuple(mark or ()), at, scenario, json)


def runbook(
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="[BATCH|WINDOW]",
            help="A batch, one of its changes, or a window's name; else what ships first.",
        ),
    ] = None,
    record: Annotated[
        bool, typer.Option("--record", help="What was ticked off in the TUI, by whom and when.")
    ] = False,
    at: At = None,
    scenario: InScenario = None,
    json: Json = False,
) -> int:
    """Print numbered steps for a batch or a window, and what to do when one fails."""
    from relplan.cli.commands.runbook import show_runbook

    return show_runbook(what, at, scenario, record=record, json=json)
