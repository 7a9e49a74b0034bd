"""What a name of one of Alembic's migrations may stand for, besides what any Python has."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Batch:
    """What ``batch_alter_table`` gives."""

    table: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A statement of SQLAlchemy about rows."""

    kind: str
    """select, insert, update or delete."""
    table: str = ""


class _Thing:
    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return self._name


UNSEEN: Any = _Thing("UNSEEN")
"""An object of a class that is not seen."""
