"""Reads what was detected in contracts' own files, and what was read for that."""

import json

from relplan.model.change import Effect, EffectKind
from relplan.model.contract_source import DetectedUse
from relplan.model.evidence import Confidence, Evidence
from relplan.model.scan import Notice
from relplan.store.rows import EVIDENCE, Rows, grouped

_EFFECTS = {kind.value: kind for kind in EffectKind}
_CONFIDENCES = {confidence.value: confidence for confidence in Confidence}


def detected_with(rows: Rows) -> str:
    """Return the fingerprint that the last detection was saved with; empty: there was none."""
    return next(iter(rows.column("SELECT fingerprint FROM detection")), "")


def detected_effects(rows: Rows) -> dict[str, tuple[Effect, ...]]:
    """Return what was detected, by change."""
    return grouped(
        (
            change,
            Effect(
                _EFFECTS[kind],
                contract,
                Evidence(*evidence),
                _CONFIDENCES[confidence],
                tuple(json.loads(parts)),
                tuple(json.loads(brings)),
            ),
        )
        for change, kind, contract, confidence, parts, brings, *evidence in rows.all(
            f"SELECT change, kind, contract, confidence, parts, brings, {EVIDENCE}"
            " FROM detected_effect ORDER BY change, position"
        )
    )


def detected_uses(rows: Rows) -> tuple[DetectedUse, ...]:
    """Return what consumers are seen to use, sorted."""
    return tuple(
        DetectedUse(contract, consumer, part, Evidence(*evidence), _CONFIDENCES[confidence])
        for contract, consumer, part, confidence, *evidence in rows.all(
            f"SELECT contract, consumer, part, confidence, {EVIDENCE} FROM detected_use"
            " ORDER BY contract, consumer, part"
        )
    )


def detection_notices(rows: Rows) -> tuple[Notice, ...]:
    """Return what a person should know of the contracts' files."""
    return tuple(
        Notice(text, Evidence(*evidence) if evidence[0] else None, about)
        for text, about, *evidence in rows.all(
            f"SELECT notice, about, {EVIDENCE} FROM detection_notice ORDER BY number"
        )
    )


def readings(rows: Rows) -> dict[str, str]:
    """Return all that was read from blobs."""
    return dict(rows.all("SELECT key, value FROM reading"))
