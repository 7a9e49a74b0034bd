"""Each rule in both directions. The other way round is the twin that breaks the other side."""

import pytest

from relplan.contracts.schemas.change import Direction
from relplan.contracts.schemas.shape import Dialect
from tests.contracts.schemas.comparing import compared, rules

BREAKING, RISKY, ADDITIVE, NONE = "breaking", "risky", "additive", "none"
STRING, INTEGER, NUMBER = {"type": "string"}, {"type": "integer"}, {"type": "number"}


def objects(*required, closed=None, **properties):
    found = {"type": "object", "properties": properties}
    if required:
        found["required"] = list(required)
    if closed is not None:
        found["additionalProperties"] = closed
    return found


def arrays(**keywords):
    return {"type": "array", **keywords}


NARROWED = [
    # base, revision, rule as it narrows, request, response; and as it widens, request, response
    (NUMBER, INTEGER, "type-specialized", BREAKING, ADDITIVE,
     "type-generalized", ADDITIVE, BREAKING),
    ({}, STRING, "type-specialized", BREAKING, ADDITIVE, "type-generalized", ADDITIVE, BREAKING),
    (STRING, {"type": "string", "format": "uuid"}, "type-specialized", BREAKING, ADDITIVE,
     "type-generalized", ADDITIVE, BREAKING),
    ({"type": "integer", "format": "int64"}, {"type": "integer", "format": "int32"},
     "type-specialized", BREAKING, ADDITIVE, "type-generalized", ADDITIVE, BREAKING),
    ({"type": ["string", "integer"]}, STRING, "list-of-types-narrowed", BREAKING, ADDITIVE,
     "list-of-types-widened", ADDITIVE, BREAKING),
    ({"type": ["string", "null"]}, STRING, "became-not-nullable", BREAKING, ADDITIVE,
     "became-nullable", ADDITIVE, BREAKING),
    ({"enum": ["a", "b"]}, {"enum": ["a"]}, "enum-value-removed", BREAKING, ADDITIVE,
     "enum-value-added", ADDITIVE, RISKY),
    (STRING, {"type": "string", "enum": ["a"]}, "became-enum", BREAKING, ADDITIVE,
     "enum-removed", ADDITIVE, RISKY),
    (STRING, {"type": "string", "const": "a"}, "const-added", BREAKING, ADDITIVE,
     "const-removed", ADDITIVE, BREAKING),
    ({"enum": ["a", "b"]}, {"const": "a"}, "enum-value-removed", BREAKING, ADDITIVE,
     "enum-value-added", ADDITIVE, RISKY),
    ({"maximum": 9}, {"maximum": 8}, "max-decreased", BREAKING, ADDITIVE,
     "max-increased", ADDITIVE, BREAKING),
    ({}, {"maximum": 8}, "max-set", RISKY, ADDITIVE, "max-unset", ADDITIVE, BREAKING),
    ({"minimum": 8}, {"minimum": 9}, "min-increased", BREAKING, ADDITIVE,
     "min-decreased", ADDITIVE, BREAKING),
    ({}, {"minimum": 8}, "min-set", RISKY, ADDITIVE, "min-unset", ADDITIVE, BREAKING),
    ({"exclusiveMaximum": 9}, {"exclusiveMaximum": 8}, "exclusive-max-decreased", BREAKING,
     ADDITIVE, "exclusive-max-increased", ADDITIVE, BREAKING),
    ({}, {"exclusiveMaximum": 9}, "exclusive-max-set", RISKY, ADDITIVE,
     "exclusive-max-unset", ADDITIVE, BREAKING),
    ({"exclusiveMinimum": 8}, {"exclusiveMinimum": 9}, "exclusive-min-increased", BREAKING,
     ADDITIVE, "exclusive-min-decreased", ADDITIVE, BREAKING),
    ({}, {"exclusiveMinimum": 9}, "exclusive-min-set", RISKY, ADDITIVE,
     "exclusive-min-unset", ADDITIVE, BREAKING),
    ({"maximum": 9}, {"maximum": 9, "exclusiveMaximum": True}, "max-decreased", BREAKING, ADDITIVE,
     "max-increased", ADDITIVE, BREAKING),
    ({"minimum": 9}, {"minimum": 9, "exclusiveMinimum": True}, "min-increased", BREAKING, ADDITIVE,
     "min-decreased", ADDITIVE, BREAKING),
    ({"maxLength": 9}, {"maxLength": 8}, "max-length-decreased", BREAKING, ADDITIVE,
     "max-length-increased", ADDITIVE, BREAKING),
    ({}, {"maxLength": 8}, "max-length-set", RISKY, ADDITIVE,
     "max-length-unset", ADDITIVE, BREAKING),
    ({}, {"minLength": 8}, "min-length-increased", BREAKING, ADDITIVE,
     "min-length-decreased", ADDITIVE, BREAKING),
    ({"maxItems": 9}, {"maxItems": 8}, "max-items-decreased", BREAKING, ADDITIVE,
     "max-items-increased", ADDITIVE, BREAKING),
    ({}, {"maxItems": 8}, "max-items-set", RISKY, ADDITIVE, "max-items-unset", ADDITIVE, BREAKING),
    ({"minItems": 8}, {"minItems": 9}, "min-items-increased", BREAKING, ADDITIVE,
     "min-items-decreased", ADDITIVE, BREAKING),
    ({}, {"minItems": 8}, "min-items-set", RISKY, ADDITIVE, "min-items-unset", ADDITIVE, BREAKING),
    ({"maxProperties": 9}, {"maxProperties": 8}, "max-properties-decreased", BREAKING, ADDITIVE,
     "max-properties-increased", ADDITIVE, BREAKING),
    ({}, {"minProperties": 8}, "min-properties-set", RISKY, ADDITIVE,
     "min-properties-unset", ADDITIVE, BREAKING),
    ({}, {"pattern": "^a"}, "pattern-added", BREAKING, ADDITIVE,
     "pattern-removed", ADDITIVE, RISKY),
    ({}, {"multipleOf": 2}, "multiple-of-added", BREAKING, ADDITIVE,
     "multiple-of-removed", ADDITIVE, BREAKING),
    ({"multipleOf": 2}, {"multipleOf": 4}, "multiple-of-changed", BREAKING, ADDITIVE,
     "multiple-of-changed", ADDITIVE, BREAKING),
    (arrays(), arrays(uniqueItems=True), "unique-items-added", BREAKING, ADDITIVE,
     "unique-items-removed", ADDITIVE, BREAKING),
    (objects(a=STRING), objects("a", a=STRING), "became-required", BREAKING, ADDITIVE,
     "became-optional", ADDITIVE, BREAKING),
    (objects(a=STRING), objects(a=STRING, closed=False), "additional-properties-closed", BREAKING,
     ADDITIVE, "additional-properties-opened", ADDITIVE, RISKY),
    (objects(), {**objects(), "patternProperties": {"^a": STRING}}, "pattern-property-added",
     BREAKING, ADDITIVE, "pattern-property-removed", ADDITIVE, BREAKING),
    (objects(), {**objects(), "propertyNames": {"maxLength": 3}}, "property-names-added", BREAKING,
     ADDITIVE, "property-names-removed", ADDITIVE, BREAKING),
    ({"propertyNames": {"maxLength": 3}}, {"propertyNames": {"maxLength": 2}},
     "property-names-changed", BREAKING, ADDITIVE, "property-names-changed", ADDITIVE, BREAKING),
    (objects(), {**objects(), "dependentRequired": {"a": ["b"]}}, "dependent-required-added",
     BREAKING, ADDITIVE, "dependent-required-removed", ADDITIVE, BREAKING),
    ({"dependentRequired": {"a": ["b"]}}, {"dependencies": {"a": ["b", "c"]}},
     "dependent-required-changed", BREAKING, ADDITIVE,
     "dependent-required-changed", ADDITIVE, BREAKING),
    (objects(), {**objects(), "dependentSchemas": {"a": {"required": ["b"]}}},
     "dependent-schema-added", BREAKING, ADDITIVE, "dependent-schema-removed", ADDITIVE, BREAKING),
    (arrays(), arrays(items=False), "items-closed", BREAKING, ADDITIVE,
     "items-opened", ADDITIVE, BREAKING),
    (arrays(), arrays(prefixItems=[STRING]), "prefix-items-added", BREAKING, ADDITIVE,
     "prefix-items-removed", ADDITIVE, BREAKING),
    (arrays(prefixItems=[STRING], items=False), arrays(items=False), "prefix-items-removed",
     BREAKING, ADDITIVE, "prefix-items-added", ADDITIVE, BREAKING),
    (arrays(), arrays(contains=STRING), "contains-added", BREAKING, ADDITIVE,
     "contains-removed", ADDITIVE, BREAKING),
    (arrays(contains=NUMBER), arrays(contains=INTEGER), "contains-changed", BREAKING, ADDITIVE,
     "contains-changed", ADDITIVE, BREAKING),
    (arrays(contains=STRING), arrays(contains=STRING, minContains=2), "min-contains-increased",
     BREAKING, ADDITIVE, "min-contains-decreased", ADDITIVE, BREAKING),
    (arrays(contains=STRING, maxContains=3), arrays(contains=STRING, maxContains=2),
     "max-contains-decreased", BREAKING, ADDITIVE, "max-contains-increased", ADDITIVE, BREAKING),
    (arrays(contains=STRING), arrays(contains=STRING, maxContains=2), "max-contains-set",
     RISKY, ADDITIVE, "max-contains-unset", ADDITIVE, BREAKING),
    ({}, {"not": STRING}, "not-added", BREAKING, ADDITIVE, "not-removed", ADDITIVE, BREAKING),
    ({}, {"if": STRING, "then": {"minLength": 3}}, "if-added", BREAKING, ADDITIVE,
     "if-removed", ADDITIVE, BREAKING),
    ({"if": STRING, "else": INTEGER}, {"if": STRING, "then": {"minLength": 3}, "else": INTEGER},
     "then-added", BREAKING, ADDITIVE, "then-removed", ADDITIVE, BREAKING),
    ({"if": STRING, "then": {"minLength": 3}},
     {"if": STRING, "then": {"minLength": 3}, "else": INTEGER}, "else-added", BREAKING, ADDITIVE,
     "else-removed", ADDITIVE, BREAKING),
    ({"anyOf": [objects(a=STRING), STRING, arrays()]}, {"anyOf": [objects(a=STRING), STRING]},
     "any-of-removed", BREAKING, ADDITIVE, "any-of-added", ADDITIVE, RISKY),
    ({"oneOf": [objects(a=STRING), STRING, arrays()]}, {"oneOf": [objects(a=STRING), STRING]},
     "one-of-removed", BREAKING, ADDITIVE, "one-of-added", ADDITIVE, BREAKING),
    ({"oneOf": [objects(a=STRING), STRING]}, objects(a=STRING),
     "one-of-removed", BREAKING, ADDITIVE, "one-of-added", ADDITIVE, BREAKING),
    ({}, {"oneOf": [objects(a=STRING), STRING]}, "one-of-added", BREAKING, ADDITIVE,
     "one-of-removed", ADDITIVE, BREAKING),
    (STRING, False, "became-forbidden", BREAKING, ADDITIVE, "became-allowed", ADDITIVE, BREAKING),
    ({"type": "string", "contentSchema": {}}, STRING, "content-schema-removed", ADDITIVE, BREAKING,
     "content-schema-added", BREAKING, ADDITIVE),
    ({"type": "string", "x-extensible-enum": ["a", "b"]},
     {"type": "string", "x-extensible-enum": ["a"]}, "x-extensible-enum-value-removed", BREAKING,
     ADDITIVE, "x-extensible-enum-value-added", ADDITIVE, RISKY),
    ({"anyOf": [objects(), STRING]}, {"anyOf": [objects(), STRING], "unevaluatedProperties": False},
     "unevaluated-properties-added", BREAKING, ADDITIVE,
     "unevaluated-properties-removed", ADDITIVE, BREAKING),
]  # fmt: skip

