"""One rule's word on one operation."""

from dataclasses import dataclass

from relplan.contracts.sql.operations import Operation
from relplan.contracts.sql.rules import BY_ID
from relplan.model.finding import Finding, Phase, Severity


@dataclass(frozen=True, slots=True)
class Verdict:
    """A finding, before it is known in which file it stands."""

    rule: str
    part: str
    text: str
    phase: Phase | None = None
    touches: tuple[str, ...] = ()
    reversible: bool = True
    severity: Severity | None = None
    """Where it is less bad than its rule says; else None."""


def as_finding(verdict: Verdict, path: str, operation: Operation) -> Finding:
    """Return a verdict on an operation of the file at *path* as a finding."""
    known, rule = verdict.phase is not None, BY_ID[verdict.rule]
    return Finding(
        verdict.rule, verdict.severity or rule.severity, verdict.part, path, operation.line,
        verdict.text, verdict.touches, verdict.phase,
        verdict.reversible and operation.reversible if known else None,
        writes=rule.direction == "write", reads=rule.direction == "read",
    )  # fmt: skip
