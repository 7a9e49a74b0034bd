"""Writes what past releases needed of each other."""

import json
from collections.abc import Collection, Iterable

from relplan.model.drift import HeldRelease, PastChange, PastNeed, PastReading
from relplan.store.rows import Row, Rows
from relplan.store.saving.inserting import evidence_row, insert_rows
from relplan.store.values import clean, fit

_TABLES = ("past_mark", "past_note", "past_need_evidence", "past_need", "past_held")
_FORGET_HELD = "DELETE FROM past_held WHERE service = ? AND tag = ?"

Release = tuple[str, str]


def forget_past(rows: Rows) -> None:
    """Delete all that was read of the past."""
    for table in _TABLES:
        rows.run(f"DELETE FROM {table}")


def forget_releases(rows: Rows, releases: Iterable[Release]) -> None:
    """Delete what was read of *releases*, (service, tag), and what others needed of them."""
    for service, tag in releases:
        own = (clean(service), clean(tag))
        for end in ("source", "target"):
            rows.run(f"DELETE FROM past_need WHERE {end}_service = ? AND {end}_tag = ?", *own)
        rows.run(_FORGET_HELD, *own)


def save_past_reading(rows: Rows, reading: PastReading) -> None:
    """Save what was found around the releases of *reading*, in the place of what was before."""
    own = {(one.service, one.tag) for one in reading.releases}
    for service, tag in sorted(own):
        rows.run(_FORGET_HELD, clean(service), clean(tag))
    insert_rows(rows, "past_held", [*map(_held_row, reading.releases)])
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
    insert_rows(rows, "past_need", needs)
    insert_rows(rows, "past_need_evidence", places)


def end_past_reading(rows: Rows, how: str, state: str, notes: Collection[str]) -> None:
    """Save that all there is was read, in the way *how*; *notes* say what is not known."""
    for table in ("past_mark", "past_note"):
        rows.run(f"DELETE FROM {table}")
    insert_rows(rows, "past_mark", [(how, state)])
    left = [(number, clean(text)) for number, text in enumerate(notes, 1)]
    insert_rows(rows, "past_note", left)


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
