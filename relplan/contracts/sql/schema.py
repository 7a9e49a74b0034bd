"""The schema of a database as far as the migrations so far tell."""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from relplan.contracts.sql.operations import Action, Column, Constraint, Operation


class Demand(NamedTuple):
    """What a constraint demands of rows."""

    table: str
    kind: Constraint
    columns: tuple[str, ...]
    target: str = ""
    """The table that a foreign key refers to; empty: not known."""

    def is_as(self, other: "Demand") -> bool:
        """Tell whether *other* demands the same, for all that is known."""
        targets = {self.target, other.target} - {""}
        return self[:3] == other[:3] and len(targets) < 2


_OF_TABLES = frozenset(
    {
        Action.DROP_TABLE, Action.RENAME_TABLE, Action.ADD_COLUMN, Action.DROP_COLUMN,
        Action.RENAME_COLUMN, Action.ALTER_COLUMN, Action.ADD_CONSTRAINT, Action.DROP_CONSTRAINT,
        Action.ALTER_CONSTRAINT, Action.ADD_INDEX,
    }
)  # fmt: skip
"""What is done to tables that are there."""


@dataclass(slots=True)
class Table:
    """A table and the columns of it that are known."""

    columns: dict[str, Column] = field(default_factory=dict)
    complete: bool = False
    """Whether all of its columns are known."""


@dataclass(slots=True)
class Schema:
    """Tables, views, types, constraints and indexes, and what the present change made of them."""

    tables: dict[str, Table] = field(default_factory=dict)
    views: dict[str, tuple[str, ...]] = field(default_factory=dict)
    types: dict[str, tuple[str, ...]] = field(default_factory=dict)
    routines: set[str] = field(default_factory=set)
    demands: dict[tuple[str, str], Demand] = field(default_factory=dict)
    """Constraints and unique indexes, by table and name."""
    deferrable: set[tuple[str, str]] = field(default_factory=set)
    """The constraints that may be checked only at the end of a transaction."""
    indexes: set[str] = field(default_factory=set)
    sequences: set[str] = field(default_factory=set)
    """Those that were made by themselves; others belong to a column."""
    partial: bool = False
    """Whether the migrations speak of a table that none of them made: there may be others."""
    fresh: set[str] = field(default_factory=set)
    """The parts that did not exist before the present change."""
    dropped: set[str] = field(default_factory=set)
    """The views, routines and triggers that the present change has dropped so far."""
    loosened: dict[tuple[str, str], Demand | None] = field(default_factory=dict)
    """The constraints that the present change has dropped so far, by table and name; None: which
    one that was is not known."""

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing at all was there before the present change."""
        return not self.partial and self.tables.keys() <= self.fresh

    def begin_change(self) -> None:
        """Take all that is there for old."""
        self.fresh, self.dropped, self.loosened = set(), set(), {}

    def copy(self) -> "Schema":
        """Return a schema that does not change with this one; nothing of it is fresh."""
        tables = {
            name: Table(dict(table.columns), table.complete) for name, table in self.tables.items()
        }
        return Schema(
            tables, dict(self.views), dict(self.types), set(self.routines), dict(self.demands),
            set(self.deferrable), set(self.indexes), set(self.sequences), self.partial,
        )  # fmt: skip

    def owns_sequence(self, name: str) -> bool:
        """Tell whether a sequence is called as PostgreSQL calls that of a column."""
        if name in self.sequences or not name.endswith("_seq"):
            return False
        return any(
            name == f"{table}_{column}_seq"
            for table, known in self.tables.items()
            if name.startswith(f"{table}_")
            for column in known.columns
        )

    def is_sequence(self, name: str) -> bool:
        """Tell whether a sequence has this name."""
        return name in self.sequences or self.owns_sequence(name)

    def meant(self, operation: Operation) -> Operation:
        """Return what *operation* does where it drops a default by the name of its constraint."""
        table = self.tables.get(operation.table)
        if operation.action is not Action.DROP_CONSTRAINT or not operation.name or table is None:
            return operation
        for column in table.columns.values():
            if column.default_name == operation.name:
                lost = Column(column.name, default=False)
                return replace(
                    operation, action=Action.ALTER_COLUMN, column=lost, columns=(), name=""
                )
        return operation

    def column(self, table: str, name: str) -> Column | None:
        """Return what is known of a column."""
        found = self.tables.get(table)
        return found.columns.get(name) if found else None

    def is_fresh(self, table: str, column: str = "") -> bool:
        """Tell whether the present change created it."""
        return table in self.fresh or bool(column and f"{table}.{column}" in self.fresh)

    def speaks_of_unknown(self, operation: Operation) -> bool:
        """Tell whether *operation* is done to a table that is there, and none has made."""
        name = operation.table
        if operation.action not in _OF_TABLES or not name:
            return False
        if operation.careful and operation.action is Action.DROP_TABLE:
            return False
        known = name in self.tables or name in self.views
        return not (known or name in self.indexes or self.is_sequence(name))


def altered(old: bool | None, new: bool | None, *, perhaps: bool) -> bool | None:
    """Return what is known of a column after it is, or *perhaps* is, altered; None: nothing."""
    if new is None or new is old:
        return old
    return None if perhaps else new


def demand_name(operation: Operation) -> str:
    """Return the name of a constraint or unique index; what stands for it where it has none."""
    columns = " ".join(sorted(column.name for column in operation.columns))
    if operation.action is Action.ADD_INDEX:
        return operation.name or columns
    return operation.name or f"{operation.constraint} {columns}"


def demand_of(operation: Operation) -> Demand:
    """Return what a constraint or unique index demands.

    An index on expressions, or of some rows only, is like no other but itself.
    """
    columns = sorted(column.name for column in operation.columns)
    is_index = operation.action is Action.ADD_INDEX
    kind = Constraint.UNIQUE if is_index else operation.constraint
    return Demand(
        operation.table,
        kind,
        (*columns, operation.text) if is_index and operation.text else tuple(columns),
        operation.target,
    )


def find_demand(schema: Schema, operation: Operation) -> Demand | None:
    """Return the constraint or unique index that *operation* drops, if it is known."""
    if operation.name:
        for (table, name), demand in schema.demands.items():
            if name == operation.name and operation.table in ("", table):
                return demand
        return None
    columns = tuple(sorted(column.name for column in operation.columns))
    wanted = Demand(operation.table, operation.constraint, columns)
    return next((demand for demand in schema.demands.values() if demand.is_as(wanted)), None)
