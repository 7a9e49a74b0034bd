"""Names of contracts."""

import pytest

from relplan.discovery.naming import contract_name, kebab, package_base, unique
from relplan.model.workspace import ContractKind


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Payments API", "payments-api"),
        ("HTTPServerLog", "http-server-log"),
        ("shop.orders", "shop-orders"),
        ("  \x1b[31m日本 ", "31m"),
        ("日本", ""),
    ],
)
def test_kebab(text: str, name: str) -> None:
    assert kebab(text) == name


@pytest.mark.parametrize(
    ("kind", "base", "name"),
    [
        (ContractKind.OPENAPI, "payments", "payments-api"),
        (ContractKind.OPENAPI, "Payments API", "payments-api"),
        (ContractKind.SQL, "orders", "orders-db"),
        (ContractKind.PROTOBUF, "CartService", "cart-rpc"),
        (ContractKind.PROTOBUF, "opentelemetry-proto", "opentelemetry-proto"),
        (ContractKind.LIBRARY, "", "unnamed-lib"),
    ],
)
def test_contracts_say_what_kind_they_are(kind: ContractKind, base: str, name: str) -> None:
    assert contract_name(kind, base) == name


@pytest.mark.parametrize(
    ("packages", "base"),
    [
        (["shop.orders.v1"], "shop-orders"),
        (["shop.orders.v1", "shop.carts.v1beta2"], "shop"),
        (["notes.v1", "shop.orders.v1", "shop.carts.v1"], "shop"),
        (["a.b.c.internal.d"], "b-c-d"),
        (["", ""], ""),
    ],
)
def test_packages_are_named_by_what_they_share(packages: list[str], base: str) -> None:
    assert package_base(packages) == base


def test_no_two_share_a_name() -> None:
    taken: list[str] = []
    for _ in range(4):
        taken.append(unique("api", "Orders", taken))
    assert taken == ["api", "orders-api", "api-2", "api-3"]
