"""Copies a whole store to another place, whichever database is at either end."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Boolean, Connection, Table, delete, func, insert, select

from relplan.model.errors import StoreError
from relplan.store import (  # noqa: F401 - with all tables
    detection_tables,
    drift_tables,
    landed_tables,
    past_tables,
    running_tables,
    tables,
)
from relplan.store.database import Database
from relplan.store.rows import Rows

_SCENARIO = tables.core(tables.Scenario)


def copy(source: Database, target: Database, named: str) -> dict[str, int]:
    """Copy all rows of *source*, as it is at one moment, and return how many by table.

    Either all of them are in *target* then, or none. Raises StoreError where it, which is called
    *named*, holds anything that is not in every new store.
    """
    with source.reading() as rows, target.writing() as connection:
        if not all(_is_new(connection, table) for table in _tables()):
            raise StoreError(
                f"the store {named} holds a plan already", "name a place where there is none"
            )
        connection.execute(delete(_SCENARIO))
        return {table.name: _copy_rows(rows, connection, table) for table in _tables()}


def _tables() -> Sequence[Table]:
    """Return all tables; each stands after those that it points to."""
    return tables.METADATA.sorted_tables


def _is_new(connection: Connection, table: Table) -> bool:
    count = connection.execute(select(func.count()).select_from(table)).scalar_one()
    return count <= (1 if table is _SCENARIO else 0)  # that is `main`


def _copy_rows(rows: Rows, connection: Connection, table: Table) -> int:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    found = rows.all(f"SELECT {names} FROM {table.name}")
    if found:
        statement = insert(table).compile(dialect=connection.dialect)
        connection.exec_driver_sql(str(statement), list(_fit(found, table)))
    return len(found)


def _fit(found: Iterable[Sequence[Any]], table: Table) -> Iterable[tuple[Any, ...]]:
    """Yield rows as either database takes them: SQLite keeps what is true or false as a number."""
    truths = [isinstance(column.type, Boolean) for column in table.columns]
    if not any(truths):
        yield from map(tuple, found)
        return
    for row in found:
        yield tuple(bool(one) if true else one for one, true in zip(row, truths, strict=True))
