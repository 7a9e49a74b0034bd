"""What a comparison of two versions of a contract may find: one row for each id that is told."""

from dataclasses import dataclass

from relplan.model.finding import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of difference between two versions of a contract."""

    id: str
    """Stable: findings, ``[severity]`` in relplan.toml and other programs name it."""
    severity: Severity
    """The worst that it is; where it stands may make it less, and ``[severity]`` anything."""
    summary: str
    """One sentence that says what has changed, and for whom that matters."""
    direction: str = ""
    """``request`` or ``response``, where it is about what is sent one way; ``write`` or ``read``,
    where only those meet it who write to a database, or read it; else empty."""
    before: str = ""
    """A small example of what stood there; empty: nothing did."""
    after: str = ""
    """What stands there now, so that the rule is told; empty: nothing does."""
    said: str = ""
    """What has changed, as the end of a finding's sentence; empty: the finding has its own."""

    @property
    def consequence(self) -> str:
        """For whom it matters, as the summary says it; empty: it does not."""
        return self.summary.removesuffix(".").partition(": ")[2]
