"""Tells other windows how far a scan is, by a note beside the store."""

import os
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from time import monotonic

from relplan.store import Store
from relplan.store.scan_note import ScanNote

_EVERY = 0.2
"""Seconds between two notes."""


class UnderWay:
    """Writes the note while the scan goes on, and takes it away; a context manager."""

    def __init__(
        self, store: Store, who: str, total: int, then: Callable[[str, str], None] | None
    ) -> None:
        """Note in *store* how far *who* is with *total* repositories, and hand it on to *then*."""
        self._store, self._who, self._total, self._then = store, who, total, then
        self._met: set[str] = set()
        self._noted = -_EVERY
        self._lock = Lock()

    def __enter__(self) -> "UnderWay":
        self._note("", "reading the repositories")
        return self

    def __exit__(self, *_: object) -> None:
        self._store.end_scan_note(os.getpid())

    def __call__(self, repository: str, doing: str) -> None:
        """Take note of what is done to *repository*; called from several threads."""
        with self._lock:
            self._met.add(repository)
            if monotonic() - self._noted >= _EVERY:
                self._note(Path(repository).name, doing)
        if self._then is not None:
            self._then(repository, doing)

    def _note(self, repository: str, doing: str) -> None:
        self._noted = monotonic()
        met = min(len(self._met), self._total)
        note = ScanNote(os.getpid(), self._who, repository, doing, met, self._total)
        self._store.note_scan(note)
