import functools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from relplan.model.store_place import StorePlace
from relplan.store import Store, open_store
from tests.postgresql import Server, emptied, worker


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".relplan" / "relplan.db"


@pytest.fixture(scope="session")
def _empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a new store, closed: its tables are made once, which takes as long as most tests."""
    path = tmp_path_factory.mktemp("empty") / "relplan.db"
    open_store(path).close()
    return path


BOTH = ("sqlite", "postgresql")


@pytest.fixture(params=BOTH)
def place(request: pytest.FixtureRequest) -> StorePlace:
    """Where a new store is, closed: all that a test says of it holds in both databases."""
    if request.param == "postgresql":
        url: StorePlace = request.getfixturevalue("on_server")
        return url
    path: Path = request.getfixturevalue("path")
    path.parent.mkdir()
    shutil.copy(request.getfixturevalue("_empty"), path)
    return path


@pytest.fixture(params=BOTH)
def nothing(request: pytest.FixtureRequest) -> StorePlace:
    """Where a store can be made."""
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("server")
        return server.make_empty(f"own_{worker()}")
    path: Path = request.getfixturevalue("path")
    return path


@pytest.fixture(scope="session", params=BOTH)
def anew(request: pytest.FixtureRequest) -> Callable[[], StorePlace]:
    """Give a new store, closed, as often as it is asked for: for examples, which share fixtures."""
    if request.param == "postgresql":
        return functools.partial(emptied, *map(request.getfixturevalue, ("server", "_database")))
    empty: Path = request.getfixturevalue("_empty")
    return lambda: Path(shutil.copy(empty, empty.with_name("anew.db")))


@pytest.fixture
def store(place: StorePlace) -> Iterator[Store]:
    with open_store(place) as opened:
        yield opened
