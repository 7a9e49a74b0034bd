"""`relplan diagnose`: the four questions, for a workspace and for a batch."""

import json
from typing import Any

from tests.cli.shop import Shop


def diagnosed(shop: Shop, *words: str) -> dict[str, Any]:
    found = json.loads(shop.done("diagnose", *words, "--json"))
    assert isinstance(found, dict)
    return found


def test_the_document(shop: Shop) -> None:
    found = diagnosed(shop)
    assert list(found) == [
        "schema", "batch", "changes", "services", "waiting_days", "verdict", "summary", "answers",
    ]  # fmt: skip
    assert (found["schema"], found["batch"]) == ("relplan.diagnosis/1", None)
    assert [answer["cause"] for answer in found["answers"]] == [
        "tightly coupled architecture", "distributed monolith", "horizontal slicing", "undone work",
    ]  # fmt: skip
    assert list(found["answers"][0]) == [
        "cause", "question", "verdict", "edges", "edge_share", "days", "day_share", "grounds",
        "remedies",
    ]  # fmt: skip


def test_what_it_finds(shop: Shop) -> None:
    contracts, chain, features, gates = diagnosed(shop)["answers"]
    assert contracts["verdict"] == "forced by architecture"
    assert any(ground["coupling"] == "payments-api" for ground in contracts["grounds"])
    assert chain["verdict"] == "cannot be told"  # nobody said who calls whom
    assert features["verdict"] == "artificial"
    assert gates["verdict"] == "not the case"


def test_a_batch_by_its_id_or_by_a_change(shop: Shop) -> None:
    assert diagnosed(shop, "B0") == diagnosed(shop, "orders:pay-v2")
    assert diagnosed(shop, "B0")["batch"] == "B0"


def test_in_words(shop: Shop) -> None:
    said = shop.done("diagnose")
    assert said.startswith("shop: 3 changes in 3 services")
    assert "Do services share a database" in said
    assert "payments-api" in said


def test_a_batch_that_is_not_there(shop: Shop) -> None:
    answer = shop.relplan("diagnose", "B7")
    assert (answer.code, answer.out) == (2, "")
