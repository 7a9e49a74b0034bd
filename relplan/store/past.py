"""Writes and reads what past releases held."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, select

from relplan.model.change import FeatureSlice
from relplan.model.evidence import Confidence, Evidence
from relplan.model.past import PastRelease, ServicePast
from relplan.store import past_tables, tables
from relplan.store.change_rows import insert_rows
from relplan.store.values import clean, fit

RELEASE = tables.core(past_tables.PastRelease)
SLICE = tables.core(past_tables.PastSlice)


def save_past(connection: Connection, past: Sequence[ServicePast]) -> None:
    """Save what was read of *past* releases, behind what is stored of a service or in its place."""
    releases, slices = [], []
    for one in past:
        service = clean(one.service)
        first = _begin(connection, service, one)
        for place, release in enumerate(one.releases, first):
            row = (clean(release.tag), release.commit, fit(release.date), release.known)
            releases.append((service, place, *row))
            slices += [
                (service, place, number, *_row(slice_))
                for number, slice_ in enumerate(release.slices)
            ]
    insert_rows(connection, past_tables.PastRelease, releases)
    insert_rows(connection, past_tables.PastSlice, slices)


def _begin(connection: Connection, service: str, past: ServicePast) -> int:
    """Delete what *past* takes the place of; return its first position."""
    own = RELEASE.c.service == service
    if past.appended:
        return (connection.scalar(select(func.max(RELEASE.c.position)).where(own)) or 0) + 1
    connection.execute(delete(RELEASE).where(own))
    return 1


def _row(slice_: FeatureSlice) -> tuple[str, str, str, int]:
    evidence = slice_.evidence
    return clean(slice_.key), evidence.commit, clean(evidence.text), fit(evidence.line)


def past_releases(connection: Connection) -> tuple[PastRelease, ...]:
    """Return the past releases, those of a service oldest first, without what they held."""
    return _releases(connection, {})


def past(connection: Connection) -> tuple[PastRelease, ...]:
    """Return the past releases with what they held."""
    slices: dict[tuple[str, int], list[FeatureSlice]] = defaultdict(list)
    rows: Any = connection.execute(select(SLICE).order_by(*SLICE.primary_key))
    for service, release, _, key, commit, text, line in rows:
        evidence = Evidence("issue-key", text, service, commit, line=line)
        slices[service, release].append(FeatureSlice(key, evidence, Confidence.GUESSED))
    return _releases(connection, slices)


def _releases(
    connection: Connection, slices: dict[tuple[str, int], list[FeatureSlice]]
) -> tuple[PastRelease, ...]:
    rows: Any = connection.execute(select(RELEASE).order_by(*RELEASE.primary_key))
    return tuple(
        PastRelease(service, tag, commit, date, tuple(slices.get((service, place), ())), known)
        for service, place, tag, commit, date, known in rows
    )
