"""Open changes: branches that are not merged to main."""

from pathlib import Path

from relplan.model.change import Change, State
from relplan.model.scan import ScanSettings
from tests.sources.git.git_repo import NOW, GitRepo, git, ids, pending, root_of, scan


def opened(repo: GitRepo | Path) -> list[Change]:
    return [change for change in pending(repo) if not change.merged]


def test_a_branch_is_a_change_in_progress_behind_the_newest_merged_one(repo: GitRepo) -> None:
    one = repo.commit("One")
    repo.branch("pay/v2").commit("First")
    tip = repo.commit("Second")
    (change,) = opened(repo)
    assert (change.id, change.branch, change.title) == ("shop:pay/v2", "pay/v2", "Second")
    assert (change.commit, change.state) == (tip, State.IN_PROGRESS)
    assert change.after == f"shop@{one[:10]}"


def test_names_may_have_spaces_of_a_kind_and_any_script(repo: GitRepo) -> None:
    for name in ("größe/ä", "a'b\"c", "x\N{NO-BREAK SPACE}y", "日本"):
        repo.switch("main").branch(name).commit(name)
    assert {change.branch for change in opened(repo)} == {
        "größe/ä", "a'b\"c", "x\N{NO-BREAK SPACE}y", "日本",
    }  # fmt: skip


def test_a_merged_or_a_stale_branch_is_none(repo: GitRepo) -> None:
    repo.branch("done").commit("Done")
    repo.switch("main").merge("done")
    repo.branch("old").commit("Old")
    repo.branch("at-main", "main")
    late = NOW + 100 * 86_400
    assert ids(tuple(opened(repo))) == ["shop:old"]
    assert scan(root_of(repo), now=late).services[0].open == ()
    keep_all = ScanSettings(stale_after_days=0)
    assert len(scan(root_of(repo), now=late, settings=keep_all).services[0].open) == 1


def test_a_branch_is_stacked_on_those_whose_tips_it_contains(repo: GitRepo) -> None:
    repo.branch("a").commit("A\n\nBreaks: x\n")
    repo.branch("b").commit("B\n\nExtends: y\n")
    repo.branch("c").commit("C")
    repo.branch("other", "main").commit("Other")
    a, b, c, other = opened(repo)
    assert (a.stacked_on, b.stacked_on, other.stacked_on) == ((), ("shop:a",), ())
    assert c.stacked_on == ("shop:a", "shop:b")
    assert [effect.contract for effect in a.effects + b.effects + c.effects] == ["x", "y"]


def test_commits_below_two_branches_belong_to_both(repo: GitRepo) -> None:
    repo.branch("a").commit("Below\n\nBreaks: x\n")
    repo.branch("b").commit("B")
    repo.switch("a").commit("A")
    assert [[effect.contract for effect in change.effects] for change in opened(repo)] == [
        ["x"], ["x"],
    ]  # fmt: skip


def test_branches_with_one_tip_are_one_change(repo: GitRepo) -> None:
    repo.branch("b").commit("Work")
    repo.branch("a").branch("c")
    (change,) = opened(repo)
    assert (change.id, change.aliases) == ("shop:a", ("shop:b", "shop:c"))


def test_local_and_remote_branches_of_one_name(repo: GitRepo, tmp_path: Path) -> None:
    repo.branch("behind").commit("Work")
    repo.switch("main").branch("apart").commit("Work")
    repo.switch("main").branch("served").commit("Only there")
    git(tmp_path, "clone", "-q", str(repo.path), "clone", "--branch=apart")
    clone = tmp_path / "clone"
    git(clone, "branch", "-q", "behind", "origin/behind")
    git(clone, "remote", "set-head", "origin", "main")
    git(clone, "commit", "-q", "--allow-empty", "-m", "Here")
    repo.switch("apart").commit("There")
    repo.switch("behind").commit("More")
    git(clone, "fetch", "-q")
    service = scan(root_of(clone)).services[0]
    found = {change.id: change.title for change in service.open}
    assert [notice.text for notice in service.notices] == [
        (
            "shop:apart is the newer of two that went apart: origin/apart has 1 commit that it"
            " lacks; bring them together, or rename one"
        )
    ]
    assert found == {
        "shop:apart": "Here",
        "shop:behind": "More",
        "shop:served": "Only there",
    }


def test_several_remotes(repo: GitRepo, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", str(repo.path), "clone")
    fork = GitRepo(tmp_path / "fork")
    fork.git("pull", "-q", str(repo.path), "main")
    fork.branch("idea").commit("Idea")
    clone = tmp_path / "clone"
    git(clone, "remote", "add", "team/fork", str(fork.path))
    git(clone, "fetch", "-q", "team/fork")
    assert [change.id for change in opened(clone)] == ["shop:idea"]


def test_stashes_notes_and_commits_on_no_branch_are_no_changes(repo: GitRepo) -> None:
    repo.git("notes", "add", "-m", "note")
    repo.write("readme.md", "changed").git("stash")
    repo.git("switch", "-q", "--detach")
    repo.commit("On no branch")
    assert opened(repo) == []
