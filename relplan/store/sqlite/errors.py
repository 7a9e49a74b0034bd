"""Turns every fault of the database and of its files into one clear line."""

import errno
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from relplan.model.errors import StoreError
from relplan.store.sqlite import copies

_REBUILD = (
    "move it away and run `relplan scan`: what was scanned comes back, "
    "what people decided only from a copy of the file"
)
_OTHER_PROGRAM = "name another place with RELPLAN_STORE, or move the file away"
_IN_USE = ("is in use by another process", "wait until that is done, or end it, and try again")
_SHUT = ("cannot be opened", "check that its folder exists and that you may read and write it")

_LINES = {
    sqlite3.SQLITE_BUSY: _IN_USE,
    sqlite3.SQLITE_LOCKED: _IN_USE,
    sqlite3.SQLITE_NOTADB: ("is no SQLite database", _OTHER_PROGRAM),
    sqlite3.SQLITE_FULL: (
        "cannot be written: the disk is full",
        "free some space and try again; nothing was half saved",
    ),
    sqlite3.SQLITE_READONLY: (
        "cannot be written: the file, its folder or its disk is read-only",
        "make it writable, or name another place with RELPLAN_STORE",
    ),
    sqlite3.SQLITE_CANTOPEN: _SHUT,
    sqlite3.SQLITE_PERM: _SHUT,
    sqlite3.SQLITE_IOERR: (
        "cannot be read or written: the disk reports a fault",
        "check the disk and its free space, and try again",
    ),
    sqlite3.SQLITE_PROTOCOL: (
        "cannot be locked: its file system does not support it",
        "name a place on a local disk with RELPLAN_STORE",
    ),
}
"""What is not the file's own fault; whatever else SQLite says of it, it is damaged."""

_SAME = {
    errno.ENOSPC: sqlite3.SQLITE_FULL,
    errno.EDQUOT: sqlite3.SQLITE_FULL,
    errno.EROFS: sqlite3.SQLITE_READONLY,
}
"""What the operating system calls what SQLite has a code for."""

_NEWLINE = "\n"
_SAID = 80
"""Characters that are told of what a database says."""

_PLACE = {
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
}
_HARDLY_ANY = 64 * 1024
"""Bytes free on a disk that is full for SQLite, which makes files of 32 KiB beside the store."""

_MAGIC = b"SQLite format 3\0"
_WRITE_VERSION = slice(18, 19)
_NEWEST_VERSION = b"\x02"


def _cause_of(error: BaseException) -> BaseException:
    """Return what the driver raised, where *error* is what SQLAlchemy made of it."""
    cause = getattr(error, "orig", None)
    return cause if isinstance(cause, BaseException) else error


def _of_databases() -> tuple[type[Exception], ...]:
    """Return what databases raise: SQLAlchemy's own as well, where it was loaded at all."""
    if "sqlalchemy" not in sys.modules:
        return (sqlite3.Error, OSError)
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415 - see above

    return (SQLAlchemyError, sqlite3.Error, OSError)


def code_of(error: BaseException) -> int:
    """Return SQLite's result code of *error*, or that of a chained one; 0: it has none."""
    code = getattr(_cause_of(error), "sqlite_errorcode", None)
    return code if isinstance(code, int) else 0


def primary_code(error: BaseException) -> int:
    """Return the class that SQLite's result code of *error* is of; 0: it has none."""
    return code_of(error) & 0xFF


class DamagedError(StoreError):
    """The store does not hold what was written."""


def damaged(path: Path, error: Exception | None = None) -> DamagedError:
    """Return what to say of the store at *path* when it is damaged, with the newest copy.

    What *error* says is told, too: should it be relplan's own fault, that is a trace of it.
    """
    hint = _REBUILD
    with suppress(OSError):
        if copy := copies.newest(path):
            until = f"{copy.at:%Y-%m-%d %H:%M}"
            hint = (
                f"`relplan store restore` brings back what people decided until {until}, "
                f"from {copy.path}"
            )
    said = "" if error is None else f" ({str(error).partition(_NEWLINE)[0][:_SAID]})"
    return DamagedError(f"the store {path} is damaged{said}", hint)


def _line(path: Path, error: Exception) -> StoreError:
    if isinstance(error, OSError) and error.errno in _SAME:
        what, hint = _LINES[_SAME[error.errno]]
        return StoreError(f"the store {path} {what}", hint)
    if isinstance(error, OSError) and str(copies.folder_of(path)) in str(error.filename):
        return StoreError(
            f"no copy of the store can be kept in {copies.folder_of(path)}: {error.strerror}",
            "make it a folder that you may write, or move it away",
        )
    if isinstance(error, OSError):
        return StoreError(
            f"the store {path} cannot be opened: {error.strerror or error}",
            "check that its folder exists and that you may read and write it, "
            "or name another place with RELPLAN_STORE",
        )
    code = primary_code(error)
    if code not in _LINES or _is_misnamed(path, error):
        cause = _cause_of(error)
        plain = code in {sqlite3.SQLITE_CORRUPT, *_LINES}
        return damaged(path, None if plain or not isinstance(cause, Exception) else cause)
    if code in _PLACE and _is_full(path.parent):
        code = sqlite3.SQLITE_FULL
    what, hint = _LINES[code]
    return StoreError(f"the store {path} {what}", hint)


def blames_the_file(error: BaseException) -> bool:
    """Tell whether the database itself is what is wrong."""
    code = primary_code(error)
    return code == sqlite3.SQLITE_NOTADB or code not in _LINES


def is_in_use(error: StoreError) -> bool:
    """Tell whether another process has the database."""
    cause = error.__cause__
    codes = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
    return cause is not None and primary_code(cause) in codes


def blames_the_place(error: StoreError) -> bool:
    """Tell whether the disk or the folder, rather than the file, is what was wrong."""
    cause = error.__cause__
    return cause is not None and primary_code(cause) in _PLACE


def _is_full(folder: Path) -> bool:
    try:
        import shutil  # noqa: PLC0415 - disks are rarely full

        return shutil.disk_usage(folder).free < _HARDLY_ANY
    except OSError:
        return False


def _is_misnamed(path: Path, error: Exception) -> bool:
    """Tell whether SQLite blames the disk, or another program, for what is damage to the file."""
    if code_of(error) == sqlite3.SQLITE_IOERR_SHORT_READ:
        return True
    if primary_code(error) not in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_READONLY}:
        return False
    if primary_code(error) == sqlite3.SQLITE_NOTADB and copies.was_kept(path):
        return True
    try:
        with path.open("rb") as file:
            header = file.read(len(_MAGIC) + 4)
    except OSError:
        return False
    if primary_code(error) == sqlite3.SQLITE_NOTADB:
        return header.startswith(_MAGIC)
    # A file that says that it is of a later format may only be read.
    return header[_WRITE_VERSION] > _NEWEST_VERSION


@contextmanager
def store_errors(path: Path) -> Iterator[None]:
    """Raise StoreError for whatever the database at *path* or its files raise inside.

    A value that the model cannot take is damage, too: relplan never wrote it.
    """
    try:
        yield
    except _of_databases() as error:
        raise _line(path, error) from error
    except (ValueError, TypeError, LookupError) as error:
        raise damaged(path, error) from error
