"""Input that wants to hang or crash the comparison."""

import pytest

from relplan.contracts.bounds import BoundReachedError, Budget
from relplan.contracts.kind import Version
from relplan.contracts.references import References
from relplan.contracts.schemas.change import Direction
from relplan.contracts.schemas.compare import compare_schemas
from relplan.contracts.schemas.shape import Dialect, Sides
from tests.contracts.schemas.comparing import compared


def from_text(base: str, revision: str, budget: Budget | None = None):
    budget = budget or Budget()
    sides = [
        References(Version({"s.yaml": text.encode()}, ("s.yaml",)), budget)
        for text in (base, revision)
    ]
    roots = [side.root("s.yaml") for side in sides]
    return compare_schemas(*roots, Direction.REQUEST, Sides(*sides, budget, Dialect.JSON_SCHEMA))


def test_a_reference_in_a_circle_is_unknown():
    circle = {
        "$ref": "#/$defs/A",
        "$defs": {"A": {"$ref": "#/$defs/B"}, "B": {"$ref": "#/$defs/A"}},
    }

    assert {change.severity for change in compared(circle, {"type": "string"})} == {"unknown"}


def test_a_schema_that_must_satisfy_itself_is_unknown():
    found = compared({"type": "string"}, {"type": "integer", "allOf": [{"$ref": "#"}]})

    assert {change.rule for change in found} == {"unreadable", "type-changed"}


def test_what_cannot_be_read_in_one_place_hides_nothing_elsewhere():
    base = {"properties": {"a": {"$ref": "#/none"}, "b": {"type": "string"}}}
    revision = {"properties": {"a": {"$ref": "#/no"}, "b": {"type": "integer"}}}

    found = {change.property: change.severity for change in compared(base, revision)}
    assert found == {("a",): "unknown", ("b",): "breaking"}


@pytest.mark.parametrize("ref", ["#/no", "raml-util/m.schema", "https://example.org/a.json"])
def test_what_leads_nowhere_on_both_sides_is_the_same(ref):
    base = {"properties": {"a": {"$ref": ref}, "b": {"type": "string"}}}
    revision = {"properties": {"a": {"$ref": ref}, "b": {"type": "integer"}}}
    assert [change.property for change in compared(base, revision)] == [("b",)]


@pytest.mark.parametrize("keyword", ["properties", "anyOf", "enum"])
def test_an_alias_bomb_is_compared_as_small_as_it_is_written(keyword):
    forms = {
        "properties": "{{properties: {{a: *{0}, b: *{0}, c: *{0}}}}}",
        "anyOf": "{{anyOf: [*{0}, *{0}, {{type: array, items: *{0}}}]}}",
        "enum": "{{enum: [*{0}, *{0}, *{0}]}}",
    }
    lines = ["x0: &x0 {type: %s}"]
    lines += [f"x{i}: &x{i} {forms[keyword].format(f'x{i - 1}')}" for i in range(1, 11)]
    text = "\n".join((*lines, "properties: {p: *x10}"))

    assert from_text(text % "string", text % "integer")


def test_deep_nesting_ends_in_differences_or_unknown():
    for keyword in ("not", "items", "anyOf", "allOf", "if"):
        value, other = {"type": "string"}, {"type": "integer"}
        for _ in range(120):
            below = [value, {"type": "array"}], [other, {"type": "array"}]
            if keyword in ("anyOf", "allOf"):
                value, other = {keyword: below[0]}, {keyword: below[1]}
            else:
                value, other = {keyword: value, "then": False}, {keyword: other, "then": False}
        severities = {change.severity for change in compared(value, other)}
        assert severities & {"breaking", "risky", "unknown"}


def test_all_schemas_in_all_others_end_soon():
    names = [f"S{i}" for i in range(60)]

    def file(kind):
        whole = {
            name: {"properties": {n: {"$ref": f"#/$defs/{n}"} for n in names}} for name in names
        }
        whole["S59"] = {"properties": {**whole["S59"]["properties"], "x": {"type": kind}}}
        return {"$ref": "#/$defs/S0", "$defs": whole}

    found = compared(file("string"), file("integer"))
    assert {change.rule for change in found} == {"type-changed"}


def test_a_pattern_that_takes_years_is_never_run():
    def schema(kind):
        return {
            "properties": {"a" * 60 + "!": {"type": kind}},
            "patternProperties": {"^(a+)+$": {"type": kind}},
            "additionalProperties": False,
        }

    assert compared(schema("string"), schema("integer"))


def test_the_budget_is_kept():
    with pytest.raises(BoundReachedError):
        from_text("{properties: {a: {type: string}}}", "{properties: {a: {}}}", Budget(5))


@pytest.mark.parametrize(
    "value", [None, 3, "text", [], {"type": 3}, {"properties": []}, {"$ref": 3}]
)
def test_what_is_no_schema_is_told(value):
    assert compared({"type": "string", "properties": {"a": {}}}, value)
