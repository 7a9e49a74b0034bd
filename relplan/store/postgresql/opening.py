"""Opens a database of a server: its tables are made where there are none, brought up to date else.

Both happen in one transaction: whoever looks meanwhile waits, and what fails leaves all as it was.
"""

from relplan.model.errors import StoreError
from relplan.model.store_place import StoreUrl
from relplan.store import schema
from relplan.store.postgresql.database import PostgresqlDatabase
from relplan.store.postgresql.errors import damaged
from relplan.store.rows import Rows, rows_of

_TABLES = "SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = current_schema()"


def open_database(url: StoreUrl, *, make: bool) -> PostgresqlDatabase:
    """Open the database at *url*, with its tables brought up to date, or made with *make*."""
    database = PostgresqlDatabase(url)
    try:
        with database.reading() as rows:
            found = _revision(rows, url, empty_is_new=make)
        if found != schema.HEAD:
            _upgrade(database)
    except BaseException:
        database.close()
        raise
    return database


def revision_of(rows: Rows, url: StoreUrl) -> str:
    """Return the schema that the database at *url* has; empty: it has no tables yet."""
    return _revision(rows, url, empty_is_new=True)


def _upgrade(database: PostgresqlDatabase) -> None:
    # Alembic takes 0.3 s to load, and nobody is to wait for that.
    import alembic.command  # noqa: F401, PLC0415

    with database.writing() as connection:
        rows = rows_of(connection)
        # Another process may have been faster.
        if _revision(rows, database.url, empty_is_new=True) != schema.HEAD:
            _refuse_other_encodings(rows, database.url)
            schema.migrate(connection)


def _revision(rows: Rows, url: StoreUrl, *, empty_is_new: bool) -> str:
    """Return the schema that the database has; empty: it has no tables yet."""
    names = set(rows.column(_TABLES))
    if not names and empty_is_new:
        return ""
    if not names:
        raise StoreError(f"there is no store in {url}", "name one that is there")
    if not schema.is_store(names):
        raise StoreError(
            f"the store {url} is another program's database",
            "make one for relplan, such as by `createdb relplan`, or a schema:"
            " ?options=-csearch_path%3Drelplan",
        )
    found = schema.revision(rows, names, url)
    if found is None:
        raise damaged(url)
    return found


def _refuse_other_encodings(rows: Rows, url: StoreUrl) -> None:
    encoding = rows.first("SHOW server_encoding")[0]
    if encoding != "UTF8":
        raise StoreError(
            f"the store {url} cannot hold all text: its database is in {encoding}",
            "make one in UTF-8: `createdb --encoding UTF8 --template template0`",
        )
