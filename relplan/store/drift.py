"""Reads what past releases needed of each other."""

import json

from relplan.model.drift import HeldRelease, PastChange, PastNeed, PastReading
from relplan.model.edge import EdgeKind, Given
from relplan.model.evidence import Confidence, Evidence
from relplan.store.rows import EVIDENCE, Rows, grouped

_KINDS = {kind.value: kind for kind in EdgeKind}
_CONFIDENCES = {confidence.value: confidence for confidence in Confidence}


def past_read_with(rows: Rows) -> tuple[str, str]:
    """Return how the past was read and what was there to read; empty: it was not, or not all."""
    found = rows.first("SELECT how, state FROM past_mark")
    return (found[0], found[1]) if found else ("", "")


def past_notes(rows: Rows) -> tuple[str, ...]:
    """Return what of the past is not known, in full sentences."""
    return tuple(rows.column("SELECT text FROM past_note ORDER BY number"))


def past_reading(rows: Rows) -> PastReading:
    """Return all that was read, each need once, whichever of its ends was looked at."""
    releases = tuple(
        HeldRelease(*row)
        for row in rows.all(
            'SELECT service, tag, "commit", date, changes, unread FROM past_held'
            " ORDER BY service, date, tag"
        )
    )
    evidence = grouped(
        ((service, tag, number), Evidence(*found))
        for service, tag, number, *found in rows.all(
            f"SELECT service, tag, number, {EVIDENCE} FROM past_need_evidence"
            " ORDER BY service, tag, number, position"
        )
    )
    needs: dict[object, PastNeed] = {}
    for service, tag, number, *ends, kind, coupling, confidence, given in rows.all(
        "SELECT service, tag, number,"
        " source_service, source_tag, source_place, source,"
        " target_service, target_tag, target_place, target,"
        " kind, coupling, confidence, given FROM past_need ORDER BY service, tag, number"
    ):
        need = PastNeed(
            PastChange(*ends[:4]),
            PastChange(*ends[4:]),
            _KINDS[kind],
            coupling,
            _CONFIDENCES[confidence],
            tuple(Given(question, answer) for question, answer in json.loads(given)),
            evidence.get((service, tag, number), ()),
        )
        needs.setdefault((need.source, need.target, need.kind, need.coupling, need.given), need)
    return PastReading(releases, tuple(needs.values()))
