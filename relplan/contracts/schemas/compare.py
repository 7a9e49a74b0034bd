"""Compares two JSON schemas, as those who write or read what they describe are touched.

The rules know no direction: whether less or more is accepted decides, with it, how bad that is.
"""

from relplan.contracts.references import Node
from relplan.contracts.schemas.change import Direction, SchemaChange
from relplan.contracts.schemas.comparison import Comparison
from relplan.contracts.schemas.pairs import pair_of
from relplan.contracts.schemas.sides import Dialect, Sides
from relplan.contracts.schemas.walk import changes_from

__all__ = ["Dialect", "Direction", "SchemaChange", "Sides", "compare_schemas", "number_of"]


def compare_schemas(
    base: Node | None, revision: Node | None, direction: Direction, sides: Sides
) -> list[SchemaChange]:
    """Return what differs from *base* to *revision*; None: there is no schema, so anything goes.

    What cannot be understood is a change of rule ``unreadable`` where it stands. Raises
    BoundReachedError alone, where the budget is spent.
    """
    return changes_from(_comparison(sides), pair_of(base, revision), direction)


def number_of(base: Node | None, revision: Node | None, sides: Sides) -> int:
    """Return what is the same for all that is compared as these two schemas are."""
    return _comparison(sides).number_of(pair_of(base, revision))


def _comparison(sides: Sides) -> Comparison:
    known: Comparison | None = sides.memory.get("comparison")
    if known is None:
        known = sides.memory["comparison"] = Comparison(sides)
    return known
