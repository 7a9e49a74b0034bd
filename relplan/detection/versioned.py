"""The exact versions of each other's packages that services ask for, as commits."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.library.ecosystems import ecosystem_called
from relplan.contracts.library.git_references import BRANCH
from relplan.contracts.library.manifests import is_lock
from relplan.contracts.library.packages import Pin, Role
from relplan.detection.asked import (
    NEWEST,
    Asked,
    Asking,
    Published,
    Release,
    is_above,
)
from relplan.detection.listing import Listing
from relplan.detection.releases import Releases, packages_of
from relplan.sources.git.submodules import Repositories

_MOST_PLATFORMS = 5
"""That take up one another."""
_NAMES_COMMIT = re.compile(r"[-_.+]g?(?=[0-9a-f]*[a-f])(?=[0-9a-f]*[0-9])[0-9a-f]{7,40}$")


class VersionPin(NamedTuple):
    """A version that a service asks for, and where."""

    package: str
    version: str
    path: str
    line: int
    whole: bool
    """It is the whole repository, by git, and no package of it."""
    floats: bool
    """It is a branch, or a version that is not known, and no lock file keeps a commit."""


@dataclass(slots=True)
class VersionMove:
    """What one file's change does to the versions of one provider's packages."""

    provider: str
    path: str
    line: int
    whole: bool = False
    """It is the whole repository that is pinned."""
    packages: frozenset[str] = frozenset()
    """Those that are asked for in other versions than before."""
    old: set[str] = field(default_factory=set)
    """Commits that the versions before stand for."""
    new: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    """Versions that are asked for now, and which no tag or commit of the provider is."""
    floating: set[str] = field(default_factory=set)
    """What is asked for now, of which the file keeps no commit: branches, hidden versions."""
    unsure: bool = False
    """It is not known where the pin was before."""
    is_kept: bool = False
    """A lock file keeps what is asked for, before and after: nothing moves."""


class Versions:
    """The packages of a workspace's services, and the commits of their versions."""

    def __init__(self, published: Iterable[Published], repositories: Repositories) -> None:
        """Read the manifests in each service's folder; those at its top come first."""
        self._services = {one.service: one for one in published}
        self._releases = Releases(self._services)
        self._manifests: dict[tuple[str, str, str], str] = {}
        self._asking = Asking(
            self._services, self._releases.providers, repositories, self._releases.least
        )

    def pins(self, service: str) -> Iterator[tuple[str, VersionPin]]:
        """Yield the exact versions that *service* asks for in production, by provider."""
        one = self._services[service]
        listing = one.files.listing(one.history.baseline, one.history.baseline)
        found = list(self._asked(one, listing))
        kept = {(asked.provider, asked.pin.package) for path, asked in found if is_lock(path)}
        for path, asked in found:
            pin, whole = asked.pin, bool(asked.pin.repository)
            floats = self._floats(asked)
            if not floats or (asked.provider, pin.package) not in kept:
                version = VersionPin(pin.package, asked.version, path, pin.line, whole, floats)
                yield asked.provider, version

    def at(self, service: str, commit: str) -> Iterator[tuple[str, str]]:
        """Yield what *service* asks for at one of its commits: providers, and their commits."""
        one = self._services[service]
        for path, asked in self._asked(one, self._listing(one, commit)):
            pinned = self._releases.commit(asked.provider, asked.release, kept=is_lock(path))
            if pinned:
                yield asked.provider, pinned

    def moves(self, service: str, step: tuple[str, str]) -> Iterator[VersionMove]:
        """Yield what happens to such pins between the two commits of *step*."""
        one = self._services[service]
        for path, *sides in self._asking.changed(one, step):
            before, after = (
                self._with_managed(one, commit, asked)
                for commit, asked in zip(step, sides, strict=True)
            )
            for provider in sorted({asked.provider for asked in after}):
                was = {asked.release for asked in before if asked.provider == provider}
                now = {asked.release: asked for asked in after if asked.provider == provider}
                fresh = [asked for name, asked in now.items() if name not in was]
                moved = [asked for asked in fresh if not self._is_kept(one, step, path, asked)]
                if fresh and not moved:
                    yield VersionMove(provider, path, fresh[0].pin.line, is_kept=True)
                elif moved and not was:
                    was = self._before(one, step[0], provider)
                    moved = [asked for asked in moved if asked.release not in was]
                if moved:
                    yield self._move(provider, path, was, moved)

    def _is_kept(self, one: Published, step: tuple[str, str], path: str, asked: Asked) -> bool:
        """Tell whether lock files say what a manifest gets, before a change and after it.

        They tell themselves what moves; the manifest then only says what may.
        """
        return not is_lock(path) and all(
            any(
                is_lock(lock)
                and is_above(lock, path)
                and kept.release[:2] == asked.release[:2]
                and (commit == step[0] or _may_be(asked.pin, kept.version))
                and self._releases.commit(kept.provider, kept.release, kept=True)
                for lock, kept in self._asked(one, self._listing(one, commit))
            )
            for commit in step
        )

    @staticmethod
    def _listing(one: Published, commit: str) -> Listing:
        return one.files.listing(commit, one.history.baseline)

    def _asked(self, one: Published, listing: Listing) -> Iterator[tuple[str, Asked]]:
        """Yield what a service asks for at one commit, and what platforms choose for it."""
        unversioned: frozenset[tuple[str, str]] | None = None
        for path, asked in self._asking.at(one, listing):
            yield path, asked
            if asked.pin.role is Role.PLATFORM:
                if unversioned is None:
                    unversioned = self._asking.unversioned(one, listing)
                yield from ((path, chosen) for chosen in self._chosen(one, asked, unversioned))

    def _with_managed(self, one: Published, commit: str, asked: Iterable[Asked]) -> list[Asked]:
        found = [*asked]
        platforms = [each for each in found if each.pin.role is Role.PLATFORM]
        if platforms:
            listing = one.files.listing(commit, one.history.baseline)
            unversioned = self._asking.unversioned(one, listing)
            found += (each for all_ in platforms for each in self._chosen(one, all_, unversioned))
        return found

    def _chosen(
        self,
        one: Published,
        platform: Asked,
        unversioned: Collection[tuple[str, str]],
        deep: int = 0,
    ) -> Iterator[Asked]:
        """Yield what a platform, or one that it takes up, chooses for who asks for no version."""
        commit = (
            self._releases.commit(platform.provider, platform.release, kept=False)
            if unversioned
            else ""
        )
        if not commit or deep > _MOST_PLATFORMS:
            return
        there = self._services[platform.provider]
        path = self._manifest_of(there, commit, platform.pin)
        managed = self._asking.managed(one, there, path, commit) if path else []
        own = {(a.pin.ecosystem, a.pin.package) for a in managed if a.pin.role is Role.MANAGED}
        rest = frozenset(unversioned) - own  # what it manages itself outranks what it takes up
        for asked in managed:
            if asked.pin.role is Role.PLATFORM:
                yield from self._chosen(one, asked, rest, deep + 1)
            elif (asked.pin.ecosystem, asked.pin.package) in unversioned:
                yield asked._replace(pin=replace(asked.pin, line=platform.pin.line))

    def _manifest_of(self, one: Published, commit: str, pin: Pin) -> str:
        key = one.service, commit, pin.package
        if key not in self._manifests:
            made = {package.name: path for path, package in [*packages_of(one, commit)][::-1]}
            self._manifests[key] = made.get(pin.package, "")
        return self._manifests[key]

    def _before(self, one: Published, commit: str, provider: str) -> set[Release]:
        """Return what another file asked for, where the one that asks now is new to it."""
        asked = (asked for _, asked in self._asked(one, self._listing(one, commit)))
        return {found.release for found in asked if found.provider == provider}

    def _move(
        self, provider: str, path: str, was: Iterable[Release], now: Sequence[Asked]
    ) -> VersionMove:
        first = min((asked.pin for asked in now), key=lambda pin: pin.line)
        packages = frozenset(asked.pin.package for asked in now)
        move = VersionMove(provider, path, first.line, bool(first.repository), packages)
        for release in was:
            commit = self._releases.commit(provider, release, kept=is_lock(path))
            move.old |= {commit} - {""}
            move.unsure = move.unsure or not commit
        for asked in now:
            commit = self._releases.commit(provider, asked.release, kept=is_lock(path))
            move.new |= {commit} - {""}
            if self._floats(asked):
                move.floating.add(asked.version)
            elif not commit and self._should_be_here(provider, asked, move):
                move.unknown.add(asked.version)
        return move

    def _floats(self, asked: Asked) -> bool:
        """Tell whether a revision is a branch of its provider, and no tag or commit.

        A version that nobody knows may be any, too.
        """
        provider, version = asked.provider, asked.version
        if asked.pin.hidden:
            return True
        if not asked.pin.by_git or self._releases.commit(provider, asked.release, kept=False):
            return False
        is_named = version in self._releases.branches_of(provider)
        return is_named or version == NEWEST or version.startswith(BRANCH)

    def _should_be_here(self, provider: str, asked: Asked, move: VersionMove) -> bool:
        """Tell whether a version without a commit is one that the provider's clone lacks.

        Where a manifest of the provider states the version, that is held against what is pinned.
        Else its versions are commits if this one names a commit, or the one before it was one, or
        if no manifest states any.
        """
        ecosystem, package, version = asked.release
        if ecosystem_called(ecosystem).only_tags or asked.pin.by_git:
            return True
        if (ecosystem, package) not in self._releases.stating:
            return True
        is_commit = bool(move.old) or _NAMES_COMMIT.search(version) is not None
        return is_commit and version not in self._releases.stated(provider, package)


def _may_be(pin: Pin, version: str) -> bool:
    """Tell whether a pin of a manifest may be of the version that a lock file keeps."""
    if pin.by_git:
        return True
    with suppress(UnreadableError):
        return ecosystem_called(pin.ecosystem).admits(pin.range, version) is not False
    return False
