"""Compares schemas as tests write them: as values."""

import json
from typing import Any

from relplan.contracts.bounds import Budget
from relplan.contracts.kind import Version
from relplan.contracts.references import References
from relplan.contracts.schemas.change import Direction, SchemaChange
from relplan.contracts.schemas.compare import compare_schemas
from relplan.contracts.schemas.shape import Dialect, Sides


def compared(
    base: Any,
    revision: Any,
    direction: Direction = Direction.REQUEST,
    dialect: Dialect = Dialect.JSON_SCHEMA,
) -> list[SchemaChange]:
    budget = Budget(300_000)
    sides = [
        References(Version({"s.json": json.dumps(value).encode()}, ("s.json",)), budget)
        for value in (base, revision)
    ]
    roots = [side.root("s.json") for side in sides]
    return compare_schemas(*roots, direction, Sides(*sides, budget, dialect))


def rules(
    base: Any,
    revision: Any,
    direction: Direction = Direction.REQUEST,
    dialect: Dialect = Dialect.JSON_SCHEMA,
) -> dict[str, str]:
    """Return the severity of each rule."""
    return {
        change.rule: str(change.severity) for change in compared(base, revision, direction, dialect)
    }
