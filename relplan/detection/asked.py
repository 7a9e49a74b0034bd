"""Which exact versions of each other's packages the files of a service ask for, or keep."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from posixpath import basename, dirname, join, normpath
from typing import NamedTuple

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.library.ecosystems import ecosystem_called
from relplan.contracts.library.manifests import (
    is_lock,
    is_manifest,
    locked,
    pins_in,
    references,
)
from relplan.contracts.library.packages import Pin, Role
from relplan.detection.listing import Listing, RepositoryFiles
from relplan.detection.provided import History
from relplan.model.scan import ServiceRoot
from relplan.sources.git.submodules import Repositories
from relplan.sources.provenance import Provenance, provenance_of

NEWEST = "HEAD"
"""The revision that a pin has which names none."""
_MOST_INHERITED = 100
"""Files that one manifest inherits from."""


@dataclass(frozen=True, slots=True)
class Published:
    """A service whose packages others may ask for."""

    service: str
    root: ServiceRoot
    history: History
    files: RepositoryFiles
    inner: tuple[str, ...] = ()
    """The folders of other services in its own."""
    _referred: dict[tuple[str, str], tuple[str, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )
    _may_ask: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)

    def holds(self, path: str) -> bool:
        """Tell whether a file is in its folder."""
        inside = self.root.path == "." or path.startswith(f"{self.root.path}/")
        return inside and not any(path.startswith(f"{folder}/") for folder in self.inner)

    def references(self, path: str, oid: str) -> tuple[str, ...]:
        """Return the files from which a file inherits; each is read for that once."""
        if (path, oid) not in self._referred:
            self._referred[path, oid] = ()  # also where it cannot be read
            with suppress(UnreadableError):
                if is_manifest(path):
                    found = references(path, self.files.read(oid) or b"")
                    self._referred[path, oid] = tuple(found)
        return self._referred[path, oid]

    def may_ask(self, path: str) -> bool:
        """Tell by its path whether a file may say which versions the service takes.

        Most commits have the same paths as others, so each is looked at once.
        """
        if path not in self._may_ask:
            self._may_ask[path] = self._looks_like_asking(path)
        return self._may_ask[path]

    def _looks_like_asking(self, path: str) -> bool:
        if provenance_of(path) > Provenance.COPY:
            return False
        if is_manifest(path):
            return self.holds(path)
        return is_lock(path) and (self.holds(path) or self.is_below(dirname(path)))

    def is_below(self, folder: str) -> bool:
        """Tell whether its own folder is in *folder*."""
        return not folder or f"{self.root.path}/".startswith(f"{folder}/")


class Release(NamedTuple):
    """One version of a package."""

    ecosystem: str
    package: str
    version: str
    """Or a revision of the repository that it comes from."""


class Asked(NamedTuple):
    """A version that a file asks for or keeps, of a provider's package."""

    provider: str
    pin: Pin
    version: str
    """A version, or a revision of the provider's repository."""

    @property
    def release(self) -> Release:
        """The package, and its version."""
        return Release(self.pin.ecosystem, self.pin.package, self.version)