BOTH_WAYS = [
    # base, revision, rule, request, response
    (STRING, INTEGER, "type-changed", BREAKING, BREAKING),
    ({"type": "string", "format": "uuid"}, {"type": "string", "format": "date"}, "type-changed",
     BREAKING, BREAKING),
    ({"const": 1}, {"const": True}, "const-changed", BREAKING, BREAKING),
    ({"pattern": "a"}, {"pattern": "b"}, "pattern-changed", RISKY, RISKY),
    ({"pattern": "a"}, {"pattern": ".*"}, "pattern-generalized", ADDITIVE, RISKY),
    ({"multipleOf": 2}, {"multipleOf": 3}, "multiple-of-changed", BREAKING, BREAKING),
    ({"contentEncoding": "base64"}, {"contentEncoding": "base32"}, "content-encoding-changed",
     BREAKING, BREAKING),
    ({"contentMediaType": "a/b"}, {"contentMediaType": "a/c"}, "content-media-type-changed",
     BREAKING, BREAKING),
    (objects(), objects(a=STRING), "property-added", ADDITIVE, ADDITIVE),
    (objects(closed=False), objects(a=STRING, closed=False), "property-added", ADDITIVE, RISKY),
    (objects(), objects("a", a=STRING), "property-added", BREAKING, ADDITIVE),
    (objects(a=STRING), objects(), "property-removed", RISKY, RISKY),
    (objects("a", a=STRING), objects(), "property-removed", RISKY, BREAKING),
    (objects(a=STRING, closed=False), objects(closed=False), "property-removed", BREAKING, RISKY),
    (objects(a=STRING), objects("a", a={"type": "string", "default": "x"}),
     "became-required-with-default", BREAKING, ADDITIVE),
    ({"dependentRequired": {"a": ["b"]}}, {"dependentRequired": {"a": ["c"]}},
     "dependent-required-changed", BREAKING, BREAKING),
    ({"not": STRING}, {"not": INTEGER}, "not-changed", BREAKING, BREAKING),
    ({"if": STRING, "then": INTEGER}, {"if": NUMBER, "then": INTEGER}, "if-changed", RISKY, RISKY),
    (objects(a=STRING), {"oneOf": [objects(a=STRING), objects(b=STRING)]}, "wrapped-in-one-of",
     BREAKING, BREAKING),
    ({"oneOf": [objects(a=STRING), objects(b=STRING)]},
     {"oneOf": [objects(a=STRING), objects(b=STRING), objects(c=STRING)]}, "one-of-overlapping",
     RISKY, NONE),
    ({"type": "string", "default": 1}, {"type": "string", "default": 2}, "default-value-changed",
     NONE, NONE),
    (STRING, {"type": "string", "default": 2}, "default-value-added", NONE, NONE),
    ({"type": "string", "default": 2}, STRING, "default-value-removed", NONE, NONE),
    (STRING, {"type": "string", "deprecated": True}, "deprecated", NONE, NONE),
    ({"type": "string", "deprecated": True}, STRING, "reactivated", NONE, NONE),
    ({}, {"discriminator": {"propertyName": "a"}}, "discriminator-added", NONE, NONE),
    ({"discriminator": {"propertyName": "a"}}, {}, "discriminator-removed", RISKY, RISKY),
    ({"discriminator": {"propertyName": "a"}}, {"discriminator": {"propertyName": "b"}},
     "discriminator-property-name-changed", BREAKING, BREAKING),
    ({"discriminator": {"mapping": {}}}, {"discriminator": {"mapping": {"a": "A"}}},
     "discriminator-mapping-added", ADDITIVE, RISKY),
    ({"discriminator": {"mapping": {"a": "A"}}}, {"discriminator": {"mapping": {}}},
     "discriminator-mapping-deleted", BREAKING, BREAKING),
    ({"discriminator": {"mapping": {"a": "A"}}}, {"discriminator": {"mapping": {"a": "B"}}},
     "discriminator-mapping-changed", RISKY, RISKY),
    ({"colour": "red"}, {"colour": "blue"}, "keyword-changed", RISKY, RISKY),
    ({"maximum": "3"}, {"maximum": "4"}, "keyword-changed", RISKY, RISKY),
    (objects(a=STRING), objects(a={"type": "string", "readOnly": True}), "became-read-only",
     RISKY, NONE),
    (objects("a", a={"type": "string", "readOnly": True}), objects("a", a=STRING),
     "became-not-read-only", BREAKING, NONE),
    (objects("a", a=STRING), objects("a", a={"type": "string", "writeOnly": True}),
     "became-write-only", NONE, BREAKING),
    (objects(a={"type": "string", "writeOnly": True}), objects(a=STRING),
     "became-not-write-only", NONE, ADDITIVE),
    ({"$ref": "#/nowhere"}, {"$ref": "#/elsewhere"}, "unreadable", "unknown", "unknown"),
    (STRING, {"$ref": "https://example.org/a.json"}, "unreadable", "unknown", "unknown"),
    (STRING, 7, "unreadable", "unknown", "unknown"),
]  # fmt: skip

