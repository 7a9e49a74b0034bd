"""What a manifest says, and what an ecosystem of packages is: where they are published."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

VERSION = r"v?\d+(?:\.\d+)*(?:[-.+][\w.+-]+)?"
"""A version as all ecosystems may write it."""
MOST_PINS = 5_000
"""Of one manifest."""
MOST_LOCKED = 50_000
_LONGEST = 200
"""Characters of a version."""


@dataclass(frozen=True, slots=True)
class Package:
    """A package as its manifest declares it."""

    ecosystem: str
    """The name of the `Ecosystem` in which it is published."""
    name: str
    """As the ecosystem compares names; Maven's is ``group:artifact``, Go's has no ``/v2``,
    NuGet's is in small letters."""
    version: str = ""
    """Empty: the manifest does not state it. Of Go it is the major version alone, ``v2``."""
    line: int = 0
    """Of the version, else of the name; counted from 1, 0 where not known."""
    runtimes: Mapping[str, str] = field(default_factory=dict)
    """The versions of its runtime (``python``, ``node``, ``go``, ``rust``, ``java``) it needs."""
    offers: frozenset[str] = frozenset()
    """What a consumer can name besides the package: ``extra cli``, ``export ./client``."""
    peers: Mapping[str, str] = field(default_factory=dict)
    """The packages, with ranges, that a consumer must have itself."""
    exports_all: bool = True
    """Whether each of its files can be imported, since it says nothing of exports."""


class Role(IntEnum):
    """What a version in a manifest is for."""

    ASKED = 0
    """The manifest's own dependency."""
    MANAGED = 1
    """Who asks for the package, and for no version, gets this one."""
    PLATFORM = 2
    """A package, such as Maven's BOM, whose manifest says which versions are managed."""


@dataclass(frozen=True, slots=True, order=True)
class Pin:
    """A package that a manifest asks for."""

    ecosystem: str
    """As `Package.ecosystem`."""
    package: str
    """As `Package.name`."""
    range: str
    """As written; empty: any version, or the one that is managed elsewhere."""
    line: int
    """Counted from 1; 0 where not known."""
    repository: str = ""
    """Of what comes from git instead of where packages are published: the repository's URL."""
    revision: str = ""
    """Of that, or of the repository that the package is published from: a commit, a tag or a
    branch, which is ``refs/heads/…`` where it says that it is one. Empty: the newest one, or what
    has no repository comes by its version."""
    role: Role = Role.ASKED
    folder: str = ""
    """Of a lock file for several folders: which it is for, from the lock file's; empty: all."""
    inside: bool = False
    """It is of the repository that asks, whatever another one publishes: ``workspace:*``."""
    hidden: bool = False
    """Which version it is stands in nothing that can be read: in a property of a parent in no
    repository of the workspace, in code. `range` says as much as is known."""

    @property
    def by_git(self) -> bool:
        """Whether it asks for a revision, and for no version."""
        return bool(self.repository or self.revision)


Release = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A version that is understood."""

    release: Release
    pre: bool
    """Whether it comes before the release of these numbers."""
    key: Any
    """Sorts the versions of one ecosystem."""


def _nothing(path: str, content: bytes) -> tuple[()]:
    return ()


def _never(path: str) -> bool:
    return False


def _as_it_is(name: str) -> str:
    return name


def _always(wanted: str) -> bool:
    return True


@dataclass(frozen=True, eq=False, kw_only=True)
class Ecosystem:
    """Packages that are published in one place, and asked for in one way.

    Its functions get what stands in files that nobody vouches for: they run nothing of it, read no
    disk, and raise nothing but UnreadableError.
    """

    name: str
    """As package URLs have it: ``npm``, ``pypi``."""
    is_manifest: Callable[[str], bool]
    """Tells by a path alone whether a file makes or asks for packages."""
    package_in: Callable[[str, Mapping[str, bytes]], Package | None]
    """Returns the package that the manifest at a path, of these files, makes; None: none."""
    pins: Callable[[str, Mapping[str, bytes]], Iterable[Pin]]
    """Returns the packages that the manifest at a path, of these files, asks for, in its order."""
    references: Callable[[str, bytes], Sequence[str]] = _nothing
    """Returns the files, by their paths in the repository, from which a manifest may inherit.
    They need not be there."""
    is_lock: Callable[[str], bool] = _never
    """Tells by a path alone whether a file keeps the versions that were chosen once."""
    locked: Callable[[str, bytes], Iterable[Pin]] = _nothing
    """Returns the versions that a lock file keeps; `Pin.range` is the version, or the revision."""
    numbered: Callable[[str], Numbered | None]
    """Reads a version; None: it is none."""
    admits: Callable[[str, str], bool | None]
    """Tells whether a range admits a version; None: not understood."""
    exact: Callable[[str], str]
    """Returns the only version that a range asks for, and which is never another by itself; empty:
    it asks for several. See `exactly`."""
    same_name: Callable[[str], str] = _as_it_is
    """Returns what all spellings of a package's name have in common."""
    strict_caret: bool = False
    """Whether a caret, which is what one writes there, admits no other minor version of 0."""
    rises: Callable[[str], bool] = _always
    """Tells whether who builds anew, and keeps no lock file, gets the newest version that a range
    admits."""
    line_of: Callable[[Release], str] | None = None
    """Returns the line of versions that promise each other compatibility, where that is not the
    usual one of semantic versions."""
    runtime_versions: Sequence[str] = ()
    """The versions of the runtime, where packages state a range of these; empty: the least one."""
    only_tags: bool = False
    """Whether a version is a tag or a commit, and stands in no manifest."""


def exactly(pattern: str) -> Callable[[str], str]:
    """Return an `Ecosystem.exact` for ranges such as *pattern*, with ``%`` where a version is."""
    whole = re.compile(pattern.replace("%", f"({VERSION})"))

    def exact(wanted: str) -> str:
        match = whole.fullmatch(wanted.strip()[: _LONGEST + 1])
        return match[1] if match and len(match[1]) <= _LONGEST else ""

    return exact
