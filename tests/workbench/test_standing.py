"""What a file is, by its path alone."""

import pytest

from relplan.workbench.standing import Standing, is_code, standing_of


@pytest.mark.parametrize(
    ("path", "standing"),
    [
        ("api/openapi.yaml", Standing.ORIGINAL),
        ("api-spec/orders.json", Standing.ORIGINAL),
        ("docs/openapi.yaml", Standing.ORIGINAL),
        ("src/main/java/org/example/samples/Shop.java", Standing.ORIGINAL),
        ("testimonials/openapi.yaml", Standing.ORIGINAL),
        ("src/gen/orders.proto", Standing.COPY),
        ("web/client/orders.yaml", Standing.COPY),
        ("pkg/orders.pb.go", Standing.COPY),
        ("third_party/orders.proto", Standing.FOREIGN),
        ("web/node_modules/it/schema.graphql", Standing.FOREIGN),
        ("tests/orders.yaml", Standing.TEST),
        ("src/test/resources/orders.yaml", Standing.TEST),
        ("internal/testprotos/orders.proto", Standing.TEST),
        ("api-spec/mock.json", Standing.TEST),
        ("pkg/orders_test.go", Standing.TEST),
        ("src/OrderTest.java", Standing.TEST),
        ("vendor/it/examples/orders.yaml", Standing.TEST),
    ],
)
def test_standing(path: str, standing: Standing) -> None:
    assert standing_of(path) is standing


def test_code_is_what_the_team_wrote() -> None:
    assert is_code("client/orders.go")
    assert not is_code("vendor/orders.go")
    assert not is_code("orders_test.go")
    assert not is_code("README")
