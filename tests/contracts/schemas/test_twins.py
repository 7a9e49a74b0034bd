"""Pairs of changes that look alike, of which one breaks and the other does not."""

import pytest

from relplan.contracts.schemas.change import Direction
from relplan.contracts.schemas.shape import Dialect
from tests.contracts.schemas.comparing import rules

REQUEST, RESPONSE = Direction.REQUEST, Direction.RESPONSE
STRING, INTEGER = {"type": "string"}, {"type": "integer"}
A_AND_B = [{"type": "object", "required": ["a"]}, {"type": "object", "required": ["b"]}]


@pytest.mark.parametrize(
    ("base", "revision", "direction", "expected"),
    [
        # a format bounds whole numbers no further than they are bounded
        ({"minimum": 1, "maximum": 9}, {"minimum": 1, "maximum": 9, "format": "int64"}, REQUEST,
         {"type-changed": "none"}),
        ({"minimum": 1}, {"minimum": 1, "format": "int64"}, REQUEST,
         {"type-changed": "breaking"}),
        ({"minimum": 1, "maximum": 9, "format": "int64"}, {"minimum": 1, "maximum": 9}, RESPONSE,
         {"type-generalized": "none"}),
        ({"minimum": 0, "maximum": 2**31 - 1, "format": "int64"},
         {"minimum": 0, "maximum": 2**31 - 1, "format": "int32"}, REQUEST,
         {"type-changed": "none"}),
        ({"minimum": 0, "maximum": 2**31, "format": "int64"},
         {"minimum": 0, "maximum": 2**31, "format": "int32"}, REQUEST,
         {"type-changed": "breaking"}),
    ],
)  # fmt: skip
def test_bounds_of_whole_numbers_against_their_format(base, revision, direction, expected):
    assert rules({**INTEGER, **base}, {**INTEGER, **revision}, direction) == expected


@pytest.mark.parametrize(
    ("base", "revision", "direction", "expected"),
    [
        # the values that are listed are no longer than what was allowed before
        ({"maxLength": 9}, {"enum": ["a", "b"]}, RESPONSE,
         {"became-enum": "additive", "max-length-unset": "none"}),
        ({"maxLength": 1}, {"enum": ["a", "bc"]}, RESPONSE,
         {"became-enum": "additive", "max-length-unset": "breaking"}),
        # and all that was listed is still allowed
        ({"enum": ["a", "b"]}, {"maxLength": 1}, REQUEST,
         {"enum-removed": "additive", "max-length-set": "none"}),
        ({"enum": ["a", "bc"]}, {"maxLength": 1}, REQUEST,
         {"enum-removed": "additive", "max-length-set": "risky"}),
        ({"enum": ["a1", "a2"]}, {"pattern": "^a"}, REQUEST,
         {"enum-removed": "additive", "pattern-added": "none"}),
        ({"enum": ["a1", "b"]}, {"pattern": "^a"}, REQUEST,
         {"enum-removed": "additive", "pattern-added": "breaking"}),
        ({"pattern": "^a"}, {"enum": ["a1"]}, RESPONSE,
         {"became-enum": "additive", "pattern-removed": "none"}),
        ({"pattern": "^a"}, {"enum": ["b"]}, RESPONSE,
         {"became-enum": "additive", "pattern-removed": "risky"}),
    ],
)  # fmt: skip
def test_listed_values_against_lengths_and_patterns(base, revision, direction, expected):
    assert rules({**STRING, **base}, {**STRING, **revision}, direction) == expected


def test_listed_numbers_against_bounds():
    listed = {"type": "integer", "enum": [1, 5]}
    assert rules(listed, {**INTEGER, "maximum": 5}) == {
        "enum-removed": "additive", "max-set": "none",
    }  # fmt: skip
    assert rules(listed, {**INTEGER, "maximum": 4})["max-set"] == "risky"


@pytest.mark.parametrize("dialect", Dialect)
def test_a_type_beside_alternatives_that_have_it_already_says_nothing(dialect):
    bare = {"oneOf": A_AND_B}
    for base, revision in ((bare, {"type": "object", **bare}), ({"type": "object", **bare}, bare)):
        for direction in Direction:
            assert rules(base, revision, direction, dialect) == {}
    mixed = {"oneOf": [A_AND_B[0], STRING]}
    assert rules(mixed, {"type": "object", **mixed}, REQUEST, dialect) == {
        "list-of-types-narrowed": "breaking"
    }
    anything = {"oneOf": [A_AND_B[0], {"required": ["b"]}]}
    assert rules(anything, {"type": "object", **anything}, REQUEST, dialect) == {
        "type-changed": "breaking"
    }


@pytest.mark.parametrize(
    ("base", "revision", "request_", "response"),
    [
        # the types are fewer, and the text is another
        ({"type": ["string", "integer"], "format": "date"}, {"type": "string", "format": "uuid"},
         {"type-changed": "breaking"}, {"type-changed": "breaking"}),
        # the types are fewer, and the format is of one that is gone
        ({"type": ["string", "integer"], "format": "int64"}, STRING,
         {"list-of-types-narrowed": "breaking"}, {"list-of-types-narrowed": "additive"}),
        # both are wider
        ({"type": "string", "format": "date"}, {"type": ["string", "integer"]},
         {"list-of-types-widened": "additive"}, {"list-of-types-widened": "breaking"}),
        # the types are more, and the text is narrower
        (STRING, {"type": ["string", "integer"], "format": "date"},
         {"type-changed": "breaking"}, {"type-changed": "breaking"}),
    ],
)  # fmt: skip
def test_types_and_their_format_at_once(base, revision, request_, response):
    assert rules(base, revision, REQUEST) == request_
    assert rules(base, revision, RESPONSE) == response
