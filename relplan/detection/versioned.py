"""The exact versions of each other's packages that services ask for, as commits."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from posixpath import dirname
from typing import NamedTuple

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.library.ecosystems import ecosystem_called
from relplan.contracts.library.manifests import is_manifest, package_of, pins
from relplan.contracts.library.packages import Pin
from relplan.detection.listing import RepositoryFiles
from relplan.detection.provided import History
from relplan.model.scan import ServiceRoot
from relplan.sources.git.deployed import find_version, tags_of


def exact(pin: Pin) -> str:
    """Return the one version that a pin asks for; empty: it admits several."""
    return ecosystem_called(pin.ecosystem).exact(pin.range)


@dataclass(frozen=True, slots=True)
class Published:
    """A service whose packages others may ask for."""

    service: str
    root: ServiceRoot
    history: History
    files: RepositoryFiles

    def holds(self, path: str) -> bool:
        """Tell whether a file is in its folder."""
        return self.root.path == "." or path.startswith(f"{self.root.path}/")


class VersionPin(NamedTuple):
    """A version that a service asks for, and where."""

    package: str
    version: str
    path: str
    line: int


@dataclass(slots=True)
class VersionMove:
    """What one file's change does to the versions of one provider's packages."""

    provider: str
    path: str
    line: int
    old: set[str] = field(default_factory=set)
    """Commits that the versions before stand for."""
    new: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    """Versions that are asked for now, and which no tag or commit of the provider is."""
    unsure: bool = False
    """It is not known where the pin was before."""


class Versions:
    """The packages of a workspace's services, and the commits of their versions."""

    def __init__(self, published: Iterable[Published]) -> None:
        """Read the manifests at the top of each service's folder."""
        self._services = {one.service: one for one in published}
        self._tags: dict[str, dict[str, str]] = {}
        self._commits: dict[tuple[str, str], str] = {}
        self._providers: dict[tuple[str, str], str] = {}
        for one in self._services.values():
            # A package may have another name on main than in production.
            for commit in (one.history.baseline, one.history.main):
                for known in _packages(one, commit):
                    self._providers.setdefault(known, one.service)

    def pins(self, service: str) -> Iterator[tuple[str, VersionPin]]:
        """Yield the exact versions that *service* asks for in production, by provider."""
        one = self._services[service]
        listing = one.files.listing(one.history.baseline, one.history.baseline)
        for path in sorted(listing.paths()):
            if is_manifest(path) and one.holds(path):
                for provider, found in self._in(one, path, listing.get(path)).items():
                    for pin in found:
                        yield provider, VersionPin(pin.package, exact(pin), path, pin.line)

    def moves(self, service: str, step: tuple[str, str]) -> Iterator[VersionMove]:
        """Yield what happens to such pins between the two commits of *step*."""
        one = self._services[service]
        for path, old, new in one.files.changed(*step):
            if not is_manifest(path) or not one.holds(path):
                continue
            before, after = self._in(one, path, old), self._in(one, path, new)
            for provider in sorted(after):
                was = {exact(pin) for pin in before.get(provider, ())}
                now = {exact(pin): pin for pin in after[provider]}
                fresh = {version: pin for version, pin in now.items() if version not in was}
                if fresh:
                    yield self._move(provider, path, was, fresh)

    def _move(
        self, provider: str, path: str, was: Iterable[str], now: Mapping[str, Pin]
    ) -> VersionMove:
        move = VersionMove(provider, path, min(pin.line for pin in now.values()))
        for version in was:
            commit = self._commit(provider, version)
            move.old |= {commit} - {""}
            move.unsure = move.unsure or not commit
        for version, pin in now.items():
            commit = self._commit(provider, version)
            move.new |= {commit} - {""}
            # Elsewhere a manifest states the version, which is held against what is pinned.
            if not commit and ecosystem_called(pin.ecosystem).only_tags:
                move.unknown.add(version)
        return move

    def _in(self, one: Published, path: str, oid: str) -> dict[str, list[Pin]]:
        """Return the exact pins in one file, by provider in another repository."""
        found: dict[str, list[Pin]] = {}
        if not oid:
            return found
        with suppress(UnreadableError):
            for pin in pins(path, one.files.read(oid) or b""):
                provider = self._providers.get((pin.ecosystem, pin.package), "")
                elsewhere = provider and (
                    self._services[provider].root.repository != one.root.repository
                )
                if elsewhere and exact(pin):
                    found.setdefault(provider, []).append(pin)
        return found

    def _commit(self, provider: str, version: str) -> str:
        """Return the commit that a version stands for; empty: no tag or hash tells."""
        if (provider, version) not in self._commits:
            one = self._services[provider]
            git = one.files.git
            if provider not in self._tags:
                self._tags[provider] = tags_of(git)
            found = find_version(git, self._tags[provider], version, provider, one.root.release_tag)
            self._commits[provider, version] = found.commit
        return self._commits[provider, version]


def _packages(one: Published, commit: str) -> Iterator[tuple[str, str]]:
    """Yield the packages that the manifests at the top of a service's folder make."""
    listing = one.files.listing(commit, one.history.baseline)
    folder = "" if one.root.path == "." else one.root.path
    for path in sorted(listing.paths()):
        if dirname(path) == folder and is_manifest(path):
            with suppress(UnreadableError):
                package = package_of(path, one.files.read(listing.get(path)) or b"")
                if package is not None and package.name:
                    yield package.ecosystem, package.name
