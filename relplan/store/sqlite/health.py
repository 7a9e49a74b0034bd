"""Looks at the store's file without making, upgrading or changing it."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from relplan.store.sqlite.errors import store_errors


@dataclass(frozen=True, slots=True)
class FileLook:
    """What was seen of the store's file."""

    schema: str
    """The step that it is at; empty: it is none."""
    bytes: int
    decisions: int
    is_being_written: bool


def look_at(path: Path) -> FileLook | None:
    """Look at the store in the file *path*; None: there is none. Raises StoreError."""
    with store_errors(path):
        if not path.exists():
            return None
        # Whoever may not write finds no lock.
        with closing(
            sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True, timeout=0)
        ) as db:
            tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
            if not {"alembic_version", "decision"} <= tables:
                return FileLook("", path.stat().st_size, 0, is_being_written=False)
            (step,) = db.execute("SELECT version_num FROM alembic_version").fetchone() or ("",)
            (decisions,) = db.execute("SELECT count(*) FROM decision").fetchone()
            return FileLook(str(step), path.stat().st_size, decisions, _is_being_written(db))


def _is_being_written(db: sqlite3.Connection) -> bool:
    try:
        db.execute("BEGIN IMMEDIATE")
        db.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        return "locked" in str(error)
    return False
