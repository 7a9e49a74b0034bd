"""Paths that are made of others which have a name: of a class, of a file, over functions."""

import pytest

from relplan.contracts.kind import Surface
from relplan.contracts.openapi.uses.paths import HOLE
from relplan.contracts.openapi.uses.requests import Request, Role, requests_in
from relplan.contracts.routes import ROUTES


def last(text: str) -> Request:
    return max(requests_in(text), key=lambda one: one.line)


def told(request: Request) -> str:
    path = "/".join("{}" if HOLE in one else one for one in request.segments)
    return f"{request.method} {path}"


CLIENT = """
class Client(Base):
    api = settings.ORDERS_URL + '/api/v1/'
    orders = api + 'orders/'

    def __init__(self):
        self.items = urljoin(self.api, 'items/')

"""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("self.client.get(f'{self.orders}{id}/')", "GET {}/api/v1/orders/{}"),
        ("self.client.get(self.orders + str(id) + '/lines')", "GET {}/api/v1/orders/{}/lines"),
        ("self.client.put(urljoin(self.items, f'{id}/'))", "PUT {}/api/v1/items/{}"),
        ("self.client.put(urljoin(self.items, '/all/'))", "PUT {}/all"),
        ("self.client.get(f'{self.others}/all')", "GET {}/all"),
    ],
)
def test_what_a_path_begins_with_may_have_a_name(body: str, expected: str) -> None:
    request = last(f"{CLIENT}    def ask(self, id):\n        {body}\n")
    assert told(request) == expected
    if "api" in expected:
        assert request.address == "settings.ORDERS_URL"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("self.client.get(self.orders)", "GET"),
        ("endpoint = self.orders\n        self.client.post(endpoint)", "POST"),
        ("self.client.get(self.orders + f'?page={n}')", "GET"),
        # The beginning of a longer path is requested by nobody.
        ("self.client.get(self.orders + str(id))", ""),
        ("self.client.get(urljoin(self.orders, id))", ""),
        ("answer = self.log(self.orders)\n        self.client.post(answer)", ""),
        ("self.client.get(orders)", ""),
    ],
)
def test_what_is_requested_of_the_object_alone(body: str, expected: str) -> None:
    text = f"{CLIENT}    def ask(self, id):\n        {body}\n"
    found = [one for one in requests_in(text) if one.segments[-1] == "orders"]
    assert found[0].method == expected
    assert (found[0].role is Role.CALLED) is bool(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("const all = path('/orders')\nconst one = all.path(':id')\nx = one.path('lines')",
         " orders/{}/lines"),
        ("const all = path('/orders')\nx = other.path('a/lines')", " a/lines"),
        (("class A {\n  static base = `${config.url}/v1`;\n  ask() {\n"
         "    const url = `${A.base}/orders/${id}`;\n    return http.get(url);\n  }\n}"),
         "GET {}/v1/orders/{}"),
        ("const BASE = config.url + '/v1'\nconst ALL = BASE + '/orders'\nhttp.get(ALL + '/all')",
         "GET {}/v1/orders/all"),
        # Two values: nobody knows which.
        ("a = x + '/v1/'\na = x + '/v2/'\nhttp.get(a + 'orders/all')", "GET orders/all"),
        # Not all of it is understood.
        ("a = x + '/v1/' if old else y\nhttp.get(a + 'orders/all')", "GET orders/all"),
    ],
)  # fmt: skip
def test_a_value_that_is_made_of_another(text: str, expected: str) -> None:
    assert told(last(text)) == expected


@pytest.mark.parametrize(
    ("parts", "sure"),
    [
        (("GET /api/v1/orders/{id}/lines",), True),
        (("GET /api/v1/orders/{id}/lines", "GET /api/v2/orders/{id}/lines"), False),
    ],
)
def test_a_version_that_is_only_known_when_it_runs(parts: tuple[str, ...], sure: bool) -> None:
    text = (
        "class A:\n  def ask(self):\n    http.get(f'{URL}/api/{self.version}/orders/{id}/lines')\n"
    )
    found = list(ROUTES.analyzer.uses("a.py", text.encode(), Surface("", dict.fromkeys(parts, ()))))
    assert [use.part for use in found] == list(parts)
    assert {use.guessed for use in found} == {not sure}


def test_what_is_only_known_when_it_runs_is_no_word() -> None:
    text = "http.get(f'{URL}/api/{kind}/all')"
    surface = Surface("", {"GET /api/orders/all": ()})
    assert not list(ROUTES.analyzer.uses("a.py", text.encode(), surface))


LIST = "const orders = path('/orders')\nexport default { all: orders.path('all') }\n"


@pytest.mark.parametrize(
    ("text", "guessed"),
    [
        (LIST, True),
        ("const ORDERS_ALL = path('/orders/all')\nclient.post(ORDERS_ALL)", False),
        ("const orders = path('/orders')\nclient.post(orders.path('all'))", False),
    ],
)
def test_a_list_of_paths_may_be_that_of_the_programs_own_pages(text: str, guessed: bool) -> None:
    surface = Surface("", {"POST /orders/all": ()})
    found = list(ROUTES.analyzer.uses("paths.ts", text.encode(), surface))
    assert {(use.part, use.guessed) for use in found} == {("POST /orders/all", guessed)}
