"""The exact versions of each other's packages that services ask for, as commits."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.library.ecosystems import ecosystem_called
from relplan.contracts.library.manifests import is_lock, is_manifest, package_in
from relplan.contracts.library.packages import Package
from relplan.detection.asked import Asked, Asking, Published, with_inherited
from relplan.model.change import Change
from relplan.sources.git.deployed import find_version, tags_of
from relplan.sources.git.submodules import Repositories

_NAMES_COMMIT = re.compile(r"[-_.+]g?(?=[0-9a-f]*[a-f])(?=[0-9a-f]*[0-9])[0-9a-f]{7,40}$")


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
        """Read the manifests in each service's folder; those at its top come first."""
        self._services = {one.service: one for one in published}
        self._tags: dict[str, dict[str, str]] = {}
        self._commits: dict[tuple[str, str, str], str] = {}
        self._stated: dict[tuple[str, str], dict[str, str]] = {}
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

    def at(self, service: str, commit: str) -> Iterator[tuple[str, str]]:
        """Yield what *service* asks for at one of its commits: providers, and their commits."""
        one = self._services[service]
        listing = one.files.listing(commit, one.history.baseline)
        for path, asked in self._asking.at(one, listing):
            pinned = self._commit(asked.provider, *asked.name, kept=is_lock(path))
            if pinned:
                yield asked.provider, pinned

    def moves(self, service: str, step: tuple[str, str]) -> Iterator[VersionMove]:
        """Yield what happens to such pins between the two commits of *step*."""
        one = self._services[service]
        for path, before, after in self._asking.changed(one, step):
            for provider in sorted({asked.provider for asked in after}):
                was = {asked.name for asked in before if asked.provider == provider}
                now = {asked.name: asked for asked in after if asked.provider == provider}
                if now.keys() - was and not was:
                    was = self._before(one, step[0], provider)
                fresh = [asked for name, asked in now.items() if name not in was]
                if fresh:
                    yield self._move(provider, path, was, fresh)

    def _before(self, one: Published, commit: str, provider: str) -> set[tuple[str, str]]:
        """Return what another file asked for, where the one that asks now is new to it."""
        listing = one.files.listing(commit, one.history.baseline)
        asked = (asked for _, asked in self._asking.at(one, listing))
        return {found.name for found in asked if found.provider == provider}

    def _move(
        self, provider: str, path: str, was: Iterable[tuple[str, str]], now: Sequence[Asked]
    ) -> VersionMove:
        first = min((asked.pin for asked in now), key=lambda pin: pin.line)
        move = VersionMove(provider, path, first.line, bool(first.repository))
        for package, version in was:
            commit = self._commit(provider, package, version, kept=is_lock(path))
            move.old |= {commit} - {""}
            move.unsure = move.unsure or not commit
        for asked in now:
            commit = self._commit(provider, *asked.name, kept=is_lock(path))
            move.new |= {commit} - {""}
            if not commit and self._should_be_here(provider, asked, move):
                move.unknown.add(asked.version)
        return move

    def _should_be_here(self, provider: str, asked: Asked, move: VersionMove) -> bool:
        """Tell whether a version without a commit is one that the provider's clone lacks.

        Where a manifest of the provider states the version, that is held against what is pinned.
        Else its versions are commits if this one names a commit, or the one before it was one.
        """
        if ecosystem_called(asked.pin.ecosystem).only_tags or asked.pin.repository:
            return True
        package, version = asked.name
        is_commit = bool(move.old) or _NAMES_COMMIT.search(version) is not None
        return is_commit and version not in self._releases(provider, package)

    def _commit(self, provider: str, package: str, version: str, *, kept: bool) -> str:
        """Return the commit that a version stands for; empty: no tag or hash tells.

        Of one that a lock file *kept*, the provider's manifest tells, too.
        """
        key = provider, package, version
        if key not in self._commits:
            one = self._services[provider]
            if provider not in self._tags:
                self._tags[provider] = tags_of(one.files.git)
            tags = self._tags[provider]
            own = [name for name in package_tags(package, version) if name in tags]
            self._commits[key] = (
                tags[own[0]]
                if own
                else find_version(
                    one.files.git, tags, version, provider, one.root.release_tag
                ).commit
            )
        known = self._commits[key]
        return known or (self._releases(provider, package).get(version, "") if kept else "")

    def _releases(self, provider: str, package: str) -> dict[str, str]:
        """Return the first commits whose manifests state a version, in production and pending."""
        key = provider, package
        if key not in self._stated:
            one = self._services[provider]
            found: dict[str, str] = {}
            for commit in (one.history.baseline, *self._raising(one)):
                for made in _packages(one, commit):
                    if made.name == package and made.version:
                        found.setdefault(made.version, commit)
            self._stated[key] = found
        return self._stated[key]

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


def package_tags(package: str, version: str) -> Iterator[str]:
    """Yield how the releases of one package of several are tagged: ``@acme/shared@1.2.0``."""
    bare = version[1:] if version[:1] == "v" else version
    last = package.replace(":", "/").rpartition("/")[2]
    for name in dict.fromkeys((package, last)):
        for between in ("@", "-", "/", "_"):
            yield f"{name}{between}{bare}"
            yield f"{name}{between}v{bare}"


def _packages(one: Published, commit: str) -> Iterator[Package]:
    """Yield the packages that a service's manifests make, those at the top of its folder first."""
    listing = one.files.listing(commit, one.history.baseline)
    paths = [path for path in listing.paths() if one.may_ask(path) and is_manifest(path)]
    for path in sorted(paths, key=lambda path: (path.count("/"), path)):
        with suppress(UnreadableError):
            files = with_inherited(one, listing, path)
            contents = {name: one.files.read(oid) or b"" for name, oid in files.items()}
            package = package_in(path, contents)
            if package is not None and package.name:
                yield package
