"""Chooses the release tag that is in production, and says which others were passed over."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import islice

from relplan.sources.git.refs import merge_base
from relplan.sources.git.safe import LOG_OPTIONS, Git, oids
from relplan.sources.git.text import decode, moment
from relplan.sources.git.versions import Version, names, version_of

_TAGS = "refs/tags/"
_FIELDS = "%00".join(
    ("%(refname)", "%(objectname)", "%(objecttype)", "%(committerdate:unix)",
     "%(*objectname)", "%(*objecttype)", "%(*committerdate:unix)", "%(creatordate:unix)")
)  # fmt: skip
_YEAR = 365 * 86_400
_MOST_ALIENS = 20
"""Unrelated histories with tags that are tried; with more, there is taken to be no release."""
_MANY = 10
"""Plain tags beside which a single one with words is none of them."""
_SET_APART = re.compile(r"-[A-Za-z]{2}")
_NUMBER = re.compile(r"[0-9]+")
_FARTHEST = 200_000
"""Commits that are walked through to find out which tag contains which."""

NOT_A_COMMIT = "is no commit"
NO_VERSION = "has no version in it"
PRERELEASE = "is a pre-release"
OTHER_SHAPE = "is not called as the others are"
OTHER_LINE = "is of an older line"
CONTAINED = "is contained in it"
UNRELATED = "shares no history with the main branch"


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag, down to its commit."""

    name: str
    commit: str
    """Empty: it is no commit's."""
    date: int
    """Of the commit, in seconds since 1970; 0 where that is not known."""
    made: int = 0
    """When it was tagged, where the tag tells, else as *date*."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A tag that matches and is not the one."""

    tag: Tag
    why: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """The tag that is in production, and what a person may wonder about."""

    tag: Tag | None
    passed: tuple[Passed, ...] = ()
    """Those that are newer than the one, by their date or their version; the newest first."""


def read_tags(git: Git) -> tuple[Tag, ...]:
    """Return all tags of a repository."""
    text = git.text("for-each-ref", f"--format={_FIELDS}", _TAGS)
    return tuple(_tag(git, line.split("\0")) for line in text.split("\n") if line)


def tagged_with(git: Git, commit: str) -> frozenset[str]:
    """Return the commits of all tags that contain *commit*, a full hash that *git* has."""
    form = "--format=%(objectname) %(*objectname)"
    return frozenset(git.text("for-each-ref", f"--contains={commit}", form, _TAGS).split())


def _tag(git: Git, fields: Sequence[str]) -> Tag:
    full, commit, kind, date, peeled, peeled_kind, peeled_date, made = fields
    name = full.removeprefix(_TAGS)
    if kind == "tag":
        commit, kind, date = peeled, peeled_kind, peeled_date
    if kind == "tag":  # a tag of a tag, which older versions of git peel only once
        end = git.attempt("rev-parse", "-q", "--verify", commit + "^{commit}")
        if end is None:
            return Tag(name, "", 0)
        date = git.text("log", "-1", *LOG_OPTIONS, "--format=%ct", end)
        return Tag(name, end, moment(date), moment(made))
    return Tag(name, commit, moment(date), moment(made)) if kind == "commit" else Tag(name, "", 0)


def matching(tags: Iterable[Tag], pattern: str) -> list[Tag]:
    """Return the tags that match a glob."""
    return [tag for tag in tags if fnmatchcase(tag.name, pattern)]


def releases(tags: Iterable[Tag], pattern: str) -> tuple[list[Tag], list[Passed]]:
    """Return the releases among the tags that match *pattern*, and the other matching ones."""
    found: list[Tag] = []
    passed: list[Passed] = []
    fitting = matching(tags, pattern)
    versioned = any(version_of(tag.name).numbers for tag in fitting)
    plain = _Plain(fitting)
    for tag in fitting:
        version = version_of(tag.name)
        if not tag.commit:
            passed.append(Passed(tag, NOT_A_COMMIT))
        elif versioned and not version.numbers:
            passed.append(Passed(tag, NO_VERSION))
        elif (version.prerelease and not names(pattern, version.prerelease)) or (
            version.hyphenated and plain.comes_after(tag)
        ):
            passed.append(Passed(tag, PRERELEASE))
        elif plain.is_odd(tag):
            passed.append(Passed(tag, OTHER_SHAPE))
        else:
            found.append(tag)
    return found, passed


