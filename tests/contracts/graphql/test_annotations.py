"""What graphql-core passes over: defaults of non-null values, @oneOf, federation's directives."""

import pytest
from graphql import build_schema, find_breaking_changes, find_dangerous_changes

from relplan.model.finding import Severity

from .helpers import findings, rules, version

B, R, A, U = Severity.BREAKING, Severity.RISKY, Severity.ADDITIVE, Severity.UNKNOWN
QUERY = "type Query { a: String i: Int f: Float d: ID } "
ENTITY = (
    QUERY + 'type T @key(fields: "id org { id }") { id: ID org: Org b: Int } type Org { id: ID }'
)
CASES = [
    # (base, revision, there, back): what a step there finds, and the step back
    (
        "type T { a(x: Int! = 1): Int }",
        "type T { a(x: Int!): Int }",
        {"required-arg-default-removed": B},
        {"arg-default-value-added": A},
    ),
    (
        "type T { a(x: Int = 1): Int }",
        "type T { a(x: Int): Int }",
        {"arg-default-value-change": R},
        {"arg-default-value-added": A},
    ),
    (
        "type T { a(x: Int! = 1): Int }",
        "type T { a(x: Int! = 2): Int }",
        {"arg-default-value-change": R},
        {"arg-default-value-change": R},
    ),
    (
        "input I { a: Int! = 1 }",
        "input I { a: Int! }",
        {"required-input-field-default-removed": B},
        {"input-field-default-value-added": A},
    ),
    (
        "input I { a: Int = 1 }",
        "input I { a: Int }",
        {"input-field-default-value-change": R},
        {"input-field-default-value-added": A},
    ),
    (
        "directive @d(x: Int! = 1) on FIELD",
        "directive @d(x: Int!) on FIELD",
        {"required-arg-default-removed": B},
        {"arg-default-value-added": A},
    ),
    (
        "input I { a: Int b: Int }",
        "input I @oneOf { a: Int b: Int }",
        {"one-of-added": B},
        {"one-of-removed": A},
    ),
    (
        "input I { a: Int! }",
        "input I @oneOf { a: Int }",
        {"field-changed-kind-safe": A},
        {"one-of-removed": A, "field-changed-kind": B},
    ),
    (
        "input I { a: Int! = 1 }",
        "input I @oneOf { a: Int }",
        {"one-of-added": B, "input-field-default-value-change": R},
        {"one-of-removed": A, "field-changed-kind": B},
    ),
    (
        "input I @oneOf { a: Int }",
        "input I @oneOf { a: Int b: Int }",
        {"optional-input-field-added": R},
        {"field-removed": B},
    ),
    (
        "interface M { a: Int } interface N { a: Int }",
        "interface M { a: Int } interface N implements M { a: Int }",
        {"implemented-interface-added": R},
        {"implemented-interface-removed": B},
    ),
    ("type T { a: Int }", 'type T { a: Int @deprecated(reason: "old") }', {}, {}),
    ("enum E { A B }", "enum E { A B @deprecated }", {}, {}),
    ("input I { a: Int }", "input I { a: Int @deprecated }", {}, {}),
    (
        "enum E { A B @deprecated }",
        "enum E { A }",
        {"value-removed-from-enum": B},
        {"value-added-to-enum": R},
    ),
]


@pytest.mark.parametrize(("base", "revision", "there", "back"), CASES)
def test_rules_there_and_back(
    base: str, revision: str, there: dict[str, Severity], back: dict[str, Severity]
) -> None:
    assert rules(QUERY + base, QUERY + revision) == there
    assert rules(QUERY + revision, QUERY + base) == back


@pytest.mark.parametrize(("base", "revision", "there", "back"), CASES)
def test_nothing_is_milder_than_graphql_core_has_it(
    base: str, revision: str, there: dict[str, Severity], back: dict[str, Severity]
) -> None:
    for old, new, said in ((base, revision, there), (revision, base, back)):
        schemas = build_schema(QUERY + old), build_schema(QUERY + new)
        breaking = {_rule(change.type.name) for change in find_breaking_changes(*schemas)}
        dangerous = {_rule(change.type.name) for change in find_dangerous_changes(*schemas)}
        assert breaking <= {rule for rule, severity in said.items() if severity is B}
        ours = {rule for rule, severity in said.items() if severity in (B, R)}
        stricter = {
            rule.replace("required-", "").replace("removed", "value-change") for rule in ours
        }
        assert dangerous <= ours | stricter


