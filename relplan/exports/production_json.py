"""What runs where, as JSON has it."""

from typing import Any

from relplan.exports.plan_json import evidence_document
from relplan.model.production import Production


def production_document(found: Production) -> dict[str, Any]:
    """Return what runs of one service, and how that is known."""
    return {
        "service": found.service,
        "revision": found.revision,
        "commit": found.commit,
        "by": found.by.value,
        "evidence": [evidence_document(evidence) for evidence in found.evidence],
    }
