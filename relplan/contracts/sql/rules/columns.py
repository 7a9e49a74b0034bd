"""Rules about the columns of tables, and what is demanded of them."""

from relplan.model.finding import Severity
from relplan.model.rule import Rule

BREAKING, RISKY, ADDITIVE = Severity.BREAKING, Severity.RISKY, Severity.ADDITIVE

RULES = (
    Rule(
        "adding-check-constraint",
        BREAKING,
        "Rows must meet a new condition: whoever writes others is refused.",
        direction="write",
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
        "adding-exclusion-constraint",
        BREAKING,
        "No two rows may overlap in something from now on: whoever writes such rows is refused.",
        direction="write",
        before="CREATE TABLE t (a int4range);",
        after="ALTER TABLE t ADD CONSTRAINT c EXCLUDE USING gist (a WITH &&);",
    ),
    Rule(
        "adding-foreign-key-constraint",
        BREAKING,
        "Rows must refer to rows of another table that are there: whoever writes others is"
        " refused.",
        direction="write",
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
        direction="write",
        before="CREATE TABLE t (a int);",
        after="ALTER TABLE t ALTER COLUMN a SET NOT NULL;",
    ),
    Rule(
        "adding-primary-key-constraint",
        BREAKING,
        "A table has a new primary key: rows without it, or alike in it, are refused.",
        direction="write",
        before="CREATE TABLE t (a int);",
        after="ALTER TABLE t ADD PRIMARY KEY (a);",
    ),
    Rule(
        "adding-required-field",
        BREAKING,
        "A table has a new column that must be given: inserts without it are refused.",
        direction="write",
        before="CREATE TABLE t (a int);",
        after="ALTER TABLE t ADD COLUMN b int NOT NULL;",
    ),
    Rule(
        "adding-unique-constraint",
        BREAKING,
        "No two rows may be alike in something from now on: whoever writes such rows is refused.",
        direction="write",
        before="CREATE TABLE t (a int);",
        after="ALTER TABLE t ADD CONSTRAINT c UNIQUE (a);",
    ),
    Rule(
        "ban-drop-column",
        BREAKING,
        "A column is gone: queries that name it fail.",
        before="CREATE TABLE t (a int, b int);",
        after="ALTER TABLE t DROP COLUMN b;",
    ),
    Rule(
        "ban-drop-not-null",
        BREAKING,
        "A column may be NULL: whoever reads it meets what it never met.",
        direction="read",
        before="CREATE TABLE t (a int NOT NULL);",
        after="ALTER TABLE t ALTER COLUMN a DROP NOT NULL;",
    ),
    Rule(
        "changing-column-type",
        BREAKING,
        "A column has another type: whoever reads or writes it is wrong about it.",
        before="CREATE TABLE t (a int);",
        after="ALTER TABLE t ALTER COLUMN a TYPE varchar(9);",
    ),
    Rule(
        "checking-constraint-at-once",
        BREAKING,
        "A constraint is checked with each statement, no longer at the end of a transaction:"
        " whoever writes in another order is refused.",
        direction="write",
        before="CREATE TABLE u (id int PRIMARY KEY); "
        "CREATE TABLE t (a int, CONSTRAINT c FOREIGN KEY (a) REFERENCES u (id) DEFERRABLE);",
        after="ALTER TABLE t ALTER CONSTRAINT c NOT DEFERRABLE;",
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
        "A column has no default value any more: inserts without it are refused; where it may be"
        " NULL they leave it so, which is risky.",
        direction="write",
        before="CREATE TABLE t (a int NOT NULL DEFAULT 0);",
        after="ALTER TABLE t ALTER COLUMN a DROP DEFAULT;",
    ),
    Rule(
        "drop-index",
        RISKY,
        "An index is gone, which nobody can tell; where it was unique, rows may become alike.",
        before="CREATE TABLE t (a int); CREATE UNIQUE INDEX i ON t (a);",
        after="DROP INDEX i;",
    ),
    Rule(
        "renaming-column",
        BREAKING,
        "A column has another name: queries that name it as before fail.",
        before="CREATE TABLE t (a int);",
        after="ALTER TABLE t RENAME COLUMN a TO b;",
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
        "widening-column-type",
        RISKY,
        "A column may hold more, which is additive; risky where a number may no longer fit those"
        " who read it.",
        before="CREATE TABLE t (a int);",
        after="ALTER TABLE t ALTER COLUMN a TYPE bigint;",
    ),
)
