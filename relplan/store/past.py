"""Reads what past releases held."""

from collections.abc import Mapping

from relplan.model.change import FeatureSlice
from relplan.model.evidence import ISSUE_KEY, Confidence, Evidence
from relplan.model.past import PastRelease
from relplan.store.rows import Rows, grouped


def past_releases(rows: Rows) -> tuple[PastRelease, ...]:
    """Return the past releases, those of a service oldest first, without what they held."""
    return _releases(rows, {})


def past(rows: Rows) -> tuple[PastRelease, ...]:
    """Return the past releases with what they held."""
    slices = grouped(
        (
            (service, release),
            FeatureSlice(
                key, Evidence(ISSUE_KEY, text, service, commit, line=line), Confidence.GUESSED
            ),
        )
        for service, release, key, commit, text, line in rows.all(
            'SELECT service, release, key, "commit", text, line FROM past_slice'
            " ORDER BY service, release, position"
        )
    )
    return _releases(rows, slices)


def _releases(
    rows: Rows, slices: Mapping[tuple[str, int], tuple[FeatureSlice, ...]]
) -> tuple[PastRelease, ...]:
    return tuple(
        PastRelease(service, tag, commit, date, slices.get((service, place), ()), bool(known))
        for service, place, tag, commit, date, known in rows.all(
            'SELECT service, position, tag, "commit", date, known FROM past_release'
            " ORDER BY service, position"
        )
    )
