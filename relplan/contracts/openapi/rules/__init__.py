"""Every rule of the kind openapi.

They are called as oasdiff calls its checks, as far as it has them. What two schemas differ in has
an id for each place in which they may stand: ``PLACES`` has them all.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from relplan.contracts.openapi.rules.not_sent import (
    REQUEST_READ_ONLY_PROPERTY,
    RESPONSE_WRITE_ONLY_PROPERTY,
)
from relplan.contracts.openapi.rules.operations import OPERATIONS
from relplan.contracts.openapi.rules.parameters import PARAMETERS
from relplan.contracts.openapi.rules.request_body import REQUEST_BODY
from relplan.contracts.openapi.rules.request_header_property import REQUEST_HEADER_PROPERTY
from relplan.contracts.openapi.rules.request_parameter import REQUEST_PARAMETER
from relplan.contracts.openapi.rules.request_parameter_property import (
    REQUEST_PARAMETER_PROPERTY,
)
from relplan.contracts.openapi.rules.request_property import REQUEST_PROPERTY
from relplan.contracts.openapi.rules.response_body import RESPONSE_BODY
from relplan.contracts.openapi.rules.response_header import RESPONSE_HEADER
from relplan.contracts.openapi.rules.response_header_property import (
    RESPONSE_HEADER_PROPERTY,
)
from relplan.contracts.openapi.rules.response_property import RESPONSE_PROPERTY
from relplan.contracts.openapi.rules.responses import RESPONSES
from relplan.contracts.openapi.rules.rows import (
    ANYWHERE,
    IN_PARAMETERS,
    IN_PROPERTIES_OF_PARAMETERS,
    IN_PROPERTIES_OF_REQUESTS,
    NOT_SENT,
)
from relplan.contracts.openapi.rules.security import SECURITY
from relplan.contracts.rules import by_id
from relplan.contracts.schemas.change import Direction
from relplan.contracts.schemas.rows import DETAILS, ROWS, Row, rules_in
from relplan.model.rule import Rule


class Place(StrEnum):
    """Where a schema may stand; the value is what people call it."""

    REQUEST_BODY = "a request body"
    REQUEST_PROPERTY = "a property of a request body"
    REQUEST_READ_ONLY = "a property of a request body that can only be read"
    PARAMETER = "a parameter"
    PARAMETER_PROPERTY = "a property of a parameter"
    REQUEST_HEADER_PROPERTY = "a property of a header of a request"
    RESPONSE_BODY = "a response body"
    RESPONSE_PROPERTY = "a property of a response body"
    RESPONSE_WRITE_ONLY = "a property of a response body that can only be written"
    RESPONSE_HEADER = "a response header"
    RESPONSE_HEADER_PROPERTY = "a property of a response header"


_REQUEST, _RESPONSE = Direction.REQUEST, Direction.RESPONSE


def _with(own: Iterable[Row]) -> dict[str, Row]:
    return {**ROWS, **DETAILS, **{row.name: row for row in own}}


_PARAMETER = _with(IN_PROPERTIES_OF_PARAMETERS)

PLACES: Mapping[Place, Mapping[str, Rule]] = {
    place: rules_in(place.value, direction, names, rows)
    for place, direction, names, rows in (
        (Place.REQUEST_BODY, _REQUEST, REQUEST_BODY, _with(ANYWHERE)),
        (Place.REQUEST_PROPERTY, _REQUEST, REQUEST_PROPERTY, _with(IN_PROPERTIES_OF_REQUESTS)),
        (Place.REQUEST_READ_ONLY, _REQUEST, REQUEST_READ_ONLY_PROPERTY, _with(NOT_SENT)),
        (Place.PARAMETER, _REQUEST, REQUEST_PARAMETER, _with(IN_PARAMETERS)),
        (Place.PARAMETER_PROPERTY, _REQUEST, REQUEST_PARAMETER_PROPERTY, _PARAMETER),
        (Place.REQUEST_HEADER_PROPERTY, _REQUEST, REQUEST_HEADER_PROPERTY, _PARAMETER),
        (Place.RESPONSE_BODY, _RESPONSE, RESPONSE_BODY, _with(ANYWHERE)),
        (Place.RESPONSE_PROPERTY, _RESPONSE, RESPONSE_PROPERTY, _with(ANYWHERE)),
        (Place.RESPONSE_WRITE_ONLY, _RESPONSE, RESPONSE_WRITE_ONLY_PROPERTY, _with(NOT_SENT)),
        (Place.RESPONSE_HEADER, _RESPONSE, RESPONSE_HEADER, _with(ANYWHERE)),
        (Place.RESPONSE_HEADER_PROPERTY, _RESPONSE, RESPONSE_HEADER_PROPERTY, _with(ANYWHERE)),
    )
}
"""The rules of each place, by the names of the differences: of ``ROWS``, of ``DETAILS``, or own."""


def _all_rules() -> Iterator[Rule]:
    """Yield each rule once: some differences, and some places, share one."""
    found = {rule.id: rule for rule in (*OPERATIONS, *PARAMETERS, *RESPONSES, *SECURITY)}
    for rules in PLACES.values():
        for rule in rules.values():
            found.setdefault(rule.id, rule)
    yield from sorted(found.values(), key=lambda rule: rule.id)


RULES = tuple(_all_rules())
BY_ID = by_id(RULES)
