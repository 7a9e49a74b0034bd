"""The commands that say what to do about the lock-step, and hand it over."""

from pathlib import Path
from typing import Annotated

import typer

from relplan.cli.completion import complete_change, complete_coupling, complete_mark
from relplan.cli.options import AskedFor, InScenario, Json, Seconds


def propose(  # noqa: PLR0913, PLR0917 - each is an option
    goal: Annotated[
        AskedFor, typer.Argument(metavar="GOAL", help="alone, unblock, batch, all-alone or free.")
    ],
    about: Annotated[
        str | None,
        typer.Argument(
            metavar="[CHANGE|K]",
            help="Of alone and unblock, a change (else the branch checked out here); of batch, "
            "the most changes that one may have.",
            autocompletion=complete_change,
        ),
    ] = None,
    max_effort: Annotated[
        float | None, typer.Option("--max-effort", metavar="D", help="Days at the most.")
    ] = None,
    forbid: Annotated[
        list[str] | None,
        typer.Option(
            "--forbid",
            metavar="COUPLING",
            help="Do not mark it. Repeatable.",
            autocompletion=complete_coupling,
        ),
    ] = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(
            "--keep",
            metavar="COUPLING=MARK",
            help="Take this mark as made, at no cost, as those of the scenario are. Repeatable.",
            autocompletion=complete_mark,
        ),
    ] = None,
    anew: Annotated[
        bool,
        typer.Option("--anew", help="Reconsider the scenario's own marks."),
    ] = False,
    accept: Annotated[
        bool, typer.Option("--accept", help="Make the marks in the scenario in use.")
    ] = False,
    seconds: Seconds = 10.0,
    scenario: InScenario = None,
    json: Json = False,
) -> int:
    """Find the cheapest marks for a goal: exit 0 they reach it, 1 none do. Ctrl+C: best so far."""
    from relplan.cli.commands.propose import Asked
    from relplan.cli.commands.propose import propose as find
    from relplan.model.proposal import GoalKind

    asked = Asked(
        GoalKind(goal.value),
        about,
        forbidden=tuple(forbid or ()),
        kept=tuple(keep or ()),
        anew=anew,
        max_effort=max_effort,
        seconds=seconds,
        scenario=scenario,
    )
    return find(asked, accept, json)


def diagnose(
    batch: Annotated[
        str | None,
        typer.Argument(
            metavar="[BATCH]", help="Its id, or one of its changes; else the whole workspace."
        ),
    ] = None,
    scenario: InScenario = None,
    json: Json = False,
) -> int:
    """Tell why releases go out in lock-step: which of the four causes, by evidence and days."""
    from relplan.cli.commands.diagnose import show_diagnosis

    return show_diagnosis(batch, scenario, json)


def export(
    what: Annotated[
        str,
        typer.Argument(metavar="WHAT", help="plan, backlog, graph, scenario, windows or runbook."),
    ],
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="F",
            help="plan: markdown, json, csv, junit, sarif. backlog: markdown, csv, json, toml,"
            " jira, gitlab, github, github-script. graph: mermaid, dot, graphml, svg."
            " scenario: toml. windows: ics. runbook: markdown, json, html.",
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file; else standard output.")
    ] = None,
    batch: Annotated[
        str | None, typer.Option("--batch", help="Of a graph or a runbook: this batch.")
    ] = None,
    seconds: Seconds = 10.0,
    scenario: InScenario = None,
) -> int:
    """Write the plan, the decoupling backlog, a graph or a scenario for other programs."""
    from relplan.cli.commands.export import export_document

    return export_document(
        what, form, output=output, scenario=scenario, batch=batch, seconds=seconds
    )
