"""Routes of Spring: annotations of classes, methods and interfaces, and functions."""

import pytest

from relplan.contracts.routes.frameworks.spring import Spring
from tests.contracts.routes.frameworks.reading import routes

JAVA = "src/main/java/Orders.java"
KOTLIN = "src/main/kotlin/Orders.kt"


def controller(body: str, before: str = '@RequestMapping("/orders")') -> str:
    return f"@RestController\n{before}\npublic class Orders {{\n{body}\n}}\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            '@GetMapping("/{id}") Order show(@PathVariable Long id) { return one(id); }',
            ["GET /orders/{id}"],
        ),
        (
            "@PostMapping\n @ResponseStatus(CREATED) void add() { if (x) { y(); } }",
            ["POST /orders"],
        ),
        ('@PutMapping(path = {"/a", "b"}) void put() {}', ["PUT /orders/a", "PUT /orders/b"]),
        (
            '@RequestMapping(value = "/a", method = {GET, RequestMethod.PUT}) void a() {}',
            ["GET /orders/a", "PUT /orders/a"],
        ),
        ('@RequestMapping("/a") void a() {}', ["ANY /orders/a"]),
        ('@GetMapping("/{id:[a-z]{2}\\\\d+}/x") void a() {}', ["GET /orders/{id}/x"]),
        ('@GetMapping("/**") void a() {}', ["GET /orders/{*rest}"]),
        ('static final String A = "/a";\n@GetMapping(A + "/b") void a() {}', ["GET /orders/a/b"]),
        ("@GetMapping(Elsewhere.A) void a() {}", ["? /orders"]),
        ('@GetMapping("${a.path}") void a() {}', ["? /orders"]),
        ("void a() { mappings.registerMapping(info, this, method); }", ["? /"]),
        ('@GetMapping("${a.path:/a}") void a() {}', ["GET /orders/a"]),
        ('// @GetMapping("/a")\n/* @GetMapping("/b") */ void a() { log("@GetMapping(x)"); }', []),
    ],
)
def test_a_method_serves_what_its_annotation_says_below_its_class(
    body: str, expected: list[str]
) -> None:
    assert routes(controller(body), JAVA) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("@Controller class A", ["GET /a"]),
        ('@RestController @RequestMapping("/x") class A', ["GET /x/a"]),
        ("@RestController @RequestMapping(Paths.X) class A", ["? /"]),
        ("class A", []),
        ('@FeignClient(name = "orders") interface A', []),
        ('@HttpExchange("/x") interface A', []),
    ],
)
def test_only_a_controller_serves(head: str, expected: list[str]) -> None:
    assert routes(head + ' { @GetMapping("/a") String a() { return ""; } }', JAVA) == expected


def test_what_an_interface_or_a_class_above_declares_is_served() -> None:
    api = '@RequestMapping("/orders") interface OrdersApi { @GetMapping("/{id}") O a(); }'
    own = "@RestController class Orders extends Base implements OrdersApi {  }"
    base = 'abstract class Base { @DeleteMapping("/all") void clear() { } }'
    files = {
        f"src/main/java/{name}.java": text for name, text in (("A", api), ("B", base), ("O", own))
    }
    assert routes(files) == ["DELETE /orders/all", "GET /orders/{id}"]
    del files["src/main/java/A.java"]
    assert routes(files) == ["? /", "DELETE /all"]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("application.properties", "server.servlet.context-path=/shop", ["GET /shop/orders"]),
        (
            "application.yml",
            "server:\n  servlet:\n    context-path: /shop # so",
            ["GET /shop/orders"],
        ),
        ("application.yml", "spring.webflux.base-path: ${BASE:/shop}", ["GET /shop/orders"]),
        ("application.yml", "server.servlet.context-path: ${BASE}", ["GET …/orders"]),
    ],
)
def test_a_context_path_stands_before_all(name: str, text: str, expected: list[str]) -> None:
    files = {JAVA: controller("@GetMapping void a() {}"), f"src/main/resources/{name}": text}
    assert routes(files) == expected


def test_kotlin() -> None:
    text = """
@RestController
@RequestMapping(value = [$$"${api.path}/orders"], produces = ["application/json"])
class Orders(@Value("\\${x}") private val service: Service) : Base<Order>() {
  @GetMapping("/$SOME/{id}")
  fun show(@PathVariable id: Long): Order = service.show(id)

  @PostMapping(path = ["/a", "/b"])
  fun add(@RequestBody order: Order) { service.add(order) }

  companion object { const val SOME = "some" }
}
"""
    settings = {"src/main/resources/application.yml": "api:\n  path: /api\n"}
    assert routes({KOTLIN: text, **settings}) == [
        "GET /api/orders/some/{id}", "POST /api/orders/a", "POST /api/orders/b",
    ]  # fmt: skip


