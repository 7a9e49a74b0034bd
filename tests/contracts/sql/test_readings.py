"""What is understood of each dialect's statements, and what is known to be harmless."""

import pytest

from tests.contracts.sql.cases import added, told

Told = list[tuple[str, str, str]]

UNDERSTOOD: list[tuple[str, str, Told]] = [
    ("postgres", "ALTER TABLE orders RENAME tax TO vat",
     [("renaming-column", "breaking", "orders.tax")]),
    ("sqlite", "ALTER TABLE orders RENAME tax TO vat",
     [("renaming-column", "breaking", "orders.tax")]),
    ("", "ALTER TABLE orders RENAME tax TO vat", [("renaming-column", "breaking", "orders.tax")]),
    ("mysql", "ALTER TABLE orders RENAME AS sales", [("renaming-table", "breaking", "orders")]),
    ("oracle", "RENAME orders TO sales", [("renaming-table", "breaking", "orders")]),
    ("h2", "ALTER TABLE orders ALTER COLUMN tax RENAME TO vat",
     [("renaming-column", "breaking", "orders.tax")]),
    ("tsql", "EXEC sp_rename '[dbo].[orders].[tax]', 'vat'",
     [("renaming-column", "breaking", "orders.tax")]),
    ("tsql", "ALTER TABLE orders ADD DEFAULT('') FOR note",
     [("setting-default", "additive", "orders.note")]),
    ("tsql", "ALTER SCHEMA archive TRANSFER dbo.orders",
     [("renaming-table", "breaking", "orders")]),
    ("postgres", "ALTER TABLE orders_id_seq RENAME TO sales_id_seq",
     [("renaming-sequence", "risky", "orders_id_seq")]),
    ("postgres", "ALTER TABLE totals RENAME TO sums", [("renaming-view", "breaking", "totals")]),
    ("postgres", "ALTER VIEW totals RENAME COLUMN total TO sum",
     [("renaming-column", "breaking", "totals.total")]),
    ("tsql", "ALTER VIEW totals AS SELECT id FROM orders",
     [("drop-view-column", "breaking", "totals.total")]),
    ("postgres", "CREATE SEQUENCE s; ALTER SEQUENCE s RENAME TO r; DROP SEQUENCE r",
     [("adding-sequence", "additive", "s"), ("renaming-sequence", "none", "s"),
      ("drop-sequence", "breaking", "r")]),
    ("postgres", "ALTER FUNCTION f(int) RENAME TO g", [("renaming-routine", "breaking", "f")]),
    ("postgres", "ALTER FUNCTION f(int) SET search_path = x",
     [("replacing-routine", "risky", "f")]),
    ("postgres", "ALTER TYPE pair ADD ATTRIBUTE c int",
     [("changing-composite-type", "breaking", "pair")]),
    ("postgres", "ALTER DOMAIN money SET NOT NULL", [("narrowing-domain", "breaking", "money")]),
    ("postgres", "ALTER DOMAIN money DROP CONSTRAINT c", [("widening-domain", "risky", "money")]),
    ("postgres", "ALTER DOMAIN money RENAME TO cash", [("renaming-type", "risky", "money")]),
    ("postgres", "DROP DOMAIN money", [("drop-type", "breaking", "money")]),
    ("postgres", "ALTER TABLE orders ALTER CONSTRAINT f NOT DEFERRABLE",
     [("checking-constraint-at-once", "breaking", "orders")]),
    ("postgres", "ALTER TABLE orders ATTACH PARTITION p FOR VALUES IN (1), DETACH PARTITION q",
     [("attaching-partition", "risky", "orders"), ("detaching-partition", "risky", "orders")]),
    ("postgres", "ALTER TABLE orders NO INHERIT p", [("detaching-partition", "risky", "orders")]),
    ("mysql", "ALTER TABLE orders DROP PARTITION p1", [("changing-rows", "risky", "orders")]),
    ("postgres", "CREATE POLICY p ON orders USING (true)",
     [("row-level-security", "risky", "orders")]),
    ("postgres", "DROP POLICY IF EXISTS p ON orders", [("row-level-security", "risky", "orders")]),
    ("postgres", "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM web", [("revoke", "risky", "")]),
    ("tsql", "DENY SELECT ON OBJECT::dbo.orders TO web", [("revoke", "risky", "orders")]),
    ("postgres", "DROP EXTENSION citext", [("dropping-object", "unknown", "")]),
    ("postgres", "DROP TABLE orders, customers CASCADE",
     [("ban-drop-table", "breaking", "customers"), ("ban-drop-table", "breaking", "orders")]),
    ("", "DROP VIEW totals, sums",
     [("drop-view", "breaking", "sums"), ("drop-view", "breaking", "totals")]),
    ("postgres", "DROP FUNCTION f(int, text), g()",
     [("drop-routine", "breaking", "f"), ("drop-routine", "breaking", "g")]),
    ("postgres", "DROP INDEX CONCURRENTLY IF EXISTS i, j",
     [("drop-index", "none", ""), ("drop-index", "none", "")]),
    ("h2", "DROP TABLE orders IF EXISTS", [("ban-drop-table", "breaking", "orders")]),
    ("postgres", "DROP INDEX orders@i",
     [("drop-index", "none", "orders"), ("require-concurrent-index-deletion", "risky", "orders")]),
    ("mysql", "ALTER TABLE orders ADD (a int, b varchar(10) NOT NULL, INDEX (a))",
     [("adding-column", "additive", "orders.a"), ("adding-index", "additive", "orders"),
      ("adding-required-field", "breaking", "orders.b")]),
    ("oracle", "ALTER TABLE orders ADD (a NUMBER(10), b VARCHAR2(10 CHAR) NOT NULL)",
     [("adding-column", "additive", "orders.a"),
      ("adding-required-field", "breaking", "orders.b")]),
    ("db2", "ALTER TABLE orders ADD a int ADD COLUMN b int NOT NULL DROP COLUMN tax",
     [("adding-column", "additive", "orders.a"),
      ("adding-required-field", "breaking", "orders.b"),
      ("ban-drop-column", "breaking", "orders.tax")]),
    ("db2", "ALTER TABLE orders ADD a varchar(20) DEFAULT 'x ADD COLUMN b'",
     [("adding-column", "additive", "orders.a")]),
    ("oracle", "ALTER TABLE orders DROP (tax, note)",
     [("ban-drop-column", "breaking", "orders.note"),
      ("ban-drop-column", "breaking", "orders.tax")]),
    ("oracle", "ALTER TABLE orders SET UNUSED (tax)",
     [("ban-drop-column", "breaking", "orders.tax")]),
    ("oracle", "ALTER TABLE orders MODIFY (tax NOT NULL, code DEFAULT 'y')",
     [("adding-not-nullable-field", "breaking", "orders.tax"),
      ("setting-default", "risky", "orders.code")]),
    ("oracle", "ALTER TABLE orders MODIFY (note VARCHAR2(20))",
     [("widening-column-type", "additive", "orders.note")]),
    ("oracle", "ALTER TABLE orders MODIFY total NULL",
     [("ban-drop-not-null", "breaking", "orders.total")]),
    ("tsql", "ALTER TABLE orders ADD a int, b int NOT NULL",
     [("adding-column", "additive", "orders.a"),
      ("adding-required-field", "breaking", "orders.b")]),
    ("tsql", "ALTER TABLE orders DROP COLUMN tax, note",
     [("ban-drop-column", "breaking", "orders.note"),
      ("ban-drop-column", "breaking", "orders.tax")]),
    ("tsql", "ALTER TABLE orders DROP CONSTRAINT c, COLUMN tax",
     [("ban-drop-column", "breaking", "orders.tax"), ("drop-constraint", "risky", "orders")]),
    ("h2", "ALTER TABLE orders ALTER COLUMN total SET NULL",
     [("ban-drop-not-null", "breaking", "orders.total")]),
    ("tsql", "SELECT id INTO copies FROM orders", [("adding-table", "additive", "copies")]),
    ("tsql", "UPDATE o SET tax = 1 FROM dbo.orders o", [("changing-rows", "risky", "orders")]),
    ("postgres", "SELECT repair(1)", [("running-code", "unknown", "")]),
    ("postgres", "ALTER ROLE web NOLOGIN", [("unknown-operation", "unknown", "")]),
    ("postgres", "ALTER TEXT SEARCH CONFIGURATION a RENAME TO b",
     [("unknown-operation", "unknown", "")]),
    ("postgres", "ALTER PUBLICATION p DROP TABLE orders", [("dropping-object", "unknown", "")]),
    ("sqlite", "UPDATE sqlite_master SET sql = 'x' WHERE name = 'orders'",
     [("unknown-operation", "unknown", "")]),
    ("postgres", "DELETE FROM pg_catalog.pg_enum WHERE enumlabel = 'sad'",
     [("unknown-operation", "unknown", "")]),
    ("", "BEGIN DROP TABLE orders", [("unknown-operation", "unknown", "")]),
    ("postgres", "TRUNCATE ONLY orders, customers CASCADE",
     [("ban-truncate-cascade", "risky", "customers"), ("ban-truncate-cascade", "risky", "orders")]),
    ("tsql", "EXEC sp_rename N'dbo.Phone', N'Telephone', N'USERDATATYPE'",
     [("renaming-type", "risky", "phone")]),
    ("mysql", "ALTER TABLE orders ALTER CHECK c ENFORCED",
     [("adding-check-constraint", "breaking", "orders")]),
    ("postgres", "ALTER TABLE orders ALTER CONSTRAINT c NOT ENFORCED",
     [("drop-constraint", "risky", "orders")]),
    ("", "\ufeffALTER TABLE orders DROP COLUMN tax",
     [("ban-drop-column", "breaking", "orders.tax")]),
    ("db2", ("ALTER TABLE orders ADD COLUMN a INTEGER NOT NULL WITH DEFAULT"
     " ADD COLUMN b CHAR(3) NOT NULL WITH DEFAULT 'x'"),
     [("adding-column", "additive", "orders.a"), ("adding-column", "additive", "orders.b")]),
    ("mysql", "ALTER TABLE orders ADD COLUMN a point NOT NULL",
     [("adding-required-field", "breaking", "orders.a")]),
    ("postgres", "CREATE TABLE x (a bit varying(5), b int); ALTER TABLE x DROP COLUMN IF EXISTS c",
     [("adding-table", "additive", "x"), ("ban-drop-column", "none", "x.c")]),
    ("mysql", "ALTER TABLE elsewhere MODIFY a int NOT NULL",
     [("adding-not-nullable-field", "unknown", "elsewhere.a"),
      ("changing-column-type", "unknown", "elsewhere.a")]),
    ("tsql", "ALTER TABLE orders ALTER COLUMN total bigint",
     [("ban-drop-not-null", "breaking", "orders.total"),
      ("widening-column-type", "risky", "orders.total")]),
    ("tsql", "ALTER TABLE orders ALTER COLUMN total bigint NOT NULL",
     [("widening-column-type", "risky", "orders.total")]),
]  # fmt: skip


