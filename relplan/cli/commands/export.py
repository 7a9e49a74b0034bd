"""``relplan export``."""

import sys
from pathlib import Path

from relplan.app.exporting import export
from relplan.cli.commands.shared import scanned_bench
from relplan.cli.exits import EXIT_DONE
from relplan.cli.output import warn
from relplan.exports.writing import write_whole


def export_document(
    what: str,
    form: str | None,
    *,
    output: Path | None,
    scenario: str | None,
    batch: str | None,
    seconds: float,
) -> int:
    """Write a document to *output*, whole or not at all, or print it."""
    with scanned_bench() as bench:
        found = bench.scenario(scenario)
        text = export(bench, found, what, form, batch=batch, seconds=seconds)
    if output is None or str(output) == "-":
        sys.stdout.write(text)
        return EXIT_DONE
    write_whole(output, text)
    warn(f"wrote {output}")
    return EXIT_DONE
