import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplan.contracts.kind import EMPTY
from relplan.model.finding import Finding, Severity, verdict

from .helpers import findings, rules, version

B, R, A, U = Severity.BREAKING, Severity.RISKY, Severity.ADDITIVE, Severity.UNKNOWN
QUERY = "type Query { a: String i: Int f: Float d: ID } "
"""Refers to all standard scalars, so that they are neither added nor removed."""
CASES = [
    # (base, revision, there, back): what a step there finds, and the step back
    ("", "type T { a: Int }", {"type-added": A}, {"type-removed": B}),
    ("type T { a: Int }", "input T { a: Int }", {"type-changed-kind": B}, {"type-changed-kind": B}),
    ("type T { a: Int }", "type T { a: Int b: Int }", {"field-added": A}, {"field-removed": B}),
    (
        "type T { a: Int b: Int @deprecated }",
        "type T { a: Int }",
        {"field-removed": B},
        {"field-added": A},
    ),
    (
        "type T { a: Int }",
        "type T { a: Int! }",
        {"field-changed-kind-safe": A},
        {"field-changed-kind": B},
    ),
    (
        "input I { a: Int! }",
        "input I { a: Int }",
        {"field-changed-kind-safe": A},
        {"field-changed-kind": B},
    ),
    (
        "type T { a: Int }",
        "type T { a: [Int] }",
        {"field-changed-kind": B},
        {"field-changed-kind": B},
    ),
    (
        "type T { a: Int }",
        "type T { a(x: Int): Int }",
        {"optional-arg-added": R},
        {"arg-removed": B},
    ),
    (
        "type T { a: Int }",
        "type T { a(x: Int!): Int }",
        {"required-arg-added": B},
        {"arg-removed": B},
    ),
    (
        "type T { a: Int }",
        "type T { a(x: Int! = 1): Int }",
        {"optional-arg-added": R},
        {"arg-removed": B},
    ),
    (
        "type T { a(x: Int!): Int }",
        "type T { a(x: Int): Int }",
        {"arg-changed-kind-safe": A},
        {"arg-changed-kind": B},
    ),
    (
        "type T { a(x: Int): Int }",
        "type T { a(x: Int = 1): Int }",
        {"arg-default-value-added": A},
        {"arg-default-value-change": R},
    ),
    (
        "type T { a(x: Int = 2): Int }",
        "type T { a(x: Int = 1): Int }",
        {"arg-default-value-change": R},
        {"arg-default-value-change": R},
    ),
    (
        "input I { a: Int }",
        "input I { a: Int b: Int }",
        {"optional-input-field-added": R},
        {"field-removed": B},
    ),
    (
        "input I { a: Int }",
        "input I { a: Int b: Int! }",
        {"required-input-field-added": B},
        {"field-removed": B},
    ),
    (
        "input I { a: Int }",
        "input I { a: Int = 1 }",
        {"input-field-default-value-added": A},
        {"input-field-default-value-change": R},
    ),
    ("enum E { A }", "enum E { A B }", {"value-added-to-enum": R}, {"value-removed-from-enum": B}),
    (
        "type S { a: Int } type T { a: Int } union U = S",
        "type S { a: Int } type T { a: Int } union U = S | T",
        {"type-added-to-union": R},
        {"type-removed-from-union": B},
    ),
    (
        "interface N { a: Int } type T { a: Int }",
        "interface N { a: Int } type T implements N { a: Int }",
        {"implemented-interface-added": R},
        {"implemented-interface-removed": B},
    ),
    ("", "directive @d on FIELD", {"directive-added": A}, {"directive-removed": B}),
    (
        "directive @d on FIELD",
        "directive @d on FIELD | QUERY",
        {"directive-location-added": A},
        {"directive-location-removed": B},
    ),
    (
        "directive @d on FIELD",
        "directive @d repeatable on FIELD",
        {"directive-repeatable-added": A},
        {"directive-repeatable-removed": B},
    ),
    (
        "directive @d on FIELD",
        "directive @d(x: Int) on FIELD",
        {"optional-directive-arg-added": A},
        {"directive-arg-removed": B},
    ),
    (
        "directive @d on FIELD",
        "directive @d(x: Int!) on FIELD",
        {"required-directive-arg-added": B},
        {"directive-arg-removed": B},
    ),
    (
        "schema { query: Query } type M { a: Int }",
        "schema { query: Query mutation: M } type M { a: Int }",
        {"root-type-added": A},
        {"root-type-removed": B},
    ),
    (
        "schema { query: Query } type Q { a: String }",
        "schema { query: Q } type Q { a: String }",
        {"root-type-changed": B},
        {"root-type-changed": B},
    ),
    (
        "type T { a: X }",
        "type T { a: X } type X { b: Int }",
        {"type-added": A},
        {"type-not-defined": U},
    ),
    ("type T { a: X }", "type T { a: X } scalar X", {}, {}),
    (
        '"Old" type T { "Old" a("Old" x: Int): Int }',
        '"New" type T { "New" a("New" x: Int): Int }',
        {},
        {},
    ),
    ("type T { a: Int }", "type T { a: Int @deprecated }", {}, {}),
]