class _Plain:
    """The tags that are a version and no more.

    Semver takes ``1.3.0-62`` for a pre-release of 1.3.0, others for its build 62. Where plain
    versions are tagged, too, it is a pre-release until its own has been.
    """

    def __init__(self, tags: Iterable[Tag]) -> None:
        self._tagged: dict[tuple[str, tuple[int, ...]], int] = {}
        self._newest: dict[str, int] = {}
        self._lengths: dict[str, set[int]] = {}
        self._count: Counter[str] = Counter()
        self._worded: Counter[tuple[str, str]] = Counter()
        for tag in tags:
            version = version_of(tag.name)
            self._count[version.prefix] += version.plain
            self._worded[version.prefix, _words(version)] += 1
            if version.plain and tag.commit:
                self._tagged[version.prefix, version.numbers] = tag.date
                self._newest[version.prefix] = max(self._newest.get(version.prefix, 0), tag.date)
                self._lengths.setdefault(version.prefix, set()).add(len(version.numbers))

    def comes_after(self, tag: Tag) -> bool:
        """Tell whether the plain version of *tag* is newer than it, or is still to come."""
        version = version_of(tag.name)
        date = self._tagged.get((version.prefix, version.numbers))
        if date is not None:
            return date > tag.date
        return self._newest.get(version.prefix, -_YEAR) > tag.date - _YEAR

    def is_odd(self, tag: Tag) -> bool:
        """Tell whether words make a tag another thing than the plain ones beside it.

        They follow a version that is shorter than any plain one, as in ``v3-demo``; or no other
        tag has these words, among many that are plain, newer ones too: ``20210928-new-pages``
        between ``5194`` and ``5195``.
        """
        version = version_of(tag.name)
        lengths = self._lengths.get(version.prefix)
        if lengths is None or version.plain:
            return False
        if len(version.numbers) < min(lengths):
            return True
        words = _words(version)
        alone = self._worded[version.prefix, words] == 1 < _MANY <= self._count[version.prefix]
        return bool(words) and alone and self._newest[version.prefix] > tag.date


def _words(version: Version) -> str:
    """Return the words that a hyphen sets apart from a version; empty: there are none."""
    begins = _SET_APART.match(version.suffix)
    return _NUMBER.sub("#", version.suffix) if begins else ""


def choose(
    git: Git, tags: Iterable[Tag], pattern: str, main: str, *, trusting: bool = False
) -> Chosen:
    """Return the release that no other one contains; of several the highest version.

    One that shares no history with *main*, a commit, is none of its releases: all of main would be
    taken for pending. To find that out git walks as far as main is read; with *trusting*, it is
    left to whoever reads it.
    """
    found, passed = releases(tags, pattern)
    for _ in range(_MOST_ALIENS):
        if not found:
            break
        outermost = _outermost(git, found)
        tag = max(outermost, key=_order)
        if trusting or merge_base(git, tag.commit, main) is not None:
            passed += _lost(found, outermost, tag)
            return Chosen(tag, _newer(passed, tag))
        # What an alien contains is as alien as itself.
        text = git.text("for-each-ref", f"--merged={tag.commit}", "--format=%(refname)", _TAGS)
        aliens = {line.removeprefix(_TAGS) for line in text.split("\n")}
        passed += (Passed(one, UNRELATED) for one in found if one.name in aliens)
        found = [one for one in found if one.name not in aliens]
    passed += (Passed(one, UNRELATED) for one in found)
    return Chosen(None, tuple(sorted(passed, key=_newest_first)))


def _order(tag: Tag) -> tuple[object, ...]:
    return (*version_of(tag.name).order, tag.date, tag.name)


def _newest_first(passed: Passed) -> tuple[int, str]:
    return -passed.tag.date, passed.tag.name


def _outermost(git: Git, found: Sequence[Tag]) -> list[Tag]:
    """Return tags that no other one contains, the one of the highest version among them.

    Mostly the newest is of the highest version, too, and git need not be asked.
    """
    newest = max(found, key=lambda tag: (tag.date, _order(tag)))
    highest = max(found, key=_order)
    if newest.commit == highest.commit:
        return [highest]
    oldest = min(tag.date for tag in found if _order(tag) > _order(newest))
    return _walked(git, [tag for tag in found if tag.date >= oldest], newest)


def _walked(git: Git, found: Sequence[Tag], newest: Tag) -> list[Tag]:
    """Walk from all tags into the past, until none is left that could be of a higher version."""
    highest: dict[str, Tag] = {}
    for tag in sorted(found, key=_order):
        highest[tag.commit] = tag
    ahead = dict.fromkeys(sorted(highest, key=lambda commit: _order(highest[commit])))
    outermost: list[Tag] = []
    below: set[str] = set()
    child = git.start("rev-list", "--parents", "--stdin")
    try:
        if child.stdin is None or child.stdout is None:  # pragma: no cover - both are pipes
            return [newest]
        child.stdin.write(oids(highest))
        child.stdin.close()
        for line in islice(child.stdout, _FARTHEST):
            commit, *parents = decode(line).split()
            if commit in ahead:
                del ahead[commit]
                if commit not in below:
                    outermost.append(highest[commit])
                if not ahead or _beats(outermost, highest[next(reversed(ahead))]):
                    break
            below.update(parents)
    finally:
        git.end(child)
    return outermost or [newest]


def _beats(outermost: Sequence[Tag], other: Tag) -> bool:
    return any(_order(tag) > _order(other) for tag in outermost)


def _lost(found: Iterable[Tag], outermost: Iterable[Tag], chosen: Tag) -> list[Passed]:
    sides = {tag.commit for tag in outermost}
    return [
        Passed(tag, OTHER_LINE if tag.commit in sides or tag.date > chosen.date else CONTAINED)
        for tag in found
        if tag.commit != chosen.commit
    ]


def _newer(passed: Iterable[Passed], chosen: Tag) -> tuple[Passed, ...]:
    newer = (
        found
        for found in passed
        if found.tag.date > chosen.date or _is_higher(found.tag.name, chosen.name)
    )
    return tuple(sorted(newer, key=_newest_first))


def _is_higher(one: str, other: str) -> bool:
    """Tell whether one tag is a higher version than another; those of two packages are none."""
    first, second = version_of(one), version_of(other)
    return first.prefix == second.prefix and first.order > second.order
