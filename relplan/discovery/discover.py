"""From a folder of repositories to services and contracts."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from relplan.contracts.kind import Access
from relplan.discovery.apart import roots_of
from relplan.discovery.calling import Call, find_calls
from relplan.discovery.catalogs import Names
from relplan.discovery.coded import (
    beyond_files,
    find_in_code,
    folders_of,
    is_for_others,
    served_elsewhere,
    that_matter,
)
from relplan.discovery.consumers import find_consumers
from relplan.discovery.databases import dialect_said
from relplan.discovery.declared import Catalogs
from relplan.discovery.descriptors import find_descriptors
from relplan.discovery.drafts import Draft, drafts_of
from relplan.discovery.families import Family, families_of
from relplan.discovery.found import Discovered, FoundContract, FoundDescriptors, Sign
from relplan.discovery.globs import globs_of, history_globs
from relplan.discovery.kubernetes import configured_addresses
from relplan.discovery.mentions import Mentions, Spot, Watch, mentions_of
from relplan.discovery.naming import contract_name, unique
from relplan.discovery.offers import Offer, Place, find_offers
from relplan.discovery.pinning import find_pins, with_pins
from relplan.discovery.providers import Workspace
from relplan.discovery.services import aliases, find_services
from relplan.discovery.serving import is_generated, pinned_by, server_of
from relplan.discovery.tables import with_own_tables
from relplan.discovery.watching import own_keys, watch_for
from relplan.model.evidence import Confidence, Evidence
from relplan.model.garbage import collection
from relplan.model.spelling import kebab

Progress = Callable[[str, str], None]


@collection()
def discover(place: Path, repositories: Collection[Path], on_progress: Progress) -> Discovered:
    """Find the services and contracts of *repositories*, all of them below *place*."""
    places = find_services(place, repositories)
    offers = with_own_tables(roots_of(_offers(places, on_progress)), places)
    families = families_of(offers)
    services = {service.name: service for place in places for service in place.services}
    names = Names(services.values(), aliases(places))
    catalogs = Catalogs(places, names)
    pins = list(find_pins(places))
    pinned = frozenset((provider, consumer) for provider, consumer, _ in pins)
    workspace = Workspace(places, services, {}, catalogs.providers(), pinned)
    watch = watch_for(families, places)
    workspace.mentions = dict(_mentions(places, families, watch, on_progress))
    notes = [
        service.releases
        for service in services.values()
        if service.releases is not None and service.releases.confidence is Confidence.GUESSED
    ]
    drafts = beyond_files(_of_servers(drafts_of(families, workspace, notes), workspace, notes))
    find_consumers(drafts, offers, workspace)
    drafts = with_pins(that_matter(drafts), pins)
    catalogs.apply(drafts, workspace)
    find_calls(drafts, list(_configured(places, names, watch)), workspace)
    descriptors = find_descriptors(places)
    notes += [_doubted(shape) for shape in descriptors if shape.doubt]
    contracts = _contracts(drafts, workspace, pinned_by(drafts, pins))
    return Discovered(list(services.values()), contracts, notes, descriptors=descriptors)


def _of_servers(drafts: Sequence[Draft], workspace: Workspace, notes: list[Sign]) -> list[Draft]:
    """Return *drafts* without the files of what others' code serves; *notes* tell of these."""
    elsewhere = served_elsewhere(drafts)
    for number, server in elsewhere.items():
        draft = drafts[number]
        offer = draft.offers[0]
        text = (
            f"{draft.kind.name} is left out: not {draft.provider}'s code serves it, but {server}'s"
        )
        notes.append(workspace.sign(draft.provider, "no-provider", Spot(offer.path, 1, text)))
    return [draft for number, draft in enumerate(drafts) if number not in elsewhere]


def _doubted(shape: FoundDescriptors) -> Sign:
    """Return the note that a table stands in relplan.toml as a comment alone."""
    text = f"[descriptors.{shape.name}] is a comment in relplan.toml, for it is not certain:"
    evidence = shape.signs[0].evidence
    return Sign(replace(evidence, text=f"{text} {shape.doubt}"), Confidence.GUESSED)


