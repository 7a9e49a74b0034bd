"""What it means that a column changes its type, nullability or default."""

from collections.abc import Iterable, Iterator

from relplan.contracts.sql.column_types import Change, change_of_type
from relplan.contracts.sql.operations import Column, Constraint, Operation
from relplan.contracts.sql.schema import Schema
from relplan.contracts.sql.verdicts import Verdict
from relplan.model.finding import Phase, Severity

NEW_CONSTRAINT = {
    Constraint.UNIQUE: "adding-unique-constraint",
    Constraint.FOREIGN_KEY: "adding-foreign-key-constraint",
    Constraint.CHECK: "adding-check-constraint",
    Constraint.PRIMARY_KEY: "adding-primary-key-constraint",
    Constraint.EXCLUDE: "adding-exclusion-constraint",
}
"""The rule by what the constraint demands."""


def altered_column(schema: Schema, operation: Operation) -> Iterable[Verdict]:
    """Judge an ALTER_COLUMN by what the column was, as far as that is known."""
    new = operation.column
    if new is None:
        return
    part = f"{operation.table}.{new.name}"
    old = _before(schema, operation)
    if new.type:
        yield from _type(part, old, new.type, stated_again=operation.careful, schema=schema)
    if _becomes_required(schema, operation, old, new):
        text = f"column {part} is new, NOT NULL and has no default: inserts without it fail"
        rule = "adding-not-nullable-field" if new.nullable is False else "drop-default"
        table = (operation.table,)
        yield Verdict(rule, part, text, Phase.CONTRACT, table)
        return
    if new.nullable is not None:
        yield from _nullable(part, old, new, stated_again=operation.careful)
    if new.default is not None:
        yield from _default(part, old, new, stated_again=operation.careful)
    known = schema.column(operation.table, new.name)
    if known is not None:
        for kind in sorted(set(new.constraints) - set(known.constraints)):
            text = f"column {part} has a new {kind} constraint"
            yield Verdict(NEW_CONSTRAINT[kind], part, text, Phase.CONTRACT)


def _becomes_required(schema: Schema, operation: Operation, old: Column, new: Column) -> bool:
    """Tell whether writers must now give a column that the same change set adds to a table."""
    table, name = operation.table, new.name
    if schema.is_fresh(table) or not schema.is_fresh(table, name):
        return False
    after = _required(
        old.nullable if new.nullable is None else new.nullable,
        old.default if new.default is None else new.default,
    )
    return after and not _required(old.nullable, old.default)


def _required(nullable: bool | None, default: bool | None) -> bool:
    return nullable is False and not default


def _before(schema: Schema, operation: Operation) -> Column:
    """Return the column as the migrations made it; else as the operation says that it was."""
    name = operation.column.name if operation.column else ""
    said = operation.columns[0] if operation.columns else Column(name)
    known = schema.column(operation.table, name) or said
    return Column(
        name,
        known.type or said.type,
        said.nullable if known.nullable is None else known.nullable,
        said.default if known.default is None else known.default,
    )


def _type(
    part: str, old: Column, new: str, *, stated_again: bool, schema: Schema
) -> Iterator[Verdict]:
    change = change_of_type(old.type, new) if old.type else Change.OTHER
    if change is Change.NOTHING:
        return
    if not old.type:
        severity = Severity.UNKNOWN if stated_again else None
        text = f"column {part} becomes {new}; what it was is not known"
        yield Verdict(
            "changing-column-type", part, text, Phase.CONTRACT, reversible=False, severity=severity
        )
        return
    text = f"column {part} becomes {new}; it was {old.type}"
    if change is Change.WIDER:
        yield Verdict("widening-column-type", part, text, Phase.EXPAND, severity=Severity.ADDITIVE)
    elif change is Change.LARGER:
        yield Verdict("widening-column-type", part, text, Phase.EXPAND)
    elif change is Change.ALIKE:
        yield Verdict(
            "changing-column-type", part, text, Phase.CONTRACT, reversible=False,
            severity=Severity.RISKY,
        )  # fmt: skip
    elif old.type.startswith("enum(") and new.startswith("enum("):
        yield from _values(part, old.type, new)
    else:
        yield Verdict("changing-column-type", part, text, Phase.CONTRACT, reversible=False)


def _values(part: str, old: str, new: str) -> Iterator[Verdict]:
    before, after = (set(text[5:-1].split(",")) for text in (old, new))
    for value in sorted(before - after):
        text = f"column {part} no longer takes the value {value}"
        yield Verdict("drop-enum-value", part, text, Phase.CONTRACT, reversible=False)
    for value in sorted(after - before):
        text = f"column {part} has the new value {value}"
        yield Verdict("adding-enum-value", part, text, Phase.EXPAND)


def _nullable(part: str, old: Column, new: Column, *, stated_again: bool) -> Iterator[Verdict]:
    if old.nullable is new.nullable or (old.nullable is None and stated_again and new.nullable):
        return
    if new.nullable:
        text = f"column {part} may be NULL from now on"
        yield Verdict("ban-drop-not-null", part, text, Phase.EXPAND)
        return
    filled_in = old.default if new.default is None else new.default
    severity = Severity.UNKNOWN if old.nullable is None and stated_again else None
    severity = Severity.RISKY if filled_in else severity
    text = f"column {part} may no longer be NULL"
    yield Verdict("adding-not-nullable-field", part, text, Phase.CONTRACT, severity=severity)


def _default(part: str, old: Column, new: Column, *, stated_again: bool) -> Iterator[Verdict]:
    if new.default:
        if not stated_again or old.default is False:
            severity = None if old.default else Severity.ADDITIVE
            text = f"column {part} has a new default"
            yield Verdict("setting-default", part, text, Phase.EXPAND, severity=severity)
        return
    if old.default is False or (old.default is None and stated_again):
        return
    nullable = old.nullable if new.nullable is None else new.nullable
    severity = None if nullable is False else Severity.RISKY if nullable else Severity.UNKNOWN
    text = f"column {part} has no default any more"
    yield Verdict("drop-default", part, text, Phase.CONTRACT, severity=severity)
