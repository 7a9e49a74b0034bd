"""What a comparison of two versions of a contract finds."""

from collections.abc import Iterable
from enum import StrEnum
from hashlib import blake2b

from relplan.model.parts import READ, WRITE
from relplan.model.value import value


class Severity(StrEnum):
    """How bad a finding is for those who rely on the contract, from the worst."""

    BREAKING = "breaking"
    """A consumer that was right before is wrong now."""
    RISKY = "risky"
    """Some consumers may be surprised, the specification does not say that they are wrong."""
    ADDITIVE = "additive"
    """There is more than before; nobody who relied on it is touched."""
    NONE = "none"
    """No consumer can tell."""
    UNKNOWN = "unknown"
    """It could not be understood, so it is never taken for compatible."""

    @property
    def rank(self) -> int:
        """0 for the worst: breaking beats unknown, which is never taken for compatible."""
        return _WORST_FIRST.index(self)


_WORST_FIRST = (
    Severity.BREAKING, Severity.UNKNOWN, Severity.RISKY, Severity.ADDITIVE, Severity.NONE,
)  # fmt: skip


class Phase(StrEnum):
    """Where an operation on a schema stands in expand, migrate, contract."""

    EXPAND = "expand"
    MIGRATE = "migrate"
    CONTRACT = "contract"


@value(order=True)
class Finding:
    """One difference between two versions of a contract."""

    rule: str
    """A stable id such as ``response-required-property-removed``."""
    severity: Severity
    part: str
    """The part of the contract: ``GET /orders/{id}``, ``shop.v1.Order.total``, ``orders.total``."""
    path: str
    """The file: of the revision, or of the base where it is gone from the revision."""
    line: int
    """Counted from 1; 0 where no line applies."""
    text: str
    """One sentence for people, without line numbers: it is part of the fingerprint."""
    touches: tuple[str, ...] = ()
    """Further parts that it reaches, such as the methods whose messages hold the field."""
    phase: Phase | None = None
    """Of an operation on a database schema."""
    reversible: bool | None = None
    """Of an operation on a database schema: whether undoing it brings everything back."""
    gone: bool = False
    """Whether file and line are the base's: what stood there is gone from the revision."""
    writes: bool = False
    """Of a database: whether only those meet it who write."""
    reads: bool = False
    """Of a database: whether only those meet it who read."""

    @property
    def fingerprint(self) -> str:
        """Twelve hex digits that stay the same when the finding's line or file moves."""
        name = "\0".join((self.rule, self.part, self.text))
        return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()

    @property
    def parts(self) -> tuple[str, ...]:
        """All parts of the contract that it reaches; empty: not known, so all of it."""
        mode = WRITE if self.writes else READ if self.reads else ""
        return tuple(mode + part for part in (self.part, *self.touches) if part)


def verdict(findings: Iterable[Finding]) -> Severity:
    """Return the worst severity: breaking beats unknown, which is never taken for compatible."""
    return min((finding.severity for finding in findings), key=_rank, default=Severity.NONE)


def _rank(severity: Severity) -> int:
    return severity.rank
