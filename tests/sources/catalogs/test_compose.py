"""Compose files."""

import pytest

from relplan.contracts.bounds import UnreadableError
from relplan.sources.catalogs import Relation, facts, is_catalog

COMPOSE = b"""\
services:
  web:
    build: ./web
    depends_on: [orders]
    environment:
      - ORDERS_URL=http://orders:8080/v1
      - PAYMENTS=https://payments
  orders:
    build:
      context: .
      dockerfile: services/orders/Dockerfile
    depends_on:
      db: {condition: service_healthy}
    environment:
      DATABASE_URL: postgres://me:secret@db:5432/orders
      PAYMENTS_ADDRESS: payments:50051
      NAME: payments
    links: ["web:www"]
  payments:
    build: {context: ../payments}
    container_name: pay
  worker:
    build: worker
    environment: {PAY: "http://pay:80"}
  db:
    image: postgres:16
"""


def said(text: bytes = COMPOSE, path: str = "compose.yaml") -> list[tuple[Relation, str, str]]:
    return [(fact.relation, fact.subject, fact.object) for fact in facts(path, text)]


def test_services_are_where_they_are_built() -> None:
    components = [(name, at) for kind, name, at in said() if kind is Relation.COMPONENT]
    assert components == [("web", "web"), ("orders", "services/orders"), ("worker", "worker")]


def test_a_compose_file_in_a_folder_is_relative_to_it() -> None:
    components = [
        (name, at)
        for kind, name, at in said(path="deploy/docker-compose.yml")
        if kind is Relation.COMPONENT
    ]
    assert components == [
        ("web", "deploy/web"),
        ("orders", "deploy/services/orders"),
        ("payments", "payments"),
        ("worker", "deploy/worker"),
    ]


def test_a_folder_of_dockerfiles_is_no_services() -> None:
    text = COMPOSE.replace(b"services/orders/Dockerfile", b".devcontainer/Dockerfile")
    assert (Relation.COMPONENT, "orders", ".") in said(text)
    text = COMPOSE.replace(b"services/orders/Dockerfile", b"docker/orders/Dockerfile")
    assert (Relation.COMPONENT, "orders", ".") in said(text)


def test_calls_come_from_dependencies_links_and_addresses_once_each() -> None:
    calls = [(name, to) for kind, name, to in said() if kind is Relation.CALLS]
    assert calls == [
        ("web", "orders"),
        ("web", "payments"),
        ("orders", "db"),
        ("orders", "web"),
        ("orders", "payments"),
        ("worker", "payments"),
    ]


def test_a_name_that_is_no_address_is_no_call() -> None:
    text = COMPOSE.replace(b"PAYMENTS_ADDRESS: payments:50051", b"OTHER: 'all payments here'")
    assert (Relation.CALLS, "orders", "payments") not in said(text)


BUILT = b"services:\n  proxy: {build: ./frontend}\n  frontend: {image: node, %s}\n"


@pytest.mark.parametrize(
    ("runs", "name"),
    [
        (b"volumes: ['./frontend:/app']", "frontend"),
        (b"volumes: ['./frontend/config:/app']", "proxy"),
        (b"volumes: ['data:/app', 3]", "proxy"),
    ],
)
def test_a_folder_is_called_as_the_service_of_its_name_that_runs_it(runs: bytes, name: str) -> None:
    assert (Relation.COMPONENT, name, "frontend") in said(BUILT % runs)


def test_no_secret_is_shown() -> None:
    assert all("secret" not in fact.text for fact in facts("compose.yaml", COMPOSE))
    address = next(
        fact
        for fact in facts("compose.yaml", COMPOSE)
        if (fact.subject, fact.object) == ("web", "payments")
    )
    assert (address.line, address.text) == (7, "PAYMENTS is an address of payments")


@pytest.mark.parametrize(
    "text", [b"services: 3", b"services: [a]", b"services: {a: 3, b: {build: 4, depends_on: 5}}"]
)
def test_whatever_shape_it_has_is_no_crash(text: bytes) -> None:
    assert all(fact.relation is not Relation.CALLS for fact in facts("compose.yaml", text))


def test_what_is_no_yaml_is_unreadable() -> None:
    with pytest.raises(UnreadableError):
        facts("compose.yaml", b"services: [")


def test_it_is_known_by_its_name() -> None:
    for name in ("compose.yaml", "a/docker-compose.yml", "docker-compose.dev.yml"):
        assert is_catalog(name), name
    for name in ("composer.yaml", "compose.json", "my-compose.yaml", "compose.yaml.bak"):
        assert not is_catalog(name), name
