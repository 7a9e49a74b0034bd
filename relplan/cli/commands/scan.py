"""``relplan init`` and ``relplan scan``."""

import sys
from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from relplan.app import Workbench
from relplan.app.scanning import ScanReport
from relplan.cli.clock import now
from relplan.cli.commands.shared import bench_here, how_known, narrate_notices, place, revision_of
from relplan.cli.exits import EXIT_DONE, EXIT_FAULT
from relplan.cli.output import say, say_json, say_table, warn
from relplan.exports.plan_json import evidence_document, production_document
from relplan.model.counting import counted
from relplan.model.evidence import Confidence
from relplan.model.production import KnownBy, Production
from relplan.model.scan import LeftOut, WhyNot
from relplan.tui.presentation.words import described

if TYPE_CHECKING:
    from relplan.app.beginning import Beginning
    from relplan.discovery import FoundContract

SCHEMA = "relplan.scan/1"
_LEFT_OUT = {
    WhyNot.EXCLUDED: "by `branches`",
    WhyNot.LINE: "of other lines",
    WhyNot.BOT: "of bots",
    WhyNot.QUEUE: "of merge queues",
    WhyNot.PAGES: "pages",
    WhyNot.HELPER: "of stack tools",
    WhyNot.BACKUP: "kept as backup",
    WhyNot.STALE: "stale",
    WhyNot.MERGED: "merged",
    WhyNot.EMPTY: "with merges alone",
    WhyNot.LANDED: "landed by squash or rebase",
    WhyNot.UNRELATED: "without common history",
    WhyNot.CLOSED: "closed",
}
_NOTES = 5
"""Things that `init` left out, which are printed one by one."""
_SHOWN = (KnownBy.DEPLOYED, KnownBy.DEPLOYMENT_FILE)
"""What a person may want to look up; a release tag says itself what it is."""
_SERVICES = 20
"""Services whose baselines are printed."""


def begin_in(folder: Path, json: bool) -> int:
    """Write a relplan.toml for the repositories below *folder*."""
    from relplan.app.beginning import begin

    beginning = begin(folder, now(), _narrate)
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
            (contract.name, contract.kind, contract.provider,
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


def _show_deployments(beginning: "Beginning") -> None:
    from relplan.discovery.deployments import running

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


def scan_here(full: bool, verbose: bool, json: bool) -> int:
    """Read what is new in git. Exits with 2 where a repository could not be read."""
    with bench_here() as bench:
        report = bench.scan(full=full, on_progress=_narrate)
        if json:
            say_json(_document(bench, report))
        else:
            _show(bench, report, verbose)
    for failure in report.failures:
        warn(described(failure))
    return EXIT_FAULT if report.failures else EXIT_DONE


def _narrate(repository: str, doing: str) -> None:
    if sys.stderr.isatty():
        warn(f"{Path(repository).name}: {doing}")


def _show(bench: Workbench, report: ScanReport, verbose: bool) -> None:
    moved = counted(len(report.read), "repository", "repositories")
    say(
        f"{counted(report.changes, 'pending change')};"
        f" {moved} read, {len(report.unchanged)} with nothing new, {len(report.failures)} failed"
    )
    if report.read:
        _show_baselines(bench)
    _show_left_out(left_out_of(bench), verbose)
    if report.read:
        narrate_notices(bench.notices())


def left_out_of(bench: Workbench) -> list[tuple[str, LeftOut]]:
    """Return the branches that are no open changes, each once a repository, with its name."""
    names: dict[str, str] = {root.service: root.repository for root in bench.loaded.roots}
    found = {
        (names.get(service, service), branch)
        for service, branches in bench.store.left_out().items()
        for branch in branches
    }
    return [(Path(repository).name, branch) for repository, branch in sorted(found)]


def _show_left_out(found: list[tuple[str, LeftOut]], verbose: bool) -> None:
    """Say how many branches are no changes, and why: silence would be taken for none."""
    if not found:
        return
    counts = Counter(branch.why for _, branch in found)
    said = (f"{counts[why]} {_LEFT_OUT[why]}" for why in WhyNot if counts[why])
    more = "" if verbose else "; --verbose lists them"
    say(f"  left out: {', '.join(said)}{more}")
    if verbose:
        say_table(
            [
                (repository, branch.branch, _LEFT_OUT[branch.why], branch.detail)
                for repository, branch in found
            ],
            indent="    ",
        )


def _show_baselines(bench: Workbench) -> None:
    """Say what is taken for production: all that is pending is counted from there."""
    running = bench.running()
    pending = bench.pending_counts()
    say_table(
        [
            (
                service,
                _since(runs),
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
    known = "" if runs.by is not KnownBy.MAIN else ", for want of a release"
    return f"since {revision_of(runs)}{known}"


def _document(bench: Workbench, report: ScanReport) -> dict[str, object]:
    running = bench.running()
    return {
        "schema": SCHEMA,
        "changes": report.changes,
        "environment": bench.environment,
        "baselines": {service: runs.revision for service, runs in running.items()},
        "production": [production_document(found) for found in running.values()],
        "read": list(report.read),
        "unchanged": list(report.unchanged),
        "left_out": [
            {
                "repository": repository,
                "branch": branch.branch,
                "why": branch.why.value,
                "detail": branch.detail,
            }
            for repository, branch in left_out_of(bench)
        ],
        "failures": [asdict(failure) for failure in report.failures],
        "notices": [
            {
                "text": notice.text,
                "evidence": evidence_document(notice.evidence) if notice.evidence else None,
            }
            for notice in bench.notices()
        ],
    }
