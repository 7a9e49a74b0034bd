"""Connections to the store's file."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from relplan.model.copy import Why
from relplan.store.database import Database
from relplan.store.rows import Rows
from relplan.store.scan_note import ScanNote
from relplan.store.sqlite import copies, noting
from relplan.store.sqlite.errors import damaged, store_errors

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_LOOK_EVERY = 0.2
"""Seconds between two looks whether another scan is over."""
BUSY_SECONDS = 5.0
"""How long an action waits for another process's before it gives up."""


class Access(Enum):
    """How the file is opened, the best way first."""

    SHARED = "mode=rwc"
    """Side by side with other processes, over a file beside it that tells who reads what."""
    ALONE = "mode=rw"
    """Nobody else meanwhile: needs no such file, and so no room for it on a full disk."""
    UNCHANGED = "immutable=1"
    """As a file that nobody changes, in a folder that cannot be written."""


class SqliteDatabase(Database):
    """Connections to one file."""

    def __init__(self, path: Path, access: Access = Access.SHARED) -> None:
        """Say where the file is, and how to open it."""
        self.path = path
        self._access = access
        self._idle: list[sqlite3.Connection] = []
        """Open, and in no transaction. Whoever keeps all others out keeps no connection."""
        self._asked: sqlite3.Connection | None = None
        """Which `version` asks until something is written; then the engine takes it over."""
        self._engine: Engine | None = None
        self._copied_on: date | None = None

    @contextmanager
    def _reading(self) -> Iterator[Rows]:
        with store_errors(self.path), self._transaction("BEGIN") as connection:
            yield Rows(connection.execute)

    @contextmanager
    def writing(self, *, copying: bool = True) -> Iterator["Connection"]:
        """Give a connection that holds the only right to write; all is saved at the end, or none.

        The first time on a day, with *copying*, what people decided until then is copied before.
        Raises StoreError for whatever goes wrong in the database, or with the copy.
        """
        with store_errors(self.path):
            if self._engine is None:
                self._engine = _engine(self._connect_to_write, self._access)
            # A read transaction that turns into a write could lose against another process.
            with self._engine.begin() as connection:
                if copying:
                    self._copy_once_a_day(driver_of(connection))
                yield connection

    @contextmanager
    def changing(self) -> Iterator[Rows]:
        """Give what reads and writes by statements alone, else as `writing` does.

        It loads no SQLAlchemy, which takes longer than to write what a scan of a year has read.
        """
        if self._engine is not None:
            with self.writing() as made:
                driver = driver_of(made)
                yield Rows(driver.execute, driver.executemany)
            return
        with store_errors(self.path):
            connection = self._connect_to_write()
            try:
                connection.execute("BEGIN IMMEDIATE")
                self._copy_once_a_day(connection)
                yield Rows(connection.execute, connection.executemany)
                connection.execute("COMMIT")
            except BaseException:
                connection.close()
                raise
            if self._access is Access.ALONE or self._asked is not None:
                connection.close()
            else:
                self._asked = connection  # what it wrote is nobody else's change

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        try:
            connection = self._idle.pop()  # another thread may take the last one meanwhile
        except IndexError:
            connection = self._connect()
        try:
            connection.execute(begin)
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            connection.close()  # what is left of its transaction goes with it
            raise
        if self._access is Access.ALONE:
            connection.close()
        else:
            self._idle.append(connection)

    def _connect(self) -> sqlite3.Connection:
        uri = f"file:{quote(str(self.path.absolute()))}?{self._access.value}"
        made = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, check_same_thread=False)
        try:
            if self._access is Access.ALONE:
                made.execute("PRAGMA locking_mode = EXCLUSIVE")
            _prepare(made)
        except BaseException:
            made.close()
            raise
        return made

    def _connect_to_write(self) -> sqlite3.Connection:
        """Return the connection that `version` asked, for it is not to count what is written."""
        asked, self._asked = self._asked, None
        return asked or self._connect()

    def _copy_once_a_day(self, driver: sqlite3.Connection) -> None:
        today = copies.now().date()
        if self._copied_on == today:
            return
        with copies.where_allowed():
            if not copies.was_copied_today(self.path):
                if not copies.is_anything_decided(driver):
                    return
                # No copy of a damaged store drives out a good one.
                check(Rows(driver.execute), self.path)
                copies.take(driver, self.path, Why.DAILY)
            self._copied_on = today

    def use_wal(self) -> None:
        """Let readers and a writer work side by side, where the file system can do that."""
        with store_errors(self.path), closing(self._connect()) as connection:
            _try_wal(connection)

    def version(self) -> tuple[int, int]:
        """Return what differs whenever somebody else has changed the file; dear to nobody.

        SQLite counts for each connection the changes that were not made over it. A file that
        nobody else can change meanwhile is always the same.
        """
        if self._access is not Access.SHARED:
            return 0, 0
        with store_errors(self.path):
            if self._engine is not None:
                with self._engine.connect() as connection:
                    return _version(driver_of(connection))
            self._asked = self._asked or self._connect()
            return _version(self._asked)

    def check(self) -> None:
        """Look through all of the file. Raises StoreError where something is not as it should be.

        It takes as long as reading all of the store.
        """
        with self.reading() as rows:
            check(rows, self.path)

    def note_scan(self, note: ScanNote) -> None:
        """Leave *note* beside the file."""
        noting.write(self.path, note)

    def end_scan_note(self, process: int) -> None:
        """Take the note of *process* away."""
        noting.remove(self.path, process)

    def scan_note(self, but_of: int) -> ScanNote | None:
        """Return the note beside the file whose process runs."""
        note = noting.read(self.path)
        return None if note is None or note.process == but_of else note

    @contextmanager
    def scanning(self, who: str, *, wait: bool) -> Iterator[None]:
        """Wait for others' scans where that is asked for; two of them at once do no harm.

        Nothing is held: a transaction as long as a scan would keep all others from deciding.
        """
        while wait and self.scan_note(os.getpid()) is not None:
            time.sleep(_LOOK_EVERY)
        yield

    def close(self) -> None:
        """Close all connections."""
        while self._idle:
            self._idle.pop().close()
        if self._asked is not None:
            self._asked.close()
            self._asked = None
        if self._engine is not None:
            self._engine.dispose()


