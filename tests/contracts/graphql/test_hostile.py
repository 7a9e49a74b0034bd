import pytest

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.graphql import documents
from relplan.contracts.graphql.contract import ANALYZER
from relplan.model.finding import Severity

from .helpers import findings, version

GOOD = "type Query { a: Int }"
NOT_READ = {
    "syntax": ("type Query {\n a: Int\n b\n}", "unreadable", 4),
    "unclosed": ('type Query { a(x: String = "', "unreadable", 1),
    "deep type": (f"type Query {{ a: {'[' * 99}Int{']' * 99} }}", "bound-reached", 1),
    "deep value": (f"type Query {{ a(x: X = {'{a:' * 9999}", "bound-reached", 1),
    "deep query": ("{a" * 100_000, "bound-reached", 1),
    "too large": (GOOD + " " * 4_000_001, "bound-reached", 0),
    "quotes": ('"""' + '\\"""' * 500_000, "unreadable", 1),
    "root is no object": ("schema { query: E } enum E { A }", "unreadable", 0),
    "control characters": ("type Query { a: \x1b[31mInt }", "unreadable", 1),
}


@pytest.mark.parametrize("name", NOT_READ)
def test_what_cannot_be_understood_is_unknown(name: str) -> None:
    text, rule, line = NOT_READ[name]
    for sides in ((GOOD, text), (text, GOOD)):
        (found,) = findings(*sides)
        assert (found.rule, found.severity, found.line) == (rule, Severity.UNKNOWN, line)
        assert found.path == "api/0.graphql"
        assert found.text.isprintable()


def test_too_many_tokens_are_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "_MOST_TOKENS", 100)
    (found,) = findings(GOOD, f"{GOOD}\nenum E {{ {'A ' * 100} }}")
    assert (found.rule, found.severity, found.line) == ("bound-reached", Severity.UNKNOWN, 2)


@pytest.mark.parametrize(
    "text",
    [
        "input I { a: Int } type Query { a: I }",
        "type Query { u: U } union U = E enum E { A }",
        "type Query implements E { a: Int } enum E { A }",
        "type Query { a: Int a: String a(x: Query, x: Int): Int }",
        "type Query { a(x: Int = {b: [C]}): Int } enum Int { A } scalar Query",
        "type __Query { __a: Int } directive @skip on QUERY",
    ],
)
def test_what_contradicts_itself_is_compared_as_it_stands(text: str) -> None:
    found = findings(GOOD, text + " type New { a: Int }")
    assert {"New"} <= {f.part for f in found} or found[0].severity is Severity.UNKNOWN
    assert findings(text, text + " # the same") == ()


def test_not_utf8_is_unknown() -> None:
    bad = version(GOOD)
    bad = type(bad)({"api/0.graphql": b"type Query {\n a: \xff }"}, bad.roots)
    (found,) = findings(GOOD, bad)
    assert (found.severity, found.line) == (Severity.UNKNOWN, 2)


def test_one_unreadable_file_is_not_taken_for_removed_types() -> None:
    found = findings(version(GOOD, "type A { b: Int }"), version(GOOD, "type A {"))
    assert [(f.severity, f.path) for f in found] == [(Severity.UNKNOWN, "api/1.graphql")]


def test_a_large_budget_is_not_spent_on_what_both_versions_share() -> None:
    same = "".join(f"type T{n} {{ a: Int b: [T{n}] }}\n" for n in range(5_000))
    found = findings(version(same, GOOD), version(same, "type Query { a: Int b: Int }"))
    assert [f.part for f in found] == ["Query.b"]


def test_types_that_refer_to_each_other_end() -> None:
    base = "type Query { a: A } type A { a: A b: B } type B { a: A b: [B!]! c: Int }"
    (found,) = findings(base, base.replace("c: Int", "c: Int! "))
    assert found.touches == ("Query.a",)


def test_surface_of_a_broken_file_raises() -> None:
    with pytest.raises(UnreadableError):
        ANALYZER.surface("a.graphql", b"type {")
