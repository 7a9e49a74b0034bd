"""What an expression in JavaScript may stand for, besides texts, numbers, arrays and objects."""

from dataclasses import dataclass, field
from typing import Any

from relplan.contracts.sql.operations import Column, Constraint, Operation


class _Thing:
    pass


DATABASE: Any = _Thing()
"""What a migration is given: a query builder, a query runner, a transaction."""


BESIDE: Any = _Thing()
"""What a migration is given beside it: a callback for its end, or the library itself."""


@dataclass(frozen=True, slots=True)
class Schema:
    """Knex's ``knex.schema``."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class Raw:
    """SQL that runs once it is awaited, returned or stated."""

    text: Any


@dataclass(frozen=True, slots=True)
class Query:
    """Knex's query of a table."""

    table: str


@dataclass(frozen=True, slots=True)
class New:
    """An object that is described by another: ``new TableColumn({…})``."""

    kind: str
    told: dict[Any, Any]


@dataclass(slots=True)
class ColumnDraft:
    """A column that is still described, call by call."""

    name: str
    type: str = ""
    nullable: bool | None = True
    default: bool = False
    kinds: list[Constraint] = field(default_factory=list)
    alters: bool = False
    keeps: bool = False
    """Whether it is in truth nothing that a table gets."""

    def column(self) -> Column:
        """Return what is known of the column."""
        return Column(self.name, self.type, self.nullable, self.default, tuple(self.kinds))


@dataclass(slots=True)
class TableDraft:
    """What the function given to ``createTable`` or ``alterTable`` gets."""

    name: str
    creates: bool
    columns: list[ColumnDraft] = field(default_factory=list)
    further: list[Operation] = field(default_factory=list)
