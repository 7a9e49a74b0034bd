"""Writes what past releases held."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, select

from relplan.model.change import FeatureSlice
from relplan.model.past import ServicePast
from relplan.store import past_tables, tables
from relplan.store.saving.change_rows import insert_rows
from relplan.store.values import clean, fit

RELEASE = tables.core(past_tables.PastRelease)


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
