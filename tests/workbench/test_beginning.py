"""`relplan init`: what it finds in a folder of repositories."""

from pathlib import Path

import pytest

from relplan.model.errors import WorkspaceError
from relplan.workbench.beginning import Beginning, begin
from relplan.workspace import load
from tests.sources.git.git_repo import NOW, GitRepo


@pytest.fixture(autouse=True)
def _no_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")


def released(folder: Path, tag: str = "v1") -> GitRepo:
    repo = GitRepo(folder)
    repo.commit("Begin")
    return repo.tag(tag)


def found(folder: Path) -> Beginning:
    return begin(folder, NOW, lambda repository, doing: None)


def test_services_and_their_release_tags(tmp_path: Path) -> None:
    released(tmp_path / "orders")
    released(tmp_path / "deep" / "web", "2024.1")
    released(tmp_path / "old" / "orders")
    GitRepo(tmp_path / "gate")
    beginning = found(tmp_path)
    assert sorted(beginning.services) == ["gate-service", "old-orders", "orders", "web"]
    roots = {root.service: root for root in load(beginning.file).roots}
    assert roots["web"].repository == str(tmp_path / "deep" / "web")
    assert roots["web"].release_tag == "*"
    assert roots["orders"].release_tag == "v*"


def test_contracts_that_trailers_name(tmp_path: Path) -> None:
    released(tmp_path / "a").commit("Go\n\nBreaks: api\nExtends: both")
    released(tmp_path / "b").branch("topic").commit("Go\n\nAdapts-To: api\nExtends: both")
    released(tmp_path / "c").commit("Go\n\nTolerates: api\nAdapts-To: nobody's")
    beginning = found(tmp_path)
    assert beginning.contracts == ("api",)  # who provides the others cannot be told
    (contract,) = load(beginning.file).workspace.contracts
    assert (contract.provider, contract.consumers) == ("a", ("b", "c"))


def test_one_repository_by_itself(tmp_path: Path) -> None:
    released(tmp_path / "shop")
    beginning = found(tmp_path / "shop")
    assert beginning.services == ("shop",)
    (root,) = load(beginning.file).roots
    assert root.repository == str(tmp_path / "shop")


def test_a_repository_that_cannot_be_read_is_named_and_kept(tmp_path: Path) -> None:
    released(tmp_path / "well")
    broken = released(tmp_path / "broken")
    (broken.path / ".git" / "objects" / broken.head()[:2] / broken.head()[2:]).unlink()
    beginning = found(tmp_path)
    assert beginning.services == ("broken", "well")
    assert [failure.services for failure in beginning.failures] == [("broken",)]


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    released(tmp_path / "orders")
    file = tmp_path / "relplan.toml"
    file.write_text("mine", "utf-8")
    with pytest.raises(WorkspaceError, match="exists already and is not overwritten"):
        found(tmp_path)
    assert file.read_text("utf-8") == "mine"
