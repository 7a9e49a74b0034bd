"""A team's store on a server: one scans, many read and decide, and connections are lost."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Connection

from relplan.model.decision import DecisionKind
from relplan.model.errors import StoreError
from relplan.model.scan import RepositoryScan, ServiceScan
from relplan.model.scenario import Mark
from relplan.model.store_place import StorePlace, StoreUrl, place_of
from relplan.store import Store, open_store, schema
from relplan.store.postgresql import connecting
from relplan.store.scan_note import ScanNote
from tests.postgresql import Server, heard, worker
from tests.store.scanned import branch, merged, record, scan


def mark(store: Store, name: str) -> None:
    store.decide(DecisionKind.MARK, name, "versioned", who="ada", at=1)


def read(name: str, number: int) -> RepositoryScan:
    return scan(ServiceScan(record(name), (merged(name, number),)), repository=f"/r/{name}")


@pytest.fixture
def one(on_server: StoreUrl) -> Iterator[Store]:
    with open_store(on_server) as opened:
        yield opened


@pytest.fixture
def other(on_server: StoreUrl) -> Iterator[Store]:
    with open_store(on_server) as opened:
        yield opened


def refused(url: StorePlace) -> str:
    with pytest.raises(StoreError) as error, open_store(url) as store:
        mark(store, "k")
    line = str(error.value)
    assert "\n" not in line
    return line


# One scans


def test_others_see_what_a_scan_reads_at_its_end_all_at_once(one: Store, other: Store) -> None:
    one.save_scan(read("web", 1), 1)
    with one.scanning("ada"):
        one.save_scan(read("web", 2), 2)
        one.save_scan(read("orders", 2), 2)
        assert [change.id for change in one.changes()] == ["orders@0000000002", "web@0000000002"]
        assert [change.id for change in other.changes()] == ["web@0000000001"]
        assert other.scanned_at() == 1
    assert other.changes() == one.changes()
    assert other.scanned_at() == 2


def test_people_decide_beside_a_scan(one: Store, other: Store) -> None:
    with one.scanning("ada"):
        one.save_scan(read("web", 1), 1)
        mark(other, "k")
        assert one.scenario().marks == {("k", Mark.VERSIONED)}
    assert other.scenario().marks == {("k", Mark.VERSIONED)}


def test_a_scan_that_fails_leaves_what_there_was(one: Store, other: Store) -> None:
    one.save_scan(read("web", 1), 1)
    before = other.changes()

    def scan_and_fail() -> None:
        with one.scanning("ada"):
            one.save_scan(read("web", 2), 2)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        scan_and_fail()
    assert other.changes() == one.changes() == before


def test_what_is_wrong_beside_the_store_is_not_called_its_damage(one: Store) -> None:
    with pytest.raises(ValueError, match="not the store's"), one.scanning("ada"):
        raise ValueError("not the store's")


def test_what_fails_of_a_scan_leaves_the_rest_of_it(one: Store, other: Store) -> None:
    with one.scanning("ada"):
        one.save_scan(read("web", 1), 1)
        with pytest.raises(StoreError), one._database.writing() as connection:
            connection.exec_driver_sql("DELETE FROM change; SELECT nonsense")
        one.save_unchanged(["/r/web"], 2)
    assert len(other.changes()) == 1
    assert other.scanned_at() == 2


def test_a_second_scan_says_who_scans_already(one: Store, other: Store) -> None:
    with (
        one.scanning("ada"),
        pytest.raises(StoreError, match=r"is under way \(ada scans\); .*`relplan scan --wait`"),
        other.scanning("eve"),
    ):
        pass
    with other.scanning("eve"):
        pass


def test_a_scan_that_waits_goes_on_from_what_the_other_one_read(one: Store, other: Store) -> None:
    def follow() -> None:
        with other.scanning("eve", wait=True):
            found.extend(change.id for change in other.changes())

    found: list[str] = []
    second = Thread(target=follow)
    with one.scanning("ada"):
        second.start()
        one.save_scan(read("web", 1), 1)
        assert found == []
    second.join(10)
    assert found == ["web@0000000001"]


# How far it is


NOTE = ScanNote(1, "ada", "web", "reading commits", 1, 3)
_SCANS = """
import sys
from pathlib import Path
from relplan.model.store_place import place_of
from relplan.store import open_store
from tests.store.test_sharing import NOTE
store = open_store(place_of(sys.argv[1], Path()))
with store.scanning("ada"):
    store.note_scan(NOTE)
    sys.stdin.readline()
    store.end_scan_note(0)
