"""``relplan why --json``: what stands between one change and production."""

from typing import Any

from relplan.exports.json_parts import caution_document, edge_document, evidence_document
from relplan.exports.questions.json import question_document
from relplan.model.plan import Path, Why
from relplan.planning.plan import Plan


def why_document(plan: Plan, told: Why) -> dict[str, Any]:
    """Return what is told of one change as it stands in every JSON that relplan prints."""
    batch = plan.batch_of[told.change]
    return {
        "change": told.change,
        "title": plan.changes[told.change].title,
        "state": plan.changes[told.change].state.value,
        "status": told.status.value,
        "batch": batch.id,
        "wave": batch.wave,
        "blockers": [
            {"node": blocker.node, "path": _edges(blocker.path)} for blocker in told.blockers
        ],
        "lockstep": [{"change": tie.change, "cycle": _edges(tie.cycle)} for tie in told.tied],
        "needs": _edges(told.needs),
        "prerequisites": list(told.prerequisites),
        "hotfix_off": told.hotfix_off or None,
        "certainly_free": told.certainly_free,
        "others_first": list(told.others_first),
        "questions": [question_document(one) for one in told.questions],
        "cautions": [caution_document(found) for found in told.cautions],
        "suggested": [{"key": key, "changes": list(others)} for key, others in told.suggested],
        "spared": [
            {
                "consumer": found.consumer,
                "contract": found.contract,
                "broken": list(found.broken),
                "used": list(found.used),
                "pin": evidence_document(found.pin) if found.pin else None,
            }
            for found in told.spared
        ],
    }


def _edges(path: Path) -> list[dict[str, Any]]:
    """Return edges with their fingerprints, which is what `dismiss` takes."""
    return [{**edge_document(edge), "fingerprint": edge.fingerprint} for edge in path]
