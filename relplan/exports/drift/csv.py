"""The co-release index for spreadsheets: one row a pair and period."""

from relplan.exports.spreadsheet import table
from relplan.model.drift import Drift

_COLUMNS = (
    "service", "other", "period", "whole", "releases", "needed", "lockstep", "unsure", "near",
)  # fmt: skip


def drift_csv(drift: Drift) -> str:
    """Return the counts of each pair of *drift* in each period, as CSV."""
    rows = [
        (
            *one.pair.services,
            period.name,
            "yes" if period.whole else "no",
            str(counts.releases),
            str(counts.needed),
            str(counts.lockstep),
            str(counts.unsure),
            str(counts.near),
        )
        for one in drift.pairs
        for period, counts in zip(drift.periods, one.periods, strict=True)
    ]
    return table([_COLUMNS, *rows])