REQUEST_NAMES = {"type-specialized": "type-changed"}


@pytest.mark.parametrize("case", NARROWED, ids=lambda case: case[2])
def test_what_narrows_one_way_widens_the_other(case):
    base, revision, narrowed, request, response, widened, back_request, back_response = case

    in_request = REQUEST_NAMES.get(narrowed, narrowed)
    assert rules(base, revision, Direction.REQUEST)[in_request] == request
    assert rules(base, revision, Direction.RESPONSE)[narrowed] == response
    assert rules(revision, base, Direction.REQUEST)[widened] == back_request
    assert rules(revision, base, Direction.RESPONSE)[widened] == back_response


@pytest.mark.parametrize("case", BOTH_WAYS, ids=lambda case: case[2])
def test_what_goes_both_ways(case):
    base, revision, rule, request, response = case

    assert rules(base, revision, Direction.REQUEST)[rule] == request
    assert rules(base, revision, Direction.RESPONSE)[rule] == response


THE_SAME = [
    (objects(a=STRING, b=STRING), {"allOf": [objects(a=STRING)], **objects(b=STRING)}),
    (objects("a", a=STRING), {"allOf": [objects(a=STRING), {"required": ["a"]}]}),
    ({"type": ["string", "null"]}, {"oneOf": [STRING, {"type": "null"}]}),
    ({"anyOf": [{"type": "null"}, STRING]}, {"oneOf": [STRING, {"type": "null"}]}),
    ({"type": ["string", "integer"]}, {"anyOf": [STRING, INTEGER]}),
    ({"const": "a"}, {"enum": ["a"]}),
    ({"type": "integer", "maximum": 9}, {"type": "integer", "exclusiveMaximum": 10}),
    ({"minimum": 3, "exclusiveMinimum": True}, {"exclusiveMinimum": 3}),
    ({"minLength": 0}, {}),
    (arrays(items=[STRING], additionalItems=INTEGER), arrays(prefixItems=[STRING], items=INTEGER)),
    ({"dependencies": {"a": ["b"]}}, {"dependentRequired": {"a": ["b"]}}),
    ({"enum": [1, "b"]}, {"enum": ["b", 1.0]}),
    ({"title": "a", "description": "b", "examples": [1], "x-a": 1}, {"$comment": "c"}),
    (objects(), objects(closed=True)),
    ({"if": STRING}, {}),
    ({"$ref": "https://example.org/a.json"}, {"$ref": "https://example.org/a.json", "title": "a"}),
    ({"$ref": "#/$defs/A", "$defs": {"A": STRING}}, {"allOf": [STRING]}),
    ({"anyOf": [objects(a=STRING), STRING]}, {"anyOf": [STRING, objects(a=STRING)]}),
    ({"not": STRING}, {"allOf": [{"not": STRING}, {"not": STRING}]}),
    ({"propertyNames": STRING}, {"allOf": [{"propertyNames": STRING}, {"propertyNames": STRING}]}),
    (arrays(contains=STRING), arrays(allOf=[{"contains": STRING}, {"contains": STRING}])),
    (
        arrays(allOf=[{"contains": STRING, "maxContains": most} for most in (2, 3)]),
        arrays(allOf=[{"contains": STRING, "maxContains": most} for most in (5, 2)]),
    ),
]


