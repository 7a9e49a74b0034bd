import pytest

from relplan.contracts.graphql.contract import ANALYZER
from relplan.contracts.kind import Surface

SCHEMA = b"""
type Query { orders(first: Int): [Order!]! me: User search: [Result] node: Node }
type Mutation { place(order: OrderInput!): Order }
type Order implements Node { id: ID! total: Money customer: User }
type User implements Node { id: ID! name: String }
type Money { cents: Int currency: String }
interface Node { id: ID! }
union Result = Order | User
input OrderInput { note: String }
"""
SURFACE = ANALYZER.surface("api/shop.graphqls", SCHEMA)


def used(path: str, text: str, surface: Surface | None = SURFACE) -> set[str]:
    assert surface is not None
    return {use.part for use in ANALYZER.uses(path, text.encode(), surface)}


def test_files() -> None:
    names = ["a.graphql", "b/c.graphqls", "d.gql", "e.graphqlx", "graphql", "f.json"]
    assert [ANALYZER.is_file(name) for name in names] == [True, True, True, False, False, False]


def test_references_are_imports() -> None:
    text = b'# import User from "../user.graphql"\n#import "./b.graphql"\n# "c.graphql"\ntype A'
    assert ANALYZER.references("api/a/x.graphql", text) == ["api/a/b.graphql", "api/user.graphql"]


def test_surface_names_the_fields_and_the_file() -> None:
    assert SURFACE is not None
    assert SURFACE.name == "shop"
    assert SURFACE.parts["Query.orders"] == ("query orders: Order",)
    assert SURFACE.parts["Order.total"] == ("total: Money",)
    assert "OrderInput.note" not in SURFACE.parts


def test_renamed_roots_are_told() -> None:
    surface = ANALYZER.surface(
        "a.graphql", b"schema { query: Q } type Q { a: A } type A { b: Int }"
    )
    assert surface is not None
    assert surface.parts["Q.a"] == ("query a: A",)
    assert used("q.graphql", "{ a { b } }", surface) == {"Q.a", "A.b"}


@pytest.mark.parametrize("text", ["", "# nothing", "query Q { a }", "fragment F on A { b }"])
def test_operations_are_no_contract(text: str) -> None:
    assert ANALYZER.surface("a.graphql", text.encode()) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("{ orders { id } }", {"Query.orders", "Order.id"}),
        ("query Q { me { name } }", {"Query.me", "User.name"}),
        ("query { all: orders { t: total { cents } } }",
         {"Query.orders", "Order.total", "Money.cents"}),
        ("mutation { place(order: {}) { id } }", {"Mutation.place", "Order.id"}),
        ("{ search { __typename ... on User { name } } }", {"Query.search", "User.name"}),
        ("{ node { id ... { id } } }", {"Query.node", "Node.id"}),
        ("fragment F on Order { customer { ...G } }", {"Order.customer"}),
        ("{ invoices { id } }", set()),
        ("subscription { orders { id } }", set()),
        ("extend type User @key(fields: \"id\") { id: ID! @external age: Int }", {"User.id"}),
        ("{ orders { id }", set()),
    ],
)  # fmt: skip
def test_uses_of_documents(text: str, parts: set[str]) -> None:
    assert used("q.graphql", text) == parts


def test_a_surface_without_roots_is_matched_by_names_that_one_type_has() -> None:
    surface = ANALYZER.surface(
        "money.graphql", b"type Money { cents: Int id: ID } type Tax { id: ID }"
    )
    assert used("q.graphql", "{ cents id }", surface) == {"Money.cents"}


def test_a_type_of_another_file_is_matched_by_names_that_one_type_has() -> None:
    surface = ANALYZER.surface("a.graphql", b"type Query { a: A } type C { name: Int }")
    assert used("q.graphql", "{ a { b name } }", surface) == {"Query.a", "C.name"}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.ts", "const Q = gql`\n  # first\n  query Q { me { name } }\n  ${FRAGMENT}\n`"),
        ("a.tsx", "useQuery(graphql(`query Q($n: Int) { me { name ${more} } }`))"),
        ("a.js", "fetch(url, /* GraphQL */ `query { me { ...${F} name } }`)"),
        ("a.js", "gql`{ me { name } }`"),
        ("a.vue", "const q = 'query { me { name } }'"),
        ("a.go", "const q = `query { me { name } }`"),
        ("a.py", 'Q = gql("""\n    query Q { me { name } }\n""")'),
        ("a.py", "Q = '''query Q { me { name } }'''"),
        ("a.py", 'Q = "query { me { name } }"'),
        ("A.java", 'String Q = """\n  query Q { me { name } }\n  """;'),
        ("A.java", 'String Q = "query Q { me(a: \\"x\\") { name } }";'),
        ("A.kt", 'val q = """query Q { me { name } }"""'),
        ("A.swift", 'static let q = #"""\nquery Q { me { name } }\n"""#'),
    ],
)
def test_uses_of_code(path: str, text: str) -> None:
    assert used(path, text) == {"Query.me", "User.name"}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.ts", "const x = { me: { name: 1 } }; `{ me { name } }`"),
        ("a.ts", "// the query { me { name } } is made elsewhere"),
        ("a.ts", "`query the database`"),
        ("a.py", 'x = "query { me { name "\ny = "}}"'),
        ("a.css", "gql`query { me { name } }`"),
        ("a.ts", "`query { me { name }"),
    ],
)
def test_other_code_uses_nothing(path: str, text: str) -> None:
    assert used(path, text) == set()


def test_lines_are_those_of_the_code() -> None:
    text = "\nconst a = gql`\n\n query {\n  me {\n   name\n  }\n }`\n\ngql`query { orders { id } }`"
    assert SURFACE is not None
    lines = {use.part: use.line for use in ANALYZER.uses("a.ts", text.encode(), SURFACE)}
    assert lines == {"Query.me": 5, "User.name": 6, "Query.orders": 10, "Order.id": 10}


@pytest.mark.parametrize(
    "piece", ['"#', "`query ", "`query {", "`query {${", "`#\nquery", "query "]
)
@pytest.mark.parametrize("path", ["a.ts", "a.py"])
def test_hostile_code_is_passed_over(piece: str, path: str) -> None:
    assert used(path, piece * 200_000) == set()
