import json

import pytest

from relplan.contracts import Options, Version, compare
from relplan.contracts.bounds import Budget, UnreadableError
from relplan.contracts.json_schema.contract import ANALYZER
from relplan.model.contract_source import Compatibility
from relplan.model.finding import Severity

DRAFT = "https://json-schema.org/draft/2020-12/schema"
STRING, INTEGER = {"type": "string"}, {"type": "integer"}


def version(**files):
    contents = {
        f"{name.replace('_', '.')}.json": json.dumps(value, indent=1).encode()
        for name, value in files.items()
    }
    return Version(contents, tuple(sorted(contents)))


def order(price, **more):
    lines = {"type": "array", "items": {"properties": {"price": price}}}
    return {"$schema": DRAFT, "title": "Order", "properties": {"lines": lines}, **more}


def found(base, revision, compatibility=Compatibility.BACKWARD):
    findings = compare(ANALYZER, base, revision, Options(compatibility=compatibility))
    return [(finding.rule, str(finding.severity), finding.part) for finding in findings]


def test_a_part_is_the_way_to_the_property_under_the_title():
    base, revision = version(o_schema=order(INTEGER)), version(o_schema=order(STRING))

    (finding,) = compare(ANALYZER, base, revision, Options())

    assert (finding.rule, finding.part) == ("type-changed", "Order.lines.price")
    assert (finding.path, finding.line) == ("o.schema.json", 10)
    said = "the type is another one ('string', was 'integer')"
    assert finding.text.startswith(f"'lines[].price' in 'Order': {said}: ")


@pytest.mark.parametrize(
    ("compatibility", "narrowed", "widened"),
    [
        (Compatibility.BACKWARD, "breaking", "additive"),
        (Compatibility.FORWARD, "additive", "breaking"),
        (Compatibility.FULL, "breaking", "breaking"),
    ],
)
def test_compatibility_says_which_way_versions_must_agree(compatibility, narrowed, widened):
    wide, narrow = version(o=order({"type": "number"})), version(o=order(INTEGER))

    assert {severity for _, severity, _ in found(wide, narrow, compatibility)} >= {narrowed}
    assert {severity for _, severity, _ in found(narrow, wide, compatibility)} >= {widened}


@pytest.mark.parametrize(
    ("wide", "narrow", "narrowed", "widened"),
    [
        ({}, {"maximum": 9}, "max-set", "max-unset"),
        ({}, {"minimum": 9}, "min-set", "min-unset"),
        ({}, {"maxLength": 9}, "max-length-set", "max-length-unset"),
        ({}, {"minItems": 1}, "min-items-set", "min-items-unset"),
        ({}, {"pattern": "^a"}, "pattern-added", "pattern-removed"),
        ({"enum": ["a", "b"]}, {"enum": ["a"]}, "enum-value-removed", "enum-value-added"),
        ({}, {"enum": ["a"]}, "became-enum", "enum-removed"),
        (
            {"properties": {}},
            {"properties": {}, "additionalProperties": False},
            "additional-properties-closed",
            "additional-properties-opened",
        ),
        (
            {"properties": {"a": {}, "b": {}}, "additionalProperties": False},
            {"properties": {"a": {}}, "additionalProperties": False},
            "property-removed",
            "property-added",
        ),
        ({}, {"prefixItems": [STRING]}, "prefix-items-added", "prefix-items-removed"),
        (
            {"prefixItems": [STRING, INTEGER], "items": False},
            {"prefixItems": [STRING], "items": False},
            "prefix-items-removed",
            "prefix-items-added",
        ),
    ],
)
def test_each_direction_breaks_what_the_other_allows(wide, narrow, narrowed, widened):
    old, new = version(o=order(wide)), version(o=order(narrow))
    for base, revision, rule, breaks, allows in (
        (old, new, narrowed, Compatibility.BACKWARD, Compatibility.FORWARD),
        (new, old, widened, Compatibility.FORWARD, Compatibility.BACKWARD),
    ):
        assert {name: how for name, how, _ in found(base, revision, breaks)}[rule] == "breaking"
        assert "breaking" not in {how for _, how, _ in found(base, revision, allows)}
        told = [how for name, how, _ in found(base, revision, None) if name == rule]
        assert told == ["breaking"]


