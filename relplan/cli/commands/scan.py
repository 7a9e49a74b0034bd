"""``relplan init`` and ``relplan scan``."""

import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from relplan.cli.commands.shared import bench_here, narrate_notices, place
from relplan.cli.main import EXIT_DONE, EXIT_FAULT
from relplan.cli.output import say, say_json, say_table, warn
from relplan.exports.plan_json import evidence_document
from relplan.model.counting import counted
from relplan.model.evidence import Confidence
from relplan.tui.presentation.words import described
from relplan.workbench import Workbench
from relplan.workbench.scanning import ScanReport

if TYPE_CHECKING:
    from relplan.workbench.beginning import Beginning
    from relplan.workbench.discovering import FoundContract

SCHEMA = "relplan.scan/1"
_NOTES = 5
"""Things that `init` left out, which are printed one by one."""
_SERVICES = 20
"""Services whose baselines are printed."""


def begin_in(folder: Path, json: bool) -> int:
    """Write a relplan.toml for the repositories below *folder*."""
    from relplan.workbench.beginning import begin

    beginning = begin(folder, int(time.time()), _narrate)
    if json:
        say_json(beginning.document())
    else:
        _show_beginning(beginning)
        _narrate_notes(beginning)
    for failure in beginning.failures:
        warn(described(failure))
    warn("edit it, then run `relplan scan` and `relplan`")
    return EXIT_DONE


def _show_beginning(beginning: "Beginning") -> None:
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
            (contract.name, contract.kind.value, contract.provider,
             f"→ {_consumers(contract)}")
            for contract in contracts
        ],
        "  ",
    )  # fmt: skip


def _consumers(contract: "FoundContract") -> str:
    """Name those that are sure; what is only guessed `relplan questions` asks about."""
    guessed = contract.known(Confidence.GUESSED)
    sure = sorted(contract.consumers.keys() - set(guessed))
    named = ", ".join(sure) or "nobody that is known"
    return f"{named}; perhaps {', '.join(guessed)}" if guessed else named


def _narrate_notes(beginning: "Beginning") -> None:
    notes = beginning.found.notes
    for sign in notes[:_NOTES]:
        warn(f"note: {sign.evidence.text} ({place(sign.evidence)})")
    if len(notes) > _NOTES:
        warn(f"note: and {len(notes) - _NOTES} more; `relplan init --json` has them all")


def scan_here(full: bool, json: bool) -> int:
    """Read what is new in git. Exits with 2 where a repository could not be read."""
    with bench_here() as bench:
        report = bench.scan(full=full, on_progress=_narrate)
        if json:
            say_json(_document(bench, report))
        else:
            _show(bench, report)
    for failure in report.failures:
        warn(described(failure))
    return EXIT_FAULT if report.failures else EXIT_DONE


def _narrate(repository: str, doing: str) -> None:
    if sys.stderr.isatty():
        warn(f"{Path(repository).name}: {doing}")


def _show(bench: Workbench, report: ScanReport) -> None:
    moved = counted(len(report.read), "repository", "repositories")
    say(
        f"{counted(report.changes, 'pending change')};"
        f" {moved} read, {len(report.unchanged)} with nothing new, {len(report.failures)} failed"
    )
    if report.read:
        _show_baselines(bench)
        narrate_notices(bench.notices())


def _show_baselines(bench: Workbench) -> None:
    """Say what is taken for production: all that is pending is counted from there."""
    baselines = bench.baselines()
    pending = bench.store.change_counts()
    say_table(
        [
            (service, f"since {_short(baseline)}", counted(pending.get(service, 0), "change"))
            for service, baseline in list(baselines.items())[:_SERVICES]
        ],
        indent="  ",
    )
    if len(baselines) > _SERVICES:
        more = counted(len(baselines) - _SERVICES, "more service")
        say(f"  and {more}; --json has them all")


def _short(baseline: str) -> str:
    """Return a tag as it is, and a commit as people write it."""
    is_commit = len(baseline) >= 40 and set(baseline) <= set("0123456789abcdef")
    return f"its first commit, {baseline[:10]}" if is_commit else baseline or "nothing"


def _document(bench: Workbench, report: ScanReport) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "changes": report.changes,
        "baselines": bench.baselines(),
        "read": list(report.read),
        "unchanged": list(report.unchanged),
        "failures": [asdict(failure) for failure in report.failures],
        "notices": [
            {
                "text": notice.text,
                "evidence": evidence_document(notice.evidence) if notice.evidence else None,
            }
            for notice in bench.notices()
        ],
    }
