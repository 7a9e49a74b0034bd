"""``relplan scan``: git into the store."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from relplan.cli.bench import narrate_notices, workspace_here
from relplan.cli.exits import EXIT_DONE, EXIT_FAULT
from relplan.cli.options import Json, Option
from relplan.cli.output import say, say_json, say_table, warn
from relplan.model.counting import counted
from relplan.model.production import KnownBy, Production
from relplan.model.scan import LeftOut, WhyNot
from relplan.tui.presentation.running import how_known, revision_of
from relplan.tui.presentation.words import described

if TYPE_CHECKING:
    from relplan.app import Opened
    from relplan.app.scanning import ScanReport

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
_SHOWN = (KnownBy.DEPLOYED, KnownBy.DEPLOYMENT_FILE)
"""What a person may want to look up; a release tag says itself what it is."""
_SERVICES = 20
"""Services whose baselines are printed."""


def scan(
    full: Annotated[bool, Option("--full", help="Read everything anew.")] = False,
    verbose: Annotated[
        bool, Option("--verbose", help="List the branches that are left out, and why.")
    ] = False,
    wait: Annotated[
        bool, Option("--wait", help="Wait while another scan is under way, then scan.")
    ] = False,
    json: Json = False,
) -> int:
    """Read git into the store: only what is new."""
    with workspace_here() as bench:
        report = bench.scan(full=full, wait=wait, on_progress=narrate_progress)
        if json:
            say_json(_document(bench, report))
        else:
            _show(bench, report, verbose)
    for failure in report.failures:
        warn(described(failure))
    return EXIT_FAULT if report.failures else EXIT_DONE


def narrate_progress(repository: str, doing: str) -> None:
    """Say on stderr, where somebody watches, what is being read."""
    narrate_named(Path(repository).name, doing)


def narrate_named(name: str, doing: str) -> None:
    """Say on stderr, where somebody watches, what is being done to what has this name."""
    if sys.stderr.isatty():
        warn(f"{name}: {doing}")


def _show(bench: Opened, report: ScanReport, verbose: bool) -> None:
    moved = counted(len(report.read), "repository", "repositories")
    say(
        f"{counted(report.changes, 'pending change')};"
        f" {moved} read, {len(report.unchanged)} with nothing new, {len(report.failures)} failed"
    )
    if report.read:
        _show_baselines(bench)
    _show_left_out(_left_out_of(bench), verbose)
    if report.read:
        narrate_notices(bench.notices())


def _left_out_of(bench: Opened) -> list[tuple[str, LeftOut]]:
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


def _show_baselines(bench: Opened) -> None:
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


def _document(bench: Opened, report: ScanReport) -> dict[str, object]:
    from relplan.exports.json_parts import evidence_document, production_document

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
            for repository, branch in _left_out_of(bench)
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
