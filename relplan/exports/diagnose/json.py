"""``relplan diagnose --json``: schema ``relplan.diagnosis/1``."""

from typing import Any

from relplan.exports.json_parts import evidence_document
from relplan.model.diagnosis import Answer, Diagnosis

SCHEMA = "relplan.diagnosis/1"


def diagnosis_document(diagnosis: Diagnosis) -> dict[str, Any]:
    """Return *diagnosis*; of the whole workspace, the batch is null."""
    return {
        "schema": SCHEMA,
        "batch": diagnosis.batch or None,
        "changes": diagnosis.changes,
        "services": list(diagnosis.services),
        "waiting_days": diagnosis.waiting_days,
        "verdict": diagnosis.verdict.value,
        "summary": diagnosis.summary,
        "answers": [_answer(answer) for answer in diagnosis.answers],
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "cause": answer.cause.value,
        "question": answer.question,
        "verdict": answer.verdict.value,
        "edges": answer.edges,
        "edge_share": answer.edge_share,
        "days": answer.days,
        "day_share": answer.day_share,
        "grounds": [
            {
                "text": ground.text,
                "coupling": ground.coupling or None,
                "services": list(ground.services),
                "evidence": [evidence_document(found) for found in ground.evidence],
            }
            for ground in answer.grounds
        ],
        "remedies": list(answer.remedies),
    }
