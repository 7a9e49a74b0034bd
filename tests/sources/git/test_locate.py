"""Where repositories are, and what is checked out; what is in production already."""

import subprocess
import sys
from pathlib import Path

import pytest

from relplan.model.errors import SourceError
from relplan.model.scan import RepositoryRecord, RepositoryScan
from relplan.sources.git import (
    current_branch,
    find_repositories,
    main_of,
    remote_of,
    shipped_refs,
)
from tests.sources.git.git_repo import GitRepo, git, root_of, scan

CHANGE_ID = "I0123456789012345678901234567890123456789"


def test_the_branch_checked_out_here(repo: GitRepo, tmp_path: Path) -> None:
    repo.branch("größe/v2").commit("One", "a/b/c.txt", "1")
    top = str(repo.path.resolve())
    assert current_branch(repo.path) == (top, ".", "größe/v2")
    assert current_branch(repo.path / "a" / "b") == (top, "a/b", "größe/v2")
    repo.git("worktree", "add", "-q", str(tmp_path / "tree"), "main")
    assert current_branch(tmp_path / "tree") == (str((tmp_path / "tree").resolve()), ".", "main")
    repo.git("switch", "-q", "--detach")
    assert current_branch(repo.path) == (top, ".", "")


def test_a_branch_without_a_commit_has_a_name_too(tmp_path: Path) -> None:
    assert current_branch(GitRepo(tmp_path / "new").path)[2] == "main"


def test_outside_of_a_repository_it_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is no git repository"):
        current_branch(tmp_path)
    with pytest.raises(SourceError, match="does not exist"):
        current_branch(tmp_path / "none")


def test_asking_for_the_branch_loads_no_reader_of_histories() -> None:
    code = (
        "import sys; from relplan.sources.git import current_branch;"
        "sys.exit(any(n in sys.modules for n in ('git', 'relplan.sources.git.history', 'logging')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_repositories_are_found_each_once(repo: GitRepo, tmp_path: Path) -> None:
    repo.git("worktree", "add", "-q", str(tmp_path / "a-tree"), "-b", "x")
    git(tmp_path, "clone", "-q", "--bare", str(repo.path), "team/bare.git")
    outer = GitRepo(tmp_path / "team" / "outer")
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", repo.path.as_uri())
    for skipped in ("node_modules/x", ".hidden/x", "shop/.venv/x"):
        GitRepo(tmp_path / skipped)
    (tmp_path / "loop").symlink_to(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in find_repositories(tmp_path)] == [
        "shop", "team/bare.git", "team/outer", "team/outer/shop",
    ]  # fmt: skip


def test_what_init_asks(repo: GitRepo, tmp_path: Path) -> None:
    assert (main_of(repo.path), remote_of(repo.path)) == ("main", "")
    git(tmp_path, "clone", "-q", str(repo.path), "clone")
    assert remote_of(tmp_path / "clone") == str(repo.path)
    other = GitRepo(tmp_path / "other")
    assert main_of(other.path) == ""
    other.git("switch", "-q", "-c", "trunk")
    other.commit("Begin")
    assert main_of(other.path) == "trunk"


def records(*scans: RepositoryScan) -> dict[str, RepositoryRecord]:
    return {
        done.repository: RepositoryRecord(
            done.repository, done.signature, tuple(service.record for service in done.services)
        )
        for done in scans
    }


def test_what_production_has_already(repo: GitRepo, tmp_path: Path) -> None:
    repo.branch("done").commit(f"Done\n\nChange-Id: {CHANGE_ID}\n")
    done = repo.head()
    repo.switch("main").merge("done")
    repo.commit(f"Mentions it\n\nRelated to {CHANGE_ID.replace('9', '8')}\n")
    repo.tag("v2")
    after = repo.commit("After\n\nChange-Id: I" + "a" * 40)
    repo.branch("going").commit("Going")
    other = GitRepo(tmp_path / "other")
    other.commit("Begin")
    roots = [root_of(repo), root_of(other, "other")]
    known = records(scan(roots[0]), scan(roots[1]))
    asked = {
        f"shop@{done}", f"shop@{done[:10]}", f"shop@{after}", "shop@" + "0" * 40, "shop@main",
        "shop:done", "shop:going", "shop:gone", "other:done", "unknown:done", "shop",
        CHANGE_ID, CHANGE_ID.replace("9", "8"), "I" + "a" * 40, "https://example.org/1", "--all",
    }  # fmt: skip
    assert shipped_refs(asked, roots, known) == {
        f"shop@{done}", f"shop@{done[:10]}", "shop:done", CHANGE_ID,
    }  # fmt: skip


def test_what_cannot_be_read_is_not_known(tmp_path: Path) -> None:
    repo = GitRepo(tmp_path / "x")
    repo.commit("Begin")
    root = root_of(repo)
    known = records(scan(root))
    repo.path.rename(tmp_path / "moved")
    assert shipped_refs({"shop:main", CHANGE_ID, "shop@abcdef"}, [root], known) == frozenset()
    assert shipped_refs({"shop:main"}, [root], {}) == frozenset()
