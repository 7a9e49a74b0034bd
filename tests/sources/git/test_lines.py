"""Lines: main, others that a service is deployed from, and what stands off production."""

import pytest

from relplan.model.change import Change
from relplan.model.scan import ServiceScan
from tests.sources.git.git_repo import NOW, START, GitRepo, git, ids, root_of, scan, titles


def read(repo: GitRepo, **more: object) -> ServiceScan:
    return scan(root_of(repo, **more)).services[0]  # type: ignore[arg-type]


def named(changes: tuple[Change, ...], title: str) -> Change:
    return next(change for change in changes if change.title == title)


@pytest.fixture
def lines(repo: GitRepo) -> GitRepo:
    """Return a repository with main, and a line that was released as v1.1 and has gone on."""
    repo.branch("release/1.x").commit("Fix one", "fix", "1\n")
    repo.tag("v1.1").commit("Fix two\n\nFeature: F-2", "fix", "2\n")
    repo.switch("main").commit("One", "one", "1\n")
    repo.tag("v2").commit("Two", "two", "2\n")
    return repo


def test_each_line_has_its_trunk_since_its_own_release(lines: GitRepo) -> None:
    lines.switch("release/1.x").commit("Fix three", "fix", "3\n")
    lines.switch("main")
    service = read(lines, lines=("release/*",))
    assert titles(service.merged) == ["Two", "Fix two", "Fix three"]
    two, fix_two, fix_three = service.merged
    assert (two.after, fix_two.after, fix_three.after) == ("", "", fix_two.id)
    assert [change.line for change in service.merged] == ["main", "release/1.x", "release/1.x"]
    assert (service.open, service.record.newest_merged) == ((), two.id)


def test_a_line_that_just_left_main_goes_on_from_there(repo: GitRepo) -> None:
    repo.commit("One")
    repo.branch("release/2.x").commit("Ready", "version", "2\n")
    repo.switch("main").commit("Two")
    service = read(repo, lines=("release/*",))
    one = named(service.merged, "One")
    assert titles(service.merged) == ["One", "Two", "Ready"]
    assert named(service.merged, "Ready").after == named(service.merged, "Two").after == one.id


def test_what_two_lines_have_is_one_change(lines: GitRepo) -> None:
    lines.branch("release/1.x-lts", "release/1.x").commit("Long", "long", "1\n")
    lines.switch("main")
    service = read(lines, lines=("release/*",))
    assert titles(service.merged) == ["Two", "Fix two", "Long"]
    assert named(service.merged, "Long").after == named(service.merged, "Fix two").id


def test_an_open_change_follows_the_line_that_it_left_last(lines: GitRepo) -> None:
    lines.branch("for-main", "main").commit("A", "a", "1\n")
    lines.branch("for-line", "release/1.x").commit("B", "b", "1\n")
    lines.switch("main")
    service = read(lines, lines=("release/*",))
    assert ids(service.open) == ["shop:for-line", "shop:for-main"]
    for_line, for_main = service.open
    assert (for_line.line, for_line.after) == (
        "release/1.x", named(service.merged, "Fix two").id,
    )  # fmt: skip
    assert (for_main.line, for_main.after) == ("main", named(service.merged, "Two").id)


def test_a_backport_is_no_second_slice(lines: GitRepo) -> None:
    lines.commit("Three\n\nFeature: F-3", "three", "3\n")
    three = lines.head()
    lines.switch("release/1.x").git("cherry-pick", three)
    lines.switch("main")
    main, fix, backport = (
        change for change in read(lines, lines=("release/*",)).merged if change.title != "Two"
    )
    assert [slice_.key for slice_ in main.features] == ["F-3"]
    assert [slice_.key for slice_ in fix.features] == ["F-2"]
    assert (backport.title, backport.features) == ("Three", ())


def test_lines_that_nobody_works_on_are_left_out_and_that_is_said(lines: GitRepo) -> None:
    later = START + 100 * 86_400
    service = scan(root_of(lines, lines=("release/*",)), now=later).services[0]
    assert titles(service.merged) == ["Two"]
    assert [notice.text for notice in service.notices] == [
        "shop: 1 line with no commit for `stale_after_days` left out: release/1.x"
    ]


def test_another_services_main_is_no_change(repo: GitRepo) -> None:
    repo.branch("develop").commit("One")
    repo.branch("topic").commit("Open")
    orders, web = scan(root_of(repo, "orders"), root_of(repo, "web", main="develop")).services
    assert (titles(orders.merged), titles(web.merged)) == ([], ["One"])
    assert (ids(orders.open), ids(web.open)) == (["orders:topic"], ["web:topic"])


def test_what_holds_production_and_nothing_else_stands_off_it(repo: GitRepo) -> None:
    one = repo.commit("One")
    repo.branch("hotfix/1", "v1").commit("Fix")
    repo.branch("late", one).commit("Late")
    repo.switch("main").commit("Two")
    first = scan(root_of(repo))
    assert {change.branch: change.off for change in first.services[0].open} == {
        "hotfix/1": "v1", "late": "",
    }  # fmt: skip
    repo.commit("Three")
    (again,) = scan(root_of(repo), last=first).services
    assert again.appended
    assert {change.branch: change.off for change in again.open} == {"hotfix/1": "v1", "late": ""}


def test_a_branch_off_a_release_beside_main_stands_off_it(repo: GitRepo) -> None:
    repo.branch("release-2").commit("Version 2")
    repo.tag("v2").switch("main").commit("One")
    repo.branch("fix", "v2").commit("Fix")
    repo.branch("topic", "main").commit("Open")
    service = read(repo)
    assert {change.branch: change.off for change in service.open} == {"fix": "v2", "topic": ""}


@pytest.fixture
def clone(repo: GitRepo) -> GitRepo:
    """Return a clone whose origin has renamed master main since; the clone has fetched that."""
    repo.git("branch", "-m", "main", "master")
    repo.commit("Old")
    git(repo.path.parent, "clone", "-q", str(repo.path), "clone")
    found = GitRepo(repo.path.parent / "clone")
    repo.git("branch", "-m", "master", "main")
    repo.commit("New")
    found.git("fetch", "-q")
    return found


def test_a_default_branch_that_main_left_behind_is_noticed(clone: GitRepo) -> None:
    service = read(clone)
    assert (service.record.main, titles(service.merged)) == (
        "refs/remotes/origin/main", ["Old", "New"],
    )  # fmt: skip
    assert service.open == ()
    (notice,) = service.notices
    assert notice.text == (
        "shop: origin/HEAD points to master, which ends in 2023-11-14, so main is taken for the"
        " main branch; if that is wrong, say `main` in relplan.toml, or run"
        " `git remote set-head origin --auto` there"
    )


def test_a_default_branch_that_is_gone_is_noticed(clone: GitRepo) -> None:
    clone.switch("main").git("branch", "-D", "master")
    clone.git("update-ref", "--no-deref", "-d", "refs/remotes/origin/master")
    service = read(clone)
    assert (service.record.main_name, titles(service.merged)) == ("main", ["Old", "New"])
    assert "origin/HEAD points to master, which is gone" in service.notices[0].text


def test_a_default_branch_beside_main_is_no_relic(repo: GitRepo) -> None:
    repo.branch("develop").commit("Next")
    git(repo.path.parent, "clone", "-q", str(repo.path), "clone")
    service = scan(root_of(repo.path.parent / "clone"), now=NOW).services[0]
    assert (service.record.main_name, service.notices) == ("develop", ())
