"""``unevaluated…``: which properties and items it sees, and which it does not."""

import pytest

from relplan.contracts.schemas.change import Direction
from tests.contracts.schemas.comparing import rules

STRING, INTEGER = {"type": "string"}, {"type": "integer"}
CLOSED = {"unevaluatedProperties": False}
FULL = {"unevaluatedItems": False}
A, B = {"properties": {"a": STRING}}, {"properties": {"b": STRING}}


@pytest.mark.parametrize(
    ("base", "revision", "rule"),
    [
        # what stands beside the closed schema in an allOf is not seen by it
        ({**A, **CLOSED}, {"allOf": [A, CLOSED]}, "unevaluated-properties-changed"),
        ({"allOf": [{**A, **CLOSED}]}, {"allOf": [A, CLOSED]}, "unevaluated-properties-changed"),
        # its own allOf, and what it refers to, is
        ({**A, **CLOSED}, {"allOf": [A], **CLOSED}, None),
        ({**A, **CLOSED}, {"$ref": "#/$defs/a", **CLOSED, "$defs": {"a": A}}, None),
        ({**A, **CLOSED}, {"allOf": [{**A, **CLOSED}], "title": "closed"}, None),
        # one that accepts all the rest leaves nothing for the one above
        ({**A, **CLOSED}, {"allOf": [{**A, "unevaluatedProperties": True}], **CLOSED},
         "additional-properties-opened"),
        ({"allOf": [{**A, "unevaluatedProperties": True}], **CLOSED}, A, None),
        # what only is seen under a condition may not be seen
        ({"prefixItems": [STRING], **FULL}, {"if": {"prefixItems": [{"const": "a"}]}, **FULL},
         "prefix-items-removed"),
        ({"prefixItems": [STRING], "items": True, **FULL}, {"contains": STRING, **FULL},
         "unevaluated-items-added"),
        ({"prefixItems": [STRING]}, {}, None),
    ],
)  # fmt: skip
def test_what_is_seen(base, revision, rule):
    touching = {"breaking", "risky", "unknown"}
    way = Direction.RESPONSE if rule == "additional-properties-opened" else Direction.REQUEST
    found = {one for one, severity in rules(base, revision, way).items() if severity in touching}
    assert rule in found if rule else not found


def test_a_closed_schema_that_gets_a_property_is_still_closed():
    nested = {"allOf": [{**A, **B, "properties": {"a": STRING, "b": STRING}}], **CLOSED}
    assert rules({"allOf": [A], **CLOSED}, nested) == {"property-added": "additive"}


NEVER = {"not": {}}


@pytest.mark.parametrize("no", [NEVER, {"not": True}, False])
def test_not_anything_is_nothing(no):
    allowed, forbidden = {"properties": {"a": STRING}}, {"properties": {"a": no}}
    assert rules(allowed, forbidden)["property-removed"] == "breaking"
    assert rules({}, forbidden) == {"property-forbidden": "breaking"}
    assert rules({}, no) == {"became-forbidden": "breaking"}
    assert rules(no, {}) == {"became-allowed": "additive"}


def test_not_something_is_not_nothing():
    assert rules({}, {"properties": {"a": {"not": STRING}}}) == {"property-added": "additive"}
    assert rules(NEVER, {"not": STRING})["became-allowed"] == "additive"
