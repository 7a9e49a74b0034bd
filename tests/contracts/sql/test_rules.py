"""What each operation means, in each dialect: base and revision, and what is found."""

import pytest

from tests.contracts.sql.cases import added, compared, told

Case = tuple[str, str, str, str, str | None, bool | None]

BREAKING: list[Case] = [
    ("DROP TABLE orders", "ban-drop-table", "breaking", "orders", "contract", False),
    ("DROP TABLE IF EXISTS public.orders CASCADE", "ban-drop-table", "breaking", "orders",
     "contract", False),
    ("ALTER TABLE orders DROP COLUMN tax", "ban-drop-column", "breaking", "orders.tax",
     "contract", False),
    ("ALTER TABLE orders RENAME COLUMN tax TO vat", "renaming-column", "breaking", "orders.tax",
     "contract", True),
    ("ALTER TABLE orders RENAME TO sales", "renaming-table", "breaking", "orders", "contract",
     True),
    ("DROP VIEW totals", "drop-view", "breaking", "totals", "contract", True),
    ("ALTER VIEW totals RENAME TO sums", "renaming-view", "breaking", "totals", "contract", True),
    ("CREATE OR REPLACE VIEW totals AS SELECT id FROM orders", "drop-view-column", "breaking",
     "totals.total", "contract", True),
    ("ALTER TABLE orders ALTER COLUMN note TYPE int", "changing-column-type", "breaking",
     "orders.note", "contract", False),
    ("ALTER TABLE orders ALTER COLUMN note TYPE varchar(5)", "changing-column-type", "breaking",
     "orders.note", "contract", False),
    ("ALTER TABLE orders ALTER COLUMN elsewhere TYPE int", "changing-column-type", "breaking",
     "orders.elsewhere", "contract", False),
    ("ALTER TABLE orders ALTER COLUMN big TYPE int", "changing-column-type", "breaking",
     "orders.big", "contract", False),
    ("ALTER TABLE orders ADD COLUMN paid int NOT NULL", "adding-required-field", "breaking",
     "orders.paid", "expand", True),
    ("ALTER TABLE orders ADD COLUMN paid int NOT NULL DEFAULT NULL", "adding-required-field",
     "breaking", "orders.paid", "expand", True),
    ("ALTER TABLE orders ALTER COLUMN tax SET NOT NULL", "adding-not-nullable-field", "breaking",
     "orders.tax", "contract", True),
    ("ALTER TABLE orders ALTER COLUMN code DROP DEFAULT", "drop-default", "breaking",
     "orders.code", "contract", True),
    ("ALTER TABLE orders ADD CONSTRAINT u UNIQUE (tax)", "adding-unique-constraint", "breaking",
     "orders.tax", "contract", True),
    ("CREATE UNIQUE INDEX u ON orders (tax)", "adding-unique-constraint", "breaking",
     "orders.tax", "contract", True),
    ("ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (customer_id) REFERENCES customers (id)",
     "adding-foreign-key-constraint", "breaking", "orders.customer_id", "contract", True),
    ("ALTER TABLE orders ADD CONSTRAINT c CHECK (tax > 0)", "adding-check-constraint",
     "breaking", "orders.tax", "contract", True),
    ("ALTER TABLE elsewhere ADD PRIMARY KEY (a)", "adding-primary-key-constraint", "breaking",
     "elsewhere.a", "contract", True),
    ("ALTER TABLE orders ALTER COLUMN total DROP NOT NULL", "ban-drop-not-null", "breaking",
     "orders.total", "expand", True),
    ("DROP SCHEMA shop", "ban-drop-schema", "breaking", "shop", "contract", False),
    ("ALTER SCHEMA shop RENAME TO store", "renaming-schema", "breaking", "shop", "contract", True),
    ("DROP DATABASE shop", "ban-drop-database", "breaking", "", "contract", False),
    ("DROP FUNCTION f()", "drop-routine", "breaking", "f", "contract", True),
    ("ALTER TYPE mood RENAME VALUE 'sad' TO 'low'", "renaming-enum-value", "breaking", "mood",
     "contract", True),
    ("DROP TYPE mood", "drop-type", "breaking", "mood", "contract", True),
]  # fmt: skip

