"""The backlog as JSON, schema ``relplan.backlog/1``, and as plain values that TOML takes, too."""

from dataclasses import asdict
from typing import Any

from relplan.exports.indented import indented
from relplan.model.backlog import Backlog, Item
from relplan.model.evidence import Evidence

SCHEMA = "relplan.backlog/1"


def backlog_json(backlog: Backlog) -> str:
    """Return *backlog* as JSON; all that is not ASCII is escaped."""
    return indented(backlog_document(backlog))


def backlog_document(backlog: Backlog) -> dict[str, Any]:
    """Return *backlog* as plain values, none of them null."""
    return {
        "schema": SCHEMA,
        "workspace": backlog.workspace,
        "scenario": backlog.scenario,
        "before": asdict(backlog.before),
        "after": asdict(backlog.after),
        "items": [_item(item) for item in backlog.items],
        "waiting": [
            {
                "coupling": waiting.coupling,
                "cause": waiting.cause.value,
                "changes": list(waiting.changes),
                "text": waiting.text,
            }
            for waiting in backlog.waiting
        ],
        "remaining": list(backlog.remaining),
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "key": item.key,
        "rank": item.rank,
        "title": item.title,
        "coupling": item.coupling,
        "kind": item.kind.value,
        "mark": item.mark.value,
        "cause": item.cause.value,
        "effort_days": item.effort_days,
        "gain": {
            "changes": list(item.gain.changes),
            "teams": list(item.gain.teams),
            "largest_batch_before": item.gain.largest_batch_before,
            "largest_batch_after": item.gain.largest_batch_after,
            "waiting_days_saved": item.gain.waiting_days_saved,
        },
        "services": list(item.services),
        "teams": list(item.teams),
        "why_now": item.why_now,
        "evidence": [_evidence(found) for found in item.evidence],
        "criteria": list(item.criteria),
        "tasks": [asdict(task) for task in item.tasks],
    }


def _evidence(found: Evidence) -> dict[str, Any]:
    return {
        "repository": found.repository,
        "commit": found.commit,
        "path": found.path,
        "line": found.line,
        "rule": found.rule,
        "text": found.text,
    }
