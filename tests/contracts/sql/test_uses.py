"""Who owns which table, and who uses it."""

import pytest

from relplan.contracts.kind import Surface
from relplan.contracts.sql.contract import ANALYZER
from relplan.contracts.sql.ownership import Touch, tables_of

SURFACE = Surface(
    "",
    dict.fromkeys(
        ("orders", "orders.id", "orders.total", "customers", "customers.id", "shop_order"), ()
    ),
)


def _used(path: str, text: str) -> list[tuple[str, int]]:
    return sorted({(use.part, use.line) for use in ANALYZER.uses(path, text.encode(), SURFACE)})


def test_the_surface_is_the_tables_and_columns_that_a_migration_makes_or_alters() -> None:
    text = "CREATE TABLE orders (id int); ALTER TABLE users ADD COLUMN age int; DELETE FROM logs;"
    surface = ANALYZER.surface("db/migration/V1__x.sql", text.encode())
    assert surface is not None
    assert surface.name == ""
    assert sorted(surface.parts) == ["orders", "orders.id", "users", "users.age"]


@pytest.mark.parametrize("path", ["src/app.py", "db/migration/V1__x.sql"])
def test_a_file_that_makes_no_table_has_no_surface(path: str) -> None:
    assert ANALYZER.surface(path, b"SELECT 1;") is None


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("q.sql", "-- x\nSELECT id, total FROM orders;", [("orders.id", 2), ("orders.total", 2)]),
        ("q.sql", "SELECT * FROM orders;", [("orders", 1)]),
        ("q.sql", "SELECT count(*) FROM orders WHERE id = 1;", [("orders.id", 1)]),
        ("q.sql", "SELECT o.total FROM orders o JOIN customers c ON c.id = o.id;",
         [("customers.id", 1), ("orders.id", 1), ("orders.total", 1)]),
        ("q.sql", "SELECT total FROM orders, customers;", [("orders", 1)]),
        ("q.sql", "SELECT invented FROM orders;", [("orders", 1)]),
        ("a.py", 'db.execute("SELECT total FROM orders WHERE id = %s", x)',
         [("orders.id", 1), ("orders.total", 1)]),
        ("a.py", 'q = """\n  INSERT INTO orders (id, total)\n  VALUES (1, 2)\n"""',
         [("orders.id", 2), ("orders.total", 2)]),
        ("a.py", 'q = ("UPDATE orders "\n     "SET total = 1")', [("orders.total", 1)]),
        ("a.java", 'String q = "SELECT total " +\n  "FROM orders";', [("orders.total", 1)]),
        ("a.ts", "db.query(`DELETE FROM orders WHERE id = ${id}`)", [("orders.id", 1)]),
        ("a.go", 'db.Query("SELECT * FROM orders")', [("orders", 1)]),
        ("a.rs", 'sqlx::query("SELECT total FROM orders")', [("orders.total", 1)]),
        ("a.rb", "execute <<~SQL\n  DELETE FROM orders\nSQL\n", [("orders", 2)]),
        ("a.php", "$db->query('SELECT total FROM orders');", [("orders.total", 1)]),
        ("a.cs", 'var q = "SELECT total FROM orders";', [("orders.total", 1)]),
        ("a.js", "knex('orders AS o')\n.leftJoin('customers as c', 'c.id', 'o.id')",
         [("customers", 2), ("orders", 1)]),
        ("a.ts", "this.made = new Knex(settings)\nawait this.made('orders').first()",
         [("orders", 2)]),
        ("a.js", "const q = await Db.getKnex()\nq.select('id').from('orders')", [("orders", 2)]),
        ("a.js", "const k = require('knex')(x)\nk.transaction(async (t) => {\nt('orders')",
         [("orders", 3)]),
        ("a.js", "knex.insert(x).into('orders')", [("orders", 1)]),
        ("a.ts", "const { data } = await supabase\n  .from('orders')", [("orders", 2)]),
        ("a.js", "const Knex = require('knex')\nnotify('orders'); path.join('orders', x)", []),
        ("a.js", "import knex from 'knex'\nBuffer.from('orders'); all.join('orders')", []),
        ("a.js", "list.from('orders'); trx('orders'); rows.join('orders', 'a.b')", []),
        ("a.py", "db.from('orders')", []),
        ("a.py", '__tablename__ = "orders"', [("orders", 1)]),
        ("a.py", 'db_table = "orders"', [("orders", 1)]),
        ("shop/models.py", "class Order(models.Model):\n    pass", [("shop_order", 1)]),
        ("A.java", '@Entity\n@Table(name = "orders")\nclass A {}', [("orders", 2)]),
        ("A.java", "@Entity\npublic class Orders {}", [("orders", 2)]),
        ("A.kt", "@Entity\n@DiscriminatorValue(DOMAIN)\nclass Orders() : Code(DOMAIN)", []),
        ("A.java", "@DiscriminatorValue(1)\n@Getter\n@Entity\nclass Orders {}", []),
        ("A.kt", "@DiscriminatorValue(A)\n@Entity\nclass A\n\n@Entity\nclass Orders",
         [("orders", 6)]),
        ("a.rb", "class Order < ApplicationRecord\nend", [("orders", 1)]),
        ("a.rb", 'class O < Base\n  self.table_name = "orders"\nend', [("orders", 2)]),
        ("a.go", 'func (O) TableName() string {\n\treturn "orders"\n}', [("orders", 2)]),
        ("a.ts", "@Entity('orders')\nclass A {}", [("orders", 1)]),
        ("db/migration/V1__x.sql", "ALTER TABLE orders ADD COLUMN total int;",
         [("orders.total", 1)]),
        ("db/migration/V1__x.sql", "CREATE TABLE mine (id int);", []),
        ("a.py", 'print("your orders are ready")', []),
        ("a.py", 'help("Select an item from orders")', []),
        ("a.py", "# SELECT total FROM orders", []),
        ("a.py", 'q = "SELECT total FROM elsewhere"', []),
        ("README.md", "SELECT total FROM orders", []),
    ],
)  # fmt: skip
def test_what_a_consumer_uses(path: str, text: str, expected: list[tuple[str, int]]) -> None:
    assert _used(path, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * FROM orders", {"orders": True}),
        ("WITH x AS (SELECT id FROM customers) SELECT * FROM x JOIN orders o ON o.id = x.id",
         {"customers": True, "orders": True}),
        ("WITH x AS (DELETE FROM orders RETURNING *) SELECT * FROM x", {"orders": False}),
        ("SELECT id FROM orders FOR UPDATE", {"orders.id": False}),
        ("INSERT INTO orders SELECT * FROM customers", {"orders": False, "customers": True}),
        ("UPDATE orders SET total = 1", {"orders.total": False}),
        ("FROM orders WHERE id = 1", {"orders": False}),
    ],
)  # fmt: skip
def test_a_query_that_surely_only_reads_says_so(text: str, expected: dict[str, bool]) -> None:
    found = {
        use.part: use.reads for use in ANALYZER.uses("a.py", f'q = "{text}"'.encode(), SURFACE)
    }
    assert {part: found.get(part) for part in expected} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INSERT INTO orders (id, total) VALUES (1, 2)", {"orders.id": True, "orders.total": True}),
        ("INSERT INTO orders SELECT * FROM customers", {"orders": True, "customers": False}),
        ("INSERT INTO orders (id) VALUES (1) RETURNING id", {"orders.id": False}),
        ("INSERT INTO orders (id) VALUES (1) ON CONFLICT (id) DO NOTHING", {"orders.id": False}),
        ("INSERT INTO orders SELECT * FROM orders", {"orders": False}),
        ("UPDATE orders SET total = 1", {"orders.total": False}),
        ("SELECT total FROM orders", {"orders.total": False}),
    ],
)
def test_a_query_that_surely_only_writes_says_so(text: str, expected: dict[str, bool]) -> None:
    found = {
        use.part: use.writes for use in ANALYZER.uses("a.py", f'q = "{text}"'.encode(), SURFACE)
    }
    assert {part: found.get(part) for part in expected} == expected


