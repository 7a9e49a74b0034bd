import sys
import time
from itertools import count
from types import FrameType

import pytest

from relplan.contracts.kind import Surface
from tests.contracts.openapi.support import KIND, Data, api, version_of

FINE: Data = {"responses": {}}


def surface() -> Surface:
    named = {
        ("/orders", "get"): "listAllOrders",
        ("/orders", "post"): "createOrder",
        ("/orders/{id}", "get"): "getOrder",
        ("/orders/{id}", "delete"): "delete",
        ("/orders/{id}/items/{item}", "put"): "putItem",
        ("/orders/search", "get"): "searchOrders",
        ("/status", "get"): "getStatus",
    }
    paths: Data = {}
    for (path, method), name in named.items():
        paths.setdefault(path, {})[method] = {**FINE, "operationId": name}
    found = KIND.surface("api.json", version_of(api(paths)).files["api.json"])
    assert found is not None
    return found


SURFACE = surface()


def used(path: str, text: str) -> list[tuple[str, int]]:
    return [(use.part, use.line) for use in KIND.uses(path, text.encode(), SURFACE)]


class TestCallsOfGeneratedClients:
    @pytest.mark.parametrize(
        ("path", "line"),
        [
            ("a.ts", "const order = await ordersApi.getOrder(id);"),
            ("a.py", "order = client.get_order(order_id)"),
            ("a.go", "order, err := client.GetOrder(ctx, id)"),
            ("a.java", "Order order = this.ordersClient.getOrder(id);"),
            ("a.rb", "order = api.get_order(id)"),
            ("a.php", "$order = $this->api->getOrder($id);"),
        ],
    )
    def test_each_language(self, path: str, line: str) -> None:
        assert used(path, f"\n{line}\n") == [("GET /orders/{id}", 2)]

    def test_a_function_that_was_imported_from_a_client(self) -> None:
        text = "import { getOrder } from './generated/orders';\nreturn getOrder(7);\n"
        assert used("a.ts", text) == [("GET /orders/{id}", 2)]

    @pytest.mark.parametrize(
        "line",
        [
            "def get_order(client):",
            "orders.get_order(7)",
            "client.delete(7)",
            "client.get_status()",
            "client.forget_order(7)",
            "# client get_order",
            "get_order(7)",
        ],
    )
    def test_what_proves_nothing(self, line: str) -> None:
        assert used("a.py", line) == []

    def test_a_definition_is_no_call(self) -> None:
        text = 'import "shop/client"\nfunc GetOrder(id string) {}\npublic Order getOrder(String a)'
        assert used("a.go", text) == []


class TestRequestsThatAreWrittenOut:
    @pytest.mark.parametrize(
        ("path", "text", "part"),
        [
            ("a.ts", "axios.get(`/orders/${id}`)", "GET /orders/{id}"),
            ("a.ts", "await axios.get<Order>(\n  `${base}/api/v1/orders/${id}?full=1`)",
             "GET /orders/{id}"),
            ("a.py", 'requests.get(f"{BASE}/orders/{order_id}")', "GET /orders/{id}"),
            ("a.py", 'self.session.post("https://shop.example/api/orders", json=x)',
             "POST /orders"),
            ("a.py", 'requests.request("DELETE", f"{base}/orders/{i}")', "DELETE /orders/{id}"),
            ("a.js", 'fetch("/orders", {method: "POST", body})', "POST /orders"),
            ("a.js", "fetch('/orders')", "GET /orders"),
            ("a.js", "axios({ method: 'post', url: '/orders' })", "POST /orders"),
            ("a.js", "axios({ url: '/orders', method: 'post' })", "POST /orders"),
            ("a.js", "http.delete('/orders/' + id)", "DELETE /orders/{id}"),
            ("a.go", 'http.Get("http://shop/orders/search")', "GET /orders/search"),
            ("a.go", 'http.NewRequest(http.MethodPost, base+"/orders", body)', "POST /orders"),
            ("a.go", 'http.NewRequestWithContext(c, "PUT", fmt.Sprintf("%s/orders/%s/items/1", b))',
             "PUT /orders/{id}/items/{item}"),
            ("a.java", '@FeignClient("shop")\ninterface Shop {\n  @GetMapping("/orders/{id}")\n}',
             "GET /orders/{id}"),
            ("a.java", 'restTemplate.getForObject(url + "/orders/{id}", Order.class, id)',
             "GET /orders/{id}"),
            ("a.java", ('@FeignClient(name = "shop", path = "/orders")\ninterface Shop {\n'
             '  @RequestMapping(method = RequestMethod.PUT, value = "/{id}/items/{item}")\n'
             '  Order put(@PathVariable String id);\n}'), "PUT /orders/{id}/items/{item}"),
            ("a.java", ('@HttpExchange("/orders")\ninterface Shop {\n'
             '  @GetExchange("/{id}")\n  Order order(String id);\n}'), "GET /orders/{id}"),
            ("a.java", ('@Path("/orders")\n@RegisterRestClient\ninterface Shop {\n'
             '  @POST\n  Order add(Order order);\n}'), "POST /orders"),
            ("a.kt", ('@FeignClient(name = "shop")\n@RequestMapping("/orders")\ninterface Shop {\n'
             '  @DeleteMapping("/{id}")\n  fun drop(@PathVariable id: Long)\n}'),
             "DELETE /orders/{id}"),
            ("a.cs", 'public interface IShop {\n  [Get("/orders/{id}")]\n  Task<O> Get(int id);\n}',
             "GET /orders/{id}"),
            ("a.kt", '@GET("orders/{id}")\nsuspend fun order()', "GET /orders/{id}"),
            ("a.cs", 'await httpClient.GetAsync($"/orders/{id}")', "GET /orders/{id}"),
        ],
    )  # fmt: skip
    def test_each_language(self, path: str, text: str, part: str) -> None:
        assert [use for use, _ in used(path, text)] == [part]

    @pytest.mark.parametrize(
        ("path", "text"),
        [
            ("a.js", "app.get('/orders/:id', show)"),
            ("a.py", '@app.get("/orders/{id}")'),
            ("a.java", '@GetMapping("/orders/{id}")\nOrder show() {}'),
            ("a.js", "axios.get('/users/7/orders')"),
            ("a.js", "axios.patch('/orders')"),
            ("a.js", "axios.get('/status')"),
            ("a.js", "const url = '/orders'"),
            ("a.md", "axios.get('/orders')"),
        ],
    )
    def test_what_proves_nothing(self, path: str, text: str) -> None:
        assert used(path, text) == []

    def test_each_is_found_where_it_stands(self) -> None:
        text = "fetch('/orders')\n\nfetch('/orders/7')\nfetch('/orders')\n"
        assert used("a.js", text) == [
            ("GET /orders", 1),
            ("GET /orders/{id}", 3),
            ("GET /orders", 4),
        ]


