"""Writes what past releases held."""

from collections.abc import Sequence

from relplan.model.change import FeatureSlice
from relplan.model.past import ServicePast
from relplan.store.rows import Rows
from relplan.store.saving.inserting import insert_rows
from relplan.store.values import clean, fit


def save_past(rows: Rows, past: Sequence[ServicePast]) -> None:
    """Save what was read of *past* releases, behind what is stored of a service or in its place."""
    releases, slices = [], []
    for one in past:
        service = clean(one.service)
        first = _begin(rows, service, one)
        for place, release in enumerate(one.releases, first):
            row = (clean(release.tag), release.commit, fit(release.date), release.known)
            releases.append((service, place, *row))
            slices += [
                (service, place, number, *_row(slice_))
                for number, slice_ in enumerate(release.slices)
            ]
    insert_rows(rows, "past_release", releases)
    insert_rows(rows, "past_slice", slices)


def _begin(rows: Rows, service: str, past: ServicePast) -> int:
    """Delete what *past* takes the place of; return its first position."""
    if past.appended:
        newest = "SELECT coalesce(max(position), 0) FROM past_release WHERE service = ?"
        (last,) = rows.first(newest, service)
        return int(last) + 1
    rows.run("DELETE FROM past_release WHERE service = ?", service)
    return 1


def _row(slice_: FeatureSlice) -> tuple[str, str, str, int]:
    evidence = slice_.evidence
    return clean(slice_.key), evidence.commit, clean(evidence.text), fit(evidence.line)
