"""What it means that tables and their columns come, go and change their names."""

from collections.abc import Iterable

from relplan.contracts.sql.operations import Operation
from relplan.contracts.sql.schema import Schema
from relplan.contracts.sql.verdicts import Verdict
from relplan.model.finding import Phase, Severity


def if_it_is(
    what: str, *, careful: bool, known: bool, all_known: bool
) -> tuple[str, Severity | None]:
    """Return how to say *what* is done, and how bad it is where its rule does not say.

    What is done only if something is there, which no migration made, was not there where
    *all_known* are that there may be; else nobody can tell.
    """
    if known or not careful:
        return what, None
    text = f"{what} if it is there; no migration is seen that makes it"
    return text, Severity.NONE if all_known else Severity.UNKNOWN


def created_table(schema: Schema, operation: Operation) -> Iterable[Verdict]:
    """Judge a new table."""
    table = operation.table
    if table in schema.tables and operation.careful:
        text = f"table {table} is there already"
        yield Verdict("adding-table", table, text, Phase.EXPAND, severity=Severity.NONE)
    elif table in schema.tables:
        text = f"table {table} is created again"
        yield Verdict("adding-table", table, text, Phase.EXPAND)
    else:
        text = f"table {table} is new"
        yield Verdict("adding-table", table, text, Phase.EXPAND, severity=Severity.ADDITIVE)


def dropped_table(schema: Schema, operation: Operation) -> Iterable[Verdict]:
    """Judge a table that goes."""
    table = operation.table
    known = table in schema.tables or table in schema.views
    text, severity = if_it_is(
        f"table {table} is dropped", careful=operation.careful, known=known,
        all_known=not schema.partial,
    )  # fmt: skip
    yield Verdict(
        "ban-drop-table", table, text, Phase.CONTRACT, reversible=False, severity=severity
    )


def renamed_table(schema: Schema, operation: Operation) -> Iterable[Verdict]:
    """Judge an ALTER TABLE … RENAME; PostgreSQL has it for views, indexes and sequences, too."""
    table, to = operation.table, operation.to
    if table in schema.tables:
        yield Verdict("renaming-table", table, f"table {table} is renamed to {to}", Phase.CONTRACT)
    elif table in schema.views:
        yield Verdict("renaming-view", table, f"view {table} is renamed to {to}", Phase.CONTRACT)
    elif schema.is_sequence(table):
        yield from renamed_sequence(schema, operation)
    elif table not in schema.indexes:
        text, severity = if_it_is(
            f"table {table} is renamed to {to}", careful=operation.careful, known=False,
            all_known=not schema.partial,
        )  # fmt: skip
        yield Verdict("renaming-table", table, text, Phase.CONTRACT, severity=severity)


def renamed_sequence(schema: Schema, operation: Operation) -> Iterable[Verdict]:
    """Judge a sequence under another name: the column that owns it follows by itself."""
    name = operation.table
    severity = Severity.RISKY if schema.owns_sequence(name) else None
    text = f"sequence {name} is renamed to {operation.to}"
    yield Verdict("renaming-sequence", name, text, Phase.CONTRACT, severity=severity)


def added_column(schema: Schema, operation: Operation) -> Iterable[Verdict]:
    """Judge a new column."""
    column, table = operation.column, operation.table
    if column is None:
        return
    part = f"{table}.{column.name}"
    required = column.nullable is False and not column.default
    if schema.column(table, column.name) is not None and operation.careful:
        text = f"column {part} is there already"
        yield Verdict("adding-column", part, text, Phase.EXPAND, severity=Severity.NONE)
    elif required and not schema.is_fresh(table):
        text = f"column {part} is new, NOT NULL and has no default: inserts without it fail"
        yield Verdict("adding-required-field", part, text, Phase.EXPAND, (table,))
    else:
        yield Verdict("adding-column", part, f"column {part} is new", Phase.EXPAND)


def dropped_column(schema: Schema, operation: Operation) -> Iterable[Verdict]:
    """Judge a column that goes."""
    if operation.column is None:
        return
    table, name = operation.table, operation.column.name
    part, made = f"{table}.{name}", schema.tables.get(table)
    known = made is None or not made.complete or name in made.columns
    text, severity = if_it_is(
        f"column {part} is dropped", careful=operation.careful, known=known, all_known=True
    )
    yield Verdict(
        "ban-drop-column", part, text, Phase.CONTRACT, reversible=False, severity=severity
    )


def renamed_column(schema: Schema, operation: Operation) -> Iterable[Verdict]:
    """Judge a column under another name."""
    if operation.column is None:
        return
    part = f"{operation.table}.{operation.column.name}"
    made = schema.tables.get(operation.table)
    known = made is None or not made.complete or operation.column.name in made.columns
    text, severity = if_it_is(
        f"column {part} is renamed to {operation.to}", careful=operation.careful, known=known,
        all_known=True,
    )  # fmt: skip
    yield Verdict("renaming-column", part, text, Phase.CONTRACT, severity=severity)
