"""The exact versions of each other's packages that services ask for, as commits."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.library.ecosystems import ecosystem_called
from relplan.contracts.library.git_references import BRANCH
from relplan.contracts.library.manifests import is_lock, is_manifest, package_in
from relplan.contracts.library.packages import Package, Pin, Role
from relplan.detection.asked import NEWEST, Asked, Asking, Published, Release, with_inherited
from relplan.detection.listing import Listing
from relplan.detection.tagged import TaggedVersions
from relplan.sources.git.deployed import branches_of, find_version, tags_of
from relplan.sources.git.submodules import Repositories

_NEVER_RELEASED = "0.0.0"
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
    """It is a branch, of which no lock file keeps a commit."""


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
    """Branches that are asked for now, of which the file keeps no commit."""
    unsure: bool = False
    """It is not known where the pin was before."""


class Versions:
    """The packages of a workspace's services, and the commits of their versions."""

    def __init__(self, published: Iterable[Published], repositories: Repositories) -> None:
        """Read the manifests in each service's folder; those at its top come first."""
        self._services = {one.service: one for one in published}
        self._tags: dict[str, dict[str, str]] = {}
        self._commits: dict[tuple[str, Release], str] = {}
        self._manifests: dict[tuple[str, str, str], str] = {}
        self._branches: dict[str, frozenset[str]] = {}
        self._stated: dict[tuple[str, str], dict[str, str]] = {}
        self._tagged: dict[str, TaggedVersions] = {}
        self._stating: set[tuple[str, str]] = set()
        providers: dict[tuple[str, str], str] = {}
        for one in self._services.values():
            # A package may have another name on main than in production.
            for commit in (one.history.baseline, one.history.main):
                for _, package in _packages(one, commit):
                    name = package.ecosystem, package.name
                    providers.setdefault(name, one.service)
                    if package.version not in ("", _NEVER_RELEASED):
                        self._stating.add(name)
        self._asking = Asking(self._services, providers, repositories, self._least)

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
        listing = one.files.listing(commit, one.history.baseline)
        for path, asked in self._asked(one, listing):
            pinned = self._commit(asked.provider, asked.release, kept=is_lock(path))
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
                if now.keys() - was and not was:
                    was = self._before(one, step[0], provider)
                fresh = [asked for name, asked in now.items() if name not in was]
                if fresh:
                    yield self._move(provider, path, was, fresh)

    def _least(self, provider: str, pin: Pin) -> str:
        """Return the version that a range asks for at least, where it stands in tags alone.

        Where no tag is such a version, it is the range itself: what brings it is not known.
        """
        if (pin.ecosystem, pin.package) in self._stating:
            return ""  # who states it in a manifest is held against that
        return self._versions_of(provider).least(pin) or pin.range

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
            self._commit(platform.provider, platform.release, kept=False) if unversioned else ""
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
            made = {package.name: path for path, package in [*_packages(one, commit)][::-1]}
            self._manifests[key] = made.get(pin.package, "")
        return self._manifests[key]

    def _before(self, one: Published, commit: str, provider: str) -> set[Release]:
        """Return what another file asked for, where the one that asks now is new to it."""
        listing = one.files.listing(commit, one.history.baseline)
        asked = (asked for _, asked in self._asked(one, listing))
        return {found.release for found in asked if found.provider == provider}

    def _move(
        self, provider: str, path: str, was: Iterable[Release], now: Sequence[Asked]
    ) -> VersionMove:
        first = min((asked.pin for asked in now), key=lambda pin: pin.line)
        packages = frozenset(asked.pin.package for asked in now)
        move = VersionMove(provider, path, first.line, bool(first.repository), packages)
        for release in was:
            commit = self._commit(provider, release, kept=is_lock(path))
            move.old |= {commit} - {""}
            move.unsure = move.unsure or not commit
        for asked in now:
            commit = self._commit(provider, asked.release, kept=is_lock(path))
            move.new |= {commit} - {""}
            if self._floats(asked):
                move.floating.add(asked.version)
            elif not commit and self._should_be_here(provider, asked, move):
                move.unknown.add(asked.version)
        return move

    def _floats(self, asked: Asked) -> bool:
        """Tell whether a revision is a branch of its provider, and no tag or commit."""
        provider, version = asked.provider, asked.version
        if not asked.pin.repository or self._commit(provider, asked.release, kept=False):
            return False
        if provider not in self._branches:
            self._branches[provider] = branches_of(self._services[provider].files.git)
        is_named = version in self._branches[provider]
        return is_named or version == NEWEST or version.startswith(BRANCH)

    def _should_be_here(self, provider: str, asked: Asked, move: VersionMove) -> bool:
        """Tell whether a version without a commit is one that the provider's clone lacks.

        Where a manifest of the provider states the version, that is held against what is pinned.
        Else its versions are commits if this one names a commit, or the one before it was one, or
        if no manifest states any.
        """
        ecosystem, package, version = asked.release
        if ecosystem_called(ecosystem).only_tags or asked.pin.repository:
            return True
        if (ecosystem, package) not in self._stating:
            return True
        is_commit = bool(move.old) or _NAMES_COMMIT.search(version) is not None
        return is_commit and version not in self._releases(provider, package)

    def _commit(self, provider: str, release: Release, *, kept: bool) -> str:
        """Return the commit that a version stands for; empty: no tag or hash tells.

        Of one that a lock file *kept*, the provider's manifest tells, too.
        """
        if release.version == NEWEST or release.version.startswith(BRANCH):
            return ""
        key = provider, release
        if key not in self._commits:
            self._commits[key] = self._tagged_commit(provider, release)
        known = self._commits[key]
        if known or not kept:
            return known
        return self._releases(provider, release.package).get(release.version, "")

    def _tagged_commit(self, provider: str, release: Release) -> str:
        one, tags = self._services[provider], self._tags_of(provider)
        own = [name for name in package_tags(release.package, release.version) if name in tags]
        if own:
            return tags[own[0]]
        found = find_version(
            one.files.git, tags, release.version, provider, one.root.release_tag
        ).commit
        return found or self._versions_of(provider).same(*release)

    def _versions_of(self, provider: str) -> TaggedVersions:
        if provider not in self._tagged:
            self._tagged[provider] = TaggedVersions(
                self._tags_of(provider), provider, self._services[provider].root.release_tag
            )
        return self._tagged[provider]

    def _tags_of(self, provider: str) -> dict[str, str]:
        if provider not in self._tags:
            self._tags[provider] = tags_of(self._services[provider].files.git)
        return self._tags[provider]

    def _releases(self, provider: str, package: str) -> dict[str, str]:
        """Return the first commits whose manifests state a version, in production and pending."""
        key = provider, package
        if key not in self._stated:
            one = self._services[provider]
            found: dict[str, str] = {}
            for commit in (one.history.baseline, *self._raising(one)):
                for _, made in _packages(one, commit):
                    if made.name == package and made.version:
                        found.setdefault(made.version, commit)
            self._stated[key] = found
        return self._stated[key]

    def _raising(self, one: Published) -> Iterator[str]:
        """Yield the merged changes that touch a manifest of the service, the first of all first."""
        for change in one.history.merged:
            paths = (path for path, _, _ in one.files.changed(*one.history.step(change)))
            if any(is_manifest(path) and one.holds(path) for path in paths):
                yield change.commit


def package_tags(package: str, version: str) -> Iterator[str]:
    """Yield how the releases of one package of several are tagged: ``@acme/shared@1.2.0``."""
    bare = version[1:] if version[:1] == "v" else version
    last = package.replace(":", "/").rpartition("/")[2]
    for name in dict.fromkeys((package, last)):
        for between in ("@", "-", "/", "_"):
            yield f"{name}{between}{bare}"
            yield f"{name}{between}v{bare}"


def _packages(one: Published, commit: str) -> Iterator[tuple[str, Package]]:
    """Yield the packages that a service's manifests make, those at the top of its folder first."""
    listing = one.files.listing(commit, one.history.baseline)
    paths = [path for path in listing.paths() if one.may_ask(path) and is_manifest(path)]
    for path in sorted(paths, key=lambda path: (path.count("/"), path)):
        with suppress(UnreadableError):
            files = with_inherited(one, listing, path)
            contents = {name: one.files.read(oid) or b"" for name, oid in files.items()}
            package = package_in(path, contents)
            if package is not None and package.name:
                yield path, package
