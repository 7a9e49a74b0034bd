"""``catalog-info.yaml``."""

import pytest

from relplan.contracts.bounds import UnreadableError
from relplan.sources.catalogs import Fact, Relation, facts, is_catalog

CATALOG = b"""\
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: orders
spec:
  type: service
  owner: group:default/fulfilment
  system: shop
  providesApis:
    - orders-api
  consumesApis: [api:default/payments-api]
  dependsOn:
    - component:payments
    - resource:orders-db
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata: {name: orders-api}
spec:
  type: openapi
  owner: fulfilment
  definition:
    $text: ../api/openapi.yaml
---
apiVersion: backstage.io/v1alpha1
kind: System
metadata: {name: shop}
spec: {owner: fulfilment}
"""
PATH = "services/orders/catalog-info.yaml"


def said(text: bytes, path: str = PATH) -> list[tuple[Relation, str, str]]:
    return [(fact.relation, fact.subject, fact.object) for fact in facts(path, text)]


def test_components_and_apis_are_read() -> None:
    assert said(CATALOG) == [
        (Relation.COMPONENT, "orders", "services/orders"),
        (Relation.OWNED_BY, "orders", "fulfilment"),
        (Relation.PROVIDES, "orders", "orders-api"),
        (Relation.CONSUMES, "orders", "payments-api"),
        (Relation.CALLS, "orders", "payments"),
        (Relation.OWNED_BY, "orders-api", "fulfilment"),
        (Relation.DEFINES, "orders-api", "services/api/openapi.yaml"),
    ]


def test_each_fact_has_its_place() -> None:
    provides = next(fact for fact in facts(PATH, CATALOG) if fact.relation is Relation.PROVIDES)
    assert provides == Fact(
        Relation.PROVIDES,
        "orders",
        "orders-api",
        path=PATH,
        line=10,
        text="providesApis: orders-api",
    )
    assert facts(PATH, CATALOG)[-1].kind == "openapi"


def test_a_library_is_no_service() -> None:
    library = CATALOG.replace(b"type: service", b"type: library")
    assert (Relation.COMPONENT, "orders", "services/orders") not in said(library)


def test_a_definition_in_the_descriptor_is_defined_by_it() -> None:
    inline = CATALOG.replace(b"\n    $text: ../api/openapi.yaml", b" 'openapi: 3.0.0'")
    assert said(inline)[-1] == (Relation.DEFINES, "orders-api", PATH)


@pytest.mark.parametrize(
    "target", ["../../../../etc/passwd", "/etc/passwd", "https://example.org/openapi.yaml"]
)
def test_a_definition_outside_of_the_repository_is_none(target: str) -> None:
    outside = CATALOG.replace(b"../api/openapi.yaml", target.encode())
    assert all(relation is not Relation.DEFINES for relation, _, _ in said(outside))


def test_a_template_of_a_descriptor_says_nothing() -> None:
    assert (
        said(b"\n".join(CATALOG.split(b"---")[:1]).replace(b"name: orders", b"name: ${{ x }}"))
        == []
    )
    owned = CATALOG.replace(b"owner: group:default/fulfilment", b"owner: ${{ values.owner }}")
    assert (Relation.OWNED_BY, "orders", "fulfilment") not in said(owned)
    assert all("$" not in to for _, _, to in said(owned))


def test_other_programs_kinds_say_nothing() -> None:
    other = b"apiVersion: apps/v1\nkind: Component\nmetadata: {name: x}\nspec: {owner: y}\n"
    assert said(other) == []


@pytest.mark.parametrize("text", [b"[]", b"a: [1, {b: c}]", b"3", b"", b"spec: 3\nkind: 4"])
def test_whatever_shape_it_has_is_no_crash(text: bytes) -> None:
    assert said(text) == []


def test_what_is_no_yaml_is_unreadable() -> None:
    with pytest.raises(UnreadableError):
        facts(PATH, b"a: [")


def test_it_is_known_by_its_name() -> None:
    assert is_catalog(PATH)
    assert is_catalog("catalog-info.yml")
    assert not is_catalog("catalog.yaml")
