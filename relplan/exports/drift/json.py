"""``relplan drift --json``: schema ``relplan.drift/1``."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from relplan.exports.indented import indented
from relplan.exports.json_parts import evidence_document
from relplan.exports.moments import iso
from relplan.model.drift import Counts, Drift, LockstepSet, PairTrend, Period, SetDrift, Share

SCHEMA = "relplan.drift/1"


def drift_document(drift: Drift) -> dict[str, Any]:
    """Return *drift* as plain values; a size that is not known is null, never 0."""
    look = drift.look
    names = [period.name for period in drift.periods]
    return {
        "schema": SCHEMA,
        "workspace": look.workspace,
        "since": iso(look.since, look.zone),
        "until": iso(look.until, look.zone),
        "timezone": look.zone,
        "window_hours": look.settings.window_hours,
        "period": look.settings.period.value,
        "counts": _counts(drift.counts),
        "far": asdict(drift.far),
        "trend": drift.trend.value,
        "largest": [
            {"period": name, "services": size}
            for name, size in zip(names, drift.largest, strict=True)
        ],
        "periods": [_period(period, look.zone) for period in drift.periods],
        "sets": [_set(one, names) for one in drift.sets],
        "pairs": [_pair(one, names) for one in drift.pairs],
        "notes": list(look.notes),
    }


def drift_json(drift: Drift) -> str:
    """Return the same as a document of its own."""
    return indented(drift_document(drift))


def _counts(counts: Counts) -> dict[str, Any]:
    return asdict(counts)


def _shares(shares: Iterable[Share]) -> list[dict[str, Any]]:
    return [
        {
            "name": share.name,
            "cause": share.cause.value if share.cause else None,
            "releases": share.releases,
        }
        for share in shares
    ]


def _period(period: Period, zone: str) -> dict[str, Any]:
    return {
        "name": period.name,
        "start": iso(period.start, zone),
        "end": iso(period.end, zone),
        "whole": period.whole,
        "counts": _counts(period.counts),
        "sets": [_lockstep(one) for one in period.sets],
        "pairs": [
            {"services": list(one.services), "counts": _counts(one.counts)} for one in period.pairs
        ],
    }


def _lockstep(one: LockstepSet) -> dict[str, Any]:
    return {
        "services": list(one.services),
        "counts": _counts(one.counts),
        "causes": _shares(one.causes),
        "couplings": _shares(one.couplings),
    }


def _set(one: SetDrift, names: list[str]) -> dict[str, Any]:
    return {
        "services": list(one.services),
        "now": list(one.now),
        "trend": one.trend.value,
        "sizes": [
            {"period": name, "services": size} for name, size in zip(names, one.sizes, strict=True)
        ],
        "causes": _shares(one.causes),
        "couplings": _shares(one.couplings),
    }


def _pair(one: PairTrend, names: list[str]) -> dict[str, Any]:
    return {
        "services": list(one.pair.services),
        "counts": _counts(one.pair.counts),
        "trend": one.trend.value,
        "first": names[one.first] if one.first >= 0 else None,
        "last": names[one.last] if one.last >= 0 else None,
        "periods": [
            {"period": name, **_counts(counts)}
            for name, counts in zip(names, one.periods, strict=True)
        ],
        "causes": _shares(one.pair.causes),
        "couplings": _shares(one.pair.couplings),
        "evidence": [evidence_document(found) for found in one.pair.evidence],
    }
