"""``relplan runbook --json``: schema ``relplan.runbook/1``."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from relplan.exports.indented import indented
from relplan.exports.moments import iso
from relplan.model.runbook import Runbook, Tick

SCHEMA = "relplan.runbook/1"


def runbook_document(book: Runbook, ticks: Sequence[Tick] = ()) -> dict[str, Any]:
    """Return *book* as plain values, with what was said of its steps, in order."""
    return {
        "schema": SCHEMA,
        "title": book.title,
        "workspace": book.workspace,
        "scenario": book.scenario,
        "at": iso(book.at, book.zone),
        "batches": list(book.batches),
        "obstacles": list(book.obstacles),
        "exposure": book.exposure,
        "exposures": [asdict(one) for one in book.exposures],
        "people": [asdict(one) for one in book.people],
        "steps": [asdict(one) for one in book.steps],
        "flips": [asdict(one) for one in book.flips],
        "record": [
            {
                "step": tick.step,
                "outcome": tick.outcome.value,
                "who": tick.who,
                "host": tick.host or None,
                "at": iso(tick.at, book.zone),
            }
            for tick in ticks
        ],
    }


def runbook_json(book: Runbook) -> str:
    """Return *book* as JSON; all that is not ASCII is escaped."""
    return indented(runbook_document(book))
