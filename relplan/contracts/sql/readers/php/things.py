"""What an expression in PHP may stand for, besides texts, numbers and arrays."""

from dataclasses import dataclass, field
from typing import Any

from relplan.contracts.sql.operations import Constraint, Operation


class _Thing:
    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return self._name


THIS: Any = _Thing("THIS")
"""The migration itself."""
ASKED: Any = _Thing("ASKED")
"""What the database says of its schema: whether a table is there, which columns it has."""
DRIVER: Any = _Thing("DRIVER")
"""Which kind of database it is."""
ROWS: Any = _Thing("ROWS")
"""A model, or its rows."""
VALUE: Any = _Thing("VALUE")
"""A value that is not known, and knows no table: a time, a setting, a text."""


@dataclass(frozen=True, slots=True)
class Class:
    """A class that is named, without its namespace."""

    name: str


@dataclass(frozen=True, slots=True)
class Database:
    """A connection to a database."""


@dataclass(frozen=True, slots=True)
class Schema:
    """Laravel's builder of schemas, or Doctrine's schema."""

    prefix: str = ""
    """Of another database than the one that is meant where none is named: its name and a dot."""


@dataclass(frozen=True, slots=True)
class Raw:
    """SQL within what a query builder puts together."""

    text: Any


@dataclass(frozen=True, slots=True)
class Query:
    """A query of one table, by its name; empty: it is not known which."""

    table: str


@dataclass(slots=True)
class ColumnDraft:
    """A column that is still described, call by call."""

    name: str
    type: str = ""
    nullable: bool | None = None
    """None: nothing is said of it."""
    default: bool | None = None
    kinds: list[Constraint] = field(default_factory=list)
    alters: bool = False
    unclear: bool = False
    """Whether it is not known what is said of NULL."""
    target: str = ""
    line: int = 0
    table: "TableDraft | None" = None


@dataclass(slots=True)
class KeyDraft:
    """A key or an index that is still described: the place of its operation in the table's."""

    table: "TableDraft"
    place: int


@dataclass(slots=True)
class TableDraft:
    """A table that is made or changed; what is done to it, in its order."""

    name: str
    creates: bool
    done: list[ColumnDraft | Operation] = field(default_factory=list)
    dialect: str = ""
    keeps: bool = True
    """Whether a column that changes keeps what is not said anew of it."""
