"""Pact files of each version."""

import json
from typing import Any

import pytest

from relplan.contracts.bounds import UnreadableError
from relplan.sources.catalogs import Relation, facts, is_catalog

PATH = "web/pacts/web-orders.json"
ENDS = {"consumer": {"name": "web"}, "provider": {"name": "orders"}}


def parts(document: dict[str, Any]) -> tuple[str, ...]:
    (fact,) = facts(PATH, json.dumps(ENDS | document, indent=1).encode())
    assert (fact.relation, fact.subject, fact.object) == (Relation.CONSUMES, "web", "orders")
    assert fact.line == 3
    return fact.parts


def test_requests_of_versions_1_to_3_are_parts_as_they_were_made() -> None:
    interactions = [
        {"description": "one", "request": {"method": "get", "path": "/orders/12"}},
        {"description": "two", "request": {"method": "POST", "path": "/orders", "body": {}}},
        {"description": "again", "request": {"method": "GET", "path": "/orders/12"}},
    ]
    assert parts({"interactions": interactions}) == ("GET /orders/12", "POST /orders")


def test_messages_of_version_3_are_parts_by_name() -> None:
    assert parts({"messages": [{"description": "an order was placed", "contents": {}}]}) == (
        "an order was placed",
    )


def test_version_4_mixes_them() -> None:
    interactions = [
        {"type": "Synchronous/HTTP", "request": {"method": "DELETE", "path": "/orders/1?x=1"}},
        {"type": "Asynchronous/Messages", "description": "an order was placed"},
    ]
    assert parts({"interactions": interactions}) == ("DELETE /orders/1", "an order was placed")


def test_a_matchers_example_is_the_path() -> None:
    path = {"pact:matcher:type": "regex", "value": "/orders/7", "regex": r"\d+"}
    assert parts({"interactions": [{"request": {"method": "GET", "path": path}}]}) == (
        "GET /orders/7",
    )


def test_an_empty_pact_uses_nothing_that_is_known() -> None:
    assert parts({"interactions": []}) == ()


@pytest.mark.parametrize("text", [b"{}", b"[1]", b'{"consumer": 3, "provider": []}', b"null"])
def test_other_json_says_nothing(text: bytes) -> None:
    assert facts(PATH, text) == []


def test_what_is_no_json_is_unreadable() -> None:
    with pytest.raises(UnreadableError):
        facts(PATH, b'{"consumer": ')


def test_it_is_known_by_its_folder_or_name() -> None:
    assert is_catalog("pacts/a.json")
    assert is_catalog("test/web-orders.pact.json")
    assert not is_catalog("impact/a.json")
    assert not is_catalog("package.json")
