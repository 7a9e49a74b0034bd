"""The workspace that the tests of the command line share."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from relplan.app import open_workbench
from tests.cli.shop import Answer, Shop, asker, build
from tests.packages import Packages
from tests.workspaces import copied, packed

Ask = Callable[..., Answer]


@pytest.fixture(autouse=True)
def _own_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("RELPLAN_STORE", "RELPLAN_DEBUG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Run a command in this process."""
    return asker(monkeypatch, capsys)


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Packages]:
    """Return a folder for packages that add to relplan."""
    folder = tmp_path / "packages"
    folder.mkdir()
    found = Packages(folder, monkeypatch)
    yield found
    found.forget()


@pytest.fixture
def ask_anew(ask: Ask, packages: Packages) -> Ask:
    """Run a command in this process, which looks for packages as a new one does."""

    def anew(folder: Path, *words: str) -> Answer:
        packages.begin()
        return ask(folder, *words)

    return anew


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the workspace's folder, as it was before the first scan; copy it."""
    folder = tmp_path_factory.mktemp("built") / "shop"
    folder.mkdir()
    build(folder)
    return packed(folder)


@pytest.fixture(scope="session")
def scanned(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the workspace as its first scan leaves it; copy it."""
    folder = copied(built, tmp_path_factory.mktemp("scanned") / "shop")
    with open_workbench(folder) as bench:
        bench.scan()
    return folder


@pytest.fixture
def fresh(built: Path, tmp_path: Path, ask: Ask) -> Shop:
    """Return a workspace that was never scanned."""
    return Shop(copied(built, tmp_path / "shop"), ask)


@pytest.fixture
def shop(scanned: Path, tmp_path: Path, ask: Ask) -> Shop:
    """Return a workspace that has been scanned."""
    return Shop(copied(scanned, tmp_path / "shop"), ask)
