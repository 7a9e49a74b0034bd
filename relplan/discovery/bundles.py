"""Finds OSGi's manifests, by which bundles of several repositories depend on each other."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from posixpath import dirname, normpath, relpath

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.descriptors.bundles import is_bundle
from relplan.contracts.descriptors.ranges import accepts
from relplan.contracts.descriptors.reading import (
    Interface,
    provided_in,
    required_in,
    requiring,
)
from relplan.contracts.descriptors.shapes import OSGI
from relplan.discovery.found import FoundDescriptors, Sign
from relplan.discovery.offers import Place
from relplan.model.evidence import Evidence
from relplan.sources.provenance import Provenance, provenance_of

_MOST_FILES = 3_000
"""Manifests of one repository that are looked into."""
_MOST_GLOBS = 10
_MOST_SIGNS = 4
_MANIFEST = "META-INF/MANIFEST.MF"


@dataclass(frozen=True, slots=True)
class _Stated:
    """An interface that one repository's bundle provides or requires."""

    place: int
    version: str
    evidence: Evidence


@dataclass(slots=True)
class _Bundles:
    """All bundles of the workspace."""

    globs: dict[str, set[int]]
    """The repositories that have manifests there."""
    provided: dict[str, list[_Stated]]
    required: dict[str, list[_Stated]]


def find_bundles(places: Sequence[Place]) -> Iterator[FoundDescriptors]:
    """Yield the shape of OSGi's manifests where bundles of one repository need another's."""
    found = _Bundles({}, defaultdict(list), defaultdict(list))
    for number, place in enumerate(places):
        with place.tree:
            _read(number, place, found)
    signs = [Sign(evidence) for evidence in dict.fromkeys(_ties(found))]
    if signs:
        most = sorted(found.globs, key=lambda glob: (-len(found.globs[glob]), glob))
        globs = sorted(most[:_MOST_GLOBS])
        shape = OSGI
        yield FoundDescriptors(
            shape.name, tuple(globs), shape.provides, shape.requires, shape.ranges,
            signs[:_MOST_SIGNS],
        )  # fmt: skip


def _read(number: int, place: Place, found: _Bundles) -> None:
    services = {service.name: service for service in place.services}
    paths = (path for path in sorted(place.tree.files) if is_bundle(path))
    for path in [path for path in paths if path.endswith(_MANIFEST)][:_MOST_FILES]:
        service = services.get(place.owner(path))
        if service is None or provenance_of(path) is not Provenance.ORIGINAL:
            continue
        content = place.tree.read(path)
        try:
            provided = provided_in(path, content, OSGI)
            required = required_in(path, content, OSGI)
        except UnreadableError:
            continue
        if not provided:
            continue  # a manifest of Java, and no bundle
        found.globs.setdefault(_glob(relpath(path, normpath(service.path))), set()).add(number)
        file = Evidence("descriptor", "", service.name, place.tree.commit, path)
        for name, interfaces in provided.items():
            for one in interfaces:
                text = f"provides {name} {one.version}"
                found.provided[name].append(_stated(number, one, file, text))
        for name, one in required.items():
            text = requiring(name, one.version)
            found.required[name].append(_stated(number, one, file, text))


def _stated(number: int, one: Interface, file: Evidence, text: str) -> _Stated:
    return _Stated(number, one.version, replace(file, text=text, line=one.line))


def _glob(path: str) -> str:
    """Return a glob for the bundle's manifest, and those of the bundles beside it."""
    bundle = dirname(dirname(path))
    if not bundle:
        return _MANIFEST
    return f"{dirname(bundle)}/*/{_MANIFEST}".lstrip("/")


def _ties(found: _Bundles) -> Iterator[Evidence]:
    """Yield what one repository provides, with what another requires that suits it."""
    for name, wanted in sorted(found.required.items()):
        for need in wanted:
            for offer in found.provided.get(name, ()):
                suits = accepts(OSGI.ranges, need.version, offer.version)
                if need.place != offer.place and suits:
                    yield offer.evidence
                    yield need.evidence
