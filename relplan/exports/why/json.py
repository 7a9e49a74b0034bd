"""``relplan why --json``: what stands between one change and production."""

from collections.abc import Iterable
from typing import Any

from relplan.exports.json_parts import caution_document, edge_document, evidence_document
from relplan.exports.questions.json import question_document
from relplan.model.plan import Path, Why
from relplan.planning.plan import Plan

SCHEMA = "relplan.why/1"


def why_documents(plan: Plan, explanations: Iterable[Why]) -> dict[str, Any]:
    """Return all *explanations*, as docs/json.md lays them out."""
    documents = [why_document(plan, explanation) for explanation in explanations]
    return {"schema": SCHEMA, "scenario": plan.scenario.name, "why": documents}


def why_document(plan: Plan, explanation: Why) -> dict[str, Any]:
    """Return what is told of one change as it stands in every JSON that relplan prints."""
    batch = plan.batch_of[explanation.change]
    return {
        "change": explanation.change,
        "title": plan.changes[explanation.change].title,
        "state": plan.changes[explanation.change].state.value,
        "status": explanation.status.value,
        "batch": batch.id,
        "wave": batch.wave,
        "blockers": [
            {"node": blocker.node, "path": _edges(blocker.path)} for blocker in explanation.blockers
        ],
        "lockstep": [
            {"change": tie.change, "cycle": _edges(tie.cycle)} for tie in explanation.tied
        ],
        "needs": _edges(explanation.needs),
        "prerequisites": list(explanation.prerequisites),
        "hotfix_off": explanation.hotfix_off or None,
        "certainly_free": explanation.certainly_free,
        "others_first": list(explanation.others_first),
        "questions": [question_document(one) for one in explanation.questions],
        "cautions": [caution_document(found) for found in explanation.cautions],
        "suggested": [
            {"key": key, "changes": list(others)} for key, others in explanation.suggested
        ],
        "spared": [
            {
                "consumer": found.consumer,
                "contract": found.contract,
                "broken": list(found.broken),
                "used": list(found.used),
                "pin": evidence_document(found.pin) if found.pin else None,
            }
            for found in explanation.unaffected
        ],
    }


def _edges(path: Path) -> list[dict[str, Any]]:
    """Return edges with their fingerprints, which is what `dismiss` takes."""
    return [{**edge_document(edge), "fingerprint": edge.fingerprint} for edge in path]
