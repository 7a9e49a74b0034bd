"""Makes contracts of the families of files: who provides each, by which files."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from relplan.contracts.kind import Access, ContractKind
from relplan.discovery.apart import apart
from relplan.discovery.families import Family, is_dull
from relplan.discovery.found import Sign
from relplan.discovery.mentions import Spot
from relplan.discovery.naming import words_of
from relplan.discovery.offers import Offer, served_names
from relplan.discovery.providers import (
    DULL,
    Provider,
    Workspace,
    is_named_after,
    provider_of,
)
from relplan.model.evidence import Confidence, Evidence
from relplan.sources.provenance import Provenance


@dataclass(slots=True)
class Draft:
    """A contract before its consumers are known."""

    kind: ContractKind
    provider: str
    base: str
    """What its name is made of."""
    families: list[Family]
    offers: list[Offer]
    """The provider's."""
    signs: list[Sign]
    rpc: str = ""
    """The one gRPC service that it is about; empty: all that its files have."""
    name: str = ""
    """As a catalog has it; empty: in none."""
    consumers: dict[str, list[Sign]] = field(default_factory=lambda: defaultdict(list))
    uses: dict[str, set[str]] = field(default_factory=dict)
    """The parts that consumers declare to use."""

    @property
    def rpcs(self) -> list[str]:
        """The gRPC services that it is about."""
        return [self.rpc] if self.rpc else served_names(self.offers)

    @property
    def is_open(self) -> bool:
        """Whether it is a guess which of those that hold it provides it."""
        return any(sign.evidence.rule == "history" for sign in self.signs)

    @property
    def copies(self) -> list[Offer]:
        """The files of others that are the same contract."""
        found = (offer for family in self.families for offer in family.offers)
        return [offer for offer in found if offer.service and offer.service != self.provider]


def drafts_of(families: Iterable[Family], workspace: Workspace, notes: list[Sign]) -> list[Draft]:
    """Return the contracts that services of the workspace provide; *notes* get those of others."""
    grouped: dict[tuple[ContractKind, str, str], Draft] = {}
    found: list[Draft] = []
    for family in apart(families, workspace):
        split = _by_rpc(family, workspace) if family.kind.access is Access.RPC else []
        if split:
            found += split
            continue
        provider = provider_of(family, workspace)
        if provider is None:
            notes += _nobodys(family, workspace)
            continue
        key = _module(provider) or str(family.number)
        draft = Draft(
            family.kind, provider.service, "", [family], list(provider.offers), list(provider.signs)
        )
        known = grouped.setdefault((family.kind, provider.service, key), draft)
        if known is not draft:
            known.families.append(family)
            known.offers += provider.offers
            known.signs += provider.signs
    found += grouped.values()
    for draft in found:
        draft.base = draft.base or _base(draft, found)
    return found


def _nobodys(family: Family, workspace: Workspace) -> Iterator[Sign]:
    """Yield that a contract was left out, for want of a provider among the services."""
    offer = min(family.offers, key=lambda offer: (offer.provenance, offer.path))
    is_rpc = family.kind.access is Access.RPC
    matters = bool(served_names(family.offers)) if is_rpc else family.kind.for_others
    if offer.provenance is Provenance.ORIGINAL and matters:
        named = f'{family.kind.name} "{family.name}"' if family.name else family.kind.name
        text = f"{named} is left out: no service here is known to provide it"
        commit = workspace.places[offer.place].tree.commit
        evidence = Evidence("no-provider", text, offer.service, commit, offer.path, offer.line)
        yield Sign(evidence, Confidence.GUESSED)


def _module(provider: Provider) -> str:
    """Return what makes files of several names one contract; empty: nothing does."""
    return min(
        offer.kind.analyzer.module(offer.path, offer.surface, offer.registry)
        for offer in provider.offers
    )


def _by_rpc(family: Family, workspace: Workspace) -> list[Draft]:
    """Return a contract a gRPC service, where several services serve those of one package.

    A provider must have the file in its repository: its own, or one that is in nobody's folder.
    """
    found = []
    for rpc in served_names(family.offers):
        servers = [
            service
            for service, mentions in workspace.mentions.items()
            if rpc in mentions.serves and _files_for(family, rpc, service, workspace)
        ]
        if servers:
            named = Family(family.kind, rpc, ())
            server = min(servers, key=lambda service: (not is_named_after(service, named), service))
            found.append(_of_rpc(family, rpc, server, workspace))
    return found if len({draft.provider for draft in found}) > 1 else []


def _of_rpc(family: Family, rpc: str, server: str, workspace: Workspace) -> Draft:
    offers = _files_for(family, rpc, server, workspace)
    file = Spot(offers[0].path, offers[0].line, f"{family.name}.{rpc}")
    signs = [
        workspace.sign(server, "serves", workspace.mentions[server].serves[rpc]),
        workspace.sign(server, "contract-file", file),
    ]
    return Draft(family.kind, server, rpc, [family], offers, signs, rpc)


def _files_for(family: Family, rpc: str, service: str, workspace: Workspace) -> list[Offer]:
    """Return the files that declare *rpc*: the service's own, else its repository's."""
    places = [
        number
        for number, place in enumerate(workspace.places)
        if any(known.name == service for known in place.services)
    ]
    declaring = [offer for offer in family.offers if rpc in served_names([offer])]
    own = [offer for offer in declaring if offer.service == service]
    common = [offer for offer in declaring if not offer.service and offer.place in places]
    for offers in (own, common):
        best = min((offer.provenance for offer in offers), default=Provenance.TEST)
        if best <= Provenance.COPY:
            return [offer for offer in offers if offer.provenance is best]
    return []


def _base(draft: Draft, drafts: Sequence[Draft]) -> str:
    """Return what the contract is about: its provider, unless that has several of the kind."""
    if not draft.offers:
        return draft.provider
    analyzer, path = draft.kind.analyzer, draft.offers[0].path
    subject = analyzer.subject([offer.surface.name for offer in draft.offers], path)
    if subject:
        return subject
    alike = [one for one in drafts if (one.kind, one.provider) == (draft.kind, draft.provider)]
    if len(alike) == 1 and words_of(draft.provider) - DULL:
        return draft.provider
    titles = (*analyzer.titles(draft.families[0].name), path.rpartition("/")[2].partition(".")[0])
    return next((name for name in titles if not is_dull(name)), draft.provider)
