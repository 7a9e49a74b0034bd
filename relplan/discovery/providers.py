"""Tells who provides a contract whose files are in one or several places."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from posixpath import basename, splitext

from relplan.contracts.kind import Access
from relplan.discovery.asking import asks_by, asks_in_code
from relplan.discovery.families import Family
from relplan.discovery.found import FoundService, Sign
from relplan.discovery.mentions import Mentions, Spot
from relplan.discovery.naming import words_of
from relplan.discovery.offers import Offer, Place, served_names
from relplan.discovery.watching import clue_key
from relplan.model.evidence import Confidence, Evidence
from relplan.sources.git.main_tree import History
from relplan.sources.provenance import Provenance

DULL = frozenset(
    "service services svc server api app backend demo repo the and of go java python js ms".split()
)
"""Words of a name that do not tell one service from another."""
_KEPT_FOR_OTHERS = frozenset(
    "api apis api-spec contracts definitions events idl openapi proto protobuf protos schema"
    " schemas spec specs swagger".split()
)
"""Folders in which a provider keeps what others may read."""


@dataclass(slots=True)
class Workspace:
    """All that is known before it is told who provides what."""

    places: Sequence[Place]
    services: Mapping[str, FoundService]
    mentions: Mapping[str, Mentions]
    declared: Mapping[str, str] = field(default_factory=dict)
    """Who provides it, by the names and the files of contracts that catalogs declare."""
    pinned: Collection[tuple[str, str]] = frozenset()
    """Services, each with one that has it as a submodule."""

    def commit_of(self, service: str) -> str:
        """Return the commit at which a service was read."""
        return next((p.tree.commit for p in self.places if _has(p, service)), "")

    def sign(self, service: str, rule: str, spot: Spot, text: str = "") -> Sign:
        """Return a place in a service's files as a sign."""
        commit = self.commit_of(service)
        evidence = Evidence(rule, text or spot.text, service, commit, spot.path, spot.line)
        return Sign(evidence)


def _has(place: Place, service: str) -> bool:
    return any(known.name == service for known in place.services)


@dataclass(frozen=True, slots=True)
class Provider:
    """Who provides a contract, by which files, and how that is known."""

    service: str
    offers: tuple[Offer, ...]
    """Its own files, or those of its repository that are in no service's folder."""
    signs: tuple[Sign, ...]


@dataclass(slots=True)
class _Candidate:
    service: str
    offers: list[Offer]
    serves: Spot | None = None
    calls: Spot | None = None
    declared: bool = False
    named_alike: bool = False
    histories: Sequence[History] = ()

    @property
    def provenance(self) -> Provenance:
        return min(offer.provenance for offer in self.offers)

    @property
    def for_others(self) -> bool:
        return any(_KEPT_FOR_OTHERS & set(offer.path.split("/")[:-1]) for offer in self.offers)

    @property
    def changes(self) -> int:
        return sum(history.changes for history in self.histories)

    @property
    def first(self) -> int:
        return min((history.first for history in self.histories), default=1 << 40)

    def clear_rank(self) -> tuple[bool, ...]:
        """What tells a provider from a holder of a copy, from the surest sign on."""
        own = self.provenance is Provenance.ORIGINAL
        return self.declared, self.serves is not None, own and self.named_alike, own

    def rank(self) -> tuple[object, ...]:
        return (*self.clear_rank(), self.for_others, self.changes, -self.first)


def provider_of(family: Family, workspace: Workspace) -> Provider | None:
    """Return who provides a contract; None where that is nobody of the workspace."""
    candidates = _candidates(family, workspace)
    if not candidates:
        return None
    if len(candidates) > 1 and _is_open(candidates):
        for candidate in candidates:
            candidate.histories = _histories(candidate.offers, workspace.places)
    ordered = sorted(candidates, key=lambda one: one.service)
    best = max(ordered, key=_Candidate.rank)
    if not best.declared and _is_only_called(best) and len(candidates) == 1:
        return None  # a client keeps a copy of what somebody outside provides
    return Provider(best.service, tuple(best.offers), tuple(_signs(best, candidates, workspace)))


def _is_open(candidates: Iterable[_Candidate]) -> bool:
    """Tell whether the two best are alike in all that makes plain who provides it."""
    first, second, *_ = sorted((one.clear_rank() for one in candidates), reverse=True)
    return first == second


def _is_only_called(candidate: _Candidate) -> bool:
    return candidate.serves is None and candidate.calls is not None and not candidate.named_alike


def _candidates(family: Family, workspace: Workspace) -> list[_Candidate]:
    holders: dict[str, list[Offer]] = {}
    for offer in family.offers:
        if offer.service and offer.provenance <= Provenance.COPY:
            holders.setdefault(offer.service, []).append(offer)
    served = served_names(family.offers)
    found = [
        _candidate(service, offers, family, served, workspace)
        for service, offers in holders.items()
    ]
    originals = [one for one in found if one.provenance is Provenance.ORIGINAL]
    left = [
        one
        for one in found
        if (one in originals or _has_a_reason(one)) and not _copies(one, originals, workspace)
    ]
    if left and all(_only_asks(one, workspace) for one in left):
        return []
    left = _answering(left, family, workspace)
    return left or _of_common_folders(family, served, workspace)


