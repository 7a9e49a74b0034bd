"""Finds files of an organisation's own making that say who provides and requires what.

They are worth a table of relplan.toml where several repositories have some of one shape: at the
same place, with lists of the same keys. The table is written as it is where one repository
requires, in ranges that are understood, what another provides; else as a comment. Files that map
names to versions, and say by no key what that means, are told by what others provide.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from posixpath import basename, dirname, normpath, relpath, splitext

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.descriptors import DESCRIPTOR
from relplan.contracts.descriptors.ranges import accepts
from relplan.contracts.descriptors.telling import PROVIDES, REQUIRES, Side, ranges_of, sides_in
from relplan.contracts.library.manifests import is_manifest
from relplan.contracts.reading.documents import Document, read_document
from relplan.discovery.bundles import find_bundles
from relplan.discovery.found import FoundDescriptors, FoundService, Sign
from relplan.discovery.interface_maps import find_maps
from relplan.discovery.offers import Place
from relplan.model.descriptor import Ranges
from relplan.model.evidence import Confidence, Evidence
from relplan.model.spelling import kebab
from relplan.sources.provenance import Provenance, provenance_of

_ENDINGS = (".json", ".yaml", ".yml")
_LARGEST = 1_000_000
"""Bytes of a file that people wrote."""
_MOST_OF_A_PLACE = 50
"""Files of one folder of one repository that are looked into."""
_MOST_FILES = 2_000
"""Files of one repository that are looked into."""
_MOST_SIGNS = 4


@dataclass(frozen=True, slots=True)
class _Entry:
    """One interface that a file lists."""

    side: Side
    place: int
    name: str
    version: str
    evidence: Evidence


@dataclass(slots=True)
class _Group:
    """Files at one place of several repositories."""

    glob: str
    paths: dict[int, list[tuple[FoundService, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    """By the number of the repository."""


def find_descriptors(places: Sequence[Place]) -> list[FoundDescriptors]:
    """Return the shapes of descriptors that several repositories have files of."""
    groups = [*_groups(places)]
    listed: dict[str, list[_Entry]] = defaultdict(list)
    for number, place in enumerate(places):
        with place.tree:
            left = _MOST_FILES
            for group in groups:
                files = group.paths.get(number, [])[:left]
                left -= len(files)
                listed[group.glob] += _entries(files, number, place)
    found = {shape.name: shape for shape in find_bundles(places)}
    for group in groups:
        entries = listed[group.glob]
        shape = _shape(group, entries)
        if shape is not None and len({entry.place for entry in entries}) > 1:
            shape.name = _name(shape.files[0], found)
            found[shape.name] = shape
    for shape in find_maps(places, list(found.values())):
        shape.name = _other_than(found, shape.name, shape.files[0])
        found[shape.name] = shape
    return list(found.values())


def _groups(places: Sequence[Place]) -> Iterator[_Group]:
    """Yield what stands at the same place in two repositories or more."""
    is_known = DESCRIPTOR.analyzer.is_file
    groups: dict[str, _Group] = {}
    for number, place in enumerate(places):
        services = {service.name: service for service in place.services}
        for path in sorted(place.tree.files):
            if not path.endswith(_ENDINGS) or is_manifest(path) or is_known(path):
                continue
            service = services.get(place.owner(path))
            if service is None or provenance_of(path) is not Provenance.ORIGINAL:
                continue
            own = relpath(path, normpath(service.path))
            folder = dirname(own)
            glob = f"{folder}/*{splitext(own)[1]}" if folder else basename(own)
            if not glob.startswith("."):
                there = groups.setdefault(glob, _Group(glob)).paths[number]
                if len(there) < _MOST_OF_A_PLACE:
                    there.append((service, path))
    yield from (group for group in groups.values() if len(group.paths) > 1)


def _entries(
    files: Sequence[tuple[FoundService, str]], number: int, place: Place
) -> Iterator[_Entry]:
    for service, path in files:
        content = place.tree.read(path)
        words = (*PROVIDES, *REQUIRES)
        if len(content) > _LARGEST or not any(word.encode() in content for word in words):
            continue
        try:
            document = read_document(path, content)
        except (UnreadableError, RecursionError, MemoryError):
            continue
        evidence = Evidence("descriptor", "", service.name, place.tree.commit, path)
        yield from _listed(document, number, evidence)


def _listed(document: Document, number: int, file: Evidence) -> Iterator[_Entry]:
    for side, listed in sides_in(document.data):
        for at, entry in enumerate(listed):
            name, version = entry[side.name], entry[side.version]
            text = f"{'provides' if side.provides else 'requires'} {name} {version}"
            line = document.line([*filter(None, [side.within]), side.key, str(at), side.version])
            yield _Entry(side, number, name, version, replace(file, text=text, line=line))


def _shape(group: _Group, entries: Sequence[_Entry]) -> FoundDescriptors | None:
    provided = [entry for entry in entries if entry.side.provides]
    required = [entry for entry in entries if not entry.side.provides]
    if not provided or not required:
        return None
    sides = {entry.side for entry in entries}  # one of each, where all files are alike
    ranges, doubt = ranges_of([entry.version for entry in required])
    ties = [*_ties(provided, required, ranges)]
    if len(sides) > 2:
        doubt = "not all of these files have the same keys"
    elif not ties and not doubt:
        doubt = "no repository requires, in a version that another provides, one of its interfaces"
    shown = [*dict.fromkeys(entry for tie in ties for entry in tie)] or [provided[0], required[0]]
    confidence = Confidence.GUESSED if doubt else Confidence.DETECTED
    return FoundDescriptors(
        name="",
        files=(_files(group, entries),),
        provides=provided[0].side.expression("version"),
        requires=required[0].side.expression("versions"),
        ranges=ranges,
        signs=[Sign(entry.evidence, confidence) for entry in shown[:_MOST_SIGNS]],
        doubt=doubt,
    )


def _ties(
    provided: Iterable[_Entry], required: Sequence[_Entry], ranges: Ranges
) -> Iterator[tuple[_Entry, _Entry]]:
    """Yield what one repository provides and another requires, in a version that suits it."""
    wanted: dict[str, list[_Entry]] = defaultdict(list)
    for entry in required:
        wanted[entry.name].append(entry)
    for one in provided:
        for other in wanted.get(one.name, ()):
            if one.place != other.place and accepts(ranges, other.version, one.version):
                yield one, other


def _files(group: _Group, entries: Sequence[_Entry]) -> str:
    """Return a glob for the files: their one name, where all have it."""
    names = {basename(entry.evidence.path) for entry in entries}
    return f"{dirname(group.glob)}/{names.pop()}".lstrip("/") if len(names) == 1 else group.glob


def _name(glob: str, taken: Iterable[str]) -> str:
    stem = splitext(basename(glob))[0].strip("*") or basename(dirname(glob))
    return _other_than(taken, kebab(stem) or "own", dirname(glob))


def _other_than(taken: Iterable[str], name: str, more: str) -> str:
    return name if name not in taken else kebab(f"{more} {name}")
