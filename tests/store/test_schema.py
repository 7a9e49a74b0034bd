"""The file: made, brought up to date, refused."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Integer, create_engine

from relplan.model.decision import DecisionKind
from relplan.model.errors import StoreError
from relplan.model.scan import ServiceScan
from relplan.store import (
    Store,
    detection_tables,
    drift_tables,
    landed_tables,
    open_store,
    past_tables,
    running_tables,
    schema,
)
from relplan.store.rows import Rows
from relplan.store.saving.inserting import COLUMNS
from relplan.store.sqlite import database, opening
from relplan.store.tables import METADATA
from tests.store import earlier
from tests.store.scanned import merged, record, scan


def test_the_store_makes_its_folder_which_git_ignores(path: Path) -> None:
    open_store(path).close()
    assert path.is_file()
    assert (path.parent / ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_a_folder_of_another_name_is_not_hidden_from_git(tmp_path: Path) -> None:
    open_store(tmp_path / "shared" / "shop.db").close()
    assert not (tmp_path / "shared" / ".gitignore").exists()


def test_a_gitignore_that_is_there_stays(path: Path) -> None:
    path.parent.mkdir()
    ignore = path.parent / ".gitignore"
    ignore.write_text("relplan.db\n", encoding="utf-8")
    open_store(path).close()
    assert ignore.read_text(encoding="utf-8") == "relplan.db\n"


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.fixture
def open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_umask")
def test_what_is_decided_is_its_owners_alone(path: Path) -> None:
    with open_store(path) as store:
        store.save_shipped(["a"])
        files = ("relplan.db", "relplan.db-wal", "relplan.db-shm")
        assert {name: _mode(path.with_name(name)) for name in files} == dict.fromkeys(files, 0o600)
    assert _mode(path.parent) == 0o700


def test_a_folder_that_was_there_stays_as_open_as_it_was(path: Path) -> None:
    path.parent.mkdir()
    path.parent.chmod(0o775)
    open_store(path).close()
    assert (_mode(path.parent), _mode(path)) == (0o775, 0o600)


def test_a_store_of_an_earlier_relplan_is_closed_to_others_once(path: Path) -> None:
    path.parent.mkdir()
    path.touch(0o644)
    path.chmod(0o644)
    open_store(path).close()
    assert _mode(path) == 0o600
    path.chmod(0o660)  # a team's own choice
    open_store(path).close()
    assert _mode(path) == 0o660


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    path = tmp_path / "relplan.db"
    path.touch()
    with open_store(path) as store:
        assert store.changes() == ()


@pytest.mark.parametrize("name", ["a b.db", "50%.db", "x?mode=ro.db", "#1.db", "日本.db"])
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    open_store(path).close()
    with open_store(path) as store:
        assert store.scenario_names() == ("main",)
    assert path.is_file()


def _connected(path: Path) -> dict[str, object]:
    open_store(path).close()
    with open_store(path) as store, store._database.reading() as rows:
        return {
            pragma: rows.first(f"PRAGMA {pragma}")[0]
            for pragma in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }


@pytest.mark.usefixtures("_stores_wait_for_the_disk")
def test_the_pragmas(path: Path) -> None:
    normal = 1
    assert _connected(path) == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "synchronous": normal,
        "busy_timeout": 5000,
    }


@pytest.mark.usefixtures("_stores_wait_for_the_disk")
def test_where_no_wal_is_possible_the_store_works_with_a_rollback_journal(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What SQLite does on a file system without shared memory: it keeps the mode that was.
    monkeypatch.setattr(database, "_try_wal", lambda connection: None)
    pragmas = _connected(path)
    full = 2
    assert (pragmas["journal_mode"], pragmas["synchronous"]) == ("delete", full)
    with open_store(path) as store:
        store.save_scan(scan(ServiceScan(record("orders"), (merged("orders", 1),))), 1)
        assert store.changes() == (merged("orders", 1),)


def test_nothing_stays_open_after_closing(path: Path) -> None:
    with open_store(path) as store:
        store.save_shipped(["a"])
    files = [".gitignore", "relplan.db", "relplan.db-copies"]
    assert sorted(file.name for file in path.parent.iterdir()) == files


_IMPORTS = """
import sys
from pathlib import Path
from typing import Any
from relplan.store import open_store
with open_store(Path(sys.argv[1])) as store:
    store.changes(), store.scenario(), store.shipped(), store.scanned_at()
