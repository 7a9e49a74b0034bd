"""Addresses that name a service: by its host alone, with an environment, or asked for by name."""

import pytest

from relplan.discovery.hosts import Hosts

HOSTS = Hosts({"orders": "orders-api", "orders-api": "orders-api", "prod-mail": "prod-mail"})


@pytest.mark.parametrize(
    "address",
    [
        "http://orders:8080",
        "http://orders.default.svc.cluster.local/",
        "http://orders-api.service.core.internal/items",
        "http://orders-api-{{ .Values.global.environment }}.core-{{ .Values.zone }}.internal",
        "http://orders-${ENV}.{{ .Release.Namespace }}.svc.cluster.local:80",
        "http://orders-$(ENVIRONMENT):8080",
        "http://orders-#{environment}/",
        "http://orders-prod.shop.internal",
        "http://orders.service.consul",
    ],
)
def test_settings_name_a_service_by_its_host(address: str) -> None:
    assert [one.service for one in HOSTS.in_settings(f"URL: {address}\n".encode())] == [
        "orders-api"
    ]


@pytest.mark.parametrize(
    "address",
    [
        # A site that people look at, whoever runs it.
        "https://orders.example.com",
        "https://orders-{{ .Values.global.environment }}.example.com",
        "https://orders-api.platform.example.org/internal",
        # Another service with a name that begins alike.
        "http://orders-{{ .Values.kind }}.core.internal",
        "http://orders-db-{{ .Values.environment }}.core.internal",
        "http://orders-db.core.internal",
        "http://mail.core.internal",
        "http://orders-prod",
    ],
)
def test_settings_that_name_another_host(address: str) -> None:
    assert [*HOSTS.in_settings(f"URL: {address}\n".encode())] == []


@pytest.mark.parametrize(
    "code",
    [
        'Plek.find("orders-api")',
        "Plek.new.find('orders')",
        'discoveryClient.getInstances("orders")',
        'consul.catalog().lookup("orders-api")',
        "$this->serviceRegistry->resolve('orders')",
    ],
)
def test_code_asks_where_a_service_is(code: str) -> None:
    assert [one.service for one in HOSTS.in_code(code.encode())] == ["orders-api"]


@pytest.mark.parametrize(
    "code",
    [
        'Plek.find("draft-orders-api")',
        'Plek.external_url_for("orders")',
        'repository.find("orders")',
        'componentRegistry.lookup("orders")',
        "consul.deregister('orders')",
    ],
)
def test_code_that_asks_for_something_else(code: str) -> None:
    assert [*HOSTS.in_code(code.encode())] == []


@pytest.mark.parametrize("before", ["# ", "  #", "; "])
def test_a_setting_that_is_switched_off_names_nobody(before: str) -> None:
    settings = f"{before}URL: http://orders:8080\n".encode()
    assert [*HOSTS.in_settings(settings)] == []
    assert [one.at for one in HOSTS.in_settings(settings + b"URL: http://orders\n")] == [
        len(settings) + len("URL: http://")
    ]


@pytest.mark.parametrize(
    ("code", "services"),
    [
        ("// fetch('http://orders/items')\n", []),
        (" * See http://orders/docs\n", []),
        ("fetch('http://orders/items') // one by one\n", ["orders-api"]),
    ],
)
def test_a_comment_in_code_calls_nobody(code: str, services: list[str]) -> None:
    assert [one.service for one in HOSTS.in_code(code.encode())] == services


@pytest.mark.parametrize(
    "code",
    [
        "GdsApi.orders_api.get(1)",
        "Clients::OrdersApi.new",
        "const found = await ordersApiClient.find(id)",
        "private final OrdersServiceClient client;",
        "url = os.environ['ORDERS_API_URL']",
        "fetch(config.ordersApiBaseUrl + path)",
        "orders-api-url: ${URL}",
        "OrdersSvcConnector connector;",
    ],
)
def test_code_speaks_of_a_client_or_an_address_of_a_service(code: str) -> None:
    assert [one.service for one in HOSTS.spoken_of(code.encode())] == ["orders-api"]


@pytest.mark.parametrize(
    "code",
    [
        "orders_url(order)",
        "ordersClient.find(id)",
        "restApiClient.get()",
        "class OrdersApi:",
        "reordersApiClient",
        "reorders_api_client",
        "orders_api_clients_total",
        "# ask the ordersApiClient",
        "http.client.orders",
    ],
)
def test_what_speaks_of_something_else(code: str) -> None:
    assert [*HOSTS.spoken_of(code.encode())] == []
