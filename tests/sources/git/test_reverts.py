"""What takes back a pending commit, and what only says so."""

import pytest

from relplan.model.change import Change
from tests.sources.git.git_repo import GitRepo, pending, root_of, scan

BREAK = "Drop the total\n\nBreaks: shop-api\nFeature: CHK-9\nDepends-On: pay:v2\n"
LINES = "".join(f"line {number}\n" for number in range(30))


def drop(repo: GitRepo, message: str = BREAK) -> str:
    return repo.commit(message, "api.txt", LINES.replace("line 9\n", ""))


def begin(repo: GitRepo) -> str:
    return repo.commit("Begin the api", "api.txt", LINES)


def revert(repo: GitRepo, *commits: str, message: str = "", mainline: bool = False) -> str:
    repo._minute += 1
    repo.git("revert", "--no-edit", *(("-m", "1") if mainline else ()), *commits)
    if message:
        repo.git("commit", "-q", "--amend", "-m", message)
    return repo.head()


def by_title(repo: GitRepo) -> dict[str, Change]:
    return {change.title: change for change in pending(repo)}


def assert_silent(*changes: Change) -> None:
    for change in changes:
        assert change.cancelled
        assert (change.effects, change.features, change.depends_on, change.flag) == (
            (),
            (),
            (),
            None,
        )


def assert_speaks(change: Change) -> None:
    assert not change.cancelled
    assert [effect.contract for effect in change.effects] == ["shop-api"]
    assert [slice_.key for slice_ in change.features] == ["CHK-9"]


def test_a_revert_and_what_it_takes_back_come_to_nothing(repo: GitRepo) -> None:
    begin(repo)
    commit = drop(repo)
    repo.commit("Between")
    revert(repo, commit)
    _, broken, between, reverting = pending(repo)
    assert_silent(broken, reverting)
    assert not between.cancelled
    assert [(r.change, r.commit, r.agrees) for r in reverting.reverts] == [
        (broken.id, commit, True)
    ]
    assert reverting.reverts[0].evidence.text == f"reverts commit {commit}"


def test_a_revert_of_the_revert_restores_it(repo: GitRepo) -> None:
    begin(repo)
    commit = drop(repo)
    back = revert(repo, commit)
    again = revert(repo, back)
    _, broken, reverting, restoring = pending(repo)
    assert_speaks(broken)
    assert_silent(reverting, restoring)
    assert not reverting.reverts
    assert [r.change for r in restoring.reverts] == [reverting.id]
    revert(repo, again)
    _, broken, reverting, restoring, last = pending(repo)
    assert_silent(broken, reverting, restoring, last)


def test_so_it_does_where_the_file_has_changed_elsewhere_since(repo: GitRepo) -> None:
    begin(repo)
    commit = drop(repo)
    text = (repo.path / "api.txt").read_text()
    repo.commit("Beside", "api.txt", text.replace("line 1\n", "line one\nline one and a half\n"))
    revert(repo, commit)
    _, broken, _, reverting = pending(repo)
    assert_silent(broken, reverting)


def test_an_order_that_is_put_back_is_taken_back(repo: GitRepo) -> None:
    begin(repo)
    first, *rest = LINES.splitlines(keepends=True)
    commit = repo.commit(BREAK, "api.txt", "".join([*rest, first]))
    revert(repo, commit)
    _, broken, reverting = pending(repo)
    assert_silent(broken, reverting)


def test_another_order_is_not(repo: GitRepo) -> None:
    begin(repo)
    first, *rest = LINES.splitlines(keepends=True)
    commit = repo.commit(BREAK, "api.txt", "".join([*rest, first]))
    other = "".join([*rest[:4], first, *rest[4:]])
    repo.commit(f"Take back\n\nThis reverts commit {commit}.\n", "api.txt", other)
    _, broken, reverting = pending(repo)
    assert_speaks(broken)
    assert [r.agrees for r in reverting.reverts] == [False]


def test_what_brings_the_same_files_back_is_told_without_their_contents(repo: GitRepo) -> None:
    begin(repo)
    commit = drop(repo)
    revert(repo, commit)
    name = repo.git("rev-parse", f"{commit}:api.txt")
    (repo.path / ".git" / "objects" / name[:2] / name[2:]).unlink()
    _, broken, reverting = pending(repo)
    assert_silent(broken, reverting)