def _offers(places: Sequence[Place], on_progress: Progress) -> list[Offer]:
    found: list[Offer] = []
    for number, place in enumerate(places):
        on_progress(str(place.tree.repository), "looks for contracts")
        with place.tree:
            found += find_offers(number, place)
            found += find_in_code(number, place)
    return found


def _mentions(
    places: Sequence[Place], families: Sequence[Family], watch: Watch, on_progress: Progress
) -> Iterator[tuple[str, Mentions]]:
    for place in places:
        on_progress(str(place.tree.repository), "looks for who uses them")
        folders = {service.path for service in place.services}
        with place.tree:
            for service in place.services:
                others = folders - {service.path}
                theirs = watch.without(own_keys(service.name, families))
                yield service.name, mentions_of(place.tree, service, others, theirs)


def _configured(places: Sequence[Place], names: Names, watch: Watch) -> Iterator[Call]:
    for place in places:
        with place.tree:
            for caller, callee, (path, line, text) in configured_addresses(place, names, watch):
                evidence = Evidence(
                    "address", text, place.owner(path), place.tree.commit, path, line
                )
                yield caller, callee, Sign(evidence)


def _contracts(
    drafts: Iterable[Draft], workspace: Workspace, pinned: Mapping[str, set[str]]
) -> list[FoundContract]:
    found: dict[str, FoundContract] = {}
    for draft in sorted(drafts, key=lambda draft: (draft.kind.name, draft.provider, draft.base)):
        if not any(draft.consumers.values()) and _is_noise_alone(draft):
            continue
        name = kebab(draft.name) or contract_name(draft.kind, draft.base)
        name = unique(name, draft.provider, found)
        contract = FoundContract(name, draft.kind.name, draft.provider, _files(draft, workspace))
        contract.signs = [*draft.signs, *_dialect(contract, draft, workspace)]
        server = server_of(draft, pinned, workspace)
        if server is not None:
            contract.provider, contract.schema = server.service, draft.provider
            contract.signs = [server.sign, *draft.signs]
        for consumer, signs in sorted(draft.consumers.items()):
            if contract.schema in pinned.get(consumer, ()) and is_generated(signs):
                continue  # a package that is made of the schemas, and calls nobody
            contract.add_consumer(consumer, signs)
        contract.uses = {name: parts for name, parts in draft.uses.items() if parts}
        found[name] = contract
    return [found[name] for name in sorted(found)]


def _dialect(contract: FoundContract, draft: Draft, workspace: Workspace) -> Iterator[Sign]:
    """Take note of the dialect of a database's migrations; yield where it is said."""
    if draft.kind.access is not Access.TABLES or not draft.offers:
        return
    tree = workspace.places[draft.offers[0].place].tree
    folder = workspace.services[draft.provider].path
    with tree:
        said = dialect_said(tree, folder, (offer.path for offer in draft.offers))
    if said is not None:
        contract.dialect = said.dialect
        yield workspace.sign(draft.provider, "dialect", said.spot)


def _is_noise_alone(draft: Draft) -> bool:
    """Tell whether nobody is tied by it as long as nobody is seen to use it."""
    if draft.kind.access is Access.RPC:
        return not draft.rpcs  # messages that are only kept, or sent within the service
    if draft.kind.in_code:
        return not is_for_others(draft)
    return not draft.kind.for_others


def _files(draft: Draft, workspace: Workspace) -> tuple[str, ...]:
    if not draft.offers:
        return ()
    place = workspace.places[draft.offers[0].place]
    wanted = {offer.path for offer in draft.offers}
    folder = workspace.services[draft.provider].path
    if draft.kind.in_code:
        inner = {one.path for one in place.services} - {folder}
        return folders_of(wanted, folder, inner)
    if draft.kind.access is Access.TABLES:
        return history_globs(wanted, folder)
    return globs_of(wanted, place.tree.files, folder)
