"""What makes PostgreSQL's tables wait while a migration runs: squawk's rules, by its names."""

from collections.abc import Iterator

from relplan.contracts.sql.operations import Action, Constraint, Operation
from relplan.contracts.sql.schema import Schema
from relplan.contracts.sql.verdicts import Verdict
from relplan.model.finding import Phase

_CHECKED = (Constraint.FOREIGN_KEY, Constraint.CHECK)


def hazards(schema: Schema, operation: Operation) -> Iterator[Verdict]:
    """Yield what is risky to do to a table that is in use."""
    if schema.is_fresh(operation.table):
        return
    action = operation.action
    if action is Action.ADD_INDEX and not operation.careful:
        yield _waits(operation, "require-concurrent-index-creation", "building an index")
    elif action is Action.DROP_INDEX and not operation.careful:
        yield _waits(operation, "require-concurrent-index-deletion", "dropping an index")
    elif action is Action.ADD_CONSTRAINT and not operation.to and not operation.careful:
        yield from _constraint(operation, operation.constraint)
    elif action is Action.ADD_COLUMN and operation.column is not None:
        for kind in operation.column.constraints:
            yield from _constraint(operation, kind)


def _constraint(operation: Operation, kind: Constraint) -> Iterator[Verdict]:
    if kind in _CHECKED:
        yield _waits(operation, "constraint-missing-not-valid", f"checking a {kind} constraint")
    elif kind is Constraint.UNIQUE:
        yield _waits(operation, "disallowed-unique-constraint", "making a unique constraint")
    elif kind is Constraint.PRIMARY_KEY:
        yield _waits(operation, "adding-serial-primary-key-field", "making a primary key")


def _waits(operation: Operation, rule: str, what: str) -> Verdict:
    table = operation.table
    text = f"{table or 'its table'} takes no writes during {what}"
    return Verdict(rule, table, text, Phase.EXPAND)
