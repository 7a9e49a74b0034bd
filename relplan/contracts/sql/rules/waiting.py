"""Rules about who waits while a migration runs on PostgreSQL."""

from relplan.model.finding import Severity
from relplan.model.rule import Rule

RISKY = Severity.RISKY

RULES = (
    Rule(
        "adding-serial-primary-key-field",
        RISKY,
        "PostgreSQL lets nobody write to a table in use while it makes a primary key.",
        direction="write",
        before="CREATE TABLE t (a jsonb);",
        after="ALTER TABLE t ADD COLUMN id serial PRIMARY KEY;",
    ),
    Rule(
        "constraint-missing-not-valid",
        RISKY,
        "PostgreSQL lets nobody write to a table in use while it checks the rows against a"
        " constraint; NOT VALID would not.",
        direction="write",
        before="CREATE TABLE t (a int, b jsonb);",
        after="ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0);",
    ),
    Rule(
        "disallowed-unique-constraint",
        RISKY,
        "PostgreSQL lets nobody write to a table in use while it makes a unique constraint; one"
        " USING INDEX would not.",
        direction="write",
        before="CREATE TABLE t (a int, b jsonb);",
        after="ALTER TABLE t ADD CONSTRAINT c UNIQUE (a);",
    ),
    Rule(
        "require-concurrent-index-creation",
        RISKY,
        "PostgreSQL lets nobody write to a table in use while it builds an index; CONCURRENTLY"
        " would.",
        direction="write",
        before="CREATE TABLE t (a jsonb);",
        after="CREATE INDEX i ON t (a);",
    ),
    Rule(
        "require-concurrent-index-deletion",
        RISKY,
        "PostgreSQL lets nobody write to a table in use while it drops an index; CONCURRENTLY"
        " would.",
        direction="write",
        before="CREATE TABLE t (a jsonb); CREATE INDEX i ON t (a);",
        after="DROP INDEX i;",
    ),
)
