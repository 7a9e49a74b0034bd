"""Contracts of several files, and files that are none."""

import pytest

from relplan.contracts import compare as compare_contracts
from relplan.contracts.bounds import Budget, UnreadableError
from relplan.contracts.kind import Options, Version
from tests.contracts.openapi.support import (
    ADDITIVE,
    BREAKING,
    KIND,
    UNKNOWN,
    Data,
    answered,
    api,
    compare,
    get,
    post,
    rules,
    thing,
    version_of,
)

FINE = {"responses": {"200": {"description": "fine"}}}
TEXT = {"type": "string"}


class TestSeveralFiles:
    def test_a_difference_stands_where_it_is_written(self) -> None:
        root = answered({"$ref": "models.json#/Order"})
        base = version_of(root, models={"Order": thing(a=TEXT)})
        revision = version_of(root, models={"Order": thing(a={"type": "integer"})})
        (found,) = compare(base, revision)
        assert (found.part, found.path, found.line) == ("GET /orders/{id}", "models.json", 6)

    def test_paths_may_stand_in_another_file(self) -> None:
        root = api({"/a": {"$ref": "paths.json#/a"}})
        base = version_of(root, paths={"a": {"get": FINE, "put": FINE}})
        (found,) = compare(base, version_of(root, paths={"a": {"get": FINE}}))
        assert (found.rule, found.part) == ("api-removed-without-deprecation", "PUT /a")

    def test_an_operation_may_move_to_another_document(self) -> None:
        base = version_of(api({"/a": {"get": FINE}, "/b": {"get": FINE}}), api({}))
        revision = version_of(api({"/a": {"get": FINE}}), api({"/b": {"get": FINE}}))
        assert compare(base, revision) == ()

    def test_a_document_may_move_to_another_file(self) -> None:
        base, moved = version_of(get()), version_of(post())
        revision = Version({"new.json": base.files["api.json"], **moved.files}, ("new.json",))
        assert compare(base, revision) == ()

    def test_other_files_among_the_roots_are_parts_of_them(self) -> None:
        assert compare(version_of(get(), {"Order": {}}), version_of(get(), {"Order": []})) == ()

    def test_references(self) -> None:
        content = b'paths:\n  /a:\n    $ref: "../paths/a.yaml#/x"\n  /b:\n    $ref: b.yaml\n'
        assert KIND.references("api/v1/openapi.yaml", content) == [
            "api/paths/a.yaml",
            "api/v1/b.yaml",
        ]
        assert KIND.references("a.yaml", b"{{ no: yaml") == ()


class TestWhatCannotBeUnderstood:
    def test_one_bad_operation_hides_no_other(self) -> None:
        bad = {"parameters": [{"$ref": "#/nowhere"}], "responses": {}}
        base = api({"/a": {"get": FINE}, "/b": {"get": FINE}})
        found = compare(base, api({"/a": {"get": {**FINE, **bad}}, "/b": {"get": {}}}))
        assert {(one.rule, one.severity, one.part) for one in found} == {
            ("unreadable", UNKNOWN, "GET /a"),
            ("response-success-status-removed", BREAKING, "GET /a"),
            ("response-success-status-removed", BREAKING, "GET /b"),
        }

    @pytest.mark.parametrize(
        "item", [{"$ref": "#/nowhere"}, [], {"get": []}, {"get": {"$ref": "#/nowhere"}}]
    )
    def test_a_path_that_cannot_be_read_is_not_called_gone(self, item: object) -> None:
        found = compare(api({"/a": {"get": FINE}}), api({"/a": item}))
        assert {one.severity for one in found} == {UNKNOWN}

    @pytest.mark.parametrize(
        "operation",
        [
            {"parameters": {}},
            {"parameters": ["a"]},
            {"parameters": [{"name": "a"}]},
            {"requestBody": []},
            {"requestBody": {"content": []}},
            {"responses": []},
            {"responses": {"200": 7}},
            {"responses": {"200": {"headers": []}}},
            {"responses": {"200": {"content": {"a/b": 7}}}},
            {"security": {}},
            {"security": ["a"]},
            {"callbacks": []},
            {"callbacks": {"a": 7}},
            {"callbacks": {"a": {"b": {"post": 7}}}},
            {"responses": {"200": {"content": {"a/b": {"schema": {"$ref": "#/nowhere"}}}}}},
        ],
    )
    def test_whatever_stands_where_something_else_should(self, operation: Data) -> None:
        base = answered(TEXT, "a/b")
        revision = get(**operation)
        for before, after in ((base, revision), (revision, base)):
            found = compare(before, after)
            unknown = [one for one in found if one.severity is UNKNOWN]
            assert unknown
            assert all(one.part == "GET /orders/{id}" for one in unknown)
            assert all(one.path == "api.json" and one.line for one in unknown)

    @pytest.mark.parametrize("key", ["tags", "operationId", "deprecated", "x-sunset", "summary"])
    @pytest.mark.parametrize("value", [None, 7, [], {}, "x", ["x"]])
    def test_labels_may_be_anything(self, key: str, value: object) -> None:
        found = compare(get(), get(**{key: value}))
        assert all(one.severity is not BREAKING for one in found)

    def test_what_leads_out_of_the_repository_on_both_sides_is_the_same(self) -> None:
        def document(**more: object) -> Data:
            outside = {"$ref": "https://example.com/limit.yaml"}
            return get(parameters=[outside], **more)

        assert rules(compare(document(), document(requestBody={"content": {}}))) == {
            ("request-body-added-optional", ADDITIVE)
        }
        assert rules(compare(get(), document())) == {("unreadable", UNKNOWN)}

    @pytest.mark.parametrize(
        "content",
        [
            b'openapi: 3.0.0\npaths: {"',
            b"openapi: 3.0.0\npaths: []",
            b"openapi: 4.0.0\npaths: {}",
            b"swagger: 7",
            b"openapi: 3.0.0\na: &a [*a]",
            b'{"openapi": "3.0.0", "paths": ' + b"[" * 5000,
            b"openapi: 3.0.0\npaths: \xff",
            b"name: something else",
        ],
    )
    def test_a_document_that_cannot_be_read_is_unknown(self, content: bytes) -> None:
        base = Version({"api.yaml": b"openapi: 3.0.0\npaths: {}"}, ("api.yaml",))
        found = compare_contracts(KIND, base, Version({"api.yaml": content}, base.roots), Options())
        assert rules(found) == {("unreadable", UNKNOWN)}

    def test_one_bad_document_hides_no_other(self) -> None:
        base = version_of(get(), post())
        revision = version_of(get(responses={}), b'{"openapi": "3.0.0", "paths": 7}')
        found = rules(compare(base, revision))
        assert ("unreadable", UNKNOWN) in found
        assert ("response-success-status-removed", BREAKING) in found
        assert not any(rule.startswith("api-") for rule, _ in found)

    def test_where_the_bound_is_reached_what_was_found_stays(self) -> None:
        def document(kind: str) -> Data:
            properties = {f"p{index}": {"type": kind} for index in range(2_000)}
            answer = {"content": {"application/json": {"schema": thing(**properties)}}}
            return api({"/a": {"get": FINE}, "/b": {"get": {"responses": {"200": answer}}}})

        base, revision = document("string"), document("integer")
        del revision["paths"]["/a"]
        versions = version_of(base), version_of(revision)
        found = compare_contracts(KIND, *versions, Options(), Budget(40_000))
        assert ("api-path-removed-without-deprecation", BREAKING) in rules(found)
        assert any(one.severity is UNKNOWN and "bound" in one.text for one in found)


