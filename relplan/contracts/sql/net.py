"""What a change set does in the end: what it takes away and gives back, nobody misses.

Each step was judged by itself. Where the schema after all of them has what a step took away, the
finding is softened, and what is different about it is found instead.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from relplan.contracts.sql.column_rules import altered_column
from relplan.contracts.sql.judged import (
    ANEW,
    BACK,
    BETWEEN,
    Judged,
    in_the_end,
    is_required,
    named_gone,
    type_made,
    view_gone,
)
from relplan.contracts.sql.lineage import Lineage
from relplan.contracts.sql.object_rules import BY_ACTION
from relplan.contracts.sql.operations import Action, Column, Operation, never_null
from relplan.contracts.sql.schema import Demand, Schema, Table, demand_name
from relplan.contracts.sql.verdicts import as_finding
from relplan.contracts.sql.whole import columns_between, demands_between, values_between
from relplan.model.finding import Finding, Severity

_OF_COLUMNS = frozenset(
    {
        Action.ADD_COLUMN, Action.DROP_COLUMN, Action.RENAME_COLUMN, Action.ALTER_COLUMN,
        Action.ADD_CONSTRAINT, Action.DROP_CONSTRAINT, Action.ADD_INDEX,
    }
)  # fmt: skip
_DATA = frozenset({Action.INSERT, Action.CHANGE_ROWS, Action.TRUNCATE, Action.CHANGE_DATA})
_TYPE_RULES = frozenset({"changing-column-type", "widening-column-type"})


class Net:
    """Compares the schemas before and after a change set."""

    def __init__(self, before: Schema, after: Schema, lineage: Lineage, dialect: str) -> None:
        self._before = before
        self._after = after
        self._lineage = lineage
        self._dialect = dialect
        self._names = {id(table): name for name, table in after.tables.items()}
        self._retyped: dict[tuple[int, str], Judged] = {}
        self._made: dict[int, Judged] = {}
        """The steps that made tables."""
        self._views: dict[str, Judged] = {}
        self._perhaps: set[str] = set()
        """What is done to these depends on a condition: nothing is sure to come back."""
        self._copied: set[tuple[int, int]] = set()
        """The tables into which rows were copied, each with the one that they come from."""
        view = partial(view_gone, before, after)
        named = partial(named_gone, after)
        self._settle: dict[Action, Callable[[Judged, Operation], Finding | None]] = {
            Action.DROP_TABLE: self._table_gone, Action.RENAME_TABLE: self._table_gone,
            Action.CREATE_TABLE: self._table_made, Action.DROP_COLUMN: self._column_gone,
            Action.RENAME_COLUMN: self._column_gone, Action.ADD_COLUMN: self._column_added,
            Action.ALTER_COLUMN: self._column_altered, Action.ADD_CONSTRAINT: self._demanded,
            Action.ADD_INDEX: self._demanded, Action.DROP_TYPE: self._type_gone,
            Action.RENAME_TYPE: self._type_gone, Action.DROP_VIEW: view, Action.RENAME_VIEW: view,
            Action.CREATE_TYPE: partial(type_made, before, after), Action.DROP_ROUTINE: named,
            Action.RENAME_ROUTINE: named, Action.DROP_SEQUENCE: named,
            Action.RENAME_SEQUENCE: named,
        }  # fmt: skip
        self._demands: dict[int, dict[str, dict[tuple[str, str], Demand]]] = {}
        self._extra: dict[str, tuple[Judged, list[Operation]]] = {}

    def findings(self, steps: Sequence[Judged]) -> list[Finding]:
        """Return what was found of the *steps*, each as bad as it is in the end."""
        for step in steps:
            self._note(step)
        found = [self._settled(step) for step in steps]
        return [*found, *self._anew()]

    def _note(self, step: Judged) -> None:
        action = step.operation.action if step.operation else None
        if step.operation and step.operation.perhaps and action not in _DATA:
            self._perhaps |= {step.operation.table, step.operation.to} - {""}
        if step.finding.rule in _TYPE_RULES:
            self._retyped[id(step.table), step.column] = step
        if action is Action.CREATE_TABLE:
            self._made.setdefault(id(step.table), step)
        elif action is Action.CREATE_VIEW and step.operation:
            self._views[step.operation.table] = step
        elif step.source is not None:
            self._copied.add((id(step.table), id(step.source)))

    def _settled(self, step: Judged) -> Finding:
        operation = step.operation
        if operation is None or step.finding.severity is Severity.NONE:
            return step.finding
        if not self._perhaps.isdisjoint({operation.table, self._lineage.table(step.table)}):
            return self._by_old_name(step)
        if operation.action in _OF_COLUMNS and self._is_replaced(step):
            return step.softened(Severity.NONE, f"the table {ANEW}")
        settle = self._settle.get(operation.action)
        found = settle(step, operation) if settle else None
        return self._by_old_name(step) if found is None else found

    def _is_replaced(self, step: Judged) -> bool:
        """Tell whether one of two tables of a name, the old and the new, is the step's."""
        old = self._lineage.table(step.table)
        if not old:
            return self._names.get(id(step.table)) in self._before.tables
        known = self._after.tables.get(old)
        return known is not None and known is not step.table

    def _by_old_name(self, step: Judged) -> Finding:
        """Return a finding with the part as consumers know it, who know no name in between."""
        old, found = self._lineage.table(step.table), step.finding
        now = step.operation.table if step.operation else ""
        if not old or old == now or old in self._after.tables:
            return found
        if found.part != now and not found.part.startswith(f"{now}."):
            return found
        return replace(found, part=old + found.part[len(now) :])

    def _anew(self) -> Iterator[Finding]:
        """Yield what is different about what was taken away and given back."""
        for step, operations in self._extra.values():
            for operation in operations:
                for verdict in BY_ACTION[operation.action](self._before, operation):
                    line = step.operation.line if step.operation else 0
                    yield as_finding(verdict, step.finding.path, replace(operation, line=line))

    def _table_gone(self, step: Judged, operation: Operation) -> Finding | None:
        name, old = operation.table, self._lineage.table(step.table)
        known = self._after.tables.get(name)
        if old and old != name:
            final = self._names.get(id(step.table))
            if operation.action is Action.RENAME_TABLE or old in self._after.tables:
                return step.softened(Severity.NONE, BACK if final == old else BETWEEN)
            return None
        if known is not None and known is step.table:
            return step.softened(Severity.NONE, BACK)
        if known is not None:
            return self._table_anew(step, name, known)
        if name in self._after.views:
            return self._view_instead(step, name)
        return None

    def _table_anew(self, step: Judged, name: str, known: Table) -> Finding:
        made = self._made.get(id(known))
        before = self._before.tables.get(name)
        if before is None or not (before.complete and known.complete):
            why = f"the table {ANEW}, and it is not known what is different"
            return step.softened(Severity.UNKNOWN, why)
        operations = [
            *columns_between(name, before, known),
            *demands_between(
                self._demands_of(self._before, name),
                self._demands_of(self._after, name),
                checks=True,
            ),
        ]
        self._extra.setdefault(name, (made or step, operations))
        if (id(known), id(step.table)) in self._copied:
            return step.softened(Severity.NONE, f"the table {ANEW}, with its rows")
        return step.softened(Severity.RISKY, f"the table {ANEW}, without its rows")

    def _demands_of(self, schema: Schema, table: str) -> Schema:
        """Return of a schema one table, with its constraints."""
        if id(schema) not in self._demands:
            by_table: dict[str, dict[tuple[str, str], Demand]] = {}
            for key, demand in schema.demands.items():
                by_table.setdefault(key[0], {})[key] = demand
            self._demands[id(schema)] = by_table
        tables = {table: schema.tables[table]}
        return Schema(tables, demands=self._demands[id(schema)].get(table, {}))

    def _view_instead(self, step: Judged, name: str) -> Finding:
        view = self._views.get(name, step)
        shown, before = self._after.views[name], self._before.tables.get(name)
        operation = view.operation
        whole = operation is not None and view.table is step.table and not operation.columns
        if not whole and (not shown or before is None or not before.complete):
            why = "a view stands in for it, and it is not known what that shows"
            return step.softened(Severity.UNKNOWN, why)
        gone = [] if whole or before is None else [c for c in before.columns if c not in shown]
        drops = [Operation(Action.DROP_COLUMN, name, Column(column)) for column in gone]
        self._extra.setdefault(name, (view, drops))
        if operation is None or not operation.to or self._dialect == "sqlite":
            why = "a view stands in for it, which may take no writes"
            return replace(step.softened(step.finding.severity, why), writes=True)
        return step.softened(Severity.RISKY, "a view stands in for it")

    def _column_gone(self, step: Judged, operation: Operation) -> Finding | None:
        table, name = self._lineage.table(step.table), step.column
        final = self._final(step)
        if not table or operation.column is None or final is None:
            return None
        if operation.action is Action.RENAME_COLUMN:
            if self._lineage.column_now(step.table, name) == name:
                return step.softened(Severity.NONE, BACK)
            if operation.column.name != name:
                return step.softened(Severity.NONE, BETWEEN)
        before, anew = self._before.column(table, name), final.columns.get(name)
        if anew is None:
            old = f"{operation.table}.{name}"
            return self._by_old_name(replace(step, finding=replace(step.finding, part=old)))
        if before is None:
            why = f"the column {ANEW}, and it is not known what it was"
            return step.softened(Severity.UNKNOWN, why)
        change = Operation(Action.ALTER_COLUMN, table, anew, careful=True)
        self._extra.setdefault(f"{table}.{name}", (step, [change]))
        return step.softened(Severity.RISKY, f"the column {ANEW}")

    def _final(self, step: Judged) -> Table | None:
        """Return the table of a step as it is in the end; None: it is gone."""
        return step.table if id(step.table) in self._names else None

    def _column_added(self, step: Judged, operation: Operation) -> Finding | None:
        column, final = operation.column, self._final(step)
        if column is None or step.table is None:
            return None
        now = self._lineage.column_now(step.table, column.name)
        after = final.columns.get(now) if final else None
        if self._before.column(self._lineage.table(step.table), column.name) is not None:
            return step.softened(Severity.NONE, "a column of that name was there before")
        if after is None:
            return step.softened(Severity.NONE, "it is gone in the end")
        if self._takes_a_place(step.table, column.name):
            return step.softened(Severity.NONE, f"it takes the place of {now}")
        if step.finding.severity is Severity.BREAKING and not is_required(after):
            return step.softened(Severity.ADDITIVE, "it may be left out in the end")
        return None

    def _takes_a_place(self, table: Table | None, name: str) -> bool:
        """Tell whether a column that was not there is in the end called as one that was.

        What is different about that one is told of it.
        """
        old = self._lineage.table(table)
        now = self._lineage.column_now(table, name)
        known = self._before.column(old, now) is not None
        return known and self._before.column(old, name) is None

    def _column_altered(self, step: Judged, operation: Operation) -> Finding | None:
        final = self._final(step)
        now = self._lineage.column_now(step.table, step.column)
        after = final.columns.get(now) if final else None
        if self._takes_a_place(step.table, step.column):
            return step.softened(Severity.NONE, f"it takes the place of {now}")
        if after is None:
            return None
        before = self._before.column(self._lineage.table(step.table), step.column)
        if step.finding.rule in _TYPE_RULES:
            return self._retyping(step, before, after)
        severity, why = in_the_end(step.finding, before, after)
        return step.softened(severity, why) if why else None

    def _retyping(self, step: Judged, before: Column | None, after: Column) -> Finding | None:
        """Return what the types of a column come to, told with the last change of it."""
        if before is None or not before.type:
            return None
        if before.type == after.type:
            return step.softened(Severity.NONE, "it is of the old type in the end")
        if self._retyped[id(step.table), step.column] is not step:
            return step.softened(Severity.NONE, "it is changed again in the same change set")
        table = self._lineage.table(step.table)
        change = Operation(Action.ALTER_COLUMN, table, Column(step.column, after.type))
        line = step.operation.line if step.operation else 0
        found = [
            as_finding(verdict, step.finding.path, replace(change, line=line))
            for verdict in altered_column(self._before, change)
        ]
        return found[0] if len(found) == 1 else None

    def _demanded(self, step: Judged, operation: Operation) -> Finding | None:
        if never_null(operation):
            column = never_null(operation)
            alike = replace(step, column=self._lineage.column(step.table, column))
            return self._column_altered(alike, operation)
        final = self._names.get(id(step.table))
        if final is None or operation.to:
            return None
        if (final, demand_name(operation)) in self._after.demands:
            return self._demanded_in_place(step, operation)
        is_demand = operation.action is Action.ADD_CONSTRAINT or operation.unique
        return step.softened(Severity.NONE, "it is gone in the end") if is_demand else None

    def _demanded_in_place(self, step: Judged, operation: Operation) -> Finding | None:
        """Return what a constraint means on a new column that takes the place of another."""
        firsts = [self._lineage.column(step.table, column.name) for column in operation.columns]
        if not any(self._takes_a_place(step.table, name) for name in firsts):
            return None
        names = tuple(Column(self._lineage.column_now(step.table, name)) for name in firsts)
        table = self._lineage.table(step.table)
        alike = replace(operation, table=table, columns=names)
        found = [
            as_finding(verdict, step.finding.path, alike)
            for verdict in BY_ACTION[operation.action](self._before, alike)
        ]
        is_rule = step.finding.rule in {one.rule for one in found}
        return found[0] if is_rule and len(found) == 1 else None

    def _table_made(self, step: Judged, operation: Operation) -> Finding | None:
        final = self._names.get(id(step.table))
        if step.finding.severity is not Severity.ADDITIVE:
            return None
        if final is None:
            return step.softened(Severity.NONE, "it is gone in the end")
        if final in self._before.tables:
            why = "one of that name was" if final == operation.table else f"{final} was"
            return step.softened(Severity.NONE, f"{why} there before, whose place it takes")
        return None

    def _type_gone(self, step: Judged, operation: Operation) -> Finding | None:
        name = operation.table
        old = step.column
        if old != name and (not old or old in self._after.types):
            return step.softened(Severity.NONE, BETWEEN)
        if name not in self._after.types:
            return None
        before, after = self._before.types.get(name), self._after.types[name]
        if not before or not after:
            return step.softened(Severity.UNKNOWN, f"it {ANEW}, and what differs is not known")
        self._extra.setdefault(f"type {name}", (step, list(values_between(name, before, after))))
        return step.softened(Severity.NONE, f"it {ANEW}")
