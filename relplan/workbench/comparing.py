"""``relplan compare``: two versions of a contract, as files or folders of this machine."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from relplan.model.contract_source import Compatibility, Dialect
from relplan.model.errors import RelplanError
from relplan.model.finding import Finding, Severity, verdict
from relplan.model.workspace import ContractKind
from relplan.sources.contracts import KINDS, compare, kind_of
from relplan.sources.contracts.bounds import LARGEST_FILE, LARGEST_VERSION, UnreadableError
from relplan.sources.contracts.kind import EMPTY, Kind, Options, Version

NOTHING = "-"
"""In the place of a version: there was none."""
_MOST_FILES = 20_000
_ORDER = (
    ContractKind.PROTOBUF, ContractKind.AVRO, ContractKind.GRAPHQL, ContractKind.OPENAPI,
    ContractKind.ASYNCAPI, ContractKind.LIBRARY, ContractKind.SQL, ContractKind.JSON_SCHEMA,
)  # fmt: skip
"""In which kinds are tried: those that say plainly what they are before the others."""


@dataclass(frozen=True, slots=True)
class ContractComparison:
    """What was compared, and what was found."""

    kind: ContractKind
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Severity:
        """The worst severity."""
        return verdict(self.findings)


@dataclass(frozen=True, slots=True)
class _Place:
    """A version on this machine."""

    path: Path
    """The file or folder, as the person named it."""
    files: dict[str, bytes]
    """By their paths in the folder that holds them."""

    def shown(self, path: str) -> str:
        """Return the path by which the person finds a file of this version."""
        folder = self.path if self.path.is_dir() else self.path.parent
        return str(folder / path)


def compare_places(
    base: str,
    revision: str,
    kind: ContractKind | None,
    dialect: Dialect | None,
    compatibility: Compatibility,
) -> ContractComparison:
    """Compare two files, or two folders; *base* may be ``-``, for nothing.

    Raises RelplanError where one cannot be read, or it is not plain which kind they are of.
    """
    places = [_place(name) for name in (base, revision)]
    if places[1] is None:
        raise RelplanError("the revision cannot be nothing", "name a file or a folder")
    told = (_kind_of(place) for place in reversed(places) if place is not None)
    chosen = kind or next(filter(None, told), None)
    reader = kind_of(chosen) if chosen else None
    if chosen is None or reader is None:
        names = ", ".join(sorted(KINDS))
        what = f"{revision} is of no kind that can be compared"
        raise RelplanError(what, f"say which with --kind: {names}")
    versions = [_version(place, reader) if place else EMPTY for place in places]
    if not versions[1].roots:
        raise RelplanError(f"{revision} holds no file of a contract of kind {chosen}")
    options = Options(dialect.value if dialect else "", compatibility)
    found = compare(reader, _alike(versions[0], versions[1]), versions[1], options)
    return ContractComparison(chosen, tuple(_placed(finding, places) for finding in found))


def _place(name: str) -> _Place | None:
    if name == NOTHING:
        return None
    path = Path(name)
    try:
        if path.is_dir():
            return _Place(path, dict(_files_below(path)))
        if not path.is_file():
            what = "is no file or folder" if os.path.lexists(path) else "does not exist"
            raise RelplanError(f"{name} {what}", "name the two versions of a contract")
        return _Place(path, {path.name: _content(path)})
    except OSError as error:
        raise RelplanError(f"{name}: cannot be read: {error.strerror}") from None


def _files_below(folder: Path) -> Iterator[tuple[str, bytes]]:
    names = []
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        names += [Path(place) / name for name in sorted(files)]
        if len(names) > _MOST_FILES:
            what = f"{folder} holds more than {_MOST_FILES:,} files"
            raise RelplanError(what, "name the folder of the contract alone")
    left = LARGEST_VERSION
    for path in names:
        if path.is_file() and not path.is_symlink() and _may_be_contract(path):
            content = _content(path)
            left -= len(content)
            if left < 0:
                raise RelplanError(f"{folder} is larger than {LARGEST_VERSION // 1_000_000} MB")
            yield path.relative_to(folder).as_posix(), content


def _may_be_contract(path: Path) -> bool:
    kinds = (kind_of(name) for name in KINDS)
    return any(kind is not None and kind.is_file(path.as_posix()) for kind in kinds)


def _content(path: Path) -> bytes:
    if path.stat().st_size > LARGEST_FILE:
        raise RelplanError(f"{path} is larger than {LARGEST_FILE // 1_000_000} MB")
    return path.read_bytes()


def _kind_of(place: _Place) -> ContractKind | None:
    """Return the first kind that one of the files is of."""
    for name in _ORDER:
        kind = kind_of(name)
        if kind is not None and any(_is_of(kind, *file) for file in place.files.items()):
            return name
    return None


def _is_of(kind: Kind, path: str, content: bytes) -> bool:
    if not kind.is_file(path):
        return False
    try:
        return kind.surface(path, content) is not None
    except UnreadableError:
        return True  # it is one, and the comparison says what is wrong with it


def _version(place: _Place, kind: Kind) -> Version:
    """Return the files of a version, with those beside a single file that it refers to."""
    if place.path.is_dir():
        roots = tuple(sorted(path for path in place.files if kind.is_file(path)))
        return Version(place.files, roots)
    files = dict(place.files)
    ahead = list(files)
    while ahead and len(files) < _MOST_FILES:
        path = ahead.pop()
        for named in _references(kind, path, files[path]):
            target = place.path.parent / named
            if named not in files and not named.startswith("/") and target.is_file():
                files[named] = _content(target)
                ahead.append(named)
    return Version(files, (place.path.name,))


def _references(kind: Kind, path: str, content: bytes) -> tuple[str, ...]:
    try:
        return tuple(kind.references(path, content))
    except UnreadableError:
        return ()  # the comparison says so


def _alike(base: Version, revision: Version) -> Version:
    """Return *base* with its only file called as the revision's is: they are two of one."""
    if len(base.roots) != 1 or len(revision.roots) != 1 or base.roots == revision.roots:
        return base
    (old,), (new,) = base.roots, revision.roots
    files = {new if path == old else path: content for path, content in base.files.items()}
    return Version(files, (new,))


def _placed(finding: Finding, places: list[_Place | None]) -> Finding:
    """Return *finding* with the path by which the person finds the file."""
    for place in (places[1], places[0]):
        if place is not None and (finding.path in place.files or place.path.is_file()):
            return replace(finding, path=place.shown(finding.path)) if finding.path else finding
    return finding
