"""Puts together what is the same contract in several places: an original and its copies."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from relplan.contracts.kind import ContractKind, Identity
from relplan.discovery.offers import Offer, of_kind
from relplan.sources.provenance import Provenance

_ALIKE = 0.6
"""Share of the smaller one's parts that two copies have in common."""
_FEWEST = 3
"""Parts that tell a contract without a title; each service has its ``GET /health``."""
_EVERYBODYS = 3
"""Titles of one service's documents that a part is in which tells none of them."""
_DIGITS = re.compile(r"[0-9]+")
_NOT_IN_TITLES = re.compile(r"[^a-z0-9]+")
_DULL_TITLES = re.compile(
    r"|(?:open|swagger|rest)?api(?:s|documentation|docs)?|openapi.?v?\d*|swagger"
)


@dataclass(frozen=True, slots=True)
class Family:
    """All files of one contract, wherever they are."""

    kind: ContractKind
    name: str
    """The title, package or name that the files give themselves."""
    offers: tuple[Offer, ...]
    number: int = 0
    """Its place among all families."""

    @property
    def parts(self) -> frozenset[str]:
        """All parts that any of the files offers."""
        return frozenset(part for offer in self.offers for part in offer.surface.parts)

    def of(self, service: str) -> list[Offer]:
        """Return the files of one service."""
        return [offer for offer in self.offers if offer.service == service]


def families_of(offers: Sequence[Offer]) -> list[Family]:
    """Return the contracts that *offers* are the files of."""
    found = (
        family
        for kind in sorted({offer.kind for offer in offers}, key=lambda kind: kind.name)
        for family in _GATHER[kind.identity](kind, of_kind(offers, kind))
    )
    return [replace(family, number=number) for number, family in enumerate(found)]


def _by_name(kind: ContractKind, offers: Sequence[Offer]) -> Iterator[Family]:
    """A package or a full name is the same everywhere."""
    for name, group in _grouped(offers, lambda offer: offer.surface.name or offer.path):
        yield Family(kind, name, tuple(group))


def _by_service(kind: ContractKind, offers: Sequence[Offer]) -> Iterator[Family]:
    """A database has no copy."""
    own = [offer for offer in offers if offer.service and offer.provenance is Provenance.ORIGINAL]
    for service, group in _grouped(own, lambda offer: offer.service):
        yield Family(kind, service, tuple(group))


def _by_file(kind: ContractKind, offers: Sequence[Offer]) -> Iterator[Family]:
    """A package has one manifest, a module one descriptor."""
    for offer in offers:
        if offer.service and offer.surface.name and offer.provenance is Provenance.ORIGINAL:
            yield Family(kind, offer.surface.name, (offer,))


def _by_title(kind: ContractKind, offers: Sequence[Offer]) -> Iterator[Family]:
    """Titles are often dull, so the parts must agree, too; or only these, in one service."""
    clusters: list[list[Offer]] = []
    for title, group in _grouped(offers, lambda offer: _title(offer.surface.name)):
        clusters += _clusters([[offer] for offer in group], bool(title))
    for _, near in _grouped_lists(clusters):
        for alike in _clusters(near, named=False, plumbing=_plumbing(near)):
            alike.sort(key=lambda offer: (offer.provenance, offer.path.count("/"), offer.path))
            names = [offer.surface.name for offer in alike]
            name = next((name for name in names if not is_dull(name)), names[0])
            yield Family(kind, name, tuple(alike))


def _by_parts(kind: ContractKind, offers: Sequence[Offer]) -> Iterator[Family]:
    """What has no name may be in many files of one service."""
    groups = _grouped(offers, lambda offer: f"{offer.place}/{offer.service}")
    for alike in _clusters([group for _, group in groups], named=False):
        yield Family(kind, "", tuple(alike))


_GATHER: dict[Identity, Callable[[ContractKind, Sequence[Offer]], Iterator[Family]]] = {
    Identity.TITLE: _by_title,
    Identity.NAME: _by_name,
    Identity.PARTS: _by_parts,
    Identity.SERVICE: _by_service,
    Identity.FILE: _by_file,
}


def is_dull(title: str) -> bool:
    """Tell whether a title says nothing: generators take a file's name where they know none."""
    return "/" in title or not _title(title)


def _title(name: str) -> str:
    title = _NOT_IN_TITLES.sub("", name.lower())
    return "" if _DULL_TITLES.fullmatch(title) else title


def _grouped_lists(clusters: Iterable[list[Offer]]) -> Sequence[tuple[str, list[list[Offer]]]]:
    groups: dict[str, list[list[Offer]]] = defaultdict(list)
    for cluster in clusters:
        first = min(cluster, key=lambda offer: (offer.provenance, offer.place, offer.path))
        groups[f"{first.place}/{first.service}"].append(cluster)
    return sorted(groups.items())


def _grouped(
    offers: Iterable[Offer], key: Callable[[Offer], str]
) -> Sequence[tuple[str, list[Offer]]]:
    groups: dict[str, list[Offer]] = defaultdict(list)
    for offer in offers:
        groups[key(offer)].append(offer)
    return sorted(groups.items())


def _plumbing(groups: Sequence[list[Offer]]) -> frozenset[str]:
    """Return the parts that documents of three titles have, such as ``GET /version``.

    What each API of a service has tells none from another; titles of several versions are one.
    """
    titles: dict[str, set[str]] = defaultdict(set)
    for group in groups:
        for offer in group:
            for part in offer.surface.parts:
                titles[part].add(_DIGITS.sub("", _title(offer.surface.name)))
    return frozenset(part for part, found in titles.items() if len(found) >= _EVERYBODYS)


def _clusters(
    groups: Sequence[list[Offer]], named: bool, plumbing: frozenset[str] = frozenset()
) -> Iterator[list[Offer]]:
    """Join groups that agree with the first of a cluster: one look at each pair is enough."""
    heads: list[frozenset[str]] = []
    clusters: list[list[Offer]] = []
    for group in sorted(groups, key=lambda group: -len(_parts(group))):
        parts = _parts(group) - plumbing
        number = next((n for n, head in enumerate(heads) if _agree(head, parts, named)), None)
        if number is None:
            heads.append(parts)
            clusters.append(list(group))
        else:
            clusters[number] += group
    yield from clusters


def _parts(offers: Iterable[Offer]) -> frozenset[str]:
    return frozenset(part for offer in offers for part in offer.surface.parts)


def _agree(one: frozenset[str], other: frozenset[str], named: bool) -> bool:
    fewer = min(len(one), len(other))
    if fewer < (1 if named else _FEWEST):
        return named and one == other
    return len(one & other) / fewer >= (_ALIKE / 2 if named else _ALIKE)
