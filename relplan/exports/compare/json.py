"""The comparison of two versions of a contract as JSON, for other programs."""

from collections.abc import Iterable
from typing import Any

from relplan.model.contract_source import Compatibility
from relplan.model.finding import Finding, verdict

SCHEMA = "relplan.comparison/1"


def comparison_document(
    kind: str, findings: Iterable[Finding], compatibility: Compatibility | None = None
) -> dict[str, Any]:
    """Return what `relplan compare --json` prints."""
    found = tuple(findings)
    return {
        "schema": SCHEMA,
        "kind": kind,
        **({"compatibility": compatibility.value} if compatibility else {}),
        "verdict": verdict(found).value,
        "findings": [_finding_document(finding) for finding in found],
    }


def _finding_document(finding: Finding) -> dict[str, Any]:
    document: dict[str, Any] = {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "part": finding.part,
        "path": finding.path,
        "line": finding.line,
        "text": finding.text,
        "fingerprint": finding.fingerprint,
    }
    if finding.touches:
        document["touches"] = list(finding.touches)
    if finding.phase is not None:
        document["phase"] = finding.phase.value
        document["reversible"] = finding.reversible
    return document