def _rule(name: str) -> str:
    return name.lower().replace("_", "-")


FEDERATED = [
    # (what of the entity, becomes what, there, back)
    ('@key(fields: "id org { id }")', '@key(fields: "org { id }, id")', {}, {}),
    (
        '@key(fields: "id org { id }")',
        '@key(fields: "id")',
        {"key-removed": B, "key-added": A},
        {"key-removed": B, "key-added": A},
    ),
    (
        '@key(fields: "id org { id }")',
        '@key(fields: "id org { id }") @key(fields: "id")',
        {"key-added": A},
        {"key-removed": B},
    ),
    (
        '@key(fields: "id org { id }")',
        '@key(fields: "id org { id }") @key(fields: "id", resolvable: false)',
        {},
        {},
    ),
    (
        '@key(fields: "id org { id }")',
        '@key(fields: "id org { id }") @tag(name: "internal")',
        {"tag-changed": R},
        {"tag-changed": R},
    ),
    ("b: Int", "b: Int @inaccessible", {"inaccessible-added": B}, {"inaccessible-removed": A}),
    ("b: Int", "b: Int @shareable", {}, {"shareable-removed": U}),
    ("b: Int", "b: Int @external", {"external-added": U}, {"external-removed": A}),
    ("id: ID org", "id: ID @external org", {}, {}),
    ("b: Int", 'b: Int @requires(fields: "org { id }")', {"requires-changed": R}, {}),
]


@pytest.mark.parametrize(("old", "new", "there", "back"), FEDERATED)
def test_federation_there_and_back(
    old: str, new: str, there: dict[str, Severity], back: dict[str, Severity]
) -> None:
    link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: {}) '
    names = '["@key", "@tag", "@inaccessible", "@shareable", "@external", "@requires"]'
    for head in ("", link.format(names)):
        base, revision = head + ENTITY, head + ENTITY.replace(old, new)
        assert base != revision
        assert rules(base, revision) == there
        assert rules(revision, base) == back


def test_a_key_is_met_by_those_who_refer_to_the_entity() -> None:
    base = ENTITY.replace("b: Int", "b: Int t: T") + " extend type Query { t: T }"
    (found,) = findings(base, base.replace('@key(fields: "id org { id }")', ""))
    assert (found.part, found.touches) == ("T.@key", ("Query._entities",))


def test_all_fields_shareable_are_as_good_as_the_type() -> None:
    base = QUERY + 'type T @key(fields: "id") @shareable { id: ID b: Int }'
    spread = QUERY + 'type T @key(fields: "id") { id: ID @shareable b: Int @shareable }'
    assert rules(base, spread) == rules(spread, base) == {}
    half = spread.replace("b: Int @shareable", "b: Int")
    assert [(f.rule, f.part) for f in findings(base, half)] == [("shareable-removed", "T.b")]


def test_other_names_for_the_same() -> None:
    link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: {}) '
    one = link.format('["@key"]') + QUERY + 'type T @key(fields: "d") { d: ID }'
    other = link.format('[{name: "@key", as: "@id"}]') + QUERY + 'type T @id(fields: "d") { d: ID }'
    full = link.format("[]") + QUERY + 'type T @federation__key(fields: "d") { d: ID }'
    assert rules(one, other) == rules(other, full) == rules(full, one) == {}
    assert rules(one, one.replace(' @key(fields: "d")', "")) == {"key-removed": B}


def test_a_directive_of_the_teams_own_means_nothing() -> None:
    base = QUERY + 'directive @tag(name: String) on OBJECT type T @tag(name: "x") { a: Int }'
    assert rules(base, base.replace('"x"', '"y"')) == {}


def test_a_type_that_goes_is_said_once() -> None:
    assert rules(ENTITY, QUERY) == {"type-removed": B}


def test_files_that_extend_say_the_same() -> None:
    whole = version(QUERY + 'type T @key(fields: "a") @key(fields: "b") { a: ID b: ID }')
    parts = version(
        'extend type T @key(fields: "b") { b: ID }', QUERY, 'type T @key(fields: "a") { a: ID }'
    )
    assert rules(whole, parts) == rules(parts, whole) == {}
    inputs = version(QUERY + "input I { a: Int b: Int }", "extend input I @oneOf")
    assert rules(version(QUERY + "input I { a: Int b: Int }"), inputs) == {"one-of-added": B}
