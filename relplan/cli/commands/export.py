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
        Argument(metavar="WHAT", help="plan, backlog, graph, scenario, windows or runbook."),
    ],
    form: Annotated[
        str | None,
        Option(
            "--format",
            "-f",
            metavar="F",
            help="plan: markdown, json, csv, junit, sarif. backlog: markdown, csv, json, toml,"
            " jira, gitlab, github, github-script. graph: mermaid, dot, graphml, svg."
            " scenario: toml. windows: ics. runbook: markdown, json, html.",
        ),
    ] = None,
    output: Annotated[
        Path | None, Option("--output", "-o", help="The file; else standard output.")
    ] = None,
    batch: Annotated[
        str | None, Option("--batch", help="Of a graph or a runbook: this batch.")
    ] = None,
    seconds: Seconds = 10.0,
    scenario: InScenario = None,
) -> int:
    """Write the plan, the decoupling backlog, a graph or a scenario for other programs."""
    from relplan.app.exporting import export as exported

    with scanned_bench() as bench:
        found = bench.scenario(scenario)
        text = exported(bench, found, what, form, batch=batch, seconds=seconds)
    if output is None or str(output) == "-":
        sys.stdout.write(text)
        return EXIT_DONE
    write_whole(output, text)
    warn(f"wrote {output}")
    return EXIT_DONE
