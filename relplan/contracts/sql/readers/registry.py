"""Which readers there are, and which of them a file is for."""

from collections.abc import Sequence
from functools import cache

from relplan.contracts.sql.migration import Migration
from relplan.contracts.sql.readers.alembic.reader import Alembic
from relplan.contracts.sql.readers.django.reader import Django
from relplan.contracts.sql.readers.efcore.reader import EfCore
from relplan.contracts.sql.readers.guarding import Guarded
from relplan.contracts.sql.readers.javascript.reader import JavaScript
from relplan.contracts.sql.readers.liquibase.reader import Liquibase
from relplan.contracts.sql.readers.php.reader import Dump, Php
from relplan.contracts.sql.readers.plain import Plain
from relplan.contracts.sql.readers.rails.reader import Rails
from relplan.contracts.sql.readers.reader import History, Reader
from relplan.plugins import plugins

GROUP = "relplan.migration_readers"
"""The group of entry points under which a distribution names its own readers."""
BUILT_IN: tuple[Reader, ...] = (
    Django(),
    Alembic(),
    Rails(),
    Liquibase(),
    EfCore(),
    JavaScript(),
    Php(),
    Dump(),
    Plain(),
)
"""In the order in which they are asked: the first that knows a file reads it."""


@cache
def readers() -> tuple[Reader, ...]:
    """Return all readers: installed ones first, for they know their own files best."""
    return (*map(Guarded, plugins(GROUP, Reader)), *BUILT_IN)  # type: ignore[type-abstract]


def is_migration_path(path: str) -> bool:
    """Tell by name and folder alone whether a file may be a migration or a schema."""
    return any(reader.is_path(path) for reader in readers())


def reader_of(path: str, content: bytes) -> Reader | None:
    """Return the reader of a file; None where it is no migration."""
    return next((found for found in readers() if found.is_migration(path, content)), None)


def read_file(path: str, content: bytes, history: History) -> Migration | None:
    """Read a migration or a schema; None for a file that is none. Raises UnreadableError."""
    reader = reader_of(path, content)
    return None if reader is None else reader.read(path, content, history)


def references(path: str, content: bytes) -> Sequence[str]:
    """Return the paths, or their ends, that a migration names. Raises UnreadableError."""
    reader = reader_of(path, content)
    return () if reader is None else reader.references(path, content)
