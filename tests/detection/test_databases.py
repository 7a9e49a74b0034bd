"""Who reads a table that another service makes, and who writes to it."""

from pathlib import Path

from relplan.model.contract_source import ContractSource
from tests.detection.test_taking import Shop

TABLE = "CREATE TABLE orders (id int PRIMARY KEY, total int);"
NEEDED = "ALTER TABLE orders ADD COLUMN paid int NOT NULL;"


def test_a_part_is_read_only_where_no_file_of_the_consumer_may_write_it(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    provider = shop.service("shop", {"migrations/V1__first.sql": TABLE})
    source = ContractSource(
        "db", "sql", "shop", consumers=("reader", "writer"), files=("migrations/*.sql",)
    )
    shop.sources.append(source)
    reads = 'rows = db.query("SELECT total FROM orders")\n'
    writes = 'db.execute("INSERT INTO orders (id, total) VALUES (1, 2)")\n'
    shop.service("reader", {"src/a.py": reads})
    shop.service("writer", {"src/a.py": reads, "src/b.py": writes})
    provider.branch("paid").commit("Take money", "migrations/V2__paid.sql", NEEDED)
    provider.switch("main")
    found = shop.detect()
    assert sorted((use.consumer, use.part) for use in found.uses) == [
        ("reader", "read orders.total"),
        ("writer", "orders.id"),
        ("writer", "orders.total"),
    ]
    (effects,) = (found.effects[change] for change in found.effects if change == "shop:paid")
    assert [effect.parts for effect in effects] == [("write orders.paid", "write orders")]
