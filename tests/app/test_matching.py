"""Which changes a review is about."""

from pathlib import Path

import pytest

from relplan.app.matching import Matcher
from relplan.model.change import Change, State
from relplan.model.review import Review
from relplan.model.scan import ServiceRoot
from tests.sources.git.git_repo import GitRepo

TIP, MAIN = "a" * 40, "b" * 40
OPEN = Change("orders:fix", "orders", "Fix", State.IN_PROGRESS, TIP, 1, branch="fix")
OTHER = Change("web:fix", "web", "Fix", State.IN_PROGRESS, "c" * 40, 1, branch="fix")
MERGED = Change(f"orders@{MAIN[:10]}", "orders", "Done", State.MERGED, MAIN, 1)


def matcher(folder: Path, **remotes: str) -> Matcher:
    """Match in two services; *remotes* are the URLs of orders, by name."""
    for service in ("orders", "web"):
        repo = GitRepo(folder / service)
        for name, url in remotes.items() if service == "orders" else ():
            repo.git("remote", "add", name, url)
    roots = [ServiceRoot(name, str(folder / name)) for name in ("orders", "web")]
    return Matcher(roots, (MERGED, OPEN, OTHER))


def review(**more: str | State | bool) -> Review:
    return Review("GitHub", repository="acme/orders", **more)


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/acme/orders",
        "https://github.com/Acme/Orders.git",
        "git@github.com:acme/orders.git",
        "ssh://ada@review.example.org:29418/acme/orders",
        "https://review.example.org/a/acme/orders",
    ],
)
def test_a_remote_tells_the_repository(tmp_path: Path, url: str) -> None:
    assert matcher(tmp_path, origin=url).match(review(branch="fix")) == [OPEN]


def test_any_remote_does_as_in_the_clone_of_a_fork(tmp_path: Path) -> None:
    of = matcher(
        tmp_path,
        origin="git@github.com:ada/orders.git",
        upstream="git@github.com:acme/orders.git",
    )
    assert of.match(review(branch="fix")) == [OPEN]


def test_a_service_with_another_remote_is_never_meant(tmp_path: Path) -> None:
    of = matcher(tmp_path, origin="git@github.com:other/orders.git")
    assert of.match(review(branch="fix")) == [OTHER]
    assert of.match(review(commit=TIP)) == "no pending change has its commit or Change-Id"


def test_a_commit_beats_a_branch(tmp_path: Path) -> None:
    assert matcher(tmp_path).match(review(commit=TIP, branch="fix")) == [OPEN]


def test_an_open_review_is_about_no_merged_change(tmp_path: Path) -> None:
    of = matcher(tmp_path)
    assert isinstance(of.match(review(commit=MAIN)), str)
    assert of.match(review(commit=MAIN, state=State.MERGED)) == [MERGED]


def test_the_branch_of_a_review_that_is_over_may_be_another_by_now(tmp_path: Path) -> None:
    of = matcher(tmp_path, origin="git@github.com:acme/orders.git")
    for over in (review(branch="fix", state=State.MERGED), review(branch="fix", closed=True)):
        assert isinstance(of.match(over), str)


def test_a_repository_that_cannot_be_read_has_no_remotes(tmp_path: Path) -> None:
    root = ServiceRoot("orders", str(tmp_path / "gone"))
    assert Matcher([root], (OPEN,)).match(review(branch="fix")) == [OPEN]
