"""How rows are read: the same statements over a driver alone and inside SQLAlchemy's transactions.

A statement has a question mark for each of its values, as sqlite3 takes it, and none besides.

What only reads, or writes next to nothing, thus needs no SQLAlchemy, which takes longer to load
than most commands to run.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from sqlalchemy import Connection

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")

EVIDENCE = 'rule, text, repository, "commit", path, line'
"""The columns of a piece of evidence, in the order of the model's fields."""


Row = tuple[Any, ...]
"""Values, in the order in which a statement asks for them or names columns."""

Execute = Callable[[str, Row], Any]
"""Takes a statement and its values, and gives a cursor."""

ExecuteMany = Callable[[str, Sequence[Row]], object]
"""Takes a statement and the values of each time that it is to be done."""


def for_psycopg(execute: Callable[..., Any]) -> Callable[[str, Any], Any]:
    """Return what does by *execute*, which is psycopg's, what sqlite3 does by its own."""
    return lambda statement, values: execute(_with_percents(statement), values)


@cache
def _with_percents(statement: str) -> str:
    return statement.replace("%", "%%").replace("?", "%s")


class Rows:
    """What one transaction reads; and writes, where it may."""

    def __init__(self, execute: Execute, execute_many: ExecuteMany | None = None) -> None:
        """Read and write by *execute*, and many rows at once by *execute_many*."""
        self._execute = execute
        self._execute_many = execute_many

    def all(self, statement: str, *values: Any) -> list[Any]:
        """Return all rows of *statement*."""
        found: list[Any] = self._execute(statement, values).fetchall()
        return found

    def first(self, statement: str, *values: Any) -> Any:
        """Return the first row of *statement*, or None where it has none."""
        return self._execute(statement, values).fetchone()

    def run(self, statement: str, *values: Any) -> None:
        """Do what *statement* says, which writes."""
        self._execute(statement, values)

    def run_many(self, statement: str, rows: Sequence[Row]) -> None:
        """Do what *statement* says once with each of *rows*."""
        if rows and self._execute_many is not None:
            self._execute_many(statement, rows)
            return
        for row in rows:
            self._execute(statement, row)

    def column(self, statement: str, *values: Any) -> list[Any]:
        """Return the first value of each row of *statement*."""
        return [row[0] for row in self.all(statement, *values)]


def rows_of(connection: "Connection") -> Rows:
    """Return what reads and writes inside the transaction of SQLAlchemy's *connection*."""
    driver = connection.exec_driver_sql
    execute = driver if connection.dialect.paramstyle == "qmark" else for_psycopg(driver)
    return Rows(execute, execute)


def grouped(pairs: Iterable[tuple[_Key, _Value]]) -> dict[_Key, tuple[_Value, ...]]:
    """Return the values of each key, in their order."""
    groups: dict[_Key, list[_Value]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(group) for key, group in groups.items()}
