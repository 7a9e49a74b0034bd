"""``relplan questions --json`` and ``answers --json``, fixed order, same bytes each time."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Any

from relplan.exports.plan_json import evidence_document
from relplan.model.edge import Edge
from relplan.model.question import Answer, Asked

QUESTIONS_SCHEMA = "relplan.questions/1"
ANSWERS_SCHEMA = "relplan.answers/1"


def questions_document(asked: Iterable[Asked]) -> dict[str, Any]:
    """Return what is *asked*, as docs/json.md lays it out."""
    return {"schema": QUESTIONS_SCHEMA, "questions": [question_document(one) for one in asked]}


def question_document(one: Asked) -> dict[str, Any]:
    """Return one question as it stands in every JSON that relplan prints."""
    question = one.question
    return {
        "id": question.id,
        "kind": question.kind.value,
        "text": question.text,
        "weight": one.weight,
        "changes": list(one.changes),
        "edges": [_edge(edge) for edge in one.yes],
        "for": [evidence_document(found) for found in question.speaks_for],
        "against": [evidence_document(found) for found in question.speaks_against],
        "answer": question.before or None,
        "edges_of_no": [_edge(edge) for edge in one.no],
    }


def answers_document(answers: Iterable[Answer], pending: Collection[str]) -> dict[str, Any]:
    """Return the answers; *pending* are the questions that changes give rise to now."""
    return {
        "schema": ANSWERS_SCHEMA,
        "answers": [
            {
                "question": answer.question,
                "answer": answer.value,
                "reason": answer.reason,
                "by": answer.by,
                "at": datetime.fromtimestamp(answer.at, UTC).isoformat() if answer.at else None,
                "text": answer.text,
                "pending": answer.question in pending,
            }
            for answer in answers
        ],
    }


def _edge(edge: Edge) -> dict[str, Any]:
    return {
        "from": edge.source,
        "to": edge.target,
        "kind": edge.kind.value,
        "coupling": edge.coupling or None,
    }
