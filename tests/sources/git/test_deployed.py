"""From the version of an image to a commit."""

import pytest

from relplan.sources.git.deployed import Found, find_version, tags_of
from relplan.sources.git.safe import Git
from tests.sources.git.git_repo import GitRepo

UNKNOWN = "no tag or commit is called so; fetch its tags, or say `deployed` in relplan.toml"
TAGS = ("v1.4.0", "2.0.0", "orders-v3.1.0", "alpha_release-2165", "cart@1.0.0", "v9", "v9.1")


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> GitRepo:
    made = GitRepo(tmp_path_factory.mktemp("deployed") / "orders")
    for name in TAGS:
        made.commit()
        made.git("tag", "-m", name, name)
    made.commit()
    made.git("branch", "abcdef1")
    made.git("branch", "release")
    return made


def find(repo: GitRepo, version: str, release_tag: str = "v*", service: str = "orders") -> Found:
    git = Git(str(repo.path))
    return find_version(git, tags_of(git), version, service, release_tag)


@pytest.mark.parametrize(
    ("version", "release_tag", "tag"),
    [
        ("v1.4.0", "v*", "v1.4.0"),
        ("1.4.0", "v*", "v1.4.0"),
        ("v2.0.0", "[0-9]*", "2.0.0"),
        ("3.1.0", "orders-v[0-9]*", "orders-v3.1.0"),
        ("v3.1.0", "orders-v*", "orders-v3.1.0"),
        ("3.1.0", "v*", "orders-v3.1.0"),  # the service's name before it
        ("2165", "alpha_release-[0-9]*", "alpha_release-2165"),
        ("v9.1", "v*", "v9.1"),
    ],
)
def test_tags_as_they_are_spelled_in_git(
    repo: GitRepo, version: str, release_tag: str, tag: str
) -> None:
    commit = repo.git("rev-parse", f"{tag}^{{commit}}")
    assert find(repo, version, release_tag) == Found(commit, tag)


@pytest.mark.parametrize(
    "shape",
    ["{0:.7}", "{0}", "sha-{0:.8}", "main-{0:.7}-1699999999", "v1.4.0-6-g{0:.7}", "prod-{0:.9}"],
)
def test_hashes(repo: GitRepo, shape: str) -> None:
    commit = repo.head()
    assert find(repo, shape.format(commit)) == Found(commit, commit)


@pytest.mark.parametrize(
    "shape", ["v0.26.5-0.20250423182142-{}", "v0.0.0-20250423182142-{}+incompatible"]
)
def test_the_hash_of_a_pseudo_version_may_have_no_letter(
    monkeypatch: pytest.MonkeyPatch, repo: GitRepo, shape: str
) -> None:
    whole = "006676428923" + "ab" * 14
    answers = {"rev-parse": whole, "cat-file": f"{whole} commit 1"}
    monkeypatch.setattr(Git, "attempt", lambda _, command, *__: answers[command])
    monkeypatch.setattr(Git, "text", lambda _, command, *__, **___: answers[command])
    version = shape.format("006676428923")
    assert find_version(Git(str(repo.path)), {}, version, "orders", "v*").commit == whole


@pytest.mark.parametrize(
    ("version", "why"),
    [
        ("latest", "it moves"),
        ("", "a digest names no revision"),
        ("v9", "it may mean any of its releases, such as v9.1"),
        ("${TAG:-v1.4.0}", "it is filled in elsewhere"),
        ("{{tag}}", "it is filled in elsewhere"),
        ("1.5.0", UNKNOWN),
        ("1.4.0-alpine", UNKNOWN),
        ("release", UNKNOWN),  # a branch
        ("abcdef1", UNKNOWN),  # a branch that looks like a hash
        ("20240101", UNKNOWN),
        ("--all", UNKNOWN),
        ("v1.4.0\nx", UNKNOWN),
    ],
)
def test_what_names_no_revision_is_said(repo: GitRepo, version: str, why: str) -> None:
    assert find(repo, version) == Found("", "", why)