@pytest.mark.parametrize(
    ("base", "revision"),
    [
        ({}, {"prefixItems": [{}]}),
        ({"enum": ["a1"]}, {"enum": ["a1"], "pattern": "^a"}),
        ({"type": "integer", "minimum": 0, "maximum": 9},
         {"type": "integer", "minimum": 0, "maximum": 9, "format": "int32"}),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_constraint_is_none(base, revision):
    for one, other in ((base, revision), (revision, base)):
        severities = {how for _, how, _ in found(version(o=order(one)), version(o=order(other)))}
        assert severities <= {"none"}


def test_a_pattern_that_is_another_one_breaks_both_ways():
    base, revision = version(o=order({"pattern": "^a"})), version(o=order({"pattern": "^b"}))
    for compatibility in Compatibility:
        assert [how for _, how, _ in found(base, revision, compatibility)] == ["breaking"]


def test_one_difference_is_one_finding_that_says_who_minds():
    base, revision = version(o=order(STRING)), version(o=order(INTEGER))
    (finding,) = compare(ANALYZER, base, revision, Options())
    assert finding.text.endswith(
        "what is written as before may be refused and who reads as before may receive what it"
        " cannot read"
    )
    (finding,) = compare(ANALYZER, version(o=order({"type": "number"})), revision, Options())
    assert (finding.rule, str(finding.severity)) == ("type-changed", "breaking")
    assert finding.text.endswith(": what is written as before may be refused")


def test_files_that_come_and_go():
    one, two = version(a=order(STRING)), version(a=order(STRING), b={"$id": "x/B.json"})

    assert found(one, two) == [("schema-added", "additive", "B")]
    assert found(two, one) == [("schema-removed", "breaking", "B")]


def test_the_only_file_may_be_called_otherwise():
    assert found(version(a=order(STRING)), version(b=order(INTEGER))) == [
        ("type-changed", "breaking", "Order.lines.price")
    ]


def test_a_file_of_definitions_is_as_many_schemas():
    base = version(common_schema={"$defs": {"A": STRING, "B": STRING}})
    revision = version(common_schema={"$defs": {"A": INTEGER, "C": STRING}})

    assert set(found(base, revision)) == {
        ("schema-removed", "breaking", "common.B"),
        ("type-changed", "breaking", "common.A"),
        ("schema-added", "additive", "common.C"),
    }


def test_references_lead_into_other_files():
    def files(price):
        contents = version(o_schema=order({"$ref": "money.json"}), money={"oneOf": [price]}).files
        return Version(contents, ("o.schema.json",))

    (finding,) = compare(ANALYZER, files(INTEGER), files(STRING), Options())
    assert (finding.path, finding.part) == ("money.json", "Order.lines.price")
    assert ANALYZER.references("o.schema.json", files(STRING).files["o.schema.json"]) == [
        "money.json"
    ]


def test_what_cannot_be_read_is_unknown_and_the_rest_goes_on():
    base = version(a=order(STRING), b=order(STRING))
    revision = Version({**version(a=order(INTEGER)).files, "b.json": b"{"}, base.roots)

    assert {severity for _, severity, _ in found(base, revision)} == {"breaking", "unknown"}


def test_the_bound_is_told_with_what_was_found_until_then():
    base, revision = version(a=order(STRING)), version(a=order(INTEGER))

    (finding,) = compare(ANALYZER, base, revision, Options(), Budget(3))
    assert (finding.rule, finding.severity) == ("bound-reached", Severity.UNKNOWN)


@pytest.mark.parametrize(
    ("path", "value", "name"),
    [
        ("a/order.schema.json", {"type": "object"}, "order"),
        ("a/order.json", {"$schema": "http://json-schema.org/draft-07/schema#"}, "order"),
        ("a/x.json", {"$schema": DRAFT, "$id": "https://example.org/order.schema.json"}, "order"),
        ("a/x.json", {"$schema": DRAFT, "title": "order"}, "order"),
    ],
)
def test_a_schema_is_known_by_its_name_or_by_its_draft(path, value, name):
    surface = ANALYZER.surface(path, json.dumps(value).encode())

    assert ANALYZER.is_file(path)
    assert surface is not None
    assert surface.name == name
    assert name in surface.parts


@pytest.mark.parametrize(
    "content",
    [b"{}", b'{"type": "object"}', b'{"$schema": "https://json.schemastore.org/x"}', b"[]", b"{",
     b'{"a": "https://json-schema.org/", '],
)  # fmt: skip
def test_other_json_is_no_schema(content):
    assert ANALYZER.surface("a/x.json", content) is None


def test_a_schema_by_name_that_cannot_be_read_is_told():
    with pytest.raises(UnreadableError):
        ANALYZER.surface("a.schema.json", b"{")


def test_the_surface_names_all_properties_once():
    value = order(STRING, **{"$defs": {"A": {"properties": {"self": {"$ref": "#/$defs/A"}}}}})
    value["properties"]["a"] = {"oneOf": [{"$ref": "#/$defs/A"}, {"type": "string"}]}

    surface = ANALYZER.surface("o.schema.json", json.dumps(value).encode())

    assert surface is not None
    assert set(surface.parts) == {
        "Order", "Order.lines", "Order.lines.price", "Order.a", "Order.a.self",
    }  # fmt: skip


def test_uses_cannot_be_seen():
    surface = ANALYZER.surface("o.schema.json", json.dumps(order(STRING)).encode())

    assert surface is not None
    assert list(ANALYZER.uses("a.py", b"order.lines.price", surface)) == []


@pytest.mark.parametrize(
    ("base", "revision", "rule"),
    [
        (
            {"if": {"const": 1}, "then": {"maximum": 9}},
            {"if": {"const": 2}, "then": {"maximum": 9}},
            "if-changed",
        ),
        (
            {"properties": {"a": {}}, "unevaluatedProperties": False},
            {"allOf": [{"properties": {"a": {}}}, {"unevaluatedProperties": False}]},
            "unevaluated-properties-changed",
        ),
    ],
)
def test_what_nobody_can_tell_is_unknown_and_not_merely_risky(base, revision, rule):
    def severities(before, after):
        return {
            one: severity
            for one, severity, _ in found(
                version(o={"$schema": DRAFT, **before}), version(o={"$schema": DRAFT, **after})
            )
        }

    assert severities(base, revision)[rule] == "unknown"
    assert rule not in severities(base, base)
