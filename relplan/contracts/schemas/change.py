"""What the comparison of two schemas finds, before a kind of contract gives it its own name."""

from dataclasses import dataclass
from enum import StrEnum

from relplan.contracts.references import Node
from relplan.model.finding import Severity


class Direction(StrEnum):
    """Who writes what the schema describes. What breaks one direction widens the other."""

    REQUEST = "request"
    """Consumers write it, the provider reads it: to accept less breaks them."""
    RESPONSE = "response"
    """The provider writes it, consumers read it: to send more than was said breaks them."""


@dataclass(frozen=True, slots=True)
class SchemaChange:
    """One difference between two schemas."""

    rule: str
    """Without a direction: ``type-changed``, ``property-removed``, ``enum-value-added`` …"""
    severity: Severity
    """In the direction that was asked for."""
    property: tuple[str, ...]
    """The way to the value in what the schema describes, such as ``order`` ``lines`` ``[]``
    ``price``; empty: it. ``[]`` is any item of an array, ``[0]`` the first, ``*`` any property."""
    node: Node
    """Where it stands: in the revision, or in the base where it is gone."""
    gone: bool
    """Whether *node* is of the base."""
    before: str = ""
    """For people: what stood there; empty: nothing."""
    after: str = ""
    """For people: what stands there now; empty: nothing."""
    required: bool = False
    """Of a property that came or went: whether it is required where it stands."""
