"""What no value can show is no break; what some value shows is always told.

The first is told by pairs that accept the same, the second by values held against both sides.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplan.contracts.schemas.change import Direction
from relplan.contracts.schemas.shape import Dialect
from tests.contracts.schemas.comparing import compared, rules
from tests.contracts.schemas.validating import is_valid

TYPES = ["null", "boolean", "object", "array", "number", "string"]
STRING, INTEGER, NUMBER = {"type": "string"}, {"type": "integer"}, {"type": "number"}
ARRAY, OBJECT = {"type": "array"}, {"type": "object"}
TOUCHING = {"breaking", "risky", "unknown"}

ALIKE = [
    # sizes and bounds
    ({**ARRAY, "maxItems": 1}, {**ARRAY, "maxItems": 1, "uniqueItems": True}),
    ({**ARRAY, "maxItems": 0}, {**ARRAY, "maxItems": 0, "uniqueItems": True}),
    ({**INTEGER, "minimum": 1}, {**INTEGER, "exclusiveMinimum": 0}),
    ({**INTEGER, "minimum": 1}, {**INTEGER, "exclusiveMinimum": 0.5}),
    ({**INTEGER, "minimum": 1}, {**INTEGER, "minimum": 0.5}),
    ({**INTEGER, "maximum": 9}, {**INTEGER, "exclusiveMaximum": 10.0}),
    ({"type": ["integer", "string"], "minimum": 1},
     {"type": ["integer", "string"], "exclusiveMinimum": 0}),
    ({**NUMBER, "minimum": 1, "exclusiveMinimum": True}, {**NUMBER, "exclusiveMinimum": 1}),
    ({**NUMBER, "maximum": 1, "exclusiveMaximum": True}, {**NUMBER, "exclusiveMaximum": 1}),
    ({**NUMBER, "minimum": 1, "exclusiveMinimum": False}, {**NUMBER, "minimum": 1}),
    ({**INTEGER, "multipleOf": 4}, {"allOf": [{**INTEGER, "multipleOf": 4}, {"multipleOf": 2}]}),
    (STRING, {**STRING, "minLength": 0}),
    (ARRAY, {**ARRAY, "minItems": 0}),
    (OBJECT, {**OBJECT, "minProperties": 0}),
    # what says nothing
    ({}, {"type": TYPES}),
    (True, {"type": [*TYPES, "integer"]}),
    ({**OBJECT, "properties": {"a": {}}}, {**OBJECT, "properties": {"a": {"type": TYPES}}}),
    ({**ARRAY, "items": {"type": TYPES}}, ARRAY),
    (OBJECT, {**OBJECT, "additionalProperties": {"type": TYPES}}),
    (OBJECT, {**OBJECT, "required": []}),
    (OBJECT, {**OBJECT, "additionalProperties": True}),
    (OBJECT, {**OBJECT, "additionalProperties": {}}),
    (OBJECT, {**OBJECT, "propertyNames": STRING}),
    (OBJECT, {**OBJECT, "propertyNames": {}}),
    (OBJECT, {**OBJECT, "patternProperties": {"^x": {}}}),
    (OBJECT, {**OBJECT, "dependentSchemas": {"a": {}}}),
    (ARRAY, {**ARRAY, "items": {}}),
    (ARRAY, {**ARRAY, "items": True}),
    (STRING, {**STRING, "not": False}),
    (STRING, {**STRING, "if": {"minLength": 1}, "then": {}}),
    (STRING, {**STRING, "anyOf": [{"minLength": 2}, True]}),
    ({}, {"anyOf": [STRING, {"description": "or else"}]}),
    # alternatives
    ({"type": ["integer", "number"]}, NUMBER),
    (NUMBER, {"anyOf": [INTEGER, NUMBER]}),
    (STRING, {"allOf": [STRING]}),
    (STRING, {"anyOf": [STRING]}),
    (STRING, {"oneOf": [STRING]}),
    (STRING, {"oneOf": [STRING, False]}),
    (STRING, {"anyOf": [STRING, {**STRING, "maxLength": 3}]}),
    ({"type": ["string", "null"]}, {"anyOf": [STRING, {"type": "null"}]}),
    # listed values
    ({"const": "a"}, {"enum": ["a"]}),
    ({"enum": ["a", "b"]}, {"enum": ["b", "a"], "type": "string"}),
    ({"enum": ["ab", "ac"]}, {"enum": ["ab", "ac"], "pattern": "^[a-z]{2}$"}),
    ({"enum": ["a", "b"]}, {"enum": ["a", "b"], "minLength": 1, "maxLength": 1}),
    ({"enum": [2, 4]}, {"enum": [2, 4], "multipleOf": 2, "minimum": 1, "exclusiveMaximum": 5}),
    ({**INTEGER, "enum": [1, 2]}, {**INTEGER, "enum": [1, 2], "format": "int32"}),
    ({"const": 5}, {"const": 5, "type": "integer", "format": "int64"}),
    ({"enum": [[1], [2, 3]]}, {"enum": [[1], [2, 3]], "uniqueItems": True}),
    ({"enum": [{"a": 1}]}, {"enum": [{"a": 1}], "required": ["a"]}),
    ({**STRING, "enum": ["a", 1]}, {**STRING, "enum": ["a"]}),
    ({"enum": [1, 5], "maximum": 3}, {"enum": [1], "maximum": 3}),
    ({"type": "null"}, {"const": None}),
    ({"type": "boolean"}, {"enum": [True, False]}),
    ({"type": ["boolean", "null"]}, {"enum": [True, False, None]}),
    ({**INTEGER, "minimum": 3, "maximum": 3}, {"const": 3}),
    ({"enum": ["a", "b"]}, {"oneOf": [{"const": "a", "title": "A"}, {"const": "b"}]}),
    ({"enum": ["a", "b", None]}, {"oneOf": [{"const": "a"}, {"const": "b"}, {"type": "null"}]}),
    ({"enum": ["a", "b"]}, {"anyOf": [{"enum": ["a"], "type": "string"}, {"enum": ["b"]}]}),
]  # fmt: skip


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_schemas_that_accept_the_same_break_nobody(one, other, direction):
    for base, revision in ((one, other), (other, one)):
        assert {change.severity for change in compared(base, revision, direction)} <= {
            "none", "additive",
        }  # fmt: skip


NEARLY = [
    # base, revision, and whether less, and more, is accepted
    ({}, {"type": TYPES[1:]}, True, False),
    ({**ARRAY, "maxItems": 2}, {**ARRAY, "maxItems": 2, "uniqueItems": True}, True, False),
    ({**NUMBER, "minimum": 1}, {**NUMBER, "exclusiveMinimum": 0}, False, True),
    ({"type": ["number", "string"], "minimum": 1}, {"type": ["number", "string"], "minimum": 0.5},
     False, True),
    ({**NUMBER, "multipleOf": 2}, {**NUMBER, "multipleOf": 1}, False, True),
    (NUMBER, {**NUMBER, "multipleOf": 1}, True, False),
    ({"enum": ["a", "b"]}, {"enum": ["a", "b"], "maxLength": 0}, True, False),
    ({"enum": ["ab", "b"]}, {"enum": ["ab", "b"], "pattern": "^[a-z]{2}$"}, True, False),
    ({"enum": [1, 2]}, {"enum": [1, 2], "type": "string"}, True, False),
    ({"type": "boolean"}, {"enum": [True]}, True, False),
    ({"enum": [True, False]}, {"enum": [True, False, None]}, False, True),
    ({"enum": ["a"]}, {"anyOf": [{"enum": ["a"]}, {"enum": ["a", None]}]}, False, True),
    ({"enum": ["a"]}, {"oneOf": [{"const": "a"}, {"const": "b"}]}, False, True),
    ({"oneOf": [{"const": "a"}, {"const": "b"}]}, {"oneOf": [{"const": "a"}]}, True, False),
    ({"enum": ["a"]}, STRING, False, True),
    (STRING, {**STRING, "anyOf": [{"minLength": 2}, {"maxLength": 0}]}, True, False),
    ({"type": "null"}, {"type": "null", "not": {"maximum": 2}}, True, False),
]  # fmt: skip


@pytest.mark.parametrize(("base", "revision", "less", "more"), NEARLY)
def test_what_a_value_shows_is_told_and_in_no_other_direction(base, revision, less, more):
    for old, new, narrows, widens in ((base, revision, less, more), (revision, base, more, less)):
        for direction, touches in ((Direction.REQUEST, narrows), (Direction.RESPONSE, widens)):
            told = {str(change.severity) for change in compared(old, new, direction)}
            assert bool(told & TOUCHING) is touches, (old, new, direction)


def test_a_value_that_is_added_to_constants_is_told_as_one_that_is_added_to_a_list():
    base, more = {"oneOf": [{"const": "a"}]}, {"oneOf": [{"const": "a"}, {"const": "b"}]}
    assert rules(base, more, Direction.RESPONSE) == rules(
        {"enum": ["a"]}, {"enum": ["a", "b"]}, Direction.RESPONSE
    )


def test_nullable_of_openapi_says_what_the_type_null_says():
    for other in ({"type": ["string", "null"]}, {"anyOf": [STRING, {"type": "null"}]}):
        for direction in Direction:
            one = {**STRING, "nullable": True}
            for base, revision in ((one, other), (other, one)):
                found = rules(base, revision, direction, Dialect.OPENAPI_30)
                assert not TOUCHING & set(found.values())


VALUES = [
    None, True, False, -1, 0, 1, 2, 3, 4, 5, 0.5, 1.5, 2.5, "", "a", "b", "ab", "abc", [], [1],
    [1, 1], [1, 2], ["a", "a"], [1, 2, 3], {}, {"a": 1}, {"b": "x"}, {"a": 1, "b": 2, "c": 3},
]  # fmt: skip
NUMBERS = st.sampled_from([0, 1, 2, 3, 0.5, 1.5, 2.0])
SIZES = st.integers(0, 2)
NAMED = st.sampled_from([*TYPES, "integer"])


def _keywords(below):
    alternatives = st.lists(below, min_size=1, max_size=3)
    return st.fixed_dictionaries({}, optional={
        "type": NAMED | st.lists(NAMED, min_size=1, unique=True) | st.just(TYPES),
        "enum": st.lists(st.sampled_from(VALUES), min_size=1, max_size=3),
        "const": st.sampled_from(VALUES),
        "minimum": NUMBERS, "maximum": NUMBERS, "exclusiveMinimum": NUMBERS,
        "exclusiveMaximum": NUMBERS, "multipleOf": st.sampled_from([1, 2, 4]),
        "minLength": SIZES, "maxLength": SIZES, "minItems": SIZES, "maxItems": SIZES,
        "minProperties": SIZES, "maxProperties": SIZES, "uniqueItems": st.booleans(),
        "pattern": st.sampled_from(["^a", "b$", "^[ab]+$", ".*"]),
        "required": st.lists(st.sampled_from("ab"), max_size=1),
        "allOf": alternatives, "anyOf": alternatives,
    })  # fmt: skip


SCHEMAS = _keywords(st.booleans() | _keywords(st.just({})))
LISTS = st.fixed_dictionaries(
    {"enum": st.lists(st.sampled_from(VALUES), min_size=1, max_size=4)},
    optional={"oneOf": st.lists(_keywords(st.just({})), min_size=1, max_size=2)},
)


@given(SCHEMAS | LISTS, SCHEMAS | LISTS, st.booleans())
def test_what_one_side_accepts_and_the_other_refuses_is_told(one, other, together):
    base, revision = one, {**one, **other} if together else other
    accepted = [(is_valid(base, value), is_valid(revision, value)) for value in VALUES]
    if (True, False) in accepted:
        assert TOUCHING & set(rules(base, revision, Direction.REQUEST).values())
    if (False, True) in accepted:
        assert TOUCHING & set(rules(base, revision, Direction.RESPONSE).values())
