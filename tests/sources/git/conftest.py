"""What the git source's tests share."""

from pathlib import Path

import pytest

from tests.sources.git.git_repo import GitRepo


@pytest.fixture(autouse=True)
def _no_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    """Return a repository whose first commit is released as v1."""
    repo = GitRepo(tmp_path / "shop")
    repo.commit("Begin", "readme.md", "one\n")
    return repo.tag("v1")
