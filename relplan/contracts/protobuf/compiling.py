"""Compiles both versions of a contract with buf, leaving out what cannot be."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from relplan.contracts import unknown
from relplan.contracts.bounds import BoundReachedError, Budget, UnreadableError
from relplan.contracts.kind import Version
from relplan.contracts.protobuf.buf import Annotation, Buf
from relplan.contracts.protobuf.descriptors import File, read_image
from relplan.contracts.protobuf.http import Http
from relplan.contracts.protobuf.sources import (
    Folder,
    Nearest,
    Source,
    is_built_in,
    lacks_imports,
    read_source,
)
from relplan.contracts.protobuf.stubs import Stubs
from relplan.model.finding import Finding

_BASE, _REVISION = "base", "revision"
_ROUNDS = 8
"""Each one leaves out what the last one could not understand, and those are few."""
_MOST_ERRORS = 10_000
"""Of both versions together, in one round."""
_MISSING = re.compile(r"cannot find `([\w.]{1,500})` in this scope")


@dataclass
class Compiled:
    """Two versions, compiled, and what buf says breaks from one to the other."""

    folder: Folder
    base: Mapping[str, File] = field(default_factory=dict)
    revision: Mapping[str, File] = field(default_factory=dict)
    annotations: list[Annotation] = field(default_factory=list)
    http: tuple[Mapping[str, Http], Mapping[str, Http]] = ({}, {})
    """What ``google.api.http`` says of the rpcs of both."""
    unknown: list[Finding] = field(default_factory=list)


def compile_both(base: Version, revision: Version, where: Path, budget: Budget) -> Compiled:
    """Compile both versions in the empty folder *where*, and compare them.

    A file that cannot be understood in one version is left out of both, and is a finding.
    Raises UnreadableError where buf is not there, or what remains cannot be understood.
    """
    buf = Buf(where)
    compiler = _Compiler(buf, base, revision, budget)
    for _ in range(_ROUNDS):
        images = compiler.build()
        if images:
            break
    else:
        raise UnreadableError("its files contradict each other, so buf cannot compile them")
    compiler.result.base = read_image(images[0], budget)
    compiler.result.revision = read_image(images[1], budget)
    compiler.result.http = compiler.http()
    compiler.result.annotations = buf.breaking(_REVISION, _BASE)
    return compiler.result


class _Side:
    """One version, as far as it is understood."""

    def __init__(self, budget: Budget) -> None:
        self.sources: dict[str, Source] = {}
        self._budget = budget
        self.stubs = Stubs()
        self.meant: dict[str, set[str]] = {}
        """By path, the files that its missing imports turned out to mean."""

    def helps(self, path: str, error: Annotation) -> bool:
        """Find a type that is missing in the file at *path*; False where nothing new helps.

        An import that leads nowhere means the file that declares what is used of it. Where there
        is none, it is another repository's, and a stub stands in.
        """
        name = _MISSING.search(error.message)
        source = self.sources.get(path)
        if not name or not source or path not in self._lacking:
            return False
        declaring = self._declaring(name[1], source.package)
        if declaring:
            meant = self.meant.setdefault(path, set())
            new = declaring not in meant
            meant.add(declaring)
            return new
        return self.stubs.add(name[1], source.package)

    def next_round(self) -> None:
        """Forget what was worked out of files that may be left out by now."""
        self.__dict__.pop("_lacking", None)
        self.__dict__.pop("_declared", None)
        self.stubs.next_round()

    @cached_property
    def _lacking(self) -> set[str]:
        """The files that import one that is not there."""
        nearest = Nearest(self.sources, self._budget)
        return {path for path, source in self.sources.items() if lacks_imports(source, nearest)}

    @cached_property
    def _declared(self) -> dict[str, str]:
        return {name: path for path, source in self.sources.items() for name in source.types}

    def _declaring(self, name: str, package: str) -> str:
        """Return the file that declares *name*, as it is understood within *package*."""
        scopes = package.split(".") if package and not name.startswith(".") else []
        for depth in range(len(scopes), -1, -1):
            full = ".".join((*scopes[:depth], name.lstrip(".")))
            if full in self._declared:
                return self._declared[full]
        return ""


class _Compiler:
    def __init__(self, buf: Buf, base: Version, revision: Version, budget: Budget) -> None:
        self.result = Compiled(Folder(base.files, revision.files, budget))
        self._buf = buf
        self._sides = {_BASE: _Side(budget), _REVISION: _Side(budget)}
        for name, version in ((_BASE, base), (_REVISION, revision)):
            for path, content in version.files.items():
                if not is_built_in(path):
                    self._read(self._sides[name], path, content, budget)
        self._leave_out([finding.path for finding in self.result.unknown])

    def build(self) -> tuple[bytes, bytes] | None:
        """Try once; None: some more had to be left out, so try again."""
        images = []
        errors: list[tuple[_Side, Annotation]] = []
        for name, side in self._sides.items():
            files = self.result.folder.written(side.sources, side.meant)
            built = self._buf.build(name, {**files, **side.stubs.written()})
            images.append(built.image)
            errors += [(side, error) for error in built.errors]
            if len(errors) > _MOST_ERRORS:
                what = f"more than {_MOST_ERRORS} of its types are not there, or cannot be read"
                raise BoundReachedError(what)
        if not errors:
            return images[0], images[1]
        self._learn(errors)
        return None

    def http(self) -> tuple[Mapping[str, Http], Mapping[str, Http]]:
        """Return what is said of the rpcs of both versions, as far as these are understood."""
        base, revision = (
            {rpc: said for source in side.sources.values() for rpc, said in source.http.items()}
            for side in self._sides.values()
        )
        return base, revision

    def _read(self, side: _Side, path: str, content: bytes, budget: Budget) -> None:
        try:
            source = read_source(path, content, budget)
            if source.is_said:
                side.sources[path] = source
        except BoundReachedError:
            raise
        except UnreadableError as error:
            self._report(path, error.line, error.what)

    def _learn(self, errors: Iterable[tuple[_Side, Annotation]]) -> None:
        """Find the types that are missing; leave out the files with other errors."""
        broken: dict[str, Annotation] = {}
        helped: set[str] = set()
        folder = self.result.folder
        paths = {
            (side, folder.file(path)): path
            for side in self._sides.values()
            for path in side.sources
        }
        for side, error in errors:
            path = paths.get((side, error.file), "")
            broken.setdefault(path, error)
            if side.helps(path, error):
                helped.add(path)
        for path in helped:
            del broken[path]
        if "" in broken:
            raise UnreadableError(f"buf cannot compile it: {broken[''].message}")
        for path, error in broken.items():
            self._report(path, error.line, f"not valid protobuf: {error.message}")
        self._leave_out(broken)

    def _report(self, path: str, line: int, what: str) -> None:
        error = UnreadableError(what, path, line)
        self.result.unknown.append(unknown("unreadable", error))

    def _leave_out(self, paths: Iterable[str]) -> None:
        """Leave *paths* out of both versions, under whatever name each has them."""
        files = {self.result.folder.file(path) for path in paths}
        for side in self._sides.values():
            for path in list(side.sources):
                if self.result.folder.file(path) in files:
                    del side.sources[path]
            for meant in side.meant.values():
                meant.intersection_update(side.sources)
            side.next_round()
