"""Opens the database file and brings its schema up to date."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from relplan.model.errors import StoreError
from relplan.store.errors import primary_code, store_errors

REVISIONS = (
    "0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011",
    "0012", "0013",
)  # fmt: skip
"""Every schema there has been, oldest first. Kept here because asking Alembic takes 0.3 s."""

HEAD = REVISIONS[-1]

BUSY_SECONDS = 5.0
"""How long an action waits for another process's before it gives up."""

_OWNERS_FILE, _OWNERS_FOLDER = 0o600, 0o700
"""What people decide, and why, is nobody else's to read unless they say so."""

_BEGIN = "relplan_begin"


class Database:
    """Connections to one file; each `reading` or `writing` is one short transaction."""

    def __init__(self, path: Path, *, immutable: bool = False) -> None:
        """Say where the file is; *immutable* reads it in a folder that cannot be written."""
        self.path = path
        self._engine = _engine(path, immutable=immutable)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the store, whatever others write meanwhile.

        Raises StoreError for whatever goes wrong in the database.
        """
        with store_errors(self.path), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection that holds the only right to write; all is saved at the end, or none.

        Raises StoreError for whatever goes wrong in the database.
        """
        with store_errors(self.path), self._engine.connect() as connection:
            # A read transaction that turns into a write could lose against another process.
            connection.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
            with connection.begin():
                yield connection

    def use_wal(self) -> None:
        """Let readers and a writer work side by side, where the file system can do that."""
        with store_errors(self.path), self._engine.connect() as connection:
            driver = connection.connection.driver_connection
            if isinstance(driver, sqlite3.Connection):
                _try_wal(driver)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def _engine(path: Path, *, immutable: bool) -> Engine:
    uri = f"file:{quote(str(path.absolute()))}?" + ("immutable=1" if immutable else "mode=rwc")

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, check_same_thread=False)

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where `_begin` says, and only there
    connection.execute("PRAGMA foreign_keys = ON")
    (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    # NORMAL cannot corrupt a store in WAL mode; with a rollback journal only FULL is safe.
    connection.execute(f"PRAGMA synchronous = {'NORMAL' if mode == 'wal' else 'FULL'}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))


def _try_wal(connection: sqlite3.Connection) -> None:
    try:
        (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
    except sqlite3.OperationalError:
        return  # a network disk, or somebody at work: the rollback journal is slower, and right
    if mode == "wal":
        connection.execute("PRAGMA synchronous = NORMAL")


def open_database(path: Path) -> Database:
    """Open the database at *path*, with its folder and its tables made or brought up to date.

    Raises StoreError where that cannot be done, and where a newer relplan made it.
    """
    with store_errors(path):
        _prepare_place(path)
    database = _reachable(path)
    try:
        _bring_up_to_date(database)
    except BaseException:
        database.close()
        raise
    return database


def _prepare_place(path: Path) -> None:
    if path.is_dir():
        raise StoreError(
            f"the store {path} is a folder",
            "name a file with RELPLAN_STORE, or move the folder away",
        )
    if path.exists():
        return
    folder = path.parent
    folder.mkdir(_OWNERS_FOLDER, exist_ok=True)
    ignore = folder / ".gitignore"
    if folder.name == ".relplan" and not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
    with suppress(FileExistsError):  # another process was faster
        # SQLite would make it readable for all, and its -wal and -shm are as open as it is.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, _OWNERS_FILE))


def _reachable(path: Path) -> Database:
    """Open *path*, in a folder that cannot be written as a file that nobody changes."""
    database = Database(path)
    try:
        with database.reading() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
    except StoreError as error:
        database.close()
        cannot_open = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
        cause = error.__cause__
        if not isinstance(cause, DBAPIError) or primary_code(cause) not in cannot_open:
            raise
        wal = path.with_name(path.name + "-wal")
        if not path.exists() or (wal.exists() and wal.stat().st_size):
            raise  # what stands in the WAL would be missed
        return Database(path, immutable=True)
    return database


def _bring_up_to_date(database: Database) -> None:
    with database.reading() as connection:
        if _revision(connection, database.path) == HEAD:
            return
    _close_to_others(database.path)
    database.use_wal()
    with database.writing() as connection:
        # Another process may have been faster.
        if _revision(connection, database.path) != HEAD:
            _migrate(connection)


def _close_to_others(path: Path) -> None:
    """Make a file of an earlier relplan its owner's alone, once: whoever opens it again may."""
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        with suppress(FileNotFoundError, PermissionError):  # it may be somebody else's
            path.with_name(name).chmod(_OWNERS_FILE)


def _revision(connection: Connection, path: Path) -> str:
    """Return the schema that the file has; empty: the file is new."""
    names = {
        name
        for (name,) in connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        )
    }
    if not names:
        return ""
    found = (
        connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        if "alembic_version" in names
        else None
    )
    if found is None:
        raise StoreError(
            f"the store {path} is another program's database",
            "name another place with RELPLAN_STORE, or move the file away",
        )
    if found not in REVISIONS:
        raise StoreError(
            f"the store {path} was made by a newer relplan (schema {found}, this one knows {HEAD})",
            "upgrade relplan",
        )
    return str(found)


def _migrate(connection: Connection) -> None:
    # Imported here: Alembic takes 0.3 s, and a store is made or upgraded once.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "relplan.store:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
