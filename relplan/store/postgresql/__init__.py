"""The store in a database of a PostgreSQL server, for a team: many read and decide, one scans."""

from relplan.model.errors import StoreError
from relplan.model.store_place import StoreUrl
from relplan.store.database import Database


def open_database(url: StoreUrl, *, make: bool) -> Database:
    """Open the database at *url*, with its tables brought up to date, or made where *make* says so.

    Raises StoreError where that cannot be done, and where a newer relplan made it.
    """
    try:
        import psycopg  # noqa: F401, PLC0415 - an optional extra
    except ImportError as error:
        raise StoreError(
            f"for the store {url} psycopg is needed: {error}",
            "install it: `pip install 'relplan[postgresql]'`",
        ) from error
    from relplan.store.postgresql import opening  # noqa: PLC0415 - see above

    return opening.open_database(url, make=make)
