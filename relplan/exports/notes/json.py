"""``relplan export notes --format json``: schema ``relplan.notes/1``."""

from typing import Any

from relplan.exports.indented import indented
from relplan.exports.json_parts import caution_document, evidence_document
from relplan.exports.moments import iso
from relplan.model.notes import Break, Flag, LeftBehind, Migration, NotedChange, NotedService, Notes
from relplan.model.parts import bare_part

SCHEMA = "relplan.notes/1"


def notes_document(notes: Notes) -> dict[str, Any]:
    """Return *notes* as plain values, all moments with their offset."""
    return {
        "schema": SCHEMA,
        "title": notes.title,
        "workspace": notes.workspace,
        "environment": notes.environment,
        "scenario": notes.scenario,
        "marks": [{"coupling": name, "mark": mark} for name, mark in notes.marks],
        "at": iso(notes.at, notes.zone),
        "end": iso(notes.end, notes.zone),
        "batches": list(notes.batches),
        "obstacles": list(notes.obstacles),
        "services": [_service(one) for one in notes.services],
        "issues": [
            {
                "key": one.key,
                "link": one.link or None,
                "declared": one.is_certain,
                "changes": list(one.changes),
                "left_out": list(one.left_out),
            }
            for one in notes.issues
        ],
        "breaks": [_break(one) for one in notes.breaks],
        "migrations": [_migration(one) for one in notes.migrations],
        "flags": [_flag(one) for one in notes.flags],
        "left_out": [_left(one, notes.zone) for one in notes.left],
        "questions": [{"question": name, "text": text} for name, text in notes.questions],
        "contributors": list(notes.contributors),
        "unread": list(notes.unread),
    }


def notes_json(notes: Notes) -> str:
    """Return *notes* as JSON; all that is not ASCII is escaped."""
    return indented(notes_document(notes))


def _service(one: NotedService) -> dict[str, Any]:
    return {
        "service": one.service,
        "team": one.team,
        "from": one.running or None,
        "to": one.revision or None,
        "needs": [
            {"service": need.service, "over": list(need.over), "together": need.together}
            for need in one.needs
        ],
        "changes": [_change(change) for change in one.changes],
        "undone": list(one.undone),
    }


def _change(one: NotedChange) -> dict[str, Any]:
    return {
        "change": one.id,
        "title": one.title,
        "kind": one.kind or None,
        "commit": one.commit,
        "merged": one.is_merged,
        "authors": list(one.authors),
        "link": one.link or None,
        "issues": list(one.issues),
        "adds": [
            {"contract": added.contract, "parts": list(map(bare_part, added.parts))}
            for added in one.additions
        ],
        "cautions": [caution_document(found) for found in one.cautions],
    }


def _break(one: Break) -> dict[str, Any]:
    return {
        "change": one.change,
        "contract": one.contract or None,
        "parts": list(map(bare_part, one.parts)),
        "consumers": [
            {"consumer": found.consumer, "fate": found.fate.value, "by": list(found.by)}
            for found in one.consumers
        ],
        "evidence": [evidence_document(found) for found in one.evidence],
    }


def _migration(one: Migration) -> dict[str, Any]:
    return {
        "service": one.service,
        "change": one.change,
        "path": one.path,
        "drops": [evidence_document(found) for found in one.drops],
    }


def _flag(one: Flag) -> dict[str, Any]:
    return {
        "flags": list(one.names),
        "source": one.source.value,
        "changes": list(one.changes),
        "waits_for": list(one.waits_for),
        "after_flags": list(one.after_flags),
        "evidence": [evidence_document(found) for found in one.evidence],
    }


def _left(one: LeftBehind, zone: str) -> dict[str, Any]:
    return {
        "change": one.change,
        "service": one.service,
        "title": one.title,
        "why": one.why.value,
        "by": list(one.by),
        "at": iso(one.at, zone),
    }
