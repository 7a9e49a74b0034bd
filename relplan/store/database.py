"""What the store asks of a database: the one seam between SQLite and PostgreSQL."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

from relplan.store.rows import Rows
from relplan.store.scan_note import ScanNote

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Database(ABC):
    """Each `reading`, `changing` or `writing` is one short transaction. Not for two threads.

    The first two work by a driver alone: SQLAlchemy is loaded where more is written. All of them
    raise StoreError for whatever goes wrong in the database.
    """

    _state: Rows | None = None
    """What `one_state` reads."""

    @contextmanager
    def reading(self) -> Iterator[Rows]:
        """Give what reads one state of the store, whatever others write meanwhile."""
        if self._state is not None:
            yield self._state
            return
        with self._reading() as rows:
            yield rows

    @contextmanager
    def one_state(self) -> Iterator[None]:
        """Let each `reading` inside read the same state of the store."""
        with self.reading() as rows:
            before, self._state = self._state, rows
            try:
                yield
            finally:
                self._state = before

    @abstractmethod
    def _reading(self) -> AbstractContextManager[Rows]:
        """Give what reads, in a transaction of its own."""

    @abstractmethod
    def changing(self) -> AbstractContextManager[Rows]:
        """Give what reads and writes by statements alone, else as `writing` does."""

    @abstractmethod
    def writing(self) -> AbstractContextManager["Connection"]:
        """Give a connection with the only right to write; at the end all is saved, or nothing."""

    @abstractmethod
    def version(self) -> tuple[int, int]:
        """Return what differs whenever somebody else has changed the store; dear to nobody."""

    @abstractmethod
    def check(self) -> None:
        """Look through all of the store. Raises StoreError where it is damaged."""

    @abstractmethod
    def note_scan(self, note: ScanNote) -> None:
        """Tell other processes how far a scan is."""

    @abstractmethod
    def end_scan_note(self, process: int) -> None:
        """Tell other processes that the scan of *process* is over."""

    @abstractmethod
    def scan_note(self, but_of: int) -> ScanNote | None:
        """Return how far the scan of a process that runs is, *but_of* one; None: none scans."""

    @abstractmethod
    def scanning(self, who: str, *, wait: bool) -> AbstractContextManager[None]:
        """Hold what right to scan there is, for *who*; with *wait*, wait for others' scans first.

        Where it is a transaction, others see what is read at its end, all at once; a second scan
        beside it raises StoreError.
        """

    @abstractmethod
    def close(self) -> None:
        """Close all connections."""
