"""What a file is, by its path alone."""

import pytest

from relplan.sources.standing import Standing, is_code, standing_of


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


@pytest.mark.parametrize("path", [
    "spec/orders_spec.rb", "src/orders.spec.ts", "web/cypress/e2e/orders.js", "docs/usage.py",
    "src/test/java/OrderIT.java", "src/it/java/OrderIT.java", "ui/Order.stories.tsx",
    "load/k6/orders.js",
])  # fmt: skip
def test_what_tries_a_service_out_or_shows_how_is_no_code_of_it(path: str) -> None:
    assert not is_code(path)


@pytest.mark.parametrize("path", [
    "src/main/java/org/acme/spec/Order.java", "app/models/inspection.rb", "src/Audit.java",
])  # fmt: skip
def test_a_package_of_such_a_name_is_code(path: str) -> None:
    assert is_code(path)
