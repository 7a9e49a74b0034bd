"""The store in a database of a PostgreSQL server, for a team: many read and decide, one scans."""

from typing import TYPE_CHECKING

from relplan.model.errors import StoreError
from relplan.model.store_place import StoreUrl
from relplan.store.database import Database

if TYPE_CHECKING:
    from relplan.store.postgresql.health import ServerLook


def open_database(url: StoreUrl, *, make: bool) -> Database:
    """Open the database at *url*, with its tables brought up to date, or made where *make* says so.

    Raises StoreError where that cannot be done, and where a newer relplan made it.
    """
    _need_psycopg(url)
    from relplan.store.postgresql import opening  # noqa: PLC0415 - with psycopg

    return opening.open_database(url, make=make)


def look_at(url: StoreUrl) -> "ServerLook":
    """Look at the database at *url* without changing anything. Raises StoreError."""
    _need_psycopg(url)
    from relplan.store.postgresql import health  # noqa: PLC0415 - with psycopg

    return health.look_at(url)


def _need_psycopg(url: StoreUrl) -> None:
    try:
        import psycopg  # noqa: F401, PLC0415 - an optional extra
    except ImportError as error:
        raise StoreError(
            f"for the store {url} psycopg is needed: {error}",
            "install it: `pip install 'relplan[postgresql]'`",
        ) from error