def test_text_and_place_are_those_of_the_line() -> None:
    (use,) = KIND.uses("web/a.js", b"\n  fetch('/orders')\n", SURFACE)
    assert (use.path, use.line, use.text) == ("web/a.js", 2, "fetch('/orders')")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("const PATH = '/orders/search';\nrouter.get(PATH, show);\n", []),
        ("const PATH = '/orders/search';\napp.post(PATH, (q, r) => go('/orders/search'));\n", []),
        # Nothing serves it, or something else is served below it.
        ("const PATH = '/orders/search';\nrouter.get(OTHER, () => go(PATH));\n", ["search"]),
        ("const PATH = '/orders/search';\nhttp.get(PATH);\n", ["search"]),
    ],
)
def test_a_path_with_a_name_that_a_router_is_given_is_served(text: str, parts: list[str]) -> None:
    assert [part.rpartition("/")[2] for part, _ in used("a.js", text)] == parts


def served_and_used(text: str, *parts: str) -> list[tuple[str, bool]]:
    offered = Surface("ledger", dict.fromkeys(parts, ()))
    return [(use.part, use.guessed) for use in KIND.uses("a.java", text.encode(), offered)]


FIND = "GET /v1/gateway-transaction/{id}"
EVENTS = "GET /v1/gateway-transaction/{id}/events"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.go", 'r.Methods("GET").PathPrefix("/orders/search").Handler(h)'),
        ("a.go", 'h := http.StripPrefix(\n\t"/orders/search",\n\tfiles)'),
        ("a.js", "const image = '/orders/7.png';"),
        ("a.js", 'const seed = "(\\"/orders/7.jpeg\\")";'),
    ],
)
def test_what_is_served_taken_off_or_a_picture_is_requested_by_nobody(path: str, text: str) -> None:
    assert used(path, text) == []


