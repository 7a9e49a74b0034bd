"""``relplan log --json``: schema ``relplan.log/1``."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from relplan.model.decision import Decision, LogEntry

SCHEMA = "relplan.log/1"


def log_document(entries: Iterable[LogEntry], orphans: Iterable[Decision]) -> dict[str, Any]:
    """Return *entries*, and the decisions in force whose subject is gone."""
    return {
        "schema": SCHEMA,
        "entries": [entry_document(entry) for entry in entries],
        "without_subject": [
            {"kind": found.kind.value, "subject": found.subject} for found in orphans
        ],
    }


def entry_document(entry: LogEntry) -> dict[str, Any]:
    """Return one step of the log as it stands in every JSON that relplan prints."""
    decision = entry.decision
    return {
        "number": entry.number,
        "at": datetime.fromtimestamp(decision.at, UTC).isoformat(),
        "who": decision.who,
        "host": decision.host or None,
        "via": decision.via or None,
        "scenario": entry.scenario,
        "kind": decision.kind.value,
        "subject": decision.subject,
        "value": decision.value or None,
        "before": entry.before or None,
        "detail": decision.detail,
        "reason": decision.reason,
        "undone": entry.undone,
        "turned": _turned(entry),
    }


def _turned(entry: LogEntry) -> dict[str, Any] | None:
    """Return who undid or redid it last, and from where; None: nobody did."""
    if not entry.turned_by:
        return None
    return {
        "at": datetime.fromtimestamp(entry.turned_at, UTC).isoformat(),
        "who": entry.turned_by,
        "host": entry.turned_host or None,
        "via": entry.turned_via or None,
    }
