"""Swagger 2.0 says the same in other words."""

import pytest

from tests.contracts.openapi.support import (
    BREAKING,
    Data,
    api,
    compare,
    line_of,
    rules,
    thing,
)

TEXT = {"type": "string"}
FINE = {"200": {"description": "fine"}}


def swagger(operation: Data, **root: object) -> Data:
    whole = {"responses": FINE, **operation}
    info = {"title": "Shop", "version": "1"}
    paths = {"/orders/{id}": {"post": whole}}
    return {"swagger": "2.0", "info": info, "paths": paths, **root}


def openapi(operation: Data, **root: object) -> Data:
    return api({"/orders/{id}": {"post": {"responses": FINE, **operation}}}, **root)


def content(schema: Data, *names: str) -> Data:
    return {"content": {name: {"schema": schema} for name in names or ("application/json",)}}


def listed(name: str, **more: object) -> Data:
    return {"name": name, "in": "query", **more}


STYLES = [
    ({"collectionFormat": "multi"}, {"explode": True}),
    ({"collectionFormat": "csv"}, {"explode": False}),
    ({}, {"explode": False}),
    ({"collectionFormat": "ssv"}, {"style": "spaceDelimited"}),
    ({"collectionFormat": "pipes"}, {"style": "pipeDelimited"}),
]
MANY = {"type": "array", "items": TEXT}
TWINS = [
    (swagger({}), openapi({})),
    *(
        (
            swagger({"parameters": [listed("a", **MANY, **old)]}),
            openapi({"parameters": [listed("a", schema=MANY, **new)]}),
        )
        for old, new in STYLES
    ),
    (
        swagger({"parameters": [{"name": "id", "in": "path", "required": True, **TEXT}]}),
        openapi({"parameters": [{"name": "id", "in": "path", "required": True, "schema": TEXT}]}),
    ),
    (
        swagger({"parameters": [{"name": "b", "in": "body", "required": True, "schema": thing()}]}),
        openapi({"requestBody": {"required": True, **content(thing())}}),
    ),
    (
        swagger(
            {"parameters": [{"name": "b", "in": "body", "schema": {"$ref": "#/definitions/It"}}]},
            definitions={"It": thing(a=TEXT)},
            consumes=["application/xml"],
        ),
        openapi(
            {"requestBody": content({"$ref": "#/components/schemas/It"}, "application/xml")},
            components={"schemas": {"It": thing(a=TEXT)}},
        ),
    ),
    (
        swagger(
            {
                "parameters": [
                    {"name": "a", "in": "formData", "required": True, **TEXT},
                    {"name": "f", "in": "formData", "type": "file"},
                ]
            }
        ),
        openapi(
            {
                "requestBody": {
                    "required": True,
                    **content(
                        thing(["a"], a=TEXT, f={**TEXT, "format": "binary"}), "multipart/form-data"
                    ),
                }
            }
        ),
    ),
    (
        swagger(
            {
                "produces": ["application/json", "text/csv"],
                "responses": {
                    "200": {
                        "description": "",
                        "schema": thing(a=TEXT),
                        "headers": {"X-Rest": {"type": "integer"}},
                    }
                },
            }
        ),
        openapi(
            {
                "responses": {
                    "200": {
                        "description": "",
                        **content(thing(a=TEXT), "application/json", "text/csv"),
                        "headers": {"X-Rest": {"schema": {"type": "integer"}}},
                    }
                }
            }
        ),
    ),
    (
        swagger(
            {"security": [{"o": ["read"]}, {"b": []}]},
            securityDefinitions={
                "o": {
                    "type": "oauth2",
                    "flow": "accessCode",
                    "authorizationUrl": "/a",
                    "tokenUrl": "/t",
                    "scopes": {"read": ""},
                },
                "b": {"type": "basic"},
            },
        ),
        openapi(
            {"security": [{"o": ["read"]}, {"b": []}]},
            components={
                "securitySchemes": {
                    "o": {
                        "type": "oauth2",
                        "flows": {
                            "authorizationCode": {
                                "authorizationUrl": "/a",
                                "tokenUrl": "/t",
                                "scopes": {"read": ""},
                            }
                        },
                    },
                    "b": {"type": "http", "scheme": "basic"},
                }
            },
        ),
    ),
]


@pytest.mark.parametrize(("old", "new"), TWINS)
def test_twins_are_the_same(old: Data, new: Data) -> None:
    assert compare(old, new) == ()
    assert compare(new, old) == ()


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ({}, {"parameters": [listed("a", required=True, **TEXT)]},
         "new-required-request-parameter"),
        ({"parameters": [listed("a", **TEXT)]}, {"parameters": [listed("a", type="integer")]},
         "request-parameter-type-changed"),
        ({"parameters": [listed("a", **MANY)]},
         {"parameters": [listed("a", collectionFormat="multi", **MANY)]},
         "request-parameter-explode-changed"),
        ({"parameters": [{"name": "a", "in": "formData", **TEXT}]},
         {"parameters": [{"name": "a", "in": "formData", **TEXT},
                         {"name": "b", "in": "formData", "required": True, **TEXT}]},
         "new-required-request-property"),
        ({"responses": {"200": {"description": "", "schema": thing(["a"], a=TEXT)}}},
         {"responses": {"200": {"description": "", "schema": thing()}}},
         "response-required-property-removed"),
        ({"consumes": ["a/b", "a/c"], "parameters": [{"name": "b", "in": "body", "schema": TEXT}]},
         {"consumes": ["a/b"], "parameters": [{"name": "b", "in": "body", "schema": TEXT}]},
         "request-body-media-type-removed"),
    ],
)  # fmt: skip
def test_breaks_are_found(before: Data, after: Data, rule: str) -> None:
    assert (rule, BREAKING) in rules(compare(swagger(before), swagger(after)))


def test_findings_stand_in_the_document_as_it_is_written() -> None:
    revision = swagger({"parameters": [listed("a", type="integer")]})
    (found,) = compare(swagger({"parameters": [listed("a", **TEXT)]}), revision)
    assert line_of(revision, found.line) == '"type": "integer"'
