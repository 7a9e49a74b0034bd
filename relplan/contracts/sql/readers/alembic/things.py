"""What a name of one of Alembic's migrations may stand for, besides what any Python has."""

from dataclasses import dataclass


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