@pytest.mark.parametrize(("base", "revision"), THE_SAME)
@pytest.mark.parametrize("direction", Direction)
def test_what_means_the_same_is_no_difference(base, revision, direction):
    assert compared(base, revision, direction) == []
    assert compared(revision, base, direction) == []


def test_nullable_counts_in_openapi_30_and_is_an_unknown_keyword_elsewhere():
    nullable = {"type": "string", "nullable": True}

    assert rules(STRING, nullable, dialect=Dialect.OPENAPI_30) == {"became-nullable": ADDITIVE}
    assert rules(nullable, STRING, dialect=Dialect.OPENAPI_30) == {"became-not-nullable": BREAKING}
    assert rules(STRING, nullable) == {"keyword-changed": RISKY}
    reference = {"allOf": [STRING], "nullable": True}
    assert rules(nullable, reference, dialect=Dialect.OPENAPI_30) == {}


def test_what_stands_beside_a_reference_counts_only_outside_openapi_30():
    base = {"properties": {"a": {"$ref": "#/d"}}, "d": STRING}
    revision = {"properties": {"a": {"$ref": "#/d", "enum": ["x"]}}, "d": STRING}

    assert rules(base, revision, dialect=Dialect.OPENAPI_30) == {}
    assert rules(base, revision) == {"became-enum": BREAKING}


