"""What it means that views, types, routines, rights and the like come, go and change."""

from collections.abc import Callable, Iterable

from relplan.contracts.sql.column_rules import altered_column
from relplan.contracts.sql.constraint_rules import (
    added_constraint,
    added_index,
    altered_constraint,
    dropped_constraint,
    dropped_index,
)
from relplan.contracts.sql.operations import Action, Operation
from relplan.contracts.sql.schema import Schema
from relplan.contracts.sql.table_rules import (
    added_column,
    created_table,
    dropped_column,
    dropped_table,
    if_it_is,
    renamed_column,
    renamed_sequence,
    renamed_table,
)
from relplan.contracts.sql.verdicts import Verdict
from relplan.model.finding import Phase, Severity


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
    known = name in schema.types
    text, severity = if_it_is(
        f"type {name} is dropped",
        careful=operation.careful,
        known=known,
        all_known=schema.is_empty,
    )
    severity = Severity.RISKY if known and not used else severity
    yield Verdict("drop-type", name, text, Phase.CONTRACT, severity=severity)


def _dropped(rule: str, kind: str) -> Callable[[Schema, Operation], Iterable[Verdict]]:
    """Return the rule for a view, routine or sequence that goes.

    These are often made elsewhere, by scripts that run with each deployment.
    """

    def judge(schema: Schema, operation: Operation) -> Iterable[Verdict]:
        name = operation.table
        known = {"view": schema.views, "routine": schema.routines, "sequence": schema.sequences}
        text, severity = if_it_is(
            f"{kind} {name} is dropped", careful=operation.careful, known=name in known[kind],
            all_known=schema.is_empty,
        )  # fmt: skip
        yield Verdict(rule, name, text, Phase.CONTRACT, severity=severity)

    return judge


def _replace_routine(schema: Schema, operation: Operation) -> Iterable[Verdict]:
    name = operation.table
    if name in schema.routines or operation.careful or name in schema.dropped:
        text = f"routine {name} is made or replaced"
        yield Verdict("replacing-routine", name, text, Phase.MIGRATE)
    else:
        yield Verdict("adding-routine", name, f"routine {name} is new", Phase.EXPAND)


def _rights(rule: str, verb: str, phase: Phase) -> Callable[[Schema, Operation], Iterable[Verdict]]:
    def judge(schema: Schema, operation: Operation) -> Iterable[Verdict]:
        on = f" on {operation.table}" if operation.table else ""
        yield Verdict(rule, operation.table, f"rights{on} are {verb}", phase)

    return judge


def _nothing(schema: Schema, operation: Operation) -> Iterable[Verdict]:
    return ()


def _truncate(schema: Schema, operation: Operation) -> Iterable[Verdict]:
    rule = "truncate" if operation.careful else "ban-truncate-cascade"
    text = f"all rows of {operation.table} are removed"
    if not operation.careful:
        text += ", and those of the tables that refer to it"
    yield Verdict(rule, operation.table, text, Phase.MIGRATE, reversible=False)


BY_ACTION: dict[Action, Callable[[Schema, Operation], Iterable[Verdict]]] = {
    Action.CREATE_TABLE: created_table,
    Action.DROP_TABLE: dropped_table,
    Action.RENAME_TABLE: renamed_table,
    Action.ADD_COLUMN: added_column,
    Action.DROP_COLUMN: dropped_column,
    Action.RENAME_COLUMN: renamed_column,
    Action.ALTER_COLUMN: altered_column,
    Action.ADD_CONSTRAINT: added_constraint,
    Action.DROP_CONSTRAINT: dropped_constraint,
    Action.ALTER_CONSTRAINT: altered_constraint,
    Action.ADD_INDEX: added_index,
    Action.DROP_INDEX: dropped_index,
    Action.CREATE_VIEW: _create_view,
    Action.DROP_VIEW: _dropped("drop-view", "view"),
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
    Action.DROP_ROUTINE: _dropped("drop-routine", "routine"),
    Action.RENAME_ROUTINE: _simple(
        "renaming-routine", "routine {table} is renamed to {to}", Phase.CONTRACT
    ),
    Action.CREATE_SEQUENCE: _simple(
        "adding-sequence", "sequence {table} is new", Phase.EXPAND
    ),
    Action.DROP_SEQUENCE: _dropped("drop-sequence", "sequence"),
    Action.RENAME_SEQUENCE: renamed_sequence,
    Action.CHANGE_TYPE: _simple(
        "changing-composite-type", "the attributes of type {table} change: {text}",
        Phase.CONTRACT, reversible=False,
    ),
    Action.NARROW_DOMAIN: _simple(
        "narrowing-domain", "domain {table} takes fewer values: {text}", Phase.CONTRACT
    ),
    Action.WIDEN_DOMAIN: _simple(
        "widening-domain", "domain {table} takes other values: {text}", Phase.EXPAND
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
    Action.ATTACH_PARTITION: _simple(
        "attaching-partition", "{table} has the rows of {name} from now on", Phase.MIGRATE
    ),
    Action.DETACH_PARTITION: _simple(
        "detaching-partition", "{table} has the rows of {name} no more", Phase.CONTRACT
    ),
    Action.GRANT: _rights("grant", "granted", Phase.EXPAND),
    Action.REVOKE: _rights("revoke", "revoked", Phase.CONTRACT),
    Action.SECURE_ROWS: _simple(
        "row-level-security", "who sees which rows of {table} changes: {text}", Phase.CONTRACT
    ),
    Action.DROP_OBJECT: _simple(
        "dropping-object", "something is dropped of which it is not known who uses it: {text}",
        Phase.CONTRACT, reversible=False,
    ),
    Action.CREATE_SCHEMA: _nothing,
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
"""What judges each action."""