@pytest.mark.parametrize(("dialect", "sql", "expected"), UNDERSTOOD)
def test_a_statement_is_understood(dialect: str, sql: str, expected: Told) -> None:
    assert sorted(told(added(sql, dialect))) == sorted(expected)


@pytest.mark.parametrize(
    ("dialect", "sql"),
    [
        ("postgres", "ALTER TABLE orders CLUSTER ON i, REPLICA IDENTITY FULL, OWNER TO app"),
        ("postgres", "ALTER TABLE orders ALTER CONSTRAINT f DEFERRABLE INITIALLY DEFERRED"),
        ("postgres", "ALTER TRIGGER a ON orders RENAME TO b"),
        ("postgres", "ALTER DOMAIN money VALIDATE CONSTRAINT c"),
        ("postgres", "ALTER SEQUENCE s OWNED BY orders.id"),
        ("postgres", "CREATE OR REPLACE LANGUAGE plpgsql"),
        ("postgres", "SELECT count(*) FROM orders"),
        ("postgres", "ALTER ROLE web SET search_path = shop"),
        ("postgres", "ALTER PUBLICATION p ADD TABLE orders"),
        ("postgres", "SELECT pg_catalog.set_config('search_path', '', false)"),
        ("mysql", "ALTER TABLE orders ENGINE = InnoDB, AUTO_INCREMENT = 7, ALGORITHM = INPLACE"),
        ("tsql", "EXEC sp_refreshview N'[dbo].[totals]'"),
        ("tsql", "CREATE TABLE #copies (id int); INSERT INTO #copies SELECT id FROM orders"),
        ("tsql", "UPDATE STATISTICS orders"),
        ("oracle", "ALTER SESSION SET NLS_DATE_FORMAT = 'YYYY'"),
        ("sqlite", "PRAGMA foreign_keys = OFF"),
    ],
)
def test_a_statement_is_known_to_be_harmless(dialect: str, sql: str) -> None:
    assert added(sql, dialect) == []


