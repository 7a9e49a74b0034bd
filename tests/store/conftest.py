import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from relplan.store import Store, open_store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".relplan" / "relplan.db"


@pytest.fixture(scope="session")
def _empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a new store, closed: its tables are made once, which takes as long as most tests."""
    path = tmp_path_factory.mktemp("empty") / "relplan.db"
    open_store(path).close()
    return path


@pytest.fixture
def store(path: Path, _empty: Path) -> Iterator[Store]:
    path.parent.mkdir()
    shutil.copy(_empty, path)
    with open_store(path) as opened:
        yield opened
