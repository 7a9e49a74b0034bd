"""Merged changes: the first-parent commits of main after the baseline."""

from pathlib import Path

import pytest

from relplan.model.change import State
from relplan.model.errors import SourceError
from tests.sources.git.git_repo import GitRepo, git, ids, pending, root_of, scan, titles


def test_each_commit_after_the_newest_release_is_a_change_that_follows_the_one_before(
    repo: GitRepo,
) -> None:
    one, two = repo.commit("One"), repo.commit("Two")
    first, second = pending(repo)
    assert (first.id, first.after, first.state) == (f"shop@{one[:10]}", "", State.MERGED)
    assert (second.commit, second.after, second.author) == (two, first.id, "Ada")
    assert second.date - first.date == 60


def test_a_merge_is_one_change_with_all_that_it_brought_in(repo: GitRepo) -> None:
    repo.branch("topic").commit("Topic\n\nBreaks: orders-api\n")
    inner = repo.commit("More\n\nFeature: PAY-1\n")
    repo.switch("main").commit("Beside")
    repo.merge("topic")
    beside, merge = pending(repo)
    assert (beside.effects, [effect.contract for effect in merge.effects]) == ((), ["orders-api"])
    assert [(slice_.key, slice_.evidence.commit) for slice_ in merge.features] == [("PAY-1", inner)]
    assert "shop:topic" in merge.aliases


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("Merge pull request #7 from me/pay/v2\n\nPay by card\n\nMore of it", "Pay by card"),
        ("Merge pull request #7 from me/pay\n\nPay by card\nand more", "Pay by card"),
        ("Merge branch 'pay' into 'main'\n\nPay\n\nCloses #3\n\nSee merge request g/shop!9", "Pay"),
        ("Merged in me/pay (pull request #7)\n\nPay\n\n* one\n\nApproved-by: Ada", "Pay"),
        # Nothing there says the title.
        ("Merged in a (pull request #7)\n\nApproved-by: A", "Merged in a (pull request #7)"),
        ("Merge pull request #7 from me/pay", "Merge pull request #7 from me/pay"),
        ("Merge pull request #7: pay\n\nIt pays", "Merge pull request #7: pay"),
        ("Merge branch 'a' into 'b'\n\nSee merge request g/shop!9", "Merge branch 'a' into 'b'"),
        ("Merge branch 'a' into 'b'\n\n# Conflicts:\n#\tx", "Merge branch 'a' into 'b'"),
        ("Merge branch 'a' into b\n\nBy hand", "Merge branch 'a' into b"),
        ("Merge branch 'a'\n\nBy hand", "Merge branch 'a'"),
        ("Merge pull request #7 from me/a\n\nBreaks-Not: b", "Merge pull request #7 from me/a"),
    ],
)
def test_a_merge_is_shown_by_the_title_of_its_review(
    repo: GitRepo, message: str, shown: str
) -> None:
    repo.branch("topic").commit("Topic")
    repo.switch("main").commit("Beside")
    repo.merge("topic", message=message)
    assert titles(pending(repo)) == ["Beside", shown]


def test_a_commit_that_merges_nothing_keeps_its_subject(repo: GitRepo) -> None:
    repo.commit("Merge pull request #7 from me/pay\n\nPay by card")
    repo.commit("Merge branch 'pay' into 'main'\n\nPay")
    repo.branch("open").commit("Merge pull request #8 from me/cash\n\nPay cash")
    assert titles(pending(repo)) == [
        "Merge pull request #7 from me/pay",
        "Merge branch 'pay' into 'main'",
        "Merge pull request #8 from me/cash",
    ]


def test_an_octopus_merge_is_one_change(repo: GitRepo) -> None:
    for name in ("a", "b", "c"):
        repo.switch("main").branch(name).commit(f"{name}\n\nFeature: PAY-{ord(name)}\n")
    repo.switch("main").merge("a", "b", "c")
    (change,) = pending(repo)
    assert sorted(slice_.key for slice_ in change.features) == ["PAY-97", "PAY-98", "PAY-99"]
    assert {"shop:a", "shop:b", "shop:c"} <= set(change.aliases)


def test_the_newest_tag_is_that_of_the_newest_commit_then_of_the_highest_version(
    repo: GitRepo,
) -> None:
    repo.commit("One")
    repo.tag("v1.9").tag("v1.10").tag("v1.10-rc1").tag("nightly")
    repo.commit("Two")
    service = scan(root_of(repo)).services[0]
    assert (service.record.baseline, titles(service.merged)) == ("v1.10", ["Two"])


def test_a_tag_on_a_merged_branch_is_a_release(repo: GitRepo) -> None:
    repo.branch("stable").commit("Fix")
    repo.tag("v1.0.1").switch("main").commit("One")
    repo.merge("stable", message="Take the fix")
    repo.commit("Two")
    service = scan(root_of(repo)).services[0]
    assert service.record.baseline == "v1.0.1"
    assert titles(service.merged) == ["One", "Take the fix", "Two"]


def test_an_annotated_tag_of_a_tag_is_peeled(repo: GitRepo) -> None:
    repo.commit("One")
    repo.git("tag", "-a", "-m", "inner", "inner")
    repo.git("tag", "-a", "-m", "outer", "v2", "inner")
    service = scan(root_of(repo)).services[0]
    assert (service.record.baseline, service.record.baseline_commit) == ("v2", repo.head())


def test_deployed_names_any_revision_even_one_beside_main(repo: GitRepo) -> None:
    one = repo.commit("One")
    repo.commit("Two")
    assert titles(pending(repo, deployed=one[:12])) == ["Two"]
    repo.branch("hotfix", "v1").commit("Hotfix")
    repo.switch("main")
    beside = pending(repo, deployed="hotfix")
    assert titles(beside) == ["One", "Two"], "what production has is not open either"


