"""Reads what was scanned."""

from dataclasses import replace

from relplan.model.evidence import Evidence
from relplan.model.production import KnownBy
from relplan.model.scan import (
    LeftOut,
    Notice,
    RepositoryFailure,
    RepositoryRecord,
    ServiceRecord,
    WhyNot,
)
from relplan.store.rows import EVIDENCE, Rows, grouped

_OF_NOTICE = ", ".join(f"e.{column}" for column in EVIDENCE.split(", "))


def left_out(rows: Rows) -> dict[str, tuple[LeftOut, ...]]:
    """Return the branches that are no open changes, by service."""
    return grouped(
        (service, LeftOut(branch, WhyNot(why), detail))
        for service, branch, why, detail in rows.all(
            "SELECT service, branch, why, detail FROM left_out ORDER BY service, branch"
        )
    )


def shipped(rows: Rows) -> frozenset[str]:
    """Return the refs that production already has."""
    return frozenset(rows.column("SELECT ref FROM shipped"))


def repository_records(rows: Rows) -> dict[str, RepositoryRecord]:
    """Return what is remembered of each repository, by its path."""
    shown = grouped(
        (service, Evidence(*evidence))
        for service, *evidence in rows.all(
            f"SELECT service, {EVIDENCE} FROM production_evidence ORDER BY service, position"
        )
    )
    services = grouped(
        (
            repository,
            replace(
                ServiceRecord(name, *rest),
                known_by=KnownBy(known_by),
                evidence=shown.get(name, ()),
                since=since,
            ),
        )
        for name, repository, *rest, known_by, since in rows.all(
            "SELECT name, repository, settings, main, main_commit, baseline, baseline_commit,"
            " newest_merged, known_by, since FROM service ORDER BY name"
        )
    )
    return {
        path: RepositoryRecord(path, signature, services.get(path, ()), scanned_at)
        for path, signature, scanned_at in rows.all(
            "SELECT path, signature, scanned_at FROM repository ORDER BY path"
        )
    }


def landed(rows: Rows) -> dict[str, dict[str, str]]:
    """Return what scans have told of branches, by repository and key."""
    found: dict[str, dict[str, str]] = {}
    for repository, key, value in rows.all("SELECT repository, key, value FROM landed"):
        found.setdefault(repository, {})[key] = value
    return found


def scanned_at(rows: Rows) -> int | None:
    """Return the oldest time at which a repository was last read; None: none ever was."""
    oldest: int | None = rows.first("SELECT min(scanned_at) FROM repository")[0]
    return oldest


def notices(rows: Rows) -> tuple[Notice, ...]:
    """Return all notices, by service and in the order in which they were read."""
    return tuple(
        Notice(text, None if place is None else Evidence(*evidence), change)
        for text, change, place, *evidence in rows.all(
            f"SELECT n.text, n.change, e.notice, {_OF_NOTICE} FROM notice n"
            " LEFT JOIN notice_evidence e ON n.number = e.notice ORDER BY n.service, n.number"
        )
    )


def failures(rows: Rows) -> tuple[RepositoryFailure, ...]:
    """Return the repositories whose last scan failed."""
    services = grouped(
        rows.all("SELECT repository, service FROM failed_service ORDER BY repository, position")
    )
    return tuple(
        RepositoryFailure(repository, services.get(repository, ()), message)
        for repository, message in rows.all(
            "SELECT repository, message FROM failure ORDER BY repository"
        )
    )
