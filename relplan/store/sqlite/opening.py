"""Opens the store's file: made where there is none, brought up to date where it is older."""

from pathlib import Path

from relplan.model.copy import Why
from relplan.model.errors import StoreError
from relplan.store import schema
from relplan.store.rows import Rows
from relplan.store.sqlite import copies
from relplan.store.sqlite.database import Access, SqliteDatabase, driver_of
from relplan.store.sqlite.errors import blames_the_place, damaged, store_errors
from relplan.store.sqlite.files import beside, close_to_others, prepare_place


def open_database(path: Path, *, make: bool = True) -> SqliteDatabase:
    """Open the database at *path*, with its folder and its tables made or brought up to date.

    Raises StoreError where that cannot be done, where a newer relplan made it, and without *make*
    where there is none.
    """
    if not make and not path.exists():
        raise StoreError(f"there is no store in {path}", "name one that is there")
    with store_errors(path):
        is_new = prepare_place(path) or not copies.was_kept(path)
    database = _reachable(path)
    try:
        bring_up_to_date(database, empty_is_new=is_new)
    except BaseException:
        database.close()
        raise
    return database


def _reachable(path: Path) -> SqliteDatabase:
    """Open *path* in the best way that its disk and its folder let it be read."""
    ways = [Access.SHARED, Access.ALONE]
    wal, _ = beside(path)
    if not wal.exists() or not wal.stat().st_size:  # else its last words would be missed
        ways.append(Access.UNCHANGED)
    refusals: list[StoreError] = []
    for access in ways:
        database = SqliteDatabase(path, access)
        try:
            with database.reading() as rows:
                rows.first("SELECT count(*) FROM sqlite_master")
        except StoreError as error:
            database.close()
            refusals.append(error)
            if not blames_the_place(error):
                break
        else:
            return database
    raise refusals[0]


def bring_up_to_date(database: SqliteDatabase, *, empty_is_new: bool, copying: bool = True) -> None:
    """Give the file the newest schema; with *copying*, what people decided is copied before.

    Raises StoreError where it is no store, was made by a newer relplan, or is empty and not to be.
    """
    with database.reading() as rows:
        found = _revision(rows, database.path, empty_is_new=empty_is_new)
    if found == schema.HEAD:
        return
    close_to_others(database.path)
    database.use_wal()
    if not found:
        with database.changing() as rows:
            # Another process may have been faster.
            found = _revision(rows, database.path, empty_is_new=empty_is_new) or _make(rows)
    if found != schema.HEAD:
        _upgrade(database, copying=copying)
    if copying:
        with store_errors(database.path):
            copies.keep_from_now_on(database.path)


def _make(rows: Rows) -> str:
    """Make the newest schema at once: by Alembic's steps it takes a quarter of a second."""
    script = Path(__file__).with_name("newest.sql").read_text("utf-8")
    for statement in script.split(";\n"):
        rows.run(statement)
    return schema.HEAD


def _upgrade(database: SqliteDatabase, *, copying: bool) -> None:
    # Alembic takes 0.3 s to load: a store is upgraded once, and nobody is to wait for that.
    import alembic.command  # noqa: F401, PLC0415

    with database.writing(copying=False) as connection:
        rows = Rows(driver_of(connection).execute)
        # Another process may have been faster.
        if _revision(rows, database.path, empty_is_new=False) != schema.HEAD:
            if copying and copies.is_anything_decided(driver_of(connection)):
                copies.take(driver_of(connection), database.path, Why.UPGRADE)
            schema.migrate(connection)


def _revision(rows: Rows, path: Path, *, empty_is_new: bool) -> str:
    """Return the schema that the file has; empty: the file is new."""
    names = set(rows.column("SELECT name FROM sqlite_master WHERE type = 'table'"))
    if not names and empty_is_new:
        return ""
    if not schema.is_store(names):
        if not names or copies.was_kept(path):
            raise damaged(path)
        raise StoreError(
            f"the store {path} is another program's database",
            "name another place with RELPLAN_STORE, or move the file away",
        )
    found = schema.revision(rows, names, path)
    if found is None:
        raise damaged(path)
    return found
