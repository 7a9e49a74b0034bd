"""Who reads a table that another service makes, and who writes to it."""

from pathlib import Path

import pytest

from relplan.model.contract_source import ContractSource
from tests.detection.system import in_words
from tests.detection.test_taking import Shop

TABLE = "CREATE TABLE orders (id int PRIMARY KEY, total int);"
NEEDED = "ALTER TABLE orders ADD COLUMN paid int NOT NULL;"


def test_a_part_is_only_read_or_written_where_no_file_of_the_consumer_may_do_else(
    tmp_path: Path,
) -> None:
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
        ("writer", "orders.total"),
        ("writer", "write orders.id"),
    ]
    (effects,) = (found.effects[change] for change in found.effects if change == "shop:paid")
    assert [effect.parts for effect in effects] == [("write orders.paid", "write orders")]


@pytest.mark.parametrize(
    ("migration", "before", "after", "expected"),
    [
        ("ALTER TABLE orders DROP COLUMN total;", "SELECT total FROM orders", "SELECT 1",
         ["tolerates orders.total"]),
        ("DROP TABLE orders;", "SELECT total FROM orders", "SELECT 1", ["tolerates orders.total"]),
        ("ALTER TABLE orders RENAME TO sales;", "SELECT id FROM orders", "SELECT 1",
         ["tolerates orders.id"]),
        ("ALTER TABLE orders DROP COLUMN total;", "SELECT id FROM orders", "SELECT 1", []),
        ("ALTER TABLE orders DROP COLUMN total;", "SELECT total FROM orders",
         "SELECT id, total FROM orders", []),
        ("ALTER TABLE orders ADD COLUMN paid int;", "SELECT total FROM orders",
         "SELECT paid FROM orders", ["adapts orders.paid"]),
    ],
)  # fmt: skip
def test_who_no_longer_uses_what_a_migration_takes_away_tolerates(
    tmp_path: Path, migration: str, before: str, after: str, expected: list[str]
) -> None:
    shop = Shop(tmp_path)
    provider = shop.service("shop", {"migrations/V1__first.sql": TABLE})
    shop.sources.append(
        ContractSource("db", "sql", "shop", consumers=("web",), files=("migrations/*.sql",))
    )
    web = shop.service("web", {"src/a.py": f'rows = db.query("{before}")\n'})
    provider.commit("Migrate", "migrations/V2__next.sql", migration)
    commit = web.commit("Follow", "src/a.py", f'rows = db.query("{after}")\n')
    change = f"web@{commit[:10]}"
    assert in_words(shop.detect().effects.get(change, ())) == expected


SECOND = "CREATE TABLE refunds (id int PRIMARY KEY);"


def _asked(tmp_path: Path, files: dict[str, str], databases: int = 1) -> list[tuple[str, str]]:
    """Return the folders that are asked about where a branch adds *files*, and their contract."""
    shop = Shop(tmp_path)
    repo = shop.service("shop", {"migrations/V1__first.sql": TABLE})
    for number in range(databases):
        source = ContractSource(
            f"db{number}", "sql", "shop", files=(f"{'/' * number}migrations/*.sql",)
        )
        shop.sources.append(source)
    branch = repo.branch("more")
    for path, text in files.items():
        branch.write(path, text)
    branch.commit("More")
    repo.switch("main")
    found = shop.detect().unread
    assert all(one.changes == ("shop:more",) and one.evidence for one in found)
    return [(one.subject, one.contract) for one in found]


def test_a_migration_that_no_contract_matches_is_asked_about(tmp_path: Path) -> None:
    files = {
        "db/migrate/20240101000000_refunds.rb": "class A < ActiveRecord::Migration[7.1]\n"
        "  def change\n    create_table :refunds\n  end\nend\n",
        "db/migrate/20240102000000_more.rb": "class B < ActiveRecord::Migration[7.1]\n"
        "  def change\n    drop_table :refunds\n  end\nend\n",
        "migrations/V2__second.sql": SECOND,
        "migrations/later/V3__third.sql": SECOND,
    }
    assert _asked(tmp_path, files) == [("db/migrate", "db0"), ("migrations/later", "db0")]


def test_of_several_databases_it_is_not_known_which_it_may_break(tmp_path: Path) -> None:
    assert _asked(tmp_path, {"flyway/V2__a.sql": SECOND}, databases=2) == [("flyway", "")]


def test_what_is_no_migration_is_not_asked_about(tmp_path: Path) -> None:
    files = {
        "src/a.sql": SECOND,
        "flyway/V2__data.sql": "SELECT 1;",
        "tests/migrations/V3__a.sql": SECOND,
        "flyway/U4__undo.sql": SECOND,
    }
    assert _asked(tmp_path, files) == []


def test_nothing_is_asked_where_no_database_is_a_contract(tmp_path: Path) -> None:
    assert _asked(tmp_path, {"flyway/V2__a.sql": SECOND}, databases=0) == []