OTHERS: list[Case] = [
    ("CREATE TABLE refunds (id int)", "adding-table", "additive", "refunds", "expand", True),
    ("CREATE TABLE IF NOT EXISTS orders (id int)", "adding-table", "none", "orders", "expand",
     True),
    ("CREATE TABLE orders (id int)", "adding-table", "risky", "orders", "expand", True),
    ("ALTER TABLE orders ADD COLUMN paid int", "adding-column", "additive", "orders.paid",
     "expand", True),
    ("ALTER TABLE orders ADD COLUMN paid int NOT NULL DEFAULT 0", "adding-column", "additive",
     "orders.paid", "expand", True),
    ("ALTER TABLE orders ADD COLUMN paid int GENERATED ALWAYS AS IDENTITY NOT NULL",
     "adding-column", "additive", "orders.paid", "expand", True),
    ("ALTER TABLE orders ALTER COLUMN note TYPE varchar(20)", "widening-column-type", "additive",
     "orders.note", "expand", True),
    ("ALTER TABLE orders ALTER COLUMN note TYPE text", "widening-column-type", "additive",
     "orders.note", "expand", True),
    ("ALTER TABLE orders ALTER COLUMN tax TYPE bigint", "widening-column-type", "risky",
     "orders.tax", "expand", True),
    ("ALTER TABLE orders ALTER COLUMN state SET NOT NULL", "adding-not-nullable-field", "risky",
     "orders.state", "contract", True),
    ("ALTER TABLE orders ALTER COLUMN state DROP DEFAULT", "drop-default", "risky",
     "orders.state", "contract", True),
    ("ALTER TABLE elsewhere ALTER COLUMN a DROP DEFAULT", "drop-default", "unknown",
     "elsewhere.a", "contract", True),
    ("ALTER TABLE orders ALTER COLUMN tax SET DEFAULT 0", "setting-default", "additive",
     "orders.tax", "expand", True),
    ("ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'm'", "setting-default", "risky",
     "orders.state", "expand", True),
    ("CREATE INDEX i ON orders (tax)", "adding-index", "additive", "orders", "expand", True),
    ("DROP INDEX i", "drop-index", "none", "", "contract", True),
    ("ALTER TABLE orders DROP CONSTRAINT c", "drop-constraint", "risky", "orders", "expand", True),
    ("CREATE VIEW sums AS SELECT 1 AS one", "adding-view", "additive", "sums", "expand", True),
    ("CREATE OR REPLACE VIEW totals AS SELECT id, total, tax FROM orders", "replacing-view",
     "risky", "totals", "migrate", True),
    ("CREATE TYPE mood AS ENUM ('sad')", "adding-type", "additive", "mood", "expand", True),
    ("ALTER TYPE mood ADD VALUE 'glad'", "adding-enum-value", "risky", "mood", "expand", False),
    ("ALTER TYPE mood RENAME TO feeling", "renaming-type", "risky", "mood", "contract", True),
    ("INSERT INTO orders (id) VALUES (1)", "inserting-rows", "none", "orders", "migrate", True),
    ("UPDATE orders SET tax = 0", "changing-rows", "risky", "orders", "migrate", False),
    ("DELETE FROM orders", "changing-rows", "risky", "orders", "migrate", False),
    ("WITH x AS (SELECT 1) UPDATE orders SET tax = 1", "changing-rows", "risky", "orders",
     "migrate", False),
    ("TRUNCATE orders", "truncate", "risky", "orders", "migrate", False),
    ("TRUNCATE TABLE orders CASCADE", "ban-truncate-cascade", "risky", "orders", "migrate", False),
    ("GRANT SELECT ON orders TO web", "grant", "additive", "orders", "expand", True),
    ("REVOKE SELECT ON orders FROM web", "revoke", "risky", "orders", "contract", True),
    ("CREATE FUNCTION f() RETURNS int AS 'select 1' LANGUAGE sql", "adding-routine", "additive",
     "f", "expand", True),
    ("CREATE OR REPLACE FUNCTION f() RETURNS int AS 'select 1' LANGUAGE sql",
     "replacing-routine", "risky", "f", "migrate", True),
    ("CREATE TRIGGER t BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION f()",
     "adding-trigger", "risky", "orders", "migrate", True),
    ("DROP TRIGGER t ON orders", "drop-trigger", "risky", "orders", "migrate", True),
    ("CALL repair()", "running-code", "unknown", "", "migrate", False),
    ("ALTER TABLE orders FROBNICATE", "unknown-operation", "unknown", "orders", None, None),
    ("FROBNICATE orders", "unknown-operation", "unknown", "", None, None),
    ("DO $$ BEGIN EXECUTE 'drop table ' || x; END $$", "unknown-operation", "unknown", "", None,
     None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sql", "rule", "severity", "part", "phase", "reversible"), [*BREAKING, *OTHERS]
)
def test_one_operation(
    sql: str, rule: str, severity: str, part: str, phase: str | None, reversible: bool | None
) -> None:
    (found,) = added(f"-- a comment; with a semicolon\n{sql};\n")
    assert (found.rule, found.severity, found.part) == (rule, severity, part)
    assert (found.phase, found.reversible) == (phase, reversible)
    assert found.line == 2


@pytest.mark.parametrize(
    "sql",
    [
        "SET lock_timeout = '1s'",
        "BEGIN",
        "COMMENT ON TABLE orders IS 'x; y'",
        "CREATE EXTENSION citext",
        "SELECT setval('s', 1)",
        "SELECT create_hypertable('orders', 'placed_at')",
        "SELECT add_continuous_aggregate_policy('daily', schedule_interval => INTERVAL '1 hour')",
        "CREATE OR REPLACE AGGREGATE merged(anyarray) (SFUNC = merge, STYPE = anyarray)",
        "ALTER TABLE orders OWNER TO web",
        "ALTER TABLE orders VALIDATE CONSTRAINT c",
        "ALTER TABLE orders RENAME CONSTRAINT a TO b",
        "ALTER INDEX i RENAME TO j",
        "ALTER TABLE orders ALTER COLUMN note TYPE varchar(10)",
        "ALTER TABLE orders ALTER COLUMN total SET NOT NULL",
    ],
)
def test_what_no_consumer_can_tell_is_not_found(sql: str) -> None:
    assert added(sql) == []


@pytest.mark.parametrize("function", ["add_retention_policy", "drop_chunks", "shop_cleanup"])
def test_what_a_function_does_to_rows_is_not_taken_for_nothing(function: str) -> None:
    (found,) = added(f"SELECT {function}('orders', INTERVAL '1 year')")
    assert found.severity == "unknown"


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE t (a int, b int); ALTER TABLE t DROP COLUMN a",
        "CREATE TABLE t (a int, b int); ALTER TABLE t RENAME COLUMN a TO c",
        "CREATE TABLE t (a int); ALTER TABLE t RENAME TO u; ALTER TABLE u ADD c int NOT NULL",
        "CREATE TABLE t (a int); DROP TABLE t",
        "CREATE TABLE t (a int); ALTER TABLE t ADD UNIQUE (a)",
        "ALTER TABLE orders ADD COLUMN a int; ALTER TABLE orders DROP COLUMN a",
        "ALTER TABLE orders ADD COLUMN a int; ALTER TABLE orders ADD UNIQUE (a)",
        "ALTER TABLE orders RENAME COLUMN tax TO vat; ALTER TABLE orders RENAME COLUMN vat TO tax",
        "ALTER TABLE orders RENAME TO sales; ALTER TABLE sales RENAME TO orders",
    ],
)
def test_what_the_same_change_set_makes_breaks_nobody(sql: str) -> None:
    severities = {found.severity for found in added(sql)}
    assert severities <= {"additive", "none"}
    assert severities


