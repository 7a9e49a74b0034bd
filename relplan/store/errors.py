"""Turns every fault of the database and of its files into one clear line."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from relplan.model.errors import StoreError

_REBUILD = (
    "move it away and run `relplan scan`: what was scanned comes back, "
    "what people decided only from a copy of the file"
)
_OTHER_PROGRAM = "name another place with RELPLAN_STORE, or move the file away"

_LINES = {
    sqlite3.SQLITE_BUSY: (
        "is in use by another process",
        "wait until that is done, or end it, and try again",
    ),
    sqlite3.SQLITE_LOCKED: (
        "is in use by another process",
        "wait until that is done, or end it, and try again",
    ),
    sqlite3.SQLITE_CORRUPT: ("is damaged", _REBUILD),
    sqlite3.SQLITE_NOTADB: ("is no SQLite database", _OTHER_PROGRAM),
    sqlite3.SQLITE_FULL: (
        "cannot be written: the disk is full",
        "free some space and try again; nothing was half saved",
    ),
    sqlite3.SQLITE_READONLY: (
        "cannot be written: the file, its folder or its disk is read-only",
        "make it writable, or name another place with RELPLAN_STORE",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "cannot be opened",
        "check that its folder exists and that you may read and write it",
    ),
    sqlite3.SQLITE_PERM: (
        "cannot be opened",
        "check that its folder exists and that you may read and write it",
    ),
    sqlite3.SQLITE_IOERR: (
        "cannot be read or written: the disk reports a fault",
        "check the disk and its free space, and try again",
    ),
    sqlite3.SQLITE_PROTOCOL: (
        "cannot be locked: its file system does not support it",
        "name a place on a local disk with RELPLAN_STORE",
    ),
}


def primary_code(error: BaseException) -> int:
    """Return SQLite's primary result code of *error*, or that of a chained one; 0: it has none."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else 0


def _line(path: Path, error: Exception) -> StoreError:
    if isinstance(error, OSError):
        return StoreError(
            f"the store {path} cannot be opened: {error.strerror or error}",
            "check that its folder exists and that you may read and write it, "
            "or name another place with RELPLAN_STORE",
        )
    what, hint = _LINES.get(primary_code(error), ("", ""))
    if what:
        return StoreError(f"the store {path} {what}", hint)
    cause = error.orig if isinstance(error, DBAPIError) else error
    said = str(cause).partition("\n")[0]
    return StoreError(f"the store {path} does not answer as it should: {said}", _REBUILD)


@contextmanager
def store_errors(path: Path) -> Iterator[None]:
    """Raise StoreError for whatever the database at *path* or its files raise inside."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise _line(path, error) from error
