"""Finds the files that say of themselves that they are a contract."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.kind import Access, ContractKind, References, Surface
from relplan.contracts.registry import kinds
from relplan.discovery.clients import client_documents
from relplan.discovery.found import FoundService
from relplan.sources.catalogs import Fact
from relplan.sources.git.main_tree import Tree, line_of
from relplan.sources.provenance import Provenance, provenance_of

_MOST_FILES = 20_000
"""Files of one repository that are looked into, the likeliest ones first."""
_MOST_BYTES = 200_000_000
_SAYS_NAME = rb"\b(?:title|package|module|name|namespace)[\"']?\s{0,3}[:=]?\s{0,9}[\"']?"


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
    registry: str = ""
    """Where it is published, as package URLs call that; empty: nowhere."""


def find_offers(number: int, place: Place) -> Iterator[Offer]:
    """Yield the contracts among the files of a repository; it must have been entered."""
    left = _MOST_BYTES
    is_of_client = client_documents(place.tree.files, place.tree.read)
    for path, provenance, may_be in _candidates(place.tree.files):
        content = place.tree.read(path)
        left -= len(content)
        if left < 0:
            return
        if not content:
            continue
        for kind in may_be:
            surface = surface_of(kind, path, content, place)
            if surface is not None and not kind.analyzer.is_everybodys(surface):
                line = _line_of_name(surface.name, content)
                whose = max(provenance, Provenance.COPY) if is_of_client(path) else provenance
                analyzer = kind.analyzer
                yield Offer(
                    kind, number, place.owner(path), path, whose, surface, line,
                    imports=_references(kind, path, content),
                    aliases=tuple(analyzer.aliases(path, content)),
                    registry=analyzer.registry(path, content),
                )  # fmt: skip


def _candidates(
    files: Mapping[str, str],
) -> Sequence[tuple[str, Provenance, Sequence[ContractKind]]]:
    known = [(kind, kind.analyzer) for kind in kinds() if not kind.in_code]
    found = []
    for path in files:
        may_be = [kind for kind, analyzer in known if analyzer.is_file(path)]
        provenance = provenance_of(path) if may_be else Provenance.TEST
        if provenance is not Provenance.TEST:
            found.append((path, provenance, may_be))
    found.sort(key=lambda one: (one[1], one[0].count("/"), one[0]))
    return found[:_MOST_FILES]


def surface_of(
    kind: ContractKind, path: str, content: bytes, place: Place | None = None
) -> Surface | None:
    """Return what a file says of itself; None where it is no contract, or cannot be understood.

    What a manifest inherits is read from its *place*, if that is given.
    """
    try:
        if place is None or kind.access is not Access.PACKAGE:
            return kind.analyzer.surface(path, content)
        named = [one for one in kind.analyzer.references(path, content) if one in place.tree.files]
        files = {one: place.tree.read(one) for one in named}
        return kind.analyzer.surfaces({**files, path: content}).get(path)
    except (UnreadableError, RecursionError, MemoryError):
        return None


def _line_of_name(name: str, content: bytes) -> int:
    """Return the line on which a file says its name, as near as can be told without its grammar."""
    raw = name.encode("utf-8", "replace")
    said = re.search(_SAYS_NAME + re.escape(raw), content) if name else None
    return line_of(content, said.start() if said else max(content.find(raw), 0))


def _references(kind: ContractKind, path: str, content: bytes) -> tuple[str, ...]:
    if kind.references is References.NONE:
        return ()
    try:
        return tuple(kind.analyzer.references(path, content))
    except (UnreadableError, RecursionError, MemoryError):
        return ()


def of_kind(offers: Iterable[Offer], kind: ContractKind) -> list[Offer]:
    """Return those of *offers* that are of *kind*."""
    return [offer for offer in offers if offer.kind is kind]


def served_names(offers: Iterable[Offer]) -> list[str]:
    """Return the services that stubs are generated of, without their packages."""
    return list(dict.fromkeys(service for service, _ in rpc_names(offers)))


def rpc_names(offers: Iterable[Offer]) -> Iterator[tuple[str, str]]:
    """Yield the methods that stubs call: (service without its package, method)."""
    for offer in (offer for offer in offers if offer.kind.access is Access.RPC):
        for names in offer.surface.parts.values():
            route = names[0].split("/") if names else []
            if len(route) == 3 and not route[0]:
                yield route[1].rpartition(".")[2], route[2]
