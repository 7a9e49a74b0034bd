"""The schema before and after the pending steps is compared: what comes back was not lost."""

import pytest

from relplan.model.finding import Severity
from tests.contracts.sql.cases import added, told

Told = set[tuple[str, str, str]]
REBUILT = (
    "CREATE TABLE {new} (id int PRIMARY KEY, total int NOT NULL, tax int, note varchar(10),"
    " state varchar(5) DEFAULT 'n', code varchar(5) NOT NULL DEFAULT 'x', customer_id int,"
    " big bigint{more});"
)
COPIED = "INSERT INTO {new} (id, total) SELECT id, total FROM {old};"


def _bad(sql: str, dialect: str = "", base: str | None = None) -> Told:
    """Return what is found but for what nobody can tell, and for what only adds."""
    findings = added(sql, dialect) if base is None else added(sql, dialect, base)
    mild = (Severity.NONE, Severity.ADDITIVE)
    return set(told([found for found in findings if found.severity not in mild]))


def _rebuilt(more: str = "", new: str = "new_orders") -> str:
    return (
        REBUILT.format(new=new, more=more)
        + COPIED.format(new=new, old="orders")
        + f"DROP TABLE orders; ALTER TABLE {new} RENAME TO orders;"
    )


def test_a_table_rebuilt_as_sqlite_needs_it_is_what_it_became() -> None:
    found = told(added(f"PRAGMA foreign_keys=OFF; {_rebuilt(', extra text')}", "sqlite"))
    assert ("adding-column", "additive", "orders.extra") in found
    assert {severity for _, severity, _ in found} == {"additive", "none"}


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        (_rebuilt(", paid int NOT NULL"), {("adding-required-field", "breaking", "orders.paid")}),
        (_rebuilt().replace("tax int,", "tax text,"),
         {("changing-column-type", "breaking", "orders.tax")}),
        (_rebuilt().replace("tax int,", ""), {("ban-drop-column", "breaking", "orders.tax")}),
        (_rebuilt().replace("tax int,", "tax int NOT NULL,"),
         {("adding-not-nullable-field", "breaking", "orders.tax")}),
        (_rebuilt(", UNIQUE (tax)"), {("adding-unique-constraint", "breaking", "orders.tax")}),
        (_rebuilt(", CHECK (tax > 0)"), {("adding-check-constraint", "breaking", "orders.tax")}),
        (_rebuilt().replace(COPIED.format(new="new_orders", old="orders"), ""),
         {("ban-drop-table", "risky", "orders")}),
        (_rebuilt() + "ALTER TABLE orders DROP COLUMN note;",
         {("ban-drop-column", "breaking", "orders.note")}),
        ("ALTER TABLE orders RENAME TO old; " + REBUILT.format(new="orders", more="")
         + COPIED.format(new="orders", old="old") + "DROP TABLE old;", set()),
        ("DROP TABLE orders; CREATE TABLE orders AS SELECT * FROM customers;",
         {("ban-drop-table", "unknown", "orders")}),
        ("DROP TABLE orders; CREATE TABLE orders (LIKE customers);",
         {("ban-drop-table", "unknown", "orders")}),
        ("DROP TABLE elsewhere; CREATE TABLE elsewhere (id int);",
         {("ban-drop-table", "unknown", "elsewhere")}),
    ],
)  # fmt: skip
def test_a_table_made_anew_is_compared_with_what_it_was(sql: str, expected: Told) -> None:
    assert _bad(sql) == expected


