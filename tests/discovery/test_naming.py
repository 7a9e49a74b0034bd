"""Names of contracts."""

import pytest

from relplan.contracts.kind import ContractKind
from relplan.contracts.library import LIBRARY
from relplan.contracts.openapi import OPENAPI
from relplan.contracts.protobuf import PROTOBUF
from relplan.contracts.sql import SQL
from relplan.discovery.naming import contract_name, unique
from relplan.model.spelling import kebab


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
        (OPENAPI, "payments", "payments-api"),
        (OPENAPI, "Payments API", "payments-api"),
        (SQL, "orders", "orders-db"),
        (PROTOBUF, "CartService", "cart-rpc"),
        (PROTOBUF, "opentelemetry-proto", "opentelemetry-proto"),
        (LIBRARY, "", "unnamed-lib"),
    ],
)
def test_contracts_say_what_kind_they_are(kind: ContractKind, base: str, name: str) -> None:
    assert contract_name(kind, base) == name


def test_no_two_share_a_name() -> None:
    taken: list[str] = []
    for _ in range(4):
        taken.append(unique("api", "Orders", taken))
    assert taken == ["api", "orders-api", "api-2", "api-3"]
