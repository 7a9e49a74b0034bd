"""Short ways to compare schemas."""

from relplan.contracts import compare
from relplan.contracts.graphql.contract import ANALYZER
from relplan.contracts.kind import Options, Version
from relplan.model.finding import Finding, Severity


def version(*texts: str) -> Version:
    """One file a text; a path says which one."""
    files = {f"api/{place}.graphql": text.encode() for place, text in enumerate(texts)}
    return Version(files, tuple(files))


def findings(base: str | Version, revision: str | Version) -> tuple[Finding, ...]:
    before, after = (
        side if isinstance(side, Version) else version(side) for side in (base, revision)
    )
    return compare(ANALYZER, before, after, Options())


def rules(base: str | Version, revision: str | Version) -> dict[str, Severity]:
    return {finding.rule: finding.severity for finding in findings(base, revision)}
