"""Tells who uses a contract, by what each service keeps, imports, mentions and calls."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.kind import Access, ContractKind, Surface, Use
from relplan.discovery.drafts import Draft
from relplan.discovery.found import Sign
from relplan.discovery.mentions import Mentions, Spot
from relplan.discovery.offers import Offer, Place
from relplan.discovery.providers import Workspace
from relplan.discovery.requesting import requested
from relplan.discovery.tables import own_tables, owners_of_tables, touched
from relplan.discovery.watching import clue_key, name_key, part_key
from relplan.model.evidence import Confidence

_ENOUGH = 3
"""Places that are kept of what a service uses."""


_ELSEWHERE = frozenset({Access.TABLES, Access.ROUTES})
"""Where uses are seen beside all contracts of the kind at once."""
_Owners = Mapping[tuple[ContractKind, str], set[str]]
"""Who offers each part."""


def find_consumers(drafts: Sequence[Draft], offers: Sequence[Offer], workspace: Workspace) -> None:
    """Note in *drafts* who uses each, with what shows it."""
    missing = list(_missing_imports(offers, workspace.places))
    for draft in drafts:
        for consumer, sign in _seen(draft, missing, workspace):
            note(draft, consumer, sign)
    tables, parts = owners_of_tables(drafts), _owners_of_parts(drafts)
    for number, place in enumerate(workspace.places):
        with place.tree:
            for service in (service.name for service in place.services):
                mentions = workspace.mentions[service]
                own = own_tables(service, number, workspace, offers)
                for draft, spot in _used(service, mentions, place, drafts, parts):
                    note(draft, service, workspace.sign(service, "uses", spot))
                for draft, spot, confidence in chain(
                    touched(service, own, drafts, tables),
                    requested(service, mentions, drafts, workspace.services),
                ):
                    sign = workspace.sign(service, "uses", spot)
                    note(draft, service, Sign(sign.evidence, confidence))


def note(draft: Draft, service: str, sign: Sign, first: bool = False) -> None:
    """Take note of one sign that *service* uses a contract; a few are kept, *first* ones surely.

    A sure sign comes before all guesses. None is sure of a contract whose provider is a guess,
    unless a catalog or a pin says so.
    """
    if draft.is_open and not first:
        sign = Sign(sign.evidence, Confidence.GUESSED)
    known = draft.consumers[service] if service != draft.provider else []
    guesses = [one for one in known if one.confidence is Confidence.GUESSED]
    surer = sign.confidence is not Confidence.GUESSED and len(guesses) == len(known)
    if sign not in known and (first or surer or len(known) < _ENOUGH):
        known.insert(0 if first or surer else len(known), sign)


def _seen(
    draft: Draft, missing: Sequence[tuple[Offer, str]], workspace: Workspace
) -> Iterator[tuple[str, Sign]]:
    if not draft.rpc:
        yield from _copies(draft, workspace)
        yield from _imports(draft, missing, workspace)
        yield from _mentions(draft, workspace)
    yield from _rpc_calls(draft, workspace)
    if draft.kind.access is Access.ROUTES:
        yield from _operations_named(draft, workspace)
    if draft.kind.access is Access.PACKAGE:
        yield from _pins(draft, workspace)


def _copies(draft: Draft, workspace: Workspace) -> Iterator[tuple[str, Sign]]:
    for offer in draft.copies:
        name = offer.surface.name or draft.provider
        spot = Spot(
            offer.path, offer.line, f'a copy of {draft.provider}\'s {draft.kind.name} "{name}"'
        )
        yield offer.service, workspace.sign(offer.service, "copy", spot)


def _missing_imports(
    offers: Sequence[Offer], places: Sequence[Place]
) -> Iterator[tuple[Offer, str]]:
    """Yield what .proto files import that their own repository does not have."""
    known = [[path for path in place.tree.files if path.endswith(".proto")] for place in places]
    for offer in offers:
        for target in offer.imports if offer.service and offer.path.endswith(".proto") else ():
            if not _ends(known[offer.place], target):
                yield offer, target


def _imports(
    draft: Draft, missing: Sequence[tuple[Offer, str]], workspace: Workspace
) -> Iterator[tuple[str, Sign]]:
    """An import that only the provider's files can answer."""
    provided = {offer.path for offer in draft.offers}
    for offer, target in missing:
        if offer.service != draft.provider and _ends(provided, target):
            spot = Spot(offer.path, 1, f'import "{target}"')
            yield offer.service, workspace.sign(offer.service, "import", spot)


