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

TEXT = {"type": "string"}
MANY = {"type": "array", "items": TEXT}


def parameter(location: str = "query", **more: object) -> Data:
    return {"name": "x", "in": location, "schema": TEXT, **more}


class TestComingAndGoing:
    @pytest.mark.parametrize("location", ["query", "header", "cookie"])
    def test_new_ones(self, location: str) -> None:
        wanted = get(parameters=[parameter(location, required=True)])
        assert rules(compare(get(), wanted)) == {("new-required-request-parameter", BREAKING)}
        possible = get(parameters=[parameter(location)])
        assert rules(compare(get(), possible)) == {("new-optional-request-parameter", ADDITIVE)}

    def test_a_new_one_of_the_path(self) -> None:
        revision = get(parameters=[{**parameter("path", required=True), "name": "id"}])
        assert rules(compare(get(), revision)) == {("new-request-path-parameter", BREAKING)}

    @pytest.mark.parametrize(("required", "which"), [(True, "required"), (False, "optional")])
    def test_those_of_all_operations_of_a_path(self, required: bool, which: str) -> None:
        def document(*parameters: Data) -> Data:
            operation = {"responses": {}}
            item = {"get": operation, "put": operation, "parameters": list(parameters)}
            return api({"/a": item})

        (found,) = compare(document(), document(parameter(required=required)))
        assert found.rule == f"new-{which}-request-default-parameter-to-existing-path"
        assert found.parts == ("GET /a", "PUT /a")

    def test_one_that_moves_from_the_path_to_its_operation_is_the_same(self) -> None:
        at_path = api({"/a": {"get": {"responses": {}}, "parameters": [parameter()]}})
        at_operation = api({"/a": {"get": {"responses": {}, "parameters": [parameter()]}}})
        assert compare(at_path, at_operation) == ()

    def test_the_operations_own_hides_that_of_the_path(self) -> None:
        item = {"get": {"responses": {}, "parameters": [parameter()]}}
        hidden = parameter(required=True, schema={"type": "integer"})
        assert compare(api({"/a": item}), api({"/a": {**item, "parameters": [hidden]}})) == ()

    @pytest.mark.parametrize(
        ("more", "rule", "severity"),
        [
            ({}, "request-parameter-removed", RISKY),
            ({"deprecated": True}, "request-parameter-removed-with-deprecation", RISKY),
            (
                {"deprecated": True, "x-sunset": "2026-01-01"},
                "request-parameter-removed-with-deprecation",
                RISKY,
            ),
            (
                {"deprecated": True, "x-sunset": "2027-01-01"},
                "request-parameter-removed-before-sunset",
                BREAKING,
            ),
        ],
    )
    def test_removed_ones(self, more: Data, rule: str, severity: str) -> None:
        assert rules(compare(get(parameters=[parameter(**more)]), get())) == {(rule, severity)}

    def test_headers_are_the_same_in_small_letters(self) -> None:
        base = get(parameters=[{**parameter("header"), "name": "X-Trace"}])
        assert compare(base, get(parameters=[{**parameter("header"), "name": "x-trace"}])) == ()


class TestRequired:
    def test_becoming_required(self) -> None:
        found = compare(query(), query(required=True))
        assert rules(found) == {("request-parameter-became-required", BREAKING)}

    def test_becoming_optional(self) -> None:
        found = compare(query(required=True), query(required=False))
        assert rules(found) == {("request-parameter-became-optional", ADDITIVE)}