@pytest.mark.parametrize(
    ("sql", "perhaps", "expected"),
    [
        ("DROP TABLE orders", REBUILT.format(new="orders", more=""),
         ("ban-drop-table", "breaking", "orders")),
        ("ALTER TABLE orders DROP COLUMN tax", "ALTER TABLE orders ADD tax int",
         ("ban-drop-column", "breaking", "orders.tax")),
        ("ALTER TABLE orders ADD a int NOT NULL", "ALTER TABLE orders ADD DEFAULT 1 FOR a",
         ("adding-required-field", "breaking", "orders.a")),
        ("EXEC sp_rename 'orders', 'sales'", "EXEC('CREATE VIEW orders AS SELECT * FROM sales')",
         ("renaming-table", "breaking", "orders")),
    ],
)  # fmt: skip
def test_what_may_not_come_back_is_lost(
    sql: str, perhaps: str, expected: tuple[str, str, str]
) -> None:
    assert expected in _bad(f"{sql}\nIF @x = 1 {perhaps}", "tsql")


@pytest.mark.parametrize(
    ("view", "dialect", "expected"),
    [
        ("SELECT * FROM sales", "", {("renaming-table", "risky", "orders")}),
        ("SELECT id, total, tax, note, state, code, customer_id, big FROM sales", "",
         {("renaming-table", "risky", "orders")}),
        ("SELECT id, total FROM sales", "",
         {("renaming-table", "risky", "orders"),
          *(("ban-drop-column", "breaking", f"orders.{name}")
            for name in ("tax", "note", "state", "code", "customer_id", "big"))}),
        ("SELECT * FROM sales JOIN customers USING (id)", "",
         {("renaming-table", "unknown", "orders")}),
        ("SELECT * FROM sales", "sqlite", {("renaming-table", "breaking", "orders")}),
    ],
)  # fmt: skip
def test_a_view_may_stand_in_for_a_table(view: str, dialect: str, expected: Told) -> None:
    sql = f"ALTER TABLE orders RENAME TO sales; CREATE VIEW orders AS {view};"
    assert _bad(sql, dialect) == expected


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("ADD COLUMN a int NOT NULL; ALTER TABLE orders ALTER COLUMN a SET DEFAULT 0", set()),
        ("ADD COLUMN a int NOT NULL; ALTER TABLE orders ALTER COLUMN a DROP NOT NULL", set()),
        ("ADD COLUMN a int NOT NULL; ALTER TABLE orders DROP COLUMN a", set()),
        (("ADD COLUMN a int NOT NULL DEFAULT 0; ALTER TABLE orders ALTER COLUMN a DROP DEFAULT;"
         "ALTER TABLE orders ALTER COLUMN a SET DEFAULT 1"),
         {("drop-default", "risky", "orders.a")}),
        ("ALTER COLUMN code DROP DEFAULT; ALTER TABLE orders ALTER COLUMN code SET DEFAULT 'y'",
         {("drop-default", "risky", "orders.code")}),
        ("ALTER COLUMN tax SET NOT NULL; ALTER TABLE orders ALTER COLUMN tax DROP NOT NULL", set()),
        ("ALTER COLUMN total DROP NOT NULL; ALTER TABLE orders ALTER COLUMN total SET NOT NULL",
         {("adding-not-nullable-field", "breaking", "orders.total")}),
        ("ALTER COLUMN tax TYPE text; ALTER TABLE orders ALTER COLUMN tax TYPE int", set()),
        ("ALTER COLUMN tax TYPE text; ALTER TABLE orders ALTER COLUMN tax TYPE bigint",
         {("widening-column-type", "risky", "orders.tax")}),
        ("DROP COLUMN tax; ALTER TABLE orders ADD COLUMN tax int",
         {("ban-drop-column", "risky", "orders.tax")}),
        ("DROP COLUMN tax; ALTER TABLE orders ADD COLUMN tax text",
         {("ban-drop-column", "risky", "orders.tax"),
          ("changing-column-type", "breaking", "orders.tax")}),
        ("DROP COLUMN total; ALTER TABLE orders ADD COLUMN total int NOT NULL",
         {("ban-drop-column", "risky", "orders.total")}),
        ("RENAME COLUMN tax TO old; ALTER TABLE orders ADD COLUMN tax bigint",
         {("renaming-column", "risky", "orders.tax"),
          ("widening-column-type", "risky", "orders.tax")}),
        ("RENAME COLUMN tax TO a; ALTER TABLE orders RENAME COLUMN a TO b",
         {("renaming-column", "breaking", "orders.tax")}),
        ("RENAME COLUMN tax TO a; ALTER TABLE orders RENAME COLUMN note TO tax",
         {("renaming-column", "risky", "orders.tax"),
          ("changing-column-type", "breaking", "orders.tax"),
          ("renaming-column", "breaking", "orders.note")}),
        (("DROP COLUMN tax; ALTER TABLE orders ADD COLUMN a int;"
          "ALTER TABLE orders RENAME COLUMN a TO tax; ALTER TABLE orders ALTER tax SET NOT NULL;"
          "ALTER TABLE orders ALTER tax SET DEFAULT 1"),
         {("ban-drop-column", "risky", "orders.tax"),
          ("adding-not-nullable-field", "risky", "orders.tax")}),
        ("RENAME COLUMN tax TO a; ALTER TABLE orders DROP COLUMN a",
         {("renaming-column", "breaking", "orders.tax"),
          ("ban-drop-column", "breaking", "orders.tax")}),
        ("RENAME TO a; ALTER TABLE a RENAME TO b; ALTER TABLE b DROP COLUMN tax",
         {("renaming-table", "breaking", "orders"), ("ban-drop-column", "breaking", "orders.tax")}),
        ("ADD CONSTRAINT u UNIQUE (tax); ALTER TABLE orders DROP CONSTRAINT u",
         {("drop-constraint", "risky", "orders")}),
        ("ADD CONSTRAINT u UNIQUE (tax); ALTER TABLE orders RENAME TO sales",
         {("adding-unique-constraint", "breaking", "orders.tax"),
          ("renaming-table", "breaking", "orders")}),
        (("ADD CONSTRAINT n CHECK (tax IS NOT NULL); ALTER TABLE orders ALTER tax SET NOT NULL;"
         "ALTER TABLE orders DROP CONSTRAINT n"),
         {("adding-check-constraint", "breaking", "orders.tax"),
          ("constraint-missing-not-valid", "risky", "orders"),
          ("drop-constraint", "risky", "orders")}),
        (("ADD a bigint; ALTER TABLE orders ADD CHECK (a IS NOT NULL);"
          "ALTER TABLE orders DROP COLUMN total; ALTER TABLE orders RENAME COLUMN a TO total"),
         {("ban-drop-column", "risky", "orders.total"),
          ("widening-column-type", "risky", "orders.total")}),
        (("ADD a int NOT NULL; ALTER TABLE orders DROP COLUMN tax;"
          "ALTER TABLE orders RENAME COLUMN a TO tax"),
         {("ban-drop-column", "risky", "orders.tax"),
          ("adding-not-nullable-field", "breaking", "orders.tax")}),
        (("ADD a int; ALTER TABLE orders DROP COLUMN tax;"
          "ALTER TABLE orders RENAME COLUMN a TO tax; ALTER TABLE orders ADD UNIQUE (tax)"),
         {("ban-drop-column", "risky", "orders.tax"),
          ("adding-unique-constraint", "breaking", "orders.tax")}),
    ],
)  # fmt: skip
def test_a_column_is_what_it_is_in_the_end(sql: str, expected: Told) -> None:
    assert _bad(f"ALTER TABLE orders {sql};") == expected


