"""A step of a change set with what was found of it, and what comes of that in the end."""

from dataclasses import dataclass, replace

from relplan.contracts.sql.operations import Column, Operation
from relplan.contracts.sql.schema import Schema, Table
from relplan.model.finding import Finding, Severity

ANEW = "is made anew in the same change set"
BACK = "the name comes back in the same change set"
BETWEEN = "a name that only this change set knows"


@dataclass(slots=True)
class Judged:
    """A finding, and the step that it was found of."""

    finding: Finding
    operation: Operation | None = None
    table: Table | None = None
    """The table that the step is about, which stays the same object whatever it is called; of a
    view the table that it shows."""
    column: str = ""
    """What the step's column, or type, was called before the change set."""
    source: Table | None = None
    """The table that rows are copied from."""

    def softened(self, severity: Severity, why: str) -> Finding:
        """Return the finding, less bad."""
        return replace(self.finding, severity=severity, text=f"{self.finding.text}; {why}")


def in_the_end(found: Finding, before: Column | None, column: Column) -> tuple[Severity, str]:
    """Return how bad it is what was *found* of a column that ends up so, and why; or no reason.

    What it was *before* the change set is None where it was not there, or is not known.
    """
    required = found.rule in ("adding-not-nullable-field", "adding-check-constraint")
    if found.rule == "drop-default" and column.default:
        return Severity.RISKY, "it has another one in the end"
    if required and column.nullable is not False:
        return Severity.NONE, "it may be NULL in the end"
    if required and column.default and found.severity is Severity.BREAKING:
        return Severity.RISKY, "it has a default in the end"
    if found.rule == "ban-drop-not-null" and column.nullable is False:
        return Severity.NONE, "it may not be NULL in the end"
    if found.rule == "ban-drop-not-null" and before is not None and before.nullable:
        return Severity.NONE, "it might be NULL before, too"
    return found.severity, ""


def is_required(column: Column) -> bool:
    """Tell whether who writes must give a column."""
    return column.nullable is False and not column.default


def type_made(before: Schema, after: Schema, step: Judged, operation: Operation) -> Finding | None:
    """Return what it means that a type is made which is gone in the end, or was there before."""
    name = operation.table
    if name in before.types:
        return step.softened(Severity.NONE, "a type of that name was there before")
    if name not in after.types:
        return step.softened(Severity.NONE, BETWEEN)
    return None


def view_gone(before: Schema, after: Schema, step: Judged, operation: Operation) -> Finding | None:
    """Return what it means that a view goes whose name is there in the end."""
    name = operation.table
    shown = before.views.get(name, ())
    now = after.views.get(name)
    if now is None and (table := after.tables.get(name)) is not None:
        now = tuple(table.columns)
    if now is None or (shown and now and set(shown) - set(now)):
        return None
    return step.softened(Severity.RISKY, ANEW)


def named_gone(after: Schema, step: Judged, operation: Operation) -> Finding | None:
    """Return what it means that a routine or sequence goes whose name is there in the end."""
    name = operation.table
    if name in after.routines or name in after.sequences:
        return step.softened(Severity.RISKY, ANEW)
    return None
