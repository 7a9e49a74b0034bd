"""Finds files that map names of interfaces to the versions that a service requires of them.

No key says that a map is one: it is told by its names, which descriptors of other repositories
provide in versions that suit. The versions are read as those descriptors' own shape reads them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from posixpath import normpath, relpath

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.descriptors.ranges import accepts
from relplan.contracts.descriptors.reading import provided_in, requiring
from relplan.contracts.descriptors.shapes import Shapes
from relplan.contracts.descriptors.telling import maps_in
from relplan.contracts.library.manifests import is_manifest, pins
from relplan.contracts.reading.documents import Document, read_document
from relplan.discovery.found import FoundDescriptors, Sign
from relplan.discovery.offers import Place
from relplan.model.descriptor import DescriptorShape, Ranges
from relplan.model.evidence import Confidence, Evidence
from relplan.model.spelling import kebab
from relplan.sources.provenance import Provenance, provenance_of

_ENDINGS = (".json", ".yaml", ".yml")
_LARGEST = 1_000_000
"""Bytes of a file that people wrote."""
_MOST_FILES = 200
"""Files of one repository that are looked into."""
_DEEPEST = 1
"""Folders between a service's own and such a file."""
_ENOUGH = 2
"""Names that suit in one map; a single one may be chance."""
_MOST_SIGNS = 4
_OPTIONAL = "optional"
"""In a key: what is listed there may be missing."""


@dataclass(frozen=True, slots=True)
class _Offered:
    """A version of an interface that a descriptor provides."""

    place: int
    version: str
    ranges: Ranges
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class _Map:
    """A map of one file, some of whose names are interfaces that others provide."""

    steps: tuple[str, ...]
    ranges: Ranges
    ties: Sequence[tuple[_Offered, Evidence]]
    """What is provided, and where the map names it; each name once."""
    names: frozenset[str]
    """Those that are tied."""


def find_maps(
    places: Sequence[Place], shapes: Sequence[FoundDescriptors]
) -> Iterator[FoundDescriptors]:
    """Yield the shapes of files that map what descriptors, of *shapes* or known, provide."""
    offered = _offered(places, _certain(shapes))
    found: dict[str, dict[tuple[str, ...], list[_Map]]] = defaultdict(lambda: defaultdict(list))
    for number, place in enumerate(places if offered else ()):
        with place.tree:
            for own, service, path in _candidates(place):
                file = Evidence("descriptor", "", service, place.tree.commit, path)
                for one in _tied_maps(place.tree.read(path), number, file, offered):
                    found[own][one.steps].append(one)
    services = {service.name for place in places for service in place.services}
    for own, by_steps in found.items():
        yield _shape(own, by_steps, services)


def _certain(shapes: Sequence[FoundDescriptors]) -> Shapes:
    return Shapes(
        [
            DescriptorShape(one.name, one.files, one.provides, one.requires, one.ranges)
            for one in shapes
            if not one.doubt
        ]
    )


def _offered(places: Sequence[Place], shapes: Shapes) -> Mapping[str, list[_Offered]]:
    """Return what the descriptors of all repositories provide, by name."""
    found: dict[str, list[_Offered]] = defaultdict(list)
    for number, place in enumerate(places):
        with place.tree:
            for service, path, own in _files(place):
                shape = shapes.of(own)
                if shape is None:
                    continue
                try:
                    provided = provided_in(path, place.tree.read(path), shape)
                except (UnreadableError, RecursionError, MemoryError):
                    continue
                for name, interfaces in provided.items():
                    for one in interfaces:
                        text = f"provides {name} {one.version}"
                        at = (service, place.tree.commit, path, one.line)
                        evidence = Evidence("descriptor", text, *at)
                        found[name].append(_Offered(number, one.version, shape.ranges, evidence))
    return found


def _files(place: Place) -> Iterator[tuple[str, str, str]]:
    """Yield service, path, and path below the service's folder, of each file that people wrote."""
    folders = {service.name: normpath(service.path) for service in place.services}
    for path in sorted(place.tree.files):
        if path.endswith(_ENDINGS) and provenance_of(path) is Provenance.ORIGINAL:
            service = place.owner(path)
            if service in folders:
                yield service, path, relpath(path, folders[service])


def _candidates(place: Place) -> Iterator[tuple[str, str, str]]:
    left = _MOST_FILES
    for service, path, own in _files(place):
        if own.count("/") <= _DEEPEST and not own.startswith(".") and left > 0:
            left -= 1
            yield own, service, path


def _tied_maps(
    content: bytes, number: int, file: Evidence, offered: Mapping[str, list[_Offered]]
) -> Iterator[_Map]:
    if len(content) > _LARGEST or not any(name.encode() in content for name in offered):
        return
    try:
        document = read_document(file.path, content)
        listed = is_manifest(file.path) and pins(file.path, content)
        packages = {pin.package for pin in listed or ()}
    except (UnreadableError, RecursionError, MemoryError):
        return
    for steps, versions in maps_in(document.data):
        optional = any(_OPTIONAL in step.lower() for step in steps)
        if not optional and not versions.keys() <= packages:
            one = _tied(document, steps, versions, number, file, offered)
            if one is not None:
                yield one


def _tied(
    document: Document,
    steps: tuple[str, ...],
    versions: Mapping[str, str],
    number: int,
    file: Evidence,
    offered: Mapping[str, list[_Offered]],
) -> _Map | None:
    """Return a map, some of whose names others provide in versions that suit; None: it is none."""
    ties: dict[str, tuple[_Offered, Evidence]] = {}
    for name, version in versions.items():
        for one in offered.get(name, ()):
            if (
                one.place != number
                and version.strip()
                and accepts(one.ranges, version, one.version)
            ):
                line = document.line([*steps, name])
                own = replace(file, text=requiring(name, version), line=line)
                ties.setdefault(name, (one, own))
    ranges = {one.ranges for one, _ in ties.values()}
    if len(ranges) != 1:
        return None
    (how,) = ranges
    if any(accepts(how, version, "1.0.0") is None for version in versions.values()):
        return None
    return _Map(steps, how, [*ties.values()], frozenset(ties))


def _shape(
    own: str, by_steps: Mapping[tuple[str, ...], Sequence[_Map]], services: Collection[str]
) -> FoundDescriptors:
    """Return the shape of the files called *own*: that of the map with the most names that suit."""

    def names(steps: tuple[str, ...]) -> set[str]:
        return {name for one in by_steps[steps] for name in one.names}

    steps = max(sorted(by_steps), key=lambda one: len(names(one)))
    maps, tied = by_steps[steps], names(steps)
    doubt = ""
    if len(by_steps) > 1:
        others = ", ".join(".".join(one) or "the whole file" for one in by_steps if one != steps)
        doubt = f"whether {others} of these files says what is required, too"
    elif len(tied) < _ENOUGH:
        doubt = f"only {min(tied)} is an interface that another repository provides"
    elif tied <= set(services):
        doubt = "its names are those of services: it may say which of their versions run"
    shown = dict.fromkeys(
        evidence for one in maps for offer, need in one.ties for evidence in (offer.evidence, need)
    )
    confidence = Confidence.GUESSED if doubt else Confidence.DETECTED
    return FoundDescriptors(
        name=kebab(steps[-1] if steps else own.rpartition("/")[2].partition(".")[0]) or "own",
        files=(own,),
        provides="",
        requires=f"items({'.'.join(steps) or '@'})[*].{{name: [0], versions: [1]}}",
        ranges=maps[0].ranges,
        signs=[Sign(evidence, confidence) for evidence in [*shown][:_MOST_SIGNS]],
        doubt=doubt,
    )
