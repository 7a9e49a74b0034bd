"""Requests through a service's own functions are requests, and say whose API they use."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from relplan.detection import code
from tests.detection.system import in_words
from tests.detection.test_taking import Shop, without
from tests.discovery.test_openapi import openapi

ORDERS = ("GET /orders", "POST /orders", "GET /orders/{id}", "DELETE /orders/{id}")

JS_CLIENT = """
const BASE = process.env.ORDERS_URL;
export class Client {
  async request(method, path, body) {
    const url = `${BASE}${path}`;
    const answer = await fetch(url, { method, body });
    return answer.json();
  }
  get(path) {
    return this.request('GET', path);
  }
  remove(path) {
    return this.request('DELETE', path);
  }
}
export const client = new Client();
export default client;
"""
TS_CLIENT = """
export abstract class Base {
  constructor(private readonly http: HttpClient, private readonly ordersUrl: string) {}
  protected get<T>(path: string, options?: Options): Promise<T> {
    return this.http.get<T>(this.ordersUrl + path, options);
  }
}
"""
PY_CLIENT = '''
class OrdersClient:
    def __init__(self, base_url):
        self.base_url = base_url.rstrip("/")

    def _request(self, method: str, path: str, **kwargs):
        response = requests.request(method, f"{self.base_url}{path}", timeout=5, **kwargs)
        response.raise_for_status()
        return response.json()

    def get(self, path, **kwargs):
        """Read it."""
        return self._request("GET", path, **kwargs)
'''
JAVA_CLIENT = """
public abstract class OrdersHttp {
    private final RestTemplate rest;
    protected <T> T get(String path, Class<T> type) {
        String url = ordersUrl + path;
        return rest.getForObject(url, type);
    }
    protected void send(HttpMethod method, String path, Object body) throws IOException {
        rest.exchange(ordersUrl + path, method, new HttpEntity<>(body), Void.class);
    }
}
"""
GO_CLIENT = """
package orders

func (c *Client) do(ctx context.Context, method, path string, b any) (*http.Response, error) {
	url := fmt.Sprintf("%s%s", c.ordersURL, path)
	req, err := http.NewRequestWithContext(ctx, method, url, b)
	if err != nil {
		return nil, err
	}
	return c.http.Do(req)
}

