"""The schema of a database as far as the migrations so far tell."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from relplan.contracts.sql.operations import (
    Action,
    Column,
    Constraint,
    Operation,
    never_null,
)

Demand = tuple[str, Constraint, tuple[str, ...]]
"""The table, kind and columns of a constraint."""


@dataclass(slots=True)
class Table:
    """A table and the columns of it that are known."""

    columns: dict[str, Column] = field(default_factory=dict)


@dataclass(slots=True)
class Schema:
    """Tables, views, types, constraints and indexes, and what the present change made of them."""

    tables: dict[str, Table] = field(default_factory=dict)
    views: dict[str, tuple[str, ...]] = field(default_factory=dict)
    types: dict[str, tuple[str, ...]] = field(default_factory=dict)
    routines: set[str] = field(default_factory=set)
    demands: dict[tuple[str, str], Demand] = field(default_factory=dict)
    """Constraints and unique indexes, by table and name."""
    fresh: set[str] = field(default_factory=set)
    """The parts that did not exist before the present change."""
    dropped: set[str] = field(default_factory=set)
    """The views, routines and triggers that the present change has dropped so far."""
    loosened: set[Demand | tuple[str, str]] = field(default_factory=set)
    """The constraints that the present change has dropped so far, also by table and name."""

    def begin_change(self) -> None:
        """Take all that is there for old."""
        self.fresh, self.dropped, self.loosened = set(), set(), set()

    def column(self, table: str, name: str) -> Column | None:
        """Return what is known of a column."""
        found = self.tables.get(table)
        return found.columns.get(name) if found else None

    def is_fresh(self, table: str, column: str = "") -> bool:
        """Tell whether the present change created it."""
        return table in self.fresh or bool(column and f"{table}.{column}" in self.fresh)

    def apply(self, operation: Operation) -> None:
        """Become what the schema is after *operation*."""
        step = _STEPS.get(operation.action)
        if step is not None:
            step(self, operation)

    def apply_all(self, operations: Iterable[Operation]) -> None:
        """Become what the schema is after all *operations*."""
        for operation in operations:
            self.apply(operation)


def _create_table(schema: Schema, operation: Operation) -> None:
    known = schema.tables.get(operation.table)
    if known is not None and operation.careful:
        return
    table = Table({column.name: column for column in operation.columns})
    schema.tables[operation.table] = table
    if known is None:
        schema.fresh.add(operation.table)
    for column in operation.columns:
        _demand_of_column(schema, operation.table, column)


def _demand_of_column(schema: Schema, table: str, column: Column) -> None:
    for kind in column.constraints:
        schema.demands[table, f"{column.name} {kind}"] = (table, kind, (column.name,))


def _drop_table(schema: Schema, operation: Operation) -> None:
    schema.tables.pop(operation.table, None)
    prefix = f"{operation.table}."
    schema.fresh = {
        part for part in schema.fresh if part != operation.table and not part.startswith(prefix)
    }


def _rename_table(schema: Schema, operation: Operation) -> None:
    table, to = operation.table, operation.to
    if (found := schema.tables.pop(table, None)) is not None:
        schema.tables[to] = found
    prefix = f"{table}."
    for part in [part for part in schema.fresh if part == table or part.startswith(prefix)]:
        schema.fresh.discard(part)
        schema.fresh.add(to + part[len(table) :])
    for key in [key for key in schema.demands if key[0] == table]:
        _, kind, columns = schema.demands.pop(key)
        schema.demands[to, key[1]] = (to, kind, columns)


def _add_column(schema: Schema, operation: Operation) -> None:
    column = operation.column
    if column is None:
        return
    table = schema.tables.setdefault(operation.table, Table())
    if column.name in table.columns and operation.careful:
        return
    if column.name not in table.columns:
        schema.fresh.add(f"{operation.table}.{column.name}")
    table.columns[column.name] = column
    _demand_of_column(schema, operation.table, column)


def _drop_column(schema: Schema, operation: Operation) -> None:
    if operation.column is not None:
        if (table := schema.tables.get(operation.table)) is not None:
            table.columns.pop(operation.column.name, None)
        schema.fresh.discard(f"{operation.table}.{operation.column.name}")


def _rename_column(schema: Schema, operation: Operation) -> None:
    if operation.column is None:
        return
    old, table = operation.column.name, schema.tables.get(operation.table)
    if table is not None and (column := table.columns.pop(old, None)) is not None:
        table.columns[operation.to] = replace(column, name=operation.to)
    if f"{operation.table}.{old}" in schema.fresh:
        schema.fresh.discard(f"{operation.table}.{old}")
        schema.fresh.add(f"{operation.table}.{operation.to}")


def _alter_column(schema: Schema, operation: Operation) -> None:
    new = operation.column
    if new is None:
        return
    table = schema.tables.setdefault(operation.table, Table())
    old = table.columns.get(new.name, Column(new.name))
    table.columns[new.name] = Column(
        new.name,
        new.type or old.type,
        old.nullable if new.nullable is None else new.nullable,
        old.default if new.default is None else new.default,
        tuple(sorted({*old.constraints, *new.constraints})),
    )


def _add_constraint(schema: Schema, operation: Operation) -> None:
    columns = tuple(sorted(column.name for column in operation.columns))
    name = operation.name or f"{operation.constraint} {' '.join(columns)}"
    schema.demands[operation.table, name] = (operation.table, operation.constraint, columns)
    table = schema.tables.get(operation.table)
    filled = columns if operation.constraint is Constraint.PRIMARY_KEY else ()
    if name := never_null(operation):
        filled = (name,)
    if table is not None:
        for column in filled:
            known = table.columns.get(column, Column(column))
            table.columns[column] = replace(known, nullable=False)


def _add_index(schema: Schema, operation: Operation) -> None:
    columns = tuple(sorted(column.name for column in operation.columns))
    if operation.unique:
        demand = (operation.table, Constraint.UNIQUE, columns)
        schema.demands[operation.table, operation.name or " ".join(columns)] = demand


def find_demand(schema: Schema, operation: Operation) -> Demand | None:
    """Return the constraint or unique index that *operation* drops, if it is known."""
    if operation.name:
        for (table, name), demand in schema.demands.items():
            if name == operation.name and operation.table in ("", table):
                return demand
        return None
    columns = tuple(sorted(column.name for column in operation.columns))
    wanted = (operation.table, operation.constraint, columns)
    return next((demand for demand in schema.demands.values() if demand == wanted), None)


def _drop_demand(schema: Schema, operation: Operation) -> None:
    demand = find_demand(schema, operation)
    if demand is not None:
        schema.demands = {key: kept for key, kept in schema.demands.items() if kept != demand}
        schema.loosened.add(demand)
    if operation.name:
        schema.loosened.add((operation.table, operation.name))


def _create_view(schema: Schema, operation: Operation) -> None:
    if operation.table not in schema.views:
        schema.fresh.add(operation.table)
    schema.views[operation.table] = tuple(column.name for column in operation.columns)


def _drop_view(schema: Schema, operation: Operation) -> None:
    schema.views.pop(operation.table, None)
    schema.fresh.discard(operation.table)


def _rename_view(schema: Schema, operation: Operation) -> None:
    if (found := schema.views.pop(operation.table, None)) is not None:
        schema.views[operation.to] = found


def _create_type(schema: Schema, operation: Operation) -> None:
    schema.types[operation.table] = operation.values
    schema.fresh.add(operation.table)


def _drop_type(schema: Schema, operation: Operation) -> None:
    schema.types.pop(operation.table, None)


def _rename_type(schema: Schema, operation: Operation) -> None:
    if (found := schema.types.pop(operation.table, None)) is not None:
        schema.types[operation.to] = found


def _add_value(schema: Schema, operation: Operation) -> None:
    schema.types[operation.table] = (*schema.types.get(operation.table, ()), operation.to)


def _replace_routine(schema: Schema, operation: Operation) -> None:
    if operation.table not in schema.routines and not operation.careful:
        schema.fresh.add(operation.table)
    schema.routines.add(operation.table)


def _drop_routine(schema: Schema, operation: Operation) -> None:
    schema.routines.discard(operation.table)
    schema.dropped.add(operation.table)


_STEPS: dict[Action, Callable[[Schema, Operation], None]] = {
    Action.CREATE_TABLE: _create_table,
    Action.DROP_TABLE: _drop_table,
    Action.RENAME_TABLE: _rename_table,
    Action.ADD_COLUMN: _add_column,
    Action.DROP_COLUMN: _drop_column,
    Action.RENAME_COLUMN: _rename_column,
    Action.ALTER_COLUMN: _alter_column,
    Action.ADD_CONSTRAINT: _add_constraint,
    Action.DROP_CONSTRAINT: _drop_demand,
    Action.ADD_INDEX: _add_index,
    Action.DROP_INDEX: _drop_demand,
    Action.CREATE_VIEW: _create_view,
    Action.DROP_VIEW: _drop_view,
    Action.RENAME_VIEW: _rename_view,
    Action.CREATE_TYPE: _create_type,
    Action.DROP_TYPE: _drop_type,
    Action.RENAME_TYPE: _rename_type,
    Action.ADD_VALUE: _add_value,
    Action.REPLACE_ROUTINE: _replace_routine,
    Action.DROP_ROUTINE: _drop_routine,
}
