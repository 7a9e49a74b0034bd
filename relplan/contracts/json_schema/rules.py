"""Every rule of the kind json-schema: the differences of ``schemas/rows`` by their own names.

Which way two versions must agree is not known here, so each is as bad as in the worse direction.
Data is either valid or not: what the rows of all kinds leave to the tolerance of those who read an
API, or of those who describe one, is a break here.
"""

from relplan.contracts.rules import by_id
from relplan.contracts.schemas.change import Direction
from relplan.contracts.schemas.difference import worst
from relplan.contracts.schemas.rows import ROWS
from relplan.contracts.schemas.rows.row import Row
from relplan.model.finding import Severity
from relplan.model.rule import Rule

_ONLY_IN_RESPONSES = ("type-specialized",)
"""What is called ``type-changed`` by those who write the data."""
_STRICT = {
    Direction.REQUEST: frozenset({
        "exclusive-max-set", "exclusive-min-set", "max-contains-set", "max-items-set",
        "max-length-set", "max-properties-set", "max-set", "min-items-set", "min-properties-set",
        "min-set", "pattern-changed",
    }),
    Direction.RESPONSE: frozenset({
        "additional-properties-opened", "any-of-added", "enum-removed", "enum-value-added",
        "pattern-changed", "pattern-generalized", "pattern-removed", "property-added",
    }),
}  # fmt: skip
"""What is risky by the rows of all kinds, though some data that was valid is no longer."""
_UNSURE = frozenset({
    "any-of-added", "any-of-removed", "contains-changed", "if-changed", "not-changed",
    "one-of-overlapping", "prefix-items-added", "prefix-items-removed", "property-names-changed",
    "unevaluated-items-changed", "unevaluated-properties-changed",
})  # fmt: skip
"""What is risky by the rows of all kinds where nobody can tell which data is valid now."""


def strict(rule: str, direction: Direction, severity: Severity) -> Severity:
    """Return how bad a difference is for data, that is as bad as *severity* by the rows."""
    if severity is not Severity.RISKY:
        return severity
    if rule in _STRICT[direction]:
        return Severity.BREAKING
    return Severity.UNKNOWN if rule in _UNSURE else severity


def _rule(row: Row) -> Rule:
    directions = (Direction.RESPONSE,) if row.name in _ONLY_IN_RESPONSES else tuple(Direction)
    severities = {way: strict(row.name, way, row.severity(way)) for way in directions}
    severity = worst(severities.values())
    direction = next(way for way in directions if severities[way] is severity)
    summary = f"{row.summary[0].upper()}{row.summary[1:]}."
    return Rule(row.name, severity, summary, "", *row.example(direction), row.summary)


_OF_FILES = (
    Rule(
        "schema-added",
        Severity.ADDITIVE,
        "There is a new schema.",
        before="$defs: {A: {type: string}}",
        after="$defs: {A: {type: string}, B: {type: string}}",
    ),
    Rule(
        "schema-removed",
        Severity.BREAKING,
        "A schema is gone: whatever refers to it leads nowhere.",
        before="$defs: {A: {type: string}, B: {type: string}}",
        after="$defs: {A: {type: string}}",
    ),
)
RULES = tuple(sorted((*map(_rule, ROWS.values()), *_OF_FILES), key=lambda rule: rule.id))
BY_ID = by_id(RULES)
