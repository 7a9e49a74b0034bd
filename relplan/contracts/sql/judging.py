"""What an operation on a schema means to those who read and write its tables."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from relplan.contracts.bounds import Budget
from relplan.contracts.sql.column_rules import altered_column
from relplan.contracts.sql.constraint_rules import (
    added_constraint,
    added_index,
    dropped_constraint,
    dropped_index,
)
from relplan.contracts.sql.hazards import hazards
from relplan.contracts.sql.operations import Action, Operation
from relplan.contracts.sql.rules import BY_ID
from relplan.contracts.sql.schema import Schema
from relplan.contracts.sql.verdicts import Verdict
from relplan.model.finding import Finding, Phase, Severity

_BREAKING, _RISKY, _ADDITIVE, _NONE = (
    Severity.BREAKING, Severity.RISKY, Severity.ADDITIVE, Severity.NONE,
)  # fmt: skip


class Judge:
    """Judges the operations of one change, in their order, and keeps the schema up to date."""

    def __init__(self, schema: Schema, dialect: str, budget: Budget) -> None:
        """Start from the *schema* that is in production."""
        self.schema = schema
        self.findings: list[Finding] = []
        self._dialect = dialect
        self._budget = budget
        self._views_dropped: dict[str, tuple[str, ...]] = {}
        self._names_before: dict[str, str] = {}
        schema.begin_change()

    def judge_all(self, path: str, operations: Iterable[Operation]) -> None:
        """Judge the operations of the file at *path*."""
        for operation in operations:
            self._budget.spend()
            for verdict in self._verdicts(operation):
                self._add(path, operation, verdict)
            self._look_back(operation)
            self.schema.apply(operation)

    def _verdicts(self, operation: Operation) -> Iterable[Verdict]:
        if operation.action is Action.UNKNOWN:
            return [Verdict("unknown-operation", operation.table, operation.text)]
        found = list(_BY_ACTION[operation.action](self.schema, operation))
        if self._dialect == "postgres":
            found += hazards(self.schema, operation)
        return found

    def _add(self, path: str, operation: Operation, verdict: Verdict) -> None:
        severity = verdict.severity or BY_ID[verdict.rule].severity
        text = verdict.text
        column = operation.column.name if operation.column else ""
        if severity in (_BREAKING, _RISKY) and operation.table:
            if self.schema.is_fresh(operation.table):
                severity, text = _NONE, f"{text}, which the same change set creates"
            elif self.schema.is_fresh(operation.table, column) and not verdict.touches:
                severity, text = _NONE, f"{text}, a column that the same change set adds"
        known = verdict.phase is not None
        self.findings.append(
            Finding(
                verdict.rule, severity, verdict.part, path, operation.line, text, verdict.touches,
                verdict.phase, verdict.reversible and operation.reversible if known else None,
            )
        )  # fmt: skip

    def _look_back(self, operation: Operation) -> None:
        """Soften what an earlier operation of the same change was found to break."""
        table = operation.table
        if operation.action is Action.DROP_VIEW:
            self._views_dropped[table] = self.schema.views.get(table, ())
        elif operation.action is Action.CREATE_VIEW and table in self._views_dropped:
            before = self._views_dropped.pop(table)
            gone = set(before) - {column.name for column in operation.columns}
            if not before or not operation.columns or not gone:
                self._soften("drop-view", table, _RISKY, "is made anew in the same change set")
        elif operation.action is Action.REPLACE_ROUTINE and table in self.schema.dropped:
            self._soften("drop-routine", table, _RISKY, "is made anew in the same change set")
        elif operation.action in (Action.RENAME_TABLE, Action.RENAME_COLUMN):
            self._look_back_at_names(operation)

    def _look_back_at_names(self, operation: Operation) -> None:
        column = operation.column
        rule = "renaming-column" if column else "renaming-table"
        prefix = f"{operation.table}." if column else ""
        old = prefix + (column.name if column else operation.table)
        new = prefix + operation.to
        first = self._names_before.pop(old, old)
        if first == new:
            for part in (old, new):
                self._soften(rule, part, _NONE, "the name comes back in the same change set")
        else:
            self._names_before[new] = first

    def _soften(self, rule: str, part: str, severity: Severity, why: str) -> None:
        for index, found in enumerate(self.findings):
            if found.rule == rule and found.part == part and found.severity is _BREAKING:
                text = f"{found.text}; {why}"
                self.findings[index] = replace(found, severity=severity, text=text)


def _create_table(schema: Schema, operation: Operation) -> Iterable[Verdict]:
    table = operation.table
    if table in schema.tables and operation.careful:
        text = f"table {table} is there already"
        yield Verdict("adding-table", table, text, Phase.EXPAND, severity=_NONE)
    elif table in schema.tables:
        text = f"table {table} is created again"
        yield Verdict("adding-table", table, text, Phase.EXPAND)
    else:
        text = f"table {table} is new"
        yield Verdict("adding-table", table, text, Phase.EXPAND, severity=_ADDITIVE)


def _drop_table(schema: Schema, operation: Operation) -> Iterable[Verdict]:
    table = operation.table
    text = f"table {table} is dropped"
    yield Verdict("ban-drop-table", table, text, Phase.CONTRACT, reversible=False)


def _rename_table(schema: Schema, operation: Operation) -> Iterable[Verdict]:
    text = f"table {operation.table} is renamed to {operation.to}"
    yield Verdict("renaming-table", operation.table, text, Phase.CONTRACT)


def _add_column(schema: Schema, operation: Operation) -> Iterable[Verdict]:
    column, table = operation.column, operation.table
    if column is None:
        return
    part = f"{table}.{column.name}"
    required = column.nullable is False and not column.default
    if schema.column(table, column.name) is not None and operation.careful:
        text = f"column {part} is there already"
        yield Verdict("adding-column", part, text, Phase.EXPAND, severity=_NONE)
    elif required and not schema.is_fresh(table):
        text = f"column {part} is new, NOT NULL and has no default: inserts without it fail"
        yield Verdict("adding-required-field", part, text, Phase.EXPAND, (table,))
    else:
        yield Verdict("adding-column", part, f"column {part} is new", Phase.EXPAND)


def _drop_column(schema: Schema, operation: Operation) -> Iterable[Verdict]:
    if operation.column is None:
        return
    part = f"{operation.table}.{operation.column.name}"
    text = f"column {part} is dropped"
    yield Verdict("ban-drop-column", part, text, Phase.CONTRACT, reversible=False)


def _rename_column(schema: Schema, operation: Operation) -> Iterable[Verdict]:
    if operation.column is None:
        return
    part = f"{operation.table}.{operation.column.name}"
    text = f"column {part} is renamed to {operation.to}"
    yield Verdict("renaming-column", part, text, Phase.CONTRACT)


def _create_view(schema: Schema, operation: Operation) -> Iterable[Verdict]:
    view = operation.table
    if view not in schema.views and not operation.careful:
        yield Verdict("adding-view", view, f"view {view} is new", Phase.EXPAND)
        return
    names = {column.name for column in operation.columns}
    gone = sorted(set(schema.views.get(view, ())) - names) if names else []
    for name in gone:
        text = f"column {view}.{name} is gone from the view"
        part = f"{view}.{name}"
        yield Verdict("drop-view-column", part, text, Phase.CONTRACT)
    if not gone:
        text = f"view {view} is replaced"
        yield Verdict("replacing-view", view, text, Phase.MIGRATE)


def _simple(
    rule: str,
    text: str,
    phase: Phase,
    *,
    reversible: bool = True,
    part: str = "{table}",
) -> Callable[[Schema, Operation], Iterable[Verdict]]:
    """Return the rule for an action that always means the same."""

    def judge(schema: Schema, operation: Operation) -> Iterable[Verdict]:
        names = {
            "table": operation.table, "to": operation.to, "name": operation.name,
            "text": operation.text,
        }  # fmt: skip
        yield Verdict(
            rule, part.format(**names), text.format(**names).replace("  ", " "), phase,
            reversible=reversible,
        )  # fmt: skip

    return judge


def _rename_value(schema: Schema, operation: Operation) -> Iterable[Verdict]:
    name = operation.table
    text = f"value '{operation.name}' of type {name} is renamed to '{operation.to}'"
    yield Verdict("renaming-enum-value", name, text, Phase.CONTRACT)


def _drop_type(schema: Schema, operation: Operation) -> Iterable[Verdict]:
    name = operation.table
    used = any(
        name == column.type.partition("(")[0]
        for table in schema.tables.values()
        for column in table.columns.values()
    )
    severity = None if used or name not in schema.types else _RISKY
    text = f"type {name} is dropped"
    yield Verdict("drop-type", name, text, Phase.CONTRACT, severity=severity)


def _replace_routine(schema: Schema, operation: Operation) -> Iterable[Verdict]:
    name = operation.table
    if name in schema.routines or operation.careful or name in schema.dropped:
        text = f"routine {name} is made or replaced"
        yield Verdict("replacing-routine", name, text, Phase.MIGRATE)
    else:
        yield Verdict("adding-routine", name, f"routine {name} is new", Phase.EXPAND)


def _truncate(schema: Schema, operation: Operation) -> Iterable[Verdict]:
    rule = "truncate" if operation.careful else "ban-truncate-cascade"
    text = f"all rows of {operation.table} are removed"
    if not operation.careful:
        text += ", and those of the tables that refer to it"
    yield Verdict(rule, operation.table, text, Phase.MIGRATE, reversible=False)


_BY_ACTION: dict[Action, Callable[[Schema, Operation], Iterable[Verdict]]] = {
    Action.CREATE_TABLE: _create_table,
    Action.DROP_TABLE: _drop_table,
    Action.RENAME_TABLE: _rename_table,
    Action.ADD_COLUMN: _add_column,
    Action.DROP_COLUMN: _drop_column,
    Action.RENAME_COLUMN: _rename_column,
    Action.ALTER_COLUMN: altered_column,
    Action.ADD_CONSTRAINT: added_constraint,
    Action.DROP_CONSTRAINT: dropped_constraint,
    Action.ADD_INDEX: added_index,
    Action.DROP_INDEX: dropped_index,
    Action.CREATE_VIEW: _create_view,
    Action.DROP_VIEW: _simple("drop-view", "view {table} is dropped", Phase.CONTRACT),
    Action.RENAME_VIEW: _simple(
        "renaming-view", "view {table} is renamed to {to}", Phase.CONTRACT
    ),
    Action.CREATE_TYPE: _simple("adding-type", "type {table} is new", Phase.EXPAND),
    Action.DROP_TYPE: _drop_type,
    Action.RENAME_TYPE: _simple(
        "renaming-type", "type {table} is renamed to {to}", Phase.CONTRACT
    ),
    Action.ADD_VALUE: _simple(
        "adding-enum-value", "type {table} has the new value '{to}'", Phase.EXPAND,
        reversible=False,
    ),
    Action.DROP_VALUE: _simple(
        "drop-enum-value", "type {table} no longer has the value '{name}'",
        Phase.CONTRACT, reversible=False,
    ),
    Action.RENAME_VALUE: _rename_value,
    Action.REPLACE_ROUTINE: _replace_routine,
    Action.DROP_ROUTINE: _simple(
        "drop-routine", "routine {table} is dropped", Phase.CONTRACT
    ),
    Action.ADD_TRIGGER: _simple(
        "adding-trigger", "trigger {name} changes what writing to {table} does",
        Phase.MIGRATE,
    ),
    Action.DROP_TRIGGER: _simple(
        "drop-trigger", "trigger {name} is dropped", Phase.MIGRATE
    ),
    Action.INSERT: _simple("inserting-rows", "rows are added to {table}", Phase.MIGRATE),
    Action.CHANGE_ROWS: _simple(
        "changing-rows", "rows of {table} are changed or removed", Phase.MIGRATE,
        reversible=False,
    ),
    Action.TRUNCATE: _truncate,
    Action.GRANT: _simple("grant", "rights on {table} are granted", Phase.EXPAND),
    Action.REVOKE: _simple("revoke", "rights on {table} are revoked", Phase.CONTRACT),
    Action.DROP_SCHEMA: _simple(
        "ban-drop-schema", "schema {table} is dropped", Phase.CONTRACT,
        reversible=False,
    ),
    Action.RENAME_SCHEMA: _simple(
        "renaming-schema", "schema {table} is renamed to {to}", Phase.CONTRACT
    ),
    Action.DROP_DATABASE: _simple(
        "ban-drop-database", "database {table} is dropped", Phase.CONTRACT,
        reversible=False, part="",
    ),
    Action.RUN_CODE: _simple(
        "running-code", "code runs that is not read: {text}", Phase.MIGRATE,
        reversible=False,
    ),
    Action.CHANGE_DATA: _simple(
        "changing-data", "code changes rows: {text}", Phase.MIGRATE, reversible=False
    ),
}  # fmt: skip