def _only_asks(candidate: _Candidate, workspace: Workspace) -> bool:
    """Tell whether all that a service does with what it holds is to ask somebody outside."""
    if _has_a_reason(candidate):
        return False
    places = {offer.place for offer in candidate.offers}
    return any(asks_by(candidate.offers, workspace.places[number]) for number in sorted(places))


def _answering(
    candidates: list[_Candidate], family: Family, workspace: Workspace
) -> list[_Candidate]:
    """Leave out who asks by a schema, where another service holds it that does not."""
    if len(candidates) < 2 or family.kind.access is not Access.QUERIES:
        return candidates
    return [one for one in candidates if not _asks(one, family, workspace)] or candidates


def _asks(candidate: _Candidate, family: Family, workspace: Workspace) -> bool:
    if _has_a_reason(candidate):
        return False
    mentions = workspace.mentions.get(candidate.service, Mentions())
    places = (place for place in workspace.places if _has(place, candidate.service))
    paths = mentions.candidates.get(clue_key(family), ())
    return any(asks_in_code(candidate.offers, paths, place) for place in places)


def _copies(one: _Candidate, originals: Iterable[_Candidate], workspace: Workspace) -> bool:
    """Tell whether a service has what it holds from another that it has as a submodule.

    Its name tells nothing then: what is made for a service is often called after it.
    """
    is_plain = one.declared or one.serves is not None
    return not is_plain and any(
        (other.service, one.service) in workspace.pinned for other in originals
    )


def _has_a_reason(candidate: _Candidate) -> bool:
    return candidate.declared or candidate.serves is not None or candidate.named_alike


def _of_common_folders(
    family: Family, served: Collection[str], workspace: Workspace
) -> list[_Candidate]:
    """Return the services of a monorepo that may provide what is in none of their folders."""
    found = []
    for number in {offer.place for offer in family.offers if not offer.service}:
        offers = [one for one in family.offers if one.place == number and not one.service]
        if min(offer.provenance for offer in offers) is not Provenance.ORIGINAL:
            continue
        for service in workspace.places[number].services:
            candidate = _candidate(service.name, offers, family, served, workspace)
            if _has_a_reason(candidate):
                found.append(candidate)
    return found


def _candidate(
    service: str,
    offers: list[Offer],
    family: Family,
    served: Collection[str],
    workspace: Workspace,
) -> _Candidate:
    mentions = workspace.mentions.get(service, Mentions())
    best = min(offer.provenance for offer in offers)
    kept = [offer for offer in offers if offer.provenance is best]
    candidate = _Candidate(service, kept)
    candidate.serves = next((mentions.serves[n] for n in served if n in mentions.serves), None)
    candidate.calls = next((mentions.calls[n] for n in served if n in mentions.calls), None)
    keys = {family.name, *(f"{offer.place}:{offer.path}" for offer in offers)}
    candidate.declared = service in {workspace.declared.get(key) for key in keys}
    candidate.named_alike = is_named_after(service, family)
    return candidate


def is_named_after(service: str, family: Family) -> bool:
    """Tell whether a contract's own name, or its files', have what tells the service apart."""
    telling = words_of(service) - DULL
    files = {splitext(basename(offer.path))[0] for offer in family.offers}
    words = words_of(family.name).union(*(words_of(name) for name in files))
    return bool(telling) and all(_is_in(word, words) for word in telling)


def _is_in(word: str, words: Collection[str]) -> bool:
    """Compare words as people do: orders and order are the same."""
    return word in words or f"{word}s" in words or word.removesuffix("s") in words


def _histories(offers: Iterable[Offer], places: Sequence[Place]) -> list[History]:
    by_place: dict[int, list[str]] = {}
    for offer in offers:
        by_place.setdefault(offer.place, []).append(offer.path)
    return [
        history
        for number, paths in by_place.items()
        for history in places[number].tree.histories(paths).values()
    ]


def _signs(
    best: _Candidate, candidates: Sequence[_Candidate], workspace: Workspace
) -> Iterable[Sign]:
    offer = min(best.offers, key=lambda offer: (offer.path.count("/"), offer.path))
    place = Spot(offer.path, offer.line, "")
    if best.declared:
        yield workspace.sign(best.service, "declared", place, "a catalog says that it provides it")
    if best.serves is not None:
        yield workspace.sign(best.service, "serves", best.serves)
    name = f' "{offer.surface.name}"' if offer.surface.name else ""
    yield workspace.sign(best.service, "contract-file", place, f"{offer.kind.name}{name}")
    if len(candidates) > 1 and best.histories:
        others = ", ".join(sorted(one.service for one in candidates if one is not best))
        text = f"changed most, {best.changes} times; also in {others}"
        sign = workspace.sign(best.service, "history", place, text)
        yield Sign(sign.evidence, Confidence.GUESSED)
