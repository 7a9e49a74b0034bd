"""Writes and reads what was detected in contracts' own files, and what was read for that."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from relplan.model.change import Effect, EffectKind
from relplan.model.contract_source import DetectedUse, Detection
from relplan.model.evidence import Confidence, Evidence
from relplan.model.scan import Notice
from relplan.store import detection_tables, facts, tables
from relplan.store.change_rows import evidence_row, insert_rows
from relplan.store.values import clean

MARK = tables.core(detection_tables.DetectionMark)
EFFECT = tables.core(detection_tables.DetectedEffect)
USE = tables.core(detection_tables.DetectedUse)
NOTICE = tables.core(detection_tables.DetectionNotice)
READING = tables.core(detection_tables.Reading)
CHANGE = tables.core(tables.Change)

_EVIDENCE = tuple(field.name for field in fields(Evidence))
_EFFECTS = {kind.value: kind for kind in EffectKind}
_CONFIDENCES = {confidence.value: confidence for confidence in Confidence}
_NO_EVIDENCE = Evidence("", "")
_MONTH = 30 * 86_400
"""Seconds for which a reading that nobody needs is kept: branches come and go."""


def save_detection(connection: Connection, detection: Detection, fingerprint: str) -> None:
    """Save what was detected, in the place of what is stored of the same services."""
    services = {clean(service) for service in detection.services}
    _forget_effects(connection, services)
    _save_effects(connection, detection.effects)
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
    facts.save_cautions(connection, detection.cautions, services)
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


def _forget_effects(connection: Connection, services: set[str]) -> None:
    """Delete the effects of changes that *services* have, and of changes that are gone."""
    rows: Any = connection.execute(select(CHANGE.c.id, CHANGE.c.service)).all()
    owners: dict[str, str] = dict(rows)
    for change in connection.execute(select(EFFECT.c.change).distinct()).scalars().all():
        if owners.get(change, "") in services or change not in owners:
            connection.execute(delete(EFFECT).where(EFFECT.c.change == change))


def _save_effects(connection: Connection, effects: Mapping[str, tuple[Effect, ...]]) -> None:
    known = set(connection.execute(select(EFFECT.c.change).distinct()).scalars())
    rows = [
        (
            *evidence_row(effect.evidence, clean(change), position),
            effect.kind.value,
            clean(effect.contract),
            effect.confidence.value,
            json.dumps([clean(part) for part in effect.parts]),
            json.dumps([clean(change) for change in effect.brings]),
        )
        for change, found in effects.items()
        if clean(change) not in known
        for position, effect in enumerate(found)
    ]
    insert_rows(connection, detection_tables.DetectedEffect, rows)


def _use_row(use: DetectedUse) -> tuple[str | int, ...]:
    return (
        *evidence_row(use.evidence, clean(use.contract), clean(use.consumer), clean(use.part)),
        use.confidence.value,
    )


def detected_with(connection: Connection) -> str:
    """Return the fingerprint that the last detection was saved with; empty: there was none."""
    return connection.execute(select(MARK.c.fingerprint)).scalar() or ""


def detected_effects(connection: Connection) -> dict[str, tuple[Effect, ...]]:
    """Return what was detected, by change."""
    columns = (EFFECT.c[name] for name in _EVIDENCE)
    rows = connection.execute(
        select(
            EFFECT.c.change, EFFECT.c.kind, EFFECT.c.contract, EFFECT.c.confidence,
            EFFECT.c.parts, EFFECT.c.brings, *columns,
        ).order_by(EFFECT.c.change, EFFECT.c.position)
    )  # fmt: skip
    found: dict[str, list[Effect]] = defaultdict(list)
    for change, kind, contract, confidence, parts, brings, *evidence in rows:
        found[change].append(
            Effect(
                _EFFECTS[kind],
                contract,
                Evidence(*evidence),
                _CONFIDENCES[confidence],
                tuple(json.loads(parts)),
                tuple(json.loads(brings)),
            )
        )
    return {change: tuple(effects) for change, effects in found.items()}


def detected_uses(connection: Connection) -> tuple[DetectedUse, ...]:
    """Return what consumers are seen to use, sorted."""
    columns = (USE.c[name] for name in _EVIDENCE)
    rows = connection.execute(
        select(USE.c.contract, USE.c.consumer, USE.c.part, USE.c.confidence, *columns).order_by(
            *USE.primary_key.columns
        )
    )
    return tuple(
        DetectedUse(contract, consumer, part, Evidence(*evidence), _CONFIDENCES[confidence])
        for contract, consumer, part, confidence, *evidence in rows
    )


def detection_notices(connection: Connection) -> tuple[Notice, ...]:
    """Return what a person should know of the contracts' files."""
    columns = (NOTICE.c[name] for name in _EVIDENCE)
    rows = connection.execute(
        select(NOTICE.c.notice, NOTICE.c.about, *columns).order_by(NOTICE.c.number)
    )
    return tuple(
        Notice(text, Evidence(*evidence) if evidence[0] else None, about)
        for text, about, *evidence in rows
    )


def readings(connection: Connection) -> dict[str, str]:
    """Return all that was read from blobs."""
    rows: Any = connection.execute(select(READING.c.key, READING.c.value)).all()
    return dict(rows)


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
        connection.execute(insert(READING).on_conflict_do_nothing(), rows)
    connection.execute(delete(READING).where(READING.c.scan < at - _MONTH))
