"""How often releases failed: something was reverted, or a patch released, within a day."""

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

from relplan.model.errors import SourceError
from relplan.model.scan import ServiceRoot
from relplan.model.value import value
from relplan.sources.git.safe import LOG_OPTIONS, Git

_DAY = 86_400
_TAGS = "refs/tags/"
_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)(?!.*\d+\.\d+\.\d+)")


@value()
class Outcomes:
    """What became of a service's releases."""

    releases: int
    failed: int


@value()
class _Release:
    at: int
    name: str


def release_outcomes(roots: Iterable[ServiceRoot]) -> dict[str, Outcomes]:
    """Count the releases of each service of *roots* by its tags, and those that were soon mended.

    Something was mended within a day. Where git cannot be asked, there are none.
    """
    tags: dict[str, list[_Release]] = {}
    found: dict[str, Outcomes] = {}
    for root in roots:
        git = Git(root.repository)
        try:
            if root.repository not in tags:
                tags[root.repository] = _tags(git)
            found[root.service] = _outcomes(git, root, tags[root.repository])
        except SourceError:
            found[root.service] = Outcomes(0, 0)
    return found


def _outcomes(git: Git, root: ServiceRoot, tags: Iterable[_Release]) -> Outcomes:
    """Tell what became of the *tags* that match; those of one moment are one release."""
    by_date = {tag.at: tag for tag in tags if fnmatchcase(tag.name, root.release_tag)}
    releases = [by_date[at] for at in sorted(by_date)]
    reverts = _reverts(git, root) if releases else []
    failed = 0
    for place, release in enumerate(releases):
        after = releases[place + 1] if place + 1 < len(releases) else None
        until = min(release.at + _DAY, after.at if after else release.at + _DAY)
        patched = after is not None and after.at <= release.at + _DAY and _is_patch(release, after)
        failed += patched or any(release.at < at <= until for at in reverts)
    return Outcomes(len(releases), failed)


def _tags(git: Git) -> list[_Release]:
    """Return all tags with their dates, by name."""
    text = git.text("for-each-ref", "--format=%(refname)%00%(creatordate:unix)", _TAGS)
    rows = (line.partition("\0") for line in text.split("\n") if line)
    return [_Release(int(at), full.removeprefix(_TAGS)) for full, _, at in rows if at.isdecimal()]


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