"""


@pytest.mark.parametrize("killed", [False, True])
def test_it_is_heard_how_far_another_process_is(other: Store, killed: bool) -> None:
    assert other.scan_note(but_of=0) is None
    words = [sys.executable, "-c", _SCANS, other._database.url.whole]  # type: ignore[attr-defined]
    with subprocess.Popen(words, stdin=subprocess.PIPE) as process:
        heard(other)
        assert other.scan_note(but_of=os.getpid()) == NOTE
        if killed:
            process.kill()
    while other.scan_note(but_of=0) is not None:
        pass  # the server notices in its own time, too


def test_a_process_does_not_hear_of_its_own_scan(one: Store, other: Store) -> None:
    before = other.version()
    with one.scanning("ada"):
        one.note_scan(NOTE)
        heard(other)
        assert other.scan_note(but_of=0) is None
    heard(other)
    assert other.version() != before


# Connections are lost


def drop_connections(server: Server) -> None:
    with server.connected() as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
            (f"store_{worker()}",),
        )


def test_one_that_was_lost_meanwhile_is_made_anew(one: Store, server: Server) -> None:
    mark(one, "a")
    before = one.version()
    drop_connections(server)
    assert one.scenario().marks == {("a", Mark.VERSIONED)}
    drop_connections(server)
    mark(one, "b")
    drop_connections(server)
    assert one.version() != before  # whoever looks cannot know what was missed
    one.save_unchanged(["/r/web"], 1)
    drop_connections(server)
    one.save_unchanged(["/r/web"], 2)
    assert len(one.log()) == 2


def deleted_and_lost(connection: Connection, server: Server) -> None:
    connection.exec_driver_sql("DELETE FROM scenario")
    drop_connections(server)
    connection.exec_driver_sql("DELETE FROM scenario")


def test_one_that_is_lost_in_mid_decision_says_so_and_saves_nothing(
    one: Store, server: Server
) -> None:
    with pytest.raises(StoreError) as error, one._database.writing() as connection:
        deleted_and_lost(connection, server)
    assert str(error.value) == (
        f"the connection to the store {one._database.url} was lost"  # type: ignore[attr-defined]
        " (terminating connection due to administrator command); nothing was half saved: try again"
    )
    assert one.scenario_names() == ("main",)


def test_one_that_is_lost_while_it_saves_may_have_saved(one: Store, server: Server) -> None:
    with (
        pytest.raises(StoreError, match=r"was lost while it saved; see with `relplan log`"),
        one._database.writing(),
    ):
        drop_connections(server)


def test_a_server_that_is_not_there(server: Server) -> None:
    url = place_of(f"postgresql://ada:s3cret@/plans?host={server.folder}/nowhere", server.folder)
    line = refused(url)
    assert line.startswith(
        f"the store postgresql://ada@/plans?host={server.folder}/nowhere cannot be reached: "
    )
    assert line.endswith(
        "check that the server runs and that its host and port are right; nothing is lost"
    )
    assert "s3cret" not in line


@pytest.mark.parametrize(
    "query", ["port=s3cret", "connect_timeout=s3cret", "sslmode=s3cret", "nonsense=1"]
)
def test_a_url_that_libpq_does_not_take(query: str) -> None:
    line = refused(place_of(f"postgresql://ada:s3cret@localhost/plans?{query}", Path()))
    assert "cannot be reached" in line
    assert "s3cret" not in line.partition("cannot be reached")[2]


def test_a_database_that_is_not_there(server: Server) -> None:
    assert refused(server.url("nowhere")) == (
        f'the store {server.url("nowhere")} cannot be reached: database "nowhere" does not exist;'
        " make it, such as by `createdb`"
    )


def test_without_psycopg_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    line = refused(StoreUrl("postgresql://db/plans", "postgresql://db/plans"))
    assert line.startswith("for the store postgresql://db/plans psycopg is needed: ")
    assert line.endswith("install it: `pip install 'relplan[postgresql]'`")


# What else a server may say


def test_who_may_only_read_reads(on_server: StoreUrl, server: Server) -> None:
    with server.connected(f"store_{worker()}") as connection:
        connection.execute(
            "DO $$ BEGIN CREATE ROLE reader LOGIN; EXCEPTION WHEN duplicate_object THEN END $$;"
            " GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader"
        )
    url = place_of(on_server.whole.replace("//relplan@", "//reader@"), server.folder)
    with open_store(url) as store:
        assert store.scenario_names() == ("main",)
        assert store.version() == store.version()
    assert refused(url) == (
        f"the store {url} does not let you do that: permission denied for table decision;"
        " ask whoever runs the server for the right to it"
    )


def test_a_store_in_which_somebody_writes(
    on_server: StoreUrl, one: Store, other: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "LOCK_SECONDS", 0.05)
    with one._database.writing():
        assert other.scenario_names() == ("main",)  # reading goes on
        with pytest.raises(StoreError) as error:
            mark(other, "k")
    assert str(error.value) == (
        f"the store {on_server} is in use by another process;"
        " wait until that is done, and try again"
    )


@pytest.fixture
def own(server: Server) -> StoreUrl:
    """A database with nothing in it."""
    return server.make_empty(f"own_{worker()}")


def test_another_programs_database(own: StoreUrl, server: Server) -> None:
    with server.connected(f"own_{worker()}") as connection:
        connection.execute("CREATE TABLE song (title text)")
    assert refused(own).startswith(
        f"the store {own} is another program's database; make one for relplan, such as by `createdb"
    )


def test_two_stores_in_schemas_of_one_database_know_nothing_of_each_other(
    own: StoreUrl, server: Server
) -> None:
    with server.connected(f"own_{worker()}") as connection:
        connection.execute("CREATE SCHEMA shop; CREATE SCHEMA blog")
    urls = [place_of(f"{own.whole}&options=-csearch_path%3D{n}", server.folder) for n in BOTH]
    with open_store(urls[0]) as shop, open_store(urls[1]) as blog:
        before = shop.version()
        with shop.scanning("ada"), blog.scanning("eve"):
            mark(blog, "k")
        assert shop.log() == ()
        assert shop.version() == before
        assert len(blog.log()) == 1


BOTH = ("shop", "blog")


def test_a_store_from_a_newer_relplan_is_refused(on_server: StoreUrl, server: Server) -> None:
    with server.connected(f"store_{worker()}") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0999'")
        try:
            line = refused(on_server)
        finally:
            connection.execute("UPDATE alembic_version SET version_num = %s", (schema.HEAD,))
    assert line == (
        f"the store {on_server} was made by a newer relplan (schema 0999,"
        f" this one knows {schema.HEAD}); upgrade relplan"
    )


def test_a_database_that_cannot_hold_all_text(server: Server) -> None:
    name = f"latin_{worker()}"
    with server.connected() as connection:
        connection.execute(
            f"CREATE DATABASE {name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0"
        )
    assert refused(server.url(name)).startswith(
        f"the store {server.url(name)} cannot hold all text: its database is in LATIN1; make one in"
    )


# The same in both databases


def test_one_state_is_read_whatever_is_written_meanwhile(store: Store, place: StorePlace) -> None:
    with open_store(place) as writer:
        with store.one_state():
            assert store.log() == ()
            mark(writer, "k")
            assert store.log() == ()
            assert store.scenario().marks == frozenset()
        assert len(store.log()) == 1


def test_text_stands_in_the_order_of_its_signs(store: Store) -> None:
    names = ["Z", "a", "a b", "a-b", "aB", "ab", "z", "ß", "é", "漢", "🚢"]
    for name in reversed(names):
        mark(store, name)
    assert [one.subject for one in store.decisions()] == names
    changes = tuple(branch("orders", name) for name in names)
    store.save_scan(scan(ServiceScan(record("orders"), open=changes)), 1)
    assert [change.branch for change in store.changes()] == names


_LOADED = """
import sys
from pathlib import Path
from relplan.model.store_place import place_of
from relplan.store import open_store
with open_store(place_of(sys.argv[1], Path())) as store:
    store.changes(), store.scenario(), store.version()
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_reading_loads_the_driver_alone(on_server: StoreUrl, path: Path) -> None:
    open_store(path).close()
    loaded = [
        subprocess.run(
            [sys.executable, "-c", _LOADED, where], capture_output=True, text=True, check=True
        ).stdout.split()
        for where in (on_server.whole, str(path))
    ]
    assert ["psycopg" in modules for modules in loaded] == [True, False]
    assert not any({"sqlalchemy", "alembic"} & set(modules) for modules in loaded)
