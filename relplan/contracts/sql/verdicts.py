"""One rule's word on one operation."""

from dataclasses import dataclass

from relplan.model.finding import Phase, Severity


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