class Asking:
    """Reads which versions the services of a workspace ask for, each file once."""

    def __init__(
        self,
        services: Mapping[str, Published],
        providers: Mapping[tuple[str, str], str],
        repositories: Repositories,
        least: Callable[[str, Pin], str],
    ) -> None:
        """Look for the packages of *providers*, by ecosystem and name, and for *repositories*.

        *least* gives the version of a provider's package that a range asks for at least.
        """
        self._services = services
        self._least = least
        self._providers = providers
        self._repositories = repositories
        self._read: dict[tuple[object, ...], tuple[Pin, ...]] = {}
        self._heirs: dict[str, Mapping[str, frozenset[str]]] = {}
        self._urls: dict[tuple[str, str], str] = {}
        self._needles = {_plain(name) for _, name in providers}
        self._needles |= {_plain(basename(one.root.repository)) for one in services.values()}
        self._needles |= {_plain(name) for name in repositories.names}

    def at(self, one: Published, listing: Listing) -> Iterator[tuple[str, Asked]]:
        """Yield the exact versions that a service asks for at one commit, with their files."""
        own = self._own_names(one, listing)
        for path in sorted(filter(one.may_ask, listing.paths())):
            for asked in self._of_file(one, path, with_inherited(one, listing, path), own):
                yield path, asked

    def unversioned(self, one: Published, listing: Listing) -> frozenset[tuple[str, str]]:
        """Return the packages that a service asks for at one commit, and for no version."""
        return frozenset(
            (pin.ecosystem, pin.package)
            for path in listing.paths()
            if is_manifest(path) and one.may_ask(path)
            for pin in self._pins(one, path, with_inherited(one, listing, path))
            if not pin.range and not pin.by_git
        )

    def managed(self, one: Published, platform: Published, path: str, commit: str) -> list[Asked]:
        """Return what the *platform*'s manifest at *path* manages for who takes that *commit*."""
        listing = self._listing(platform, commit)
        files = with_inherited(platform, listing, path)
        return [
            Asked(provider, pin, version)
            for pin in self._pins(platform, path, files)
            if pin.role is not Role.ASKED
            and (version := _version(path, pin))
            and (provider := self._provider(one, pin))
        ]

    def changed(
        self, one: Published, step: tuple[str, str]
    ) -> Iterator[tuple[str, list[Asked], list[Asked]]]:
        """Yield each file whose versions a change may move, with those before and after it."""
        rows = one.files.changed(*step)
        changed = {path: (old, new) for path, old, new in rows if one.may_ask(path)}
        heirs = self._heirs_of(one)
        inherited = {heir for path, _, _ in rows for heir in heirs.get(path, ())}
        own: frozenset[tuple[str, str]] = frozenset()
        if any(not one.holds(path) for path in changed):
            own = self._own_names(one, self._listing(one, step[1]))
        alone = {path for path in changed if path not in self._inheriting(one)}
        for path in sorted(changed.keys() | inherited):
            if path in alone and path not in inherited:
                sides = [{path: oid} for oid in changed[path]]
            else:
                sides = [with_inherited(one, self._listing(one, at), path) for at in step]
            before, after = (
                list(self._of_file(one, path, files, own, ranges=True)) for files in sides
            )
            yield path, before, after

    def _heirs_of(self, one: Published) -> Mapping[str, frozenset[str]]:
        """Return by file the service's manifests that may inherit from it."""
        if one.service not in self._heirs:
            found: dict[str, set[str]] = {}
            for commit in {one.history.baseline, one.history.main}:
                listing = self._listing(one, commit)
                for path in filter(one.may_ask, listing.paths()):
                    for other in with_inherited(one, listing, path):
                        if other != path:
                            found.setdefault(other, set()).add(path)
            self._heirs[one.service] = {path: frozenset(heirs) for path, heirs in found.items()}
        return self._heirs[one.service]

    def _inheriting(self, one: Published) -> frozenset[str]:
        return frozenset[str]().union(*self._heirs_of(one).values())

    def _listing(self, one: Published, commit: str) -> Listing:
        return one.files.listing(commit, one.history.baseline)

    def _of_file(
        self,
        one: Published,
        path: str,
        files: Mapping[str, str],
        own: frozenset[tuple[str, str]],
        *,
        ranges: bool = False,
    ) -> Iterator[Asked]:
        """Yield what one of *files*, given by their blobs, asks for, *ranges*: at least.

        A lock file in a folder above is for others, too: of that what *own*, the service's own
        manifests, name.
        """
        for pin in self._pins(one, path, files):
            if not one.holds(path) and not self._is_for(one, path, pin, own):
                continue
            version = _version(path, pin)
            is_range = ranges and not version and pin.range and not pin.by_git
            provider = self._provider(one, pin) if version or is_range else ""
            if provider and is_range:
                version = self._least(provider, pin)
            if provider and version:
                yield Asked(provider, pin, version)

    def _is_for(self, one: Published, path: str, pin: Pin, own: frozenset[tuple[str, str]]) -> bool:
        if pin.folder:
            return normpath(join(dirname(path), pin.folder)) == one.root.path
        return (pin.ecosystem, pin.package) in own

    def _own_names(self, one: Published, listing: Listing) -> frozenset[tuple[str, str]]:
        """Return the packages that the service's own manifests ask for, in any version."""
        if one.root.path == ".":
            return frozenset()
        paths = [path for path in listing.paths() if one.holds(path) and is_manifest(path)]
        return frozenset(
            (pin.ecosystem, pin.package)
            for path in paths
            for pin in self._pins(one, path, with_inherited(one, listing, path))
        )

    def _pins(self, one: Published, path: str, files: Mapping[str, str]) -> tuple[Pin, ...]:
        """Return what a file asks for, as far as it may be of the workspace."""
        key = one.root.repository, path, *sorted(files.items())
        if key not in self._read:
            contents = {name: one.files.read(oid) or b"" for name, oid in files.items() if oid}
            found: Iterable[Pin] = ()
            if path in contents and self._may_be_known(contents[path]):
                with suppress(UnreadableError):
                    found = (
                        pins_in(path, contents)
                        if is_manifest(path)
                        else locked(path, contents[path])
                    )
            self._read[key] = tuple(
                pin
                for pin in found
                if not pin.inside
                and (pin.repository or (pin.ecosystem, pin.package) in self._providers)
            )
        return self._read[key]

    def _may_be_known(self, content: bytes) -> bool:
        """Tell, quicker than any reader, whether a file may name a package of the workspace."""
        plain = content.lower().replace(b"_", b"-").replace(b".", b"-")
        return any(needle in plain for needle in self._needles)

    def _provider(self, one: Published, pin: Pin) -> str:
        """Return the service in another repository that a pin is of; empty: none is known."""
        named = self._providers.get((pin.ecosystem, pin.package), "")
        if not pin.repository:
            elsewhere = named and self._repository(named) != one.root.repository
            return named if elsewhere else ""
        key = pin.repository, one.root.repository
        if key not in self._urls:
            self._urls[key] = self._repositories.find(*key) or ""
        source = self._urls[key]
        there = [name for name in self._services if self._repository(name) == source]
        if named in there:
            return named
        return there[0] if len(there) == 1 else ""

    def _repository(self, service: str) -> str:
        return self._services[service].root.repository


