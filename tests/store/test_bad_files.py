"""What can be wrong with the file, and the line that the user sees."""

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from relplan.model.decision import DecisionKind
from relplan.model.errors import StoreError
from relplan.model.scan import ServiceScan
from relplan.model.scenario import Mark
from relplan.store import Store, open_store
from relplan.store.sqlite import database, errors
from tests.store.scanned import merged, record, scan

_NOBODY = 65534
_SHOP = scan(ServiceScan(record("orders"), tuple(merged("orders", n) for n in range(300))))


def refused(path: Path) -> str:
    with pytest.raises(StoreError) as error, open_store(path) as store:
        _ = store.changes(), store.scenario()
    line = str(error.value)
    assert "\n" not in line
    return line


def test_a_folder_where_the_file_should_be(tmp_path: Path) -> None:
    assert refused(tmp_path) == (
        f"the store {tmp_path} is a folder; name a file with RELPLAN_STORE, or move the folder away"
    )


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / ".relplan").write_text("", encoding="utf-8")
    path = tmp_path / ".relplan" / "relplan.db"
    assert refused(path).startswith(f"the store {path} cannot be opened: ")


def test_a_missing_parent(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / ".relplan" / "relplan.db"
    assert refused(path) == (
        f"the store {path} cannot be opened: No such file or directory; check that its folder "
        "exists and that you may read and write it, or name another place with RELPLAN_STORE"
    )
    assert not (tmp_path / "nowhere").exists()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("buy milk\n" * 200, encoding="utf-8")
    assert refused(path) == (
        f"the store {path} is no SQLite database; "
        "name another place with RELPLAN_STORE, or move the file away"
    )
    assert path.read_text(encoding="utf-8") == "buy milk\n" * 200


def test_another_programs_database(tmp_path: Path) -> None:
    path = tmp_path / "music.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE song (title)")
    assert refused(path) == (
        f"the store {path} is another program's database; "
        "name another place with RELPLAN_STORE, or move the file away"
    )


def test_a_store_that_another_process_is_writing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with open_store(path) as store, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as error:
            store.save_scan(_SHOP, 1)
        assert str(error.value) == (
            f"the store {path} is in use by another process; "
            "wait until that is done, or end it, and try again"
        )
        assert store.changes() == ()  # reading goes on
        other.execute("ROLLBACK")
        store.save_scan(_SHOP, 1)
        assert len(store.changes()) == 300