def test_the_file_back_with_another_mode_is_in_doubt(repo: GitRepo) -> None:
    begin(repo)
    commit = drop(repo)
    repo.write("api.txt", LINES)
    (repo.path / "api.txt").chmod(0o755)
    repo.git("config", "core.fileMode", "true")
    repo.commit(f"Take back\n\nThis reverts commit {commit}.\n", "api.txt", LINES)
    _, broken, reverting = pending(repo)
    assert_speaks(broken)
    assert [r.agrees for r in reverting.reverts] == [False]


def test_a_revert_that_leaves_something_is_in_doubt(repo: GitRepo) -> None:
    begin(repo)
    repo.write("more.txt", "more\n")
    commit = drop(repo)
    repo.git("revert", "--no-commit", commit)
    repo.git("reset", "-q", "HEAD", "more.txt")
    repo.commit(f'Revert "Drop the total"\n\nThis reverts commit {commit}.', "more.txt", "less\n")
    service = scan(root_of(repo)).services[0]
    _, broken, reverting = service.merged
    assert_speaks(broken)
    assert not reverting.cancelled
    assert [r.agrees for r in reverting.reverts] == [False]
    assert service.notices == ()


def test_a_revert_of_what_is_in_production_is_a_change_like_any_other(repo: GitRepo) -> None:
    begin(repo)
    commit = drop(repo)
    repo.tag("v2")
    revert(repo, commit)
    (reverting,) = pending(repo)
    assert (reverting.cancelled, reverting.reverts) == (False, ())
    revert(repo, repo.head())
    assert_silent(*pending(repo))


def test_of_several_reverted_at_once_those_in_production_stay_taken_back(repo: GitRepo) -> None:
    begin(repo)
    first = repo.commit("First", "first.txt", "1\n")
    repo.tag("v2")
    second = repo.commit("Second\n\nFeature: CHK-9", "second.txt", "2\n")
    repo.git("revert", "--no-commit", second, first)
    repo.git("commit", "-q", "-m", f"Undo\n\nThis reverts commits {first[:9]} and {second[:9]}.")
    found, undoing = pending(repo)
    assert_silent(found)
    assert not undoing.cancelled
    assert [r.change for r in undoing.reverts] == [found.id]


def test_several_may_be_reverted_by_one(repo: GitRepo) -> None:
    begin(repo)
    first, second = drop(repo), repo.commit("Second\n\nFeature: CHK-9", "second.txt", "2\n")
    repo.git("revert", "--no-commit", second, first)
    message = f"Undo\n\nThis reverts commit {second}.\n\nThis reverts commit {first}.\n"
    repo.git("commit", "-q", "-m", message)
    assert_silent(*pending(repo)[1:])


def test_a_merge_is_reverted_as_a_whole(repo: GitRepo) -> None:
    begin(repo)
    repo.branch("topic")
    drop(repo)
    repo.commit("Second\n\nBreaks: other", "second.txt", "2\n")
    repo.switch("main").commit("Beside")
    merge = repo.merge("topic", message="Merge branch 'topic'")
    revert(repo, merge, mainline=True)
    _, _, merged, reverting = pending(repo)
    assert_silent(merged, reverting)


def test_of_a_merge_only_the_reverted_commit_falls_silent(repo: GitRepo) -> None:
    begin(repo)
    repo.branch("topic")
    repo.commit("Second\n\nBreaks: shop-api", "second.txt", "2\n")
    commit = drop(repo, "Drop\n\nBreaks: shop-api\nBreaks: other")
    repo.switch("main")
    repo.merge("topic")
    revert(repo, commit)
    _, merged, reverting = pending(repo)
    assert [effect.contract for effect in merged.effects] == ["shop-api"]
    assert not merged.cancelled
    assert reverting.cancelled
    assert [r.change for r in reverting.reverts] == [merged.id]


def test_a_revert_may_be_merged_itself(repo: GitRepo) -> None:
    begin(repo)
    commit = drop(repo)
    repo.branch("revert-12-drop")
    revert(repo, commit)
    repo.switch("main").commit("Beside")
    title = 'Merge pull request #13 from acme/revert-12-drop\n\nRevert "Drop the total"'
    repo.merge("revert-12-drop", message=title)
    _, broken, _, reverting = pending(repo)
    assert_silent(broken, reverting)


