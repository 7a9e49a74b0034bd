"""What an operation on a schema means to those who read and write its tables."""

from collections.abc import Iterable
from dataclasses import replace

from relplan.contracts.bounds import Budget
from relplan.contracts.sql.applying import apply
from relplan.contracts.sql.hazards import hazards
from relplan.contracts.sql.judged import Judged
from relplan.contracts.sql.lineage import Lineage
from relplan.contracts.sql.net import Net
from relplan.contracts.sql.object_rules import BY_ACTION
from relplan.contracts.sql.operations import Action, Constraint, Operation
from relplan.contracts.sql.rules import BY_ID
from relplan.contracts.sql.schema import Schema, Table
from relplan.contracts.sql.verdicts import Verdict, as_finding
from relplan.model.finding import Finding, Severity

_OF_SCHEMAS = (Action.DROP_SCHEMA, Action.RENAME_SCHEMA, Action.DROP_DATABASE)


class Judge:
    """Judges the operations of one change, in their order, and keeps the schema up to date."""

    def __init__(self, schema: Schema, dialect: str, budget: Budget) -> None:
        """Start from the *schema* that is in production."""
        self.schema = schema
        self._before = schema.copy()
        self._lineage = Lineage(schema)
        self._judged: list[Judged] = []
        self._dialect = dialect
        self._budget = budget
        schema.begin_change()

    def add(self, finding: Finding) -> None:
        """Add what was found otherwise."""
        self._judged.append(Judged(finding))

    def judge_all(self, path: str, operations: Iterable[Operation]) -> None:
        """Judge the operations of the file at *path*."""
        for written in operations:
            self._budget.spend()
            operation = self.schema.meant(written)
            self._meet(operation)
            found = [
                Judged(self._finding(path, operation, verdict), operation, *self._of(operation))
                for verdict in self._verdicts(operation)
            ]
            self._lineage.follow(self.schema, operation)
            apply(self.schema, operation)
            if operation.action is Action.CREATE_TABLE:
                for one in found:
                    one.table = self.schema.tables.get(operation.table)
            self._judged += found

    def findings(self) -> list[Finding]:
        """Return what the operations mean when all are done: what comes back was not lost."""
        net = Net(self._before, self.schema, self._lineage, self._dialect)
        return net.findings(self._judged)

    def _meet(self, operation: Operation) -> None:
        """Take a table that no migration made for one that was there before."""
        name = operation.table
        if self.schema.speaks_of_unknown(operation):
            self.schema.tables[name] = Table()
            self._before.tables[name] = Table()
            self._lineage.meet(self.schema, name)

    def _of(self, operation: Operation) -> tuple[Table | None, str, Table | None]:
        """Return the table that an operation is about, and its column's name before the change.

        Of rows that are added also the table that they are read from.
        """
        tables, action = self.schema.tables, operation.action
        if action in (Action.DROP_TYPE, Action.RENAME_TYPE):
            return None, self._lineage.type(operation.table), None
        table = tables.get(operation.to if action is Action.CREATE_VIEW else operation.table)
        source = tables.get(operation.to) if action is Action.INSERT else None
        name = operation.column.name if operation.column else ""
        return table, self._lineage.column(table, name), source

    def _verdicts(self, operation: Operation) -> Iterable[Verdict]:
        if operation.action is Action.UNKNOWN:
            return [Verdict("unknown-operation", operation.table, operation.text)]
        found = list(BY_ACTION[operation.action](self.schema, operation))
        if self._dialect == "postgres":
            found += hazards(self.schema, operation)
        return found

    def _finding(self, path: str, operation: Operation, verdict: Verdict) -> Finding:
        severity = verdict.severity or BY_ID[verdict.rule].severity
        text = verdict.text
        column = operation.column.name if operation.column else ""
        if severity in (Severity.BREAKING, Severity.RISKY) and operation.table:
            is_schema = operation.action in _OF_SCHEMAS
            if self.schema.is_fresh(f"schema {operation.table}" if is_schema else operation.table):
                severity, text = Severity.NONE, f"{text}, which the same change set creates"
            elif self.schema.is_fresh(operation.table, column) and not verdict.touches:
                severity, text = Severity.NONE, f"{text}, a column that the same change set adds"
        if severity is Severity.BREAKING and operation.perhaps:
            says_why = operation.constraint is Constraint.FOREIGN_KEY or (
                operation.action is Action.ALTER_COLUMN
            )
            why = operation.text if says_why else ""
            severity = Severity.UNKNOWN
            text = f"{text}, {why or 'if a condition holds that is not read'}"
        return as_finding(replace(verdict, text=text, severity=severity), path, operation)
