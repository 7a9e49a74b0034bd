"""What a name in Python may stand for, besides constants."""

import ast
from dataclasses import dataclass, field
from typing import Any

from relplan.contracts.reading.values import UNRESOLVED
from relplan.contracts.sql.readers.python.values import Names


@dataclass(frozen=True, slots=True)
class Module:
    """A module, or what is imported from it, by its dotted name."""

    name: str

    def member(self, name: str) -> Any:
        """Return what stands in the module under a name."""
        return Module(f"{self.name}.{name}")


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A function of Python's own that is handed on by its name."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function, or a lambda, and what is known where it is defined."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    names: Names
    unseen: ast.expr | None = None
    """What decorates it, which is not seen and may do more, or something else."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A class, which may be mapped to a table, or a table of SQLAlchemy."""

    name: str
    """Of the table; empty: there is none, or it is not known."""
    members: dict[str, Any] = field(default_factory=dict)
    """The functions of the class."""
    call: ast.Call | None = None
    """What makes the table; None: it is of a class."""
    bases: tuple[Any, ...] = ()
    """What the class is derived from."""

    def member(self, name: str) -> Any:
        """Return what stands in the class, or in one that it is derived from, under a name."""
        if name == "__table__" or name in self.members:
            return self.members.get(name, self)
        above = (base.member(name) for base in self.bases if isinstance(base, Table))
        return next((found for found in above if found is not UNRESOLVED), UNRESOLVED)


class _Thing:
    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return self._name


DATA: Any = _Thing("DATA")
"""What a library that knows no table makes: nothing it does changes any."""
UNSEEN: Any = _Thing("UNSEEN")
"""An object of a class that is not seen."""