@pytest.mark.parametrize(
    ("message", "reverting"),
    [
        ("Drop (#12)", 'Revert "Drop (#12)" (#13)\n\nReverts acme/shop#12'),
        ("Drop (#12)", 'Revert "Drop" (#13)\n\nReverts #12'),
        ("Drop (#12)", 'Revert "Drop (#12)" (#13)'),
        ("Drop", 'Revert "Drop"\n\nThis reverts merge request !12'),
        ("Drop it", 'Reverted: "Drop it"'),
        ("Drop", 'Revert "Drop"\n\nThis reverts commit 0123456789abcdef0123456789abcdef01234567.'),
    ],
)
def test_a_revert_is_known_by_what_it_names(repo: GitRepo, message: str, reverting: str) -> None:
    begin(repo)
    more = "\n\nSee merge request acme/shop!12" if "!12" in reverting else ""
    commit = drop(repo, f"{message}\n\nBreaks: shop-api{more}")
    revert(repo, commit, message=reverting)
    assert_silent(*pending(repo)[1:])


def test_by_its_title_alone_nothing_is_reverted_that_is_not_undone(repo: GitRepo) -> None:
    begin(repo)
    drop(repo)
    repo.commit('Revert "Drop the total"', "else.txt", "else\n")
    _, broken, reverting = pending(repo)
    assert_speaks(broken)
    assert [r.agrees for r in reverting.reverts] == [False]


def test_partly_reverted_is_not_reverted(repo: GitRepo) -> None:
    begin(repo)
    commit = drop(repo)
    repo.commit(f"Less\n\nThis partially reverts commit {commit}.", "else.txt", "else\n")
    _, broken, less = pending(repo)
    assert_speaks(broken)
    assert less.reverts == ()


def test_inside_a_branch_a_revert_needs_no_other_change(repo: GitRepo) -> None:
    begin(repo)
    repo.branch("topic")
    commit = drop(repo)
    revert(repo, commit)
    repo.commit("Rest\n\nFeature: CHK-10")
    (topic,) = (change for change in pending(repo) if change.branch == "topic")
    assert topic.effects == ()
    assert [slice_.key for slice_ in topic.features] == ["CHK-10"]
    repo.switch("main")
    repo.merge("topic")
    merged = pending(repo)[-1]
    assert merged.effects == ()
    assert (merged.cancelled, merged.reverts) == (False, ())


def test_inside_a_branch_a_revert_that_leaves_something_is_in_doubt(repo: GitRepo) -> None:
    begin(repo)
    repo.branch("topic")
    commit = drop(repo)
    back = repo.commit(f"Back\n\nThis reverts commit {commit}.", "else.txt", "else\n")
    repo.commit("Rest")
    (topic,) = (change for change in pending(repo) if change.branch == "topic")
    assert_speaks(topic)
    (reversal,) = topic.reverts
    assert (reversal.change, reversal.commit) == (topic.id, commit)
    assert (reversal.evidence.commit, reversal.agrees) == (back, False)
    repo.switch("main")
    repo.merge("topic")
    merged = pending(repo)[-1]
    assert [(one.change, one.commit) for one in merged.reverts] == [(merged.id, commit)]


def test_a_merged_branch_of_one_revert_in_doubt_is_in_doubt_as_a_whole(repo: GitRepo) -> None:
    begin(repo)
    commit = drop(repo)
    repo.branch("undo")
    repo.commit(f"Back\n\nThis reverts commit {commit}.", "else.txt", "else\n")
    repo.switch("main").commit("Beside")
    repo.merge("undo")
    merged = pending(repo)[-1]
    (reversal,) = merged.reverts
    assert (reversal.commit, reversal.evidence.commit) == (commit, merged.commit)


def test_an_open_revert_takes_nothing_back_yet(repo: GitRepo) -> None:
    begin(repo)
    commit = drop(repo)
    repo.branch("undo")
    revert(repo, commit)
    found = by_title(repo)
    assert_speaks(found["Drop the total"])
    assert not found['Revert "Drop the total"'].cancelled


def test_a_later_scan_finds_the_same_as_one_from_scratch(repo: GitRepo) -> None:
    begin(repo)
    commit = drop(repo)
    first = scan(root_of(repo))
    back = revert(repo, commit)
    second = scan(root_of(repo), last=first)
    assert second.services[0].merged == scan(root_of(repo)).services[0].merged
    repo.commit("Unlike")
    third = scan(root_of(repo), last=second)
    assert third.services[0].appended
    revert(repo, back)
    fourth = scan(root_of(repo), last=third)
    assert fourth.services[0].merged == scan(root_of(repo)).services[0].merged
