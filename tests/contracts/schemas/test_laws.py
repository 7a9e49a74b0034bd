"""What holds for all schemas."""

import json
import random

from hypothesis import given
from hypothesis import strategies as st

from relplan.contracts.schemas.change import Direction
from tests.contracts.schemas.comparing import compared

NAMES = st.sampled_from(["a", "b", "c"])
VALUES = st.sampled_from([None, True, 0, 1, 1.5, "", "a", "abc"])
TYPES = st.sampled_from(["string", "integer", "number", "boolean", "null", "object", "array"])


def _object(below):
    return st.fixed_dictionaries(
        {},
        optional={
            "type": TYPES | st.lists(TYPES, min_size=1, max_size=2, unique=True),
            "enum": st.lists(VALUES, min_size=1, max_size=3),
            "minimum": st.integers(0, 3),
            "maxLength": st.integers(0, 3),
            "pattern": st.sampled_from(["^a", "b$"]),
            "properties": st.dictionaries(NAMES, below, max_size=2),
            "required": st.lists(NAMES, max_size=2, unique=True),
            "additionalProperties": below,
            "items": below,
            "allOf": st.lists(below, min_size=1, max_size=2),
            "anyOf": st.lists(below, min_size=1, max_size=3),
            "oneOf": st.lists(below, min_size=1, max_size=3),
            "not": below,
            "if": below,
            "then": below,
            "unheard": VALUES,
        },
    )


REFERENCE = st.sampled_from([{"$ref": "#/$defs/A"}, {"$ref": "#/$defs/B"}, {"$ref": "#"}])
SCHEMAS = st.recursive(st.booleans() | REFERENCE | _object(st.just({})), _object, max_leaves=6)


@st.composite
def files(draw):
    return {
        "allOf": [draw(SCHEMAS)],
        "$defs": {"A": {"type": "object", "properties": {"a": draw(SCHEMAS)}}, "B": draw(SCHEMAS)},
    }


def _shuffled(value, chance):
    if isinstance(value, dict):
        names = list(value)
        chance.shuffle(names)
        return {name: _shuffled(value[name], chance) for name in names}
    return [_shuffled(item, chance) for item in value] if isinstance(value, list) else value


def _touching(changes):
    return {change.severity for change in changes} & {"breaking", "risky", "unknown"}


@given(files(), st.sampled_from(Direction))
def test_a_schema_is_the_same_as_itself_whatever_the_order_of_its_keys(schema, direction):
    found = compared(schema, _shuffled(schema, random.Random(1)), direction)

    assert {change.rule for change in found} <= {"unreadable"}


@given(files(), files())
def test_any_two_schemas_can_be_compared_and_come_out_alike_each_time(base, revision):
    for direction in Direction:
        once = compared(base, revision, direction)
        again = compared(json.loads(json.dumps(base)), revision, direction)
        assert once == again


@given(TYPES, st.sampled_from(["allOf", "anyOf", "oneOf", ""]))
def test_what_only_narrows_touches_requests_alone(kind, around):
    base = {"properties": {"p": {"title": "a"}}, "additionalProperties": False}
    narrow = {"type": kind}
    revision = {**base, "properties": {"p": {around: [narrow]} if around else narrow}}

    assert _touching(compared(base, revision, Direction.REQUEST))
    assert not _touching(compared(base, revision, Direction.RESPONSE))
    assert not _touching(compared(revision, base, Direction.REQUEST))
    assert _touching(compared(revision, base, Direction.RESPONSE))
