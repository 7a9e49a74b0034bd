"""Writes who takes which contract, what may surprise, and what could not be read."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlmodel import SQLModel

from relplan.model.evidence import Evidence
from relplan.model.facts import Caution, MayBeDark, Taking, Unread
from relplan.model.flag import Prerequisite
from relplan.store import detection_tables, tables
from relplan.store.saving.change_rows import Row, evidence_row, insert_rows, next_number
from relplan.store.values import clean

TAKING = tables.core(detection_tables.Taking)
COMPLETE = tables.core(detection_tables.CompleteUse)
PREREQUISITE = tables.core(detection_tables.FlagPrerequisite)
MARK = tables.core(detection_tables.DetectionMark)
UNREAD = tables.core(detection_tables.Unread)
CHANGE = tables.core(tables.Change)

_EVIDENCE = tuple(field.name for field in fields(Evidence))
_LATER = "a scan has read the commits and not compared them yet: `relplan scan` does"
_NO_EVIDENCE = Evidence("", "")


def save_takings(connection: Connection, takings: Iterable[Taking], services: set[str]) -> None:
    """Save *takings* in the place of what is stored of *services* as consumers."""
    _forget(connection, TAKING, services)
    kept = {tuple(row) for row in connection.execute(select(*TAKING.primary_key.columns))}
    rows = {
        (clean(taking.contract), clean(taking.consumer), taking.takes.value): taking
        for taking in takings
    }
    insert_rows(
        connection,
        detection_tables.Taking,
        [
            (*evidence_row(taking.evidence, *key), taking.confidence.value)
            for key, taking in sorted(rows.items())
            if key not in kept
        ],
    )


def save_complete(
    connection: Connection, complete: Iterable[tuple[str, str]], services: set[str]
) -> None:
    """Save of which (contract, consumer) all uses are known, for *services* as consumers."""
    _forget(connection, COMPLETE, services)
    kept = {tuple(row) for row in connection.execute(select(*COMPLETE.primary_key.columns))}
    rows = {(clean(contract), clean(consumer)) for contract, consumer in complete}
    insert_rows(connection, detection_tables.CompleteUse, sorted(rows - kept))


def caution_rows(cautions: Mapping[str, tuple[Caution, ...]]) -> dict[str, list[Row]]:
    """Return the rows of *cautions*, by change."""
    return {
        change: [
            (
                *evidence_row(caution.evidence, clean(change), position),
                clean(caution.contract),
                json.dumps([clean(part) for part in caution.parts]),
            )
            for position, caution in enumerate(found)
        ]
        for change, found in cautions.items()
    }


def flag_rows(dark: Mapping[str, tuple[MayBeDark, ...]]) -> dict[str, list[Row]]:
    """Return the rows of what may be *dark*, by change."""
    return {
        change: [
            (*evidence_row(evidence, clean(change), position), clean(flag), int(speaks_for))
            for position, (flag, speaks_for, evidence) in enumerate(
                (one.flag, speaks_for, evidence)
                for one in found
                for speaks_for, all_of_it in ((True, one.speaks_for), (False, one.speaks_against))
                for evidence in all_of_it
            )
        ]
        for change, found in dark.items()
    }


def save_prerequisites(
    connection: Connection, prerequisites: Iterable[Prerequisite], services: set[str]
) -> None:
    """Save which flags hold others up, in the place of what the files of *services* said."""
    connection.execute(delete(PREREQUISITE).where(PREREQUISITE.c.repository.in_(services)))
    kept = {tuple(row) for row in connection.execute(select(*PREREQUISITE.primary_key.columns))}
    rows = {(clean(one.flag), clean(one.needs)): one.evidence for one in prerequisites}
    insert_rows(
        connection,
        detection_tables.FlagPrerequisite,
        [evidence_row(evidence, *key) for key, evidence in sorted(rows.items()) if key not in kept],
    )


class Replacing:
    """Puts what was found of changes in the place of what is stored of some services."""

    def __init__(self, connection: Connection, services: set[str]) -> None:
        """Replace what is stored of *services*, and of changes that are gone."""
        self._connection = connection
        self._services = services
        rows: Any = connection.execute(select(CHANGE.c.id, CHANGE.c.service)).all()
        self._owners: dict[str, str] = dict(rows)

    def insert(self, model: type[SQLModel], found: Mapping[str, Sequence[Row]]) -> None:
        """Insert the rows *found* by change; what is stored of other services stays."""
        table, run = tables.core(model), self._connection.execute
        stored = set(run(select(table.c.change).distinct()).scalars())
        old = {
            change
            for change in stored
            if self._owners.get(change, "") in self._services or change not in self._owners
        }
        for change in old:
            run(delete(table).where(table.c.change == change))
        kept = stored - old
        new = [row for change, own in found.items() if clean(change) not in kept for row in own]
        insert_rows(self._connection, model, new)


def save_unread(connection: Connection, unread: Iterable[Unread]) -> None:
    """Save what could not be read this time, in the place of what could not be the last."""
    connection.execute(delete(UNREAD))
    _add_unread(connection, unread)


def begin_comparing(connection: Connection, services: Iterable[str]) -> None:
    """Let whoever plans before the contracts of *services* are compared take nothing for clear.

    That is while a scan is under way, and after one that was stopped; the next compares them.
    """
    connection.execute(delete(MARK))
    said = select(UNREAD.c.service).where(UNREAD.c.reason == _LATER)
    told = set(connection.execute(said).scalars())
    _add_unread(
        connection,
        [
            Unread("the newest commits", _LATER, name)
            for name in map(clean, services)
            if name not in told
        ],
    )


def _add_unread(connection: Connection, unread: Iterable[Unread]) -> None:
    insert_rows(
        connection,
        detection_tables.Unread,
        [
            (
                *evidence_row(one.evidence or _NO_EVIDENCE, number),
                clean(one.subject),
                clean(one.reason),
                clean(one.service),
                json.dumps([clean(change) for change in one.changes]),
                clean(one.contract),
            )
            for number, one in enumerate(unread, next_number(connection, UNREAD))
        ],
    )


def _forget(connection: Connection, table: Any, services: set[str]) -> None:
    for consumer in connection.execute(select(table.c.consumer).distinct()).scalars().all():
        if consumer in services:
            connection.execute(delete(table).where(table.c.consumer == consumer))