@pytest.mark.parametrize(("base", "revision", "there", "back"), CASES)
def test_rules_there_and_back(
    base: str, revision: str, there: dict[str, Severity], back: dict[str, Severity]
) -> None:
    assert rules(QUERY + base, QUERY + revision) == there
    assert rules(QUERY + revision, QUERY + base) == back


def test_a_removed_standard_scalar_is_named_as_graphql_js_does() -> None:
    found = findings("type Query { a: String f: Float }", "type Query { a: String f: String }")
    assert {(f.rule, f.part) for f in found} == {
        ("type-removed", "Float"),
        ("field-changed-kind", "Query.f"),
    }


def only(base: str, revision: str) -> Finding:
    (found,) = findings(base, revision)
    return found


SHOP = """
type Query { orders(first: Int): [Order] me: User node: Node }
type Mutation { place(order: OrderInput): Order }
type Order implements Node { id: ID lines(after: Int): [Line] state: State }
type Line { product: Product total: Int }
type User { id: ID name: String }
type Card { no: ID } type Voucher { no: ID } union Product = Card
input OrderInput { ids: [ID] note: Note } input Note { text: String }
interface Node { id: ID }
enum State { OPEN SENT }
directive @d(x: Int, y: Int) on FIELD
"""


@pytest.mark.parametrize(
    ("old", "new", "part", "touches"),
    [
        ("first: Int", "first: Float", "Query.orders.first", ()),
        (
            "total: Int",
            "total: Float",
            "Line.total",
            ("Mutation.place", "Query.node", "Query.orders"),
        ),
        (
            "after: Int",
            "after: Float",
            "Order.lines.after",
            ("Mutation.place", "Query.node", "Query.orders"),
        ),
        ("text: String", "text: Float", "Note.text", ("Mutation.place",)),
        ("OPEN ", "", "State.OPEN", ("Mutation.place", "Query.node", "Query.orders")),
        ("name: String", "", "User.name", ("Query.me",)),
        ("= Card", "= Voucher | Card", "Product", ("Mutation.place", "Query.node", "Query.orders")),
        (
            "implements Node",
            "",
            "Order",
            ("Mutation.place", "Query.node", "Query.orders"),
        ),
        ("(x: Int, y: Int)", "(x: Int)", "@d.y", ()),
        ("on FIELD", "on QUERY | FIELD", "@d", ()),
    ],
)
def test_part_and_touches(old: str, new: str, part: str, touches: tuple[str, ...]) -> None:
    base = SHOP + "type Other { f: Float s: String i: Int }"
    found = [f for f in findings(base, base.replace(old, new)) if f.rule != "type-added"]
    assert [(f.part, f.touches) for f in found] == [(part, touches)]


def test_a_removed_type_touches_the_roots_that_reached_it() -> None:
    revision = SHOP.replace("me: User", "").replace("type User { id: ID name: String }", "")
    found = {f.part: f for f in findings(SHOP, revision)}
    assert found["User"].touches == ("Query.me",)


def test_very_many_root_fields_are_told_by_their_types() -> None:
    fields = " ".join(f"f{n}: A" for n in range(501))
    base = f"type Query {{ {fields} i: Int }} type Mutation {{ m: A }} type A {{ b: Int c: Int }}"
    assert only(base, base.replace("c: Int", "")).touches == ("Mutation", "Query")


def test_lines_are_those_of_the_revision_else_of_the_base() -> None:
    base = "type Query {\n a: Int\n}\n\ntype Gone {\n b: Int\n}"
    revision = 'type Query {\n "New"\n a(\n x: Int!): Int\n}'
    assert {(f.rule, f.path, f.line) for f in findings(base, revision)} == {
        ("required-arg-added", "api/0.graphql", 4),
        ("type-removed", "api/0.graphql", 5),
    }


