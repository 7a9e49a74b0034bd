"""Dated copies of what people decided, in a folder beside the store.

What was scanned comes back by a scan, so a copy leaves it out: it is small, and can be taken of a
store that is damaged elsewhere.
"""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from relplan.model.copy import Copy, Why
from relplan.store.sqlite.files import beside, make_file, make_folder

KEPT = (
    "alembic_version", "scenario", "decision", "mark", "move", "dismissal", "review_state",
    "answer", "log_step", "log_turn", "review", "review_subject", "review_dependency",
    "review_note", "runbook_tick",
)  # fmt: skip
"""The tables that no scan fills; each stands after those that it points to."""

MOST = {Why.DAILY: 14, Why.UPGRADE: 5, Why.REPLACED: 5}
"""How many copies are kept; the older ones go."""

_BARE = 2
"""Rows in the kept tables while nobody has decided anything: the schema's name and `main`."""
_STAMP = "%Y-%m-%d-%H%M%S"
_UNFINISHED = "unfinished"


def folder_of(store: Path) -> Path:
    """Return the folder of *store*'s copies."""
    return store.with_name(f"{store.name}-copies")


def was_kept(store: Path) -> bool:
    """Tell whether *store* was whole once: whatever stands there now is no new file."""
    return folder_of(store).is_dir()


def keep_from_now_on(store: Path) -> None:
    """Make the folder of *store*'s copies where that is possible. Raises OSError."""
    with where_allowed():
        make_folder(folder_of(store))


@contextmanager
def where_allowed() -> Iterator[None]:
    """Let what is inside end where the copies' folder is not this user's, or may not be written.

    Whose store it is takes the copies; a store that may only be read needs none.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in {errno.EACCES, errno.EPERM, errno.EROFS}:
            raise


def now() -> datetime:
    """Return the moment by which a copy is dated, in local time."""
    return datetime.now().astimezone()


def copies(store: Path) -> tuple[Copy, ...]:
    """Return *store*'s copies, newest first. Raises OSError."""
    if not was_kept(store):
        return ()
    found = (_copy_at(path) for path in folder_of(store).iterdir())
    return tuple(sorted(filter(None, found), key=lambda copy: copy.name, reverse=True))


def newest(store: Path) -> Copy | None:
    """Return the newest copy that was taken of *store* while it could be read."""
    return next((copy for copy in copies(store) if copy.why is not Why.REPLACED), None)


def was_copied_today(store: Path) -> bool:
    """Tell whether this day's copy of *store* has been taken."""
    day = f"{now():%Y-%m-%d}"
    return any(copy.why is Why.DAILY and copy.name.startswith(day) for copy in copies(store))


def is_anything_decided(connection: sqlite3.Connection) -> bool:
    """Tell whether there is anything to copy. Raises sqlite3.Error."""
    counts = (f"SELECT count(*) FROM {name}" for name in _kept(connection))
    return sum(int(connection.execute(count).fetchone()[0]) for count in counts) > _BARE


def take(connection: sqlite3.Connection, store: Path, why: Why) -> None:
    """Copy what people decided, as *connection* sees it.

    *connection* has the only right to write to *store*, so nobody else takes a copy meanwhile.
    Raises OSError and sqlite3.Error.
    """
    folder = folder_of(store)
    make_folder(folder)
    unfinished = folder / _UNFINISHED
    unfinished.unlink(missing_ok=True)  # of a process that was killed
    make_file(unfinished)
    with closing(sqlite3.connect(unfinished)) as copy:
        # Nobody else sees the file before it is whole, so it needs no journal.
        copy.execute("PRAGMA journal_mode = OFF")
        for statement in _schema(connection):
            copy.execute(statement)
        for name in _kept(connection):
            _copy_rows(connection, copy, name)
        copy.commit()
    unfinished.replace(free_place(store, why))
    forget_old(store)


def _kept(connection: sqlite3.Connection) -> list[str]:
    """Return those of the kept tables that the store's schema has."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table'"
    names = {name for (name,) in connection.execute(query)}
    return [name for name in KEPT if name in names]


def _schema(connection: sqlite3.Connection) -> Iterator[str]:
    """Give the statements that make all tables and indices, the scanned ones empty."""
    query = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC, rowid"
    return (statement for (statement,) in connection.execute(query).fetchall())


def _copy_rows(source: sqlite3.Connection, copy: sqlite3.Connection, table: str) -> None:
    rows = source.execute(f"SELECT * FROM {table}")
    places = ", ".join("?" for _ in rows.description)
    copy.executemany(f"INSERT INTO {table} VALUES ({places})", rows)


def free_place(store: Path, why: Why) -> Path:
    """Return where a copy that is taken now goes: never where there is one."""
    at = now()
    while (place := folder_of(store) / f"{at:{_STAMP}}-{why.value}.db").exists():
        at += timedelta(seconds=1)
    return place


def forget_old(store: Path) -> None:
    """Remove the oldest copies of each sort beyond `MOST`. Raises OSError."""
    found = copies(store)
    for why, most in MOST.items():
        for copy in [copy for copy in found if copy.why is why][most:]:
            for path in (copy.path, *beside(copy.path)):
                path.unlink(missing_ok=True)


def decisions_in(copy: Path) -> int | None:
    """Return how many steps the log of *copy* has; None: it cannot be read."""
    uri = f"file:{quote(str(copy.absolute()))}?immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM log_step").fetchone()[0])
    except sqlite3.Error:
        return None


def _copy_at(path: Path) -> Copy | None:
    """Return the copy at *path*, or None where its name is not one that relplan gives."""
    stamp, _, why = path.stem.rpartition("-")
    if path.suffix != ".db" or why not in list(Why):
        return None
    try:
        at = datetime.strptime(stamp, _STAMP).astimezone()
    except ValueError:
        return None
    return Copy(path.stem, path, at, Why(why))
