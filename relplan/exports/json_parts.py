"""What stands alike in every JSON that relplan prints: edges, evidence, cautions, what runs."""

from typing import Any

from relplan.model.edge import Edge
from relplan.model.evidence import Evidence
from relplan.model.facts import Caution
from relplan.model.parts import bare_part
from relplan.model.production import Production


def production_document(runs: Production) -> dict[str, Any]:
    """Return what runs of a service, and how that is known."""
    return {
        "service": runs.service,
        "revision": runs.revision,
        "commit": runs.commit,
        "by": runs.by.value,
        "evidence": [evidence_document(found) for found in runs.evidence],
    }


def edge_document(edge: Edge) -> dict[str, Any]:
    """Return *edge* as it stands in every JSON that relplan prints."""
    return {
        **short_edge_document(edge),
        "cause": edge.cause.value if edge.cause else None,
        "confidence": edge.confidence.value,
        "evidence": [evidence_document(found) for found in edge.evidence],
    }


def short_edge_document(edge: Edge) -> dict[str, Any]:
    """Return which edge it is, without what shows it."""
    return {
        "from": edge.source,
        "to": edge.target,
        "kind": edge.kind.value,
        "coupling": edge.coupling or None,
    }


def caution_document(caution: Caution) -> dict[str, Any]:
    """Return a risky finding as it stands in every JSON that relplan prints."""
    return {
        "contract": caution.contract,
        "parts": list(map(bare_part, caution.parts)),
        "evidence": evidence_document(caution.evidence),
    }


def evidence_document(evidence: Evidence) -> dict[str, Any]:
    """Return *evidence*; what does not apply is null."""
    return {
        "repository": evidence.repository or None,
        "commit": evidence.commit or None,
        "path": evidence.path or None,
        "line": evidence.line or None,
        "rule": evidence.rule,
        "text": evidence.text,
    }
