"""A store moves from a file to a server and back, whole."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from relplan.model.errors import StoreError
from relplan.model.store_place import StorePlace, StoreUrl
from relplan.store import copy_store, open_store, schema
from tests.store import earlier
from tests.store.test_sharing import mark

SAID = [*earlier.SCANNED, *earlier.decided(schema.HEAD)]


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """A store with a row in most tables."""
    path = tmp_path / "full" / "relplan.db"
    earlier.make(path, "head", SAID)
    return path


def tables_of(path: Path) -> set[str]:
    """Return the tables of the store in the file *path*, but for what Alembic keeps there."""
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT name FROM sqlite_master WHERE type = 'table'"
        return {name for (name,) in connection.execute(query)} - {"alembic_version"}


def held(path: Path) -> list[str]:
    """Return the statements that make what is in the file *path*."""
    with closing(sqlite3.connect(path)) as connection:
        return sorted(line for line in connection.iterdump() if line.startswith("INSERT"))


def test_a_store_that_goes_to_a_server_and_back_is_what_it_was(
    full: Path, on_server: StoreUrl, tmp_path: Path
) -> None:
    rows = copy_store(full, on_server)
    assert rows.keys() == tables_of(full)
    assert (rows["change"], rows["log_step"], rows["scenario"]) == (1, 8, 2)
    with open_store(full) as before, open_store(on_server) as there:
        assert there.changes() == before.changes()
        assert there.log() == before.log()
        assert there.decisions("bold") == before.decisions("bold")
        assert there.ticks() == before.ticks()
        assert there.reviews() == before.reviews()
    copy_store(on_server, tmp_path / "back.db")
    assert held(tmp_path / "back.db") == held(full)


def test_people_go_on_deciding_in_the_copy(full: Path, on_server: StoreUrl) -> None:
    copy_store(full, on_server)
    for place in (full, on_server):
        with open_store(place) as store:
            mark(store, "new")
            store.new_scenario("next", "bold")
            assert store.log()[0].number == 9
            store.undo(who="eve", at=9)
            assert store.redo(who="eve", at=9)


def test_nothing_is_copied_over_a_plan(full: Path, place: StorePlace) -> None:
    with open_store(place) as store:
        mark(store, "k")
        before = store.log()
    with pytest.raises(StoreError) as error:
        copy_store(full, place)
    assert str(error.value) == (
        f"the store {place} holds a plan already; name a place where there is none"
    )
    with open_store(place) as store:
        assert store.log() == before
        assert store.changes() == ()


def test_nothing_is_copied_from_where_there_is_no_store(
    nothing: StorePlace, tmp_path: Path
) -> None:
    with pytest.raises(StoreError) as error:
        copy_store(nothing, tmp_path / "copy.db")
    assert str(error.value) == f"there is no store in {nothing}; name one that is there"
    assert not (tmp_path / "copy.db").exists()
