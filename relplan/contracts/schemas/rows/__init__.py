"""Every difference that two schemas may have: one row each, by name.

The names are those of the kind json-schema; openapi and asyncapi have a name for each place.
"""

from collections.abc import Mapping

from relplan.contracts.schemas.rows.annotations import (
    ACCESS,
    ACCESS_BY_REQUIRED,
    ANNOTATIONS,
)
from relplan.contracts.schemas.rows.arrays import ARRAYS
from relplan.contracts.schemas.rows.combinators import COMBINATORS
from relplan.contracts.schemas.rows.limits import LIMITS
from relplan.contracts.schemas.rows.objects import (
    BY_REQUIRED,
    COMING_AND_GOING,
    OBJECTS,
    PROPERTIES,
)
from relplan.contracts.schemas.rows.row import Row, rules_in
from relplan.contracts.schemas.rows.values import VALUES

__all__ = ["ANYWHERE", "DETAILS", "ROWS", "Row", "rules_in"]

ANYWHERE = (*VALUES, *LIMITS, *OBJECTS, *ARRAYS, *COMBINATORS, *ANNOTATIONS)
"""What may differ between any two schemas, be they those of a property or not."""
ROWS: Mapping[str, Row] = {
    row.name: row for row in (*ANYWHERE, *PROPERTIES, *COMING_AND_GOING, *ACCESS)
}
"""All that a comparison of schemas finds."""
DETAILS: Mapping[str, Row] = {row.name: row for row in (*BY_REQUIRED, *ACCESS_BY_REQUIRED)}
"""The same of a property that comes, goes or is for one direction, by whether it is required."""
