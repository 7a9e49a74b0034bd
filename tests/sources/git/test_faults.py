"""Repositories that are broken, closed or hostile: one clear line, and nothing is executed."""

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from relplan.model.errors import SourceError
from relplan.model.scan import RepositoryFailure, RepositoryScan, ScanSettings
from relplan.sources.git import current_branch, main_of, scan_repositories, shipped_refs
from relplan.sources.git import safe as safe_module
from relplan.sources.git.errors import ScanCancelledError, explain
from relplan.sources.git.safe import Children, Git
from tests.sources.git.git_repo import NOW, GitRepo, git, pending, root_of, scan, titles


def line_of(path: Path) -> str:
    with pytest.raises(SourceError) as caught:
        pending(path)
    assert "\n" not in str(caught.value)
    assert str(path) in caught.value.what
    return str(caught.value)


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    assert "does not exist; clone the repository" in line_of(tmp_path / "none")


def test_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert "is a file, not a repository" in line_of(tmp_path / "file")


def test_a_folder_that_is_no_repository_even_inside_of_one(repo: GitRepo, tmp_path: Path) -> None:
    assert "is no git repository; correct `repo`" in line_of(tmp_path)
    repo.commit("One", "folder/a", "1")
    assert "is no git repository; correct `repo`" in line_of(repo.path / "folder")


def test_a_damaged_object(repo: GitRepo) -> None:
    oid = repo.commit("One")
    repo.commit("Two")
    blob = repo.path / ".git" / "objects" / oid[:2] / oid[2:]
    blob.chmod(0o644)
    blob.write_bytes(b"rubbish")
    assert "is damaged" in line_of(repo.path)
    assert "fsck" in line_of(repo.path)


def test_a_missing_object(repo: GitRepo) -> None:
    oid = repo.commit("One")
    repo.commit("Two")
    (repo.path / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    assert "is damaged" in line_of(repo.path)


def test_a_git_file_that_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / ".git").write_text("gitdir: /nowhere\n")
    assert "is no git repository" in line_of(tmp_path)


def test_git_is_not_installed(repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SourceError, match="git is not installed; install it"):
        pending(repo)


@pytest.mark.parametrize(
    ("stderr", "line"),
    [
        ("fatal: detected dubious ownership in repository at '/r'\nTo add", "git config --global"),
        ("fatal: cannot open '/r/.git/HEAD': Permission denied", "may not be read"),
        ("fatal: strange\x1b[31m\n", "git could not read /r: fatal: strange[31m"),
        ("", "it exited with 128"),
    ],
)
def test_gits_words_become_one_line(stderr: str, line: str) -> None:
    said = str(explain("/r", 128, stderr))
    assert line in said
    assert said.isprintable()


def test_a_repository_of_somebody_else(repo: GitRepo) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    for path in (repo.path, repo.path / ".git"):
        os.chown(path, 12345, 12345)
    assert "belongs to another user; if you trust it: git config --global" in line_of(repo.path)


def test_no_configuration_runs_a_program(
    repo: GitRepo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trap, sprung = tmp_path / "trap", tmp_path / "sprung"
    trap.write_text(f"#!/bin/sh\necho $0 >> {sprung}\n")
    trap.chmod(0o755)
    repo.commit("Lines", "a.txt", "one\n")
    repo.branch("topic").commit("Work", "a.txt", "one\ntwo\n")
    repo.switch("main").git("merge", "-q", "--squash", "topic")
    repo.write(".gitattributes", "* diff=evil filter=evil\n").git("add", "-A")
    repo.git("commit", "-q", "-m", "Squash")
    signed = f"tree {repo.git('rev-parse', 'HEAD^{tree}')}\nparent {repo.head()}\n"
    signed += "author a <a@b> 1700000999 +0000\ncommitter a <a@b> 1700000999 +0000\n"
    signed += (
        "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\nSigned\n"
    )
    oid = repo.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=signed.encode())
    repo.git("update-ref", "refs/heads/main", oid)
    for key in (
        "core.fsmonitor",
        "core.pager",
        "pager.log",
        "core.sshCommand",
        "core.editor",
        "gpg.program",
        "diff.external",
        "diff.evil.command",
        "diff.evil.textconv",
        "filter.evil.smudge",
        "filter.evil.clean",
        "core.alternateRefsCommand",
        "trailer.breaks.cmd",
        "core.askPass",
        "uploadpack.packObjectsHook",
        "credential.helper",
        "mailmap.file",
        "diff.orderFile",
    ):
        repo.git("config", key, str(trap))
    for key, value in {
        "log.showSignature": "true", "alias.log": f"!{trap}", "alias.rev-parse": f"!{trap}",
        "core.hooksPath": str(tmp_path), "trailer.separators": "=", "diff.mnemonicPrefix": "true",
        "color.ui": "always", "log.decorate": "full", "format.pretty": "short",
        "log.diffMerges": "on",
    }.items():  # fmt: skip
        repo.git("config", key, value)
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(trap))
    monkeypatch.setenv("GIT_SSH_COMMAND", str(trap))
    changes = pending(repo)
    assert titles(changes)[:3] == ["Lines", "Squash", "Signed"]
    root = root_of(repo)
    record = scan(root)
    shipped_refs({"I" + "0" * 40, "shop:topic", f"shop@{oid}"}, [root], {})
    current_branch(repo.path)
    main_of(repo.path)
    assert record.services[0].record.main == "refs/heads/main"
    assert not sprung.exists()
    repo.git("diff", "v1", "main")
    assert sprung.exists(), "the trap is none"


