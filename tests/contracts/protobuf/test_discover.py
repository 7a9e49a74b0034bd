"""What .proto files say where contracts are looked for."""

import pytest

from relplan.contracts.protobuf.discover import common_package


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
    assert common_package(packages) == base
