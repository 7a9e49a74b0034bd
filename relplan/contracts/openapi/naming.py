"""Gives the differences between schemas the names and the words that they have in an API."""

from dataclasses import dataclass
from enum import StrEnum

from relplan.contracts.openapi.rules import PLACES, Place
from relplan.contracts.schemas.change import Direction, SchemaChange, told
from relplan.contracts.schemas.rows import DETAILS
from relplan.contracts.schemas.rows.row import consequence
from relplan.model.finding import Severity
from relplan.model.rule import Rule


class Kind(StrEnum):
    """What a schema describes."""

    BODY = "body"
    PARAMETER = "parameter"
    HEADER = "header"
    """Of a response."""


@dataclass(frozen=True, slots=True)
class Where:
    """What two schemas describe, and who writes it."""

    kind: Kind
    direction: Direction
    label: str
    """For people: ``the request body``, ``the query parameter 'limit'``."""
    textual: bool = False
    """Whether it is written as text, so that a number is as good as the text of it."""
    location: str = ""
    """Of a parameter."""
    optional: bool = False
    """Whether a parameter may be left out, before and after."""


@dataclass(frozen=True, slots=True)
class Named:
    """A difference between schemas, as the contract's users know it."""

    rule: str
    severity: Severity
    text: str


def named(change: SchemaChange, where: Where, announced: str = "") -> Named:
    """Return the name, severity and words of *change*.

    *announced* is what is said of a property that became deprecated.
    """
    if change.rule == "unreadable":
        return Named(change.rule, Severity.UNKNOWN, told(change, where.label, ""))
    difference, severity = _weighed(change, where, announced)
    rule = _rule(difference, severity, change, where)
    severity = rule.severity if severity is None else severity
    matters = consequence(where.direction, severity)
    return Named(rule.id, severity, told(change, where.label, rule.said, matters))


_TYPES = frozenset({
    "type-changed", "type-specialized", "type-generalized",
    "list-of-types-narrowed", "list-of-types-widened",
})  # fmt: skip


def _weighed(change: SchemaChange, where: Where, announced: str) -> tuple[str, Severity | None]:
    """Return what *change* is here, and how bad; None: as bad as its rule says."""
    parameter = where.kind is Kind.PARAMETER
    if change.rule == "deprecated":
        return announced, None
    textual = _is_text_all_along(change, where)
    if parameter and change.property and change.rule == "type-changed":
        # how the properties of a parameter are written, nobody can tell
        return ("type-changed", None) if textual else ("type-specialized", change.severity)
    if textual:
        return "type-generalized" if parameter else "type-compatible", None
    if parameter and not change.property and change.rule.startswith("default-value-"):
        return change.rule, None if where.optional else Severity.NONE
    return change.rule, change.severity


def _is_text_all_along(change: SchemaChange, where: Where) -> bool:
    if not where.textual or change.rule not in _TYPES:
        return False
    wide = change.after if where.direction is Direction.REQUEST else change.before
    return wide == "string" and change.severity is Severity.BREAKING


_OF_WHOLE = {
    (Kind.BODY, Direction.REQUEST): Place.REQUEST_BODY,
    (Kind.BODY, Direction.RESPONSE): Place.RESPONSE_BODY,
    (Kind.PARAMETER, Direction.REQUEST): Place.PARAMETER,
    (Kind.HEADER, Direction.RESPONSE): Place.RESPONSE_HEADER,
}
_OF_PROPERTIES = {
    (Kind.BODY, Direction.REQUEST): Place.REQUEST_PROPERTY,
    (Kind.BODY, Direction.RESPONSE): Place.RESPONSE_PROPERTY,
    (Kind.PARAMETER, Direction.REQUEST): Place.PARAMETER_PROPERTY,
    (Kind.HEADER, Direction.RESPONSE): Place.RESPONSE_HEADER_PROPERTY,
}
_NOT_SENT = {
    Direction.REQUEST: Place.REQUEST_READ_ONLY,
    Direction.RESPONSE: Place.RESPONSE_WRITE_ONLY,
}


def _rule(difference: str, severity: Severity | None, change: SchemaChange, where: Where) -> Rule:
    """Return the rule in the table of the place where *change* stands."""
    at = where.kind, where.direction
    if not change.property:
        return PLACES[_OF_WHOLE[at]][difference]
    name = _by_required(difference, change, where)
    special: Rule | None = None
    if where.kind is Kind.BODY and severity is Severity.NONE:
        special = PLACES[_NOT_SENT[where.direction]].get(name)
    elif where.location == "header":
        special = PLACES[Place.REQUEST_HEADER_PROPERTY].get(name)
    return special or PLACES[_OF_PROPERTIES[at]][name]


def _by_required(difference: str, change: SchemaChange, where: Where) -> str:
    """Return the difference in detail, where it matters whether the property is required."""
    detail = f"{'required' if change.required else 'optional'}-{difference}"
    sent = where.kind is Kind.BODY and where.direction is Direction.REQUEST
    if sent and detail == "required-property-added" and _has_default(change):
        return "required-property-added-with-default"
    return detail if detail in DETAILS else difference


def _has_default(change: SchemaChange) -> bool:
    value = change.node.value
    return isinstance(value, dict) and "default" in value
