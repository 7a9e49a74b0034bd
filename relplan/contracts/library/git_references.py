"""References of packages to git repositories, as package managers write them."""

import re
from typing import NamedTuple

BRANCH = "refs/heads/"
"""Before a revision that is said to be a branch."""
_LONGEST = 1_000
_SHORT = re.compile(r"(github|gitlab|bitbucket):([\w.-]+/[\w.-]+)")
_HOSTS = {"github": "github.com", "gitlab": "gitlab.com", "bitbucket": "bitbucket.org"}
_OWNER_AND_NAME = re.compile(r"[\w-][\w.-]*/[\w.-]+")
_ARCHIVE = re.compile(
    r"https://codeload\.github\.com/([\w.-]+/[\w.-]+)/(?:tar\.gz|zip)/(?:refs/tags/)?([^/?#]+)"
)
_GIT = re.compile(
    r"(?:git\+[a-z]+://|git://|ssh://git@|git@[\w.-]+:)\S+|https?://\S+\.git(?=[#@?]|$)\S*"
)


class GitReference(NamedTuple):
    """A repository, and a revision of it: a commit, a tag or a branch."""

    url: str
    revision: str
    """Empty: none is named, so the newest one is taken."""


def branch_called(name: object) -> str:
    """Return a branch as a revision; empty where none is named."""
    return f"{BRANCH}{name}" if name else ""


def npm_reference(text: str) -> GitReference | None:
    """Read what npm, pnpm, yarn and bun write for a git repository; None: it is none."""
    if len(text) > _LONGEST:
        return None
    if archive := _ARCHIVE.match(text):
        return GitReference(f"https://github.com/{archive[1]}", archive[2])
    bare, _, fragment = text.partition("#")
    revision = _revision(fragment)
    if short := _SHORT.fullmatch(bare):
        return GitReference(f"https://{_HOSTS[short[1]]}/{short[2]}", revision)
    if _OWNER_AND_NAME.fullmatch(bare) and not bare.startswith("."):
        return GitReference(f"https://github.com/{bare}", revision)
    return GitReference(_plain(bare), revision) if _GIT.fullmatch(bare) else None


def pip_reference(text: str) -> GitReference | None:
    """Read what stands behind the ``@`` of a requirement: ``git+https://…/shared.git@v1``."""
    bare = text.strip().partition("#")[0]
    if len(bare) > _LONGEST or not bare.startswith("git+"):
        return None
    start, slash, end = bare.rpartition("/")
    name, _, revision = end.partition("@")
    return GitReference(_plain(f"{start}{slash}{name}"), revision)


def _revision(fragment: str) -> str:
    """Return the revision that stands behind the ``#``; a range of versions is none."""
    if fragment.startswith("semver:"):
        return ""
    words = fragment.split("&")
    named = (word.partition("=")[2] for word in words if word.startswith(("commit=", "tag=")))
    return next(named, "" if "=" in words[0] else words[0])


def _plain(url: str) -> str:
    return url.removeprefix("git+")
