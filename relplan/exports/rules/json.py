"""All rules as JSON, for other programs."""

from collections.abc import Iterable
from typing import Any

from relplan.model.rule import Rule

SCHEMA = "relplan.rules/1"


def rules_document(rules: Iterable[tuple[str, Rule]]) -> dict[str, Any]:
    """Return what `relplan rules --json` prints; *rules* with the kinds of contract they are of."""
    return {
        "schema": SCHEMA,
        "rules": [
            {
                "id": rule.id,
                "kind": kind,
                "severity": rule.severity.value,
                "direction": rule.direction,
                "summary": rule.summary,
            }
            for kind, rule in rules
        ],
    }
