"""The workspace at hand, and how fresh its plan is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from relplan.cli.context import as_of, asked_environment, asked_scenario
from relplan.cli.output import warn
from relplan.exports.moments import shown

if TYPE_CHECKING:
    from relplan.app import Opened, Workbench
    from relplan.model.scan import Notice, RepositoryFailure

_SHOWN = 10
"""Notices that are printed one by one."""


def bench_here(scenario: str | None = None) -> Workbench:
    """Open the workspace above the current folder, as of when and for where the caller asked.

    Looked at is *scenario*, else the one asked for before the command, else the person's own.

    Raises RelplanError where there is none, or its relplan.toml or its store cannot be read.
    """
    from relplan.app import open_workbench

    looked_at = scenario or asked_scenario()
    return open_workbench(Path(), time.time, as_of(), asked_environment(), looked_at)


def workspace_here() -> Opened:
    """Open the workspace above the current folder without what plans in it; see `bench_here`."""
    from relplan.app import open_workspace

    return open_workspace(Path(), time.time, as_of(), asked_environment())


@contextmanager
def scanned_bench(scenario: str | None = None) -> Iterator[Workbench]:
    """Open the workspace above the current folder, which must have been scanned; see `bench_here`.

    Raises RelplanError where it has not been. Repositories whose last scan failed are named on
    stderr: what is said of them is older than the rest.
    """
    with bench_here(scenario) as bench:
        scanned_at = bench.require_scan()
        failures = bench.freshness().failures
        if failures:
            _narrate_failures(failures)
        _narrate_stale(bench, scanned_at)
        yield bench


def _narrate_failures(failures: tuple[RepositoryFailure, ...]) -> None:
    from relplan.tui.presentation.words import described

    for failure in failures:
        warn(f"as of an earlier scan: {described(failure)}")


def _narrate_stale(bench: Workbench, scanned_at: int) -> None:
    """Say that branches may be missing that were not stale yet at the moment asked for."""
    if bench.as_of is not None and bench.as_of < scanned_at and bench.loaded.scan.stale_after_days:
        when = shown(scanned_at, bench.loaded.workspace.timezone)
        warn(f"as of {when}, when it was scanned, some branches may have been left out as stale;"
             " `relplan --as-of MOMENT scan` finds them")  # fmt: skip


def narrate_age(bench: Workbench) -> None:
    """Say on stderr when git was read."""
    scanned_at = bench.freshness().scanned_at
    if scanned_at is not None:
        when = datetime.fromtimestamp(scanned_at, UTC).astimezone()
        warn(f"as of the scan of {when:%Y-%m-%d %H:%M}")


def narrate_notices(notices: tuple[Notice, ...]) -> None:
    """Say on stderr what a person should know that stops nothing."""
    from relplan.tui.presentation.running import place

    for notice in notices[:_SHOWN]:
        where = f" ({place(notice.evidence)})" if notice.evidence else ""
        warn(f"note: {notice.text}{where}")
    if len(notices) > _SHOWN:
        warn(f"note: and {len(notices) - _SHOWN} more; `relplan scan --json` has them all")
