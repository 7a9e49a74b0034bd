"""Every rule of the kind json-schema: the differences of ``schemas/rows`` by their own names.

Which way two versions must agree is not known here, so each is as bad as in the worse direction.
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


def _rule(row: Row) -> Rule:
    directions = (Direction.RESPONSE,) if row.name in _ONLY_IN_RESPONSES else tuple(Direction)
    severity = worst(row.severity(direction) for direction in directions)
    direction = next(one for one in directions if row.severity(one) is severity)
    summary = f"{row.summary[0].upper()}{row.summary[1:]}."
    return Rule(row.name, severity, summary, "", *row.example(direction))


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