@pytest.mark.parametrize(
    "sql",
    [
        "ALTER TABLE orders ADD COLUMN a int; ALTER TABLE orders ALTER COLUMN a SET NOT NULL",
        (
            "ALTER TABLE orders ADD COLUMN a int NOT NULL DEFAULT 1;"
            "ALTER TABLE orders ALTER COLUMN a DROP DEFAULT"
        ),
        (
            "ALTER TABLE orders ADD COLUMN a int;"
            "ALTER TABLE orders ADD CONSTRAINT c CHECK (a IS NOT NULL) NOT VALID"
        ),
    ],
)
def test_a_column_that_becomes_required_step_by_step_breaks_writers(sql: str) -> None:
    worst = next(found for found in added(sql) if found.severity == "breaking")
    assert worst.parts == ("write orders.a", "write orders")


@pytest.mark.parametrize(
    ("sql", "parts"),
    [
        ("ADD COLUMN a int NOT NULL", ("write orders.a", "write orders")),
        ("ALTER COLUMN tax SET NOT NULL", ("write orders.tax",)),
        ("ALTER COLUMN code DROP DEFAULT", ("write orders.code",)),
        ("ADD CHECK (tax > 0)", ("write orders",)),
        ("ALTER COLUMN total DROP NOT NULL", ("read orders.total",)),
        ("ALTER COLUMN note TYPE int", ("orders.note",)),
        ("DROP COLUMN tax", ("orders.tax",)),
    ],
)
def test_what_only_those_meet_who_write_or_who_read_says_so(
    sql: str, parts: tuple[str, ...]
) -> None:
    (found,) = (one for one in added(f"ALTER TABLE orders {sql}") if one.severity == "breaking")
    assert found.parts == parts