func GetJSON(ctx context.Context, path string, into any) error {
	resp, err := http.Get(ordersURL + path)
	return decode(resp, err, into)
}
"""
CALLS: Mapping[str, tuple[dict[str, str], list[str]]] = {
    "js-default": (
        {
            "src/api/client.js": JS_CLIENT,
            "src/orders.js": "import api from './api/client';\n"
            "export const one = (id) => api.get('/orders/' + id);\n",
        },
        ["GET /orders/{id}"],
    ),
    "js-named": (
        {
            "src/api/client.js": JS_CLIENT,
            "src/pages/orders.js": "const { client } = require('../api/client');\n"
            "function drop(id) {\n  const path = `/orders/${id}`;\n"
            "  return client.remove(path);\n}\n",
        },
        ["DELETE /orders/{id}"],
    ),
    "js-function": (
        {
            "lib/fetch-json.js": "async function fetchJson(path, options) {\n"
            "  const response = await fetch(config.ordersUrl + path, options);\n"
            "  return response.json();\n}\nmodule.exports = { fetchJson };\n",
            "lib/orders.js": "const { fetchJson } = require('./fetch-json');\n"
            "fetchJson('/orders/' + id);\nfetchJson('/orders', { method: 'POST', body });\n",
        },
        ["GET /orders/{id}", "POST /orders"],
    ),
    "ts-subclass": (
        {
            "src/http/base.ts": TS_CLIENT,
            "src/orders.service.ts": "export class Orders extends Base {\n"
            "  list() {\n    return this.get<Order[]>('/orders');\n  }\n}\n",
        },
        ["GET /orders"],
    ),
    "py-self": (
        {
            "shop/orders.py": PY_CLIENT
            + '\n    def one(self, order_id):\n        return self.get(f"/orders/{order_id}")\n'
        },
        ["GET /orders/{id}"],
    ),
    "py-module": (
        {
            "shop/clients/orders.py": PY_CLIENT,
            "shop/views.py": "from shop.clients.orders import OrdersClient\n\n"
            "client = OrdersClient(settings.ORDERS)\n"
            'client._request("POST", "/orders", json=order)\n',
        },
        ["POST /orders"],
    ),
    "java-subclass": (
        {
            "src/main/java/acme/OrdersHttp.java": JAVA_CLIENT,
            "src/main/java/acme/Orders.java": "class Orders extends OrdersHttp {\n"
            '    Order one(String id) {\n        return get("/orders/" + id, Order.class);\n    }\n'
            "    void drop(String id) {\n"
            '        send(HttpMethod.DELETE, String.format("/orders/%s", id), null);\n    }\n}\n',
        },
        ["DELETE /orders/{id}", "GET /orders/{id}"],
    ),
    "java-field": (
        {
            "src/main/java/acme/OrdersHttp.java": JAVA_CLIENT,
            "src/main/java/acme/Orders.java": "class Orders {\n    private final OrdersHttp http;\n"
            '    Order one() {\n        return http.get("/orders", Order[].class);\n    }\n}\n',
        },
        ["GET /orders"],
    ),
    "go-package": (
        {
            "orders/client.go": GO_CLIENT,
            "orders/orders.go": "package orders\n\nfunc (c *Client) Drop(id string) error {\n"
            '\t_, err := c.do(ctx, http.MethodDelete, "/orders/"+id, nil)\n\treturn err\n}\n',
        },
        ["DELETE /orders/{id}"],
    ),
    "go-import": (
        {
            "orders/client.go": GO_CLIENT,
            "cmd/web/main.go": 'package main\n\nimport (\n\t"acme.example/web/orders"\n)\n\n'
            'func list() error {\n\treturn orders.GetJSON(ctx, "/orders", &found)\n}\n',
        },
        ["GET /orders"],
    ),
    "prefix": (
        {
            "src/http.ts": "export const http = {\n"
            "  get: (path: string) => axios.get(`${ordersUrl}/api/v1${path}`),\n};\n",
            "src/orders.ts": "import { http } from '@/http';\nhttp.get('/orders');\n",
        },
        ["GET /orders"],
    ),
}


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    found = Shop(tmp_path)
    api = openapi("Orders", *ORDERS)
    orders = found.service("orders", {}, api)
    orders.branch("remove").commit("Remove it", "openapi.json", without(api, "/orders"))
    orders.switch("main")
    return found


def uses(shop: Shop) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for use in shop.detect().uses:
        sure = "" if use.confidence == "detected" else "?"
        found.setdefault(use.consumer, []).append(f"{use.part}{sure}")
    return {consumer: sorted(parts) for consumer, parts in found.items()}


def test_a_call_of_a_helper_is_a_request_in_each_language(shop: Shop) -> None:
    for name, (files, _) in CALLS.items():
        shop.service(name, files)
    assert uses(shop) == {name: parts for name, (_, parts) in CALLS.items()}


NO_USES: Mapping[str, dict[str, str]] = {
    "a function that only reads a map": {
        "a.js": "function get(path) {\n  return cache.lookup(path);\n}\nget('/orders');\n",
    },
    "a client of somebody else's": {
        "a.js": "const BASE = 'https://api.stripe.com';\n"
        "function get(path) {\n  return fetch(BASE + path);\n}\nget('/orders');\n",
    },
    "another one's method of the same name": {
        "a.js": JS_CLIENT, "b.js": "import cache from './cache';\ncache.get('/orders');\n",
    },
    "what is handed on as a query": {
        "a.js": "function get(page) {\n  return fetch(BASE + '/stock?page=' + page);\n}\n"
        "get('/orders');\n",
    },
    "a test's calls": {
        "src/client.js": JS_CLIENT,
        "src/client.spec.js": "import api from './client';\napi.get('/orders');\n",
    },
    "the parameter beside the path": {
        "a.py": "def save(path, target):\n    requests.get(BASE + path)\n    open(target)\n"
        'save("/stock", "/orders")\n',
    },
    "what is sent beside the path": {
        "a.js": "function save(body) {\n  return axios.post(STOCK, body);\n}\nsave('/orders');\n",
    },
}  # fmt: skip


@pytest.mark.parametrize("files", NO_USES.values(), ids=list(NO_USES))
def test_what_is_no_request_is_no_use(shop: Shop, files: dict[str, str]) -> None:
    shop.service("web", files)
    assert uses(shop) == {}


def test_two_helpers_that_may_be_meant_leave_the_method_open(shop: Shop) -> None:
    both = (
        "class A extends Mixed {\n  send(path) {\n    return axios.get(ordersUrl + path);\n  }\n}\n"
        "class B {\n  send(path) {\n    return axios.delete(ordersUrl + path);\n  }\n"
        "  one(id) {\n    return this.send('/orders/' + id);\n  }\n}\n"
    )
    shop.service("web", {"a.js": both})
    assert uses(shop) == {"web": ["DELETE /orders/{id}?", "GET /orders/{id}?"]}


def test_a_change_of_a_helper_moves_the_uses_of_its_callers(shop: Shop) -> None:
    files, _ = CALLS["js-function"]
    web = shop.service("web", files)
    web.branch("move").commit("Ask somebody else", "lib/fetch-json.js", files["lib/fetch-json.js"]
        .replace("config.ordersUrl +", "'https://orders.acme.com' +"))  # fmt: skip
    effects = {name: in_words(found) for name, found in shop.detect().effects.items() if found}
    assert effects["web:move"] == ["tolerates POST /orders"]


def test_what_a_change_says_is_read_once_however_many_apis_there_are(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, _ = CALLS["js-function"]
    web = shop.service("web", files)
    web.branch("move").commit("Say it again", "lib/fetch-json.js", files["lib/fetch-json.js"] * 2)
    read: list[object] = []
    source_of = code.source_of
    monkeypatch.setattr(code, "source_of", lambda *of: read.append(of) or source_of(*of))
    shop.detect()
    once = len(read)
    for name in ("archive", "ledger"):
        api = openapi(name, f"GET /{name}", "GET /all")
        shop.service(name, {}, api).branch("less").commit(
            "Less", "openapi.json", without(api, "/all")
        )
    read.clear()
    shop.detect()
    assert len(read) == once > 0
