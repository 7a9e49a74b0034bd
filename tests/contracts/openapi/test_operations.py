import pytest

from tests.contracts.openapi.support import (
    ADDITIVE,
    BREAKING,
    NONE,
    RISKY,
    Data,
    api,
    compare,
    get,
    line_of,
    query,
    rules,
)

FINE = {"responses": {"200": {"description": "fine"}}}
TWO = api({"/a": {"get": FINE, "post": FINE}, "/b": {"get": FINE}})


def without(document: Data, path: str, method: str = "") -> Data:
    paths = {name: dict(item) for name, item in document["paths"].items()}
    if method:
        del paths[path][method]
    else:
        del paths[path]
    return {**document, "paths": paths}


def announced(**extensions: object) -> Data:
    return get(deprecated=True, **extensions)


def gone(document: Data) -> Data:
    return {**document, "paths": {"/orders/{id}": {"put": FINE}}}


class TestOperationsThatComeAndGo:
    def test_a_path_that_is_removed_breaks(self) -> None:
        (found,) = compare(TWO, without(TWO, "/b"))
        assert (found.rule, found.severity) == ("api-path-removed-without-deprecation", BREAKING)
        assert found.part == "GET /b"

    def test_an_operation_that_is_removed_breaks(self) -> None:
        (found,) = compare(TWO, without(TWO, "/a", "post"))
        assert (found.rule, found.severity) == ("api-removed-without-deprecation", BREAKING)
        assert found.part == "POST /a"

    def test_what_is_added_is_additive(self) -> None:
        found = compare(without(TWO, "/b"), TWO)
        assert [(one.rule, one.severity, one.part) for one in found] == [
            ("endpoint-added", ADDITIVE, "GET /b")
        ]

    def test_what_is_gone_is_placed_in_the_base(self) -> None:
        (found,) = compare(TWO, without(TWO, "/b"))
        assert found.path == "api.json"
        assert line_of(TWO, found.line - 1) == '"/b": {'

    @pytest.mark.parametrize(
        ("extensions", "rule"),
        [
            ({}, "api-removed-with-deprecation"),
            ({"x-sunset": "2026-05-31"}, "api-removed-with-deprecation"),
            ({"x-sunset": "2026-06-02"}, "api-removed-before-sunset"),
            ({"x-sunset": "soon"}, "api-removed-with-deprecation"),
            ({"x-sunset": "2026-06-01"}, "api-removed-with-deprecation"),  # today
        ],
    )
    def test_deprecation_is_no_licence_to_remove(self, extensions: Data, rule: str) -> None:
        base = announced(**extensions)
        assert (rule, BREAKING) in rules(compare(base, gone(base)))

    def test_a_deprecated_path_may_be_removed_as_little(self) -> None:
        base = api({"/a": {"get": {**FINE, "deprecated": True}}, "/b": {"get": FINE}})
        assert rules(compare(base, without(base, "/a"))) == {
            ("api-path-removed-with-deprecation", BREAKING)
        }

    @pytest.mark.parametrize("level", ["draft", "alpha"])
    def test_what_nobody_may_rely_on_yet_does_not_break(self, level: str) -> None:
        base = get(**{"x-stability-level": level})
        assert ("api-removed-without-deprecation", RISKY) in rules(compare(base, gone(base)))


class TestPaths:
    def test_the_names_of_a_paths_parameters_do_not_matter(self) -> None:
        def document(name: str) -> Data:
            parameter = {"name": name, "in": "path", "required": True, "schema": {}}
            return api({f"/orders/{{{name}}}/items/": {"get": {**FINE, "parameters": [parameter]}}})

        assert compare(document("id"), document("orderId")) == ()

    def test_a_finding_has_the_revisions_own_path(self) -> None:
        base = api({"/orders/{id}": {"get": FINE}})
        revision = api({"/orders/{orderId}": {"get": {"responses": {}}}})
        (found,) = compare(base, revision)
        assert found.part == "GET /orders/{orderId}"

    def test_a_parameter_that_the_path_does_not_have_is_the_one_that_it_has(self) -> None:
        def document(name: str) -> Data:
            parameter = {"name": name, "in": "path", "required": True, "schema": {}}
            return api({"/orders/{id}": {"get": {**FINE, "parameters": [parameter]}}})

        assert compare(document("wrong"), document("id")) == ()

    def test_an_operation_may_be_written_elsewhere(self) -> None:
        base = api({"/a": {"get": {"$ref": "#/x-operations/a"}}}, **{"x-operations": {"a": FINE}})
        assert compare(base, api({"/a": {"get": FINE}})) == ()


class TestLabels:
    @pytest.mark.parametrize(
        ("before", "after", "rule"),
        [
            ({}, {"operationId": "getOrder"}, "api-operation-id-added"),
            ({"operationId": "get"}, {"operationId": "getOrder"}, "api-operation-id-removed"),
            ({"operationId": "get"}, {}, "api-operation-id-removed"),
            ({}, {"tags": ["orders"]}, "api-tag-added"),
            ({"tags": ["orders"]}, {"tags": []}, "api-tag-removed"),
        ],
    )
    def test_no_consumer_can_tell_at_run_time(self, before: Data, after: Data, rule: str) -> None:
        assert rules(compare(get(**before), get(**after))) == {(rule, NONE)}

    def test_words_for_people_are_no_difference(self) -> None:
        assert compare(get(summary="a", description="b"), get(summary="c")) == ()


