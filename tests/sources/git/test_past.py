"""What past releases held: the issue keys of what each was the first to contain."""

from dataclasses import replace

import pytest

from relplan.model.past import PastRelease, ServicePast
from relplan.model.scan import RepositoryRecord, RepositoryScan, ScanSettings
from relplan.sources.git import past, scan_repository
from tests.sources.git.git_repo import NOW, START, GitRepo, root_of, scan

Held = dict[str, list[str]]


def held(read: RepositoryScan, service: str = "shop") -> Held:
    """Return the issue keys that each release of *service* held, in the order of the releases."""
    (found,) = (one for one in read.past if one.service == service)
    return {one.tag: [slice_.key for slice_ in one.slices] for one in found.releases}


def again(read: RepositoryScan, *more: PastRelease) -> RepositoryScan:
    """Scan once more, knowing what *read* has read, and *more* of the past."""
    known = (*more, *(one for past in read.past for one in past.releases))
    records = tuple(one.record for one in read.services)
    record = RepositoryRecord(read.repository, "moved", records, past=known)
    return scan_repository([root_of(read.repository)], ScanSettings(), record, NOW)  # type: ignore[arg-type]


def test_a_release_holds_what_it_is_the_first_to_contain(repo: GitRepo) -> None:
    one = repo.commit("CHK-1 Begin to pay")
    repo.commit("CHK-1 Pay on")
    repo.tag("v2").commit("Without a key")
    repo.commit("CHK-3 Refund")
    repo.tag("v3").commit("CHK-4 Pending")
    read = scan(root_of(repo))
    assert held(read) == {"v1": [], "v2": ["CHK-1"], "v3": ["CHK-3"]}
    (service,) = read.past
    evidence = service.releases[1].slices[0].evidence
    assert (evidence.rule, evidence.commit, evidence.text) == (
        "issue-key", one, "CHK-1 Begin to pay",
    )  # fmt: skip
    assert service.releases[0].date == START + 60


def test_a_merge_brings_its_branch_and_its_name(repo: GitRepo) -> None:
    repo.branch("CHK-2-refund").commit("CHK-1 Pay")
    repo.switch("main").merge("CHK-2-refund", message="Merge branch 'CHK-2-refund'")
    repo.tag("v2")
    assert held(scan(root_of(repo)))["v2"] == ["CHK-2", "CHK-1"]


def test_a_backport_and_a_revert_are_no_slice_nor_is_what_was_reverted(repo: GitRepo) -> None:
    wrong = repo.commit("CHK-1 Pay")
    repo.commit(f'Revert "CHK-1 Pay"\n\nThis reverts commit {wrong}.\n')
    repo.commit(f"CHK-2 Refund\n\n(cherry picked from commit {'a' * 40})\n")
    repo.commit("CHK-3 Ask")
    repo.tag("v2")
    assert held(scan(root_of(repo)))["v2"] == ["CHK-3"]


def test_what_an_older_line_shipped_first_is_held_there(repo: GitRepo) -> None:
    repo.commit("CHK-1 Fix")
    repo.branch("line").commit("CHK-2 Fix the line")
    repo.tag("v1.1").switch("main").commit("CHK-3 Go on")
    repo.tag("v2")
    assert held(scan(root_of(repo))) == {"v1": [], "v1.1": ["CHK-1", "CHK-2"], "v2": ["CHK-3"]}


def test_of_another_history_it_cannot_be_told_what_shipped_first(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "--orphan", "other")
    repo.commit("CHK-1 Another beginning")
    repo.tag("v2").switch("main").commit("CHK-2 Here")
    repo.tag("v3")
    read = scan(root_of(repo))
    assert held(read) == {"v1": [], "v2": [], "v3": ["CHK-2"]}
    assert [one.known for one in read.past[0].releases] == [False, False, True]


