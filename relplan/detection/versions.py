"""The versions of one contract, and what differs between them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from relplan.contracts import compare, unknown
from relplan.contracts.bounds import UnreadableError
from relplan.contracts.kind import Access, ContractKind, Options, Relevance, Surface, Version
from relplan.detection.digests import digest
from relplan.detection.listing import Listing
from relplan.detection.readings import Readings
from relplan.model.contract_source import Compatibility, ContractSource
from relplan.model.finding import Finding
from relplan.model.globs import pattern_of
from relplan.sources.provenance import is_code

_MOST_FILES = 5_000
"""Files that one version refers to."""
Read = Callable[[str], bytes | None]
"""Gives a blob of the repository that a version is in."""


@dataclass(frozen=True)
class FileSet:
    """The files of a version, by their blobs."""

    files: tuple[tuple[str, str], ...]
    """(path, blob), sorted."""
    roots: tuple[str, ...]

    @cached_property
    def key(self) -> str:
        """A name that two versions share only where all their files are the same."""
        return digest(self.files, self.roots)

    @cached_property
    def paths(self) -> frozenset[str]:
        """All files."""
        return frozenset(path for path, _ in self.files)


NO_FILES = FileSet((), ())


class ContractReader:
    """Reads one contract, in its provider's repository and as copies in others."""

    def __init__(
        self,
        source: ContractSource,
        kind: ContractKind,
        folder: str,
        readings: Readings,
        today: date | None = None,
    ) -> None:
        """Read *source*, whose provider's folder is *folder*, as if it were *today*."""
        self.source = source
        self.kind = kind
        self.analyzer = kind.analyzer.with_shapes(source.shapes)
        self.pattern = pattern_of(source.files, folder)
        self.readings = readings
        dialect = source.dialect.value if source.dialect else ""
        # Where nobody says so, the provider writes and consumers read.
        way = source.compatibility or kind.compatibility or Compatibility.FORWARD
        is_known = source.compatibility is not None or way is not Compatibility.FULL
        self._options = Options(dialect, way, is_known, today)
        self._relevance: dict[tuple[str, str], Relevance] = {}
        self.name = (source.kind, self.analyzer.edition, *source.shapes)

    def version(self, listing: Listing, read: Read) -> FileSet:
        """Return the contract's files in *listing*, and those that they refer to."""
        return self.closed(self._roots(listing, read), listing, read)

    def _roots(self, listing: Listing, read: Read) -> dict[str, str]:
        matching = listing.matching(self.pattern)
        if not self.kind.in_code:
            return matching
        found = {path: self.relevance(path, oid, read) for path, oid in matching.items()}
        if Relevance.OWN not in found.values():
            return {}
        return {path: matching[path] for path, one in found.items() if one is not Relevance.NONE}

    def relevance(self, path: str, oid: str, read: Read) -> Relevance:
        """Return what a file is to the contract; of code each is looked at once."""
        if not self.kind.in_code:
            return Relevance.OWN
        if not oid or not is_code(path):
            return Relevance.NONE
        if (path, oid) not in self._relevance:

            def look() -> Iterable[str]:
                return (self.analyzer.relevance(path, read(oid) or b""),)

            key = digest("relevance", self.name, path, oid)
            self._relevance[path, oid] = Relevance(self.readings.texts(key, look)[0])
        return self._relevance[path, oid]

    def closed(self, roots: Mapping[str, str], listing: Listing, read: Read) -> FileSet:
        """Return *roots* and all files that they refer to, over any number of steps."""
        files = dict(roots)
        ahead = list(roots)
        while ahead and len(files) < _MOST_FILES:
            path = ahead.pop()
            for named in self._references(path, files[path], read):
                target = named if listing.get(named) else listing.ending_with(named)
                if target and target not in files:
                    files[target] = listing.get(target)
                    ahead.append(target)
        return FileSet(tuple(sorted(files.items())), tuple(sorted(roots)))

    def _references(self, path: str, oid: str, read: Read) -> tuple[str, ...]:
        def refer() -> Iterable[str]:
            content = read(oid)
            try:
                return () if content is None else self.analyzer.references(path, content)
            except UnreadableError:
                return ()  # the comparison says so

        return self.readings.texts(digest("references", self.name, path, oid), refer)

    def compare(
        self, base: FileSet, revision: FileSet, read_base: Read, read_revision: Read
    ) -> tuple[Finding, ...]:
        """Return what differs between two versions; never compares the same two twice."""
        if base.key == revision.key:
            return ()
        key = digest("compare", self.name, self._options, base.key, revision.key)

        def find() -> tuple[Finding, ...]:
            try:
                before, after = _loaded(base, read_base), _loaded(revision, read_revision)
            except UnreadableError as error:
                return (unknown("unreadable", error),)
            return compare(self.analyzer, before, after, self._options)

        return self.readings.findings(key, find)

    def surface(self, version: FileSet, read: Read) -> Surface:
        """Return what a version says of itself, over all of its own files."""
        if self.kind.in_code:
            return self._surface_of_code(version, read)
        if self.kind.access is Access.PACKAGE:
            return self._surface_of_package(version, read)
        blobs = dict(version.files)
        found = [self.surface_of(path, blobs[path], read) for path in version.roots]
        known = [surface for surface in found if surface is not None]
        name = next((surface.name for surface in known if surface.name), "")
        parts: dict[str, tuple[str, ...]] = {}
        for surface in known:
            parts.update(surface.parts)
        return Surface(name, parts)

    def _surface_of_package(self, version: FileSet, read: Read) -> Surface:
        """Return what its manifests make, with what they inherit."""

        def look() -> Surface:
            try:
                found = self.analyzer.surfaces(_loaded(version, read).files)
            except UnreadableError:
                return Surface("")
            known = [found[path] for path in version.roots if path in found]
            name = next((surface.name for surface in known if surface.name), "")
            parts = {part: one.parts[part] for one in known for part in one.parts}
            return Surface(name, parts)

        key = digest("package", self.name, version.key)
        return self.readings.surface(key, look) or Surface("")

    def _surface_of_code(self, version: FileSet, read: Read) -> Surface:
        def look() -> Surface:
            try:
                found = self.analyzer.surfaces(_loaded(version, read).files)
            except UnreadableError:
                return Surface("")
            return Surface("", {part: () for path in sorted(found) for part in found[path].parts})

        key = digest("surface", self.name, version.key)
        return self.readings.surface(key, look) or Surface("")

    def surface_of(self, path: str, oid: str, read: Read) -> Surface | None:
        """Return what one file says of itself; None where it is no contract of this kind."""

        def look() -> Surface | None:
            content = read(oid)
            try:
                return None if content is None else self.analyzer.surface(path, content)
            except UnreadableError:
                return None

        return self.readings.surface(digest("surface", self.name, path, oid), look)


def _loaded(version: FileSet, read: Read) -> Version:
    files: dict[str, bytes] = {}
    for path, oid in version.files:
        content = read(oid)
        if content is None:
            raise UnreadableError("is too large to be read", path)
        files[path] = content
    return Version(files, version.roots)


_ALIKE = 0.5
"""The share of parts in common from which a nameless file counts as a copy."""


def same_contract(copy: Surface, original: Surface) -> bool:
    """Tell by what two files say of themselves whether one is a copy of the other."""
    if copy.name and original.name:
        return copy.name == original.name
    common = len(copy.parts.keys() & original.parts.keys())
    return bool(common) and common >= _ALIKE * min(len(copy.parts), len(original.parts))
