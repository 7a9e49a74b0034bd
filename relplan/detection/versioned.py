"""The exact versions of each other's packages that services ask for, as commits."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from posixpath import dirname
from typing import NamedTuple

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.library.ecosystems import ecosystem_called
from relplan.contracts.library.manifests import is_lock, is_manifest, package_of
from relplan.contracts.library.packages import Package
from relplan.detection.asked import Asked, Asking, Published
from relplan.model.change import Change
from relplan.sources.git.deployed import find_version, tags_of
from relplan.sources.git.submodules import Repositories


class VersionPin(NamedTuple):
    """A version that a service asks for, and where."""

    package: str
    version: str
    path: str
    line: int
    whole: bool
    """It is the whole repository, by git, and no package of it."""


@dataclass(slots=True)
class VersionMove:
    """What one file's change does to the versions of one provider's packages."""

    provider: str
    path: str
    line: int
    whole: bool = False
    """It is the whole repository that is pinned."""
    old: set[str] = field(default_factory=set)
    """Commits that the versions before stand for."""
    new: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    """Versions that are asked for now, and which no tag or commit of the provider is."""
    unsure: bool = False
    """It is not known where the pin was before."""


class Versions:
    """The packages of a workspace's services, and the commits of their versions."""

    def __init__(self, published: Iterable[Published], repositories: Repositories) -> None:
        """Read the manifests at the top of each service's folder."""
        self._services = {one.service: one for one in published}
        self._tags: dict[str, dict[str, str]] = {}
        self._commits: dict[tuple[str, str], str] = {}
        self._stated: dict[str, dict[str, str]] = {}
        providers: dict[tuple[str, str], str] = {}
        for one in self._services.values():
            # A package may have another name on main than in production.
            for commit in (one.history.baseline, one.history.main):
                for package in _packages(one, commit):
                    providers.setdefault((package.ecosystem, package.name), one.service)
        self._asking = Asking(self._services, providers, repositories)

    def pins(self, service: str) -> Iterator[tuple[str, VersionPin]]:
        """Yield the exact versions that *service* asks for in production, by provider."""
        one = self._services[service]
        listing = one.files.listing(one.history.baseline, one.history.baseline)
        for path, asked in self._asking.at(one, listing):
            pin = asked.pin
            whole = bool(pin.repository)
            yield asked.provider, VersionPin(pin.package, asked.version, path, pin.line, whole)

    def moves(self, service: str, step: tuple[str, str]) -> Iterator[VersionMove]:
        """Yield what happens to such pins between the two commits of *step*."""
        one = self._services[service]
        for path, before, after in self._asking.changed(one, step):
            for provider in sorted({asked.provider for asked in after}):
                was = {asked.version for asked in before if asked.provider == provider}
                now = {asked.version: asked for asked in after if asked.provider == provider}
                fresh = {version: asked for version, asked in now.items() if version not in was}
                if fresh and not was:
                    was = self._before(one, step[0], provider)
                    fresh = {version: fresh[version] for version in fresh if version not in was}
                if fresh:
                    yield self._move(provider, path, was, fresh)

    def _before(self, one: Published, commit: str, provider: str) -> set[str]:
        """Return what another file asked for, where the one that asks now is new to it."""
        listing = one.files.listing(commit, one.history.baseline)
        asked = (asked for _, asked in self._asking.at(one, listing))
        return {found.version for found in asked if found.provider == provider}

    def _move(
        self, provider: str, path: str, was: Iterable[str], now: dict[str, Asked]
    ) -> VersionMove:
        first = min((asked.pin for asked in now.values()), key=lambda pin: pin.line)
        move = VersionMove(provider, path, first.line, bool(first.repository))
        for version in was:
            commit = self._commit(provider, version, kept=is_lock(path))
            move.old |= {commit} - {""}
            move.unsure = move.unsure or not commit
        for version, asked in now.items():
            commit = self._commit(provider, version, kept=is_lock(path))
            move.new |= {commit} - {""}
            # Elsewhere a manifest states the version, which is held against what is pinned.
            only_tags = ecosystem_called(asked.pin.ecosystem).only_tags
            if not commit and (only_tags or asked.pin.repository):
                move.unknown.add(version)
        return move

    def _commit(self, provider: str, version: str, *, kept: bool) -> str:
        """Return the commit that a version stands for; empty: no tag or hash tells.

        Of one that a lock file *kept*, the provider's manifest tells, too.
        """
        if (provider, version) not in self._commits:
            one = self._services[provider]
            git = one.files.git
            if provider not in self._tags:
                self._tags[provider] = tags_of(git)
            found = find_version(git, self._tags[provider], version, provider, one.root.release_tag)
            self._commits[provider, version] = found.commit
        known = self._commits[provider, version]
        return known or (self._releases(provider).get(version, "") if kept else "")

    def _releases(self, provider: str) -> dict[str, str]:
        """Return the first commits whose manifests state a version, in production and pending."""
        if provider not in self._stated:
            one = self._services[provider]
            found: dict[str, str] = {}
            for commit in (one.history.baseline, *self._raising(one)):
                for package in _packages(one, commit):
                    if package.version:
                        found.setdefault(package.version, commit)
            self._stated[provider] = found
        return self._stated[provider]

    def _raising(self, one: Published) -> Iterator[str]:
        """Yield the merged changes that touch a manifest of the service, the first of all first."""
        merged = [change for change in one.history.changes if change.merged]
        for change in _in_order(merged):
            paths = (path for path, _, _ in one.files.changed(*one.history.step(change)))
            if any(is_manifest(path) and one.holds(path) for path in paths):
                yield change.commit


def _in_order(merged: Iterable[Change]) -> list[Change]:
    """Return the merged changes of a line, the first of it first."""
    known = {change.id: change for change in merged}

    def place(change: Change) -> int:
        found = 0
        while change.after in known:
            change, found = known[change.after], found + 1
        return found

    return sorted(known.values(), key=place)


def _packages(one: Published, commit: str) -> Iterator[Package]:
    """Yield the packages that the manifests at the top of a service's folder make."""
    listing = one.files.listing(commit, one.history.baseline)
    folder = "" if one.root.path == "." else one.root.path
    for path in sorted(listing.paths()):
        if dirname(path) == folder and is_manifest(path):
            with suppress(UnreadableError):
                package = package_of(path, one.files.read(listing.get(path)) or b"")
                if package is not None and package.name:
                    yield package
