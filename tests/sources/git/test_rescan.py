"""A second scan reads only what is new, and sees all that is."""

from pathlib import Path

import pytest

from relplan.model.scan import RepositoryScan, ScanSettings
from relplan.sources.git.signature import repository_signature
from tests.sources.git.git_repo import GitRepo, git, ids, root_of, scan, titles


def go_on(repo: GitRepo, last: RepositoryScan) -> RepositoryScan:
    return scan(root_of(repo), last=last)


def test_nothing_new_is_told_without_git(repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    first = scan(root_of(repo))
    monkeypatch.setenv("PATH", "/nowhere")
    again = go_on(repo, first)
    assert (again.unchanged, again.services, again.signature) == (True, (), first.signature)


def test_new_commits_go_behind_the_old_ones(repo: GitRepo) -> None:
    repo.commit("One")
    repo.branch("topic").commit("Open")
    repo.switch("main")
    first = scan(root_of(repo))
    repo.branch("more").commit("Brought\n\nBreaks: x\n")
    repo.switch("main").merge("more", message="Take more")
    (service,) = go_on(repo, first).services
    assert (service.appended, titles(service.merged)) == (True, ["Take more"])
    assert service.merged[0].after == first.services[0].record.newest_merged
    assert [effect.contract for effect in service.merged[0].effects] == ["x"]
    assert ids(service.open) == ["shop:topic"]
    assert service.open[0].after == service.merged[0].id == service.record.newest_merged


def test_where_only_a_branch_moved_main_has_nothing_new(repo: GitRepo) -> None:
    one = repo.commit("One")
    first = scan(root_of(repo))
    repo.branch("topic").commit("Open")
    (service,) = go_on(repo, first).services
    assert (service.appended, service.merged, ids(service.open)) == (True, (), ["shop:topic"])
    assert service.record.newest_merged == f"shop@{one[:10]}"


def test_step_by_step_or_at_once_it_is_the_same(repo: GitRepo) -> None:
    last, merged = scan(root_of(repo)), []
    for number in range(4):
        repo.branch(f"b{number}").commit(f"B{number}")
        repo.switch("main").commit(f"M{number}")
        if number % 2:
            repo.merge(f"b{number}")
        last = go_on(repo, last)
        merged += last.services[0].merged
    whole = scan(root_of(repo)).services[0]
    assert (tuple(merged), last.services[0].open) == (whole.merged, whole.open)
    assert last.services[0].record == whole.record


@pytest.mark.parametrize("change", ["amended", "reset", "released", "settings", "gone"])
def test_what_is_no_longer_so_is_read_anew(repo: GitRepo, change: str) -> None:
    repo.commit("One")
    repo.commit("Two")
    first, settings = scan(root_of(repo)), ScanSettings()
    if change in ("amended", "gone"):
        repo.git("commit", "-q", "--amend", "-m", "Other")
    if change == "gone":
        repo.git(
            "-c", "gc.reflogExpireUnreachable=now", "reflog", "expire", "--expire=now", "--all"
        )
        repo.git("gc", "-q", "--prune=now")
    elif change == "reset":
        repo.git("reset", "-q", "--hard", "HEAD~")
    elif change == "released":
        repo.git("tag", "v2", "HEAD~")
    elif change == "settings":
        settings = ScanSettings(issue_key="X")
    (service,) = scan(root_of(repo), last=first, settings=settings).services
    assert not service.appended
    assert titles(service.merged) == {
        "amended": ["One", "Other"], "gone": ["One", "Other"], "reset": ["One"],
        "released": ["Two"], "settings": ["One", "Two"],
    }[change]  # fmt: skip


def test_a_merge_that_put_main_second_is_read_anew(repo: GitRepo) -> None:
    repo.commit("One")
    first = scan(root_of(repo))
    repo.branch("other", "v1").commit("Other")
    repo.merge("main", message="Main from the side")
    repo.git("branch", "-q", "-f", "main", "other")
    repo.switch("main")
    (service,) = go_on(repo, first).services
    assert not service.appended
    assert titles(service.merged) == ["Other", "Main from the side"]


def test_without_a_release_main_is_production_however_it_moves(repo: GitRepo) -> None:
    root = root_of(repo, release_tag="none")
    repo.commit("One")
    first = scan(root)
    repo.commit("Two")
    (service,) = scan(root, last=first).services
    assert (service.appended, service.merged) == (False, ())
    assert service.record.baseline_commit == repo.head()


def test_a_deepened_clone_is_read_anew(repo: GitRepo, tmp_path: Path) -> None:
    for title in ("One", "Two", "Three"):
        repo.commit(title)
    git(tmp_path, "clone", "-q", "--depth=2", "--no-tags", repo.path.as_uri(), "clone")
    clone = tmp_path / "clone"
    first = scan(root_of(clone, deployed="HEAD^"))
    git(clone, "fetch", "-q", "--deepen=1")
    (service,) = scan(root_of(clone, deployed="HEAD^"), last=first).services
    assert (service.appended, titles(service.merged)) == (False, ["Three"])


def test_a_service_that_is_new_in_a_repository_is_read(repo: GitRepo) -> None:
    repo.commit("One")
    first = scan(root_of(repo))
    shop, web = scan(root_of(repo), root_of(repo, "web"), last=first).services
    assert (shop.appended, shop.merged) == (True, ())
    assert (web.appended, titles(web.merged)) == (False, ["One"])


def test_the_signature_moves_with_each_ref_even_within_one_tick(repo: GitRepo) -> None:
    seen = {repository_signature(str(repo.path))}
    before = repo.head()
    repo.commit("One")
    after = repo.head()
    for number in range(20):
        oid = before if number % 2 else after
        repo.git("update-ref", "refs/heads/flip", oid)
        signature = repository_signature(str(repo.path))
        repo.git("update-ref", "refs/heads/flip", after if number % 2 else before)
        assert repository_signature(str(repo.path)) != signature
    repo.git("branch", "-D", "flip")
    seen.add(repository_signature(str(repo.path)))
    repo.tag("x")
    seen.add(repository_signature(str(repo.path)))
    repo.git("pack-refs", "--all")
    seen.add(repository_signature(str(repo.path)))
    assert len(seen) == 4


def test_a_worktree_has_the_signature_of_its_repository(repo: GitRepo, tmp_path: Path) -> None:
    repo.git("worktree", "add", "-q", str(tmp_path / "tree"), "-b", "elsewhere")
    tree = str(tmp_path / "tree")
    signature = repository_signature(tree)
    assert signature == repository_signature(str(repo.path))
    repo.commit("One")
    assert repository_signature(tree) != signature


def test_no_repository_has_no_signature(tmp_path: Path) -> None:
    assert repository_signature(str(tmp_path)) == ""
    assert repository_signature(str(tmp_path / "none")) == ""
