"""Routes of JAX-RS."""

import pytest

from tests.contracts.routes.frameworks.reading import routes

JAVA = "src/main/java/Orders.java"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '@Path("/orders") class A { @GET @Path("{id: \\\\d+}") O a() { } @POST void b() {} }',
            ["GET /orders/{id}", "POST /orders"],
        ),
        (
            '@Path("/") class A { @GET @Path("/a/{id}/b") @Produces("x") public Order a() { } }',
            ["GET /a/{id}/b"],
        ),
        (
            '@Path(ROOT + "/a") class A { static final String ROOT = "/r"; @GET void a() { } }',
            ["GET /r/a"],
        ),
        ("@Path(Elsewhere.ROOT) class A { @GET void a() { } }", ["GET /{Elsewhere.ROOT}"]),
        ('@Path("a") class A { @Path("lines") Lines lines() { } }', ["? /a/lines"]),
        ('@Path("a") @RegisterRestClient interface A { @GET Order a(); }', []),
        ('@Path("a") interface A { @GET Order a(); }', []),
        ("class A { @GET Order a() { } }", []),
        ('@Path("a") class A extends Elsewhere implements OrdersApi { }', ["? /a"]),
        ("import jakarta.ws.rs.core.Response;\nclass A implements OrdersApi { }", ["? /"]),
        ("class A implements OrdersApi { }", []),
    ],
)
def test_a_method_serves_what_its_annotations_say(text: str, expected: list[str]) -> None:
    assert routes(text, JAVA) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ('@ApplicationPath("/api") class App extends Application {}', ["GET /api/orders"]),
        ("@ApplicationPath(Elsewhere.API) class App extends Application {}", ["GET …/orders"]),
        (
            'class App { void run() { environment.jersey().setUrlPattern("/api/*"); } }',
            ["GET /api/orders"],
        ),
        ("class App extends Application {}", ["GET /orders"]),
    ],
)
def test_what_stands_before_all_paths(more: str, expected: list[str]) -> None:
    files = {JAVA: '@Path("orders") class A { @GET void a() { } }', "src/main/java/App.java": more}
    assert routes(files) == expected


def test_an_interface_that_a_class_implements_is_served() -> None:
    api = '@Path("orders") interface Api { @GET @Path("{id}") Order show(long id); }'
    files = {"A.java": api, "B.java": "class Orders implements Api { import javax.ws.rs.Path; }"}
    assert routes(files) == ["GET /orders/{id}"]
