"""What each operation makes of a schema."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from relplan.contracts.sql.operations import Action, Column, Constraint, Operation, never_null
from relplan.contracts.sql.schema import (
    Demand,
    Schema,
    Table,
    altered,
    demand_name,
    demand_of,
    find_demand,
)


def apply(schema: Schema, operation: Operation) -> None:
    """Make *schema* what it is after *operation*."""
    schema.partial = schema.partial or schema.speaks_of_unknown(operation)
    operation = schema.meant(operation)
    step = _STEPS.get(operation.action)
    if step is not None:
        step(schema, operation)


def apply_all(schema: Schema, operations: Iterable[Operation]) -> None:
    """Make *schema* what it is after all *operations*."""
    for operation in operations:
        apply(schema, operation)


def _create_table(schema: Schema, operation: Operation) -> None:
    known = schema.tables.get(operation.table)
    if known is not None and operation.careful:
        return
    if known is not None:  # it fails, or had run: what is there is the same table still
        for column in operation.columns:
            known.columns.setdefault(column.name, column)
        return
    columns = {column.name: column for column in operation.columns}
    schema.tables[operation.table] = Table(columns, complete=bool(columns))
    schema.fresh.add(operation.table)
    for column in operation.columns:
        _demand_of_column(schema, operation.table, column)


def _demand_of_column(schema: Schema, table: str, column: Column) -> None:
    for kind in column.constraints:
        target = column.target if kind is Constraint.FOREIGN_KEY else ""
        demand = Demand(table, kind, (column.name,), target)
        schema.demands[table, f"{column.name} {kind}"] = demand


def _drop_table(schema: Schema, operation: Operation) -> None:
    schema.tables.pop(operation.table, None)
    prefix = f"{operation.table}."
    schema.fresh = {
        part for part in schema.fresh if part != operation.table and not part.startswith(prefix)
    }
    for key in [key for key in schema.demands if key[0] == operation.table]:
        del schema.demands[key]


def _rename_table(schema: Schema, operation: Operation) -> None:
    table, to = operation.table, operation.to
    for names in (schema.indexes, schema.sequences):
        if table in names and table not in schema.tables:
            names.discard(table)
            names.add(to)
    if table not in schema.tables and table in schema.views:
        _rename_view(schema, operation)
        return
    if (found := schema.tables.pop(table, None)) is not None:
        schema.tables[to] = found
    prefix = f"{table}."
    for part in [part for part in schema.fresh if part == table or part.startswith(prefix)]:
        schema.fresh.discard(part)
        schema.fresh.add(to + part[len(table) :])
    for demands in (schema.demands, schema.loosened):
        for key, demand in list(demands.items()):
            if demand is not None and demand.target == table:  # a foreign key follows its table
                demands[key] = demand._replace(target=to)
    for key in [key for key in schema.demands if key[0] == table]:
        schema.demands[to, key[1]] = schema.demands.pop(key)._replace(table=to)


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
        for key, demand in list(schema.demands.items()):
            if demand[0] == operation.table and operation.column.name in demand[2]:
                del schema.demands[key]


def _rename_column(schema: Schema, operation: Operation) -> None:
    if operation.column is None:
        return
    old, table = operation.column.name, schema.tables.get(operation.table)
    if table is not None and (column := table.columns.pop(old, None)) is not None:
        table.columns[operation.to] = replace(column, name=operation.to)
        for key, demand in list(schema.demands.items()):
            if demand.table == operation.table and old in demand.columns:
                now = sorted(operation.to if name == old else name for name in demand.columns)
                schema.demands[key] = demand._replace(columns=tuple(now))
    if table is None and old in (names := schema.views.get(operation.table, ())):
        renamed = tuple(operation.to if name == old else name for name in names)
        schema.views[operation.table] = renamed
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
        altered(old.nullable, new.nullable, perhaps=operation.perhaps),
        altered(old.default, new.default, perhaps=operation.perhaps),
        tuple(sorted({*old.constraints, *new.constraints})),
        new.default_name or old.default_name,
    )


def _alter_constraint(schema: Schema, operation: Operation) -> None:
    key = (operation.table, operation.name)
    if operation.careful:
        schema.deferrable.add(key)
    else:
        schema.deferrable.discard(key)


def _add_constraint(schema: Schema, operation: Operation) -> None:
    columns = tuple(sorted(column.name for column in operation.columns))
    key = (operation.table, demand_name(operation))
    schema.demands[key] = demand_of(operation)
    if "deferrable" in operation.values:
        schema.deferrable.add(key)
    table = schema.tables.get(operation.table)
    filled = columns if operation.constraint is Constraint.PRIMARY_KEY else ()
    if name := never_null(operation):
        filled = (name,)
    if table is not None:
        for column in filled:
            known = table.columns.get(column, Column(column))
            table.columns[column] = replace(known, nullable=False)


def _add_index(schema: Schema, operation: Operation) -> None:
    if operation.unique:
        schema.demands[operation.table, demand_name(operation)] = demand_of(operation)
    if operation.name:
        schema.indexes.add(operation.name)


def _drop_demand(schema: Schema, operation: Operation) -> None:
    demand = find_demand(schema, operation)
    if demand is not None:
        schema.demands = {key: kept for key, kept in schema.demands.items() if kept != demand}
    is_plain = operation.action is Action.DROP_INDEX and operation.name in schema.indexes
    if demand is not None or (operation.name and not is_plain):
        table = demand[0] if demand else operation.table
        schema.loosened[table, operation.name or demand_name(operation)] = demand
    schema.indexes.discard(operation.name)


def _create_view(schema: Schema, operation: Operation) -> None:
    if operation.table not in schema.views:
        schema.fresh.add(operation.table)
    names = tuple(column.name for column in operation.columns)
    source = schema.tables.get(operation.to)
    if not names and source is not None and source.complete:  # a star stands for these
        names = tuple(source.columns)
    schema.views[operation.table] = names


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
    old, to = operation.table, operation.to
    if (found := schema.types.pop(old, None)) is not None:
        schema.types[to] = found
    if old in schema.fresh:
        schema.fresh.discard(old)
        schema.fresh.add(to)
    for table in schema.tables.values():
        for name, column in table.columns.items():
            if column.type == old:
                table.columns[name] = replace(column, type=to)


def _create_sequence(schema: Schema, operation: Operation) -> None:
    schema.sequences.add(operation.table)
    schema.fresh.add(operation.table)


def _drop_sequence(schema: Schema, operation: Operation) -> None:
    schema.sequences.discard(operation.table)


def _rename_sequence(schema: Schema, operation: Operation) -> None:
    if operation.table in schema.sequences:
        schema.sequences.discard(operation.table)
        schema.sequences.add(operation.to)


def _rename_routine(schema: Schema, operation: Operation) -> None:
    schema.routines.discard(operation.table)
    schema.routines.add(operation.to)


def _drop_value(schema: Schema, operation: Operation) -> None:
    known = schema.types.get(operation.table, ())
    schema.types[operation.table] = tuple(one for one in known if one != operation.name)


def _rename_value(schema: Schema, operation: Operation) -> None:
    known = schema.types.get(operation.table, ())
    renamed = tuple(operation.to if one == operation.name else one for one in known)
    schema.types[operation.table] = renamed


def _add_value(schema: Schema, operation: Operation) -> None:
    schema.types[operation.table] = (*schema.types.get(operation.table, ()), operation.to)


def _replace_routine(schema: Schema, operation: Operation) -> None:
    if operation.table not in schema.routines and not operation.careful:
        schema.fresh.add(operation.table)
    schema.routines.add(operation.table)


def _drop_routine(schema: Schema, operation: Operation) -> None:
    schema.routines.discard(operation.table)
    schema.dropped.add(operation.table)


def _create_schema(schema: Schema, operation: Operation) -> None:
    schema.fresh.add(f"schema {operation.table}")


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
    Action.ALTER_CONSTRAINT: _alter_constraint,
    Action.ADD_INDEX: _add_index,
    Action.DROP_INDEX: _drop_demand,
    Action.CREATE_VIEW: _create_view,
    Action.DROP_VIEW: _drop_view,
    Action.RENAME_VIEW: _rename_view,
    Action.CREATE_TYPE: _create_type,
    Action.DROP_TYPE: _drop_type,
    Action.RENAME_TYPE: _rename_type,
    Action.ADD_VALUE: _add_value,
    Action.DROP_VALUE: _drop_value,
    Action.RENAME_VALUE: _rename_value,
    Action.CREATE_SCHEMA: _create_schema,
    Action.CREATE_SEQUENCE: _create_sequence,
    Action.DROP_SEQUENCE: _drop_sequence,
    Action.RENAME_SEQUENCE: _rename_sequence,
    Action.REPLACE_ROUTINE: _replace_routine,
    Action.DROP_ROUTINE: _drop_routine,
    Action.RENAME_ROUTINE: _rename_routine,
}
