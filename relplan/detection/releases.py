"""Which commits the versions of packages are: by tags, by hashes, by what manifests state."""

from collections.abc import Iterator, Mapping
from contextlib import suppress

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.library.git_references import BRANCH
from relplan.contracts.library.manifests import is_manifest, package_in
from relplan.contracts.library.packages import Package, Pin
from relplan.detection.asked import NEWEST, Published, Release, with_inherited
from relplan.detection.tagged import TaggedVersions
from relplan.sources.git.deployed import branches_of, find_version, tags_of

_NEVER_RELEASED = "0.0.0"


class Releases:
    """The versions of the packages of a workspace's services."""

    def __init__(self, services: Mapping[str, Published]) -> None:
        """Read the manifests in each service's folder; those at its top come first."""
        self._services = services
        self.providers: dict[tuple[str, str], str] = {}
        """Who makes each package, by ecosystem and name."""
        self.stating: set[tuple[str, str]] = set()
        """The packages of which a manifest states the version."""
        self._tags: dict[str, dict[str, str]] = {}
        self._branches: dict[str, frozenset[str]] = {}
        self._commits: dict[tuple[str, Release], str] = {}
        self._stated: dict[tuple[str, str], dict[str, str]] = {}
        self._tagged: dict[str, TaggedVersions] = {}
        for one in services.values():
            # A package may have another name on main than in production.
            for commit in (one.history.baseline, one.history.main):
                for _, package in packages_of(one, commit):
                    name = package.ecosystem, package.name
                    self.providers.setdefault(name, one.service)
                    if package.version not in ("", _NEVER_RELEASED):
                        self.stating.add(name)

    def least(self, provider: str, pin: Pin) -> str:
        """Return the version that a range asks for at least, where it stands in tags alone.

        Where no tag is such a version, it is the range itself: what brings it is not known.
        """
        if (pin.ecosystem, pin.package) in self.stating:
            return ""  # who states it in a manifest is held against that
        return self._versions_of(provider).least(pin) or pin.range

    def commit(self, provider: str, release: Release, *, kept: bool) -> str:
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
        return self.stated(provider, release.package).get(release.version, "")

    def _tagged_commit(self, provider: str, release: Release) -> str:
        one, tags = self._services[provider], self.tags_of(provider)
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
                self.tags_of(provider), provider, self._services[provider].root.release_tag
            )
        return self._tagged[provider]

    def stated(self, provider: str, package: str) -> dict[str, str]:
        """Return the first commits whose manifests state a version, in production and pending."""
        key = provider, package
        if key not in self._stated:
            one = self._services[provider]
            found: dict[str, str] = {}
            for commit in (one.history.baseline, *self._raising(one)):
                for _, made in packages_of(one, commit):
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

    def tags_of(self, provider: str) -> dict[str, str]:
        """Return the tags of a provider's repository, and their commits."""
        if provider not in self._tags:
            self._tags[provider] = tags_of(self._services[provider].files.git)
        return self._tags[provider]

    def branches_of(self, provider: str) -> frozenset[str]:
        """Return the names of the branches of a provider's repository."""
        if provider not in self._branches:
            self._branches[provider] = branches_of(self._services[provider].files.git)
        return self._branches[provider]


def package_tags(package: str, version: str) -> Iterator[str]:
    """Yield how the releases of one package of several are tagged: ``@acme/shared@1.2.0``."""
    bare = version[1:] if version[:1] == "v" else version
    last = package.replace(":", "/").rpartition("/")[2]
    for name in dict.fromkeys((package, last)):
        for between in ("@", "-", "/", "_"):
            yield f"{name}{between}{bare}"
            yield f"{name}{between}v{bare}"


def packages_of(one: Published, commit: str) -> Iterator[tuple[str, Package]]:
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
