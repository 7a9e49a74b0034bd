"""Writes what was scanned."""

from collections.abc import Collection, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select

from relplan.model.change import State
from relplan.model.evidence import Evidence
from relplan.model.scan import (
    LeftOut,
    Notice,
    RepositoryFailure,
    RepositoryScan,
    ServiceScan,
)
from relplan.store import tables
from relplan.store.saving.change_rows import (
    ChangeRows,
    Row,
    evidence_row,
    insert_or,
    insert_rows,
    next_number,
)
from relplan.store.saving.facts import begin_comparing
from relplan.store.values import clean

REPOSITORY = tables.core(tables.Repository)
SERVICE = tables.core(tables.Service)
CHANGE = tables.core(tables.Change)
PRODUCTION_EVIDENCE = tables.core(tables.ProductionEvidence)
NOTICE = tables.core(tables.Notice)
FAILURE = tables.core(tables.Failure)
FAILED_SERVICE = tables.core(tables.FailedService)
SHIPPED = tables.core(tables.Shipped)
LEFT_OUT = tables.core(tables.LeftOut)

_MERGED = State.MERGED.value
_EVIDENCE = tuple(field.name for field in fields(Evidence))


def save_scan(connection: Connection, scan: RepositoryScan, at: int) -> None:
    """Save what *scan* read at *at*, in seconds since 1970."""
    repository = clean(scan.repository)
    connection.execute(delete(FAILURE).where(FAILURE.c.repository == repository))
    signature = clean(scan.signature)
    _upsert(connection, REPOSITORY, {"path": repository, "signature": signature, "scanned_at": at})
    for service in scan.services:
        _begin_service(connection, repository, service)
    _save_changes(connection, scan.services)
    for service in scan.services:
        _save_notices(connection, clean(service.record.service), service.notices)
        _save_left_out(connection, clean(service.record.service), service.left_out)
    begin_comparing(connection, [service.record.service for service in scan.services])
    if scan.past:
        from relplan.store.saving.past import save_past  # noqa: PLC0415 - see past_tables

        save_past(connection, scan.past)


def _upsert(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    """Insert *row*, or update the one with its key: to replace it would delete what hangs on it."""
    keys = [column.name for column in table.primary_key]
    others = {name: value for name, value in row.items() if name not in keys}
    connection.execute(
        insert_or(connection, table)
        .values(row)
        .on_conflict_do_update(index_elements=keys, set_=others)
    )


def _begin_service(connection: Connection, repository: str, scan: ServiceScan) -> None:
    """Write where the scan of a service ended, and delete what it takes the place of."""
    record = scan.record
    service = clean(record.service)
    _upsert(
        connection,
        SERVICE,
        {
            "name": service,
            "repository": repository,
            "settings": clean(record.settings),
            "main": clean(record.main),
            "main_commit": record.main_commit,
            "baseline": clean(record.baseline),
            "baseline_commit": record.baseline_commit,
            "newest_merged": clean(record.newest_merged),
            "known_by": record.known_by.value,
            "since": record.since,
        },
    )
    connection.execute(delete(PRODUCTION_EVIDENCE).where(PRODUCTION_EVIDENCE.c.service == service))
    for position, evidence in enumerate(record.evidence):
        row = evidence_row(evidence, service, position)
        connection.execute(insert(PRODUCTION_EVIDENCE).values(row))
    replaced = delete(CHANGE).where(CHANGE.c.service == service)
    if scan.appended:
        replaced = replaced.where(CHANGE.c.state != _MERGED)
    connection.execute(replaced)
    kept = select(CHANGE.c.id).where(CHANGE.c.service == service)
    connection.execute(
        delete(NOTICE).where(NOTICE.c.service == service, NOTICE.c.change.not_in(kept))
    )


def _save_changes(connection: Connection, services: Sequence[ServiceScan]) -> None:
    rows = ChangeRows(next_number(connection, CHANGE))
    for service in services:
        for change in service.merged:
            rows.add(change)
        # Rows are read in the order of their numbers.
        for change in sorted(service.open, key=lambda change: change.id):
            rows.add(change)
    rows.insert(connection)


def _save_notices(connection: Connection, service: str, notices: Sequence[Notice]) -> None:
    first = next_number(connection, NOTICE)
    rows: list[Row] = []
    places: list[Row] = []
    for number, notice in enumerate(notices, first):
        about, text = clean(notice.change), clean(notice.text)
        rows.append((number, service, about, text))
        if notice.evidence is not None:
            places.append(evidence_row(notice.evidence, number))
    insert_rows(connection, tables.Notice, rows)
    insert_rows(connection, tables.NoticeEvidence, places)


def _save_left_out(connection: Connection, service: str, branches: Sequence[LeftOut]) -> None:
    connection.execute(delete(LEFT_OUT).where(LEFT_OUT.c.service == service))
    rows = {clean(one.branch): (one.why.value, clean(one.detail)) for one in branches}
    insert_rows(
        connection, tables.LeftOut, [(service, branch, *rest) for branch, rest in rows.items()]
    )


def save_failure(connection: Connection, failure: RepositoryFailure, at: int) -> None:
    """Save that a repository could not be read at *at*; what is stored of it stays."""
    repository = clean(failure.repository)
    connection.execute(delete(FAILURE).where(FAILURE.c.repository == repository))
    message = clean(failure.message)
    insert_rows(connection, tables.Failure, [(repository, message, at)])
    stale = [
        (repository, position, clean(service)) for position, service in enumerate(failure.services)
    ]
    insert_rows(connection, tables.FailedService, stale)


def save_shipped(connection: Connection, refs: Collection[str]) -> None:
    """Save which refs production already has, in the place of what is stored."""
    connection.execute(delete(SHIPPED))
    rows = [(ref,) for ref in sorted({clean(ref) for ref in refs})]
    insert_rows(connection, tables.Shipped, rows)