print(sorted({name.partition(".")[0] for name in sys.modules}))
print([name for name in sys.modules if name.startswith("relplan.store")])
"""


def test_opening_a_store_that_is_up_to_date_loads_nothing_heavy(path: Path) -> None:
    open_store(path).close()
    done = subprocess.run(
        [sys.executable, "-c", _IMPORTS, str(path)], capture_output=True, text=True, check=True
    )
    loaded = done.stdout
    for name in (
        "sqlmodel",
        "sqlalchemy",
        "alembic",
        "mako",
        "networkx",
        "git",
        "textual",
        "rich",
        "typer",
    ):
        assert f"'{name}'" not in loaded


def test_the_migrations_make_the_tables_that_the_code_uses(store: Store) -> None:
    for loaded in (
        detection_tables.Reading,
        drift_tables.PastNeed,
        landed_tables.Landed,
        past_tables.PastSlice,
        running_tables.Running,
    ):
        assert loaded.__tablename__ in METADATA.tables  # each only where it is needed
    with store._database.writing() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": _differ, "compare_server_default": True}
        )
        assert compare_metadata(context, METADATA) == []


@pytest.mark.parametrize("table", COLUMNS)
def test_rows_are_written_in_the_order_of_the_columns(table: str) -> None:
    assert COLUMNS[table] == tuple(METADATA.tables[table].columns.keys())


def _differ(_context: object, _column: object, _of_code: object, made: Any, said: Any) -> Any:
    """Numbers are of 64 bits in both databases, however each calls that; None: look at the rest."""
    return False if isinstance(made, Integer) and isinstance(said, Integer) else None


def test_keys_stand_first(path: Path) -> None:
    # SQLite 3.40 takes a table without rowids for damaged where they do not.
    with open_store(path) as store, store._database.writing() as connection:
        tables = connection.exec_driver_sql(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND wr"
        ).scalars()
        for table in tables.all():
            columns = connection.exec_driver_sql(
                "SELECT cid, pk FROM pragma_table_info(?) WHERE pk ORDER BY pk", (table,)
            ).all()
            assert [place for place, _ in columns] == list(range(len(columns))), table
            indices = connection.exec_driver_sql(
                "SELECT name FROM pragma_index_list(?)", (table,)
            ).scalars()
            for index in indices.all():
                places = connection.exec_driver_sql(
                    "SELECT cid FROM pragma_index_xinfo(?) WHERE key", (index,)
                ).scalars()
                assert places.all() == list(range(len(columns))), index


def _described(connection: sqlite3.Connection) -> dict[str, object]:
    tables = [
        name
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'alembic_version'"
        )
    ]
    return {
        name: (
            connection.execute("SELECT * FROM pragma_table_info(?)", [name]).fetchall(),
            sorted(
                row[2:]
                for row in connection.execute("SELECT * FROM pragma_foreign_key_list(?)", [name])
            ),
            sorted(
                row[1:] for row in connection.execute("SELECT * FROM pragma_index_list(?)", [name])
            ),
            connection.execute("SELECT wr FROM pragma_table_list(?)", [name]).fetchall(),
        )
        for name in sorted(tables)
    }


def test_a_new_store_is_what_the_migrations_make_and_what_the_code_uses(
    path: Path, tmp_path: Path
) -> None:
    # Alembic compares neither WITHOUT ROWID nor all of a foreign key.
    open_store(path).close()
    earlier.make(tmp_path / "steps" / "relplan.db", "head", [])
    direct = tmp_path / "direct.db"
    engine = create_engine(f"sqlite:///{direct}")
    METADATA.create_all(engine)
    engine.dispose()
    with (
        closing(sqlite3.connect(path)) as at_once,
        closing(sqlite3.connect(tmp_path / "steps" / "relplan.db")) as with_steps,
        closing(sqlite3.connect(direct)) as of_the_code,
    ):
        assert _said(at_once) == _said(with_steps)
        assert _described(at_once) == _described(of_the_code)


def _said(connection: sqlite3.Connection) -> list[str]:
    """Return the statements that make a store, and what stands in it, whatever their blanks."""
    return ["".join(statement.split()) for statement in connection.iterdump()]


def test_the_known_revisions_are_those_of_the_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", "relplan.store:migrations")
    steps = ScriptDirectory.from_config(config).walk_revisions()
    assert tuple(step.revision for step in steps)[::-1] == schema.REVISIONS


def _set_revision(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_store_from_a_newer_relplan_is_refused(path: Path) -> None:
    open_store(path).close()
    _set_revision(path, "UPDATE alembic_version SET version_num = '0999'")
    before = path.read_bytes()
    with pytest.raises(StoreError) as refused:
        open_store(path)
    assert str(refused.value) == (
        f"the store {path} was made by a newer relplan (schema 0999,"
        f" this one knows {schema.HEAD}); upgrade relplan"
    )
    assert path.read_bytes() == before


def test_a_making_that_fails_leaves_the_file_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.parent.mkdir()

    def fail_at_the_end(rows: Rows) -> str:
        make(rows)
        raise KeyboardInterrupt

    make = opening._make
    monkeypatch.setattr(opening, "_make", fail_at_the_end)
    with pytest.raises(KeyboardInterrupt):
        open_store(path)
    monkeypatch.undo()
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    connection.close()
    with open_store(path) as store:
        assert store.decide(DecisionKind.MARK, "k", "versioned", who="ada", at=1)
