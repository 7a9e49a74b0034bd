"""Writes what was detected in contracts' own files, and what was read for that."""

import json
from collections.abc import Iterable, Mapping

from relplan.model.change import Effect
from relplan.model.contract_source import DetectedUse, Detection
from relplan.model.evidence import Evidence
from relplan.store.rows import Row, Rows
from relplan.store.saving import facts
from relplan.store.saving.inserting import evidence_row, insert_rows
from relplan.store.values import clean

_NO_EVIDENCE = Evidence("", "")
_MONTH = 30 * 86_400
"""Seconds for which a reading that nobody needs is kept: branches come and go."""


def save_detection(rows: Rows, detection: Detection, fingerprint: str) -> None:
    """Save what was detected, in the place of what is stored of the same services."""
    services = {clean(service) for service in detection.services}
    replacing = facts.Replacing(rows, services)
    replacing.insert("detected_effect", _effect_rows(detection.effects))
    kept = facts.others(rows, "detected_use", services, 3)
    uses = [row for row in map(_use_row, detection.uses) if row[:3] not in kept]
    insert_rows(rows, "detected_use", uses)
    facts.save_takings(rows, detection.takings, services)
    facts.save_complete(rows, detection.complete_uses, services)
    replacing.insert("caution", facts.caution_rows(detection.cautions))
    replacing.insert("flag_evidence", facts.flag_rows(detection.dark))
    facts.save_prerequisites(rows, detection.prerequisites, services)
    facts.save_unread(rows, detection.unread)
    rows.run("DELETE FROM detection_notice")
    notices = [
        (
            *evidence_row(notice.evidence or _NO_EVIDENCE, number),
            clean(notice.change),
            clean(notice.text),
        )
        for number, notice in enumerate(detection.notices, 1)
    ]
    insert_rows(rows, "detection_notice", notices)
    rows.run("DELETE FROM detection")
    insert_rows(rows, "detection", [(fingerprint,)])


def _effect_rows(effects: Mapping[str, tuple[Effect, ...]]) -> dict[str, list[Row]]:
    return {
        change: [
            (
                *evidence_row(effect.evidence, clean(change), position),
                effect.kind.value,
                clean(effect.contract),
                effect.confidence.value,
                json.dumps([clean(part) for part in effect.parts]),
                json.dumps([clean(change) for change in effect.brings]),
            )
            for position, effect in enumerate(found)
        ]
        for change, found in effects.items()
    }


def _use_row(use: DetectedUse) -> tuple[str | int, ...]:
    return (
        *evidence_row(use.evidence, clean(use.contract), clean(use.consumer), clean(use.part)),
        use.confidence.value,
    )


def save_readings(rows: Rows, made: Mapping[str, str], used: Iterable[str], at: int) -> None:
    """Save what was *made*, take note of what was *used*, forget what long was not."""
    rows.run_many("UPDATE reading SET scan = ? WHERE key = ?", [(at, key) for key in used])
    rows.run_many(
        "INSERT INTO reading (key, value, scan) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [(key, value, at) for key, value in made.items()],
    )
    rows.run("DELETE FROM reading WHERE scan < ?", at - _MONTH)
