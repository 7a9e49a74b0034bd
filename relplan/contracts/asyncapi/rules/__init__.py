"""Every rule of the kind asyncapi.

What two schemas differ in has an id for each place in which they may stand: ``PLACES`` has them
all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from relplan.contracts.asyncapi.model import Action
from relplan.contracts.asyncapi.rules.messages import MESSAGES
from relplan.contracts.asyncapi.rules.operations import OPERATIONS
from relplan.contracts.asyncapi.rules.receive_headers import (
    RECEIVE_HEADERS,
    RECEIVE_HEADERS_PROPERTY,
)
from relplan.contracts.asyncapi.rules.receive_parameter import (
    RECEIVE_PARAMETER,
    RECEIVE_PARAMETER_PROPERTY,
)
from relplan.contracts.asyncapi.rules.receive_payload import (
    RECEIVE_PAYLOAD,
    RECEIVE_PAYLOAD_PROPERTY,
)
from relplan.contracts.asyncapi.rules.send_headers import (
    SEND_HEADERS,
    SEND_HEADERS_PROPERTY,
)
from relplan.contracts.asyncapi.rules.send_parameter import (
    SEND_PARAMETER,
    SEND_PARAMETER_PROPERTY,
)
from relplan.contracts.asyncapi.rules.send_payload import (
    SEND_PAYLOAD,
    SEND_PAYLOAD_PROPERTY,
)
from relplan.contracts.rules import by_id
from relplan.contracts.schemas.rows import DETAILS, ROWS, rules_in
from relplan.model.rule import Rule


class Described(StrEnum):
    """What a schema may describe."""

    PAYLOAD = "payload"
    HEADERS = "headers"
    PARAMETER = "parameter"


Place = tuple[Action, Described]


@dataclass(frozen=True, slots=True)
class SchemaRules:
    """The rules of a place by the names of the differences: of ``ROWS``, or of ``DETAILS``."""

    whole: Mapping[str, Rule]
    properties: Mapping[str, Rule]


_ROWS = {**ROWS, **DETAILS}
_Names = Mapping[str, str]


def _rules(place: str, action: Action, whole: _Names, properties: _Names) -> SchemaRules:
    return SchemaRules(
        rules_in(place, action.direction, whole, _ROWS),
        rules_in(f"a property of {place}", action.direction, properties, _ROWS),
    )


_RECEIVE, _SEND = Action.RECEIVE, Action.SEND

PLACES: Mapping[Place, SchemaRules] = {
    (_RECEIVE, Described.PAYLOAD): _rules(
        "the payload of a message that is received",
        _RECEIVE,
        RECEIVE_PAYLOAD,
        RECEIVE_PAYLOAD_PROPERTY,
    ),
    (_RECEIVE, Described.HEADERS): _rules(
        "the headers of a message that is received",
        _RECEIVE,
        RECEIVE_HEADERS,
        RECEIVE_HEADERS_PROPERTY,
    ),
    (_RECEIVE, Described.PARAMETER): _rules(
        "a parameter of a channel that is listened to",
        _RECEIVE,
        RECEIVE_PARAMETER,
        RECEIVE_PARAMETER_PROPERTY,
    ),
    (_SEND, Described.PAYLOAD): _rules(
        "the payload of a message that is sent",
        _SEND,
        SEND_PAYLOAD,
        SEND_PAYLOAD_PROPERTY,
    ),
    (_SEND, Described.HEADERS): _rules(
        "the headers of a message that is sent",
        _SEND,
        SEND_HEADERS,
        SEND_HEADERS_PROPERTY,
    ),
    (_SEND, Described.PARAMETER): _rules(
        "a parameter of a channel that is sent to",
        _SEND,
        SEND_PARAMETER,
        SEND_PARAMETER_PROPERTY,
    ),
}


def _all_rules() -> Iterator[Rule]:
    yield from (*OPERATIONS, *MESSAGES)
    for rules in PLACES.values():
        yield from (*rules.whole.values(), *rules.properties.values())


RULES = tuple(sorted(_all_rules(), key=lambda rule: rule.id))
BY_ID = by_id(RULES)
