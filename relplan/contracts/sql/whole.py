"""What changes from one schema to another that are both written out as a whole."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from relplan.contracts.sql.applying import apply_all
from relplan.contracts.sql.operations import Action, Column, Constraint, Operation
from relplan.contracts.sql.schema import Demand, Schema, Table

_SHAPING = frozenset(
    {
        Action.CREATE_TABLE, Action.DROP_TABLE, Action.RENAME_TABLE, Action.ADD_COLUMN,
        Action.DROP_COLUMN, Action.RENAME_COLUMN, Action.ALTER_COLUMN, Action.CREATE_TYPE,
        Action.DROP_VIEW, Action.ADD_CONSTRAINT,
    }
)  # fmt: skip
"""The actions whose outcome is compared, not the statements."""


def difference(old: Sequence[Operation], new: Sequence[Operation]) -> list[Operation]:
    """Return the operations that lead from the schema that *old* makes to that of *new*."""
    before, after = Schema(), Schema()
    apply_all(before, old)
    apply_all(after, new)
    lines = {found.table: found.line for found in reversed(new)}
    found = [
        *_tables(before, after), *_types(before, after), *_others(before, after),
        *_further(old, new), *demands_between(before, after),
    ]  # fmt: skip
    return [replace(item, line=item.line or lines.get(item.table, 0)) for item in found]


def _tables(before: Schema, after: Schema) -> Iterator[Operation]:
    for name in sorted(before.tables.keys() - after.tables.keys()):
        yield Operation(Action.DROP_TABLE, name)
    for name, table in after.tables.items():
        if name in before.tables:
            yield from columns_between(name, before.tables[name], table)
        else:
            columns = tuple(table.columns.values())
            yield Operation(Action.CREATE_TABLE, name, columns=columns)


def columns_between(table: str, before: Table, after: Table) -> Iterator[Operation]:
    """Yield what leads from the columns of *before* to those of *after*."""
    for name in sorted(before.columns.keys() - after.columns.keys()):
        yield Operation(Action.DROP_COLUMN, table, Column(name))
    for name, column in after.columns.items():
        known = before.columns.get(name)
        if known is None:
            yield Operation(Action.ADD_COLUMN, table, column)
        elif known != column:
            yield Operation(Action.ALTER_COLUMN, table, column, careful=True)


def _types(before: Schema, after: Schema) -> Iterator[Operation]:
    for name in sorted(before.types.keys() - after.types.keys()):
        yield Operation(Action.DROP_TYPE, name)
    for name, values in after.types.items():
        if name not in before.types:
            yield Operation(Action.CREATE_TYPE, name, values=values)
        else:
            yield from values_between(name, before.types[name], values)


def values_between(name: str, before: Sequence[str], after: Sequence[str]) -> Iterator[Operation]:
    """Yield what leads from the values of a type *before* to those *after*."""
    for value in before:
        if value not in after:
            yield Operation(Action.DROP_VALUE, name, name=value)
    for value in after:
        if value not in before:
            yield Operation(Action.ADD_VALUE, name, to=value)


def _others(before: Schema, after: Schema) -> Iterator[Operation]:
    for name in sorted(before.views.keys() - after.views.keys()):
        yield Operation(Action.DROP_VIEW, name)
    for name in sorted(before.routines - after.routines):
        yield Operation(Action.DROP_ROUTINE, name)
    for name in sorted(before.sequences - after.sequences):
        yield Operation(Action.DROP_SEQUENCE, name)


def demands_between(before: Schema, after: Schema, *, checks: bool = False) -> Iterator[Operation]:
    """Yield the constraints of tables that both have; those of columns are told with them.

    New checks are among them only where *checks* are asked for.
    """
    gone = {key: demand for key, demand in before.demands.items() if key not in after.demands}
    for (table, name), demand in sorted(gone.items()):
        there = after.tables.get(table)
        if there is not None and not _has(after, demand):
            columns = tuple(map(Column, demand.columns))
            yield Operation(
                Action.DROP_CONSTRAINT, table, name=name, constraint=demand.kind, columns=columns
            )
    for (table, name), demand in sorted(after.demands.items()):
        known = before.demands.get((table, name))
        if table not in before.tables or (known and demand.is_as(known)):
            continue
        is_check = demand.kind is Constraint.CHECK and not checks
        is_told = known is None and _of_column(after, table, name)
        if is_check or is_told or _has(before, demand):
            continue
        columns = tuple(map(Column, demand.columns))
        renamed = _renamed(before, after, demand)
        added = Operation(
            Action.ADD_CONSTRAINT, table, name=name, constraint=demand.kind, columns=columns,
            target=demand.target,
        )  # fmt: skip
        yield replace(added, text=renamed, perhaps=True) if renamed else added


def _has(schema: Schema, demand: Demand) -> bool:
    return any(demand.is_as(known) for known in schema.demands.values())


def _renamed(before: Schema, after: Schema, demand: Demand) -> str:
    """Return what would make a new foreign key that of before; empty: nothing would."""
    for known in before.demands.values():
        alike = known._replace(target="").is_as(demand)
        if alike and known.target not in after.tables and demand.target not in before.tables:
            return f"unless that is {known.target} by another name"
    return ""


def _of_column(schema: Schema, table: str, name: str) -> bool:
    """Tell whether a constraint is part of its column's definition."""
    found = schema.tables.get(table)
    column = name.partition(" ")[0]
    return found is not None and " " in name and column in found.columns


def _further(old: Sequence[Operation], new: Sequence[Operation]) -> Iterator[Operation]:
    """Yield what the new text does that the old one did not, where only the text tells."""
    before = Counter(operation.same for operation in old)
    for operation in new:
        is_check = operation.constraint is Constraint.CHECK
        if (operation.action in _SHAPING and not is_check) or operation.unique:
            continue
        if before[operation.same] > 0:
            before[operation.same] -= 1
        else:
            yield operation
