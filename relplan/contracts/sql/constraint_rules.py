"""What constraints and indexes mean that come and go."""

from collections.abc import Iterable
from dataclasses import replace

from relplan.contracts.sql.column_rules import NEW_CONSTRAINT, altered_column
from relplan.contracts.sql.operations import Column, Constraint, Operation, never_null
from relplan.contracts.sql.schema import Demand, Schema, demand_of, find_demand
from relplan.contracts.sql.verdicts import Verdict
from relplan.model.finding import Phase, Severity


def added_constraint(schema: Schema, operation: Operation) -> Iterable[Verdict]:
    """Judge a new constraint: writers that were right may be refused from now on."""
    if operation.to:  # an index that is unique already
        text = f"the unique index {operation.to} of {operation.table} becomes a constraint"
        known = operation.constraint is Constraint.UNIQUE or (
            (operation.table, operation.to) in schema.demands
        )
        severity = Severity.NONE if known else Severity.RISKY
        rule = NEW_CONSTRAINT[operation.constraint]
        yield Verdict(rule, operation.table, text, Phase.EXPAND, severity=severity)
        return
    if name := never_null(operation):
        column = Column(name, nullable=False)
        alike = replace(operation, column=column, columns=(), careful=False)
        for verdict in altered_column(schema, alike):
            yield replace(verdict, rule=NEW_CONSTRAINT[Constraint.CHECK])
        return
    target = f" to {operation.target}" if operation.target else ""
    text = f"{operation.table} has a new {operation.constraint} constraint{_on(operation)}{target}"
    yield _demanding(schema, operation, NEW_CONSTRAINT[operation.constraint], text)


def _demanding(schema: Schema, operation: Operation, rule: str, text: str) -> Verdict:
    names = sorted(column.name for column in operation.columns)
    table = operation.table
    severity, phase, why = None, Phase.CONTRACT, ""
    fresh = [schema.is_fresh(table, name) for name in names]
    if fresh and all(fresh):
        severity, phase, why = Severity.ADDITIVE, Phase.EXPAND, "new itself"
    elif any(fresh):
        severity = Severity.RISKY
    elif _is_held(operation, schema.demands.values()):
        severity, phase, why = Severity.NONE, Phase.EXPAND, "as before"
    else:
        severity, why = _in_place(schema, operation)
    part, *further = [f"{table}.{name}" for name in names] or [table]
    text = f"{text}, {why}" if why else text
    return Verdict(rule, part, text, phase, tuple(further), severity=severity)


def _is_held(operation: Operation, demands: Iterable[Demand | None]) -> bool:
    """Tell whether who kept to one of *demands* keeps to a new constraint, too.

    Rows that differ in some columns differ in these and more. Who refers to rows of one table
    refers to none of another. Conditions are not compared.
    """
    wanted = demand_of(operation)
    kind, names = wanted.kind, wanted.columns
    for demand in demands:
        if kind is Constraint.CHECK or demand is None or demand.table != wanted.table:
            continue
        is_key = kind is Constraint.UNIQUE and demand.kind in (kind, Constraint.PRIMARY_KEY)
        fewer = is_key and demand.columns and set(demand.columns) <= set(names)
        if fewer or demand.is_as(wanted):
            return True
    return False


def _in_place(schema: Schema, operation: Operation) -> tuple[Severity | None, str]:
    """Return how bad a constraint is that may stand in the place of another, and why."""
    named = (operation.table, operation.name)
    instead = "in place of one that is dropped in the same change set"
    if _is_held(operation, schema.loosened.values()):
        return Severity.RISKY, instead
    if operation.name and named in schema.loosened:
        known = schema.loosened[named]
        if known is None:
            return Severity.UNKNOWN, f"{instead}, of which no more is known"
        is_condition = known[1] is operation.constraint is Constraint.CHECK
        return (Severity.RISKY, instead) if is_condition else (None, "")
    if operation.name and operation.constraint is Constraint.CHECK and named in schema.demands:
        return Severity.RISKY, "in place of one of that name"
    return None, ""


def _on(operation: Operation) -> str:
    names = ", ".join(column.name for column in operation.columns)
    return f" on {names}" if names else ""


def dropped_constraint(schema: Schema, operation: Operation) -> Iterable[Verdict]:
    """Judge a constraint that goes: writers are free, readers may have relied on it."""
    demand = find_demand(schema, operation)
    if demand is None and operation.name.startswith("df_"):
        text = (
            f"{operation.table} has no constraint {operation.name} any more, which may be a default"
        )
        yield Verdict(
            "drop-default", operation.table, text, Phase.CONTRACT, severity=Severity.UNKNOWN
        )
        return
    kind = demand[1] if demand else operation.constraint
    what = f"{kind} constraint {operation.name}".strip()
    text = f"{operation.table} has no {what}{_on(operation)} any more"
    yield Verdict("drop-constraint", operation.table, text, Phase.EXPAND)


def altered_constraint(schema: Schema, operation: Operation) -> Iterable[Verdict]:
    """Judge when a constraint is checked; at the end of a transaction suits all who write."""
    key = (operation.table, operation.name)
    if operation.careful or (key in schema.demands and key not in schema.deferrable):
        return
    text = f"constraint {operation.name} of {operation.table} is checked at once from now on"
    yield Verdict("checking-constraint-at-once", operation.table, text, Phase.CONTRACT)


def added_index(schema: Schema, operation: Operation) -> Iterable[Verdict]:
    """Judge a new index; a unique one is a constraint."""
    table = operation.table
    if operation.unique:
        demand = Operation(
            operation.action, table, name=operation.name, columns=operation.columns,
            constraint=Constraint.UNIQUE, text=operation.text,
        )  # fmt: skip
        text = f"{table} has a new unique index{_on(operation)}"
        yield _demanding(schema, demand, "adding-unique-constraint", text)
    else:
        text = f"{table} has a new index{_on(operation)}"
        yield Verdict("adding-index", table, text, Phase.EXPAND)


def dropped_index(schema: Schema, operation: Operation) -> Iterable[Verdict]:
    """Judge an index that goes; without a unique one, rows may become alike."""
    demand = find_demand(schema, operation)
    table = operation.table or (demand[0] if demand else "")
    severity = None if demand else Severity.NONE
    text = f"index {operation.name}{_on(operation)} is dropped"
    phase = Phase.EXPAND if demand else Phase.CONTRACT
    yield Verdict("drop-index", table, text, phase, severity=severity)
