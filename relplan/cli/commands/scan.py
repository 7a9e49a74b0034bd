"""``relplan init`` and ``relplan scan``."""

import sys
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from relplan.cli.commands.shared import bench_here, how_known, narrate_notices, place, revision_of
from relplan.cli.main import EXIT_DONE, EXIT_FAULT
from relplan.cli.output import say, say_json, say_table, warn
from relplan.exports.plan_json import evidence_document
from relplan.model.counting import counted
from relplan.model.production import PRODUCTION, KnownBy, Production
from relplan.tui.presentation.words import described
from relplan.workbench import Workbench
from relplan.workbench.scanning import ScanReport

if TYPE_CHECKING:
    from relplan.workbench.beginning import Beginning

SCHEMA = "relplan.scan/1"
_NOTES = 5
"""Things that `init` left out, which are printed one by one."""
_SHOWN = (KnownBy.DEPLOYED, KnownBy.DEPLOYMENT_FILE)
"""What a person may want to look up; a release tag says itself what it is."""
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
        _show_deployments(beginning)
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
             f"→ {', '.join(sorted(contract.consumers)) or 'nobody that is known'}")
            for contract in contracts
        ],
        "  ",
    )  # fmt: skip


def _show_deployments(beginning: "Beginning") -> None:
    from relplan.workbench.discovering.deployments import running

    rows = [
        (environment, service, version or "a digest", place(replace(sign.evidence, commit="")))
        for environment, service, version, sign in running(beginning.found.deployments)
    ]
    say_table(rows[:_SERVICES], "  ")
    if len(rows) > _SERVICES:
        say(f"  and {len(rows) - _SERVICES} more; `relplan init --json` has them all")


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
    running = bench.running()
    pending = bench.pending_counts()
    say_table(
        [
            (
                service,
                f"since {_since(runs)}",
                counted(pending.get(service, 0), "change"),
                how_known(runs) if runs.by in _SHOWN else "",
            )
            for service, runs in list(running.items())[:_SERVICES]
        ],
        indent="  ",
    )
    if len(running) > _SERVICES:
        more = counted(len(running) - _SERVICES, "more service")
        say(f"  and {more}; --json has them all")


def _since(runs: Production) -> str:
    is_first = runs.by is KnownBy.MAIN and runs.environment == PRODUCTION
    return f"its first commit, {revision_of(runs)}" if is_first else revision_of(runs)


def _document(bench: Workbench, report: ScanReport) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "changes": report.changes,
        "environment": bench.environment,
        "baselines": {service: runs.revision for service, runs in bench.running().items()},
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
