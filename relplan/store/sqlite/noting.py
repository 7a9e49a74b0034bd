"""The note beside the store that a scan is under way.

One that a process left behind when it died is told by the process's number.
"""

import os
import time
from contextlib import suppress
from pathlib import Path

from relplan.store.scan_note import ScanNote, note_of, text_of

_LARGEST = 4096
"""Bytes; a note is short, and reading whatever stands there could take for ever."""
_OLDEST = 600.0
"""Seconds for which a note holds where a process cannot be asked whether it runs."""


def note_path(store: Path) -> Path:
    """Return where the note about the scan into *store* stands."""
    return store.with_name(f"{store.name}-scanning")


def write(store: Path, note: ScanNote) -> None:
    """Write *note* down, in the place of the one before; where that cannot be done, leave it."""
    path = note_path(store)
    beside = path.with_name(f"{path.name}.{note.process}")
    with suppress(OSError):
        beside.write_text(text_of(note), encoding="utf-8")
        beside.replace(path)


def remove(store: Path, process: int) -> None:
    """Take the note of *process* away; another's stays."""
    note = _read(note_path(store))
    if note is not None and note.process == process:
        with suppress(OSError):
            note_path(store).unlink()


def read(store: Path) -> ScanNote | None:
    """Return the note of a scan into *store* that is under way; None: there is none."""
    path = note_path(store)
    note = _read(path)
    return note if note is not None and _runs(note.process, path) else None


def _read(path: Path) -> ScanNote | None:
    try:
        with path.open("rb") as stream:
            return note_of(stream.read(_LARGEST))
    except OSError:
        return None


def _runs(process: int, path: Path) -> bool:
    if os.name == "nt":  # there, to ask a process means to end it
        with suppress(OSError):
            return time.time() - path.stat().st_mtime < _OLDEST
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # it runs, and is somebody else's
    return True
