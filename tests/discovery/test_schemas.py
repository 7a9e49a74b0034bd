"""Contracts in Avro, GraphQL and JSON Schema files."""

import json
from pathlib import Path

import pytest

from tests.discovery.finding import contract, found_in, guesses, look, repository, rules, ties

ORDER = '{"type": "record", "namespace": "shop.orders", "name": "Order", "fields": []}'
PAID = '{"type": "record", "namespace": "shop.orders", "name": "Paid", "fields": []}'
SCHEMA = "type Query {\n  orderById(id: ID!): Order\n}\ntype Order {\n  id: ID!\n  total: Int!\n}\n"


def test_records_of_one_namespace_are_one_contract(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        {
            "orders": {"events/order.avsc": ORDER, "events/paid.avsc": PAID},
            "mail": {"src/on_order.py": '"""Reads shop.orders.Order."""\n'},
            "till": {"schemas/paid.avsc": PAID},
        },
    )
    assert ties(found) == {"orders-records": ("orders", ["mail", "till"])}
    assert contract(found, "orders-records").files == ("events/order.avsc", "events/paid.avsc")
    assert rules(found, "orders-records", "mail") == ["mention"]
    assert rules(found, "orders-records", "till") == ["copy"]


def test_a_graphql_schema_its_copy_and_its_queries(tmp_path: Path) -> None:
    query = "query One($id: ID!) {\n  orderById(id: $id) {\n    id\n    total\n  }\n}\n"
    found = found_in(
        tmp_path,
        {
            "orders": {"schema/schema.graphql": SCHEMA},
            "web": {"src/one.graphql": query},
            "app": {"vendor/schema.graphql": SCHEMA},
            "jobs": {"src/one.py": "x = 1\n"},
        },
    )
    assert ties(found) == {"orders-graphql": ("orders", ["app", "web"])}
    assert set(rules(found, "orders-graphql", "web")) == {"uses"}
    assert rules(found, "orders-graphql", "app") == ["copy"]


def schema(title: str, *properties: str, **references: str) -> str:
    """Return a JSON Schema; what it *references* are properties, too."""
    known: dict[str, object] = {name: {"type": "string"} for name in properties}
    known.update({name: {"$ref": path} for name, path in references.items()})
    draft = "http://json-schema.org/draft-07/schema#"
    return json.dumps({"$schema": draft, "title": title, "type": "object", "properties": known})


def test_a_schema_that_is_only_referred_to_belongs_to_its_root(tmp_path: Path) -> None:
    files = {
        "ramls/items.json": schema("Items", "total", item="item.json"),
        "ramls/item.json": schema("Item", "id", status="parts/status.json"),
        "ramls/parts/status.json": schema("Status", "name", item="../item.json"),
    }
    found = found_in(
        tmp_path, {"items": files, "web": {"client/items.json": files["ramls/items.json"]}}
    )
    assert ties(found) == {"items-schema": ("items", ["web"])}
    assert contract(found, "items-schema").files == ("ramls/items.json",)


def test_two_services_own_schemas_of_one_title_are_two_contracts(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        {
            "stock": {"ramls/item.json": schema("Item", "id", "a", "b", "c", "d")},
            "loans": {"ramls/item.json": schema("Item", "id", "a", "b", "c", "z")},
        },
    )
    assert ties(found) == {}


def test_whose_the_same_schema_is_in_two_places_is_a_guess(tmp_path: Path) -> None:
    files = {"ramls/item.json": schema("Item", "id", "a", "b")}
    found = found_in(tmp_path, {"stock": files, "loans": files})
    assert ties(found) == {"item-schema": ("loans", [])}
    assert guesses(found, "item-schema") == ["stock"]


def test_who_has_the_others_repository_as_a_submodule_holds_the_copy(tmp_path: Path) -> None:
    """Even where the schema is called after the one that it is made for, and lies in its docs."""
    text = schema("Flagd", "key", "state")
    schemas = repository(tmp_path / "schemas", {"json/flagd.json": text})
    module = '[submodule "s"]\n\tpath = schemas\n\turl = ../schemas\n'
    flagd = repository(tmp_path / "flagd", {"docs/v0/flagd.json": text, ".gitmodules": module})
    link = f"160000,{schemas.head()},schemas"
    flagd.git("update-index", "--add", "--cacheinfo", link)
    (flagd.path / "schemas").mkdir()
    flagd.commit("Pin the schemas")
    found = look(tmp_path)
    assert {(one.kind, one.provider, *one.consumers) for one in found.contracts} == {
        ("json-schema", "schemas", "flagd"),
        ("library", "schemas", "flagd"),
    }


@pytest.mark.parametrize("folder", ["pdl", "queries"])
def test_who_keeps_a_schema_beside_its_queries_asks_somebody_outside(
    tmp_path: Path, folder: str
) -> None:
    """Where the queries lie elsewhere, whose it is is a guess, and so is who uses it."""
    query = "query One($id: ID!) {\n  orderById(id: $id) {\n    id\n  }\n}\n"
    files = {"pdl/pdl.graphql": SCHEMA, f"{folder}/one.graphql": query}
    found = found_in(tmp_path, {"till": files, "mail": files, "web": {"src/one.graphql": query}})
    if folder == "pdl":
        assert ties(found) == {}
        assert any("no service here is known to provide it" in n.evidence.text for n in found.notes)
    else:
        assert [consumers for _, consumers in ties(found).values()] == [[]]


@pytest.mark.parametrize(
    ("more", "sure"),
    [({"src/one.ts": "const one = gql`{}`\n"}, True), ({"src/one.graphql": "{}"}, True),
     ({"test/one.graphql": "{}"}, False), ({"src/one.ts": "one()\n"}, False)],
)  # fmt: skip
def test_of_two_who_hold_a_schema_the_one_that_does_not_ask_by_it_provides_it(
    tmp_path: Path, more: dict[str, str], sure: bool
) -> None:
    query = "query One($id: ID!) { orderById(id: $id) { id } }"
    asking = {path: text.replace("{}", query) for path, text in more.items()}
    files = {"pdl.graphql": SCHEMA, "src/resolve.py": "def orderById(id):\n    return find(id)\n"}
    found = found_in(tmp_path, {"till": files, "mail": {"pdl.graphql": SCHEMA, **asking}})
    ((provider, consumers),) = ties(found).values()
    assert (provider, consumers) == ("till", ["mail"]) if sure else not consumers


RAW = "https://raw.githubusercontent.com/acme/till/main/pdl.graphql"


@pytest.mark.parametrize(
    ("path", "text", "sure"),
    [
        ("package.json", json.dumps({"scripts": {"get": f"curl {RAW} > pdl.graphql"}}), True),
        ("package.json", json.dumps({"scripts": {"get": f'curl -o pdl.graphql "{RAW}"'}}), True),
        ("tools/get.sh", f"wget -q --output-document=../pdl.graphql {RAW}\n", True),
        ("Makefile", f"get:\n\tcurl -s {RAW} > old.graphql\n", False),
        ("Makefile", "get:\n\tcurl -s http://localhost:8080/pdl > pdl.graphql\n", False),
    ],
)
def test_what_a_script_loads_from_another_repository_is_a_copy(
    tmp_path: Path, path: str, text: str, sure: bool
) -> None:
    held = {"pdl.graphql": SCHEMA}
    found = found_in(tmp_path, {"till": held, "mail": {**held, path: text}})
    ((provider, consumers),) = ties(found).values()
    assert (provider, consumers) == ("till", ["mail"]) if sure else not consumers
