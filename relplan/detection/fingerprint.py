"""Names what a look at the contracts looks for, without loading what looks."""

from collections.abc import Mapping, Sequence
from datetime import date

from relplan.detection.digests import digest
from relplan.model.contract_source import ContractSource
from relplan.model.finding import Severity

GENERATION = 21
"""Grows whenever the same repositories may be read otherwise than before, or have other effects."""


def fingerprint(
    sources: Sequence[ContractSource],
    severities: Mapping[str, Severity] | None = None,
    today: date | None = None,
) -> str:
    """Name what is looked for: as long as it is the same and nothing moved, nor does the answer."""
    day = [today.isoformat()] if today else []
    return digest(GENERATION, tuple(sources), sorted((severities or {}).items()), *day)