class TestDeprecation:
    @pytest.mark.parametrize(
        ("before", "after", "rule", "severity"),
        [
            ({}, {"deprecated": True}, "endpoint-deprecated", NONE),
            (
                {},
                {"deprecated": True, "x-sunset": "2027-01-01"},
                "endpoint-deprecated-with-sunset",
                NONE,
            ),
            (
                {},
                {"deprecated": True, "x-sunset": "2026-01-01"},
                "api-sunset-date-too-small",
                RISKY,
            ),
            ({}, {"deprecated": True, "x-sunset": 7}, "api-deprecated-sunset-parse", RISKY),
            ({"deprecated": True}, {}, "endpoint-reactivated", NONE),
            ({"deprecated": True, "x-sunset": "2027-01-01"}, {"deprecated": True}, "sunset-deleted",
             RISKY),
            (
                {"deprecated": True, "x-sunset": "2027-01-01"},
                {"deprecated": True, "x-sunset": "2026-01-01"},
                "api-sunset-date-changed-too-small",
                RISKY,
            ),
            (
                {"deprecated": True, "x-sunset": "2027-01-01"},
                {"deprecated": True, "x-sunset": "never"},
                "api-deprecated-sunset-parse",
                RISKY,
            ),
        ],
    )  # fmt: skip
    def test_of_operations(self, before: Data, after: Data, rule: str, severity: str) -> None:
        assert rules(compare(get(**before), get(**after))) == {(rule, severity)}

    def test_a_later_sunset_is_no_difference(self) -> None:
        before = announced(**{"x-sunset": "2027-01-01"})
        assert compare(before, announced(**{"x-sunset": "2027-02-01T00:00:00Z"})) == ()

    @pytest.mark.parametrize(
        ("before", "after", "rule", "severity"),
        [
            ({}, {"deprecated": True}, "request-parameter-deprecated", NONE),
            ({"deprecated": True}, {}, "request-parameter-reactivated", NONE),
            ({}, {"deprecated": True, "x-sunset": ""}, "request-parameter-sunset-parse", RISKY),
            (
                {},
                {"deprecated": True, "x-sunset": "2020-01-01"},
                "request-parameter-sunset-date-too-small",
                RISKY,
            ),
            (
                {"deprecated": True, "x-sunset": "2027-01-01"},
                {"deprecated": True},
                "request-parameter-sunset-deleted",
                RISKY,
            ),
            (
                {"deprecated": True, "x-sunset": "2027-01-01"},
                {"deprecated": True, "x-sunset": "2026-01-01"},
                "request-parameter-sunset-date-changed-too-small",
                RISKY,
            ),
        ],
    )
    def test_of_parameters(self, before: Data, after: Data, rule: str, severity: str) -> None:
        assert rules(compare(query(**before), query(**after))) == {(rule, severity)}


class TestStability:
    @pytest.mark.parametrize(
        ("before", "after", "rule", "severity"),
        [
            ("stable", "draft", "api-stability-decreased", BREAKING),
            ("beta", "alpha", "api-stability-decreased", BREAKING),
            ("alpha", "beta", "api-stability-increased", ADDITIVE),
            ("beta", "no such", "api-invalid-stability-level", RISKY),
        ],
    )
    def test_levels(self, before: str, after: str, rule: str, severity: str) -> None:
        key = "x-stability-level"
        assert rules(compare(get(**{key: before}), get(**{key: after}))) == {(rule, severity)}

    def test_of_what_is_not_stable_nothing_breaks(self) -> None:
        level = {"x-stability-level": "alpha"}
        parameter = {"name": "a", "in": "query", "required": True, "schema": {}}
        found = compare(get(**level), get(**level, parameters=[parameter]))
        assert rules(found) == {("new-required-request-parameter", RISKY)}

    def test_what_was_stable_breaks_although_it_says_now_that_it_is_not(self) -> None:
        parameter = {"name": "a", "in": "query", "required": True, "schema": {}}
        found = compare(get(), get(**{"x-stability-level": "draft"}, parameters=[parameter]))
        assert rules(found) == {
            ("api-stability-decreased", BREAKING),
            ("new-required-request-parameter", BREAKING),
        }

    def test_what_is_shared_with_the_stable_is_said_twice(self) -> None:
        def document(**schema: object) -> Data:
            answer = {"$ref": "#/components/responses/Fine"}
            content = {"application/json": {"schema": schema}}
            return api(
                {
                    "/a": {"get": {"responses": {"200": answer}, "x-stability-level": "draft"}},
                    "/b": {"get": {"responses": {"200": answer}}},
                },
                components={"responses": {"Fine": {"description": "", "content": content}}},
            )

        found = compare(document(type="string"), document(type="integer"))
        assert {(one.severity, one.parts) for one in found} == {
            (BREAKING, ("GET /b",)),
            (RISKY, ("GET /a",)),
        }
