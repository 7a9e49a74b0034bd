"""Paths that stand in settings, and not in code."""

import pytest

from relplan.contracts.openapi.uses.addresses import names_in
from relplan.contracts.openapi.uses.files import requests_of
from relplan.contracts.openapi.uses.requests import Role
from tests.contracts.openapi.uses.test_files import KIND, SURFACE

YAML = "orders:\n  item-url: "
COMPOSE = """\
services:
  web:
    image: web
    environment:
      URL: http://orders/orders/search
"""


def told(path: str, text: str) -> list[tuple[str, Role]]:
    return [
        ("/".join(one.segments).lstrip("\0/"), one.role) for one in requests_of(path, text.encode())
    ]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("config/default.yaml", f"{YAML}http://localhost:4451/orders/search\n"),
        ("config/default.yaml", f'{YAML}"http://orders:8080/orders/search" # the list\n'),
        ("src/main/resources/application.yml", f"{YAML}${{ORDERS_URL}}/orders/search\n"),
        ("application.yml", f"{YAML}${{ORDERS_URL:http://localhost:80}}/orders/search\n"),
        ("application.yml", f"{YAML}${{ORDERS_URL:${{HOST:http://me}}/orders/search}}\n"),
        ("application.yml", "base: http://orders/orders\nfind:\n  url: ${base}/search\n"),
        ("chart/values.yaml", "env:\n  - name: A\n    value: http://orders/orders/search\n"),
        ("chart/values.yaml", "url: http://orders-{{ .Values.env }}.svc/orders/search\n"),
        ("chart/values.yaml", "url: {{ .Values.ordersHost }}/orders/search\n"),
        ("application.properties", "orders.search.url=http\\://orders/orders/search\n"),
        ("application.properties", "orders.search.url = ${orders.url}/orders/search\n"),
        (".env", "export SEARCH=http://orders:8080/orders/search\n"),
        (".env.production", "SEARCH=$ORDERS_URL/orders/search\n"),
        ("settings.toml", '[orders]\nsearch = "http://orders/orders/search"\n'),
        ("settings.ini", "[orders]\nsearch = %(orders_url)s/orders/search\n"),
        ("reference.conf", 'orders.search = "http://orders/orders/search"\n'),
        ("appsettings.json", '{\n  "Orders": {\n    "Url": "http://orders/orders/search",\n'),
        ("config/production.json", '{\n  "search": "http://orders/orders/search"\n}\n'),
    ],
)
def test_a_path_behind_an_address_is_one_that_is_named(path: str, text: str) -> None:
    assert ("orders/search", Role.NAMED) in told(path, text)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("application.yml", "orders:\n  search-path: /orders/search\n"),
        ("application.properties", "orders.search.endpoint=/orders/search\n"),
        ("appsettings.json", '{\n  "OrdersUri": "/orders/search"\n}\n'),
        ("application.yml", "orders:\n  url: ${tenant}/orders/search\n"),
    ],
)
def test_what_a_bare_path_is_for_is_a_guess(path: str, text: str) -> None:
    assert told(path, text) == [("orders/search", Role.CONFIGURED)]
    assert all(use.guessed for use in KIND.uses(path, text.encode(), SURFACE))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("config/default.yaml", "orders:\n  # url: http://localhost/orders/search\n"),
        ("config/default.yaml", "folder: /orders/search\n"),
        ("config/default.yaml", "allowed_paths:\n  - /orders/search\n"),
        ("config/default.yaml", "image_url: http://orders/orders/search.png\n"),
        ("config/default.yaml", "hint: see http://orders/orders/search\n"),
        ("deploy.yaml", "kind: Deployment\nurl: http://orders/orders/search\n"),
        ("docker-compose.yml", COMPOSE),
        ("api.yaml", "openapi: 3.0.0\nservers:\n  - url: http://orders/orders/search\n"),
        ("package.json", '{\n  "url": "http://orders/orders/search"\n}\n'),
        ("pom.xml", "<url>http://orders/orders/search</url>"),
        ("big.yaml", "url: http://orders/orders/search\n" + "#" * 100_000),
    ],
)
def test_what_names_no_path(path: str, text: str) -> None:
    assert told(path, text) == []


def test_a_host_of_somebody_else() -> None:
    text = "url: https://api.shop.com/orders/search\n"
    assert told("a.yaml", text) == [("orders/search", Role.OUTSIDE)]


def test_the_setting_is_told_with_its_place_and_whom_it_names() -> None:
    text = "services:\n  orders:\n    url: http://orders-api:8080/orders/{id}?full=true\n"
    (request,) = requests_of("a.yaml", text.encode())
    assert (request.line, request.base) == (3, "services_orders_url")
    assert names_in(request.address) == {"orders"}
    assert request.segments == ("orders", "\0")


def test_settings_that_name_each_other_end() -> None:
    ((path, role),) = told("a.yaml", "a: ${b}/x\nb: ${a}/x\nurl: ${a}/orders/search\n")
    assert role is Role.CONFIGURED
    assert path.endswith("/x/orders/search")
    wide = "a: " + "${b}" * 200 + "\n" + "b: " + "${a}" * 200 + "\n"
    assert told("a.yaml", wide) == []
