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
    listed = {"type": "number", "enum": [1, 5]}
    assert rules(listed, {"type": "number", "maximum": 5})["max-set"] == "none"
    assert rules(listed, {"type": "number", "exclusiveMaximum": 5})["exclusive-max-set"] == "risky"


@pytest.mark.parametrize(
    ("bound", "rule"),
    [
        ({"maximum": 2**31 - 1}, None),
        ({"exclusiveMaximum": 2**31}, None),
        ({"minimum": -(2**31)}, None),
        ({"maximum": 2**31 - 2}, "max-set"),
        ({"minimum": 1 - 2**31}, "min-set"),
    ],
)
def test_a_bound_that_the_format_has_already_says_nothing(bound, rule):
    base = {**INTEGER, "format": "int32"}
    assert rules(base, {**base, **bound}) == ({rule: "risky"} if rule else {})
    gone = rule and rule.replace("-set", "-unset")
    assert rules({**base, **bound}, base, RESPONSE) == ({gone: "breaking"} if gone else {})


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


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize(
    ("base", "revision"),
    [
        # how a value is shown is no bound of it, nor is what all values that are listed fit
        (STRING, {**STRING, "format": "password"}),
        ({"enum": [1, 2]}, {"enum": [1, 2], "format": "int32"}),
        ({"type": "string", "enum": ["a"], "format": "x"}, {"type": "string", "enum": ["a"]}),
        ({"type": "string", "const": "a", "format": "x"}, {"type": "string", "const": "a"}),
        (INTEGER, {**INTEGER, "multipleOf": 1}),
    ],
)
def test_what_is_said_of_a_value_and_rules_none_out(base, revision, direction):
    assert rules(base, revision, direction) == {}
    assert rules(revision, base, direction) == {}


@pytest.mark.parametrize(
    ("base", "revision", "expected"),
    [
        (STRING, {**STRING, "format": "email"}, {"type-changed": "breaking"}),
        ({"type": "number"}, {"type": "number", "multipleOf": 1},
         {"multiple-of-added": "breaking"}),
        (INTEGER, {**INTEGER, "multipleOf": 2}, {"multiple-of-added": "breaking"}),
    ],
)  # fmt: skip
def test_what_is_said_of_a_value_and_rules_some_out(base, revision, expected):
    assert rules(base, revision, REQUEST) == expected


@pytest.mark.parametrize("dialect", Dialect)
def test_one_of_in_the_place_of_any_of_may_refuse_what_satisfies_two(dialect):
    any_of, one_of = ({name: [*A_AND_B]} for name in ("anyOf", "oneOf"))
    for pair, direction in (((any_of, one_of), REQUEST), ((one_of, any_of), RESPONSE)):
        assert rules(*pair, direction, dialect) == {"one-of-overlapping": "risky"}
        assert "risky" not in rules(*reversed(pair), direction, dialect).values()


FOO_AND_BAR = {"type": "object", "properties": {"foo": STRING, "bar": STRING}}


def with_required(*names):
    return {**FOO_AND_BAR, "required": list(names)}


SHORT = {"type": "string", "maxLength": 5}
OVERLAPPING = [
    # a schema that became alternatives of which its values satisfy two, or none does
    (with_required("foo", "bar"), {"oneOf": [with_required("foo"), with_required("bar")]},
     "wrapped-in-one-of"),
    (STRING, {"oneOf": [STRING, SHORT]}, "wrapped-in-one-of"),
    # alternatives of which one was enough
    ({"anyOf": [STRING, SHORT]}, {"oneOf": [STRING, SHORT]}, "one-of-overlapping"),
    # one more alternative, which has room for all that another one has
    ({"oneOf": [SHORT, INTEGER]}, {"oneOf": [SHORT, INTEGER, STRING]}, "one-of-overlapping"),
]  # fmt: skip
APART = [
    (with_required("foo", "bar"), {"anyOf": [with_required("foo"), with_required("bar")]}),
    (STRING, {"oneOf": [STRING, INTEGER]}),
    ({"anyOf": [STRING, INTEGER]}, {"oneOf": [STRING, INTEGER]}),
    ({"oneOf": [SHORT, INTEGER]}, {"oneOf": [SHORT, INTEGER, {"type": "boolean"}]}),
    # what satisfies the narrower one was wrong before, and is so still
    ({"oneOf": [with_required("foo"), FOO_AND_BAR]},
     {"type": "object", "oneOf": [with_required("foo"), FOO_AND_BAR]}),
    ({"oneOf": [with_required("foo"), FOO_AND_BAR]},
     {"oneOf": [with_required("foo"), {**FOO_AND_BAR, "description": "any"}]}),
    ({"oneOf": [SHORT, STRING]}, {"oneOf": [SHORT, STRING, INTEGER]}),
    # it was wrong before: no value satisfied one alternative alone
    ({"oneOf": [STRING, STRING]}, {"oneOf": [STRING, STRING, SHORT]}),
    # a discriminator tells which one is meant
    (with_required("foo", "bar"),
     {"oneOf": [with_required("foo"), with_required("bar")],
      "discriminator": {"propertyName": "foo"}}),
]  # fmt: skip