def _engine(connect: Callable[[], sqlite3.Connection], access: Access) -> "Engine":
    from sqlalchemy import create_engine, event  # noqa: PLC0415 - see Database
    from sqlalchemy.pool import NullPool, QueuePool  # noqa: PLC0415

    # Whoever keeps all others out does so for one transaction, not as long as a pool lives.
    pool = NullPool if access is Access.ALONE else QueuePool
    engine = create_engine("sqlite://", creator=connect, poolclass=pool)
    event.listen(engine, "begin", lambda made: made.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _prepare(connection: sqlite3.Connection) -> None:
    connection.isolation_level = None  # transactions begin where it is said, and only there
    connection.execute("PRAGMA foreign_keys = ON")
    (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    _wait_for_the_disk(connection, mode)


def _wait_for_the_disk(connection: sqlite3.Connection, mode: str) -> None:
    """Let a power cut damage nothing: NORMAL is enough in WAL mode, only FULL with a journal."""
    connection.execute(f"PRAGMA synchronous = {'NORMAL' if mode == 'wal' else 'FULL'}")


def check(rows: Rows, path: Path) -> None:
    """Raise StoreError where the database that *rows* are read from is not whole."""
    whole = rows.column("PRAGMA integrity_check(1)") == ["ok"]
    if not whole or rows.first("PRAGMA foreign_key_check") is not None:
        raise damaged(path)


def _version(connection: sqlite3.Connection) -> tuple[int, int]:
    (version,) = connection.execute("PRAGMA data_version").fetchone()
    return id(connection), int(version)


def driver_of(connection: "Connection") -> sqlite3.Connection:
    """Return what SQLAlchemy's *connection* works by."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - `_connect` makes no others
    return driver


def _try_wal(connection: sqlite3.Connection) -> None:
    try:
        (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
    except sqlite3.OperationalError:
        return  # a network disk, or somebody at work: the rollback journal is slower, and right
    _wait_for_the_disk(connection, mode)