class TestPathsThatArePutTogether:
    @pytest.mark.parametrize("text", [
        'fromPath(ledgerUrl).path(format("/v1/gateway-transaction/%s", encode(id, UTF_8)))',
        'fromPath(url)\n    .path("v1")\n    .path("gateway-transaction")\n    .path(id)',
        'builder.pathSegment("v1", "gateway-transaction", id).build()',
        'UriComponentsBuilder.fromHttpUrl(url).path("/v1/gateway-transaction/").path(id)',
        'String uri = base + "/v1/gateway-transaction/" + id;',
        'var uri = "/v1/gateway-transaction/"\n    + encode(id, of(x));',
        'String.format("%s/v1/gateway-transaction/%s", base, id)',
        'const uri = `${base}/v1/gateway-transaction/${id}`;',
        'uri = f"{base}/v1/gateway-transaction/{id}"',
        'static final String FIND = "/v1/gateway-transaction/{id}";',
        'static final String ROOT = "/v1/gateway-transaction";\nfind(ROOT + "/" + id);',
        'const ROOT = "/v1/gateway-transaction"\nfind(`${ROOT}/${id}?full=1`)',
        '"/v1/gateway-transaction/" + id + "?full=" + full',
        'const BASE = `${LEDGER}/v1`\nfind(`${BASE}/gateway-transaction/${id}`)',
    ])  # fmt: skip
    def test_is_a_use_whatever_the_method(self, text: str) -> None:
        assert served_and_used(text, FIND, EVENTS) == [(FIND, False)]

    def test_what_is_added_far_behind_counts(self) -> None:
        text = 'uri = "/v1/gateway-transaction/" + encode(id, of(x))\n  + "/events";'
        assert served_and_used(text, FIND, EVENTS) == [(EVENTS, False)]

    def test_the_method_is_told_behind_a_builder(self) -> None:
        text = 'client.target(url).path("/v1/gateway-transaction/1").request().delete()'
        delete = FIND.replace("GET", "DELETE")
        assert served_and_used(text, FIND, delete) == [(delete, False)]

    def test_one_of_several_methods_is_a_guess(self) -> None:
        text = 'x = "/v1/gateway-transaction/%s"'
        delete = FIND.replace("GET", "DELETE")
        assert served_and_used(text, FIND, delete) == [(delete, True), (FIND, True)]

    @pytest.mark.parametrize("text", [
        'public List<Event> getEvents() { return events; }',
        '@Path("/v1/gateway-transaction/{id}")',
        '@Path("/v1") @Path("/gateway-transaction/{x}") x = "/v1/gateway-transaction/%s";',
        '// see "/v1/gateway-transaction/{id}"',
        '"https://api.stripe.com/v1/gateway-transaction/" + id',
        'x = "/v1/gateway-transaction/" + (id + unclosed',
        '"a text that speaks of /v1/gateway-transaction/7"',
        '<Route path="/v1/gateway-transaction/:id" />',
        '{ path: "/v1/gateway-transaction/:id", component: Find }',
        'app.get("/v1/gateway-transaction/:id", find)',
        'requestMatchers("/a", "/v1/gateway-transaction/{id}").permitAll()',
        'urlpatterns = [path("v1/gateway-transaction/<int:id>", find)]',
    ])  # fmt: skip
    def test_what_is_no_use(self, text: str) -> None:
        assert served_and_used(text, FIND) == []


@pytest.mark.parametrize("hostile", [
    "axios.get(" * 15_000, "'/orders/" * 15_000, "client" * 25_000, "a" * 225_000,
    "import " * 25_000, "${" * 75_000, "'/orders'" * 15_000, "x.getOrder(" * 15_000,
    '.path("/orders"' * 10_000, '"/orders" + ' * 15_000, 'x = "/a" + (' * 12_500,
    "function get(path) { return fetch(path" * 3_750, "get = (path) => " * 7_500,
    "axios\nfunction get(path) {" + "format('%s', path);" * 7_500, "x = '/a/b';get(x);" * 5_000,
    "".join(f"r{n}.get('/a/{n}')\n" for n in range(2_500)) + "x " * 75_000, "A " + "$a" * 100_000,
    ("function get(path) { return fetch('/a' + path) " + "".join(f"url{n} " for n in range(450))
        + "}\n") * 50,
    "'" + "/orders" * 50 + "'" + "'/{{{{" * 25_000, b"\xff".decode("latin-1") * 9,
], ids=count())  # fmt: skip
def test_no_text_costs_more_than_its_size(hostile: str) -> None:
    content = hostile.encode("latin-1")
    made = 0

    def note(_frame: FrameType, _event: str, _of: object) -> None:
        nonlocal made
        made += 1

    begun = time.process_time()
    sys.setprofile(note)  # of each call that begins or ends
    try:
        list(KIND.uses("a.js", content, SURFACE))
    finally:
        sys.setprofile(None)
    assert made < 5_000 + 40 * len(content)
    # What a pattern does is no call. One that goes back and forth takes minutes; these, a second.
    assert time.process_time() - begun < 20


@pytest.mark.parametrize("head", [
    "// Code generated by openapi-generator. DO NOT EDIT.", '@jakarta.annotation.Generated("it")',
])  # fmt: skip
def test_a_generated_client_holds_more_than_is_called(head: str) -> None:
    text = f"{head}\naxios.get(`/orders/${{id}}`)\n"
    (use,) = KIND.uses("client/api.ts", text.encode(), SURFACE)
    assert (use.part, use.guessed) == ("GET /orders/{id}", True)
    assert list(KIND.uses("v1/service.pb.gw.go", b'http.Get("/orders/search")', SURFACE)) == []