def test_it_was_made_when_it_was_tagged_unless_that_was_long_after(repo: GitRepo) -> None:
    repo.commit("CHK-1 Pay")
    repo._minute += 60
    repo.git("tag", "-a", "-m", "Release", "v2")
    repo._minute += 60 * 24 * 40
    repo.commit("CHK-2 Refund", "later.txt")
    repo._minute += 60 * 24 * 40
    repo.git("tag", "-a", "-m", "Moved from elsewhere", "v3")
    dates = [one.date for one in scan(root_of(repo)).past[0].releases]
    two, three = START + 62 * 60, START + 60 * (63 + 60 * 24 * 40)
    assert dates == [START + 60, two, three]


def test_a_second_scan_reads_what_is_new_alone(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("CHK-1 Pay")
    repo.tag("v2")
    first = scan(root_of(repo))
    repo.commit("CHK-2 Refund")
    assert again(first).past == ()
    repo.tag("v3")
    monkeypatch.setattr(past._Reading, "all_of", None)
    second = again(first)
    assert held(second) == {"v3": ["CHK-2"]}
    assert second.past[0].appended


@pytest.mark.parametrize("words", [("tag", "-f", "v2", "v1"), ("tag", "-d", "v2")])
def test_where_a_tag_is_not_what_it_was_all_is_read_again(
    repo: GitRepo, words: tuple[str, ...]
) -> None:
    repo.commit("CHK-1 Pay")
    repo.tag("v2").commit("CHK-2 Refund")
    repo.tag("v3")
    first = scan(root_of(repo))
    repo.git(*words)
    second = again(first)
    assert held(second)["v3"] == ["CHK-1", "CHK-2"]
    assert not second.past[0].appended


def test_only_so_much_is_read(repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(2, 7):
        repo.commit(f"CHK-{number}")
        repo.tag(f"v{number}")
    monkeypatch.setattr(past, "_COMMITS", 3)
    read = scan(root_of(repo))  # v4 is where what is read is cut off
    assert held(read) == {"v4": [], "v5": ["CHK-5"], "v6": ["CHK-6"]}
    assert [one.known for one in read.past[0].releases] == [False, True, True]


def test_of_a_monorepo_each_service_holds_what_is_its_own(repo: GitRepo) -> None:
    repo.commit("CHK-1 Pay", "orders/pay.txt")
    repo.commit("CHK-2 Show", "web/show.txt")
    repo.tag("v2")
    services = [root_of(repo, name, path=name) for name in ("orders", "web")]
    read = scan(*services)
    assert (held(read, "orders")["v2"], held(read, "web")["v2"]) == (["CHK-1"], ["CHK-2"])


def test_nothing_is_read_where_nobody_asks(repo: GitRepo) -> None:
    assert scan(root_of(repo), settings=ScanSettings(past=False)).past == ()


def test_a_past_that_cannot_be_read_stops_nothing(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = repo.commit("CHK-1 Pay")
    for number in range(2, 5):
        repo.commit(f"CHK-{number}")
    repo.tag("v3").commit("CHK-5 Pending")
    (repo.path / ".git" / "objects" / lost[:2] / lost[2:]).unlink()
    read = scan(root_of(repo))
    assert [change.title for change in read.services[0].merged] == ["CHK-5 Pending"]
    assert read.past == ()
    (note,) = (one.text for one in read.services[0].notices if "past" in one.text)
    assert note.startswith("what past releases held could not be read: ")


def test_what_is_known_and_what_is_read_at_once_are_the_same(repo: GitRepo) -> None:
    repo.commit("CHK-1 Pay")
    first = scan(root_of(repo.tag("v2")))
    repo.branch("line", "v1").commit("CHK-5 Fix")
    repo.tag("v1.1").switch("main").merge("line")
    repo.commit("CHK-2 Refund")
    repo.tag("v3")
    second = again(first)
    whole = scan(root_of(repo)).past[0].releases
    assert first.past[0].releases + second.past[0].releases == whole
    assert second.past == (ServicePast("shop", whole[2:], appended=True),)
    assert again(first, replace(whole[0], tag="v0")).past == (ServicePast("shop", whole),)