def test_what_is_read_only_touches_no_request_and_what_is_write_only_no_response():
    for keyword, mute, loud in (
        ("readOnly", Direction.REQUEST, Direction.RESPONSE),
        ("writeOnly", Direction.RESPONSE, Direction.REQUEST),
    ):
        base = objects(a={**objects(b=STRING), keyword: True})
        revision = objects(a={**objects(b=INTEGER), keyword: True})
        assert rules(base, revision, mute) == {"type-changed": NONE}
        assert rules(base, revision, loud) == {"type-changed": BREAKING}


def test_a_change_says_where_it_is_and_what_was_there():
    base = objects(lines=arrays(items=objects("price", price=NUMBER)))
    revision = objects(lines=arrays(items=objects("price", price=STRING)))

    (change,) = compared(base, revision)

    assert change.property == ("lines", "[]", "price")
    assert (change.before, change.after, change.gone) == ("number", "string", False)
    assert change.node.pointer == (
        "properties", "lines", "items", "properties", "price", "type",
    )  # fmt: skip


def test_what_is_gone_stands_in_the_base():
    (change,) = compared(objects("a", a=STRING), objects(), Direction.RESPONSE)

    assert (change.rule, change.gone, change.required) == ("property-removed", True, True)
    assert change.node.pointer == ("properties", "a")


