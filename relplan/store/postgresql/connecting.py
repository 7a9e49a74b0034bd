"""Makes connections to a server, and says what goes with them to it."""

import os
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from relplan.model.store_place import StoreUrl
from relplan.store.postgresql.errors import unreachable

_UNLESS_SAID = {
    "connect_timeout": 10,
    "application_name": "relplan",
    # So that a network that is gone is noticed within a minute.
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}
"""What is asked of a connection where neither the URL nor libpq's environment says otherwise."""
_ENVIRONMENT = {"connect_timeout": "PGCONNECT_TIMEOUT", "application_name": "PGAPPNAME"}


def connect(url: StoreUrl) -> psycopg.Connection:
    """Return a new connection, on which a transaction begins where it is said, and only there.

    Raises StoreError where the server cannot be reached, or does not let this user in.
    """
    try:
        said = conninfo_to_dict(url.whole)
        more: dict[str, Any] = {
            name: value
            for name, value in _UNLESS_SAID.items()
            if name not in said and _ENVIRONMENT.get(name, "") not in os.environ
        }
        return psycopg.connect(url.whole, autocommit=True, client_encoding="utf8", **more)
    except (psycopg.Error, UnicodeError, ValueError) as error:
        raise unreachable(url, error) from error


LOCK_SECONDS = 5.0
"""How long an action waits for another process's before it gives up."""
_WRITING, _SCANNING = 1, 2
_SCHEMA = "hashtext('relplan ' || coalesce(current_schema(), ''))"
"""A database holds several stores in schemas of their own: each has its own locks."""

READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
LOCK_TO_SCAN = f"pg_advisory_xact_lock({_SCHEMA}, {_SCANNING})"
TRY_TO_SCAN = f"pg_try_advisory_xact_lock({_SCHEMA}, {_SCANNING})"
WHO_SCANS = (
    "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
    " WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2"
    f" AND l.classid::bigint = ({_SCHEMA}::bigint & 4294967295) AND l.objid = {_SCANNING}"
    " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


def write() -> str:
    """Return what begins a transaction that holds the only right to decide.

    With the lock first, and each statement of what was saved by then, writers go one by one.
    """
    return (
        "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;"
        f" SET LOCAL lock_timeout = '{LOCK_SECONDS}s';"
        # Whoever goes to sleep with the lock in hand does not keep all others waiting.
        " SET LOCAL idle_in_transaction_session_timeout = '60s';"
        f" SELECT pg_advisory_xact_lock({_SCHEMA}, {_WRITING})"
    )


SCAN = (
    "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL lock_timeout = 0;"
    " SET LOCAL idle_in_transaction_session_timeout = 0"  # it waits for git
)
