"""A team's plan: the same commands over a store on a server, and no word is another."""

import json

import pytest

from relplan.model.store_place import StoreUrl
from tests.cli.shop import Answer, Shop

COMMANDS = (
    ("plan",), ("plan", "--json"), ("questions", "--json"), ("why", "orders:pay-v2"),
    ("check", "orders:pay-v2"), ("log",), ("scenario", "list"), ("diagnose",), ("answers",),
    ("export", "plan", "--format", "markdown"), ("export", "backlog", "--format", "markdown"),
)  # fmt: skip


def said(shop: Shop) -> list[tuple[tuple[str, ...], Answer]]:
    return [(words, shop.relplan(*words)) for words in COMMANDS]


@pytest.fixture
def decided(shop: Shop) -> Shop:
    shop.done("mark", "payments-api", "versioned")
    shop.done("scenario", "new", "bold")
    shop.done("undo")
    shop.done("redo")
    return shop


def test_a_plan_is_the_same_to_the_byte_from_either_database(
    decided: Shop, on_server: StoreUrl
) -> None:
    shop, before = decided, said(decided)
    answer = shop.relplan("store", "copy", str(shop.store), on_server.whole)
    assert answer.out == f"copied 3 changes and 1 decision to {on_server}\n"
    assert answer.complaints == [
        f'to use it: store = "{on_server}" in [workspace] of relplan.toml, or RELPLAN_STORE'
    ]
    shop.settings('name = "shop"', f'name = "shop"\nstore = "{on_server}"')
    shop.done("scenario", "switch", "bold")  # which one somebody looks at is in no store
    assert said(shop) == before
    shop.done("scan", "--full")
    assert [(answer.code, answer.out) for _, answer in said(shop)] == [
        (answer.code, answer.out) for _, answer in before
    ]


def test_what_one_decides_is_there_for_the_next(shop: Shop, on_server: StoreUrl) -> None:
    shop.settings('name = "shop"', f'name = "shop"\nstore = "{on_server}"')
    shop.done("scan", "--wait")
    shop.done("mark", "payments-api", "versioned")
    assert "marked payments-api versioned" in shop.done("log")
    assert json.loads(shop.done("plan", "--json"))["marks"]
    answer = shop.relplan("store", "copies")
    assert (answer.code, answer.out) == (2, "")
    (complaint,) = answer.complaints
    assert complaint == (
        f"of the store {on_server} copies are kept by whoever runs the server;"
        " `relplan store copy` makes one in a file, whole"
    )


def test_a_store_elsewhere_that_relplan_toml_names(shop: Shop) -> None:
    shop.settings('name = "shop"', 'name = "shop"\nstore = "sqlite:///plans/shop.db"')
    assert shop.relplan("plan").complaints == ["nothing has been scanned yet; run `relplan scan`"]
    assert (shop.folder / "plans" / "shop.db").is_file()


@pytest.mark.parametrize(
    ("store", "line"),
    [
        (
            "postgresql://ada:s3cret@db/plans",
            (
                "[workspace] store: holds a password, for all to read; put it into ~/.pgpass or"
                " PGPASSWORD, or the URL into RELPLAN_STORE"
            ),
        ),
        (
            "mysql://ada:s3cret@db/plans",
            (
                "[workspace] store: a store is kept in SQLite or in PostgreSQL;"
                " write postgresql://HOST/DATABASE, sqlite:///PATH or the path of a file"
            ),
        ),
        ("a\\nb", "[workspace] store: holds a control character"),
    ],
)
def test_what_cannot_be_named_as_a_store(shop: Shop, store: str, line: str) -> None:
    shop.settings('name = "shop"', f'name = "shop"\nstore = "{store}"')
    answer = shop.relplan("plan")
    assert (answer.code, answer.out) == (2, "")
    assert answer.complaints == [f"{shop.toml}: {line}"]


def test_a_server_that_is_not_there_is_one_line(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELPLAN_STORE", f"postgresql://ada:s3cret@/plans?host={shop.folder}")
    answer = shop.relplan("plan")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.count("\n") == 1
    assert answer.err.startswith(
        f"relplan: the store postgresql://ada@/plans?host={shop.folder} cannot be reached: "
    )
    assert "s3cret" not in answer.err
