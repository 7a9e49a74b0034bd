"""What schemas' differences are called in an API; the schemas' own tests know them all."""

import pytest

from tests.contracts.openapi.support import (
    ADDITIVE,
    BREAKING,
    NONE,
    RISKY,
    Data,
    answered,
    api,
    compare,
    line_of,
    query,
    rules,
    sent,
    thing,
)

TEXT, NUMBER = {"type": "string"}, {"type": "integer"}


def text(**more: object) -> Data:
    return {**TEXT, **more}


def number(**more: object) -> Data:
    return {**NUMBER, **more}


# before, after, rule behind "request-property-" and severity, the same for responses
KEYWORDS = [
    (TEXT, NUMBER, "type-changed", BREAKING, "type-changed", BREAKING),
    (NUMBER, {"type": "number"}, "type-generalized", ADDITIVE, "type-generalized", BREAKING),
    ({"type": "number"}, NUMBER, "type-changed", BREAKING, "type-specialized", ADDITIVE),
    (TEXT, text(nullable=True), "became-nullable", ADDITIVE, "became-nullable", BREAKING),
    (text(nullable=True), TEXT, "became-not-nullable", BREAKING, "became-not-nullable", ADDITIVE),
    (TEXT, text(enum=["a"]), "became-enum", BREAKING, "became-enum", ADDITIVE),
    (text(enum=["a"]), text(enum=["a", "b"]), "enum-value-added", ADDITIVE, "enum-value-added",
     RISKY),
    (text(enum=["a", "b"]), text(enum=["a"]), "enum-value-removed", BREAKING, "enum-value-removed",
     ADDITIVE),
    (number(maximum=9), number(maximum=5), "max-decreased", BREAKING, "max-decreased", ADDITIVE),
    (number(maximum=5), number(maximum=9), "max-increased", ADDITIVE, "max-increased", BREAKING),
    (NUMBER, number(maximum=9), "max-set", RISKY, "max-set", ADDITIVE),
    (number(minimum=1), number(minimum=2), "min-increased", BREAKING, "min-increased", ADDITIVE),
    (number(minimum=2), number(minimum=1), "min-decreased", ADDITIVE, "min-decreased", BREAKING),
    (NUMBER, number(minimum=2), "min-set", RISKY, "min-set", ADDITIVE),
    (text(maxLength=9), text(maxLength=5), "max-length-decreased", BREAKING, "max-length-decreased",
     ADDITIVE),
    (text(maxLength=5), text(maxLength=9), "max-length-increased", ADDITIVE, "max-length-increased",
     BREAKING),
    (text(maxLength=5), TEXT, "max-length-unset", ADDITIVE, "max-length-unset", BREAKING),
    (text(minLength=1), text(minLength=2), "min-length-increased", BREAKING, "min-length-increased",
     ADDITIVE),
    (text(minLength=2), text(minLength=1), "min-length-decreased", ADDITIVE, "min-length-decreased",
     BREAKING),
    (TEXT, text(pattern="^a"), "pattern-added", BREAKING, "pattern-added", ADDITIVE),
    (text(pattern="^a"), text(pattern="^b"), "pattern-changed", RISKY, "pattern-changed", RISKY),
    (TEXT, text(default="a"), "default-value-added", NONE, "default-value-added", NONE),
    (text(default="a"), TEXT, "default-value-removed", NONE, "default-value-removed", NONE),
    (TEXT, text(deprecated=True), "deprecated", NONE, "deprecated", NONE),
    (text(deprecated=True), TEXT, "reactivated", NONE, "reactivated", NONE),
    (TEXT, text(deprecated=True, **{"x-sunset": "2027-01-01"}), "deprecated-with-sunset", NONE,
     "deprecated-with-sunset", NONE),
    (TEXT, text(deprecated=True, **{"x-sunset": "soon"}), "deprecated-sunset-invalid", RISKY,
     "deprecated-sunset-invalid", RISKY),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "asked_rule", "asked", "told_rule", "told"),
    KEYWORDS,
    ids=lambda value: value if isinstance(value, str) else "",
)
class TestKeywords:
    def test_of_properties(
        self,
        before: Data,
        after: Data,
        asked_rule: str,
        asked: str,
        told_rule: str,
        told: str,
    ) -> None:
        found = compare(sent(thing(a=before)), sent(thing(a=after)))
        assert rules(found) == {(f"request-property-{asked_rule}", asked)}
        found = compare(answered(thing(a=before)), answered(thing(a=after)))
        assert rules(found) == {(f"response-property-{told_rule}", told)}

    def test_of_bodies(
        self,
        before: Data,
        after: Data,
        asked_rule: str,
        asked: str,
        told_rule: str,
        told: str,
    ) -> None:
        found = compare(sent(before), sent(after))
        assert rules(found) == {(f"request-body-{asked_rule}", asked)}
        found = compare(answered(before), answered(after))
        name = f"response-body-{told_rule}"
        if told_rule == "enum-value-removed":
            name = "response-mediatype-enum-value-removed"
        assert rules(found) == {(name, told)}


