"""What a Ruby expression may stand for, besides texts, numbers, arrays and hashes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from relplan.contracts.reading.calls import BaseCall
from relplan.contracts.sql.operations import Column, Operation

if TYPE_CHECKING:
    from tree_sitter import Node

    from relplan.contracts.sql.readers.rails.classes import Class


@dataclass(frozen=True, slots=True)
class Constant:
    """A class or module that is not known further."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A block, lambda or proc."""

    node: "Node"
    scope: dict[str, Any]
    """What is known where it stands, which it sees and sets, too."""


@dataclass(frozen=True, slots=True, eq=False)
class Sent(Block):
    """What stands for a block in ``each(&:save!)``: a method of what it is given.

    Its node is the call that it is given to.
    """

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """An object of a class that is seen, and is no model."""

    owner: "Class"
    reader: Any
    """What follows the methods of its file."""


@dataclass(slots=True)
class Table:
    """What the block of ``create_table`` or ``change_table`` is given."""

    name: str
    creates: bool
    columns: list[Column] = field(default_factory=list)
    further: list[Operation] = field(default_factory=list)


class _Thing:
    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return self._name


CONNECTION: Any = _Thing("CONNECTION")
"""The migration itself, or the database's connection: both know the calls of the DSL."""
DIRECTION: Any = _Thing("DIRECTION")
"""What the block of ``reversible`` is given."""
ROWS: Any = _Thing("ROWS")
"""A model, a query, or a row."""

DATA: Any = _Thing("DATA")
"""What a library that knows no table makes, such as a document: nothing it does changes any."""


@dataclass(slots=True)
class Call(BaseCall):
    """A call in Ruby; symbols are texts."""

    block: Block | None = None
    is_open: bool = False
    """Whether there are more arguments, which are not known."""
    has_receiver: bool = False


Build = Callable[[Call], "list[Operation] | None"]
"""Returns what a call does; None where that is not understood."""