def test_a_view_made_anew_is_risky_only_if_it_keeps_its_columns() -> None:
    kept = added("DROP VIEW totals; CREATE VIEW totals AS SELECT id, total, tax FROM orders")
    assert ("drop-view", "risky", "totals") in told(kept)
    lost = added("DROP VIEW totals; CREATE VIEW totals AS SELECT id FROM orders")
    assert ("drop-view", "breaking", "totals") in told(lost)


CONSTRAINED = """\
CREATE TABLE t (a int, b int, c int, s text, CONSTRAINT u UNIQUE (a, b),
  CONSTRAINT f FOREIGN KEY (a) REFERENCES u (id), CONSTRAINT k CHECK (s <> ''));
CREATE INDEX i ON t (c); CREATE UNIQUE INDEX l ON t (lower(s));
"""


@pytest.mark.parametrize(
    ("sql", "severity"),
    [
        ("DROP CONSTRAINT f, ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u ON DELETE CASCADE",
         "risky"),
        ("DROP CONSTRAINT f, ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES u", "breaking"),
        ("DROP CONSTRAINT f, ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES v (id)", "breaking"),
        ("ADD FOREIGN KEY (a) REFERENCES v (id)", "breaking"),
        ("ADD FOREIGN KEY (a) REFERENCES public.U (id)", "none"),
        (("DROP CONSTRAINT f; ALTER TABLE u RENAME TO v; ALTER TABLE t ADD FOREIGN KEY (a)"
          " REFERENCES v"), "risky"),
        ("DROP CONSTRAINT k, ADD CONSTRAINT k CHECK (s <> 'x')", "risky"),
        ("DROP CONSTRAINT k, ADD CONSTRAINT k UNIQUE (s)", "breaking"),
        ("DROP CONSTRAINT u, ADD CONSTRAINT u UNIQUE (a, b, c)", "risky"),
        ("DROP CONSTRAINT u, ADD CONSTRAINT u UNIQUE (a)", "breaking"),
        ("DROP CONSTRAINT unseen, ADD CONSTRAINT unseen UNIQUE (c)", "unknown"),
        ("ADD CONSTRAINT x UNIQUE (c, b, a)", "none"),
        ("RENAME COLUMN a TO x; ALTER TABLE t ADD UNIQUE (x, b)", "none"),
        ("DROP CONSTRAINT f; DROP INDEX i; CREATE UNIQUE INDEX i ON t (c)", "breaking"),
        ("DROP CONSTRAINT f; DROP INDEX l; CREATE UNIQUE INDEX l ON t (s)", "breaking"),
        ("DROP CONSTRAINT f; DROP INDEX l; CREATE UNIQUE INDEX l ON t (lower(s))", "risky"),
    ],
)  # fmt: skip
def test_a_constraint_in_place_of_another_refuses_what_that_let_pass(
    sql: str, severity: str
) -> None:
    found = [one for one in added(f"ALTER TABLE t {sql};", base=CONSTRAINED) if one.writes]
    assert {one.severity for one in found} == {severity}


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("a int REFERENCES u (id)", "a int REFERENCES v (id)", ["t.a"]),
        ("a int, FOREIGN KEY (a) REFERENCES u", "a int, FOREIGN KEY (a) REFERENCES v", ["t.a"]),
        ("a int REFERENCES u", "a int REFERENCES public.u (id)", []),
        ("a int REFERENCES u", "a int, FOREIGN KEY (a) REFERENCES u (id)", []),
    ],
)
def test_a_foreign_key_to_another_table_refuses_what_the_old_one_let_pass(
    old: str, new: str, part: list[str]
) -> None:
    others = "CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE v (id int PRIMARY KEY);\n"
    files = [{"db/schema.sql": f"{others}CREATE TABLE t ({text});"} for text in (old, new)]
    found = [one for one in compared(*files) if one.severity == "breaking"]
    assert [one.part for one in found] == part


