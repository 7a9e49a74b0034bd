"""Branches that were squashed or rebased on main, and those that only look so."""

from pathlib import Path

import pytest

from relplan.sources.git import forks
from relplan.sources.git.squash import telling
from tests.sources.git.git_repo import GitRepo, git, ids, pending

LINES = "".join(f"line {number}\n" for number in range(40))


def branches(repo: GitRepo | Path) -> list[str]:
    return [change.branch for change in pending(repo) if not change.merged]


def topic(repo: GitRepo) -> None:
    repo.commit("Lines", "lines.txt", LINES)
    repo.branch("topic").commit("First", "lines.txt", LINES.replace("line 9\n", "line nine\n"))
    repo.commit("Second", "new.txt", "new\n")
    repo.switch("main")


def squash_in(repo: GitRepo) -> None:
    repo.git("merge", "-q", "--squash", "topic")
    repo.git("commit", "-q", "-m", "Topic (#12)")


def test_a_squashed_branch_is_merged(repo: GitRepo) -> None:
    topic(repo)
    squash_in(repo)
    assert branches(repo) == []


def test_also_where_main_changed_the_same_file_before(repo: GitRepo) -> None:
    topic(repo)
    repo.commit("Beside", "lines.txt", LINES.replace("line 10\n", "line ten\n"))
    repo.git("cherry-pick", "-n", "main..topic", "--strategy-option=theirs")
    repo.write(
        "lines.txt", LINES.replace("line 10\n", "line ten\n").replace("line 9\n", "line nine\n")
    )
    repo.git("add", "-A")
    repo.git("commit", "-q", "-m", "Topic")
    assert branches(repo) == []


def test_also_where_production_has_it_already(repo: GitRepo) -> None:
    topic(repo)
    squash_in(repo)
    repo.tag("v2").commit("Later")
    assert branches(repo) == []


def test_a_squashed_branch_that_went_on_is_open(repo: GitRepo) -> None:
    topic(repo)
    squash_in(repo)
    repo.switch("topic").commit("One more")
    assert branches(repo) == ["topic"]


def test_a_branch_that_adds_to_what_was_squashed_keeps_only_its_own(repo: GitRepo) -> None:
    repo.branch("topic").commit("First\n\nBreaks: x\n")
    repo.branch("above").commit("Above\n\nBreaks: y\n")
    repo.switch("main")
    squash_in(repo)
    (change,) = (change for change in pending(repo) if not change.merged)
    assert change.branch == "above"
    assert [effect.contract for effect in change.effects] == ["y"]


def test_a_rebased_branch_is_merged(repo: GitRepo) -> None:
    topic(repo)
    repo.commit("Beside")
    repo.git("cherry-pick", "main..topic")
    assert branches(repo) == []


def test_a_branch_of_which_a_part_was_picked_is_open(repo: GitRepo) -> None:
    topic(repo)
    repo.git("cherry-pick", "topic~1")
    assert branches(repo) == ["topic"]


def test_a_picked_commit_that_was_amended_later_is_open(repo: GitRepo) -> None:
    repo.branch("topic").commit("Work", "a.txt", "one\n")
    repo.switch("main").git("cherry-pick", "topic")
    repo.switch("topic").write("a.txt", "one\ntwo\n")
    repo.git("commit", "-q", "-a", "--amend", "--no-edit")
    assert branches(repo) == ["topic"]


def test_same_files_with_other_content_are_open(repo: GitRepo) -> None:
    topic(repo)
    repo.write("new.txt", "else\n")
    repo.commit("Topic", "lines.txt", LINES.replace("line 9\n", "line nine\n"))
    assert branches(repo) == ["topic"]


def test_other_bytes_of_a_binary_file_are_open(repo: GitRepo) -> None:
    repo.branch("topic").commit("Picture", "a.bin", "\0one")
    repo.switch("main").commit("Picture", "a.bin", "\0two")
    assert branches(repo) == ["topic"]


def test_empty_commits_are_never_taken_for_merged(repo: GitRepo) -> None:
    repo.branch("topic").git("commit", "-q", "--allow-empty", "-m", "Nothing")
    repo.switch("main").commit("Beside")
    repo.git("commit", "-q", "--allow-empty", "-m", "Nothing")
    assert branches(repo) == ["topic"]


def test_beyond_the_bound_a_branch_stays_open(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic(repo)
    squash_in(repo)
    monkeypatch.setattr(telling, "LONGEST", 1)
    assert branches(repo) == ["topic"]


def test_without_blobs_nothing_is_fetched_and_the_branch_stays_open(
    repo: GitRepo, tmp_path: Path
) -> None:
    topic(repo)
    repo.commit("Beside", "lines.txt", LINES + "end\n")
    repo.git("cherry-pick", "main..topic")
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "partial"
    git(tmp_path, "clone", "-q", "--bare", "--filter=blob:none", repo.path.as_uri(), str(clone))
    assert branches(clone) == ["topic"]
    assert "shop@" in ids(pending(clone))[0]


def test_a_branch_that_reverts_what_main_has_is_open_though_main_once_had_that_tree(
    repo: GitRepo,
) -> None:
    repo.branch("older").commit("Older", "other.txt", "other\n")  # keeps all of main in view
    repo.switch("main")
    repo.commit("Second", "second.txt", "second\n")
    repo.commit("Feature", "feature.txt", "feature\n")
    repo.branch("undo")
    repo.git("revert", "--no-edit", "HEAD")
    repo.switch("main")
    assert branches(repo) == ["older", "undo"]


def test_a_file_whose_name_looks_like_more_of_git_s_answer_is_compared_like_any(
    repo: GitRepo,
) -> None:
    repo.branch("topic")
    for name in ("= ", "= x\n", ":100644 100644 a b M\n"):
        repo.commit(f"One more {len(name)}", name, "one\n")
    repo.switch("main").commit("Beside")
    squash_in(repo)
    assert branches(repo) == []


def test_one_that_cannot_be_compared_in_a_partial_clone_leaves_the_others_told(
    repo: GitRepo, tmp_path: Path
) -> None:
    repo.branch("other").commit("Other", "other.txt", "other\n")
    repo.switch("main")
    topic(repo)
    repo.commit("Beside", "lines.txt", LINES + "end\n")
    squash_in(repo)
    repo.git("merge", "-q", "--squash", "other")
    repo.git("commit", "-q", "-m", "Other (#13)")
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "partial"
    git(tmp_path, "clone", "-q", "--bare", "--filter=blob:none", repo.path.as_uri(), str(clone))
    assert branches(clone) == ["topic"]


@pytest.mark.parametrize("merged", [("main",), ("main~2^2", "main~1"), ("main~1^2",)])
def test_a_squashed_branch_may_have_merged_main_or_what_came_there(
    repo: GitRepo, merged: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    topic(repo)
    for name in ("one", "two"):
        repo.branch(name).commit(name, f"{name}.txt", f"{name}\n")
        repo.switch("main").git("merge", "-q", "--no-ff", "--no-edit", name)
    repo.commit("Beside")
    repo.switch("topic")
    for revision in merged:
        repo.git("merge", "-q", "--no-edit", revision)
    repo.commit("Third", "third.txt", "third\n")
    repo.switch("main")
    squash_in(repo)
    monkeypatch.setattr(forks, "merge_base", None)  # git is not asked
    assert branches(repo) == []
