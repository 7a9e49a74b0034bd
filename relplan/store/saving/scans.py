"""Writes what was scanned."""

from collections.abc import Collection, Mapping, Sequence

from relplan.model.change import State
from relplan.model.scan import (
    LeftOut,
    Notice,
    RepositoryFailure,
    RepositoryScan,
    ServiceScan,
)
from relplan.store.rows import Row, Rows
from relplan.store.saving.change_rows import ChangeRows
from relplan.store.saving.facts import begin_comparing
from relplan.store.saving.inserting import evidence_row, insert_rows, next_number, put_row
from relplan.store.saving.past import save_past
from relplan.store.values import clean


def save_scan(rows: Rows, scan: RepositoryScan, at: int) -> None:
    """Save what *scan* read at *at*, in seconds since 1970."""
    repository = clean(scan.repository)
    rows.run("DELETE FROM failure WHERE repository = ?", repository)
    put_row(rows, "repository", (repository, clean(scan.signature), at))
    for service in scan.services:
        _begin_service(rows, repository, service)
    _save_changes(rows, scan.services)
    for service in scan.services:
        _save_notices(rows, clean(service.record.service), service.notices)
        _save_left_out(rows, clean(service.record.service), service.left_out)
    begin_comparing(rows, [service.record.service for service in scan.services])
    save_past(rows, scan.past)
    _save_landed(rows, repository, scan.landed)


def _begin_service(rows: Rows, repository: str, scan: ServiceScan) -> None:
    """Write where the scan of a service ended, and delete what it takes the place of."""
    record = scan.record
    service = clean(record.service)
    values = (
        service,
        repository,
        clean(record.settings),
        clean(record.main),
        record.main_commit,
        clean(record.baseline),
        record.baseline_commit,
        clean(record.newest_merged),
        record.known_by.value,
        record.since,
    )
    put_row(rows, "service", values)
    rows.run("DELETE FROM production_evidence WHERE service = ?", service)
    shown = [
        evidence_row(evidence, service, position)
        for position, evidence in enumerate(record.evidence)
    ]
    insert_rows(rows, "production_evidence", shown)
    kept = f" AND state != '{State.MERGED}'" if scan.appended else ""
    rows.run(f"DELETE FROM change WHERE service = ?{kept}", service)
    rows.run(
        "DELETE FROM notice WHERE service = ? AND change NOT IN"
        " (SELECT id FROM change WHERE service = ?)",
        service, service,
    )  # fmt: skip


def _save_changes(rows: Rows, services: Sequence[ServiceScan]) -> None:
    found = ChangeRows(next_number(rows, "change"))
    for service in services:
        for change in service.merged:
            found.add(change)
        # Rows are read in the order of their numbers.
        for change in sorted(service.open, key=lambda change: change.id):
            found.add(change)
    found.insert(rows)


def _save_notices(rows: Rows, service: str, notices: Sequence[Notice]) -> None:
    first = next_number(rows, "notice")
    said: list[Row] = []
    places: list[Row] = []
    for number, notice in enumerate(notices, first):
        about, text = clean(notice.change), clean(notice.text)
        said.append((number, service, about, text))
        if notice.evidence is not None:
            places.append(evidence_row(notice.evidence, number))
    insert_rows(rows, "notice", said)
    insert_rows(rows, "notice_evidence", places)


def _save_left_out(rows: Rows, service: str, branches: Sequence[LeftOut]) -> None:
    rows.run("DELETE FROM left_out WHERE service = ?", service)
    found = {clean(one.branch): (one.why.value, clean(one.detail)) for one in branches}
    insert_rows(rows, "left_out", [(service, branch, *rest) for branch, rest in found.items()])


def _save_landed(rows: Rows, repository: str, told: Mapping[str, str]) -> None:
    """Keep what was told, or recalled, by this scan, and nothing else: it grows with no branch."""
    rows.run("DELETE FROM landed WHERE repository = ?", repository)
    insert_rows(rows, "landed", [(repository, key, value) for key, value in told.items()])


def save_failure(rows: Rows, failure: RepositoryFailure, at: int) -> None:
    """Save that a repository could not be read at *at*; what is stored of it stays."""
    repository = clean(failure.repository)
    rows.run("DELETE FROM failure WHERE repository = ?", repository)
    insert_rows(rows, "failure", [(repository, clean(failure.message), at)])
    stale = [
        (repository, position, clean(service)) for position, service in enumerate(failure.services)
    ]
    insert_rows(rows, "failed_service", stale)


def save_shipped(rows: Rows, refs: Collection[str]) -> None:
    """Save which refs production already has, in the place of what is stored."""
    rows.run("DELETE FROM shipped")
    insert_rows(rows, "shipped", [(ref,) for ref in sorted({clean(ref) for ref in refs})])
