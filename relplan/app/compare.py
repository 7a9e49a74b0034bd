"""``relplan compare``: two versions of a contract, as files or folders of this machine."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from posixpath import splitext

from relplan.contracts import compare
from relplan.contracts.bounds import LARGEST_FILE, LARGEST_VERSION, UnreadableError
from relplan.contracts.descriptors import DESCRIPTOR
from relplan.contracts.kind import EMPTY, Analyzer, ContractKind, Options, Version
from relplan.contracts.registry import kind_called, kinds
from relplan.model.contract_source import Compatibility, Dialect
from relplan.model.descriptor import DescriptorShape
from relplan.model.errors import RelplanError
from relplan.model.finding import Finding, Severity, verdict

NOTHING = "-"
"""In the place of a version: there was none."""
_MOST_FILES = 20_000
_HIGHEST = 6
"""Folders above a file in which what it refers to is looked for; never above its repository."""


@dataclass(frozen=True, slots=True)
class ContractComparison:
    """What was compared, and what was found."""

    kind: str
    findings: tuple[Finding, ...]
    compatibility: Compatibility | None = None
    """Which way the versions had to agree, where that was asked for or is the kind's to say."""

    @property
    def verdict(self) -> Severity:
        """The worst severity."""
        return verdict(self.findings)


@dataclass(frozen=True, slots=True)
class _Place:
    """A version on this machine."""

    folder: Path
    """What the names are relative to: the folder above the one that the person named."""
    names: tuple[str, ...]
    """The files that the person named, or that are in the folder that the person named."""
    top: str = ""
    """The folder that the person named, with which all names begin; empty for a file."""

    def has(self, name: str) -> bool:
        """Tell whether a file is there; none above the folder is."""
        return not name.startswith(("/", "..")) and (self.folder / name).is_file()

    def read(self, name: str) -> bytes:
        """Return a file's content. Raises RelplanError where it cannot be read."""
        path = self.folder / name
        try:
            if path.stat().st_size > LARGEST_FILE:
                raise RelplanError(f"{path} is larger than {LARGEST_FILE // 1_000_000} MB")
            return path.read_bytes()
        except OSError as error:
            raise RelplanError(f"{path}: cannot be read: {error.strerror}") from None


def compare_places(
    base: str,
    revision: str,
    kind: str | None,
    dialect: Dialect | None,
    compatibility: Compatibility | None = None,
) -> ContractComparison:
    """Compare two files, or two folders; *base* may be ``-``, for nothing.

    Raises RelplanError where one cannot be read, or it is not plain which kind they are of.
    """
    if revision == NOTHING:
        raise RelplanError("the revision cannot be nothing", "name a file or a folder")
    places = [_place(name) for name in (revision, base) if name != NOTHING]
    guesses = (_kind_of(place) for place in places)
    chosen = kind_called(kind) if kind else next(filter(None, guesses), None)
    shapes: tuple[DescriptorShape, ...] = ()
    if chosen in (None, DESCRIPTOR):  # what a file itself tells comes last
        shapes = _shapes(places)
    if chosen is None and any(_is_descriptor(place, shapes) for place in places):
        chosen = DESCRIPTOR
    if chosen is None:
        what = f"{revision} is of no kind that can be compared"
        known = ", ".join(sorted(kind.name for kind in kinds()))
        raise RelplanError(what, f"say which with --kind: {known}")
    analyzer = chosen.analyzer.with_shapes(shapes)
    places = [_with_references(place, analyzer) for place in places]
    new, old = (*(_version(place, chosen, analyzer) for place in places), EMPTY)[:2]
    if not new.roots:
        raise RelplanError(f"{revision} holds no file of a contract of kind {chosen.name}")
    way = compatibility or chosen.compatibility
    options = Options(dialect.value if dialect else "", way)
    found = compare(analyzer, _alike(old, new, places), new, options)
    placed = [_placed(finding, places) for finding in found]
    worst_first = tuple(sorted(placed, key=lambda one: one.severity.rank))
    return ContractComparison(chosen.name, worst_first, way)


def _place(name: str) -> _Place:
    path = Path(os.path.abspath(name))  # noqa: PTH100 - a link is not followed, `..` is
    if path.is_dir():
        names = tuple(f"{path.name}/{file}" for file in _files_below(path))
        return _Place(path.parent, names, path.name)
    if not path.is_file():
        what = "is no file or folder" if os.path.lexists(path) else "does not exist"
        raise RelplanError(f"{name} {what}", "name the two versions of a contract")
    return _Place(path.parent, (path.name,))


def _files_below(folder: Path) -> Iterator[str]:
    count = 0
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            count += 1
            if count > _MOST_FILES:
                what = f"{folder} holds more than {_MOST_FILES:,} files"
                raise RelplanError(what, "name the folder of the contract alone")
            path = Path(place) / name
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(folder).as_posix()


