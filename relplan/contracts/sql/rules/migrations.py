"""Rules about migrations themselves."""

from relplan.model.finding import Severity
from relplan.model.rule import Rule

RISKY = Severity.RISKY

RULES = (
    Rule(
        "migration-edited",
        RISKY,
        "A migration is changed that may have run: where it has, it does not run again.",
        before="-- V1__first.sql\nCREATE TABLE t (a int);",
        after="-- V1__first.sql\nCREATE TABLE t (a int); CREATE INDEX i ON t (a);",
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
        "unknown-operation",
        Severity.UNKNOWN,
        "A statement is not understood, so nobody can tell what it does.",
        after="FROBNICATE t;",
    ),
)
