"""How often releases failed: something was reverted, or a patch released, within a day."""

import re
from fnmatch import fnmatchcase

from relplan.model.errors import SourceError
from relplan.model.frozen import frozen
from relplan.model.scan import ServiceRoot
from relplan.sources.git.safe import LOG_OPTIONS, Git

_DAY = 86_400
_TAGS = "refs/tags/"
_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)(?!.*\d+\.\d+\.\d+)")


@frozen
class Outcomes:
    """What became of a service's releases."""

    releases: int
    failed: int


@frozen
class _Release:
    at: int
    name: str


def release_outcomes(root: ServiceRoot) -> Outcomes:
    """Count the releases of *root* by its tags, and those that something mended within a day.

    Where git cannot be asked, there are none.
    """
    git = Git(root.repository)
    try:
        releases = _releases(git, root.release_tag)
        reverts = _reverts(git, root) if releases else []
    except SourceError:
        return Outcomes(0, 0)
    failed = 0
    for place, release in enumerate(releases):
        after = releases[place + 1] if place + 1 < len(releases) else None
        until = min(release.at + _DAY, after.at if after else release.at + _DAY)
        patched = after is not None and after.at <= release.at + _DAY and _is_patch(release, after)
        failed += patched or any(release.at < at <= until for at in reverts)
    return Outcomes(len(releases), failed)


def _releases(git: Git, pattern: str) -> list[_Release]:
    """Return the tags that match, by their dates; those of one moment are one release."""
    text = git.text("for-each-ref", "--format=%(refname)%00%(creatordate:unix)", _TAGS)
    found: dict[int, str] = {}
    for line in text.split("\n") if text else ():
        full, _, at = line.partition("\0")
        name = full.removeprefix(_TAGS)
        if at.isdecimal() and fnmatchcase(name, pattern):
            found[int(at)] = name
    return [_Release(at, found[at]) for at in sorted(found)]


def _reverts(git: Git, root: ServiceRoot) -> list[int]:
    """Return when something was reverted on main, or on what is checked out."""
    for tip in (f"refs/heads/{root.main}", f"refs/remotes/origin/{root.main}", "HEAD"):
        if git.attempt("rev-parse", "--quiet", "--verify", f"{tip}^{{commit}}"):
            found = git.text(
                "log", "--first-parent", "--grep=^Revert ", "--format=%ct", *LOG_OPTIONS, tip,
                "--", root.path,
            )  # fmt: skip
            return [int(line) for line in found.split("\n") if line]
    return []


def _is_patch(release: _Release, after: _Release) -> bool:
    """Tell whether *after* differs from *release* in the last of three numbers only."""
    one, other = _VERSION.search(release.name), _VERSION.search(after.name)
    if one is None or other is None:
        return False
    return one.groups()[:2] == other.groups()[:2] and int(other[3]) > int(one[3])
