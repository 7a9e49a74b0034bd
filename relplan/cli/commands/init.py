"""``relplan init``: a relplan.toml for the repositories at hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from relplan.cli.commands.scan import narrate_progress
from relplan.cli.context import now
from relplan.cli.exits import EXIT_DONE
from relplan.cli.options import Argument, Json
from relplan.cli.output import say, say_json, say_table, warn
from relplan.model.counting import counted
from relplan.model.evidence import Confidence
from relplan.tui.presentation.running import place
from relplan.tui.presentation.words import described

if TYPE_CHECKING:
    from relplan.app.beginning import Beginning
    from relplan.discovery import FoundContract

_NOTES = 5
"""Things that were left out, which are printed one by one."""
_SERVICES = 20
"""Services of which is printed what runs."""


def init(
    folder: Annotated[
        Path, Argument(metavar="[DIR]", help="Where your repositories are.")
    ] = Path(),
    json: Json = False,
) -> int:
    """Find services and contracts below DIR and write relplan.toml; never overwrites one."""
    from relplan.app.beginning import begin

    beginning = begin(folder, now(), narrate_progress)
    if json:
        say_json(beginning.document())
    else:
        _show_beginning(beginning)
        _show_deployments(beginning)
        _narrate_notes(beginning)
    for failure in beginning.failures:
        warn(described(failure))
    warn("edit it, then run `relplan scan` and `relplan`")
    return EXIT_DONE


def _show_beginning(beginning: Beginning) -> None:
    services, contracts = beginning.found.services, beginning.found.contracts
    counts = f"{counted(len(services), 'service')}, {counted(len(contracts), 'contract')}"
    say(f"wrote {beginning.file}: {counts}")
    say_table(
        [(service.name, f"calls {', '.join(sorted(service.calls))}" if service.calls else "")
         for service in services],
        "  ",
    )  # fmt: skip
    say_table(
        [
            (contract.name, contract.kind, contract.provider,
             f"→ {_consumers(contract)}")
            for contract in contracts
        ],
        "  ",
    )  # fmt: skip
    say_table(
        [
            (f"[units.{unit.name}]", ", ".join(unit.detected) or "nobody for certain",
             f"perhaps {', '.join(unit.suspected)}" if unit.suspected else "")
            for unit in beginning.found.units
        ],
        "  ",
    )  # fmt: skip
    shapes = beginning.found.descriptors
    say_table(
        [
            (f"[descriptors.{one.name}]", ", ".join(one.files), one.ranges)
            for one in shapes
            if not one.doubt
        ],
        "  ",
    )


def _consumers(contract: FoundContract) -> str:
    """Name those that are sure; what is only guessed `relplan questions` asks about."""
    guessed = contract.known(Confidence.GUESSED)
    sure = sorted(contract.consumers.keys() - set(guessed))
    named = ", ".join(sure) or "nobody that is known"
    return f"{named}; perhaps {', '.join(guessed)}" if guessed else named


def _show_deployments(beginning: Beginning) -> None:
    from relplan.discovery.deployments import running

    rows = [
        (environment, service, version or "a digest", place(replace(sign.evidence, commit="")))
        for environment, service, version, sign in running(beginning.found.deployments)
    ]
    say_table(rows[:_SERVICES], "  ")
    if len(rows) > _SERVICES:
        say(f"  and {len(rows) - _SERVICES} more; `relplan init --json` has them all")


def _narrate_notes(beginning: Beginning) -> None:
    notes = beginning.found.notes
    for sign in notes[:_NOTES]:
        warn(f"note: {sign.evidence.text} ({place(sign.evidence)})")
    if len(notes) > _NOTES:
        warn(f"note: and {len(notes) - _NOTES} more; `relplan init --json` has them all")
