"""Builds versions of modules and compares them."""

from collections.abc import Mapping

from relplan.contracts import compare
from relplan.contracts.kind import Options, Version
from relplan.contracts.protobuf.contract import ANALYZER
from relplan.model.finding import Finding


def version(files: Mapping[str, str], *roots: str) -> Version:
    return Version(
        {path: text.encode() for path, text in files.items()}, roots or tuple(sorted(files))
    )


def compared(base: Mapping[str, str], revision: Mapping[str, str]) -> tuple[Finding, ...]:
    return compare(ANALYZER, version(base), version(revision), Options())


def said(findings: tuple[Finding, ...]) -> set[tuple[str, str, str]]:
    return {(finding.severity.value, finding.rule, finding.part) for finding in findings}
