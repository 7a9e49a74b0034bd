"""Finds the commit that the version of an image, a chart or a checkout means."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from relplan.sources.git.errors import GitError, ScanCancelledError
from relplan.sources.git.safe import Git

_TAG_FIELDS = "%00".join(("%(refname)", "%(objectname)", "%(*objectname)", "%(*objecttype)"))
_TAGS = "refs/tags/"
_DESCRIBED = re.compile(r"-\d+-g([0-9a-f]{4,40})(?:-dirty)?$")
_PSEUDO = re.compile(r"[-.]\d{14}-([0-9a-f]{12})(?:\+incompatible)?$")
"""Go's version of a commit without a tag: its time, and the beginning of its hash."""
_HASH = re.compile(r"(?:sha|git|g)?([0-9a-f]{7,40})")
_SPLIT = re.compile(r"[-_.+]")
_GLOB = re.compile(r"[*?\[]")
_UNKNOWN = "no tag or commit is called so; fetch its tags, or say `deployed` in relplan.toml"
_WORDS = frozenset({"latest", "stable", "edge", "main", "master", "head", "nightly", "current"})


class Found(NamedTuple):
    """What a version means, or why nothing."""

    commit: str
    """Full hash; empty: it could not be found out."""
    name: str
    """The tag, or the hash."""
    why: str = ""


def tags_of(git: Git) -> dict[str, str]:
    """Return the commits of all tags."""
    text = git.text("for-each-ref", f"--format={_TAG_FIELDS}", _TAGS)
    found = {}
    for line in text.split("\n") if text else ():
        full, oid, peeled, kind = line.split("\0")
        if kind == "tag":  # a tag of a tag, which older versions of git peel only once
            peeled = git.attempt("rev-parse", "-q", "--verify", peeled + "^{commit}") or peeled
        found[full.removeprefix(_TAGS)] = peeled or oid
    return found


def branches_of(git: Git) -> frozenset[str]:
    """Return the names of the branches in a clone, its own and those of its remotes."""
    own, remotes = "refs/heads/", "refs/remotes/"
    found = set()
    for name in git.text("for-each-ref", "--format=%(refname)", own, remotes).split():
        rest = name.removeprefix(own)
        found.add(rest if rest != name else name.removeprefix(remotes).partition("/")[2])
    return frozenset(found)


def find_version(
    git: Git, tags: Mapping[str, str], version: str, service: str, release_tag: str
) -> Found:
    """Return the commit of *version*: a tag as it is spelled in git, or a hash in it.

    Only what is exact: a tag with or without its ``v``, in the shape of *release_tag*, or with the
    service's name before it; a hash of seven digits or more that only one commit begins with.
    """
    if "$" in version or "{{" in version:
        return Found("", "", "it is filled in elsewhere")
    if not version:
        return Found("", "", "a digest names no revision")
    name = next((name for name in _spellings(version, service, release_tag) if name in tags), "")
    if name:
        newer = next((tag for tag in sorted(tags) if tag.startswith(f"{name}.")), "")
        why = f"it may mean any of its releases, such as {newer}" if newer else ""
        return Found("", "", why) if newer else Found(tags[name], name)
    commits = {commit for digits in _hashes(version) if (commit := _commit(git, digits))}
    if version.lower() not in _WORDS and len(commits) == 1:
        commit = commits.pop()
        return Found(commit, commit)
    moves = version.lower() in _WORDS
    return Found("", "", "it moves" if moves else _UNKNOWN)


def _spellings(version: str, service: str, release_tag: str) -> Iterator[str]:
    bare = version[1:] if re.match(r"v\d", version) else version
    prefix = before_number(release_tag)
    if prefix and prefix != "v":
        yield prefix + bare if not version.startswith(prefix) else version
        yield prefix + version
        yield f"{prefix}v{bare}"
    yield version
    yield bare if bare != version else f"v{bare}"
    for between in ("@", "-", "/", "_"):
        yield f"{service}{between}{bare}"
        yield f"{service}{between}v{bare}"


def before_number(release_tag: str) -> str:
    """Return what stands before the version in tags of that shape: ``v`` of ``v[0-9]*``."""
    return _GLOB.split(release_tag, maxsplit=1)[0]


def _hashes(version: str) -> Iterator[str]:
    """Yield what may be a commit's hash in a version: ``sha-abcdef1``, ``main-abcdef1-1699999``."""
    described = _DESCRIBED.search(version) or _PSEUDO.search(version)
    if described:
        yield described[1]
        return
    if re.fullmatch(r"[0-9a-f]{7,40}", version):
        yield version
        return
    for part in _SPLIT.split(version):
        match = _HASH.fullmatch(part)
        if match and not match[1].isdecimal():  # a number is a build's, or a time
            yield match[1]


def _commit(git: Git, digits: str) -> str:
    """Return the only commit whose hash begins with *digits*; never a branch of that name."""
    try:
        objects = (git.attempt("rev-parse", f"--disambiguate={digits}") or "").split()
        asked = "".join(f"{name}\n" for name in objects).encode()
        answers = git.text("cat-file", "--batch-check", stdin=asked) if objects else ""
    except ScanCancelledError:
        raise
    except GitError:
        return ""
    commits = [line.split()[0] for line in answers.splitlines() if line.split()[1:2] == ["commit"]]
    return commits[0] if len(commits) == 1 else ""