ENUM = "CREATE TYPE mood AS ENUM ('sad', 'glad'); CREATE TABLE t (a mood);"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("'glad', 'sad'", set()),
        ("'sad'", {("drop-enum-value", "breaking", "mood")}),
        ("'sad', 'glad', 'odd'", {("adding-enum-value", "risky", "mood")}),
    ],
)
def test_an_enum_made_anew_is_compared_by_its_values(values: str, expected: Told) -> None:
    sql = (
        f"CREATE TYPE mood_new AS ENUM ({values});"
        "ALTER TABLE t ALTER COLUMN a TYPE mood_new USING a::text::mood_new;"
        "ALTER TYPE mood RENAME TO mood_old; ALTER TYPE mood_new RENAME TO mood;"
        "DROP TYPE mood_old;"
    )
    assert _bad(sql, base=ENUM) == expected


@pytest.mark.parametrize(
    ("base", "sql", "severity"),
    [
        ("", "CREATE SCHEMA shop; DROP SCHEMA shop", "none"),
        ("", "CREATE DATABASE shop; DROP SCHEMA other", "breaking"),
        ("CREATE TABLE shop (a int);", "CREATE SCHEMA shop; DROP TABLE shop", "breaking"),
        ("CREATE TABLE t (a int);", "DROP TABLE IF EXISTS z", "none"),
        ("SET x = 1;", "DROP VIEW IF EXISTS z", "none"),
        ("SET x = 1;", "DROP FUNCTION IF EXISTS z()", "none"),
        ("SET x = 1;", "DROP TYPE IF EXISTS z", "none"),
        ("SET x = 1;", "DROP SEQUENCE IF EXISTS z", "none"),
        ("CREATE TABLE t (a int);", "DROP VIEW IF EXISTS z", "unknown"),
        ("CREATE TABLE t (a int);", "DROP FUNCTION IF EXISTS z()", "unknown"),
        ("CREATE TABLE t (a int);", "ALTER TABLE t DROP COLUMN IF EXISTS z", "none"),
        ("CREATE TABLE t (a int);", "DROP TABLE z", "breaking"),
        ("ALTER TABLE u ADD COLUMN a int;", "DROP TABLE IF EXISTS z", "unknown"),
        ("ALTER TABLE u ADD COLUMN a int;", "ALTER TABLE u DROP COLUMN IF EXISTS z", "breaking"),
        ("CREATE TABLE z (a int);", "DROP TABLE IF EXISTS z", "breaking"),
        ("CREATE TABLE z (a int); DROP TABLE z;", "DROP TABLE IF EXISTS z", "none"),
    ],
)
def test_dropping_what_never_was_breaks_nobody(base: str, sql: str, severity: str) -> None:
    (found,) = added(sql, base=base)
    assert found.severity == severity