def test_every_place_where_a_shared_schema_is_used_is_named():
    base = {**objects(a={"$ref": "#/$defs/A"}, b={"$ref": "#/$defs/A"}), "$defs": {"A": STRING}}
    revision = {**base, "$defs": {"A": INTEGER}}

    assert {change.property for change in compared(base, revision)} == {("a",), ("b",)}


def test_schemas_in_themselves_are_compared_to_the_end():
    tree = objects(left={"$ref": "#/$defs/T"}, value=STRING)
    base = {"$ref": "#/$defs/T", "$defs": {"T": tree}}
    revision = {
        "$ref": "#/$defs/T",
        "$defs": {"T": objects(left={"$ref": "#/$defs/T"}, value=INTEGER)},
    }

    assert ("value",) in {change.property for change in compared(base, revision)}


def test_alternatives_are_told_by_their_references_and_titles():
    defs = {"A": objects(a=STRING), "B": objects(b=STRING)}
    base = {"oneOf": [{"$ref": "#/$defs/A"}, {"$ref": "#/$defs/B"}], "$defs": defs}
    revision = {
        "oneOf": [{"$ref": "#/$defs/B"}, {"$ref": "#/$defs/A"}],
        "$defs": {**defs, "A": objects(a=INTEGER)},
    }

    found = rules(base, revision, dialect=Dialect.OPENAPI_30)
    assert found == {"type-changed": BREAKING}


def test_alternatives_that_a_constant_tells_apart_do_not_overlap():
    def alternative(kind):
        return objects("kind", kind={"const": kind})

    base = {"oneOf": [alternative("a"), alternative("b")]}
    revision = {"oneOf": [alternative("a"), alternative("b"), alternative("c")]}

    assert rules(base, revision) == {"one-of-added": ADDITIVE}


def test_what_an_object_allows_besides_holds_for_what_it_no_longer_declares():
    base = objects(a=STRING, closed=INTEGER)
    revision = objects(closed=INTEGER)

    assert rules(base, revision)["type-changed"] == BREAKING


def test_a_schema_where_none_stood_narrows_what_went():
    assert rules({}, objects("a", a=STRING)) == {
        "type-changed": BREAKING, "property-added": BREAKING,
    }  # fmt: skip
