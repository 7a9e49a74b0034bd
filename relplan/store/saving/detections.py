"""Writes what was detected in contracts' own files, and what was read for that."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields

from sqlalchemy import Connection, bindparam, delete, select, update

from relplan.model.change import Effect, EffectKind
from relplan.model.contract_source import DetectedUse, Detection
from relplan.model.evidence import Confidence, Evidence
from relplan.store import detection_tables, tables
from relplan.store.saving import facts
from relplan.store.saving.change_rows import Row, evidence_row, insert_or, insert_rows
from relplan.store.values import clean

MARK = tables.core(detection_tables.DetectionMark)
USE = tables.core(detection_tables.DetectedUse)
NOTICE = tables.core(detection_tables.DetectionNotice)
READING = tables.core(detection_tables.Reading)

_EVIDENCE = tuple(field.name for field in fields(Evidence))
_EFFECTS = {kind.value: kind for kind in EffectKind}
_CONFIDENCES = {confidence.value: confidence for confidence in Confidence}
_NO_EVIDENCE = Evidence("", "")
_MONTH = 30 * 86_400
"""Seconds for which a reading that nobody needs is kept: branches come and go."""


def save_detection(connection: Connection, detection: Detection, fingerprint: str) -> None:
    """Save what was detected, in the place of what is stored of the same services."""
    services = {clean(service) for service in detection.services}
    replacing = facts.Replacing(connection, services)
    replacing.insert(detection_tables.DetectedEffect, _effect_rows(detection.effects))
    for row in connection.execute(select(USE.c.consumer).distinct()).scalars().all():
        if row in services:
            connection.execute(delete(USE).where(USE.c.consumer == row))
    kept = {tuple(row) for row in connection.execute(select(*USE.primary_key.columns))}
    insert_rows(
        connection,
        detection_tables.DetectedUse,
        [row for row in map(_use_row, detection.uses) if row[-4:-1] not in kept],
    )
    facts.save_takings(connection, detection.takings, services)
    facts.save_complete(connection, detection.complete_uses, services)
    replacing.insert(detection_tables.Caution, facts.caution_rows(detection.cautions))
    replacing.insert(detection_tables.FlagEvidence, facts.flag_rows(detection.dark))
    facts.save_prerequisites(connection, detection.prerequisites, services)
    facts.save_unread(connection, detection.unread)
    connection.execute(delete(NOTICE))
    rows = [
        (
            *evidence_row(notice.evidence or _NO_EVIDENCE, number),
            clean(notice.change),
            clean(notice.text),
        )
        for number, notice in enumerate(detection.notices, 1)
    ]
    insert_rows(connection, detection_tables.DetectionNotice, rows)
    connection.execute(delete(MARK))
    insert_rows(connection, detection_tables.DetectionMark, [(fingerprint,)])


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


def save_readings(
    connection: Connection, made: Mapping[str, str], used: Iterable[str], at: int
) -> None:
    """Save what was *made*, take note of what was *used*, forget what long was not."""
    touched = [{"used": key} for key in used]
    if touched:
        same = READING.c.key == bindparam("used")
        connection.execute(update(READING).where(same).values(scan=at), touched)
    rows = [{"key": key, "value": value, "scan": at} for key, value in made.items()]
    if rows:
        connection.execute(insert_or(connection, READING).on_conflict_do_nothing(), rows)
    connection.execute(delete(READING).where(READING.c.scan < at - _MONTH))