def test_a_table_of_transact_sql_is_known_with_its_columns_and_constraints() -> None:
    base = (
        "CREATE TABLE [dbo].[t] ([a] int NOT NULL, [b] int NULL, INDEX [i] ([b]),\n"
        " CONSTRAINT [k] PRIMARY KEY CLUSTERED ([a] ASC) WITH (PAD_INDEX = OFF) ON [PRIMARY],\n"
        " CONSTRAINT [u] UNIQUE NONCLUSTERED ([b] DESC)) ON [PRIMARY]\nGO\n"
    )
    sql = (
        "DROP TABLE t\nCREATE TABLE t (a int NOT NULL, b int NULL,\n"
        " CONSTRAINT k PRIMARY KEY CLUSTERED (a))"
    )
    assert sorted(told(added(sql, "tsql", base))) == [
        ("adding-primary-key-constraint", "none", "t.a"),
        ("adding-table", "none", "t"),
        ("ban-drop-table", "risky", "t"),
        ("drop-constraint", "risky", "t"),
    ]


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("ALTER TABLE t DROP CONSTRAINT d", [("drop-default", "breaking", "t.a")]),
        ("ALTER TABLE t DROP CONSTRAINT d; ALTER TABLE t ADD CONSTRAINT e DEFAULT 2 FOR a",
         [("drop-default", "risky", "t.a"), ("setting-default", "additive", "t.a")]),
        ("ALTER TABLE t DROP CONSTRAINT df_b", [("drop-default", "risky", "t.b")]),
        ("ALTER TABLE t DROP CONSTRAINT df_other", [("drop-default", "unknown", "t")]),
        ("ALTER TABLE t DROP CONSTRAINT u", [("drop-constraint", "risky", "t")]),
    ],
)  # fmt: skip
def test_a_default_of_transact_sql_is_a_constraint_with_a_name(sql: str, expected: Told) -> None:
    base = (
        "CREATE TABLE t (a int NOT NULL CONSTRAINT d DEFAULT 1, b int, CONSTRAINT u UNIQUE (b));"
        "ALTER TABLE t ADD CONSTRAINT df_b DEFAULT 1 FOR b;"
    )
    assert told(added(sql, "tsql", base)) == expected


