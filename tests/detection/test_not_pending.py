"""What was reverted, or has landed already, has no effect that is read from the files either."""

from pathlib import Path

import pytest

from tests.detection.system import System
from tests.sources.git.git_repo import GitRepo


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> System:
    return System(tmp_path, monkeypatch)


def revert(repo: GitRepo, commit: str = "HEAD") -> str:
    repo._minute += 1
    repo.git("revert", "--no-edit", commit)
    return f"{repo.path.name}@{repo.head()[:10]}"


def test_a_break_and_its_revert_have_none(system: System) -> None:
    system.release("a", "b")
    system.change(system.payments, "a")
    adds = system.change(system.payments, "c", file="other.lines")
    revert(system.payments, "HEAD~1")
    assert system.effects() == {}
    assert adds


def test_a_restored_break_is_the_first_ones_again(system: System) -> None:
    system.release("a", "b")
    drops = system.change(system.payments, "a")
    revert(system.payments)
    revert(system.payments)
    assert system.effects() == {drops: ["breaks b"]}


def test_what_lies_between_keeps_its_own(system: System) -> None:
    system.release("a", "b", "c", "d", "e", "f", "g", "h")
    system.change(system.payments, "b", "c", "d", "e", "f", "g", "h")
    between = system.change(system.payments, "b", "c", "d", "e", "f", "g")
    revert(system.payments, "HEAD~1")
    assert system.effects() == {between: ["breaks h"]}


def test_of_a_merge_what_was_reverted_is_none_of_its_effects(system: System) -> None:
    system.release("a", "b", "c", "d", "e", "f", "g", "h")
    repo = system.payments
    repo.branch("topic")
    system.change(repo, "b", "c", "d", "e", "f", "g", "h")
    commit = repo.head()
    system.change(repo, "b", "c", "d", "e", "f", "g")
    repo.switch("main")
    merge = f"payments@{repo.merge('topic')[:10]}"
    revert(repo, commit)
    assert system.effects() == {merge: ["breaks h"]}


def test_a_consumers_adaptation_that_was_reverted_is_none(system: System) -> None:
    system.web.write("api.lines", "a\nb\n")
    system.release("a", "b")
    drops = system.change(system.payments, "a")
    adapts = system.change(system.web, "a")
    assert system.effects() == {drops: ["breaks b"], adapts: ["tolerates b"]}
    revert(system.web)
    assert system.effects() == {drops: ["breaks b"]}


def test_a_branch_has_none_of_what_it_stands_on_and_main_has(system: System) -> None:
    system.release("a", "b", "c")
    repo = system.payments
    repo.branch("below")
    system.change(repo, "b", "c")
    repo.branch("above")
    system.change(repo, "b")
    repo.switch("main").git("merge", "-q", "--squash", "below")
    landed = system.change(repo, "b", "c", message="below (#1)")
    repo.git("branch", "-q", "-D", "below")
    assert system.effects() == {landed: ["breaks a"], "payments:above": ["breaks c"]}


def test_nor_of_what_main_has_done_itself(system: System) -> None:
    system.release("a", "b", "c")
    repo = system.payments
    repo.branch("topic")
    system.change(repo, "b")
    repo.switch("main")
    drops = system.change(repo, "b", "c", "d")
    assert system.effects() == {drops: ["breaks a", "extends d"], "payments:topic": ["breaks c"]}
