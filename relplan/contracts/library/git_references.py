"""References of packages to git repositories, as package managers write them."""

import re
from typing import NamedTuple

BRANCH = "refs/heads/"
"""Before a revision that is said to be a branch."""
_LONGEST = 1_000
_SHORT = re.compile(r"(github|gitlab|bitbucket):([\w.-]+/[\w.-]+)")
_HOSTS = {"github": "github.com", "gitlab": "gitlab.com", "bitbucket": "bitbucket.org"}
_OWNER_AND_NAME = re.compile(r"[\w-][\w.-]*/[\w.-]+")
_OWNED = r"(?P<name>[\w.-]+/[\w.-]+)"
_GITHUB = rf"(?P<host>github\.com)/{_OWNED}"
_GITLAB = r"(?P<host>[\w.-]+)/(?P<name>[\w.-]+(?:/[\w.-]+){1,20}?)"
_BITBUCKET = rf"(?P<host>bitbucket\.org)/{_OWNED}"
_NAMED = r"(?:refs/(?:tags|(?P<heads>heads))/)?(?P<revision>[^?#\s]+?)"
_ZIPPED = r"\.(?:tar\.gz|tgz|tar\.bz2|zip)"
_ARCHIVES = tuple(
    re.compile(rf"https?://{pattern}(?=[?#]|$)")
    for pattern in (
        rf"(?:www\.)?{_GITHUB}/archive/{_NAMED}{_ZIPPED}",
        rf"(?:www\.)?{_GITHUB}/(?:tar|zip)ball/{_NAMED}/?",
        rf"(?:www\.)?{_GITHUB}/releases/download/(?P<revision>[^/?#\s]+)/[^/?#\s]+",
        rf"codeload\.{_GITHUB}/(?:legacy\.)?(?:tar\.gz|zip)/{_NAMED}",
        rf"api\.(?P<host>github\.com)/repos/{_OWNED}/(?:tar|zip)ball/{_NAMED}",
        rf"{_GITLAB}/-/archive/(?P<revision>[^?#\s]+)/[^/?#\s]+{_ZIPPED}",
        rf"{_BITBUCKET}/get/(?P<revision>[^?#\s]+?){_ZIPPED}",
    )
)
"""Where forges give the files of a revision, or what was built of a tag, for a download."""
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


def archive_reference(text: str) -> GitReference | None:
    """Read the address from which a forge gives the files of a revision; None: it is none."""
    if len(text) > _LONGEST:
        return None
    match = next(filter(None, (pattern.match(text) for pattern in _ARCHIVES)), None)
    if match is None:
        return None
    named = match.groupdict()
    revision = branch_called(named["revision"]) if named.get("heads") else named["revision"]
    return GitReference(f"https://{named['host']}/{named['name']}", revision)


def npm_reference(text: str) -> GitReference | None:
    """Read what npm, pnpm, yarn and bun write for a git repository; None: it is none."""
    if len(text) > _LONGEST:
        return None
    if archive := archive_reference(text):
        return archive
    bare, _, fragment = text.partition("#")
    revision = _revision(fragment)
    if short := _SHORT.fullmatch(bare):
        return GitReference(f"https://{_HOSTS[short[1]]}/{short[2]}", revision)
    if _OWNER_AND_NAME.fullmatch(bare) and not bare.startswith("."):
        return GitReference(f"https://github.com/{bare}", revision)
    return GitReference(_plain(bare), revision) if _GIT.fullmatch(bare) else None


def pip_reference(text: str) -> GitReference | None:
    """Read what stands behind the ``@`` of a requirement: ``git+https://…/shared.git@v1``.

    An archive of a revision is one, too: ``https://github.com/acme/shared/archive/v1.tar.gz``.
    """
    bare = text.strip().partition("#")[0]
    if archive := archive_reference(bare):
        return archive
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
