"""What past releases held, read as a scan on their eve would have."""

from relplan.model.scan import ScanSettings, ServiceRoot
from relplan.sources.git.held import History, read_held
from relplan.sources.git.safe import Git
from tests.sources.git.git_repo import START, GitRepo, root_of


def held(repo: GitRepo, *roots: ServiceRoot, since: int = 0, most: int = 100) -> History:
    return read_held(Git(str(repo.path)), roots or [root_of(repo)], ScanSettings(), since, most)


def titles(found: History, service: str = "shop") -> dict[str, list[str]]:
    return {
        one.tag: [change.title for change in one.changes]
        for one in found.releases
        if one.service == service
    }


def test_a_release_holds_what_no_earlier_one_contains(repo: GitRepo) -> None:
    repo.commit("One")
    repo.tag("v2").commit("Two")
    repo.commit("Three\n\nFeature: CHK-1\n")
    repo.tag("v3").commit("Pending")
    found = held(repo)
    assert titles(found) == {"v2": ["One"], "v3": ["Two", "Three"]}
    second = found.releases[1]
    assert second.before == found.releases[0].commit
    assert [slice_.key for slice_ in second.changes[1].features] == ["CHK-1"]


def test_what_was_reverted_within_it_comes_to_nothing(repo: GitRepo) -> None:
    wrong = repo.commit("Break\n\nFeature: CHK-1\n", "a.txt", "1\n")
    repo.git("revert", "--no-edit", wrong)
    repo.tag("v2")
    (release,) = held(repo).releases
    assert all(change.cancelled and not change.features for change in release.changes)


def test_what_the_release_before_had_under_another_id_is_no_second_time_held(repo: GitRepo) -> None:
    repo.branch("line")
    fix = repo.commit("Fix\n\nFeature: CHK-1\n", "fix.txt", "fix\n")
    repo.tag("v1.1").switch("main").commit("Go on")
    repo.git("cherry-pick", "-x", fix)
    repo.tag("v2")
    assert titles(held(repo)) == {"v1.1": ["Fix"], "v2": ["Go on"]}


def test_a_fix_of_an_older_line_follows_the_last_release_of_that_line(repo: GitRepo) -> None:
    repo.branch("line").switch("main").commit("New")
    repo.tag("v2").switch("line").commit("Fix")
    repo.tag("v1.1")
    found = {one.tag: one.before for one in held(repo).releases}
    assert found["v1.1"] == repo.git("rev-parse", "v1")


def test_a_tag_that_follows_the_releases_of_its_line_is_none_itself(repo: GitRepo) -> None:
    repo.commit("One")
    repo.tag("v2.0.0").commit("Two")
    repo.tag("v2.0.1").tag("v2.0").tag("v2")
    repo.commit("Three")
    repo.tag("v2.1")
    assert titles(held(repo)) == {"v2.0.0": ["One"], "v2.0.1": ["Two"], "v2.1": ["Three"]}


def test_only_so_many_and_so_far_back_are_read(repo: GitRepo) -> None:
    for number in (2, 3, 4):
        repo.commit(f"Work {number}")
        repo.tag(f"v{number}")
    assert list(titles(held(repo, most=2))) == ["v3", "v4"]
    last = held(repo).releases[-1].date
    assert list(titles(held(repo, since=last))) == ["v4"]
    assert last > START


def test_services_of_a_monorepo_hold_what_touches_them(repo: GitRepo) -> None:
    repo.commit("Of a", "a/x.txt")
    repo.commit("Of b", "b/x.txt")
    repo.tag("v2")
    found = held(repo, root_of(repo, "a", path="a"), root_of(repo, "b", path="b"))
    assert (titles(found, "a"), titles(found, "b")) == ({"v2": ["Of a"]}, {"v2": ["Of b"]})


def test_what_cannot_be_told_is_said(repo: GitRepo) -> None:
    plain = held(repo, root_of(repo, release_tag="never*"))
    assert plain.releases == ()
    assert plain.notes == (
        "shop has no release that `release_tag` fits, so nothing is known of its past",
    )
    repo.commit("More")
    repo.tag("v2")
    shallow = repo.path.parent / "shallow"
    repo.git("clone", "-q", "--depth", "1", f"file://{repo.path}", str(shallow))
    found = read_held(Git(str(shallow)), [root_of(shallow)], ScanSettings(), 0, 9)
    assert found.releases == ()
    assert "shallow clone" in found.notes[0]
