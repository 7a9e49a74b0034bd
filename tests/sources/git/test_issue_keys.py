"""Where issue keys are read, and where they are not."""

import pytest

from relplan.model.change import Change
from relplan.model.issue_key import names_projects, own_pattern
from relplan.sources.git.issue_keys import IssueKeys, is_repeating_branch, repeats
from tests.sources.git.git_repo import GitRepo, pending


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("CHK-12: pay", ["CHK-12"]),
        ("[CHK-12] pay (ORD-3)", ["CHK-12", "ORD-3"]),
        ("feature/chk-12-foo", ["chk-12"]),
        ("feature/CHK-12_foo", ["CHK-12"]),
        ("fix-chk-12", ["chk-12"]),
        ("https://jira.example.org/browse/CHK-12?x", ["CHK-12"]),
        ("XÉCHK-12 CHK-12b éCHK-12", []),
        ("GPT-3.5 and TLS-1.2", []),
        ("CHK-012, CHK-0", []),
        ("A-1", []),
        ("done with CHK-12.", ["CHK-12"]),
    ],
)
def test_a_key_is_a_whole_word(text: str, keys: list[str]) -> None:
    assert list(IssueKeys().find(text)) == keys


def test_a_teams_own_pattern_never_hangs() -> None:
    # Else these would not end while anybody waits.
    assert list(IssueKeys("(a+)+$").find("a" * 250 + "!")) == []
    assert list(IssueKeys("(?:[A-Z]+[0-9]*)*-(?:[0-9]+)*x").find("A1" * 140 + "-1")) == []


def test_a_teams_own_pattern_takes_any_case_and_whole_words() -> None:
    keys = IssueKeys(r"BLOG-\d+")
    assert list(keys.find("blog-7 in xBLOG-8 and BLOG-9")) == ["blog-7", "BLOG-9"]


@pytest.mark.parametrize("pattern", [r"(?<!x)A-\d", r"(A)-\1", "(?=A)A"])
def test_what_could_hang_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        own_pattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [(r"BLOG-\d+", True), (r"(?:CHK|ORD)-\d+", True), (r"#\d+", True), (r"K-\d+", True),
     (r"[A-Z][A-Z0-9]+-\d+", False), (r"[A-Z]{2,5}-\d{1,6}", False), (r"\w+-\d+", False),
     (r"[A-Z]{6,}_\d+", False)],
)  # fmt: skip
def test_a_pattern_may_name_its_projects(pattern: str, expected: bool) -> None:
    assert names_projects(pattern) is expected


@pytest.mark.parametrize(
    ("title", "message", "expected"),
    [
        ('Revert "CHK-12: pay"', "", True),
        ('Revert "Revert "CHK-12: pay""', "This reverts commit abcdef0.", False),
        ('Reapply "CHK-12: pay"', "This reverts commit abcdef0.", False),
        ("CHK-12: take pay back", "CHK-12\n\nThis reverts commit abcdef0.\n", True),
        ("CHK-12: pay", "CHK-12\n\n(cherry picked from commit abcdef0)\n", True),
        ("[Backport 2.x] CHK-12: pay", "", True),
        ("CHK-12: backport to 2.x", "", True),
        ("CHK-12: pay (backport #7)", "", True),
        ("Automated cherry pick of #7: CHK-12", "", True),
        ("CHK-12: pay", "CHK-12\n\nWe revert nothing.\n", False),
        ("CHK-12: show what a backport did", "", False),
    ],
)
def test_a_revert_a_pick_and_a_backport_only_repeat(
    title: str, message: str, expected: bool
) -> None:
    assert repeats(title, message) is expected


def test_branches_of_backports_are_known_by_their_names() -> None:
    for name in (
        "backport/2.x/chk-12",
        "mergify/bp/2.x/pr-7",
        "backport-7-to-2.x",
        "revert-7-chk-12",
    ):
        assert is_repeating_branch(name), name
    for name in ("chk-12-backporting-docs", "bpm/chk-12", "reverts"):
        assert not is_repeating_branch(name), name


def keys_of(change: Change) -> list[str]:
    return [slice_.key for slice_ in change.features]


def test_a_history_has_its_keys_where_the_work_is(repo: GitRepo) -> None:
    repo.branch("chk-1-foo").commit("Begin")
    repo.switch("main")
    repo.merge("chk-1-foo", message="Merge branch 'chk-1-foo' into main")
    repo.commit('Revert "CHK-2: pay"\n\nThis reverts commit abcdef0123.')
    repo.commit("CHK-3: pay\n\n(cherry picked from commit abcdef0123)")
    repo.branch("backport/chk-4").commit("CHK-4: pay")
    repo.switch("main")
    repo.merge("backport/chk-4", message="Merge pull request #9 from acme/backport/chk-4")
    assert [keys_of(change) for change in pending(repo)] == [["chk-1"], [], [], []]
