import pytest

from tests.contracts.openapi.support import (
    ADDITIVE,
    BREAKING,
    RISKY,
    Data,
    api,
    compare,
    rules,
)

FINE: Data = {"responses": {}}
MOVED = "api-base-path-changed"


def reached(*urls: str, path: str = "/orders", **more: object) -> Data:
    """Return a document whose one operation is reached at *urls*."""
    servers = {"servers": [{"url": url} for url in urls]} if urls else {}
    return api({path: {"get": FINE}}, **servers, **more)


def swagger(path: str = "/orders", **more: object) -> Data:
    info = {"title": "Shop", "version": "1"}
    return {"swagger": "2.0", "info": info, "paths": {path: {"get": FINE}}, **more}


@pytest.mark.parametrize(
    ("base", "revision", "expected"),
    [
        # the path of all is another one
        (reached("https://x.y/v1"), reached("https://x.y/v2"), {(MOVED, BREAKING)}),
        (reached("/v1"), reached("/v2"), {(MOVED, BREAKING)}),
        (swagger(basePath="/v1"), swagger(basePath="/v2"), {(MOVED, BREAKING)}),
        # of what says nothing, nobody can tell
        (reached(), reached("/v1"), {(MOVED, RISKY)}),
        (reached("/v1"), reached(), {(MOVED, RISKY)}),
        (swagger(), swagger(basePath="/v1"), {(MOVED, RISKY)}),
        # addresses come and go: one may be another environment's
        (reached("https://a.b", "https://x.y"), reached("https://a.b"),
         {("api-server-removed", RISKY)}),
        (reached("https://a.b/v1", "https://a.b"), reached("https://a.b"),
         {("api-server-removed", RISKY)}),
        (reached("https://a.b"), reached("https://x.y"),
         {("api-server-removed", RISKY), ("api-server-added", ADDITIVE)}),
        (swagger(host="a.b", schemes=["http", "https"]), swagger(host="a.b", schemes=["https"]),
         {("api-server-removed", RISKY)}),
        # the same, said otherwise
        (reached("https://a.b", "https://x.y"), reached("https://x.y/", "https://a.b/"), set()),
        (reached(), reached("https://a.b"), set()),
        (swagger(), swagger(basePath="/"), set()),
        (swagger(host="a.b", basePath="/v1"), reached("https://a.b/v1"), set()),
    ],
)  # fmt: skip
def test_where_an_operation_is_reached(base: Data, revision: Data, expected: set[object]) -> None:
    assert rules(compare(base, revision)) == expected


@pytest.mark.parametrize(
    ("base", "revision"),
    [
        (reached("https://a.b/v1"), reached("https://a.b", path="/v1/orders")),
        (reached("/v1"), reached(path="/v1/orders")),
        (swagger(basePath="/v1"), swagger("/v1/orders")),
        (swagger(basePath="/v1"), swagger("/v1/orders", basePath="/")),
        (swagger(basePath="/shop/v1"), swagger("/v1/orders", basePath="/shop")),
    ],
)
def test_the_path_of_a_server_may_move_into_the_paths_and_back(base: Data, revision: Data) -> None:
    assert compare(base, revision) == ()
    assert compare(revision, base) == ()


def test_what_moved_is_compared() -> None:
    query = {"parameters": [{"name": "q", "in": "query", "required": True}]}
    revision = reached(path="/v1/orders")
    revision["paths"]["/v1/orders"]["get"] = {**FINE, **query}
    (found,) = compare(reached("/v1"), revision)
    assert (found.rule, found.severity) == ("new-required-request-parameter", BREAKING)
    assert found.parts == ("GET /v1/orders", "GET /orders")


def test_of_a_path_that_moved_one_method_may_be_gone() -> None:
    both = api({"/orders": {"get": FINE, "put": FINE}}, servers=[{"url": "/v1"}])
    (found,) = compare(both, reached(path="/v1/orders"))
    assert (found.rule, found.part) == ("api-removed-without-deprecation", "PUT /orders")


def test_another_operation_of_its_old_name_is_not_what_moved() -> None:
    revision = api({"/v1/orders": {"get": FINE}, "/orders": {"get": {**FINE, "deprecated": True}}})
    found = compare(reached("/v1"), revision)
    assert rules(found) == {("endpoint-added", ADDITIVE)}
    assert found[0].part == "GET /orders"


def test_the_servers_of_an_operation_are_its_own() -> None:
    own = {**FINE, "servers": [{"url": "/files"}]}
    base = api({"/a": {"get": own}, "/b": {"get": FINE}}, servers=[{"url": "/v1"}])
    revision = api({"/a": {"get": own}, "/b": {"get": FINE}}, servers=[{"url": "/v2"}])
    (found,) = compare(base, revision)
    assert (found.rule, found.parts) == (MOVED, ("GET /b",))


def test_a_variable_stands_for_its_default() -> None:
    server = {"url": "/{version}", "variables": {"version": {"default": "v1"}}}
    varying = api({"/orders": {"get": FINE}}, servers=[server])
    assert compare(varying, reached("/v1")) == ()


def test_all_operations_are_one_finding() -> None:
    paths = {f"/{name}": {"get": FINE} for name in "abc"}
    (found,) = compare(api(paths, servers=[{"url": "/v1"}]), api(paths, servers=[{"url": "/v2"}]))
    assert found.parts == ("GET /a", "GET /b", "GET /c")
    text = "callers below '/v1' find nothing there from now on: paths begin with '/v2'"
    assert found.text == text
