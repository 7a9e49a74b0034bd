"""Turns every fault of a server and of the way to it into one clear line, without a password."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import Error, OperationalError, errors

from relplan.model.errors import StoreError
from relplan.model.store_place import StoreUrl

_LOST = (
    errors.AdminShutdown,
    errors.CrashShutdown,
    errors.CannotConnectNow,
    errors.IdleInTransactionSessionTimeout,
)
_LINES: tuple[tuple[tuple[type[Error], ...], str, str], ...] = (
    (
        (errors.LockNotAvailable, errors.DeadlockDetected),
        "is in use by another process",
        "wait until that is done, and try again",
    ),
    (
        (errors.DiskFull,),
        "cannot be written: the server's disk is full",
        "free some space there and try again; nothing was half saved",
    ),
    (
        (errors.ReadOnlySqlTransaction,),
        "cannot be written: the server is there for reading alone",
        "name the server that takes writes",
    ),
    (
        (errors.TooManyConnections,),
        "cannot be reached: its server has no connection left",
        "try again, or let it have more (max_connections)",
    ),
)
"""What is not the store's own fault."""
_ADVICE = (
    ("password", "put the password into ~/.pgpass or PGPASSWORD"),
    ("database", "make it, such as by `createdb`"),
    ("too many clients", "try again, or let the server have more (max_connections)"),
)
"""What to do, by a word of what the server says when it refuses a connection."""
_SAID = 200
"""Characters that are told of what a server says."""


def said_by(url: StoreUrl, error: BaseException) -> str:
    """Return the first line of *error*, which never shows a secret of *url*."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    fatal = [line.partition("FATAL:")[2].strip() for line in lines if "FATAL:" in line]
    return url.without_secrets((fatal or lines or [type(error).__name__])[0])[:_SAID]


def unreachable(url: StoreUrl, error: Exception) -> StoreError:
    """Return what to say where no connection to the store at *url* can be made."""
    said = said_by(url, error)
    for word, hint in _ADVICE:
        if word in said:
            return StoreError(f"the store {url} cannot be reached: {said}", hint)
    return StoreError(
        f"the store {url} cannot be reached: {said}",
        "check that the server runs and that its host and port are right; nothing is lost",
    )


def _of_databases() -> tuple[type[Exception], ...]:
    """Return what databases raise: SQLAlchemy's own as well, where it was loaded at all."""
    if "sqlalchemy" not in sys.modules:
        return (Error,)
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415 - see above

    return (SQLAlchemyError, Error)


def _cause_of(error: BaseException) -> BaseException:
    """Return what psycopg raised, where *error* is what SQLAlchemy made of it."""
    cause = getattr(error, "orig", None)
    return cause if isinstance(cause, BaseException) else error


def is_lost(error: BaseException) -> bool:
    """Tell whether the connection is gone, and with it what was under way."""
    cause = _cause_of(error)
    if isinstance(cause, _LOST):
        return True
    return isinstance(cause, OperationalError) and not cause.sqlstate


def _line(url: StoreUrl, error: Exception) -> StoreError:
    cause = _cause_of(error)
    for kinds, what, hint in _LINES:
        if isinstance(cause, kinds):
            return StoreError(f"the store {url} {what}", hint)
    said = said_by(url, cause)
    if is_lost(error):
        return StoreError(
            f"the connection to the store {url} was lost ({said})",
            "nothing was half saved: try again",
        )
    if isinstance(cause, errors.InsufficientPrivilege):
        return StoreError(
            f"the store {url} does not let you do that: {said}",
            "ask whoever runs the server for the right to it",
        )
    if isinstance(cause, errors.InvalidSchemaName):
        return StoreError(
            f"the store {url} has no schema to be in: {said}", "make the one that search_path names"
        )
    return damaged(url, cause)


def damaged(url: StoreUrl, error: BaseException | None = None) -> StoreError:
    """Return what to say of the store at *url* when it does not hold what was written."""
    said = "" if error is None else f" ({said_by(url, error)})"
    return StoreError(
        f"the store {url} is damaged{said}", "bring it back from a backup of the server"
    )


@contextmanager
def said_by_server(url: StoreUrl) -> Iterator[None]:
    """Raise StoreError for whatever the database at *url* raises inside."""
    try:
        yield
    except _of_databases() as error:
        raise _line(url, error) from error


@contextmanager
def server_errors(url: StoreUrl) -> Iterator[None]:
    """Raise StoreError for whatever the database at *url* raises inside.

    A value that the model cannot take is damage, too: relplan never wrote it.
    """
    try:
        with said_by_server(url):
            yield
    except (ValueError, TypeError, LookupError) as error:
        raise damaged(url, error) from error


@contextmanager
def saving(url: StoreUrl) -> Iterator[None]:
    """Raise StoreError where the connection is lost while all is saved: it may be, or not."""
    try:
        yield
    except _of_databases() as error:
        if not is_lost(error):
            raise
        raise StoreError(
            f"the connection to the store {url} was lost while it saved",
            "see with `relplan log` whether it did before you try again",
        ) from error
