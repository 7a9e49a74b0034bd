"""What a file is, by its path alone."""

import pytest

from relplan.sources.provenance import Provenance, is_code, provenance_of


@pytest.mark.parametrize(
    ("path", "provenance"),
    [
        ("api/openapi.yaml", Provenance.ORIGINAL),
        ("api-spec/orders.json", Provenance.ORIGINAL),
        ("docs/openapi.yaml", Provenance.ORIGINAL),
        ("src/main/java/org/example/samples/Shop.java", Provenance.ORIGINAL),
        ("testimonials/openapi.yaml", Provenance.ORIGINAL),
        ("src/gen/orders.proto", Provenance.COPY),
        ("web/client/orders.yaml", Provenance.COPY),
        ("pkg/orders.pb.go", Provenance.COPY),
        ("server/static/main.2b2519a8a9927790.js", Provenance.COPY),
        ("server/static/main.js", Provenance.ORIGINAL),
        ("third_party/orders.proto", Provenance.VENDORED),
        ("web/node_modules/it/schema.graphql", Provenance.VENDORED),
        ("tests/orders.yaml", Provenance.TEST),
        ("src/test/resources/orders.yaml", Provenance.TEST),
        ("internal/testprotos/orders.proto", Provenance.TEST),
        ("api-spec/mock.json", Provenance.TEST),
        ("pkg/orders_test.go", Provenance.TEST),
        ("src/OrderTest.java", Provenance.TEST),
        ("vendor/it/examples/orders.yaml", Provenance.TEST),
    ],
)
def test_standing(path: str, provenance: Provenance) -> None:
    assert provenance_of(path) is provenance


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
