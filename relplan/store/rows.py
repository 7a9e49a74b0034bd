"""How rows are read: the same statements over sqlite3 alone and inside SQLAlchemy's transactions.

What only reads, or writes next to nothing, thus needs no SQLAlchemy, which takes longer to load
than most commands to run.
"""

from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")

EVIDENCE = 'rule, text, repository, "commit", path, line'
"""The columns of a piece of evidence, in the order of the model's fields."""


class Rows:
    """What one transaction reads; and writes, where it may."""

    def __init__(self, execute: Callable[[str, tuple[Any, ...]], Any]) -> None:
        """Read by *execute*, which takes a statement and its values and gives a cursor."""
        self._execute = execute

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

    def column(self, statement: str, *values: Any) -> list[Any]:
        """Return the first value of each row of *statement*."""
        return [row[0] for row in self.all(statement, *values)]


def grouped(pairs: Iterable[tuple[_Key, _Value]]) -> dict[_Key, tuple[_Value, ...]]:
    """Return the values of each key, in their order."""
    groups: dict[_Key, list[_Value]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(group) for key, group in groups.items()}