@pytest.mark.parametrize("dialect", Dialect)
@pytest.mark.parametrize(("base", "revision", "rule"), OVERLAPPING)
def test_what_satisfies_two_alternatives_of_which_it_may_satisfy_one_is_refused(
    base, revision, rule, dialect
):
    assert rules(base, revision, REQUEST, dialect)[rule] == "breaking"


@pytest.mark.parametrize(("base", "revision"), APART)
def test_alternatives_of_which_a_value_satisfies_one_refuse_nothing(base, revision):
    found = rules(base, revision, REQUEST, Dialect.OPENAPI_30)
    assert "breaking" not in found.values()
    assert "one-of-overlapping" not in found


@pytest.mark.parametrize(
    ("base", "revision", "request_", "response"),
    [
        # more is excluded, so less is accepted
        (SHORT, STRING, "breaking", "additive"),
        (STRING, SHORT, "additive", "risky"),
        (STRING, INTEGER, "breaking", "breaking"),
        (with_required("foo", "bar"), with_required("foo"), "breaking", "additive"),
        (STRING, {"type": "string", "description": "text"}, None, None),
    ],
)
def test_what_is_excluded_counts_the_other_way_round(base, revision, request_, response):
    for direction, expected in ((REQUEST, request_), (RESPONSE, response)):
        found = rules({"not": base}, {"not": revision}, direction)
        assert found == ({} if expected is None else {"not-changed": expected})


def discriminated(**mapping):
    schemas = {"A": with_required("foo"), "B": with_required("bar"), "C": with_required("foo")}
    found = {"propertyName": "kind", **({"mapping": mapping} if mapping else {})}
    return {"components": {"schemas": schemas}, "discriminator": found}


@pytest.mark.parametrize(
    ("before", "after", "rule", "request_", "response"),
    [
        ({"a": "A", "b": "B"}, {"b": "B"}, "mapping-deleted", "breaking", "breaking"),
        # its own name stands for a schema without being mapped
        ({"A": "A", "b": "B"}, {"b": "B"}, "mapping-deleted", "none", "none"),
        ({"A": "#/components/schemas/A"}, {}, "mapping-deleted", "none", "none"),
        # what is read is told by a word that was known
        ({"a": "A", "one": "A"}, {"one": "A"}, "mapping-deleted", "breaking", "none"),
        ({}, {"a": "A"}, "mapping-added", "additive", "risky"),
        ({}, {"A": "A"}, "mapping-added", "additive", "none"),
        ({"a": "A"}, {"a": "B"}, "mapping-changed", "breaking", "breaking"),
        # another name for the same, or another schema that says the same
        ({"a": "A"}, {"a": "#/components/schemas/A"}, "mapping-changed", "none", "none"),
        ({"a": "A"}, {"a": "C"}, "mapping-changed", "none", "none"),
        # of what cannot be found, nobody can tell
        ({"a": "A"}, {"a": "X"}, "mapping-changed", "risky", "risky"),
    ],
)
def test_words_of_a_discriminator(before, after, rule, request_, response):
    for direction, expected in ((REQUEST, request_), (RESPONSE, response)):
        found = rules(
            discriminated(**before), discriminated(**after), direction, Dialect.OPENAPI_30
        )
        assert found == {f"discriminator-{rule}": expected}


@pytest.mark.parametrize("pattern", [".*", ""])
def test_a_pattern_that_any_text_matches_is_none(pattern):
    any_, real = {"type": "string", "pattern": pattern}, {"type": "string", "pattern": "^a"}
    assert rules(any_, real) == {"pattern-added": "breaking"}
    assert rules(real, any_) == {"pattern-generalized": "additive"}
    assert rules(STRING, any_) == rules(any_, STRING) == {}


