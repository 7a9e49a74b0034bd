"""Contracts in Avro and GraphQL files."""

from pathlib import Path

from tests.workbench.discovering.finding import contract, found_in, rules, ties

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