@pytest.mark.parametrize("revision", ["v9", "--all", "HEAD\nHEAD", "HEAD:readme.md", "-n1"])
def test_a_deployed_revision_that_is_none_is_one_line(repo: GitRepo, revision: str) -> None:
    with pytest.raises(SourceError, match=r"service shop: .* is no revision of") as caught:
        pending(repo, deployed=revision)
    assert "\n" not in str(caught.value)


def test_a_repository_without_commits_has_no_changes(tmp_path: Path) -> None:
    service = scan(root_of(GitRepo(tmp_path / "new"))).services[0]
    assert (service.merged, service.open) == ((), ())
    assert "no commits yet" in service.notices[0].text


def test_a_main_branch_that_is_not_there_names_those_that_are(repo: GitRepo) -> None:
    with pytest.raises(SourceError, match=r"no branch 'trunk'.*\(main\)"):
        pending(repo, main="trunk")


def test_the_remote_and_the_local_main_that_contains_the_other_is_main(
    repo: GitRepo, tmp_path: Path
) -> None:
    git(tmp_path, "clone", "-q", str(repo.path), "clone")
    repo.commit("On the server")
    clone = tmp_path / "clone"
    git(clone, "fetch", "-q")
    assert titles(pending(clone)) == ["On the server"]
    git(clone, "merge", "-q", "origin/main")
    git(clone, "commit", "-q", "--allow-empty", "-m", "Not pushed")
    assert titles(pending(clone)) == ["On the server", "Not pushed"]


def test_where_they_went_apart_the_remote_is_main_and_the_local_one_is_open(
    repo: GitRepo, tmp_path: Path
) -> None:
    git(tmp_path, "clone", "-q", str(repo.path), "clone")
    clone = tmp_path / "clone"
    repo.commit("On the server")
    git(clone, "commit", "-q", "--allow-empty", "-m", "Here")
    git(clone, "fetch", "-q")
    merged, opened = pending(clone)
    assert (merged.title, opened.id, opened.after) == ("On the server", "shop:main", merged.id)


def test_bare_shallow_worktree_submodule_and_detached(repo: GitRepo, tmp_path: Path) -> None:
    repo.commit("One")
    repo.commit("Two")
    git(tmp_path, "clone", "-q", "--bare", str(repo.path), "bare.git")
    assert titles(pending(tmp_path / "bare.git")) == ["One", "Two"]
    git(tmp_path, "clone", "-q", "--depth=2", "--no-tags", repo.path.as_uri(), "shallow")
    assert titles(pending(tmp_path / "shallow", deployed="HEAD^")) == ["Two"]
    repo.git("worktree", "add", "-q", str(tmp_path / "tree"), "-b", "elsewhere")
    assert titles(pending(tmp_path / "tree")) == ["One", "Two"]
    outer = GitRepo(tmp_path / "outer")
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", repo.path.as_uri())
    assert titles(pending(outer.path / "shop")) == ["One", "Two"]
    repo.git("switch", "-q", "--detach")
    repo.commit("On no branch")
    assert titles(pending(repo)) == ["One", "Two"]


def test_packed_refs_are_read_as_loose_ones(repo: GitRepo) -> None:
    repo.commit("One")
    repo.branch("topic").commit("Open")
    before = pending(repo)
    repo.git("pack-refs", "--all")
    assert pending(repo) == before


def test_in_a_monorepo_a_service_has_the_commits_that_touch_its_folder(repo: GitRepo) -> None:
    repo.commit("Orders", "orders/a.py", "1")
    repo.commit("Docs", "docs.md", "1")
    repo.write("web/a.ts", "1").commit("Both", "orders/b.py", "1")
    repo.branch("web-topic").commit("Page", "web/page.ts", "1")
    roots = [root_of(repo, name, path=name) for name in ("orders", "web", "orders-ui")]
    orders, web, ui = scan(*roots).services
    both = repo.git("rev-parse", "main")[:10]
    assert titles(orders.merged) == ["Orders", "Both"]
    assert (titles(web.merged), ids(web.merged)) == (["Both"], [f"web@{both}"])
    assert ids(web.open) == ["web:web-topic"]
    assert (orders.open, ui.merged, ui.open) == ((), (), ())


def test_taking_main_into_a_branch_touches_no_other_service(repo: GitRepo) -> None:
    repo.branch("topic").commit("Page", "web/a.ts", "1")
    repo.switch("main").commit("Orders", "orders/a.py", "1")
    repo.switch("topic").merge("main")
    orders, web = scan(
        root_of(repo, "orders", path="orders"), root_of(repo, "web", path="web")
    ).services
    assert (ids(orders.open), ids(web.open)) == ([], ["web:topic"])


def test_services_of_one_repository_may_have_different_baselines(repo: GitRepo) -> None:
    one = repo.commit("One", "orders/a", "1")
    repo.commit("Two", "orders/b", "1")
    repo.branch("topic").commit("Open", "orders/c", "1")
    old, new, none = scan(
        root_of(repo, "old", path="orders", deployed="v1"),
        root_of(repo, "new", path="./orders/", deployed=one),
        root_of(repo, "none", release_tag="none*"),
    ).services
    assert (titles(old.merged), titles(new.merged)) == (["One", "Two"], ["Two"])
    assert titles(none.merged) == []
    assert [ids(s.open) for s in (old, new, none)] == [["old:topic"], ["new:topic"], ["none:topic"]]