def test_a_new_store_that_another_process_holds(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert "is in use by another process" in refused(path)


def _fill(store: Store) -> None:
    """Let the disk be full: the file may not grow by one more page."""
    with store._database.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def test_a_full_disk(path: Path) -> None:
    with open_store(path) as store:
        store.decide(DecisionKind.MARK, "k", "versioned", who="ada", at=1)
        _fill(store)
        with pytest.raises(StoreError) as error:
            store.save_scan(_SHOP, 1)
        assert str(error.value) == (
            f"the store {path} cannot be written: the disk is full; "
            "free some space and try again; nothing was half saved"
        )
        assert store.changes() == ()
        assert store.repository_records() == {}
        assert store.scenario().marks == {("k", Mark.VERSIONED)}


@pytest.fixture
def no_room() -> Iterator[None]:
    """Let no file grow: a full disk, as far as SQLite can tell while it opens a store."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


_UNCLEAN = """
import os, sys
from pathlib import Path
from relplan.model.decision import DecisionKind
from relplan.store import open_store

store = open_store(Path(sys.argv[1]))
store.decide(DecisionKind.MARK, "k", "versioned", who="ada", at=1)
os._exit(0)
"""


@pytest.mark.parametrize("unclean", [False, True], ids=["closed", "last words in the WAL"])
def test_a_store_on_a_full_disk_can_be_read(
    path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, unclean: bool
) -> None:
    with open_store(path) as store:
        store.save_scan(_SHOP, 1)
    if unclean:
        subprocess.run([sys.executable, "-c", _UNCLEAN, str(path)], check=True)
        path.with_name("relplan.db-shm").unlink()
    request.getfixturevalue("no_room")
    monkeypatch.setattr(errors, "_is_full", lambda folder: True)
    with open_store(path) as store:
        assert len(store.changes()) == 300
        assert store.scenario().marks == ({("k", Mark.VERSIONED)} if unclean else set())
        with pytest.raises(StoreError) as error:
            store.save_shipped(["a"])
        assert str(error.value) == (
            f"the store {path} cannot be written: the disk is full; "
            "free some space and try again; nothing was half saved"
        )
        assert store.shipped() == frozenset()


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that anybody can reach: pytest's own can be reached by its user only."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        for each in (folder, *folder.rglob("*")):
            each.chmod(0o755)
        shutil.rmtree(folder)


@pytest.fixture
def mere_user() -> Iterator[None]:
    """Be somebody for whom file permissions count."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def _read_only_line(path: Path) -> str:
    return (
        f"the store {path} cannot be written: the file, its folder or its disk is read-only; "
        "make it writable, or name another place with RELPLAN_STORE"
    )


@pytest.fixture
def read_only(place: Path) -> Path:
    path = place / "relplan.db"
    with open_store(path) as store:
        store.save_scan(_SHOP, 1)
    path.chmod(0o444)
    place.chmod(0o555)
    return path


def test_a_read_only_store_can_be_read(read_only: Path, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("mere_user")
    with open_store(read_only) as store:
        assert len(store.changes()) == 300
        assert store.scenario_names() == ("main",)
        with pytest.raises(StoreError) as error:
            store.save_shipped(["a"])
        assert str(error.value) == _read_only_line(read_only)
        assert store.shipped() == frozenset()


def test_a_read_only_file_in_a_folder_that_can_be_written(
    read_only: Path, request: pytest.FixtureRequest
) -> None:
    read_only.parent.chmod(0o777)
    request.getfixturevalue("mere_user")
    with open_store(read_only) as store:
        assert len(store.changes()) == 300
        with pytest.raises(StoreError) as error:
            store.save_shipped(["a"])
        assert str(error.value) == _read_only_line(read_only)


def test_a_read_only_store_whose_last_words_are_not_in_the_file_yet(
    read_only: Path, request: pytest.FixtureRequest
) -> None:
    read_only.with_name("relplan.db-wal").write_bytes(b"not empty")
    request.getfixturevalue("mere_user")
    assert refused(read_only).startswith(f"the store {read_only} cannot be opened; check that")


def test_a_new_store_in_a_read_only_folder(place: Path, request: pytest.FixtureRequest) -> None:
    place.chmod(0o555)
    request.getfixturevalue("mere_user")
    path = place / "relplan.db"
    assert refused(path).startswith(f"the store {path} cannot be opened: Permission denied; ")
    path = place / ".relplan" / "relplan.db"
    assert refused(path).startswith(f"the store {path} cannot be opened: Permission denied; ")


def test_a_store_that_may_not_be_read(place: Path, request: pytest.FixtureRequest) -> None:
    path = place / "relplan.db"
    open_store(path).close()
    path.chmod(0)
    request.getfixturevalue("mere_user")
    assert refused(path).startswith(f"the store {path} cannot be opened; check that its folder")


_KILLED = """
import sys
from pathlib import Path
from relplan.store import open_store
from relplan.store.saving import scans
from tests.store.test_bad_files import _SHOP

def wait(*_):
    print("half saved", flush=True)
    sys.stdin.readline()

scans._save_notices = wait
with open_store(Path(sys.argv[1])) as store:
    store.save_scan(_SHOP, 2)
"""


def test_kill_9_in_the_middle_of_a_save_leaves_the_old_state(path: Path) -> None:
    old = scan(ServiceScan(record("orders"), (merged("orders", 999),)), signature="old")
    with open_store(path) as store:
        store.save_scan(old, 1)
        store.decide(DecisionKind.MARK, "k", "versioned", who="ada", at=1)
    with subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "half saved\n"
        process.kill()
    with open_store(path) as store:
        assert store.changes() == (merged("orders", 999),)
        assert store.repository_records()["/r/orders"].signature == "old"
        assert store.scanned_at() == 1
        assert store.scenario().marks == {("k", Mark.VERSIONED)}
        store.save_scan(_SHOP, 3)
        assert len(store.changes()) == 300