def test_a_foreign_key_to_a_table_that_may_be_the_old_one_renamed_is_not_known() -> None:
    text = "CREATE TABLE {0} (id int); CREATE TABLE t (a int REFERENCES {0});"
    files = [{"db/schema.sql": text.format(name)} for name in ("u", "v")]
    found = [one for one in compared(*files) if one.rule == "adding-foreign-key-constraint"]
    assert [(one.part, one.severity) for one in found] == [("t.a", "unknown")]
    assert found[0].text.endswith("to v, unless that is u by another name")


@pytest.mark.parametrize(
    ("dialect", "old", "new", "severity"),
    [
        ("mysql", "longtext", "text", "breaking"), ("mysql", "mediumtext", "longtext", "additive"),
        ("mysql", "varchar(300)", "tinytext", "breaking"),
        ("mysql", "blob", "tinyblob", "breaking"),
        ("mysql", "int unsigned", "bigint unsigned", "risky"),
        ("mysql", "bigint unsigned", "int", "breaking"),
        ("mysql", "datetime(3)", "datetime(6)", "additive"),
        ("mysql", "datetime(6)", "datetime(3)", "risky"),
        ("postgres", "citext", "text", "risky"), ("postgres", "varchar(20)", "citext", "risky"),
        ("postgres", "cidr", "inet", "additive"), ("postgres", "inet", "cidr", "breaking"),
        ("postgres", "bit varying(4)", "bit varying(8)", "additive"),
        ("postgres", "timestamp(6) without time zone", "timestamp(3)", "risky"),
    ],
)  # fmt: skip
def test_what_a_new_type_holds_of_the_old(dialect: str, old: str, new: str, severity: str) -> None:
    change = f"MODIFY a {new}" if dialect == "mysql" else f"ALTER a TYPE {new}"
    (found,) = added(f"ALTER TABLE t {change}", dialect, base=f"CREATE TABLE t (a {old});")
    assert found.severity == severity


