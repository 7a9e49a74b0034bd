"""Dated copies of what people decided: taken once a day and before each schema, and restored."""

import errno
import os
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from relplan.model.copy import Copy, Why
from relplan.model.decision import DecisionKind
from relplan.model.errors import StoreError
from relplan.model.runbook import Outcome, Tick
from relplan.model.scan import ServiceScan
from relplan.model.scenario import Mark
from relplan.store import (
    Store,
    copying,  # noqa: F401 - with all tables
    open_store,
    schema,
)
from relplan.store.past_tables import PastRelease, PastSlice
from relplan.store.sqlite import copies, database
from relplan.store.sqlite.restoring import restore
from relplan.store.tables import METADATA
from tests.store import earlier
from tests.store.scanned import merged, record, scan

_SHOP = scan(ServiceScan(record("orders"), (merged("orders", 1),)))


class Days:
    """A clock that stands still until it is told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 2, 9, 0, 0).astimezone()

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, days: int) -> None:
        self.now += timedelta(days=days)


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> Days:
    clock = Days()
    monkeypatch.setattr(copies, "now", clock)
    return clock


def mark(store: Store, name: str) -> None:
    store.decide(DecisionKind.MARK, name, "versioned", who="ada", at=1)


def marks(path: Path) -> set[str]:
    with open_store(path) as store:
        return {coupling for coupling, _ in store.scenario().marks}


def names(path: Path) -> list[str]:
    return [copy.name for copy in copies.copies(path)]


def the_copy(path: Path) -> Copy:
    (copy,) = copies.copies(path)
    return copy


def test_the_first_write_of_a_day_copies_what_was_decided_before(path: Path, days: Days) -> None:
    with open_store(path) as store:
        store.save_scan(_SHOP, 1)
        mark(store, "a")
        assert names(path) == []  # nobody had decided anything yet
        mark(store, "b")
        mark(store, "c")
        assert names(path) == ["2026-11-02-090000-daily"]
        days.pass_by(1)  # the TUI stays open
        store.scenario()
        assert len(names(path)) == 1  # reading takes none
        store.save_shipped(["x"])
    assert names(path) == ["2026-11-03-090000-daily", "2026-11-02-090000-daily"]
    newest, first = copies.copies(path)
    assert (newest.why, newest.at, newest.path.parent) == (
        Why.DAILY,
        days.now,
        path.parent / "relplan.db-copies",
    )
    assert [copies.decisions_in(copy.path) for copy in (newest, first)] == [3, 1]


def test_a_copy_is_its_owners_alone_and_a_store_by_itself(path: Path, days: Days) -> None:
    with open_store(path) as store:
        store.save_scan(_SHOP, 1)
        store.new_scenario("bold", "main")
        store.tick(Tick("1", Outcome.DONE, "ada", 5))
        days.pass_by(1)
        mark(store, "a")
    copy, _ = copies.copies(path)
    assert copy.path.stat().st_mode & 0o777 == 0o600
    assert copy.path.parent.stat().st_mode & 0o777 == 0o700
    with open_store(copy.path) as store:
        assert store.scenario_names() == ("main", "bold")
        assert store.ticks() == (Tick("1", Outcome.DONE, "ada", 5),)
        assert store.changes() == ()  # that comes back by a scan


def test_all_that_people_decide_is_copied_and_nothing_that_is_scanned() -> None:
    # A new table is one or the other: say which in `copies.KEPT`.
    scanned = {
        "alias", "caution", "change", "complete_use", "contained", "dependency", "detected_effect",
        "detected_use", "detection", "detection_notice", "effect", "effect_part", "evidence",
        "failed_service", "failure", "feature_slice", "flag", "flag_evidence", "flag_prerequisite",
        "landed", "left_out", "notice", "notice_evidence", "production_evidence", "reading",
        "repository", "reversal", "running", "running_evidence", "running_mark", "running_notice",
        "service", "shipped", "stacked_on", "taking", "unread",
    }  # fmt: skip
    scanned |= {str(model.__tablename__) for model in (PastRelease, PastSlice)}
    scanned |= {"past_held", "past_mark", "past_need", "past_need_evidence", "past_note"}
    assert scanned | set(copies.KEPT) == {*METADATA.tables, "alembic_version"}
    assert scanned & set(copies.KEPT) == set()


def test_the_oldest_copies_go(path: Path, days: Days, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(copies.MOST, Why.DAILY, 2)
    with open_store(path) as store:
        mark(store, "a")
        for day in "bcd":
            days.pass_by(1)
            mark(store, day)
    assert [name[:10] for name in names(path)] == ["2026-11-05", "2026-11-04"]


def test_a_copy_that_was_cut_off_is_in_nobodys_way(path: Path, days: Days) -> None:
    with open_store(path) as store:
        mark(store, "a")
        (copies.folder_of(path) / "unfinished").write_bytes(b"half a")
        mark(store, "b")
    assert names(path) == ["2026-11-02-090000-daily"]
    assert [file.name for file in copies.folder_of(path).iterdir()] == [
        "2026-11-02-090000-daily.db"
    ]


def test_each_new_schema_is_preceded_by_a_copy(
    path: Path, days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier.make(path, "0001", earlier.decided("0001"))

    def fail(connection: Connection) -> None:
        migrate(connection)
        raise KeyboardInterrupt

    migrate = schema.migrate
    monkeypatch.setattr(schema, "migrate", fail)
    with pytest.raises(KeyboardInterrupt):
        open_store(path)
    assert _revision(path) == "0001"
    assert names(path) == ["2026-11-02-090000-upgrade"]
    assert _revision(the_copy(path).path) == "0001"
    monkeypatch.undo()
    monkeypatch.setattr(copies, "now", days)
    restore(path, the_copy(path))
    assert marks(path) == {"k"}


def _revision(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        (found,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(found)


def test_restoring_keeps_what_it_replaces(path: Path, days: Days) -> None:
    with open_store(path) as store:
        store.save_scan(_SHOP, 1)
        mark(store, "a")
        mark(store, "b")
    kept = restore(path, the_copy(path))
    assert kept == copies.folder_of(path) / "2026-11-02-090000-replaced.db"
    assert marks(path) == {"a"}
    assert path.stat().st_mode & 0o777 == 0o600
    again = restore(path, copies.copies(path)[0])  # and back
    assert again == copies.folder_of(path) / "2026-11-02-090001-replaced.db"
    with open_store(path) as store:
        assert store.scenario().marks == {("a", Mark.VERSIONED), ("b", Mark.VERSIONED)}
        assert store.changes() == (merged("orders", 1),)


_WITH_COPY = pytest.mark.parametrize(
    "damage",
    [
        lambda whole: b"",
        lambda whole: b"\xa5" * len(whole),
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:4096] + bytes(len(whole) - 4096),
    ],
    ids=["empty", "overwritten", "cut short", "emptied"],
)


@_WITH_COPY
def test_a_damaged_store_names_the_newest_copy_and_can_be_restored(
    path: Path, days: Days, damage: object
) -> None:
    assert callable(damage)
    with open_store(path) as store:
        mark(store, "a")
        mark(store, "b")
    broken = damage(path.read_bytes())
    path.write_bytes(broken)
    copy = the_copy(path)
    with pytest.raises(StoreError) as error, open_store(path) as store:
        store.scenario()
    assert str(error.value) == (
        f"the store {path} is damaged; `relplan store restore` brings back what people decided "
        f"until 2026-11-02 09:00, from {copy.path}"
    )
    kept = restore(path, copy)
    assert kept is not None
    assert kept.read_bytes() == broken
    assert marks(path) == {"a"}


def test_a_store_that_is_gone_can_be_restored(path: Path, days: Days) -> None:
    with open_store(path) as store:
        mark(store, "a")
        mark(store, "b")
    path.unlink()
    assert restore(path, the_copy(path)) is None
    assert marks(path) == {"a"}


def test_nothing_is_restored_while_another_process_has_the_store_open(
    path: Path, days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with open_store(path) as store:
        mark(store, "a")
        mark(store, "b")
        with pytest.raises(StoreError, match="is in use by another process; wait until"):
            restore(path, the_copy(path))
        mark(store, "c")
    assert marks(path) == {"a", "b", "c"}
    assert names(path) == ["2026-11-02-090000-daily"]


def test_a_damaged_copy_is_not_restored(path: Path, days: Days) -> None:
    with open_store(path) as store:
        mark(store, "a")
        mark(store, "b")
    copy = the_copy(path)
    copy.path.write_bytes(b"")
    with pytest.raises(StoreError) as error:
        restore(path, copy)
    assert str(error.value) == (
        f"the copy {copy.path} is damaged; "
        "restore another one of `relplan store copies`; the store is as it was"
    )
    assert marks(path) == {"a", "b"}
    assert [file.name for file in copies.folder_of(path).iterdir()] == [copy.path.name]


def test_a_new_store_in_the_place_of_one_that_was_moved_away(path: Path) -> None:
    open_store(path).close()
    path.unlink()
    assert marks(path) == set()


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "its folder or its disk is read-only")],
)
def test_no_new_schema_without_a_copy(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    earlier.make(path, "0001", earlier.decided("0001"))

    def refuse(place: Path) -> None:
        raise OSError(number, os.strerror(number), str(place))

    monkeypatch.setattr(copies, "make_file", refuse)
    with pytest.raises(StoreError, match=rf"^the store .* cannot be written: .*{said}; "):
        open_store(path)
    assert _revision(path) == "0001"


def test_what_stands_in_the_way_of_copies_is_said(path: Path) -> None:
    with open_store(path) as store:
        mark(store, "a")
        copies.folder_of(path).rmdir()
        copies.folder_of(path).write_text("not a folder", "utf-8")
        with pytest.raises(
            StoreError, match=r"^no copy of the store can be kept in .*: File exists; make"
        ):
            mark(store, "b")
    copies.folder_of(path).unlink()
    assert marks(path) == {"a"}


def test_no_copy_is_taken_of_a_store_that_is_damaged_anywhere(path: Path, days: Days) -> None:
    with open_store(path) as store:
        store.save_scan(_SHOP, 1)
        mark(store, "a")
        mark(store, "b")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE change SET service = 'web'")
        connection.commit()
    days.pass_by(1)
    with open_store(path) as store, pytest.raises(StoreError, match="is damaged; `relplan store"):
        mark(store, "c")
    assert names(path) == ["2026-11-02-090000-daily"]
    assert marks(path) == {"a", "b"}
