"""Rules about tables and views as a whole, and about their rows."""

from relplan.model.finding import Severity
from relplan.model.rule import Rule

BREAKING, RISKY, ADDITIVE = Severity.BREAKING, Severity.RISKY, Severity.ADDITIVE

RULES = (
    Rule(
        "adding-table",
        RISKY,
        "There is a new table, which is additive; risky where a migration made it before.",
        before="CREATE TABLE t (a int);",
        after="CREATE TABLE t (a int, b int);",
    ),
    Rule(
        "adding-trigger",
        RISKY,
        "Writing to a table does more than before.",
        before="CREATE TABLE t (a int);",
        after="CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();",
    ),
    Rule(
        "adding-view",
        ADDITIVE,
        "There is a new view.",
        before="CREATE TABLE t (a int);",
        after="CREATE VIEW v AS SELECT a FROM t;",
    ),
    Rule(
        "attaching-partition",
        RISKY,
        "A table has the rows of another one, too, which must lie within bounds from now on.",
        before="CREATE TABLE t (a int); CREATE TABLE p (a int);",
        after="ALTER TABLE t ATTACH PARTITION p FOR VALUES IN (1);",
    ),
    Rule(
        "ban-drop-table",
        BREAKING,
        "A table is gone: queries that name it fail.",
        before="CREATE TABLE t (a int);",
        after="DROP TABLE t;",
    ),
    Rule(
        "ban-truncate-cascade",
        RISKY,
        "All rows of a table are removed, and those of the tables that refer to it.",
        before="CREATE TABLE t (a int);",
        after="TRUNCATE TABLE t CASCADE;",
    ),
    Rule(
        "changing-data",
        RISKY,
        "A migration in Python or Ruby changes rows.",
        after="# db/migrate/2_fill.rb\n"
        "class Fill < ActiveRecord::Migration[7.1]\n"
        "  def up\n    Order.update_all(tax: 0)\n  end\n"
        "end",
    ),
    Rule(
        "changing-rows",
        RISKY,
        "Rows of a table are changed or removed.",
        before="CREATE TABLE t (a int);",
        after="UPDATE t SET a = 0;",
    ),
    Rule(
        "detaching-partition",
        RISKY,
        "A table no longer has the rows of one of its partitions.",
        before="CREATE TABLE t (a int); CREATE TABLE p (a int);",
        after="ALTER TABLE t DETACH PARTITION p;",
    ),
    Rule(
        "drop-trigger",
        RISKY,
        "Writing to a table does less than before.",
        before="CREATE TABLE t (a int);",
        after="DROP TRIGGER r ON t;",
    ),
    Rule(
        "drop-view",
        BREAKING,
        "A view is gone: queries that name it fail.",
        before="CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t;",
        after="DROP VIEW v;",
    ),
    Rule(
        "drop-view-column",
        BREAKING,
        "A view no longer has a column: queries that name it fail.",
        before="CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a, b FROM t;",
        after="CREATE OR REPLACE VIEW v AS SELECT a FROM t;",
    ),
    Rule(
        "inserting-rows",
        Severity.NONE,
        "Rows are added to a table, as happens every day.",
        before="CREATE TABLE t (a int);",
        after="INSERT INTO t VALUES (1);",
    ),
    Rule(
        "renaming-table",
        BREAKING,
        "A table has another name, or is in another schema: queries that name it as before fail.",
        before="CREATE TABLE t (a int);",
        after="ALTER TABLE t RENAME TO u;",
    ),
    Rule(
        "renaming-view",
        BREAKING,
        "A view has another name: queries that name it as before fail.",
        before="CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t;",
        after="ALTER VIEW v RENAME TO w;",
    ),
    Rule(
        "replacing-view",
        RISKY,
        "A view is made anew with the columns that it had: whoever reads it may find other rows.",
        before="CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t;",
        after="CREATE OR REPLACE VIEW v AS SELECT a FROM t WHERE a > 0;",
    ),
    Rule(
        "row-level-security",
        RISKY,
        "Who sees and who writes which rows of a table changes.",
        before="CREATE TABLE t (a int);",
        after="ALTER TABLE t ENABLE ROW LEVEL SECURITY;",
    ),
    Rule(
        "truncate",
        RISKY,
        "All rows of a table are removed.",
        before="CREATE TABLE t (a int);",
        after="TRUNCATE t;",
    ),
)
