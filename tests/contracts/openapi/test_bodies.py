import pytest

from tests.contracts.openapi.support import (
    ADDITIVE,
    BREAKING,
    NONE,
    RISKY,
    Data,
    answered,
    compare,
    get,
    post,
    rules,
    sent,
)

TEXT, NUMBER = {"type": "string"}, {"type": "integer"}
JSON = "application/json"


def bodies(*media_types: str, **more: object) -> Data:
    return post(requestBody={"content": {name: {} for name in media_types}, **more})


def answers(*media_types: str) -> Data:
    content: Data = {name: {} for name in media_types}
    return get(responses={"200": {"description": "fine", "content": content}})


class TestRequestBodies:
    @pytest.mark.parametrize(
        ("base", "revision", "rule", "severity"),
        [
            (post(), bodies(JSON, required=True), "request-body-added-required", BREAKING),
            (post(), bodies(JSON), "request-body-added-optional", ADDITIVE),
            (bodies(JSON), post(), "request-body-removed", BREAKING),
            (bodies(JSON), bodies(JSON, required=True), "request-body-became-required", BREAKING),
            (bodies(JSON, required=True), bodies(JSON), "request-body-became-optional", ADDITIVE),
            (bodies(JSON, "a/b"), bodies(JSON), "request-body-media-type-removed", BREAKING),
            (bodies(JSON), bodies(JSON, "a/b"), "request-body-media-type-added", ADDITIVE),
            (bodies(JSON), sent(TEXT), "request-body-media-type-schema-added", BREAKING),
            (sent(TEXT), bodies(JSON), "request-body-media-type-schema-removed", ADDITIVE),
        ],
    )
    def test_each_rule(self, base: Data, revision: Data, rule: str, severity: str) -> None:
        assert rules(compare(base, revision)) == {(rule, severity)}

    def test_a_wider_media_type_takes_what_was_taken(self) -> None:
        assert compare(bodies(JSON), bodies("application/*")) == ()
        assert compare(bodies(JSON), bodies("application/json; charset=utf-8")) == ()

    def test_a_narrower_one_does_not(self) -> None:
        found = rules(compare(bodies(JSON), bodies("application/patch+json")))
        assert ("request-body-media-type-removed", BREAKING) in found

    def test_what_is_no_json_is_text(self) -> None:
        assert rules(compare(sent(NUMBER, "text/plain"), sent(TEXT, "text/plain"))) == {
            ("request-body-type-compatible", NONE)
        }
        assert rules(compare(sent(NUMBER), sent(TEXT))) == {("request-body-type-changed", BREAKING)}


class TestResponses:
    @pytest.mark.parametrize(
        ("base", "revision", "rule", "severity"),
        [
            (answers(JSON, "a/b"), answers(JSON), "response-media-type-removed", BREAKING),
            (answers(JSON), answers(JSON, "a/b"), "response-media-type-added", ADDITIVE),
            (
                answers("application/problem+json"),
                answers(JSON),
                "response-media-type-name-generalized",
                BREAKING,
            ),
            (
                answers(JSON),
                answers("application/problem+json"),
                "response-media-type-name-specialized",
                NONE,
            ),
            (
                answers(JSON),
                answers("application/json; v=2"),
                "response-media-type-name-changed",
                NONE,
            ),
            (answers(JSON), answered(TEXT), "response-body-media-type-schema-added", ADDITIVE),
            (answered(TEXT), answers(JSON), "response-body-media-type-schema-removed", RISKY),
        ],
    )
    def test_each_rule(self, base: Data, revision: Data, rule: str, severity: str) -> None:
        assert rules(compare(base, revision)) == {(rule, severity)}

    def test_what_is_no_json_is_text(self) -> None:
        assert rules(compare(answered(TEXT, "text/csv"), answered(NUMBER, "text/csv"))) == {
            ("response-body-type-compatible", NONE)
        }


def statuses(*names: str, **more: Data) -> Data:
    return get(responses={name: {"description": "", **more} for name in names})


class TestStatuses:
    @pytest.mark.parametrize(
        ("base", "revision", "rule", "severity"),
        [
            (["200", "202"], ["200"], "response-success-status-removed", BREAKING),
            (["200", "2XX"], ["200"], None, None),
            (["200"], ["200", "202"], "response-success-status-added", ADDITIVE),
            (["200", "404"], ["200"], "response-non-success-status-removed", NONE),
            (["200"], ["200", "404"], "response-non-success-status-added", ADDITIVE),
            (["200"], ["200", "default"], "response-non-success-status-added", ADDITIVE),
            (["200"], ["2XX"], None, None),
            (["2xx"], ["2XX"], None, None),
            (["2XX"], ["201"], None, None),
            (["2XX"], ["default"], "response-success-status-removed", BREAKING),
            (["200", "4XX"], ["200", "404"], None, None),
        ],
    )
    def test_each_rule(
        self, base: list[str], revision: list[str], rule: str | None, severity: str | None
    ) -> None:
        found = rules(compare(statuses(*base), statuses(*revision)))
        if rule is None:
            assert found == set()
        else:
            assert (rule, severity) in found

    def test_a_range_is_compared_with_what_is_in_it(self) -> None:
        base = statuses("200", content={JSON: {"schema": TEXT}})
        revision = statuses("2XX", content={JSON: {"schema": NUMBER}})
        assert rules(compare(base, revision)) == {("response-body-type-changed", BREAKING)}


def headed(name: str = "X-Rest", **header: object) -> Data:
    return statuses("200", headers={name: header})


class TestHeaders:
    @pytest.mark.parametrize(
        ("base", "revision", "rule", "severity"),
        [
            (headed(required=True), statuses("200"), "required-response-header-removed", BREAKING),
            (headed(), statuses("200"), "optional-response-header-removed", RISKY),
            (statuses("200"), headed(), "response-header-added", ADDITIVE),
            (headed(required=True), headed(), "response-header-became-optional", BREAKING),
            (headed(), headed(required=True), "response-header-became-required", ADDITIVE),
            (
                headed(schema=NUMBER),
                headed(schema={"type": "boolean"}),
                "response-header-type-changed",
                BREAKING,
            ),
            (headed(schema=TEXT), headed(schema=NUMBER), "response-header-type-compatible", NONE),
            (
                headed(schema=NUMBER),
                headed(schema={"type": "number"}),
                "response-header-type-generalized",
                BREAKING,
            ),
            (
                headed(schema={"type": "number"}),
                headed(schema=NUMBER),
                "response-header-type-specialized",
                ADDITIVE,
            ),
            (
                headed(schema=TEXT),
                headed(schema={**TEXT, "nullable": True}),
                "response-header-became-nullable",
                BREAKING,
            ),
            (
                headed(schema={**TEXT, "nullable": True}),
                headed(schema=TEXT),
                "response-header-became-not-nullable",
                ADDITIVE,
            ),
        ],
    )
    def test_each_rule(self, base: Data, revision: Data, rule: str, severity: str) -> None:
        assert rules(compare(base, revision)) == {(rule, severity)}

    def test_they_are_the_same_in_small_letters(self) -> None:
        assert compare(headed("X-Rest"), headed("x-rest")) == ()