def test_an_index_may_be_renamed_as_a_table_is() -> None:
    found = added("CREATE INDEX i ON orders (tax); ALTER TABLE i RENAME TO j", "postgres")
    assert {item.rule for item in found} == {"adding-index", "require-concurrent-index-creation"}


def test_a_constraint_that_was_never_deferrable_stays_as_it_was() -> None:
    base = "CREATE TABLE t (a int, CONSTRAINT c UNIQUE (a){});"
    sql = "ALTER TABLE t ALTER CONSTRAINT c NOT DEFERRABLE"
    assert added(sql, base=base.format("")) == []
    assert told(added(sql, base=base.format(" DEFERRABLE"))) == [
        ("checking-constraint-at-once", "breaking", "t")
    ]


@pytest.mark.parametrize(
    ("sql", "rule"),
    [
        ("CREATE TABLE x (a VARCHAR2(9));\nALTER TABLE orders MODIFY tax NOT NULL;",
         "adding-not-nullable-field"),
        ("IF OBJECT_ID('dbo.orders') IS NOT NULL\n  DROP TABLE orders", "ban-drop-table"),
    ],
)  # fmt: skip
def test_the_dialect_is_told_from_what_only_it_has(sql: str, rule: str) -> None:
    assert rule in {found.rule for found in added(sql)}


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ('ALTER TABLE "{{ index .Options "Namespace" }}"."orders" DROP COLUMN tax',
         ("ban-drop-column", "breaking", "orders.tax")),
        ("ALTER TABLE {{ orders }} DROP COLUMN {{ old | lower }}",
         ("ban-drop-column", "breaking", "orders.old")),
        ("ALTER TABLE ${schema}.orders DROP COLUMN tax",
         ("ban-drop-column", "breaking", "schema.orders.tax")),
        ("ALTER TABLE :orders DROP COLUMN tax", ("ban-drop-column", "breaking", "orders.tax")),
        ('DROP TABLE :"orders"', ("ban-drop-table", "breaking", "orders")),
        ("ALTER TABLE @schema@.orders DROP COLUMN tax",
         ("ban-drop-column", "breaking", "schema.orders.tax")),
        ("DROP TABLE @table.orders@", ("ban-drop-table", "breaking", "orders")),
        ("DROP TABLE &schema..orders", ("ban-drop-table", "breaking", "schema.orders")),
        ("DROP TABLE {schema}.orders", ("ban-drop-table", "breaking", "schema.orders")),
        ("DROP TABLE {}.orders", ("ban-drop-table", "breaking", "hole.orders")),
        ("DROP TABLE <%= schema %>.orders", ("ban-drop-table", "breaking", "schema.orders")),
        ("ALTER TABLE @prefix@orders DROP COLUMN tax", ("unknown-operation", "unknown", "")),
        ("DROP TABLE {prefix}orders", ("unknown-operation", "unknown", "")),
        ("DROP TABLE [$(database)].dbo.orders",
         ("ban-drop-table", "breaking", "orders")),
        ("{# old #} {% set x = 1 %} DROP TABLE orders", ("ban-drop-table", "breaking", "orders")),
        ("{% if old %}\nDROP TABLE orders;\n{% endif %}", ("ban-drop-table", "unknown", "orders")),
        ("{{ if .Old }}\nDROP TABLE orders;\n{{ end }}", ("ban-drop-table", "unknown", "orders")),
        ("{{ statement }};", ("unknown-operation", "unknown", "")),
    ],
)  # fmt: skip
def test_the_holes_of_templates_stand_for_names(sql: str, expected: tuple[str, str, str]) -> None:
    assert told(added(sql)) == [expected]


@pytest.mark.parametrize("name", ["#orders", "##orders", "@orders"])
def test_tables_that_a_session_alone_has_are_nobodys(name: str) -> None:
    assert added(f"ALTER TABLE {name} DROP COLUMN tax; DROP TABLE {name}") == []


def test_a_table_that_is_created_once_more_is_the_same() -> None:
    again = "CREATE TABLE orders (id int PRIMARY KEY, tax int); ALTER TABLE orders DROP COLUMN tax"
    assert ("ban-drop-column", "breaking", "orders.tax") in told(added(again))
    anew = f"DROP TABLE orders; {again}"
    assert ("ban-drop-column", "breaking", "orders.tax") in told(added(anew))
