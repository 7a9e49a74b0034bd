"""Puts a copy in the place of the store."""

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from relplan.model.copy import Copy, Why
from relplan.model.errors import StoreError
from relplan.store.sqlite import copies
from relplan.store.sqlite.database import Access, SqliteDatabase
from relplan.store.sqlite.errors import DamagedError, blames_the_file, is_in_use, store_errors
from relplan.store.sqlite.files import beside, make_file, make_folder
from relplan.store.sqlite.opening import bring_up_to_date


def restore(store: Path, copy: Copy) -> Path | None:
    """Put *copy* in the place of *store*, in the newest schema.

    What stood there is kept as one more copy, damaged or not; return where, or None where nothing
    did. Raises StoreError where the copy is damaged or was made by a newer relplan, where another
    process has the store open, and for whatever else goes wrong: the store is then as it was.
    """
    fresh = copies.folder_of(store) / "restored"
    with store_errors(store):
        make_folder(fresh.parent)
        _remove(fresh)  # of a process that was killed
        try:
            _read(copy, fresh)
            _wait_for_others(store)
            kept = _set_aside(store)
            for last_words in beside(store):  # they are of what is replaced, and kept with it
                last_words.unlink(missing_ok=True)
            fresh.replace(store)
        finally:
            _remove(fresh)
        copies.forget_old(store)
    return kept


def _read(copy: Copy, fresh: Path) -> None:
    """Make a store of *copy* in the file *fresh*."""
    make_file(fresh)
    try:
        with closing(sqlite3.connect(copy.path)) as source, closing(sqlite3.connect(fresh)) as new:
            source.backup(new)
        database = SqliteDatabase(fresh)
        try:
            bring_up_to_date(database, empty_is_new=False, copying=False)
            database.use_wal()
            database.check()
        finally:
            database.close()
    except (sqlite3.Error, DamagedError) as error:
        if not blames_the_file(error):
            raise
        raise StoreError(
            f"the copy {copy.path} is damaged",
            "restore another one of `relplan store copies`; the store is as it was",
        ) from error


def _wait_for_others(store: Path) -> None:
    """Raise StoreError where another process has the store open: it would go on with the old."""
    if not store.exists() or not store.stat().st_size:
        return
    database = SqliteDatabase(store, Access.ALONE)
    try:
        with database.writing(copying=False):
            pass
    except StoreError as error:
        if is_in_use(error):
            raise
        # Whatever else is wrong with it, it is to be replaced.
    finally:
        database.close()


def _set_aside(store: Path) -> Path | None:
    if not store.exists():
        return None
    place = copies.free_place(store, Why.REPLACED)
    _copy_file(store, place)
    with suppress(FileNotFoundError):
        _copy_file(beside(store)[0], beside(place)[0])
    return place


def _copy_file(file: Path, place: Path) -> None:
    with file.open("rb") as source:
        make_file(place)
        with place.open("wb") as target:
            shutil.copyfileobj(source, target)
            target.flush()
            os.fsync(target.fileno())


def _remove(path: Path) -> None:
    for file in (path, *beside(path)):
        file.unlink(missing_ok=True)
