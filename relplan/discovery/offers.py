"""Finds the files that say of themselves that they are a contract."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from relplan.contracts import KINDS, kind_of
from relplan.contracts.bounds import UnreadableError
from relplan.contracts.kind import Kind, Surface
from relplan.contracts.library.manifests import package_of
from relplan.discovery.found import FoundService
from relplan.discovery.generating import client_documents
from relplan.model.workspace import ContractKind
from relplan.sources.catalogs import Fact
from relplan.sources.git.main_tree import Tree, line_of
from relplan.sources.provenance import Provenance, provenance_of

_MOST_FILES = 20_000
"""Files of one repository that are looked into, the likeliest ones first."""
_MOST_BYTES = 200_000_000
_PACKAGE_OPTION = re.compile(
    rb"^[ \t]*option[ \t]+(?:go_package|java_package|csharp_namespace)[ \t]*="
    rb"[ \t]*\"([^\"\n]{1,300})\"",
    re.MULTILINE,
)
_SAYS_NAME = rb"\b(?:title|package|module|name|namespace)[\"']?\s{0,3}[:=]?\s{0,9}[\"']?"
_TELLING = re.compile(r"\w[./]\w")
"""A package that only one can have: of more than one word."""
_REFERRING = frozenset({ContractKind.OPENAPI, ContractKind.ASYNCAPI, ContractKind.JSON_SCHEMA})
"""Kinds whose files refer to others by ``$ref``."""
_WELL_KNOWN = (
    "google.", "grpc.", "gogoproto", "validate", "buf.", "envoy.", "xds.", "udpa.", "cel.",
    "io.prometheus.client", "k8s.io.", "grpcgateway.", "protoc_gen", "opencensus.proto",
)  # fmt: skip
"""Packages of .proto files that everybody keeps a copy of, and nobody here provides."""


@dataclass(slots=True)
class Place:
    """A repository, and the services that are in it."""

    tree: Tree
    services: list[FoundService]
    facts: Sequence[Fact] = ()
    """What its catalogs say."""

    def owner(self, path: str) -> str:
        """Return the service in whose folder a file is; empty: in none's."""
        holding = [service for service in self.services if service.holds(path)]
        return max(holding, key=lambda service: len(service.path)).name if holding else ""


@dataclass(frozen=True, slots=True)
class Offer:
    """One file that is a contract, or a piece of one."""

    kind: ContractKind
    place: int
    """Which repository: its number."""
    service: str
    """Empty: it is in no service's folder."""
    path: str
    provenance: Provenance
    surface: Surface = field(hash=False)
    line: int = 1
    """Where it says its name."""
    imports: tuple[str, ...] = ()
    """The paths of other files that it refers to; of .proto files, the ends of their paths."""
    aliases: tuple[str, ...] = ()
    """How code names what is generated of it."""
    ecosystem: str = ""
    """Of a library: where its package is published."""


def find_offers(number: int, place: Place) -> Iterator[Offer]:
    """Yield the contracts among the files of a repository; it must have been entered."""
    left = _MOST_BYTES
    is_of_client = client_documents(place.tree.files, place.tree.read)
    for path, provenance, kinds in _candidates(place.tree.files):
        content = place.tree.read(path)
        left -= len(content)
        if left < 0:
            return
        if not content:
            continue
        for kind in kinds:
            surface = surface_of(kind, path, content)
            if surface is not None and not _is_everybodys(kind, surface):
                line = _line_of_name(surface.name, content)
                whose = max(provenance, Provenance.COPY) if is_of_client(path) else provenance
                offer = Offer(kind, number, place.owner(path), path, whose, surface, line)
                yield _with_more(offer, content)


def _candidates(
    files: Mapping[str, str],
) -> Sequence[tuple[str, Provenance, Sequence[ContractKind]]]:
    known = [(kind, reader) for kind in KINDS if (reader := kind_of(kind)) is not None]
    found = []
    for path in files:
        kinds = [kind for kind, reader in known if reader.is_file(path)]
        provenance = provenance_of(path) if kinds else Provenance.TEST
        if provenance is not Provenance.TEST:
            found.append((path, provenance, kinds))
    found.sort(key=lambda one: (one[1], one[0].count("/"), one[0]))
    return found[:_MOST_FILES]


def surface_of(kind: ContractKind, path: str, content: bytes) -> Surface | None:
    """Return what a file says of itself; None where it is no contract, or cannot be understood."""
    reader = kind_of(kind)
    try:
        return reader.surface(path, content) if reader is not None else None
    except (UnreadableError, RecursionError, MemoryError):
        return None


def _line_of_name(name: str, content: bytes) -> int:
    """Return the line on which a file says its name, as near as can be told without its grammar."""
    raw = name.encode("utf-8", "replace")
    said = re.search(_SAYS_NAME + re.escape(raw), content) if name else None
    return line_of(content, said.start() if said else max(content.find(raw), 0))


def _with_more(offer: Offer, content: bytes) -> Offer:
    if offer.kind is ContractKind.LIBRARY:
        package = package_of(offer.path, content)
        return replace(offer, ecosystem=package.ecosystem.value if package else "")
    reader = kind_of(offer.kind)
    if reader is None:
        return offer
    if offer.kind in _REFERRING:
        return replace(offer, imports=tuple(_references(reader, offer.path, content)))
    if offer.kind is not ContractKind.PROTOBUF:
        return offer
    options = (option.decode("utf-8", "replace") for option in _PACKAGE_OPTION.findall(content))
    packages = {option.partition(";")[0] for option in options}
    aliases = sorted(name for name in packages if _TELLING.search(name))
    imports = reader.references(offer.path, content)
    return replace(offer, imports=tuple(imports), aliases=tuple(aliases))


def _references(reader: Kind, path: str, content: bytes) -> Sequence[str]:
    try:
        return reader.references(path, content)
    except (UnreadableError, RecursionError, MemoryError):
        return ()


def _is_everybodys(kind: ContractKind, surface: Surface) -> bool:
    return kind is ContractKind.PROTOBUF and f"{surface.name}.".startswith(_WELL_KNOWN)


def of_kind(offers: Iterable[Offer], kind: ContractKind) -> list[Offer]:
    """Return those of *offers* that are of *kind*."""
    return [offer for offer in offers if offer.kind is kind]


def served_names(offers: Iterable[Offer]) -> list[str]:
    """Return the gRPC services in .proto files, without their packages."""
    return list(dict.fromkeys(service for service, _ in rpc_names(offers)))


def rpc_names(offers: Iterable[Offer]) -> Iterator[tuple[str, str]]:
    """Yield the rpcs in .proto files: (service without its package, method)."""
    for offer in of_kind(offers, ContractKind.PROTOBUF):
        for names in offer.surface.parts.values():
            route = names[0].split("/") if names else []
            if len(route) == 3 and not route[0]:
                yield route[1].rpartition(".")[2], route[2]