@pytest.mark.parametrize(
    ("dialect", "sql", "expected"),
    [
        ("mysql", "ALTER TABLE `orders` MODIFY `tax` int NOT NULL",
         [("adding-not-nullable-field", "breaking", "orders.tax")]),
        ("mysql", "ALTER TABLE `orders` MODIFY `tax` bigint AFTER `id`",
         [("widening-column-type", "risky", "orders.tax")]),
        ("mysql", "ALTER TABLE orders CHANGE tax vat int",
         [("renaming-column", "breaking", "orders.tax")]),
        ("mysql", "ALTER TABLE orders ADD COLUMN a int NOT NULL AFTER id, DROP COLUMN tax",
         [("adding-required-field", "breaking", "orders.a"),
          ("ban-drop-column", "breaking", "orders.tax")]),
        ("mysql", "RENAME TABLE orders TO a, customers TO b",
         [("renaming-table", "breaking", "customers"), ("renaming-table", "breaking", "orders")]),
        ("mysql", "ALTER TABLE orders ADD COLUMN a int NOT NULL AUTO_INCREMENT UNIQUE",
         [("adding-column", "additive", "orders.a")]),
        ("mysql", "DELIMITER //\nCREATE PROCEDURE p() BEGIN DROP TABLE x; END//\nDELIMITER ;",
         [("adding-routine", "additive", "p")]),
        ("mysql", "INSERT INTO orders VALUES ('it\\'s; DROP TABLE x')",
         [("inserting-rows", "none", "orders")]),
        ("tsql", "ALTER TABLE [dbo].[orders] ALTER COLUMN [tax] int NOT NULL",
         [("adding-not-nullable-field", "breaking", "orders.tax")]),
        ("tsql", "EXEC sp_rename 'dbo.orders.tax', 'vat', 'COLUMN'",
         [("renaming-column", "breaking", "orders.tax")]),
        ("tsql", "EXEC sp_rename 'dbo.orders', 'sales'",
         [("renaming-table", "breaking", "orders")]),
        ("tsql", ("ALTER TABLE orders ADD a int NOT NULL CONSTRAINT d DEFAULT 0\nGO\n"
         "ALTER TABLE orders DROP COLUMN tax\nGO"),
         [("adding-column", "additive", "orders.a"),
          ("ban-drop-column", "breaking", "orders.tax")]),
        ("tsql", "ALTER TABLE orders ADD CONSTRAINT d DEFAULT 0 FOR tax",
         [("setting-default", "additive", "orders.tax")]),
        ("sqlite", "ALTER TABLE orders RENAME tax TO vat",
         [("renaming-column", "breaking", "orders.tax")]),
        ("sqlite", ("CREATE TRIGGER t AFTER INSERT ON orders BEGIN\n"
         "SELECT CASE WHEN 1 THEN 2 END; DELETE FROM orders; END;"),
         [("adding-trigger", "risky", "orders")]),
        ("postgres", "CREATE INDEX CONCURRENTLY i ON orders (tax)",
         [("adding-index", "additive", "orders")]),
        ("postgres", "CREATE INDEX i ON orders (tax)",
         [("adding-index", "additive", "orders"),
          ("require-concurrent-index-creation", "risky", "orders")]),
        ("postgres", "DROP INDEX i",
         [("drop-index", "none", ""), ("require-concurrent-index-deletion", "risky", "")]),
        ("postgres", "ALTER TABLE orders ADD COLUMN a int REFERENCES customers (id)",
         [("adding-column", "additive", "orders.a"),
          ("constraint-missing-not-valid", "risky", "orders")]),
        ("postgres", "ALTER TABLE orders ADD COLUMN a int UNIQUE",
         [("adding-column", "additive", "orders.a"),
          ("disallowed-unique-constraint", "risky", "orders")]),
        ("postgres", "ALTER TABLE orders ADD COLUMN a serial PRIMARY KEY",
         [("adding-column", "additive", "orders.a"),
          ("adding-serial-primary-key-field", "risky", "orders")]),
        ("postgres", "ALTER TABLE orders ADD CONSTRAINT u UNIQUE USING INDEX i",
         [("adding-unique-constraint", "none", "orders")]),
        ("postgres", "ALTER TABLE orders SET SCHEMA shop",
         [("renaming-table", "breaking", "orders")]),
        ("postgres", ("DO $$ BEGIN CREATE TYPE m AS ENUM ('a');\n"
         "EXCEPTION WHEN duplicate_object THEN null; END $$"),
         [("adding-type", "additive", "m")]),
        ("postgres", "COPY orders (id) FROM stdin;\n1;DROP TABLE x;\n\\.\nDROP TABLE orders",
         [("inserting-rows", "none", "orders"), ("ban-drop-table", "breaking", "orders")]),
        ("postgres", "CREATE TABLE archive.orders (id int)",
         [("adding-table", "additive", "archive.orders")]),
    ],
)  # fmt: skip
def test_a_dialect(dialect: str, sql: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(added(sql, dialect)) == expected


@pytest.mark.parametrize(
    ("sql", "rule"),
    [
        ("ALTER TABLE `orders` MODIFY `tax` int NOT NULL;", "adding-not-nullable-field"),
        ("ALTER TABLE [dbo].[orders] ALTER COLUMN [tax] int NOT NULL", "adding-not-nullable-field"),
        ("CREATE INDEX i ON orders (tax);\nCREATE TABLE x (id bigserial, d jsonb);",
         "require-concurrent-index-creation"),
    ],
)  # fmt: skip
def test_the_dialect_is_told_from_the_files(sql: str, rule: str) -> None:
    assert rule in {found.rule for found in added(sql)}
