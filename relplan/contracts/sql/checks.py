"""Reads the conditions of CHECK constraints that programs give as texts."""

from relplan.contracts.reading.values import is_known
from relplan.contracts.sql.operations import Action, Constraint, Operation
from relplan.contracts.sql.syntax import operations_in


def check_on(table: str, name: str, condition: object, *, careful: bool = False) -> Operation:
    """Return a constraint with the columns that its condition names, as far as that is known."""
    text = f"ALTER TABLE t ADD CONSTRAINT c CHECK ({condition})" if is_known(condition) else ""
    (found,) = (operations_in(text, "") if text else None) or (Operation(Action.ADD_CONSTRAINT),)
    return Operation(
        Action.ADD_CONSTRAINT, table, name=name, constraint=Constraint.CHECK,
        columns=found.columns, text=found.text, careful=careful,
    )  # fmt: skip
