"""What is in production, and so what is pending (docs/semantics.md, section 2)."""

import pytest

from relplan.model.evidence import Evidence
from relplan.model.production import KnownBy, Production
from relplan.model.scan import ServiceScan
from relplan.sources.git import production, tags
from relplan.sources.git.safe import Git
from relplan.sources.git.tag_shapes import shape_of
from relplan.sources.git.tags import read_tags
from tests.sources.git.git_repo import GitRepo, git, pending, root_of, scan, titles


def read(repo: GitRepo, **more: object) -> ServiceScan:
    return scan(root_of(repo, **more)).services[0]  # type: ignore[arg-type]


def texts(service: ServiceScan) -> list[str]:
    return [notice.text for notice in service.notices]


@pytest.fixture
def beside(repo: GitRepo) -> GitRepo:
    """Return a repository whose v2 is on a branch that left main behind One."""
    repo.commit("One", "one", "1\n")
    repo.branch("release-2").commit("Version 2", "version", "2\n")
    repo.tag("v2").switch("main").commit("Two", "two", "2\n")
    return repo


def test_a_pre_release_is_passed_over_and_that_is_said(repo: GitRepo) -> None:
    repo.commit("One")
    repo.tag("v2.0.0-rc.1").commit("Two")
    service = read(repo)
    assert (service.record.baseline, titles(service.merged)) == ("v1", ["One", "Two"])
    (text,) = texts(service)
    assert text == (
        "shop: v1 is taken for production, and not v2.0.0-rc.1 (is a pre-release); if that is"
        " wrong, say `deployed` in relplan.toml, or name such tags in `release_tag`"
    )
    named = read(repo, release_tag="v*-rc*")
    assert (named.record.baseline, texts(named)) == ("v2.0.0-rc.1", [])


def test_a_release_beside_main_is_in_production_and_its_branch_no_change(beside: GitRepo) -> None:
    service = read(beside)
    assert (service.record.baseline, titles(service.merged), service.open) == ("v2", ["Two"], ())
    assert service.notices == ()


def test_a_fix_of_an_older_release_is_not_the_newest_one(repo: GitRepo) -> None:
    repo.commit("One")
    repo.tag("v2").commit("Two")
    repo.branch("release-1", "v1").commit("Fix")
    repo.tag("v1.1").switch("main")
    service = read(repo)
    assert (service.record.baseline, titles(service.merged)) == ("v2", ["Two"])
    assert "not v1.1 (is of an older line)" in texts(service)[0]


def test_a_tag_that_another_one_contains_is_older_whatever_its_number(repo: GitRepo) -> None:
    repo.tag("v2023.1").commit("One")
    repo.tag("v3").commit("Two")
    service = read(repo)
    assert (service.record.baseline, titles(service.merged)) == ("v3", ["Two"])
    assert "not v2023.1 (is contained in it)" in texts(service)[0]


def test_a_tag_without_a_common_history_makes_nothing_pending(repo: GitRepo) -> None:
    repo.commit("One")
    repo.git("switch", "-q", "--orphan", "site")
    repo.commit("Site")
    repo.tag("v9").switch("main")
    service = read(repo)
    assert (service.record.baseline, titles(service.merged)) == ("v1", ["One"])
    assert "not v9 (shares no history with the main branch)" in texts(service)[0]


