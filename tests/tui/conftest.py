"""Example workspaces, built and scanned once a session; each test has a copy."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from relplan.app import Workbench
from tests.tui.shop import nothing_is_ready, open_bench, scanned
from tests.tui.unsure import unsure
from tests.workspaces import copied, packed


@pytest.fixture(autouse=True)
def _own_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("RELPLAN_CONFIG", str(tmp_path / "config"))
    # textual reads the environment when it is loaded, which other tests may have done before.
    monkeypatch.setattr("textual.constants.TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setattr("textual.app.wait_for_idle", nothing_is_ready)
    monkeypatch.setattr("textual.pilot.wait_for_idle", nothing_is_ready)
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setattr("relplan.tui.keyboard.NOTICED", 0.0)  # Pilot reads fast
    monkeypatch.setattr("relplan.tui.screens.plan.EVERY", 3600.0)
    for name in ("RELPLAN_STORE", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def _examples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    home = tmp_path_factory.mktemp("examples")
    return {name: packed(scanned(name, home / name)) for name in ("lockstep-7", "webshop")}


@pytest.fixture(scope="session")
def _unsure(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return packed(unsure(tmp_path_factory.mktemp("unsure")))


@pytest.fixture
def lockstep(_examples: dict[str, Path], tmp_path: Path) -> Iterator[Workbench]:
    """Return a batch of seven that two marks cut to singles."""
    with open_bench(copied(_examples["lockstep-7"], tmp_path / "lockstep-7")) as bench:
        yield bench


@pytest.fixture
def webshop(_examples: dict[str, Path], tmp_path: Path) -> Iterator[Workbench]:
    """Return eight services of four teams, with contracts, features and gates."""
    with open_bench(copied(_examples["webshop"], tmp_path / "webshop")) as bench:
        yield bench


@pytest.fixture
def unsure_folder(_unsure: Path, tmp_path: Path) -> Path:
    """Return the folder of two services that each wait for something nobody knows."""
    return copied(_unsure, tmp_path)