class TestProperties:
    @pytest.mark.parametrize(
        ("before", "after", "rule", "severity"),
        [
            (thing(), thing(["a"], a=TEXT), "new-required-request-property", BREAKING),
            (
                thing(),
                thing(["a"], a=text(default="")),
                "new-required-request-property-with-default",
                BREAKING,
            ),
            (thing(), thing(a=TEXT), "new-optional-request-property", ADDITIVE),
            (thing(a=TEXT), thing(), "request-property-removed", RISKY),
            (thing(a=TEXT), thing(["a"], a=TEXT), "request-property-became-required", BREAKING),
            (
                thing(a=text(default="")),
                thing(["a"], a=text(default="")),
                "request-property-became-required-with-default",
                BREAKING,
            ),
            (thing(["a"], a=TEXT), thing(a=TEXT), "request-property-became-optional", ADDITIVE),
            (
                thing(a=TEXT),
                thing(a=text(readOnly=True)),
                "request-optional-property-became-read-only",
                RISKY,
            ),
            (
                thing(a=number(maximum=9, readOnly=True)),
                thing(a=number(maximum=5, readOnly=True)),
                "request-read-only-property-max-decreased",
                NONE,
            ),
        ],
    )
    def test_in_requests(self, before: Data, after: Data, rule: str, severity: str) -> None:
        assert rules(compare(sent(before), sent(after))) == {(rule, severity)}

    @pytest.mark.parametrize(
        ("before", "after", "rule", "severity"),
        [
            (thing(), thing(["a"], a=TEXT), "response-required-property-added", ADDITIVE),
            (thing(), thing(a=TEXT), "response-optional-property-added", ADDITIVE),
            (thing(["a"], a=TEXT), thing(), "response-required-property-removed", BREAKING),
            (thing(a=TEXT), thing(), "response-optional-property-removed", RISKY),
            (thing(["a"], a=TEXT), thing(a=TEXT), "response-property-became-optional", BREAKING),
            (thing(a=TEXT), thing(["a"], a=TEXT), "response-property-became-required", ADDITIVE),
            (
                thing(a=text(writeOnly=True)),
                thing(),
                "response-optional-write-only-property-removed",
                NONE,
            ),
            (
                thing(a=text(writeOnly=True)),
                thing(["a"], a=text(writeOnly=True)),
                "response-write-only-property-became-required",
                NONE,
            ),
            (
                thing(a=text(enum=["a"], writeOnly=True)),
                thing(a=text(enum=["a", "b"], writeOnly=True)),
                "response-write-only-property-enum-value-added",
                NONE,
            ),
        ],
    )
    def test_in_responses(self, before: Data, after: Data, rule: str, severity: str) -> None:
        assert rules(compare(answered(before), answered(after))) == {(rule, severity)}

    def test_deprecation_is_no_licence_to_remove(self) -> None:
        found = compare(answered(thing(["a"], a=text(deprecated=True))), answered(thing()))
        assert rules(found) == {("response-required-property-removed", BREAKING)}


