"""``relplan questions --json``: schema ``relplan.questions/1``."""

from collections.abc import Iterable
from typing import Any

from relplan.exports.json_parts import evidence_document, short_edge_document
from relplan.model.question import Asked

SCHEMA = "relplan.questions/1"


def questions_document(asked: Iterable[Asked], as_one: Iterable[Asked] = ()) -> dict[str, Any]:
    """Return what is *asked*, as docs/json.md lays it out, and what of it is asked *as_one*."""
    return {
        "schema": SCHEMA,
        "questions": [question_document(one) for one in asked],
        "bundles": [_bundle(one) for one in as_one if one.each],
    }


def _bundle(one: Asked) -> dict[str, Any]:
    return {
        "id": one.question.id,
        "text": one.question.text,
        "weight": one.weight,
        "questions": [each.question.id for each in one.each],
        "yes": {"blocks": one.on_yes.blocks, "clears": one.on_yes.clears},
        "no": {"blocks": one.on_no.blocks, "clears": one.on_no.clears},
    }


def question_document(one: Asked) -> dict[str, Any]:
    """Return one question as it stands in every JSON that relplan prints."""
    question = one.question
    return {
        "id": question.id,
        "kind": question.kind.value,
        "text": question.text,
        "weight": one.weight,
        "changes": list(one.changes),
        "edges": [short_edge_document(edge) for edge in one.yes],
        "for": [evidence_document(found) for found in question.speaks_for],
        "against": [evidence_document(found) for found in question.speaks_against],
        "answer": question.before or None,
        "edges_of_no": [short_edge_document(edge) for edge in one.no],
    }