def test_an_alternative_may_be_called_otherwise_though_it_leads_back():
    def pets(dog):
        schemas = {
            "Pet": {
                "oneOf": [
                    {"$ref": "#/components/schemas/Cat"},
                    {"$ref": f"#/components/schemas/{dog}"},
                ],
                "discriminator": {"propertyName": "kind", "mapping": {"dog": dog}},
            },
            "Cat": {
                "type": "object",
                "properties": {"friend": {"$ref": "#/components/schemas/Pet"}},
            },
            dog: {"type": "object", "properties": {"chases": {"$ref": "#/components/schemas/Pet"}}},
        }
        return {"components": {"schemas": schemas}, "$ref": "#/components/schemas/Pet"}

    for direction in Direction:
        found = rules(pets("Dog"), pets("MyDog"), direction, Dialect.OPENAPI_30)
        assert found == {"discriminator-mapping-changed": "none"}


def test_a_type_that_no_listed_value_has_may_come_and_go():
    base = {"type": ["string", "integer"], "enum": ["a", "b"]}
    for revision in ({"type": "string", "enum": ["a", "b"]}, {"enum": ["a", "b"]}):
        for one, other in ((base, revision), (revision, base)):
            assert rules(one, other, REQUEST) == rules(one, other, RESPONSE) == {}
    assert rules(base, {"type": "integer", "enum": ["a", "b"]})["type-changed"] == "breaking"


def test_an_alternative_that_is_wider_now_is_not_gone():
    base = {"anyOf": [{"type": "array", "maxItems": 2}, SHORT]}
    wider = {"anyOf": [{"maxItems": 2}, SHORT]}
    assert "breaking" not in rules(base, wider).values()
    assert "breaking" in rules(wider, base).values()


@pytest.mark.parametrize(("keyword", "severity"), [("anyOf", "none"), ("oneOf", "breaking")])
def test_an_alternative_is_gone_that_another_one_allows(keyword, severity):
    long = {"type": "string", "maxLength": 9}
    base, revision = {keyword: [long, SHORT, INTEGER]}, {keyword: [long, INTEGER]}
    name = "any-of-removed" if keyword == "anyOf" else "one-of-removed"
    assert rules(base, revision)[name] == severity


def test_a_format_of_whole_numbers_bounds_those_among_all_numbers():
    found = rules(INTEGER, {"type": "number", "format": "int32"})
    assert found == {"type-changed": "breaking"}
    assert rules(INTEGER, {"type": "number", "format": "double"}) == {
        "type-generalized": "additive"
    }


def test_a_format_says_nothing_of_values_of_another_type():
    for kind, other in (("string", "int32"), ("integer", "date"), ("object", "uuid")):
        base = {"type": kind}
        for revision in ({**base, "format": other}, base):
            assert rules(base, revision) == rules(revision, base) == {}


def test_a_format_that_no_specification_knows_may_be_checked_or_not():
    custom, known = {"type": "string", "format": "phone"}, {"type": "string", "format": "uuid"}
    assert rules(STRING, custom, REQUEST) == {"type-changed": "risky"}
    assert rules(STRING, custom, RESPONSE) == {"type-specialized": "additive"}
    assert rules(custom, STRING, RESPONSE) == {"type-generalized": "risky"}
    assert rules(STRING, known, REQUEST) == {"type-changed": "breaking"}
    assert rules(custom, known, REQUEST) == {"type-changed": "breaking"}


FOO, KIND = {"properties": {"foo": {}}}, {"properties": {"kind": {"const": "bar"}}}


SOME = {"type": "array", "minItems": 1}


@pytest.mark.parametrize(
    ("gone", "come", "kept", "severity"),
    [
        # objects are allowed by one alternative, and all else by the other
        (FOO, [{"type": "object", **FOO}], KIND, "none"),
        (FOO, [{"type": "object", **FOO, "required": ["foo"]}], KIND, "breaking"),
        (FOO, [{"type": "object", **FOO}], SOME, "breaking"),
        # each of two types by an alternative of its own
        ({"type": ["string", "integer"]}, [STRING, INTEGER], SOME, "none"),
        ({"type": ["string", "integer"]}, [STRING, {"type": "boolean"}], SOME, "breaking"),
    ],
)
def test_an_alternative_that_is_gone_and_allowed_by_several_others(gone, come, kept, severity):
    base, revision = {"anyOf": [gone, kept]}, {"anyOf": [*come, kept]}
    assert rules(base, revision)["any-of-removed"] == severity
