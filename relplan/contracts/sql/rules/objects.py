"""Rules about types, routines, sequences, schemas, rights and the like."""

from relplan.model.finding import Severity
from relplan.model.rule import Rule

BREAKING, RISKY, ADDITIVE = Severity.BREAKING, Severity.RISKY, Severity.ADDITIVE

RULES = (
    Rule(
        "adding-enum-value",
        RISKY,
        "A type or column may hold a new value: whoever reads it meets a value that it never met.",
        before="CREATE TYPE mood AS ENUM ('sad');",
        after="ALTER TYPE mood ADD VALUE 'glad';",
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
        "adding-type",
        ADDITIVE,
        "There is a new type.",
        after="CREATE TYPE mood AS ENUM ('sad');",
    ),
    Rule(
        "ban-drop-database",
        BREAKING,
        "A database is gone: whoever uses it fails.",
        after="DROP DATABASE shop;",
    ),
    Rule(
        "ban-drop-schema",
        BREAKING,
        "A schema is gone with all that is in it: queries that name it fail.",
        after="DROP SCHEMA shop;",
    ),
    Rule(
        "changing-composite-type",
        BREAKING,
        "A composite type has other attributes: whoever reads or writes its values is wrong.",
        before="CREATE TYPE pair AS (a int, b int);",
        after="ALTER TYPE pair DROP ATTRIBUTE b;",
    ),
    Rule(
        "drop-enum-value",
        BREAKING,
        "A type or column may no longer hold a value: whoever writes it is refused.",
        before="CREATE TABLE t (a enum('x', 'y'));",
        after="ALTER TABLE t MODIFY COLUMN a enum('x');",
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
        "drop-type",
        BREAKING,
        "A type is gone: whoever names it fails; risky where no column is known to be of it.",
        before="CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE t (a mood);",
        after="DROP TYPE mood CASCADE;",
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
        "narrowing-domain",
        BREAKING,
        "A domain takes fewer values, or fills in none: whoever writes others is refused.",
        direction="write",
        before="CREATE DOMAIN money AS int;",
        after="ALTER DOMAIN money ADD CHECK (VALUE > 0);",
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
        "renaming-type",
        RISKY,
        "A type is called otherwise: statements that name it fail, its columns stay as they are.",
        before="CREATE TYPE mood AS ENUM ('sad');",
        after="ALTER TYPE mood RENAME TO feeling;",
    ),
    Rule(
        "replacing-routine",
        RISKY,
        "A function or procedure does something else than before.",
        before="CREATE FUNCTION f() RETURNS int AS 'select 1' LANGUAGE sql;",
        after="CREATE OR REPLACE FUNCTION f() RETURNS int AS 'select 2' LANGUAGE sql;",
    ),
    Rule(
        "revoke",
        RISKY,
        "Somebody may do less with a table.",
        before="CREATE TABLE t (a int);",
        after="REVOKE SELECT ON t FROM web;",
    ),
    Rule(
        "widening-domain",
        RISKY,
        "A domain takes more values, or fills in another one.",
        before="CREATE DOMAIN money AS int NOT NULL;",
        after="ALTER DOMAIN money DROP NOT NULL;",
    ),
)