class TestHostile:
    def test_a_bomb_of_references_is_compared_quickly(self) -> None:
        def document(kind: str) -> Data:
            schemas: Data = {"S0": {"type": kind}}
            for index in range(1, 60):
                below = {"$ref": f"#/components/schemas/S{index - 1}"}
                schemas[f"S{index}"] = thing(a=below, b=below)
            whole = answered({"$ref": "#/components/schemas/S59"})
            return {**whole, "components": {"schemas": schemas}}

        found = compare(document("string"), document("integer"))
        assert ("response-property-type-changed", BREAKING) in rules(found)

    def test_a_circle_of_references_is_unknown(self) -> None:
        circle = {"P": {"$ref": "#/components/parameters/P"}}
        parameters = [{"$ref": "#/components/parameters/P"}]
        document = {**get(parameters=parameters), "components": {"parameters": circle}}
        assert rules(compare(get(), document)) == {("unreadable", UNKNOWN)}

    def test_callbacks_of_callbacks_are_not_followed_for_ever(self) -> None:
        callback = {"c": {"u": {"$ref": "#/paths/~1orders"}}}
        before = post(callbacks=callback)
        after = post(callbacks=callback, requestBody={"content": {}})
        assert ("request-body-added-optional", ADDITIVE) in rules(compare(before, after))


class TestNames:
    @pytest.mark.parametrize(
        "path", ["openapi.yaml", "api/shop.yml", "swagger.json", "v1/Api.json"]
    )
    def test_files_that_may_be_documents(self, path: str) -> None:
        assert KIND.is_file(path)

    @pytest.mark.parametrize(
        "path",
        [
            "openapi.proto",
            "package.json",
            "web/package-lock.json",
            "tsconfig.build.json",
            "docker-compose.prod.yml",
            ".github/workflows/openapi.yaml",
            "node_modules/swagger/api.json",
            "chart/values.yaml",
            ".golangci.yml",
        ],
    )
    def test_files_that_are_known_to_be_others(self, path: str) -> None:
        assert not KIND.is_file(path)


class TestSurface:
    def test_it_has_the_title_and_the_names_of_operations(self) -> None:
        surface = KIND.surface("a.json", version_of(get(operationId="get-order")).files["api.json"])
        assert surface is not None
        assert surface.name == "Shop"
        assert surface.parts == {
            "GET /orders/{id}": ("get-order", "getOrder", "get_order", "GetOrder")
        }

    def test_an_operation_may_have_no_other_name(self) -> None:
        surface = KIND.surface("a.yml", b"swagger: '2.0'\npaths:\n  /a:\n    put: {}\n")
        assert surface is not None
        assert (surface.name, surface.parts) == ("", {"PUT /a": ()})

    @pytest.mark.parametrize(
        "content",
        [
            b"kind: Deployment\nspec: {}",
            b"{{- if .Values.x }}\nopenapi: {{ .Values.y }}\n{{ end }}".replace(b"\no", b"\n o"),
            b'{"name": "openapi"}',
            b"data:\n  openapi: 3.0.0\n",
            b"- openapi: 3.0.0",
            b"",
        ],
    )
    def test_other_files_have_none(self, content: bytes) -> None:
        assert KIND.surface("a.yaml", content) is None

    @pytest.mark.parametrize("content", [b"openapi: 3.0.0\npaths: [", b"openapi: 9\npaths: {}"])
    def test_a_document_that_cannot_be_understood_is_said_to_be_one(self, content: bytes) -> None:
        with pytest.raises(UnreadableError):
            KIND.surface("a.yaml", content)


@pytest.mark.parametrize("place", [["query"], {"query": 1}, 3, None])
def test_a_parameter_in_no_place_is_not_understood(place: object) -> None:
    parameter = {"name": "a", "in": place, "schema": TEXT}
    assert rules(compare(get(), get(parameters=[parameter]))) == {("unreadable", UNKNOWN)}
