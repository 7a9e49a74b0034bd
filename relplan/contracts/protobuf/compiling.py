"""Reads both versions of a module whole, and leaves out what cannot be understood."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from relplan.contracts import unknown
from relplan.contracts.bounds import BoundReachedError, Budget, UnreadableError
from relplan.contracts.kind import Version
from relplan.contracts.protobuf.descriptors import File
from relplan.contracts.protobuf.http import Http
from relplan.contracts.protobuf.kept import Kept, digest
from relplan.contracts.protobuf.linking import link
from relplan.contracts.protobuf.scopes import Scopes
from relplan.contracts.protobuf.sources import Source, moved, read_source
from relplan.contracts.protobuf.well_known import is_built_in
from relplan.model.finding import Finding

_CHARACTERS = 24_000_000
"""Of files that are kept as they were read; each takes up some twenty times as much."""
_SOURCES: Kept[Source] = Kept(_CHARACTERS)
_FILES: Kept[File] = Kept(_CHARACTERS)


@dataclass
class Compiled:
    """Two versions, as far as they are understood."""

    moved: Mapping[str, str]
    """By the path of a file of the base that only a root moved away from, where it is now."""
    base: Mapping[str, File] = field(default_factory=dict)
    revision: Mapping[str, File] = field(default_factory=dict)
    http: tuple[Mapping[str, Http], Mapping[str, Http]] = ({}, {})
    """What ``google.api.http`` says of the rpcs of both."""
    unknown: list[Finding] = field(default_factory=list)

    def file(self, path: str) -> str:
        """Return the name of the file at *path*, which both versions share."""
        return self.moved.get(path, path)


def compile_both(base: Version, revision: Version, budget: Budget) -> Compiled:
    """Read both versions.

    A file that cannot be understood in one version is left out of both, and is a finding.
    """
    before, after = set(base.files), set(revision.files)
    result = Compiled(moved(before - after, after - before, budget))
    sides = [_Side(version, result, budget) for version in (base, revision)]
    troubles = [trouble for side in sides for trouble in side.troubles]
    while troubles:
        left_out = {result.file(error.path): error for error in reversed(troubles)}
        result.unknown += (unknown("unreadable", error) for error in left_out.values())
        for side in sides:
            side.leave_out(left_out)
        troubles = [trouble for side in sides for trouble in side.link()]
    result.base, result.revision = (side.files for side in sides)
    result.http = sides[0].http(), sides[1].http()
    return result


class _Side:
    """One version, as far as it is understood."""

    def __init__(self, version: Version, result: Compiled, budget: Budget) -> None:
        self.files: dict[str, File] = {}
        self.troubles: list[UnreadableError] = []
        self._result = result
        self._budget = budget
        self._sources: dict[str, Source] = {}
        self._keys: dict[str, bytes] = {}
        for path, content in version.files.items():
            if not is_built_in(path):
                self._read(path, content)
        if not self.troubles:
            self.troubles += self.link()

    def http(self) -> Mapping[str, Http]:
        """Return what is said of the rpcs, as far as these are understood."""
        sources = self._sources.values()
        return {rpc: said for source in sources for rpc, said in source.http.items()}

    def leave_out(self, names: Iterable[str]) -> None:
        """Leave out the files of *names*, whatever path each has here."""
        gone = set(names)
        for path in [path for path in self._sources if self._result.file(path) in gone]:
            del self._sources[path]

    def link(self) -> list[UnreadableError]:
        """Look up all names anew; return what is wrong with files."""
        scopes = Scopes(self._sources, self._budget)
        self.files = {}
        troubles = [*self._doubled(scopes)]
        everything = tuple(sorted(self._keys[path] for path in self._sources))
        for path, source in self._sources.items():
            seen: Hashable = tuple(sorted(self._keys.get(one, b"") for one in scopes.visible(path)))
            if scopes.lacks(path):
                seen = everything
            name = self._result.file(path)
            key = name, self._keys[path], seen
            try:
                self.files[name] = self._linked(key, source, scopes)
            except BoundReachedError:
                raise
            except UnreadableError as error:
                troubles.append(error)
        return troubles

    def _linked(self, key: tuple[str, bytes, Hashable], source: Source, scopes: Scopes) -> File:
        def make() -> File:
            return link(key[0], source, scopes, self._budget)

        return _FILES.get(key, len(source.text), make, self._budget)

    def _doubled(self, scopes: Scopes) -> Iterator[UnreadableError]:
        for found in scopes.doubled():
            source = self._sources.get(found.owner)
            if source:
                name = found.name.rpartition(".")[2]
                line = source.text.count("\n", 0, found.place) + 1
                what = f"not valid protobuf: `{name}` declared multiple times"
                yield UnreadableError(what, source.path, line)

    def _read(self, path: str, content: bytes) -> None:
        key = self._keys[path] = digest(path.encode("utf-8", "surrogatepass") + b"\0" + content)

        def make() -> Source:
            return read_source(path, content, self._budget)

        try:
            source = _SOURCES.get(key, len(content), make, self._budget)
            if source.is_said:
                self._sources[path] = source
        except BoundReachedError:
            raise
        except UnreadableError as error:
            self.troubles.append(error)