def is_above(lock: str, path: str) -> bool:
    """Tell whether a lock file is in the folder of a manifest, or above it."""
    return f"{dirname(path)}/".startswith(f"{dirname(lock)}/".lstrip("/"))


def with_inherited(one: Published, listing: Listing, path: str) -> dict[str, str]:
    """Return the blobs of a file and of those from which it inherits, as far as they are there."""
    found: dict[str, str] = {}
    ahead = [path]
    while ahead and len(found) < _MOST_INHERITED:
        name = ahead.pop()
        oid = listing.get(name)
        if name not in found and oid:
            found[name] = oid
            ahead += one.references(name, oid)
    return found


def _version(path: str, pin: Pin) -> str:
    """Return the one version or revision that a pin asks for; empty: it admits several.

    Of one that is hidden it is what is known of it.
    """
    if not is_manifest(path):
        return pin.range
    if pin.by_git:
        return pin.revision or NEWEST
    if pin.hidden:
        return pin.range
    with suppress(UnreadableError):
        return ecosystem_called(pin.ecosystem).exact(pin.range)
    return ""


def _plain(name: str) -> bytes:
    """Return what all spellings of a package's last name have in common, to look for."""
    last = name.replace(":", "/").rpartition("/")[2]
    return last.lower().replace("_", "-").replace(".", "-").encode()
