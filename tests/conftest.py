"""What holds for all tests."""

import gc
import os
from collections.abc import Callable, Iterator
from sqlite3 import Connection

import pytest
from hypothesis import HealthCheck, settings

from relplan.model.store_place import StoreUrl
from relplan.store.sqlite import database
from tests.postgresql import Server, emptied, find_or_start, worker

# Else each of the thousand processes that the tests start compiles all of relplan anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Other work on the same machine may make each example slow, and that is no fault of what is tested.
settings.register_profile(
    "calm", deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", settings.get_profile("calm"), max_examples=1000)
settings.load_profile("calm")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Look for no garbage while tests are looked for, nor later in what was loaded for them.

    All of it stays, and Python would look through it again and again. After that it looks a hundred
    times as seldom as by default, which takes a sixth of the tests' time away and 50 MB.
    """
    gc.disable()
    yield
    gc.freeze()
    gc.set_threshold(100_000, 20, 10)
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _tables_are_made_by_alembic_once() -> Iterator[None]:
    """Make the tables of the next new store of a schema as Alembic left those of the first.

    Fifteen migrations take longer than most tests. A store that has tables is always upgraded.
    """
    from alembic import command  # noqa: PLC0415 - not while tests are looked for
    from alembic.config import Config  # noqa: PLC0415

    upgrade = command.upgrade
    left: dict[str, list[str]] = {}

    def upgrade_or_repeat(config: Config, revision: str) -> None:
        store = config.attributes["connection"].connection.driver_connection
        tables = "SELECT count(*) FROM sqlite_master"
        if not isinstance(store, Connection) or store.execute(tables).fetchone() != (0,):
            upgrade(config, revision)
        elif revision not in left:
            upgrade(config, revision)
            own = ("BEGIN TRANSACTION;", "COMMIT;")
            left[revision] = [line for line in store.iterdump() if line not in own]
        else:
            for statement in left[revision]:
                store.execute(statement)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(command, "upgrade", upgrade_or_repeat)
        yield


Wait = Callable[[Connection, str], None]


@pytest.fixture(scope="session", autouse=True)
def _no_store_waits_for_the_disk() -> Iterator[Wait]:
    """Leave it to the system when a store is written to the disk, and return what did not.

    It is what a power cut can tell, and no test: a process that is killed loses nothing by it.
    """
    wait = database._wait_for_the_disk
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_wait_for_the_disk", _leave_it_to_the_system)
        yield wait


def _leave_it_to_the_system(connection: Connection, _mode: str) -> None:
    connection.execute("PRAGMA synchronous = OFF")


@pytest.fixture
def _stores_wait_for_the_disk(
    monkeypatch: pytest.MonkeyPatch, _no_store_waits_for_the_disk: Wait
) -> None:
    """Let stores wait for the disk, as they do for users."""
    monkeypatch.setattr(database, "_wait_for_the_disk", _no_store_waits_for_the_disk)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A PostgreSQL server, which all processes of this run share."""
    own = tmp_path_factory.getbasetemp()
    return find_or_start(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture(scope="session")
def _database(server: Server) -> str:
    name = f"store_{worker()}"
    server.copy_template(name)
    return name


@pytest.fixture
def on_server(server: Server, _database: str) -> StoreUrl:
    """A new store on a server, closed."""
    return emptied(server, _database)


@pytest.fixture(scope="session", autouse=True)
def _own_state_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what people chose apart from the person who runs the tests, and from a build server."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        for name in ("CI", "TF_BUILD", "TEAMCITY_VERSION", "RELPLAN_SCENARIO"):
            patch.delenv(name, raising=False)
        yield
