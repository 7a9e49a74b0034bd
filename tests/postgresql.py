"""A PostgreSQL server for the tests: one for all processes of a run, gone when the run is."""

import fcntl
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from select import select
from typing import Any

import pytest

from relplan.model.store_place import StorePlace, StoreUrl, place_of
from relplan.store import Store

NEEDED = "RELPLAN_TESTS_NEED_POSTGRESQL"
"""Set where a test that has no server is to fail, and not to be skipped."""
TEMPLATE = "relplan"
"""The database in which a store was made, and nothing else."""
QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "listen_addresses=")
"""Settings of a server that may forget what was said last, when it is killed."""
SAFE = ("fsync=off", "listen_addresses=")
"""Settings of one that forgets nothing then."""
_ROOM = ("max_connections=100", "shared_buffers=32MB", "logging_collector=off")


def programs() -> Path | None:
    """Return the folder of the server's programs, where they are installed."""
    found = shutil.which("initdb")
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda at: int(at.parent.name))
    return Path(found).resolve().parent if found else next(iter(places[::-1]), None)


def _user() -> dict[str, Any]:
    """Return whose the server is: it refuses to be root's."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


class Server:
    """A server on a socket in a folder, whose only user may do everything."""

    def __init__(self, folder: Path, bin_: Path, settings: Sequence[str] = QUICK) -> None:
        self.folder, self.bin, self.settings = folder, bin_, settings

    @classmethod
    def make(cls, bin_: Path, settings: Sequence[str] = QUICK) -> "Server":
        """Make the files of a new server."""
        folder = Path(tempfile.mkdtemp(prefix="relplan-postgresql-"))
        folder.chmod(0o755)
        if user := _user():
            os.chown(folder, user["user"], user["group"])
        words = ("-A", "trust", "-U", "relplan", "-N", "-E", "UTF8", "--locale=C.UTF-8")
        subprocess.run(
            [bin_ / "initdb", "-D", folder / "data", *words],
            check=True, stdout=subprocess.DEVNULL, cwd="/", **_user(),
        )  # fmt: skip
        return cls(folder, bin_, settings)

    def start(self) -> None:
        """Start it, and return once it lets anybody in."""
        settings = " ".join(f"-c {setting}" for setting in (*self.settings, *_ROOM))
        self._control(
            "start", "-w", "-l", self.folder / "log", "-o", f"-k {self.folder} {settings}"
        )

    def kill(self) -> None:
        """End it at once, in the middle of whatever it does."""
        self._control("stop", "-m", "immediate")

    def _control(self, *words: str | Path) -> None:
        subprocess.run(
            [self.bin / "pg_ctl", "-D", self.folder / "data", *words],
            check=True, stdout=subprocess.DEVNULL, cwd="/", **_user(),
        )  # fmt: skip

    def end_with(self, process: int) -> None:
        """Let it be ended, and its files be removed, once *process* has ended in whatever way."""
        script = (
            f"(while kill -0 {process}; do sleep 0.5; done;"
            f" kill -QUIT $(head -1 {self.folder}/data/postmaster.pid); rm -rf {self.folder}) &"
        )
        none = subprocess.DEVNULL
        subprocess.run(
            ["sh", "-c", script], check=True, start_new_session=True,
            stdin=none, stdout=none, stderr=none,
        )  # fmt: skip

    def url(self, database: str) -> StoreUrl:
        place = place_of(f"postgresql://relplan@/{database}?host={self.folder}", Path())
        assert isinstance(place, StoreUrl)
        return place

    @contextmanager
    def connected(self, database: str = "postgres") -> Iterator[Any]:
        import psycopg  # noqa: PLC0415 - few tests need it

        with psycopg.connect(self.url(database).whole, autocommit=True) as connection:
            yield connection

    def copy_template(self, name: str) -> StoreUrl:
        """Make the database *name*, with a new store in it."""
        with self.connected() as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")
        return self.url(name)

    def make_empty(self, name: str) -> StoreUrl:
        """Make the database *name*, with nothing in it."""
        with self.connected() as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {name} STRATEGY FILE_COPY")
        return self.url(name)

    def empty(self, name: str) -> None:
        """Leave in the store of the database *name* what a new one has; it takes milliseconds."""
        with self.connected(name) as connection:
            found = connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            )
            names = [table for (table,) in found if table != "alembic_version"]
            deletions = "; ".join(f'DELETE FROM "{table}"' for table in names)
            # In this session no foreign key is looked at: each table goes by itself.
            connection.execute(f"SET session_replication_role = replica; {deletions}")
            connection.execute("INSERT INTO scenario VALUES (1, 'main')")


def find_or_start(shared: Path) -> Server:
    """Return the server of this run, whose processes share the folder *shared*; skip without."""
    bin_ = programs()
    if bin_ is None:
        missing("PostgreSQL is not installed")
    if find_spec("psycopg") is None:
        missing("psycopg is not installed")
    with (shared / "postgresql.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        note = shared / "postgresql"
        if not note.exists():
            server = Server.make(bin_)
            server.end_with(os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid())
            server.start()
            from relplan.store import open_store  # noqa: PLC0415 - see Server.connected

            open_store(server.make_empty(TEMPLATE)).close()
            note.write_text(str(server.folder))
        return Server(Path(note.read_text()), bin_)


def worker() -> str:
    """Name this process among those of the run."""
    return os.environ.get("PYTEST_XDIST_WORKER", "alone")


def emptied(server: Server, name: str) -> StoreUrl:
    """Return the store of the database *name*, as new."""
    server.empty(name)
    return server.url(name)


def in_words(place: StorePlace) -> str:
    """Return *place* as it is written for another process."""
    return place.whole if isinstance(place, StoreUrl) else str(place)


def heard(store: Store) -> None:
    """Wait until something was heard of others: a server says it in its own time."""
    connection = getattr(store._database, "_idle", None)
    if not isinstance(connection, list):  # those of a file: it is asked
        assert connection
        assert select([connection], [], [], 10)[0]


def missing(why: str) -> None:
    """Skip the test for want of a server; or fail, where one is to be there."""
    if os.environ.get(NEEDED):
        pytest.fail(f"{why}, and {NEEDED} is set")
    pytest.skip(why)
