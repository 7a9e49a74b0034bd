"""Which parts of a contract touch each other."""

import pytest

from relplan.model.workspace import parts_meet, uses_meet


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("orders", "orders", True),
        ("orders", "orders.total", True),
        ("orders.total", "orders.tax", False),
        ("orders", "orders_old", False),
        ("shop.v1.Order", "shop.v1.Order.total", True),
        ("GET /orders", "GET /orders", True),
        ("GET /orders", "POST /orders", False),
        ("GET /orders", "GET /orders/{id}", False),
        ("GET /orders/{id}", "GET /orders/{orderId}", True),
        ("GET /a.b", "GET /a.b.c", False),
        ("GET …/orders/{id}", "GET /v1/orders/{order}", True),
        ("GET …/orders", "GET …/v1/orders", True),
        ("GET …/orders", "GET /orders/{id}", False),
        ("GET …/orders", "PUT /orders", False),
        ("GET …/orders", "orders", False),
        ("read orders", "write orders", False),
        ("read orders", "write orders.total", False),
        ("read orders", "orders.total", True),
        ("read orders.total", "read orders", True),
        ("write orders", "orders.total", True),
        ("write orders.tax", "orders.total", False),
    ],
)
def test_a_part_meets_itself_and_what_it_holds(one: str, other: str, meet: bool) -> None:
    assert parts_meet(one, other) is meet
    assert parts_meet(other, one) is meet


def test_a_change_of_no_part_is_met_by_all() -> None:
    assert uses_meet(["orders"], ["orders.total"])
    assert not uses_meet(["orders"], ["users"])
    assert uses_meet(["orders"], [])


@pytest.mark.parametrize(
    ("used", "parts", "affected"),
    [
        (("Query.orders",), ("Order.total", "Query.orders"), True),
        (("Query.orders", "Order.id"), ("Order.total", "Query.orders"), False),
        (("Query.orders", "Order.total"), ("Order.total", "Query.orders"), True),
        (("shop.Orders.Get",), ("shop.Order.total", "shop.Orders.Get"), True),
        (("orders.id",), ("orders.code", "orders"), True),  # a new column that must be filled in
        (("GET /a",), ("GET /b", "GET /a"), True),
        (("read orders.id",), ("write orders.code", "write orders"), False),
        (("read orders.id", "orders.total"), ("write orders.code", "write orders"), True),
        (("read orders.id",), ("write orders.code",), False),
        (("orders",), ("write orders.code", "write orders"), True),
    ],
)
def test_who_is_known_to_use_the_fields_beside_it_does_not_meet_a_change_of_another(
    used: tuple[str, ...], parts: tuple[str, ...], affected: bool
) -> None:
    assert uses_meet(used, parts) is affected
