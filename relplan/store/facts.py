"""Reads who takes which contract, what may surprise, and what could not be read."""

import json

from relplan.model.evidence import Confidence, Evidence
from relplan.model.facts import Caution, MayBeDark, Takes, Taking, Unread
from relplan.model.flag import Prerequisite
from relplan.store.rows import EVIDENCE, Rows, grouped


def takings(rows: Rows) -> tuple[Taking, ...]:
    """Return who takes which contract, sorted."""
    return tuple(
        Taking(contract, consumer, Takes(takes), Confidence(confidence), Evidence(*evidence))
        for contract, consumer, takes, confidence, *evidence in rows.all(
            f"SELECT contract, consumer, takes, confidence, {EVIDENCE} FROM taking"
            " ORDER BY contract, consumer, takes"
        )
    )


def complete_uses(rows: Rows) -> frozenset[tuple[str, str]]:
    """Return the (contract, consumer) of whom all uses are known."""
    found = rows.all("SELECT contract, consumer FROM complete_use")
    return frozenset((contract, consumer) for contract, consumer in found)


def cautions(rows: Rows) -> dict[str, tuple[Caution, ...]]:
    """Return what may surprise, by change."""
    return grouped(
        (change, Caution(contract, Evidence(*evidence), tuple(json.loads(parts))))
        for change, contract, parts, *evidence in rows.all(
            f"SELECT change, contract, parts, {EVIDENCE} FROM caution ORDER BY change, position"
        )
    )


def dark(rows: Rows) -> dict[str, tuple[MayBeDark, ...]]:
    """Return the flags that changes may be dark behind, by change."""
    found: dict[str, dict[str, tuple[list[Evidence], list[Evidence]]]] = {}
    for change, flag, speaks_for, *evidence in rows.all(
        f"SELECT change, flag, speaks_for, {EVIDENCE} FROM flag_evidence ORDER BY change, position"
    ):
        sides = found.setdefault(change, {}).setdefault(flag, ([], []))
        sides[0 if speaks_for else 1].append(Evidence(*evidence))
    return {
        change: tuple(
            MayBeDark(flag, tuple(speaks_for), tuple(against))
            for flag, (speaks_for, against) in flags.items()
        )
        for change, flags in found.items()
    }


def prerequisites(rows: Rows) -> tuple[Prerequisite, ...]:
    """Return which flags hold others up."""
    return tuple(
        Prerequisite(flag, needs, Evidence(*evidence))
        for flag, needs, *evidence in rows.all(
            f"SELECT flag, needs, {EVIDENCE} FROM flag_prerequisite ORDER BY flag, needs"
        )
    )


def unread(rows: Rows) -> tuple[Unread, ...]:
    """Return what could not be read the last time."""
    return tuple(
        Unread(
            subject, reason, service, tuple(json.loads(changes)), contract,
            Evidence(*evidence) if evidence[0] else None,
        )
        for subject, reason, service, changes, contract, *evidence in rows.all(
            f"SELECT subject, reason, service, changes, contract, {EVIDENCE} FROM unread"
            " ORDER BY number"
        )
    )  # fmt: skip
