"""``relplan answers --json``: schema ``relplan.answers/1``."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Any

from relplan.model.question import Answer

SCHEMA = "relplan.answers/1"


def answers_document(answers: Iterable[Answer], pending: Collection[str]) -> dict[str, Any]:
    """Return the answers; *pending* are the questions that changes give rise to now."""
    return {
        "schema": SCHEMA,
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
