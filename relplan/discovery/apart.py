"""Takes apart what only looks like one contract: two services' own, of one title."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from relplan.contracts.kind import Access, Identity, References, Surface
from relplan.contracts.openapi.uses.routes import Routes, served_in
from relplan.discovery.families import Family
from relplan.discovery.offers import Offer
from relplan.discovery.providers import Workspace, provider_of
from relplan.sources.provenance import Provenance

_HALF = 0.5


def apart(families: Iterable[Family], workspace: Workspace) -> Iterator[Family]:
    """Yield *families*, each service's own files by themselves.

    A file of another service stays as a copy where it says nothing that the provider's does not,
    and its service does not serve it.
    """
    for family in families:
        holders = {
            offer.service
            for offer in family.offers
            if offer.service and offer.provenance is Provenance.ORIGINAL
        }
        if family.kind.identity is not Identity.TITLE or len(holders) < 2:
            yield family
        else:
            yield from _parted(family, holders, workspace)


def _parted(family: Family, holders: set[str], workspace: Workspace) -> Iterator[Family]:
    provider = provider_of(family, workspace)
    first = provider.service if provider is not None else ""
    offered = frozenset(part for offer in family.of(first) for part in offer.surface.parts)
    own = [
        holder
        for holder in sorted(holders - {first})
        if not _parts(family, holder) <= offered or _serves(family, holder, workspace)
    ]
    rest = tuple(offer for offer in family.offers if offer.service not in own)
    if rest:
        yield replace(family, offers=rest)
    for holder in own:
        yield replace(family, offers=tuple(family.of(holder)))


def _parts(family: Family, service: str) -> frozenset[str]:
    return frozenset(part for offer in family.of(service) for part in offer.surface.parts)


def _serves(family: Family, service: str, workspace: Workspace) -> bool:
    """Tell whether the service's code has routes for half of what its file offers, or more."""
    mentions = workspace.mentions.get(service)
    if family.kind.access is not Access.ROUTES or mentions is None:
        return False
    parts = dict.fromkeys(_parts(family, service), ())
    routes = Routes({service: Surface("", parts)})
    met: set[str] = set()
    for requests in mentions.requests.values():
        for segments in served_in(requests):
            met.update(route.part for route in routes.fitting(segments)[0])
    return bool(parts) and len(met) >= _HALF * len(parts)


def roots_of(offers: Iterable[Offer]) -> list[Offer]:
    """Return *offers* without the schemas that others of the same place refer to by their paths.

    What is only reached so, as by ``$ref``, belongs to the contract that it is reached from. Of a
    circle that nothing leads into, the first file stands for all.
    """
    known = list(offers)
    places: dict[int, list[Offer]] = {}
    for offer in known:
        if _is_piece(offer):
            places.setdefault(offer.place, []).append(offer)
    inner = {
        (place, path) for place, schemas in places.items() for path in _reached(schemas, known)
    }
    return [
        offer for offer in known if not _is_piece(offer) or (offer.place, offer.path) not in inner
    ]


def _is_piece(offer: Offer) -> bool:
    """Tell whether a file may be but a piece of what refers to it."""
    return offer.kind.references is References.PATHS and not offer.kind.for_others


def _reached(schemas: list[Offer], offers: list[Offer]) -> set[str]:
    place = schemas[0].place
    refers = {
        offer.path: {path for path in offer.imports if path != offer.path}
        for offer in offers
        if offer.place == place and offer.kind.references is References.PATHS
    }
    referred = {path for targets in refers.values() for path in targets}
    paths = sorted(offer.path for offer in schemas)
    roots = [path for path in refers if path not in referred]
    reached: set[str] = set()
    for root in (*sorted(roots), *paths):
        if root in reached:
            continue
        ahead, seen = [root], {root}
        while ahead:
            for path in refers.get(ahead.pop(), ()):
                if path not in seen:
                    seen.add(path)
                    ahead.append(path)
        reached |= seen - {root}
    return reached
