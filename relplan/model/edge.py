"""Edges of the needs graph and the names of its nodes."""

from enum import StrEnum
from hashlib import blake2b

from relplan.model.evidence import Confidence, Evidence
from relplan.model.value import value

MISSING = "missing:"
FEATURE = "feature:"
GATE = "gate:"
UNIT = "unit:"
UNKNOWN = "unknown:"
UNREAD = "unread:"
_NOT_CHANGES = (MISSING, FEATURE, GATE, UNIT, UNKNOWN, UNREAD)


class EdgeKind(StrEnum):
    """Which rule of docs/semantics.md, section 4, draws an edge."""

    REQUIRES = "requires"
    BREAKS = "breaks"
    FEATURE = "feature"
    GATE = "gate"
    UNIT = "unit"
    TRUNK = "trunk"
    STACKED = "stacked"
    DEPENDS_ON = "depends-on"
    UNREAD = "unread"
    """What it leads to could not be read, and a person said that it may break something."""

    @property
    def cause(self) -> "Cause | None":
        """Why edges of this kind exist; None for what git itself orders."""
        return _CAUSES.get(self)


class Cause(StrEnum):
    """Why teams release in lock-step."""

    TIGHT_COUPLING = "tightly coupled architecture"
    HORIZONTAL_SLICING = "horizontal slicing"
    UNDONE_WORK = "undone work"
    DISTRIBUTED_MONOLITH = "distributed monolith"


_CAUSES = {
    EdgeKind.REQUIRES: Cause.TIGHT_COUPLING,
    EdgeKind.BREAKS: Cause.TIGHT_COUPLING,
    EdgeKind.FEATURE: Cause.HORIZONTAL_SLICING,
    EdgeKind.GATE: Cause.UNDONE_WORK,
    EdgeKind.UNIT: Cause.UNDONE_WORK,
}


def missing_node(service: str, contract: str) -> str:
    """Name the adaptation to *contract* that *service* has not begun."""
    return f"{MISSING}{service}/{contract}"


def feature_node(key: str) -> str:
    """Name the hub of a feature."""
    return FEATURE + key


def gate_node(name: str) -> str:
    """Name the hub of a gate."""
    return GATE + name


def unit_node(name: str) -> str:
    """Name the hub of a unit: the button that deploys all of its services."""
    return UNIT + name


def unknown_node(ref: str) -> str:
    """Name what a ``Depends-On:`` asks for and nobody knows."""
    return UNKNOWN + ref


def unread_node(service: str, subject: str) -> str:
    """Name what could not be read of *service*'s repository."""
    return f"{UNREAD}{service}/{subject}"


def is_change(node: str) -> bool:
    """Tell a change's id from the other nodes. No service can have one of their names."""
    return not node.startswith(_NOT_CHANGES)


@value(order=True)
class Given:
    """An answer on which an edge rests."""

    question: str
    """Its id."""
    answer: bool
    """Whether a yes is needed, or a no."""


@value()
class Edge:
    """*source* needs *target*: it may not reach production before, but may go out with it."""

    source: str
    target: str
    kind: EdgeKind
    coupling: str = ""
    """The contract, feature, gate or unit that a person can mark; empty: none."""
    confidence: Confidence = Confidence.DECLARED
    evidence: tuple[Evidence, ...] = ()
    given: tuple[Given, ...] = ()
    """The answers that must all be so for the edge to be there; empty: it is there for certain."""

    @property
    def cause(self) -> Cause | None:
        """Why the edge exists; None for what git itself orders."""
        return self.kind.cause

    @property
    def fingerprint(self) -> str:
        """Twelve hex digits that stay the same over rescans, for decisions about this edge.

        The two edges between a change and the hub of a feature or a unit are one statement, that
        the change is a slice of it or deployed by it, and so have one fingerprint.
        """
        ends = [self.source, self.target]
        if self.kind in (EdgeKind.FEATURE, EdgeKind.UNIT):
            ends.sort()
        name = "\0".join((*ends, self.kind, self.coupling))
        return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()

    @property
    def dismissible(self) -> bool:
        """Tell whether a person may dismiss it: what was not declared, a trunk, a depends-on.

        A gate is waived instead; what a branch is stacked on is a fact of its history.
        """
        if self.kind in (EdgeKind.TRUNK, EdgeKind.DEPENDS_ON):
            return True
        if self.kind in (EdgeKind.GATE, EdgeKind.STACKED):
            return False
        return self.confidence is not Confidence.DECLARED