def test_no_missing_object_is_fetched(repo: GitRepo, tmp_path: Path) -> None:
    sprung = tmp_path / "sprung"
    oid = repo.commit("One")
    repo.commit("Two")
    (repo.path / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    for key, value in {
        "core.repositoryFormatVersion": "1", "extensions.partialClone": "evil",
        "remote.evil.promisor": "true", "remote.evil.url": f"ext::sh -c 'touch {sprung}'",
        "protocol.ext.allow": "always", "protocol.allow": "always",
    }.items():  # fmt: skip
        repo.git("config", key, value)
    line_of(repo.path)
    assert not sprung.exists()


def test_the_callers_own_repository_is_another(
    repo: GitRepo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = GitRepo(tmp_path / "other")
    other.commit("Elsewhere")
    repo.commit("One")
    monkeypatch.setenv("GIT_DIR", str(other.path / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.path))
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "broken")
    assert titles(pending(repo)) == ["One"]
    assert current_branch(repo.path)[0] == str(repo.path.resolve())


def test_neither_grafts_nor_replacements_hide_what_is_pending(repo: GitRepo) -> None:
    repo.commit("Begin")
    repo.tag("v2").commit("One")
    two = repo.commit("Two")
    tip = repo.commit("Three")
    repo.git("replace", two, "v2")
    hidden = repo.path / ".git" / "info" / "grafts"
    hidden.parent.mkdir(exist_ok=True)
    hidden.write_text(f"{tip}\n", "utf-8")
    assert titles(pending(repo)) == ["One", "Two", "Three"]


def test_an_ancestor_that_is_none_is_an_answer_and_no_failure(repo: GitRepo) -> None:
    """git hints at the grafts' end when it reads commits; that hint is no complaint."""
    repo.commit("Begin")
    side = repo.branch("side").commit("Side")
    repo.switch("main").commit("Main")
    assert Git(str(repo.path)).attempt("merge-base", "--is-ancestor", side, "main") is None


def test_more_complaints_than_a_pipe_holds_do_not_stop_it(repo: GitRepo) -> None:
    repo.commit("One")
    broken = repo.path / ".git" / "refs" / "heads" / ("x" * 100)
    broken.mkdir()
    for number in range(1000):
        (broken / f"{number}").write_text("rubbish\n")
    assert titles(pending(repo)) == ["One"]


@pytest.fixture
def three(tmp_path: Path) -> list[GitRepo]:
    repos = [GitRepo(tmp_path / name) for name in ("a", "b", "c")]
    for repo in repos:
        repo.commit("Begin")
        repo.tag("v1").commit("One")
    return repos


def test_one_that_fails_does_not_stop_the_others(three: list[GitRepo]) -> None:
    a, b, c = three
    shutil.rmtree(b.path / ".git")
    roots = [root_of(a, "a"), root_of(b, "b1"), root_of(c, "c"), root_of(b, "b2", path="x")]
    heard: list[tuple[str, str]] = []
    found = {
        result.repository: result
        for result in scan_repositories(
            roots, ScanSettings(), {}, NOW, lambda *words: heard.append(words)
        )
    }
    failure = found[str(b.path)]
    assert isinstance(failure, RepositoryFailure)
    assert failure.services == ("b1", "b2")
    assert "is no git repository" in failure.message
    for repo in (a, c):
        done = found[str(repo.path)]
        assert isinstance(done, RepositoryScan)
        assert titles(done.services[0].merged) == ["One"]
        assert (str(repo.path), "1 commits read") in heard


def test_cancelling_stops_git_at_once(three: list[GitRepo], tmp_path: Path,
                                      monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}:{os.environ['PATH']}")
    asked = iter([False, False])
    began = time.monotonic()
    results = scan_repositories(
        [root_of(repo, repo.path.name) for repo in three], ScanSettings(), {}, NOW,
        cancelled=lambda: next(asked, True),
    )  # fmt: skip
    assert list(results) == []
    assert time.monotonic() - began < 60


def test_leaving_the_scan_stops_it_too(three: list[GitRepo]) -> None:
    roots = [root_of(repo, repo.path.name) for repo in three]
    results = scan_repositories(roots, ScanSettings(), {}, NOW)
    assert isinstance(results, Iterator)
    assert isinstance(next(results), RepositoryScan)
    results.close()  # type: ignore[attr-defined]


def test_after_a_stop_nothing_starts(repo: GitRepo) -> None:
    children = Children()
    children.stop()
    with pytest.raises(ScanCancelledError):
        Git(str(repo.path), children).text("rev-parse", "HEAD")


def test_the_clean_environment_keeps_only_where_configuration_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GIT_TRACE", "1")
    names = {name for name in safe_module.environment() if name.startswith("GIT_")}
    assert names == {
        "GIT_ALLOW_PROTOCOL", "GIT_NO_LAZY_FETCH", "GIT_OPTIONAL_LOCKS", "GIT_TERMINAL_PROMPT",
        "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM", "GIT_GRAFT_FILE", "GIT_NO_REPLACE_OBJECTS",
            "GIT_ATTR_NOSYSTEM",
    }  # fmt: skip
    assert git(Path(), "--version")
