"""Connections to a database of a PostgreSQL server."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import psycopg

from relplan.model.errors import StoreError
from relplan.model.store_place import StoreUrl
from relplan.store.database import Database
from relplan.store.postgresql import connecting
from relplan.store.postgresql.errors import said_by_server, saving, server_errors
from relplan.store.postgresql.watching import CHANGED, SCANNING, Watch
from relplan.store.rows import Rows, for_psycopg, rows_of
from relplan.store.scan_note import ScanNote, text_of

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_SAY = "SELECT pg_notify(%s, coalesce(current_schema(), '') || ' ' || %s)"
_PROCESS = os.urandom(8).hex()


class PostgresqlDatabase(Database):
    """One connection reads and listens, another one writes, once anything is written."""

    def __init__(self, url: StoreUrl) -> None:
        """Say where the database is."""
        self.url = url
        self._own = os.urandom(8).hex()
        self._idle: psycopg.Connection | None = None
        """Open, and in no transaction."""
        self._watch: Watch | None = None
        self._watches = 0
        self._engine: Engine | None = None
        self._scan: Connection | None = None
        """In its transaction all is read and written while this store scans."""
        self._noting: psycopg.Connection | None = None

    @contextmanager
    def _reading(self) -> Iterator[Rows]:
        with server_errors(self.url):
            connection = self._begun(connecting.READ)
            with self._kept_if_whole(connection):
                yield Rows(for_psycopg(connection.execute))
                connection.execute("COMMIT")

    @contextmanager
    def changing(self) -> Iterator[Rows]:
        """Give what reads and writes by statements alone, else as `writing` does."""
        if self._scan is not None:
            with server_errors(self.url), self._scan.begin_nested():
                yield rows_of(self._scan)
            return
        with server_errors(self.url):
            connection = self._begun(connecting.write())
            with self._kept_if_whole(connection):
                connection.execute(_SAY, (CHANGED, self._own))
                many = for_psycopg(connection.cursor().executemany)
                yield Rows(for_psycopg(connection.execute), many)
                with saving(self.url):
                    connection.execute("COMMIT")

    @contextmanager
    def writing(self) -> Iterator["Connection"]:
        """Give a connection with the only right to decide; at the end all is saved, or nothing."""
        if self._scan is not None:
            with server_errors(self.url), self._scan.begin_nested():
                yield self._scan
            return
        with server_errors(self.url), self._written(connecting.write()) as connection:
            yield connection

    @contextmanager
    def scanning(self, who: str, *, wait: bool) -> Iterator[None]:
        """Let all that is written inside be one transaction, beside decisions and other readers."""
        with self._written(connecting.SCAN) as connection:
            name = f"relplan: {who} scans"
            connection.exec_driver_sql("SELECT set_config('application_name', %s, true)", (name,))
            allowed = connection.exec_driver_sql(f"SELECT {connecting.TRY_TO_SCAN}").scalar()
            if not allowed and not wait:
                whose = self._who_scans(connection)
                raise StoreError(
                    f"a scan into the store {self.url} is under way ({whose})",
                    "wait for what it finds, or scan after it with `relplan scan --wait`",
                )
            if not allowed:
                connection.exec_driver_sql(f"SELECT {connecting.LOCK_TO_SCAN}")
            before, self._state = self._state, rows_of(connection)
            self._scan = connection
            try:
                yield
            finally:
                self._scan, self._state = None, before

    @staticmethod
    def _who_scans(connection: "Connection") -> str:
        name = connection.exec_driver_sql(connecting.WHO_SCANS).scalar() or "somebody scans"
        return str(name).removeprefix("relplan: ")

    @contextmanager
    def _written(self, begin: str) -> Iterator["Connection"]:
        with said_by_server(self.url):
            self._engine = self._engine or _engine(self.url)
            with self._engine.connect() as connection:
                connection.exec_driver_sql(begin)
                connection.exec_driver_sql(_SAY, (CHANGED, self._own))
                yield connection
                with saving(self.url):
                    connection.commit()

    def _begun(self, begin: str) -> psycopg.Connection:
        """Return a connection on which *begin* was done."""
        kept, self._idle = self._idle, None
        if kept is not None:
            try:
                kept.execute(begin)
            except psycopg.OperationalError as error:
                kept.close()
                if error.sqlstate and not isinstance(error, psycopg.errors.AdminShutdown):
                    raise
                # The server was started anew since: nothing was under way.
            else:
                return kept
        made = connecting.connect(self.url)
        try:
            made.execute(begin)
        except BaseException:
            made.close()
            raise
        return made

    @contextmanager
    def _kept_if_whole(self, connection: psycopg.Connection) -> Iterator[None]:
        try:
            yield
        except BaseException:
            connection.close()  # what is left of its transaction goes with it
            raise
        if self._idle is None:
            self._idle = connection
        else:
            connection.close()

    def version(self) -> tuple[int, int]:
        """Return what differs whenever somebody else has changed the store; dear to nobody."""
        watch = self._looked()
        return self._watches, watch.changes

    def _looked(self) -> Watch:
        with server_errors(self.url):
            if self._watch is not None and self._watch.connection is self._idle:
                with suppress(psycopg.OperationalError):
                    self._watch.look()
                    return self._watch
            # What was said in between is missed: whoever looks takes it for changed.
            self._watches += 1
            kept = self._begun("BEGIN READ ONLY; COMMIT")
            self._idle = kept
            self._watch = Watch(kept, self._own, f"{_PROCESS}{os.getpid()}")
            return self._watch

    def check(self) -> None:
        """Ask for an answer: what a server holds it keeps whole itself."""
        with self.reading() as rows:
            rows.first("SELECT 1")

    def note_scan(self, note: ScanNote) -> None:
        """Tell whoever listens; that nobody can be told stops no scan."""
        self._say_scan(text_of(note))

    def end_scan_note(self, process: int) -> None:
        """Tell whoever listens."""
        self._say_scan("")
        if self._noting is not None:
            self._noting.close()
            self._noting = None

    def _say_scan(self, text: str) -> None:
        with suppress(psycopg.Error, StoreError):
            if self._noting is None or self._noting.closed:
                self._noting = connecting.connect(self.url)
            self._noting.execute(_SAY, (SCANNING, f"{_PROCESS}{os.getpid()} {text}"))

    def scan_note(self, but_of: int) -> ScanNote | None:
        """Return how far the scan of another process is; None: none scans."""
        watch = self._looked()
        if watch.note is not None:
            with self.reading() as rows:
                if not rows.all(connecting.WHO_SCANS):
                    watch.note = None  # it was killed
        return watch.note

    def close(self) -> None:
        """Close all connections."""
        for connection in (self._idle, self._noting):
            if connection is not None:
                connection.close()
        self._idle = self._noting = self._watch = None
        if self._engine is not None:
            self._engine.dispose()


def _engine(url: StoreUrl) -> "Engine":
    from sqlalchemy import create_engine  # noqa: PLC0415 - where more is written than read

    from relplan.store.postgresql.dialect import NAME  # noqa: PLC0415

    return create_engine(
        f"{NAME}://",
        creator=lambda: connecting.connect(url),
        pool_size=1,
        pool_pre_ping=True,  # the server may have been started anew since
        paramstyle="format",
        use_native_hstore=False,
    )