def test_functions_of_a_router_and_repositories_that_are_served() -> None:
    plain = 'RouterFunction<?> a() { return route(GET("/a"), this::a).andRoute(POST(B), this::b); }'
    assert routes(f"class A {{ {plain} }}", JAVA) == ["? /", "GET /a"]
    nested = 'RouterFunction<?> a() { return nest(path("/x"), route(GET("/a"), this::a)); }'
    assert routes(f"class A {{ {nested} }}", JAVA) == ["? /"]
    data = '@RepositoryRestResource(path = "orders") interface A extends Repo<Order> {}'
    assert routes(data, JAVA) == ["? /orders"]


ASKS = "spring:\n  application:\n    name: orders\n  config:\n    import: configserver:http://a\n"


@pytest.mark.parametrize(
    ("path", "content", "expected"),
    [
        (JAVA, "", "src/main/resources/application.yml"),
        ("src/main/resources/bootstrap.yml", ASKS, "config/orders.yml"),
        ("src/main/resources/application.yml", ASKS.replace("orders", "${NAME}"), ""),
        ("src/main/resources/application.yml", "spring.application.name: orders\n", ""),
    ],
)
def test_settings_are_looked_for_where_a_server_of_configurations_has_them(
    path: str, content: str, expected: str
) -> None:
    found = Spring().settings(path, content.encode())
    assert expected in found if expected else not found


def test_what_a_server_of_configurations_says_stands_before_all_paths() -> None:
    said = {"config/shared/orders.yml": "server:\n  servlet:\n    context-path: /shop\n"}
    code = {JAVA: controller("@GetMapping void a() {}"), "src/main/resources/bootstrap.yml": ASKS}
    assert routes(code) == ["GET /orders"]
    assert routes(code | said) == ["GET /shop/orders"]


def test_a_constant_is_that_of_the_nearest_class() -> None:
    base = 'public abstract class Base { static final String URL = "/base"; }'
    own = 'class Own {\n  public static final String URL = "/own";\n@GetMapping(URL) void a() {} }'
    other = 'public class Names { public static final String URL = "/names"; }'
    files = {
        "a/Base.java": base,
        "a/Names.java": other,
        "a/Own.java": f"@RestController\n{own}",
        "a/Heir.java": "@RestController class Heir extends Base { @GetMapping(URL) void a() {} }",
        "a/Taker.java": "import static a.Names.URL;\n"
        '@RestController class Taker { @GetMapping(URL + "/a") void a() {} }',
    }
    assert routes(files) == ["GET /base", "GET /names/a", "GET /own"]


def test_a_class_that_controllers_extend_may_have_no_routes() -> None:
    base = {"a/BaseController.java": "public abstract class BaseController {}"}
    own = '@RestController class Own extends BaseController { @GetMapping("/a") void a() {} }'
    assert routes({"a/Own.java": own} | base) == ["GET /a"]
    assert routes({"a/Own.java": own}) == ["? /", "GET /a"]


OF_KOTLIN = (
    '@RestController\n@RequestMapping("${base:}/orders")\nannotation class OrdersController\n'
)
OF_JAVA = '@RestController @RequestMapping("/orders") public @interface OrdersController { }\n'
OPEN = (
    '@RestController @RequestMapping("/all") @interface OrdersController {\n'
    "  @AliasFor(annotation = RequestMapping.class) String[] value() default {};\n}\n"
)


@pytest.mark.parametrize(
    ("declared", "said", "expected"),
    [
        (OF_KOTLIN, "@OrdersController", ["GET /orders/a"]),
        (OF_JAVA, "@OrdersController", ["GET /orders/a"]),
        (OF_JAVA, '@OrdersController("a bean")', ["GET /orders/a"]),
        (OPEN, '@OrdersController("/x")', ["GET /x/a"]),
        (OPEN, "@OrdersController", ["GET /all/a"]),
        ("@OrdersController @interface Api { }\n" + OF_JAVA, "@Api", ["GET /orders/a"]),
        # It only marks; or it is of another package, and nobody here knows what it says.
        ("@interface OrdersController { }", "@RestController @OrdersController", ["GET /a"]),
        ("", "@OrdersController", ["GET …/a"]),
        ("", '@OrdersController @RequestMapping("/x")', ["GET /x/a"]),
        ("", "@RestController @OrdersController", ["GET /a"]),
        ("", "@Orders", []),
    ],
)
def test_an_annotation_may_stand_for_others(declared: str, said: str, expected: list[str]) -> None:
    ending = "kt" if "class" in declared.replace("RequestMapping.class", "") else "java"
    files = {
        f"src/main/O.{ending}": declared,
        JAVA: f'{said} class A {{ @GetMapping("/a") String a() {{ return ""; }} }}',
    }
    assert routes(files) == expected


def test_a_method_may_be_mapped_by_what_stands_for_its_mapping() -> None:
    of = (
        "@RequestMapping(method = RequestMethod.POST) @interface Send { @AliasFor String value(); }"
    )
    body = '@Send("/a") void a() {}\n@Send void b() {}\n@Sent("/c") void c() {}'
    files = {JAVA: controller(body), "src/main/java/Send.java": of}
    assert routes(files) == ["POST /orders", "POST /orders/a"]
