"""Every rule of the kind sql; where squawk has a rule for it, the rule has squawk's name.

Of the examples, what stands before are the migrations so far, and what stands after is the new
migration alone. Where it matters in which file they are, a comment in their first line says so.
"""

from relplan.contracts.rules import by_id
from relplan.model.finding import Severity
from relplan.model.rule import Rule

BREAKING, RISKY, ADDITIVE = Severity.BREAKING, Severity.RISKY, Severity.ADDITIVE

RULES = (
    Rule(
        "adding-check-constraint",
        BREAKING,
        "Rows must meet a new condition: whoever writes others is refused.",
        before="CREATE TABLE t (a int);",
        after="ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0);",
    ),
    Rule(
        "adding-column",
        ADDITIVE,
        "A table has a new column that may be left out.",
        before="CREATE TABLE t (a int);",
        after="ALTER TABLE t ADD COLUMN b int;",
    ),
    Rule(
        "adding-enum-value",
        RISKY,
        "A type or column may hold a new value: whoever reads it meets a value that it never met.",
        before="CREATE TYPE mood AS ENUM ('sad');",
        after="ALTER TYPE mood ADD VALUE 'glad';",
    ),
    Rule(
        "adding-exclusion-constraint",
        BREAKING,
        "No two rows may overlap in something from now on: whoever writes such rows is refused.",
        before="CREATE TABLE t (a int4range);",
        after="ALTER TABLE t ADD CONSTRAINT c EXCLUDE USING gist (a WITH &&);",
    ),
    Rule(
        "adding-foreign-key-constraint",
        BREAKING,
        "Rows must refer to rows of another table that are there: whoever writes others is"
        " refused.",
        before="CREATE TABLE t (a int); CREATE TABLE u (id int PRIMARY KEY);",
        after="ALTER TABLE t ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES u (id);",
    ),
    Rule(
        "adding-index",
        ADDITIVE,
        "A table has a new index that is not unique.",
        before="CREATE TABLE t (a int);",
        after="CREATE INDEX i ON t (a);",
    ),
    Rule(
        "adding-not-nullable-field",
        BREAKING,
        "A column may no longer be NULL: whoever leaves it out is refused; risky where the database"
        " fills it in.",
        before="CREATE TABLE t (a int);",
        after="ALTER TABLE t ALTER COLUMN a SET NOT NULL;",
    ),
    Rule(
        "adding-primary-key-constraint",
        BREAKING,
        "A table has a new primary key: rows without it, or alike in it, are refused.",
        before="CREATE TABLE t (a int);",
        after="ALTER TABLE t ADD PRIMARY KEY (a);",
    ),
    Rule(
        "adding-required-field",
        BREAKING,
        "A table has a new column that must be given: inserts without it are refused.",
        before="CREATE TABLE t (a int);",
        after="ALTER TABLE t ADD COLUMN b int NOT NULL;",
    ),
    Rule(
        "adding-routine",
        ADDITIVE,
        "There is a new function or procedure.",
        after="CREATE FUNCTION f() RETURNS int AS 'select 1' LANGUAGE sql;",
    ),
    Rule(
        "adding-sequence",
        ADDITIVE,
        "There is a new sequence.",
        after="CREATE SEQUENCE s;",
    ),
    Rule(
        "adding-serial-primary-key-field",
        RISKY,
        "PostgreSQL lets nobody write to a table in use while it makes a primary key.",
        before="CREATE TABLE t (a jsonb);",
        after="ALTER TABLE t ADD COLUMN id serial PRIMARY KEY;",
    ),
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
        "adding-type",
        ADDITIVE,
        "There is a new type.",
        after="CREATE TYPE mood AS ENUM ('sad');",
    ),
    Rule(
        "adding-unique-constraint",
        BREAKING,
        "No two rows may be alike in something from now on: whoever writes such rows is refused.",
        before="CREATE TABLE t (a int);",
        after="ALTER TABLE t ADD CONSTRAINT c UNIQUE (a);",
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
        "ban-drop-column",
        BREAKING,
        "A column is gone: queries that name it fail.",
        before="CREATE TABLE t (a int, b int);",
        after="ALTER TABLE t DROP COLUMN b;",
    ),
    Rule(
        "ban-drop-database",
        BREAKING,
        "A database is gone: whoever uses it fails.",
        after="DROP DATABASE shop;",
    ),
    Rule(
        "ban-drop-not-null",
        RISKY,
        "A column may be NULL: whoever reads it meets what it never met.",
        before="CREATE TABLE t (a int NOT NULL);",
        after="ALTER TABLE t ALTER COLUMN a DROP NOT NULL;",
    ),
    Rule(
        "ban-drop-schema",
        BREAKING,
        "A schema is gone with all that is in it: queries that name it fail.",
        after="DROP SCHEMA shop;",
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
        "changing-column-type",
        BREAKING,
        "A column has another type: whoever reads or writes it is wrong about it.",
        before="CREATE TABLE t (a int);",
        after="ALTER TABLE t ALTER COLUMN a TYPE varchar(9);",
    ),
    Rule(
        "changing-composite-type",
        BREAKING,
        "A composite type has other attributes: whoever reads or writes its values is wrong.",
        before="CREATE TYPE pair AS (a int, b int);",
        after="ALTER TYPE pair DROP ATTRIBUTE b;",
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
        "checking-constraint-at-once",
        BREAKING,
        "A constraint is checked with each statement, no longer at the end of a transaction:"
        " whoever writes in another order is refused.",
        before="CREATE TABLE u (id int PRIMARY KEY);"
        "CREATE TABLE t (a int, CONSTRAINT c FOREIGN KEY (a) REFERENCES u (id) DEFERRABLE);",
        after="ALTER TABLE t ALTER CONSTRAINT c NOT DEFERRABLE;",
    ),
    Rule(
        "constraint-missing-not-valid",
        RISKY,
        "PostgreSQL lets nobody write to a table in use while it checks the rows against a"
        " constraint; NOT VALID would not.",
        before="CREATE TABLE t (a int, b jsonb);",
        after="ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0);",
    ),
    Rule(
        "detaching-partition",
        RISKY,
        "A table no longer has the rows of one of its partitions.",
        before="CREATE TABLE t (a int); CREATE TABLE p (a int);",
        after="ALTER TABLE t DETACH PARTITION p;",
    ),
    Rule(
        "disallowed-unique-constraint",
        RISKY,
        "PostgreSQL lets nobody write to a table in use while it makes a unique constraint; one"
        " USING INDEX would not.",
        before="CREATE TABLE t (a int, b jsonb);",
        after="ALTER TABLE t ADD CONSTRAINT c UNIQUE (a);",
    ),
    Rule(
        "drop-constraint",
        RISKY,
        "A constraint is gone: whoever reads the table may have relied on it.",
        before="CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0));",
        after="ALTER TABLE t DROP CONSTRAINT c;",
    ),
    Rule(
        "drop-default",
        BREAKING,
        "A column has no default value any more: inserts without it are refused, or where it may"
        " be NULL leave it so, which is risky.",
        before="CREATE TABLE t (a int NOT NULL DEFAULT 0);",
        after="ALTER TABLE t ALTER COLUMN a DROP DEFAULT;",
    ),
    Rule(
        "drop-enum-value",
        BREAKING,
        "A type or column may no longer hold a value: whoever writes it is refused.",
        before="CREATE TABLE t (a enum('x', 'y'));",
        after="ALTER TABLE t MODIFY COLUMN a enum('x');",
    ),
    Rule(
        "drop-index",
        RISKY,
        "An index is gone, which nobody can tell; where it was unique, rows may become alike.",
        before="CREATE TABLE t (a int); CREATE UNIQUE INDEX i ON t (a);",
        after="DROP INDEX i;",
    ),
    Rule(
        "drop-routine",
        BREAKING,
        "A function or procedure is gone: whoever calls it fails.",
        after="DROP FUNCTION f();",
    ),
    Rule(
        "drop-sequence",
        BREAKING,
        "A sequence is gone: whoever asks it for numbers fails.",
        before="CREATE SEQUENCE s;",
        after="DROP SEQUENCE s;",
    ),
    Rule(
        "drop-trigger",
        RISKY,
        "Writing to a table does less than before.",
        before="CREATE TABLE t (a int);",
        after="DROP TRIGGER r ON t;",
    ),
    Rule(
        "drop-type",
        BREAKING,
        "A type is gone: whoever names it fails; risky where no column is known to be of it.",
        before="CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE t (a mood);",
        after="DROP TYPE mood CASCADE;",
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
        "dropping-object",
        Severity.UNKNOWN,
        "An extension, a role, a publication or the like is gone, and nobody can tell who uses it.",
        after="DROP EXTENSION citext;",
    ),
    Rule(
        "grant",
        ADDITIVE,
        "Somebody may do more with a table.",
        before="CREATE TABLE t (a int);",
        after="GRANT SELECT ON t TO web;",
    ),
    Rule(
        "inserting-rows",
        Severity.NONE,
        "Rows are added to a table, as happens every day.",
        before="CREATE TABLE t (a int);",
        after="INSERT INTO t VALUES (1);",
    ),
    Rule(
        "migration-edited",
        RISKY,
        "A migration is changed that may have run: where it has, it does not run again.",
        before="-- V1__first.sql\nCREATE TABLE t (a int);",
        after="-- V1__first.sql\nCREATE TABLE t (a int); CREATE INDEX i ON t (a);",
    ),
    Rule(
        "narrowing-domain",
        BREAKING,
        "A domain takes fewer values, or fills in none: whoever writes others is refused.",
        before="CREATE DOMAIN money AS int;",
        after="ALTER DOMAIN money ADD CHECK (VALUE > 0);",
    ),
    Rule(
        "renaming-column",
        BREAKING,
        "A column has another name: queries that name it as before fail.",
        before="CREATE TABLE t (a int);",
        after="ALTER TABLE t RENAME COLUMN a TO b;",
    ),
    Rule(
        "renaming-enum-value",
        BREAKING,
        "A value of a type is called otherwise: whoever reads or writes it as before is wrong.",
        before="CREATE TYPE mood AS ENUM ('sad');",
        after="ALTER TYPE mood RENAME VALUE 'sad' TO 'low';",
    ),
    Rule(
        "renaming-routine",
        BREAKING,
        "A function or procedure has another name: whoever calls it as before fails.",
        before="CREATE FUNCTION f() RETURNS int AS 'select 1' LANGUAGE sql;",
        after="ALTER FUNCTION f() RENAME TO g;",
    ),
    Rule(
        "renaming-schema",
        BREAKING,
        "A schema has another name: queries that name it as before fail.",
        after="ALTER SCHEMA shop RENAME TO store;",
    ),
    Rule(
        "renaming-sequence",
        BREAKING,
        "A sequence has another name: whoever asks it for numbers as before fails; risky where it"
        " is a column's own.",
        before="CREATE SEQUENCE s;",
        after="ALTER SEQUENCE s RENAME TO r;",
    ),
    Rule(
        "renaming-table",
        BREAKING,
        "A table has another name, or is in another schema: queries that name it as before fail.",
        before="CREATE TABLE t (a int);",
        after="ALTER TABLE t RENAME TO u;",
    ),
    Rule(
        "renaming-type",
        RISKY,
        "A type is called otherwise: statements that name it fail, its columns stay as they are.",
        before="CREATE TYPE mood AS ENUM ('sad');",
        after="ALTER TYPE mood RENAME TO feeling;",
    ),
    Rule(
        "renaming-view",
        BREAKING,
        "A view has another name: queries that name it as before fail.",
        before="CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t;",
        after="ALTER VIEW v RENAME TO w;",
    ),
    Rule(
        "replacing-routine",
        RISKY,
        "A function or procedure does something else than before.",
        before="CREATE FUNCTION f() RETURNS int AS 'select 1' LANGUAGE sql;",
        after="CREATE OR REPLACE FUNCTION f() RETURNS int AS 'select 2' LANGUAGE sql;",
    ),
    Rule(
        "replacing-view",
        RISKY,
        "A view is made anew with the columns that it had: whoever reads it may find other rows.",
        before="CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t;",
        after="CREATE OR REPLACE VIEW v AS SELECT a FROM t WHERE a > 0;",
    ),
    Rule(
        "require-concurrent-index-creation",
        RISKY,
        "PostgreSQL lets nobody write to a table in use while it builds an index; CONCURRENTLY"
        " would.",
        before="CREATE TABLE t (a jsonb);",
        after="CREATE INDEX i ON t (a);",
    ),
    Rule(
        "require-concurrent-index-deletion",
        RISKY,
        "PostgreSQL lets nobody write to a table in use while it drops an index; CONCURRENTLY"
        " would.",
        before="CREATE TABLE t (a jsonb); CREATE INDEX i ON t (a);",
        after="DROP INDEX i;",
    ),
    Rule(
        "revoke",
        RISKY,
        "Somebody may do less with a table.",
        before="CREATE TABLE t (a int);",
        after="REVOKE SELECT ON t FROM web;",
    ),
    Rule(
        "row-level-security",
        RISKY,
        "Who sees and who writes which rows of a table changes.",
        before="CREATE TABLE t (a int);",
        after="ALTER TABLE t ENABLE ROW LEVEL SECURITY;",
    ),
    Rule(
        "running-code",
        Severity.UNKNOWN,
        "A migration runs code that is not read, so nobody can tell what it does.",
        after="CALL repair();",
    ),
    Rule(
        "schema-file-removed",
        Severity.UNKNOWN,
        "The file that holds the whole schema is gone, so nobody can tell what the schema is.",
        before="-- schema.sql\nCREATE TABLE t (a int);",
    ),
    Rule(
        "setting-default",
        RISKY,
        "A column has another default value: who leaves it out writes other data; additive where it"
        " had none.",
        before="CREATE TABLE t (a int DEFAULT 0);",
        after="ALTER TABLE t ALTER COLUMN a SET DEFAULT 1;",
    ),
    Rule(
        "truncate",
        RISKY,
        "All rows of a table are removed.",
        before="CREATE TABLE t (a int);",
        after="TRUNCATE t;",
    ),
    Rule(
        "unknown-operation",
        Severity.UNKNOWN,
        "A statement is not understood, so nobody can tell what it does.",
        after="FROBNICATE t;",
    ),
    Rule(
        "widening-column-type",
        RISKY,
        "A column may hold more, which is additive; risky where a number may no longer fit those"
        " who read it.",
        before="CREATE TABLE t (a int);",
        after="ALTER TABLE t ALTER COLUMN a TYPE bigint;",
    ),
    Rule(
        "widening-domain",
        RISKY,
        "A domain takes more values, or fills in another one.",
        before="CREATE DOMAIN money AS int NOT NULL;",
        after="ALTER DOMAIN money DROP NOT NULL;",
    ),
)
BY_ID = by_id(RULES)
