"""Writes what past releases needed of each other."""

import json
from collections.abc import Collection, Iterable

from sqlalchemy import Connection, delete, or_

from relplan.model.drift import HeldRelease, PastChange, PastNeed, PastReading
from relplan.store import drift_tables, tables
from relplan.store.saving.change_rows import Row, evidence_row, insert_rows
from relplan.store.values import clean, fit

MARK = tables.core(drift_tables.PastMark)
NOTE = tables.core(drift_tables.PastNote)
HELD = tables.core(drift_tables.PastHeld)
NEED = tables.core(drift_tables.PastNeed)
EVIDENCE = tables.core(drift_tables.PastNeedEvidence)

Release = tuple[str, str]


def forget_past(connection: Connection) -> None:
    """Delete all that was read of the past."""
    for table in (MARK, NOTE, EVIDENCE, NEED, HELD):
        connection.execute(delete(table))


def forget_releases(connection: Connection, releases: Iterable[Release]) -> None:
    """Delete what was read of *releases*, (service, tag), and what others needed of them."""
    for service, tag in releases:
        own = (clean(service), clean(tag))
        ends = (
            (NEED.c.source_service == own[0]) & (NEED.c.source_tag == own[1]),
            (NEED.c.target_service == own[0]) & (NEED.c.target_tag == own[1]),
        )
        connection.execute(delete(NEED).where(or_(*ends)))
        connection.execute(delete(HELD).where(HELD.c.service == own[0], HELD.c.tag == own[1]))


def save_past_reading(connection: Connection, reading: PastReading) -> None:
    """Save what was found around the releases of *reading*, in the place of what was before."""
    own = {(one.service, one.tag) for one in reading.releases}
    for service, tag in sorted(own):
        connection.execute(
            delete(HELD).where(HELD.c.service == clean(service), HELD.c.tag == clean(tag))
        )
    insert_rows(connection, drift_tables.PastHeld, [*map(_held_row, reading.releases)])
    needs: list[Row] = []
    places: list[Row] = []
    for number, need in enumerate(reading.needs):
        key = (*_owner(need, own), number)
        needs.append(
            (
                *key,
                *_end(need.source),
                *_end(need.target),
                need.kind.value,
                clean(need.coupling),
                need.confidence.value,
                json.dumps([[one.question, one.answer] for one in need.given]),
            )
        )
        places += (
            evidence_row(found, *key, position) for position, found in enumerate(need.evidence)
        )
    insert_rows(connection, drift_tables.PastNeed, needs)
    insert_rows(connection, drift_tables.PastNeedEvidence, places)


def end_past_reading(connection: Connection, how: str, state: str, notes: Collection[str]) -> None:
    """Save that all there is was read, in the way *how*; *notes* say what is not known."""
    for table in (MARK, NOTE):
        connection.execute(delete(table))
    insert_rows(connection, drift_tables.PastMark, [(how, state)])
    rows = [(number, clean(text)) for number, text in enumerate(notes, 1)]
    insert_rows(connection, drift_tables.PastNote, rows)


def _held_row(release: HeldRelease) -> Row:
    return (
        clean(release.service),
        clean(release.tag),
        release.commit,
        fit(release.date),
        release.changes,
        clean(release.unread),
    )


def _owner(need: PastNeed, releases: Collection[Release]) -> Release:
    """Return the release of *need* that was looked at."""
    ends = [(end.service, end.tag) for end in (need.source, need.target)]
    service, tag = ends[0] if ends[0] in releases else ends[1]
    return clean(service), clean(tag)


def _end(change: PastChange) -> Row:
    return clean(change.service), clean(change.tag), change.place, clean(change.id)