def test_a_removed_field_is_shown_at_its_type() -> None:
    found = only("type Query {\n a: Int\n b: Int\n}", "\n\ntype Query {\n a: Int\n}")
    assert (found.part, found.line) == ("Query.b", 3)


def test_a_default_value_that_looks_like_a_part_is_none() -> None:
    base = 'type Query { a(x: String = "T.b(c:) @d"): Int }'
    found = only(base, base.replace("T.b", "@e(f:)"))
    assert (found.rule, found.part) == ("arg-default-value-change", "Query.a.x")


def test_texts_are_one_short_line() -> None:
    base = "type Query { a(x: String): Int }"
    long = "long\n" * 500
    found = only(base, base.replace("String", f'String = """{long}"""'))
    assert len(found.text) <= 300
    assert "\n" not in found.text


def test_files_of_one_version_are_one_schema() -> None:
    one = version("type Query { a: A } type A { b: Int } extend type A { c: Int }")
    several = version(
        "extend type A { c: Int }",
        "type Query { a: A }",
        "type A { b: Int }",
        "query Q { a { b } }",
    )
    assert findings(one, several) == findings(several, one) == ()


def test_federation_needs_no_definitions() -> None:
    base = """
        extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
        extend type Query { me: User _entities(representations: [_Any!]!): [_Entity]! }
        type User @key(fields: "id") { id: ID! name: Text @shareable }
    """
    assert rules(base, base.replace("name: Text", "")) == {"field-removed": B}


def test_no_query_type_is_needed() -> None:
    assert rules("type A { b: Int c: Int }", "type A { b: Int }") == {"field-removed": B}
    assert rules("enum E { A }", "enum E { A B }") == {"value-added-to-enum": R}


def test_an_extension_alone_keeps_the_usual_roots() -> None:
    base = "type Query { a: Int } type M { b: Int } type R { b: Int }"
    found = findings(base, f"{base} extend schema {{ mutation: M }}")
    assert [(f.rule, f.part) for f in found] == [("root-type-added", "M")]


def test_a_contract_that_begins_or_ends() -> None:
    schema = version(QUERY)
    assert verdict(findings(EMPTY, schema)) is A
    assert verdict(findings(schema, EMPTY)) is B


NAMES = st.sampled_from(["Query", "A", "B", "C"])
SCALARS = st.sampled_from(["Int", "ID!", "[String]", "A", "[B!]!", "C"])
FIELDS = st.dictionaries(st.sampled_from("abcd"), SCALARS, min_size=1)
SCHEMAS = st.dictionaries(NAMES, FIELDS, min_size=1)


def sdl(schema: dict[str, dict[str, str]], *, backwards: bool = False) -> str:
    step = -1 if backwards else 1
    types = [
        f"type {name} {{ {' '.join([f'{n}: {t}' for n, t in fields.items()][::step])} }}"
        for name, fields in schema.items()
    ]
    return "\n".join(types[::step])


def loose(found: tuple[Finding, ...]) -> set[tuple[str, str, str, tuple[str, ...]]]:
    return {(f.rule, f.part, f.text, f.touches) for f in found}


@given(SCHEMAS)
def test_a_schema_against_itself_yields_nothing(schema: dict[str, dict[str, str]]) -> None:
    assert findings(sdl(schema), sdl(schema) + "\n# the same") == ()
    assert findings(sdl(schema), sdl(schema, backwards=True)) == ()


@given(SCHEMAS, SCHEMAS)
def test_order_changes_nothing(
    base: dict[str, dict[str, str]], revision: dict[str, dict[str, str]]
) -> None:
    shuffled = findings(sdl(base, backwards=True), sdl(revision, backwards=True))
    assert loose(findings(sdl(base), sdl(revision))) == loose(shuffled)


@given(SCHEMAS, SCHEMAS)
def test_what_is_removed_one_way_is_added_the_other_way(
    base: dict[str, dict[str, str]], revision: dict[str, dict[str, str]]
) -> None:
    there, back = findings(sdl(base), sdl(revision)), findings(sdl(revision), sdl(base))
    gone, come = (
        {"type-removed", "type-not-defined", "field-removed"},
        {"type-added", "field-added"},
    )
    assert {f.part for f in there if f.rule in gone} == {f.part for f in back if f.rule in come}
