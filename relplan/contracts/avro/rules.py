"""Every rule of the kind avro.

What makes data unreadable is called as Avro's own libraries call it, and is breaking. What only
differs is additive, or risky where something is gone that the compatibility of the contract allows
to go. The examples are compared as is usual: the new schema reads what the old one wrote.
"""

from relplan.contracts.rules import by_id
from relplan.model.finding import Severity
from relplan.model.rule import Rule

BREAKING, RISKY, ADDITIVE = Severity.BREAKING, Severity.RISKY, Severity.ADDITIVE

RULES = (
    Rule(
        "decimal-mismatch",
        BREAKING,
        "A decimal is read with another precision or scale than it is written with.",
        before='{"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}',
        after='{"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 4}',
    ),
    Rule(
        "enum-default-changed",
        RISKY,
        "Another symbol, or none, stands for those that the reader of an enum does not know.",
        before='{"type": "enum", "name": "E", "symbols": ["A", "B"], "default": "A"}',
        after='{"type": "enum", "name": "E", "symbols": ["A", "B"], "default": "B"}',
    ),
    Rule(
        "enum-symbol-added",
        ADDITIVE,
        "An enum has one more symbol, and every reader that there is can read it.",
        before='{"type": "enum", "name": "E", "symbols": ["A"]}',
        after='{"type": "enum", "name": "E", "symbols": ["A", "B"]}',
    ),
    Rule(
        "enum-symbol-removed",
        RISKY,
        "A symbol of an enum is gone: where it was written, readers see the default.",
        before='{"type": "enum", "name": "E", "symbols": ["A", "B"], "default": "A"}',
        after='{"type": "enum", "name": "E", "symbols": ["A"], "default": "A"}',
    ),
    Rule(
        "field-added",
        ADDITIVE,
        "A record has one more field, and every reader that there is can do with or without it.",
        before='{"type": "record", "name": "R", "fields": []}',
        after='{"type": "record", "name": "R", "fields": [\n'
        ' {"name": "a", "type": "int", "default": 0}]}',
    ),
    Rule(
        "field-default-added",
        ADDITIVE,
        "A field that had no default value has one, so data without it can be read.",
        before='{"type": "record", "name": "R", "fields": [\n {"name": "a", "type": "int"}]}',
        after='{"type": "record", "name": "R", "fields": [\n'
        ' {"name": "a", "type": "int", "default": 0}]}',
    ),
    Rule(
        "field-default-changed",
        RISKY,
        "A field has another default value, or none: readers of data without it see something"
        " else.",
        before='{"type": "record", "name": "R", "fields": [\n'
        ' {"name": "a", "type": "int", "default": 0}]}',
        after='{"type": "record", "name": "R", "fields": [\n'
        ' {"name": "a", "type": "int", "default": 1}]}',
    ),
    Rule(
        "field-removed",
        RISKY,
        "A field of a record is gone, and every reader that there is can do without it.",
        before='{"type": "record", "name": "R", "fields": [\n {"name": "a", "type": "int"}]}',
        after='{"type": "record", "name": "R", "fields": []}',
    ),
    Rule(
        "field-renamed",
        RISKY,
        "A field is called otherwise and has the name before as an alias, which code does not"
        " know.",
        before='{"type": "record", "name": "R", "fields": [\n {"name": "a", "type": "int"}]}',
        after='{"type": "record", "name": "R", "fields": [\n'
        ' {"name": "b", "type": "int", "aliases": ["a"]}]}',
    ),
    Rule(
        "fixed-size-mismatch",
        BREAKING,
        "Bytes of a fixed number are read in another number than they are written in.",
        before='{"type": "fixed", "name": "F", "size": 8}',
        after='{"type": "fixed", "name": "F", "size": 16}',
    ),
    Rule(
        "logical-type-changed",
        RISKY,
        "The same bytes mean something else, such as microseconds instead of milliseconds.",
        before='{"type": "long", "logicalType": "timestamp-millis"}',
        after='{"type": "long", "logicalType": "timestamp-micros"}',
    ),
    Rule(
        "missing-enum-symbols",
        BREAKING,
        "The reader of an enum lacks a symbol that is written, and has no default for it.",
        before='{"type": "enum", "name": "E", "symbols": ["A", "B"]}',
        after='{"type": "enum", "name": "E", "symbols": ["A"]}',
    ),
    Rule(
        "missing-union-branch",
        BREAKING,
        "The reader of a union has no branch for what is written, such as null.",
        before='["null", "int"]',
        after='["string", "int"]',
    ),
    Rule(
        "name-changed",
        RISKY,
        "A type is in another namespace, or has the name before as an alias: data can be read, code"
        " that names the type needs a change.",
        before='{"type": "fixed", "name": "shop.F", "size": 8}',
        after='{"type": "fixed", "name": "store.F", "size": 8}',
    ),
    Rule(
        "name-mismatch",
        BREAKING,
        "A type is read under another name than it is written with, and no alias helps.",
        before='{"type": "fixed", "name": "F", "size": 8}',
        after='{"type": "fixed", "name": "G", "size": 8}',
    ),
    Rule(
        "reader-field-missing-default-value",
        BREAKING,
        "The reader of a record has a field that is not written, and no default value for it.",
        before='{"type": "record", "name": "R", "fields": []}',
        after='{"type": "record", "name": "R", "fields": [\n {"name": "a", "type": "int"}]}',
    ),
    Rule("schema-added", ADDITIVE, "There is a new schema.", after='"int"'),
    Rule(
        "schema-removed",
        BREAKING,
        "A schema is gone: whoever reads or writes by it is left without.",
        before='"int"',
    ),
    Rule(
        "type-changed",
        ADDITIVE,
        "Something has another type, and every reader that there is can read it.",
        before='"int"',
        after='"long"',
    ),
    Rule(
        "type-mismatch",
        BREAKING,
        "Something is read as another type than it is written as.",
        before='"int"',
        after='"string"',
    ),
    Rule(
        "union-branch-added",
        ADDITIVE,
        "A union may hold one more type, and every reader that there is can read it.",
        before='["null", "int"]',
        after='["null", "int", "string"]',
    ),
    Rule(
        "union-branch-removed",
        RISKY,
        "A union no longer holds a type, and what was written of it is read as another one.",
        before='["int", "long"]',
        after='["long"]',
    ),
    Rule(
        "unresolved-name",
        Severity.UNKNOWN,
        "A name means no type that is there, so nobody can tell what is read or written there.",
        before='{"type": "array", "items": "string"}',
        after='{"type": "array", "items": "Order"}',
    ),
)
BY_ID = by_id(RULES)
