"""Where a person's own settings are."""

from pathlib import Path

import pytest

from relplan.app.folders import config_folder


def test_the_environment_names_another_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("RELPLAN_CONFIG", str(tmp_path))
    assert config_folder() == tmp_path


def test_else_it_is_the_operating_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RELPLAN_CONFIG", raising=False)
    assert config_folder().name == "relplan"