def test_a_builder_shows_the_database_but_not_which_columns_are_used() -> None:
    (use,) = ANALYZER.uses("a.js", b"knex('orders').where(x)", SURFACE)
    assert (use.part, use.guessed, use.tells) == ("orders", True, True)


def test_a_mapping_may_write() -> None:
    (use,) = ANALYZER.uses("a.py", b'__tablename__ = "orders"', SURFACE)
    assert not use.reads


@pytest.mark.parametrize("text", [".transaction(", "a ", "knex('a", "= ", ".join('a', ", "x="])
def test_hostile_builders_are_read_in_time(text: str) -> None:
    for hostile in (f"knex {text}{' ' * 200_000}", "knex " + text * 30_000):
        assert list(ANALYZER.uses("a.js", hostile.encode(), SURFACE)) == []


def test_hostile_sources_are_read_in_time() -> None:
    for text in ('"' * 500_000, "'\\" * 300_000, '"SELECT ' + "(" * 5_000 + ' FROM orders"'):
        _used("a.py", text)
    assert _used("a.py", '"SELECT ' + "(" * 5_000 + ' FROM orders"') == [("orders", 1)]


def test_tables_of_tells_makers_from_those_who_only_touch() -> None:
    migration = b"CREATE TABLE orders (id int);\nUPDATE customers SET a = 1;"
    assert tables_of("db/migration/V1__x.sql", migration) == [
        Touch("orders", 1, "create table orders", creates=True),
        Touch("customers", 2, "change rows customers"),
    ]
    source = b'db.execute("SELECT a FROM orders")\n__tablename__ = "customers"'
    assert [(one.table, one.line, one.creates) for one in tables_of("a.py", source)] == [
        ("orders", 1, False),
        ("customers", 2, False),
    ]
    assert tables_of("db/migration/V1__x.sql", b"\xff") == []


def test_a_changelog_refers_to_what_it_includes() -> None:
    text = b'<databaseChangeLog><include file="db/one.xml"/></databaseChangeLog>'
    assert list(ANALYZER.references("db/changelog/master.xml", text)) == ["db/one.xml"]
    assert list(ANALYZER.references("db/migration/V1__x.sql", b"SELECT 1;")) == []


def test_what_laravels_builder_is_handed_is_used_whichever_columns_it_takes() -> None:
    surface = Surface("", {"orders": (), "orders.tax": ()})
    code = b"<?php\nDB::table('orders')->get();\n"
    (use,) = ANALYZER.uses("app/A.php", code, surface)
    assert (use.part, use.guessed, use.is_of_contract) == ("orders", True, True)
    (sure,) = ANALYZER.uses("app/A.php", b"<?php\nDB::select('SELECT tax FROM orders');", surface)
    assert (sure.part, sure.guessed) == ("orders.tax", False)