def _shapes(places: Sequence[_Place]) -> tuple[DescriptorShape, ...]:
    """Return the shapes of descriptors: those of the workspace, and what a file's own keys tell."""
    # Only who compares descriptors pays for loading what reads them, and relplan.toml.
    from relplan.contracts.descriptors.shapes import OSGI  # noqa: PLC0415
    from relplan.contracts.descriptors.telling import shape_of  # noqa: PLC0415
    from relplan.workspace import find, load  # noqa: PLC0415

    file = find(Path())
    known = [*load(file).shapes] if file is not None else []
    anywhere = [
        replace(shape, files=tuple(f"**/{glob}" for glob in shape.files), folders=(".",))
        for shape in (*known, OSGI)
    ]
    if any(place.top for place in places):
        return tuple(anywhere)
    contents = [place.read(place.names[0]) for place in places]
    own = (shape_of(name, contents, known) for place in places for name in place.names)
    return (*filter(None, own), *anywhere)


def _kind_of(place: _Place) -> ContractKind | None:
    """Return the first kind that one of the files is of."""
    for kind in kinds():
        if any(_is_of(kind.analyzer, place, file) for file in place.names):
            return kind
    return next((kind for kind in kinds() if any(_named(place, kind))), None)


def _is_descriptor(place: _Place, shapes: tuple[DescriptorShape, ...]) -> bool:
    analyzer = DESCRIPTOR.analyzer.with_shapes(shapes)
    by_itself = not place.top and any(place.names[0] in shape.files for shape in shapes)
    return by_itself or any(_is_of(analyzer, place, name) for name in place.names)


def _named(place: _Place, kind: ContractKind) -> Iterator[str]:
    return (name for name in place.names if kind.endings and name.endswith(kind.endings))


def _is_of(analyzer: Analyzer, place: _Place, name: str) -> bool:
    if not analyzer.is_file(name):
        return False
    try:
        return analyzer.surface(name, place.read(name)) is not None
    except UnreadableError:
        return True  # it is one, and the comparison says what is wrong with it


def _with_references(place: _Place, analyzer: Analyzer) -> _Place:
    """Return *place*, for a file by itself from the folder in which all that it names is found."""
    if place.top:
        return place
    (name,) = place.names
    content = place.read(name)
    best, fewest = place, _missing(place, analyzer, content)
    folder = place.folder.absolute()
    for _ in range(_HIGHEST):
        if not fewest or (folder / ".git").exists() or folder == folder.parent:
            break
        name, folder = f"{folder.name}/{name}", folder.parent
        higher = _Place(folder, (name,))
        missing = _missing(higher, analyzer, content)
        if missing < fewest:
            best, fewest = higher, missing
    return best


def _missing(place: _Place, analyzer: Analyzer, content: bytes) -> int:
    """Return how many of the files that a file by itself refers to are not there."""
    return sum(not place.has(named) for named in _references(analyzer, place.names[0], content))


def _references(analyzer: Analyzer, name: str, content: bytes) -> Sequence[str]:
    try:
        return analyzer.references(name, content)
    except UnreadableError:
        return ()  # the comparison says so


def _version(place: _Place, kind: ContractKind, analyzer: Analyzer) -> Version:
    """Return the files of a version, and those of the same folder that they refer to."""
    roots = place.names
    if place.top:
        roots = tuple(sorted(name for name in roots if analyzer.is_file(name)))
        # Where migrations stand by themselves, in a folder of any name, their own will do.
        roots = roots or tuple(sorted(_named(place, kind)))
    files = {name: place.read(name) for name in roots}
    ahead = list(roots)
    left = LARGEST_VERSION
    while ahead:
        name = ahead.pop()
        left -= len(files[name])
        if left < 0 or len(files) > _MOST_FILES:
            what = f"{place.folder} holds more than {LARGEST_VERSION // 1_000_000} MB"
            raise RelplanError(what, "name the folder of the contract alone")
        for named in _references(analyzer, name, files[name]):
            if named not in files and place.has(named):
                files[named] = place.read(named)
                ahead.append(named)
    return Version(files, roots)


def _alike(base: Version, revision: Version, places: Sequence[_Place]) -> Version:
    """Return *base* with its file, or its folder, called as the revision's is: they are one."""
    if all(place.top for place in places):
        renamed = {name: _under(places[0], places[-1], name) for name in base.files}
    elif len(base.roots) == len(revision.roots) == 1 and _ending(base) == _ending(revision):
        renamed = dict(zip(base.roots, revision.roots, strict=True))
    else:
        return base
    files = {renamed.get(name, name): content for name, content in base.files.items()}
    return Version(files, tuple(sorted(renamed.get(name, name) for name in base.roots)))


def _ending(version: Version) -> str:
    """Return the ending of a version's only file: a file of YAML must not be called JSON."""
    return splitext(version.roots[0])[1]


def _under(place: _Place, other: _Place, name: str) -> str:
    """Return what a file of *other* is called in *place*."""
    return place.top + name.removeprefix(other.top) if place.top and other.top else name


def _placed(finding: Finding, places: Sequence[_Place]) -> Finding:
    """Return *finding* with the path by which the person finds the file.

    *places* are the revision's and the base's; what is gone stands in the base.
    """
    for place in reversed(places) if finding.gone else places:
        name = _under(place, places[0], finding.path)
        if name and place.has(name):
            path = place.folder / name
            near = os.path.relpath(path)
            return replace(finding, path=str(path) if near.startswith("..") else near)
    return finding
