"""How values are written as text: where it makes a difference, and where it makes none."""

import pytest

from tests.contracts.openapi.support import (
    ADDITIVE,
    BREAKING,
    Data,
    compare,
    get,
    post,
    query,
    rules,
    thing,
)

TEXT, NUMBER = {"type": "string"}, {"type": "integer"}
MANY = {"type": "array", "items": TEXT}
POINT = thing(x=NUMBER, y=NUMBER)
STYLE, EXPLODE = "request-parameter-style-changed", "request-parameter-explode-changed"
FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data"


def at(location: str, schema: Data, **more: object) -> Data:
    required = location == "path"
    one = {"name": "id", "in": location, "required": required, "schema": schema, **more}
    return get(parameters=[one])


@pytest.mark.parametrize(
    ("location", "schema", "more", "rule"),
    [
        # 5, .5 and ;id=5: in a path, a value by itself differs, too
        ("path", TEXT, {"style": "label"}, STYLE),
        ("path", TEXT, {"style": "matrix"}, STYLE),
        ("path", TEXT, {"explode": True}, None),
        ("query", TEXT, {"style": "pipeDelimited"}, None),
        # a,b is a,b in a path and in a header, however it is exploded; x,1,y,2 is x=1,y=2
        ("path", MANY, {"explode": True}, None),
        ("header", MANY, {"explode": True}, None),
        ("path", POINT, {"explode": True}, EXPLODE),
        ("header", POINT, {"explode": True}, EXPLODE),
        ("query", POINT, {"explode": False}, EXPLODE),
        ("query", POINT, {"style": "deepObject"}, STYLE),
        # what may be anything may be a list
        ("query", {"anyOf": [TEXT, MANY]}, {"style": "pipeDelimited"}, STYLE),
        ("query", {"anyOf": [TEXT, MANY]}, {"style": "form", "explode": True}, None),
    ],
)
def test_of_parameters(location: str, schema: Data, more: Data, rule: str | None) -> None:
    found = rules(compare(at(location, schema), at(location, schema, **more)))
    assert found == ({(rule, BREAKING)} if rule else set())


def test_a_deep_object_is_never_exploded() -> None:
    base, revision = (query(POINT, style="deepObject", explode=one) for one in (False, True))
    assert compare(base, revision) == ()


def test_a_parameter_without_a_value() -> None:
    empty = query(NUMBER, allowEmptyValue=True)
    disallowed = {("request-parameter-empty-value-disallowed", BREAKING)}
    assert rules(compare(empty, query(NUMBER))) == disallowed
    assert rules(compare(empty, query(NUMBER, allowEmptyValue=False))) == disallowed
    allowed = {("request-parameter-empty-value-allowed", ADDITIVE)}
    assert rules(compare(query(NUMBER), empty)) == allowed
    assert compare(query(NUMBER, allowEmptyValue=False), query(NUMBER)) == ()
    # it is said of those of the query alone
    assert compare(at("header", TEXT, allowEmptyValue=True), at("header", TEXT)) == ()


@pytest.mark.parametrize(
    ("schema", "rule"), [(POINT, "response-header-style-changed"), (MANY, None), (NUMBER, None)]
)
def test_of_headers(schema: Data, rule: str | None) -> None:
    def document(**more: object) -> Data:
        headers = {"X-Point": {"schema": schema, **more}}
        return get(responses={"200": {"description": "fine", "headers": headers}})

    assert compare(document(), document(explode=False)) == ()
    found = rules(compare(document(), document(explode=True)))
    assert found == ({(rule, BREAKING)} if rule else set())


def form(media_type: str = FORM, **encoding: Data) -> Data:
    schema = thing(ids=MANY, name=TEXT, point=POINT)
    content = {"schema": schema, "encoding": encoding} if encoding else {"schema": schema}
    return post(requestBody={"content": {media_type: content}})


@pytest.mark.parametrize(
    ("base", "revision", "breaks"),
    [
        (form(), form(ids={"explode": False}), True),
        (form(ids={"explode": False}), form(), True),
        (form(ids={"style": "pipeDelimited"}), form(ids={"style": "spaceDelimited"}), True),
        (form(), form(ids={"style": "form", "explode": True}), False),
        (form(), form(name={"explode": False}), False),
        # text was sent as text, and an object as JSON, before it was said
        (form(PARTS), form(PARTS, name={"contentType": "text/plain"}), False),
        (form(PARTS), form(PARTS, name={"contentType": "text/csv"}), True),
        (form(PARTS), form(PARTS, point={"contentType": "application/json"}), False),
        (form(PARTS), form(PARTS, point={"contentType": "application/xml"}), True),
        # one more will do, one less will not
        (form(PARTS, name={"contentType": "image/png"}),
         form(PARTS, name={"contentType": "image/jpeg, image/png"}), False),
        (form(PARTS, name={"contentType": "image/jpeg, image/png"}),
         form(PARTS, name={"contentType": "image/png"}), True),
    ],
)  # fmt: skip
def test_of_the_fields_of_forms(base: Data, revision: Data, breaks: bool) -> None:
    expected = {("request-body-encoding-changed", BREAKING)} if breaks else set()
    assert rules(compare(base, revision)) == expected


def test_of_the_parts_of_an_answer() -> None:
    def document(types: str) -> Data:
        content = {"schema": thing(file=TEXT), "encoding": {"file": {"contentType": types}}}
        answer = {"description": "fine", "content": {"multipart/mixed": content}}
        return get(responses={"200": answer})

    wide, narrow = document("image/jpeg, image/png"), document("image/png")
    assert rules(compare(narrow, wide)) == {("response-body-encoding-changed", BREAKING)}
    assert compare(wide, narrow) == ()


def test_of_the_lists_of_a_form_of_swagger() -> None:
    def document(**more: object) -> Data:
        ids = {"name": "ids", "in": "formData", "type": "array", "items": TEXT, **more}
        paths = {"/a": {"post": {"parameters": [ids], "responses": {}}}}
        return {"swagger": "2.0", "info": {"title": "S", "version": "1"}, "paths": paths}

    multi = document(collectionFormat="multi")
    assert rules(compare(document(), multi)) == {("request-body-encoding-changed", BREAKING)}
    assert compare(document(), document(collectionFormat="csv")) == ()