class TestParameters:
    @pytest.mark.parametrize(
        ("before", "after", "rule", "severity"),
        [
            (TEXT, text(enum=["a"]), "request-parameter-became-enum", BREAKING),
            (number(maximum=9), number(maximum=5), "request-parameter-max-decreased", BREAKING),
            (thing(), thing(["a"], a=TEXT), "new-required-request-parameter-property", BREAKING),
            (thing(a=TEXT), thing(), "request-parameter-property-removed", RISKY),
            (
                thing(a=text(enum=["a"])),
                thing(a=text(enum=["a", "b"])),
                "request-parameter-property-enum-value-added",
                ADDITIVE,
            ),
            (
                thing(a=text(nullable=True)),
                thing(a=TEXT),
                "request-parameter-property-became-not-nullable",
                BREAKING,
            ),
        ],
    )
    def test_of_the_query(self, before: Data, after: Data, rule: str, severity: str) -> None:
        assert rules(compare(query(before), query(after))) == {(rule, severity)}

    @pytest.mark.parametrize(
        ("before", "after", "rule"),
        [
            (thing(), thing(["a"], a=TEXT), "new-required-request-header-property"),
            (thing(a=TEXT), thing(["a"], a=TEXT), "request-header-property-became-required"),
            (thing(a=TEXT), thing(a=text(enum=["a"])), "request-header-property-became-enum"),
        ],
    )
    def test_of_headers(self, before: Data, after: Data, rule: str) -> None:
        found = compare(query(before, **{"in": "header"}), query(after, **{"in": "header"}))
        assert rules(found) == {(rule, BREAKING)}


def shared(schema: Data, *, both_ways: bool = False, version: str = "3.0.3") -> Data:
    """Return a document in which three operations use one schema."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/It"}}}
    answering = {"responses": {"200": {"description": "", "content": content}}}
    paths: Data = {"/b": {"get": answering}, "/a": {"get": answering, "put": answering}}
    if both_ways:
        paths["/a"]["put"] = {"requestBody": {"content": content}, "responses": {}}
    return api(paths, version, components={"schemas": {"It": schema}})


class TestWhatIsShared:
    def test_it_is_found_once_where_it_stands(self) -> None:
        revision = shared(thing(a=NUMBER))
        (found,) = compare(shared(thing(a=TEXT)), revision)
        assert (found.part, found.touches) == ("GET /a", ("GET /b", "PUT /a"))
        assert line_of(revision, found.line) == '"type": "integer"'

    def test_but_once_for_each_direction(self) -> None:
        found = compare(
            shared(thing(a=TEXT), both_ways=True), shared(thing(["a"], a=TEXT), both_ways=True)
        )
        assert {(one.rule, one.severity, one.parts) for one in found} == {
            ("request-property-became-required", BREAKING, ("PUT /a",)),
            ("response-property-became-required", ADDITIVE, ("GET /a", "GET /b")),
        }

    def test_a_schema_that_holds_itself_is_compared(self) -> None:
        def tree(value: Data) -> Data:
            below = {"type": "array", "items": {"$ref": "#/components/schemas/It"}}
            return shared(thing(value=value, below=below))

        (found,) = compare(tree(TEXT), tree(NUMBER))
        assert found.rule == "response-property-type-changed"

    def test_from_3_0_to_3_1_null_is_written_otherwise(self) -> None:
        before = shared(thing(a=text(nullable=True)))
        assert compare(before, shared(thing(a={"type": ["string", "null"]}), version="3.1.0")) == ()

    def test_in_3_1_what_stands_beside_a_reference_counts(self) -> None:
        def document(version: str, **beside: object) -> Data:
            reference = {"$ref": "#/components/schemas/It/properties/b", **beside}
            return shared(thing(a=reference, b=TEXT), version=version)

        old = compare(document("3.0.3"), document("3.0.3", maxLength=5))
        assert old == ()
        new = compare(document("3.1.0"), document("3.1.0", maxLength=5))
        assert rules(new) == {("response-property-max-length-set", ADDITIVE)}


def test_one_place_is_one_finding_wherever_it_is_used() -> None:
    def shared(schema: Data) -> Data:
        ref = {"$ref": "#/components/schemas/Kind"}
        body = {"content": {"application/json": {"schema": {"properties": {"kind": ref}}}}}
        query = [{"name": "kind", "in": "query", "schema": ref}]
        paths = {
            "/a": {"get": {"responses": {}, "parameters": query}},
            "/b": {"post": {"responses": {}, "requestBody": body}},
            "/c": {"get": {"responses": {"200": {"description": "", **body}}}},
        }
        return api(paths, components={"schemas": {"Kind": schema}})

    base, revision = shared({"enum": ["a", "b"]}), shared({"enum": ["a"]})
    sent, answered = sorted(compare(base, revision), key=lambda found: found.part)
    assert (sent.severity, sent.parts) == (BREAKING, ("GET /a", "POST /b"))
    assert (answered.severity, answered.parts) == (ADDITIVE, ("GET /c",))
