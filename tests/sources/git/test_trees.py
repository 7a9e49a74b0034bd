"""Which files there are at a commit, and what differs between two."""

from pathlib import Path

import pytest

from relplan.sources.git.blobs import Blobs
from relplan.sources.git.partial import MissingObjectError
from relplan.sources.git.safe import Git
from relplan.sources.git.trees import (
    Difference,
    applied,
    differences,
    files_of,
    merge_bases,
    trees_of,
)
from tests.sources.git.git_repo import GitRepo


def opened(repo: GitRepo) -> Git:
    return Git(str(repo.path))


def test_files_and_what_differs(tmp_path: Path) -> None:
    repo = GitRepo(tmp_path / "shop")
    repo.write("gone", "1\n").write("same ä\nname", "2\n")
    one = repo.commit("One", "deep/er/changed", "3\n")
    (repo.path / "gone").unlink()
    two = repo.commit("Two", "deep/er/changed", "4\n")
    git = opened(repo)
    trees = trees_of(git, [one, two])
    before, after = files_of(git, trees[one]), files_of(git, trees[two])
    assert sorted(before) == ["deep/er/changed", "gone", "same ä\nname"]
    pair = (trees[one], trees[two])
    found = differences(git, [pair])[pair]
    assert [(path, bool(old), bool(new)) for path, old, new in found] == [
        ("deep/er/changed", True, True),
        ("gone", True, False),
    ]
    assert applied(before, found) == after


def test_differences_that_are_alike_are_kept_once(tmp_path: Path) -> None:
    """Hundreds of commits differ from what is in production by nearly the same files."""
    repo = GitRepo(tmp_path / "shop")
    commits = [repo.commit(f"Go on {number}", f"{number}", "1\n") for number in range(4)]
    git = opened(repo)
    trees = trees_of(git, commits)
    pairs = [(trees[commits[0]], trees[commit]) for commit in commits[1:]]
    known: dict[Difference, Difference] = {}
    found = [*differences(git, pairs[:2], known=known).values()]
    found += differences(git, pairs[2:], known=known).values()
    assert [len(one) for one in found] == [1, 2, 3]
    assert len({id(one) for each in found for one in each}) == len(known) == 3


def test_a_folder_by_itself(tmp_path: Path) -> None:
    repo = GitRepo(tmp_path / "shop")
    repo.write("a/one", "1\n").write("ab/two", "2\n").commit()
    git = opened(repo)
    tree = trees_of(git, ["HEAD"])["HEAD"]
    assert list(files_of(git, tree, "a")) == ["a/one"]


def test_many_pairs_at_once_with_some_that_are_alike(tmp_path: Path) -> None:
    repo = GitRepo(tmp_path / "shop")
    commits = [repo.commit() for _ in range(4)]
    git = opened(repo)
    trees = trees_of(git, [*commits, ""])
    pairs = [(trees[""], trees[commits[0]]), (trees[commits[0]], trees[commits[3]])]
    pairs += [(trees[commit], trees[commit]) for commit in commits]
    found = differences(git, pairs)
    assert [[name for name, _, _ in changed] for changed in found.values()] == [
        ["file-1.txt"],
        ["file-2.txt", "file-3.txt", "file-4.txt"],
    ]


def test_links_are_not_followed_and_count_as_nothing(tmp_path: Path) -> None:
    repo = GitRepo(tmp_path / "shop")
    (repo.path / "link").symlink_to("/etc/passwd")
    one = repo.commit("One", "file", "1\n")
    (repo.path / "link").unlink()
    (repo.path / "file").unlink()
    (repo.path / "file").symlink_to("/etc/passwd")
    two = repo.commit("Two", "other", "2\n")
    git = opened(repo)
    trees = trees_of(git, [one, two])
    assert list(files_of(git, trees[one])) == ["file"]
    pair = (trees[one], trees[two])
    found = {path: bool(new) for path, _, new in differences(git, [pair])[pair]}
    assert found == {"file": False, "other": True}


def test_the_parent_of_a_first_commit_is_nothing(tmp_path: Path) -> None:
    repo = GitRepo(tmp_path / "shop")
    first = repo.commit()
    assert set(trees_of(opened(repo), [first, f"{first}^1"])) == {first, ""}


def test_where_branches_left_main(tmp_path: Path) -> None:
    repo = GitRepo(tmp_path / "shop")
    base = repo.commit()
    once = repo.branch("once").commit()
    repo.switch("main")
    later = repo.commit()
    repo.branch("twice", base).commit()
    twice = repo.merge("main")
    twice = repo.commit()
    repo.git("switch", "-q", "--orphan", "alone")
    alone = repo.commit()
    main = repo.git("rev-parse", "main")
    assert merge_bases(opened(repo), main, [once, twice, alone, base]) == {
        once: base,
        twice: later,
        alone: "",
        base: base,
    }
    assert merge_bases(opened(repo), main, []) == {}


def test_blobs_are_read_by_their_ids(tmp_path: Path) -> None:
    repo = GitRepo(tmp_path / "shop")
    repo.write("small", "a\n").write("large", "b" * 5000).write("empty", "").commit()
    git = opened(repo)
    files = files_of(git, trees_of(git, ["HEAD"])["HEAD"])
    with Blobs(git, largest=100) as blobs:
        assert blobs.read(files["small"]) == b"a\n"
        assert blobs.read(files["large"]) is None
        with pytest.raises(MissingObjectError, match="an object is missing"):
            blobs.read("0" * 40)
        assert blobs.read(files["empty"]) == b""
        assert blobs.read(trees_of(git, ["HEAD"])["HEAD"]) is None
        assert blobs.read(files["small"]) == b"a\n"
