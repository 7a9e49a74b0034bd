"""Gives the differences between schemas the names and the words that they have in an API."""

from dataclasses import dataclass
from enum import StrEnum

from relplan.model.finding import Severity
from relplan.sources.contracts.schemas.change import Direction, SchemaChange

_LONGEST = 200


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

    *announced* is the rule for a property that became deprecated.
    """
    severity = change.severity
    rule = change.rule
    textual = _is_text_all_along(change, where)
    if where.kind is Kind.PARAMETER and change.property and rule == "type-changed":
        # how the properties of a parameter are written, nobody can tell
        rule = "type-changed" if textual else "type-specialized"
        severity = Severity.RISKY if textual else severity
    elif textual:
        parameter = where.kind is Kind.PARAMETER
        rule = "type-generalized" if parameter else "type-compatible"
        severity = Severity.ADDITIVE if parameter else Severity.NONE
    if rule == "unreadable":
        return Named(rule, Severity.UNKNOWN, _cut(f"{_subject(change, where)} {change.after}"))
    if rule == "deprecated":
        rule = announced
        severity = Severity.RISKY if rule == "deprecated-sunset-invalid" else severity
    name = _name(rule, severity, change, where)
    return Named(name, _severity(name, severity, where), _text(rule, change, where))


_TYPES = frozenset({
    "type-changed", "type-specialized", "type-generalized",
    "list-of-types-narrowed", "list-of-types-widened",
})  # fmt: skip


def _is_text_all_along(change: SchemaChange, where: Where) -> bool:
    if not where.textual or change.rule not in _TYPES:
        return False
    wide = change.after if where.direction is Direction.REQUEST else change.before
    return wide == "string" and change.severity is Severity.BREAKING


def _severity(name: str, severity: Severity, where: Where) -> Severity:
    if name.startswith("request-parameter-default-value-"):
        return Severity.BREAKING if where.optional else Severity.NONE
    return severity


_MUTED_READ_ONLY = frozenset({
    "enum-value-removed", "exclusive-max-decreased", "exclusive-min-increased", "max-decreased",
    "max-length-decreased", "min-increased",
})  # fmt: skip
_MUTED_WRITE_ONLY = frozenset({"became-optional", "became-required", "enum-value-added"})
_ACCESS = frozenset({
    "became-read-only", "became-not-read-only", "became-write-only", "became-not-write-only",
})  # fmt: skip
_IRREGULAR = {
    "response-body-enum-value-removed": "response-mediatype-enum-value-removed",
    "request-parameter-property-became-required-with-default":
        "request-parameter-property-became-required",
}  # fmt: skip
_IRREGULAR_IN_HEADERS = {
    "request-parameter-property-became-required": "request-header-property-became-required",
    "request-parameter-property-became-enum": "request-header-property-became-enum",
    "new-required-request-parameter-property": "new-required-request-header-property",
}
"""In headers of requests."""


def _name(rule: str, severity: Severity, change: SchemaChange, where: Where) -> str:
    if rule in ("property-added", "property-removed"):
        name = _name_of_property(rule, severity, change, where)
    elif rule in _ACCESS:
        which = "required" if change.required else "optional"
        name = f"{where.direction}-{which}-property-{rule}"
    else:
        name = f"{_prefix(rule, severity, change, where)}-{rule}"
    name = _IRREGULAR.get(name, name)
    return _IRREGULAR_IN_HEADERS.get(name, name) if where.location == "header" else name


def _prefix(rule: str, severity: Severity, change: SchemaChange, where: Where) -> str:
    prefix: str = where.direction
    if where.kind is not Kind.BODY:
        prefix = f"{prefix}-{where.kind}"
    if not change.property:
        return f"{prefix}-body" if where.kind is Kind.BODY else prefix
    if severity is Severity.NONE and where.kind is Kind.BODY:
        if where.direction is Direction.REQUEST and rule in _MUTED_READ_ONLY:
            prefix = f"{prefix}-read-only"
        if where.direction is Direction.RESPONSE and rule in _MUTED_WRITE_ONLY:
            prefix = f"{prefix}-write-only"
    return f"{prefix}-property"


def _name_of_property(rule: str, severity: Severity, change: SchemaChange, where: Where) -> str:
    which = "required" if change.required else "optional"
    if where.direction is Direction.RESPONSE:
        if where.kind is Kind.HEADER:
            return f"response-header-{which}-{rule}"
        muted = "-write-only" if severity is Severity.NONE else ""
        return f"response-{which}{muted}-{rule}"
    if rule == "property-removed":
        return "request-property-removed" if where.kind is Kind.BODY else (
            "request-parameter-property-removed"
        )  # fmt: skip
    owner = "request" if where.kind is Kind.BODY else "request-parameter"
    default = change.required and where.kind is Kind.BODY and _has_default(change)
    return f"new-{which}-{owner}-property{'-with-default' if default else ''}"


def _has_default(change: SchemaChange) -> bool:
    value = change.node.value
    return isinstance(value, dict) and "default" in value


def _text(rule: str, change: SchemaChange, where: Where) -> str:
    said = rule.replace("-", " ")
    if change.before and change.after:
        said = f"{said} from '{change.before}' to '{change.after}'"
    elif change.before or change.after:
        said = f"{said}: '{change.before or change.after}'"
    return _cut(f"{_subject(change, where)}: {said}")


def _subject(change: SchemaChange, where: Where) -> str:
    if not change.property:
        return where.label
    return f"'{_path(change.property)}' in {where.label}"


def _path(steps: tuple[str, ...]) -> str:
    path = ""
    for step in steps:
        path += step if step.startswith("[") or not path else f".{step}"
    return path if len(path) <= _LONGEST else f"…{path[-_LONGEST:]}"


def _cut(text: str) -> str:
    return text if len(text) <= 3 * _LONGEST else f"{text[: 3 * _LONGEST]}…"