def test_a_table_that_is_dropped_before_it_is_made_is_new() -> None:
    found = told(added("DROP TABLE IF EXISTS z; CREATE TABLE z (id int);"))
    assert found == [("adding-table", "additive", "z"), ("ban-drop-table", "none", "z")]


@pytest.mark.parametrize(
    ("base", "sql", "expected"),
    [
        ("CREATE VIEW v AS SELECT 1 AS a;",
         "ALTER VIEW v RENAME TO w; CREATE VIEW v AS SELECT 2 AS a;", ("renaming-view", "risky")),
        ("CREATE VIEW v AS SELECT 1 AS a;",
         "ALTER VIEW v RENAME TO w; CREATE VIEW v AS SELECT 2 AS b;",
         ("renaming-view", "breaking")),
        ("CREATE VIEW v AS SELECT 1 AS a;", "DROP VIEW v; CREATE TABLE v (a int);",
         ("drop-view", "risky")),
        ("CREATE SEQUENCE s;", "DROP SEQUENCE s; CREATE SEQUENCE s;", ("drop-sequence", "risky")),
        ("CREATE FUNCTION f() RETURNS int AS 'select 1' LANGUAGE sql;",
         ("ALTER FUNCTION f() RENAME TO g;"
         "CREATE FUNCTION f() RETURNS int AS 'select 2' LANGUAGE sql;"),
         ("renaming-routine", "risky")),
    ],
)  # fmt: skip
def test_what_is_made_anew_under_its_name_is_risky(
    base: str, sql: str, expected: tuple[str, str]
) -> None:
    assert expected in [(rule, severity) for rule, severity, _ in told(added(sql, base=base))]
