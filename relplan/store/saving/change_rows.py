"""Changes as rows, a table at a time."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from relplan.model.change import Change
from relplan.model.evidence import Evidence
from relplan.store import tables
from relplan.store.rows import Rows, for_psycopg
from relplan.store.values import clean, fit

Row = tuple[Any, ...]
"""A table's values, in the order of its columns."""

_Key = tuple[int, int]
"""A statement's change and its number within it."""


def rows_of(connection: Connection) -> Rows:
    """Return what reads inside the transaction of *connection*."""
    execute = connection.exec_driver_sql
    return Rows(execute if connection.dialect.paramstyle == "qmark" else for_psycopg(execute))


def insert_or(connection: Connection, table: Table) -> Any:
    """Return an insertion into *table* that can say what becomes of a row that is there."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


def insert_rows(connection: Connection, model: type[SQLModel], rows: Sequence[Row]) -> None:
    """Insert *rows*. By the driver: preparing each row in SQLAlchemy takes longer than writing."""
    if rows:
        statement = insert(tables.core(model)).compile(dialect=connection.dialect)
        connection.exec_driver_sql(str(statement), list(rows))


def next_number(connection: Connection, table: Table) -> int:
    """Return the number that a new row of *table* gets: both databases number by no other way."""
    last = connection.execute(select(func.coalesce(func.max(table.c.number), 0))).scalar_one()
    return int(last) + 1


def evidence_row(evidence: Evidence, *key: int | str) -> Row:
    """Return the row of *evidence*, behind its key."""
    return (
        *key,
        clean(evidence.rule),
        clean(evidence.text),
        clean(evidence.repository),
        clean(evidence.commit),
        clean(evidence.path),
        fit(evidence.line),
    )


class ChangeRows:
    """Collects the rows of many changes, to be inserted a table at a time."""

    def __init__(self, first: int) -> None:
        """Number the changes from *first*."""
        self._next = first
        self._rows: dict[type[SQLModel], list[Row]] = defaultdict(list)

    def insert(self, connection: Connection) -> None:
        """Insert all rows. A change was added before what hangs on it, and so was its table."""
        for model, rows in self._rows.items():
            insert_rows(connection, model, rows)

    def add(self, change: Change) -> None:
        """Add the rows of *change*; the order of the calls is kept."""
        number = self._next
        self._next += 1
        self._rows[tables.Change].append(
            (
                number,
                clean(change.id),
                clean(change.service),
                clean(change.title),
                change.state.value,
                change.commit,
                fit(change.date),
                clean(change.author),
                clean(change.branch),
                clean(change.after),
                clean(change.line),
                clean(change.off),
                change.cancelled,
                change.adds_to,
            )
        )
        for position, below in enumerate(change.stacked_on):
            self._rows[tables.StackedOn].append((number, position, clean(below)))
        for position, name in enumerate(change.aliases):
            self._rows[tables.Alias].append((number, position, clean(name)))
        self._add_statements(number, change)

    def _add_statements(self, change: int, of: Change) -> None:
        number = 0
        for effect in of.effects:
            columns = (effect.kind.value, clean(effect.contract), effect.confidence.value)
            self._add_statement(tables.Effect, (change, number), effect.evidence, *columns)
            for position, part in enumerate(effect.parts):
                self._rows[tables.EffectPart].append((change, number, position, clean(part)))
            number += 1
        for feature in of.features:
            slice_ = (clean(feature.key), feature.confidence.value)
            self._add_statement(tables.FeatureSlice, (change, number), feature.evidence, *slice_)
            number += 1
        for dependency in of.depends_on:
            ref = clean(dependency.ref)
            self._add_statement(tables.Dependency, (change, number), dependency.evidence, ref)
            number += 1
        for reversal in of.reverts:
            words = (clean(reversal.change), reversal.commit, reversal.agrees)
            self._add_statement(tables.Reversal, (change, number), reversal.evidence, *words)
            number += 1
        if of.flag is not None:
            self._add_statement(tables.Flag, (change, number), of.flag)

    def _add_statement(
        self, model: type[SQLModel], key: _Key, evidence: Evidence, *columns: str | bool
    ) -> None:
        self._rows[tables.Evidence].append(evidence_row(evidence, *key))
        self._rows[model].append((*key, *columns))
