"""``relplan export``."""

import sys
from pathlib import Path
from typing import Annotated

from relplan.cli.bench import scanned_bench
from relplan.cli.exits import EXIT_DONE
from relplan.cli.options import Argument, InScenario, Option, Seconds
from relplan.cli.output import warn
from relplan.exports.writing import write_whole


def export(
    what: Annotated[
        str,
        Argument(
            metavar="WHAT",
            help="plan, backlog, graph, scenario, windows, runbook, notes, waves or drift.",
        ),
    ],
    form: Annotated[
        str | None,
        Option(
            "--format",
            "-f",
            metavar="F",
            help="plan: markdown, json, csv, junit, sarif. backlog: markdown, csv, json, toml,"
            " jira, gitlab, github, github-script. graph: mermaid, dot, graphml, svg."
            " scenario: toml. windows: ics. runbook and notes: markdown, json, html."
            " waves: argocd, flux, flux-helm, json. drift: markdown, csv, json, svg.",
        ),
    ] = None,
    output: Annotated[
        Path | None, Option("--output", "-o", help="The file; else standard output.")
    ] = None,
    batch: Annotated[
        str | None, Option("--batch", help="Of a graph, runbook, notes or waves: this batch.")
    ] = None,
    window: Annotated[
        str | None,
        Option("--window", help="Of a runbook, notes or waves: this window, when it is next."),
    ] = None,
    seconds: Seconds = 10.0,
    scenario: InScenario = None,
) -> int:
    """Write the plan, a backlog, a graph, a runbook or release notes for people and programs."""
    from relplan.app.exporting import Part
    from relplan.app.exporting import export as exported

    with scanned_bench() as bench:
        found = bench.scenario(scenario)
        text = exported(bench, found, what, form, part=Part(batch, window), seconds=seconds)
    if output is None or str(output) == "-":
        sys.stdout.write(text)
        return EXIT_DONE
    write_whole(output, text)
    warn(f"wrote {output}")
    return EXIT_DONE