class TestStyle:
    @pytest.mark.parametrize(
        ("more", "rule"),
        [
            ({"style": "spaceDelimited"}, "request-parameter-style-changed"),
            ({"explode": False}, "request-parameter-explode-changed"),
        ],
    )
    def test_of_lists(self, more: Data, rule: str) -> None:
        assert rules(compare(query(MANY), query(MANY, **more))) == {(rule, BREAKING)}

    def test_what_is_said_outright_is_what_was_meant(self) -> None:
        assert compare(query(MANY), query(MANY, style="form", explode=True)) == ()

    def test_of_one_value_nobody_can_tell(self) -> None:
        assert compare(query(), query(explode=False)) == ()

    def test_text_that_becomes_a_media_type(self) -> None:
        content = {"application/json": {"schema": TEXT}}
        revision = get(parameters=[{"name": "limit", "in": "query", "content": content}])
        found = compare(query(), revision)
        assert rules(found) == {("request-parameter-style-changed", BREAKING)}

    def test_media_types_are_compared(self) -> None:
        def document(*names: str) -> Data:
            content = {name: {"schema": TEXT} for name in names}
            return get(parameters=[{"name": "limit", "in": "query", "content": content}])

        found = compare(document("application/json", "text/csv"), document("application/json"))
        assert rules(found) == {("request-body-media-type-removed", BREAKING)}


class TestValuesThatAreWrittenAsText:
    def test_any_of_them_is_text(self) -> None:
        found = compare(query({"type": "integer"}), query(TEXT))
        assert rules(found) == {("request-parameter-type-generalized", ADDITIVE)}

    def test_not_all_text_is_a_number(self) -> None:
        found = compare(query(TEXT), query({"type": "integer"}))
        assert rules(found) == {("request-parameter-type-changed", BREAKING)}

    def test_one_value_is_a_list_of_one(self) -> None:
        found = compare(query(TEXT), query(MANY))
        assert rules(found) == {("request-parameter-type-generalized", ADDITIVE)}

    def test_but_not_where_lists_are_written_otherwise(self) -> None:
        found = compare(query(TEXT), query(MANY, style="pipeDelimited", explode=False))
        assert rules(found) == {("request-parameter-type-changed", BREAKING)}

    def test_nor_where_not_all_items_will_do(self) -> None:
        revision = query({"type": "array", "items": {"type": "string", "enum": ["a"]}})
        found = compare(query(TEXT), revision)
        assert ("request-parameter-became-enum", BREAKING) in rules(found)

    def test_of_properties_nobody_can_tell(self) -> None:
        def document(kind: str) -> Data:
            return query({"type": "object", "properties": {"a": {"type": kind}}})

        widened = compare(document("integer"), document("string"))
        assert rules(widened) == {("request-parameter-property-type-changed", RISKY)}
        narrowed = compare(document("string"), document("integer"))
        assert rules(narrowed) == {("request-parameter-property-type-specialized", BREAKING)}


class TestDefaults:
    @pytest.mark.parametrize(
        ("before", "after", "rule"),
        [
            ({}, {"default": "a"}, "request-parameter-default-value-added"),
            ({"default": "a"}, {"default": "b"}, "request-parameter-default-value-changed"),
            ({"default": "a"}, {}, "request-parameter-default-value-removed"),
        ],
    )
    def test_count_where_the_parameter_may_be_left_out(
        self, before: Data, after: Data, rule: str
    ) -> None:
        optional = compare(query({**TEXT, **before}), query({**TEXT, **after}))
        assert rules(optional) == {(rule, BREAKING)}
        required = compare(
            query({**TEXT, **before}, required=True), query({**TEXT, **after}, required=True)
        )
        assert rules(required) == {(rule, NONE)}


def test_a_shared_parameter_is_found_once_where_it_stands() -> None:
    def document(**schema: object) -> Data:
        shared = {"$ref": "#/components/parameters/Limit"}
        item = {"get": {"responses": {}, "parameters": [shared]}}
        limit = {"name": "limit", "in": "query", "schema": schema}
        paths = {"/b": item, "/c": item, "/a": item}
        return api(paths, components={"parameters": {"Limit": limit}})

    revision = document(type="integer", maximum=5)
    (found,) = compare(document(type="integer", maximum=9), revision)
    assert found.rule == "request-parameter-max-decreased"
    assert (found.part, found.touches) == ("GET /a", ("GET /b", "GET /c"))
    assert line_of(revision, found.line) == '"maximum": 5'