def _ends(paths: Iterable[str], target: str) -> bool:
    tail = f"/{target}"
    return any(path == target or path.endswith(tail) for path in paths)


def _mentions(draft: Draft, workspace: Workspace) -> Iterator[tuple[str, Sign]]:
    for service, mentions in workspace.mentions.items():
        for family in draft.families:
            spot = mentions.spots.get(name_key(family))
            if spot is not None:
                yield service, workspace.sign(service, "mention", spot)


def _operations_named(draft: Draft, workspace: Workspace) -> Iterator[tuple[str, Sign]]:
    """An operation that a line names together with its provider."""
    parts = {part for offer in draft.offers for part in offer.surface.parts}
    provider = re.compile(rf"(?<![\w-]){re.escape(draft.provider)}(?![\w-])", re.IGNORECASE)
    for service, mentions in workspace.mentions.items():
        for part in sorted(parts):
            spot = mentions.spots.get(part_key(part))
            if spot is not None and provider.search(spot.text.replace(part, "")):
                sign = workspace.sign(service, "mention", spot)
                yield service, Sign(sign.evidence, Confidence.GUESSED)


def _rpc_calls(draft: Draft, workspace: Workspace) -> Iterator[tuple[str, Sign]]:
    """A stub of that name; who serves one of that name, too, may call its own."""
    for service, mentions in workspace.mentions.items():
        for rpc in draft.rpcs:
            spot = mentions.calls.get(rpc)
            if spot is not None:
                sign = workspace.sign(service, "calls", spot)
                own = rpc in mentions.serves
                yield service, Sign(sign.evidence, Confidence.GUESSED) if own else sign


def _pins(draft: Draft, workspace: Workspace) -> Iterator[tuple[str, Sign]]:
    for offer in draft.offers:
        for service, mentions in workspace.mentions.items():
            spot = mentions.pins.get((offer.registry, offer.surface.name))
            if spot is not None:
                yield service, workspace.sign(service, "library-pin", spot)


def _used(
    service: str, mentions: Mentions, place: Place, drafts: Sequence[Draft], owners: _Owners
) -> Iterator[tuple[Draft, Spot]]:
    """Yield the contracts of others of which a service's code uses parts, with the places."""
    for draft in drafts:
        if draft.kind.access not in _ELSEWHERE and draft.provider != service:
            for use in _uses(draft, mentions, place, owners):
                yield draft, Spot(use.path, use.line, f"{use.part}: {use.text}")


def _uses(draft: Draft, mentions: Mentions, place: Place, owners: _Owners) -> Iterator[Use]:
    """Yield the parts that code uses, and which no other contract has."""
    surface = _surface(draft)
    found = 0
    for path in _candidates(draft, mentions):
        for use in _uses_of_file(draft.kind, path, place, surface):
            if not use.guessed and owners[draft.kind, use.part] == {draft.provider}:
                yield use
                found += 1
        if found >= _ENOUGH:
            return


def _candidates(draft: Draft, mentions: Mentions) -> Iterable[str]:
    return dict.fromkeys(
        path for family in draft.families for path in mentions.candidates.get(clue_key(family), ())
    )


def _uses_of_file(kind: ContractKind, path: str, place: Place, surface: Surface) -> Sequence[Use]:
    with suppress(UnreadableError, RecursionError, MemoryError):
        return list(kind.analyzer.uses(path, place.tree.read(path), surface))
    return []


def _surface(draft: Draft) -> Surface:
    """Return what all files of a contract say together."""
    parts: dict[str, tuple[str, ...]] = {}
    for offer in draft.offers:
        parts.update(offer.surface.parts)
    return Surface(draft.offers[0].surface.name, parts)


def _owners_of_parts(drafts: Iterable[Draft]) -> _Owners:
    """Return who offers each part, as a copy or as the original."""
    owners: dict[tuple[ContractKind, str], set[str]] = defaultdict(set)
    for draft in drafts:
        for offer in draft.offers:
            for part in offer.surface.parts:
                owners[draft.kind, part].add(draft.provider)
    return owners