def test_neither_does_one_that_many_changes_would_have_followed(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(production, "is_abandoned", lambda _git, tag, *_: tag.name == "v9")
    repo.commit("One")
    repo.git("switch", "-q", "--orphan", "site")
    repo.commit("Site")
    repo.tag("v9").switch("main")
    service = read(repo)
    assert (service.record.baseline, titles(service.merged)) == ("v1", ["One"])


def test_where_main_took_in_another_history_its_release_is_one_of_main(repo: GitRepo) -> None:
    repo.git("switch", "-q", "--orphan", "other")
    repo.commit("Other's first")
    repo.tag("v9").commit("Other's second")
    repo.merge("main", message="Begin anew", unrelated=True)
    repo.git("branch", "-q", "-f", "main")
    repo.switch("main")
    service = read(repo)
    assert (service.record.baseline, titles(service.merged)) == (
        "v9",
        ["Other's second", "Begin anew"],
    )


@pytest.mark.parametrize("where", ["on main", "beside it"])
def test_that_a_release_is_one_of_main_is_seen_by_what_is_read(
    beside: GitRepo, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To find it out git would walk as far once more."""
    if where == "on main":
        beside.git("tag", "v3", "main~1")
    monkeypatch.setattr(tags, "merge_base", None)
    first = scan(root_of(beside))
    assert titles(first.services[0].merged) == ["Two"]
    beside.commit("Three")
    assert titles(scan(root_of(beside), last=first).services[0].merged) == ["Three"]


def test_a_number_behind_a_version_is_a_pre_release_only_until_the_version_is_there(
    repo: GitRepo,
) -> None:
    repo.tag("v1.3.0").commit("One")
    repo.tag("v1.4.0-162.0").commit("Two")
    assert read(repo).record.baseline == "v1.3.0"
    repo.tag("v1.4.0").commit("Three")
    repo.tag("v1.4.0-2").commit("Four")
    assert read(repo).record.baseline == "v1.4.0-2"


def test_without_a_release_main_is_production_and_nothing_merged_is_pending(repo: GitRepo) -> None:
    repo.commit("One")
    repo.branch("topic").commit("Open")
    repo.switch("main")
    service = read(repo, release_tag="none*")
    assert (titles(service.merged), titles(service.open)) == ([], ["Open"])
    record = service.record
    assert (record.known_by, record.baseline) == (KnownBy.MAIN, "main")
    assert record.evidence[0].text == "no tag matches none*"


def test_where_there_are_only_pre_releases_that_is_why_nobody_knows(repo: GitRepo) -> None:
    repo.git("tag", "-d", "v1")
    record = read(repo.tag("v1.0-beta1")).record
    assert record.known_by is KnownBy.MAIN
    assert record.evidence[0].text == "only v1.0-beta1 (is a pre-release)"


def test_what_is_deployed_goes_before_files_and_files_before_tags(repo: GitRepo) -> None:
    one = repo.commit("One")
    repo.tag("v2").commit("Two")
    found = Evidence("kustomize", "newTag: v1", "gitops", path="prod/kustomization.yaml", line=4)
    running = Production("shop", "v1", "", KnownBy.DEPLOYMENT_FILE, (found,))
    record = read(repo, running=running).record
    assert (record.baseline, record.known_by, record.evidence) == (
        "v1", KnownBy.DEPLOYMENT_FILE, (found,),
    )  # fmt: skip
    deployed = read(repo, running=running, deployed=one, deployed_line=7).record
    assert (deployed.known_by, deployed.baseline_commit) == (KnownBy.DEPLOYED, one)
    assert (deployed.evidence[0].path, deployed.evidence[0].line) == ("relplan.toml", 7)


def test_a_deployment_file_that_names_no_revision_is_said(repo: GitRepo) -> None:
    running = Production("shop", "2f-gone", "", KnownBy.DEPLOYMENT_FILE)
    service = read(repo, running=running)
    assert service.record.known_by is KnownBy.RELEASE_TAG
    assert "2f-gone, which deployment files say runs, is no revision" in texts(service)[0]


def test_a_commit_that_the_release_has_by_a_pick_is_not_pending(beside: GitRepo) -> None:
    two = beside.head()
    three = beside.commit("Three", "three", "3\n")
    beside.switch("release-2").git("cherry-pick", two)
    beside.commit(f"Three, fitted\n\n(cherry picked from commit {three})", "other", "3\n")
    beside.tag("v2.1").switch("main").commit("Four")
    assert titles(read(beside).merged) == ["Four"]


def test_a_fix_of_the_release_that_came_to_main_later_is_not_pending(beside: GitRepo) -> None:
    beside.switch("release-2").commit("Fix", "fix", "1\n")
    fix = beside.head()
    beside.tag("v2.1").switch("main")
    beside.commit(f"Fix\n\n(cherry picked from commit {fix})", "fix", "2\n")
    assert titles(read(beside).merged) == ["Two"]


def test_a_pick_that_was_taken_back_is_pending(beside: GitRepo) -> None:
    two = beside.head()
    beside.switch("release-2").git("cherry-pick", two)
    beside.git("revert", "--no-edit", "HEAD")
    beside.tag("v2.1").switch("main")
    assert titles(read(beside).merged) == ["Two"]


def test_what_the_release_took_back_of_the_common_history_is_said(beside: GitRepo) -> None:
    beside.switch("release-2").git("revert", "--no-edit", "main^")
    beside.tag("v2.1").switch("main")
    one = beside.git("rev-parse", "main^")[:10]
    assert f"shop: v2.1 takes back {one}, which main still has" in texts(read(beside))[0]


def test_in_a_partial_clone_picks_by_name_count_and_nothing_fails(beside: GitRepo) -> None:
    two = beside.head()
    beside.switch("release-2").git("cherry-pick", "-x", two)
    beside.tag("v2.1").switch("main").commit("Three")
    _lose(beside, "main:two")
    assert titles(read(beside).merged) == ["Three"]


def test_where_patches_cannot_be_compared_that_is_said(beside: GitRepo) -> None:
    beside.switch("release-2").commit("Else", "two", "3\n")
    beside.tag("v2.1").switch("main")
    _lose(beside, "main:two")
    service = read(beside)
    assert titles(service.merged) == ["Two"]
    assert "what it has of it by picks could not be told: contents are missing" in texts(service)[0]


def _lose(repo: GitRepo, blob: str) -> None:
    oid = repo.git("rev-parse", blob)
    (repo.path / ".git" / "objects" / oid[:2] / oid[2:]).unlink()


SHAPES = [
    "v1.{}.0", "1.{}.0", "V1.{}", "release-{}", "release/1.{}.0", "alpha_release-{}", "r{}",
    "shop@1.{}.0", "shop/v1.{}.0", "@acme/shop@1.{}.0", "2024.05.{}", "2024-05-{:02}",
    "v202405{:02}", "REL_15_{}", "1.{}.0.Final", "v1.{}.0+build", "build.{}",
]  # fmt: skip


def test_renaming_every_tag_by_one_pattern_changes_nothing_but_names(beside: GitRepo) -> None:
    before = read(beside)
    commits = [beside.git("rev-parse", tag) for tag in ("v1", "v2")]
    for shape in SHAPES:
        beside.git("tag", "-d", *beside.git("tag").split())
        for number, commit in enumerate(commits, 1):
            beside.git("tag", shape.format(number), commit)
        found = shape_of(read_tags(Git(str(beside.path))), ["shop"], ".", [])
        assert found is not None
        renamed = read(beside, release_tag=found.pattern)
        assert renamed.record.baseline == shape.format(2)
        assert (renamed.merged, renamed.notices) == (before.merged, before.notices)
        assert titles(renamed.open) == titles(before.open)


@pytest.mark.parametrize("date", ["-5", "99999999999999999999", "253402300800", "soon"])
def test_an_impossible_date_is_said_and_hides_no_branch(repo: GitRepo, date: str) -> None:
    repo.branch("topic").commit("Open")
    plain = repo.git("cat-file", "commit", "HEAD")
    head, _, rest = plain.partition("\ncommitter ")
    _, _, message = rest.partition("\n")
    odd = f"{head}\ncommitter Ada <ada@example.org> {date} +0000\n{message}\n".encode()
    oid = repo.git("hash-object", "-t", "commit", "-w", "--literally", "--stdin", stdin=odd)
    repo.switch("main").git("update-ref", "refs/heads/topic", oid)
    assert [change.id for change in pending(repo)] == ["shop:topic"]
    assert "the date of the newest commit of topic is missing or cannot be" in texts(read(repo))[0]


def test_releases_that_were_given_up_long_ago_are_said(repo: GitRepo) -> None:
    late = "2026-11-01T00:00:00+0000"
    repo.commit("One")
    assert texts(read(repo)) == []
    git(repo.path, "commit", "-q", "--amend", "-m", "One", GIT_COMMITTER_DATE=late)
    (said,) = texts(read(repo))
    assert "its newest release, v1, is" in said
    assert "days older than main; if something newer runs, say `deployed`" in said


def test_a_tag_that_is_not_called_as_the_others_are_is_no_release(repo: GitRepo) -> None:
    repo.git("tag", "-d", "v1")
    repo.tag("v0.10.5").commit("One")
    service = read(repo.tag("v3-demo-concise"))
    assert service.record.baseline == "v0.10.5"
    assert "and not v3-demo-concise (is not called as the others are)" in texts(service)[0]


def test_one_tag_with_words_beside_many_plain_ones_is_no_release(repo: GitRepo) -> None:
    repo.git("tag", "-d", "v1")
    for number in range(5180, 5190):
        repo.tag(str(number))
    repo.tag("20210928-new-pages").commit("One")
    service = read(repo.tag("5190"), release_tag="[0-9]*")
    assert service.record.baseline == "5190"
    assert "not 20210928-new-pages (is not called as the others are)" in texts(service)[0]


@pytest.mark.parametrize(
    ("second", "by"), [(20, KnownBy.MAIN), (200, KnownBy.RELEASE_TAG), (0, KnownBy.RELEASE_TAG)]
)
def test_where_tagging_was_given_up_main_is_asked_about(
    repo: GitRepo, second: int, by: KnownBy
) -> None:
    """The newest release is twenty changes after the one before it, or far more, or the first."""
    stream = [
        f"commit refs/heads/main\ncommitter A <a@example.org> {1_600_000_000 + number * 200_000}"
        f" +0000\ndata 1\nx{'' if number else f'{chr(10)}from {repo.head()}'}\n"
        for number in range(500)
    ]
    repo.git("fast-import", "--quiet", stdin="\n".join(stream).encode())
    repo.git("tag", "-d", "v1")
    repo.git("tag", "v2", "main~300")
    if second:
        repo.git("tag", "v1", f"main~{300 + second}" if second == 20 else "main~499")
    production = read(repo).record.production
    assert production.by is by
    said = production.evidence[0].text
    assert ("the last release that was tagged, v2, is 694 days older" in said) == (
        by is KnownBy.MAIN
    )
