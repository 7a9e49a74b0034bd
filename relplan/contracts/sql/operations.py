"""What a migration does, in one vocabulary for all frameworks and dialects."""

import re
from dataclasses import dataclass, field
from enum import StrEnum


class Action(StrEnum):
    """What one operation does."""

    CREATE_TABLE = "create table"
    DROP_TABLE = "drop table"
    RENAME_TABLE = "rename table"
    ADD_COLUMN = "add column"
    DROP_COLUMN = "drop column"
    RENAME_COLUMN = "rename column"
    ALTER_COLUMN = "alter column"
    ADD_CONSTRAINT = "add constraint"
    DROP_CONSTRAINT = "drop constraint"
    ALTER_CONSTRAINT = "alter constraint"
    """When it is checked: *careful* where only at the end of a transaction."""
    ADD_INDEX = "add index"
    DROP_INDEX = "drop index"
    CREATE_VIEW = "create view"
    DROP_VIEW = "drop view"
    RENAME_VIEW = "rename view"
    CREATE_TYPE = "create type"
    DROP_TYPE = "drop type"
    RENAME_TYPE = "rename type"
    ADD_VALUE = "add value"
    DROP_VALUE = "drop value"
    RENAME_VALUE = "rename value"
    CHANGE_TYPE = "change type"
    """Of a composite type: its attributes."""
    NARROW_DOMAIN = "narrow domain"
    WIDEN_DOMAIN = "widen domain"
    CREATE_SEQUENCE = "create sequence"
    DROP_SEQUENCE = "drop sequence"
    RENAME_SEQUENCE = "rename sequence"
    REPLACE_ROUTINE = "create routine"
    DROP_ROUTINE = "drop routine"
    RENAME_ROUTINE = "rename routine"
    ADD_TRIGGER = "create trigger"
    DROP_TRIGGER = "drop trigger"
    INSERT = "insert"
    CHANGE_ROWS = "change rows"
    TRUNCATE = "truncate"
    ATTACH_PARTITION = "attach partition"
    DETACH_PARTITION = "detach partition"
    GRANT = "grant"
    REVOKE = "revoke"
    SECURE_ROWS = "secure rows"
    """Who sees which rows: policies, and whether they hold."""
    CREATE_SCHEMA = "create schema"
    """Or a database."""
    DROP_SCHEMA = "drop schema"
    RENAME_SCHEMA = "rename schema"
    DROP_DATABASE = "drop database"
    DROP_OBJECT = "drop object"
    """Of another kind: an extension, a role, a publication."""
    RUN_CODE = "run code"
    CHANGE_DATA = "change data"
    """Code that is known to change rows only."""
    UNKNOWN = "unknown"


class Constraint(StrEnum):
    """What a constraint demands of rows."""

    UNIQUE = "unique"
    FOREIGN_KEY = "foreign key"
    CHECK = "check"
    PRIMARY_KEY = "primary key"
    EXCLUDE = "exclude"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column as far as it is known."""

    name: str
    type: str = ""
    """In small letters, such as ``varchar(20)``; empty: not known."""
    nullable: bool | None = None
    default: bool | None = None
    """Whether the database fills it in where a writer leaves it out."""
    constraints: tuple[Constraint, ...] = ()
    default_name: str = field(default="", compare=False)
    """Of the constraint that Transact-SQL makes of a default."""
    target: str = ""
    """The table that a foreign key of the column alone refers to; empty: not known, or none."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that a migration does; what does not apply is empty, or None."""

    action: Action
    table: str = ""
    """Also the name of a view, type, routine or schema; small letters, no default schema."""
    column: Column | None = None
    """Of an ALTER_COLUMN: what it is from now on, None and empty where that stays."""
    to: str = ""
    """The new name, or enum value; of rows that are added, and of a view that shows rows as
    they are, the table that they are read from."""
    columns: tuple[Column, ...] = ()
    """Of a new table; of a new view, constraint or index by name alone."""
    name: str = ""
    """Of a constraint, index or trigger, or the old enum value."""
    constraint: Constraint = Constraint.UNKNOWN
    unique: bool = False
    """Of an index."""
    careful: bool = False
    """If it exists, CONCURRENTLY, NOT VALID, OR REPLACE: as the action has it."""
    values: tuple[str, ...] = ()
    """Of an enum type; of a constraint ``deferrable``, where it is that."""
    target: str = ""
    """The table that a foreign key refers to; empty: not known."""
    text: str = ""
    """What could not be understood, or which code runs; of a foreign key that there is *perhaps*,
    and of a column that is perhaps altered, unless or if what."""
    perhaps: bool = False
    """Whether it depends on a condition that is not read."""
    reversible: bool = True
    """Whether the migration says how to undo it, where its framework can."""
    line: int = 0

    @property
    def same(self) -> tuple[object, ...]:
        """All but the line: two operations that do the same are equal in it."""
        return (
            self.action, self.table, self.column, self.to, self.columns, self.name,
            self.constraint, self.unique, self.careful, self.values, self.target, self.text,
            self.perhaps,
        )  # fmt: skip


_NOT_NULL = re.compile(
    r"CHECK \(\(?(?:NOT \"?(\w+)\"? IS NULL|\"?(\w+)\"? IS NOT NULL)\)?\)$", re.IGNORECASE
)


def never_null(operation: Operation) -> str:
    """Return the column that a CHECK constraint refuses NULL for; empty: it is another one."""
    is_check = operation.constraint is Constraint.CHECK
    match = _NOT_NULL.match(operation.text) if is_check else None
    return plain(match[1] or match[2]) if match else ""


_DEFAULT_SCHEMAS = frozenset({"public", "dbo", "main"})


def plain(name: str) -> str:
    """Return a table's name in small letters, without quotes and without a default schema."""
    steps = [step.strip("\"'`[] \n") for step in name.split(".")]
    if len(steps) > 1 and steps[-2].lower() in _DEFAULT_SCHEMAS:
        steps = steps[-1:]
    return ".".join(step for step in steps if step).lower()
