"""The copies of what people decided, as a person gets them back."""

import json

from tests.cli.shop import Shop


def test_a_damaged_store_is_brought_back_by_one_command(shop: Shop) -> None:
    assert shop.relplan("store", "copies").complaints[-1].startswith("there is no copy yet; ")
    shop.done("mark", "payments-api", "versioned")
    shop.done("mark", "CHK-12", "flagged")
    (copy,) = json.loads(shop.done("store", "copies", "--json"))["copies"]
    assert (copy["why"], copy["decisions"]) == ("daily", 1)
    shop.store.write_bytes(b"no more")

    answer = shop.relplan("log")
    assert answer.code == 2
    assert "is damaged; `relplan store restore` brings back what people" in answer.complaints[0]
    said = shop.relplan("store", "restore")
    assert said.out.startswith(f"restored {copy['name']}: 1 decision, until ")
    assert said.complaints == [
        "run `relplan scan`: a copy holds what people decided, not what git says"
    ]
    assert shop.relplan("plan").complaints == ["nothing has been scanned yet; run `relplan scan`"]
    shop.done("scan")
    assert [line.partition("main  ")[2] for line in shop.done("log").splitlines()] == [
        "marked payments-api versioned"
    ]
    assert "cannot be read" in shop.done("store", "copies").splitlines()[0]


def test_a_copy_is_named_by_how_its_name_begins(shop: Shop) -> None:
    shop.done("mark", "payments-api", "versioned")
    shop.done("undo")
    assert shop.done("log").endswith("(undone)\n")
    (copy,) = json.loads(shop.done("store", "copies", "--json"))["copies"]
    kept = shop.done("store", "restore", copy["name"][:10]).splitlines()[1]
    name = kept.removeprefix("what it replaced is kept as ")
    assert shop.done("log").endswith("marked payments-api versioned\n")
    answer = shop.relplan("store", "restore", copy["name"][:10])
    assert (answer.code, answer.complaints) == (
        2, [f"'{copy['name'][:10]}' is not one copy; there are {name}, {copy['name']}"],
    )  # fmt: skip
    shop.done("store", "restore", name)
    assert shop.done("log").endswith("(undone)\n")
