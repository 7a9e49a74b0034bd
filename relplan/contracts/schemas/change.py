"""What the comparison of two schemas finds, before a kind of contract gives it its own name."""

from collections.abc import Sequence
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


_LONGEST = 200


def told(change: SchemaChange, whole: str, said: str, matters: str = "") -> str:
    """Return one sentence; *whole* is what is described: ``the payload``.

    *said* is what has changed, as the rule has it, and *matters* what that is for consumers.
    """
    subject = f"'{path_of(change.property)}' in {whole}" if change.property else whole
    if change.rule == "unreadable":
        return f"{subject} {change.after}"
    values = ""
    if change.before and change.after:
        values = f" ('{change.after}', was '{change.before}')"
    elif change.before or change.after:
        values = f" ('{change.before or change.after}')"
    return f"{subject}: {said}{values}{matters and ': '}{matters}"


def path_of(steps: Sequence[str]) -> str:
    """Return the way to a value as people write it: ``lines[].price``."""
    path = ""
    for step in steps:
        path += step if step.startswith("[") or not path else f".{step}"
    return path if len(path) <= _LONGEST else f"…{path[-_LONGEST:]}"


def properties_of(steps: Sequence[str]) -> tuple[str, ...]:
    """Return the properties on the way to a value; that some are arrays is left out."""
    return tuple(step for step in steps if not (step.startswith("[") and step.endswith("]")))
