"""Finds the submodules by which repositories of the workspace pin each other."""

from collections.abc import Iterable, Iterator, Sequence

from relplan.contracts.kind import Access
from relplan.contracts.library import LIBRARY
from relplan.discovery.consumers import note
from relplan.discovery.drafts import Draft
from relplan.discovery.found import Sign
from relplan.discovery.offers import Place
from relplan.model.evidence import Evidence
from relplan.sources.git.safe import Git
from relplan.sources.git.submodules import MODULES, Repositories, links_of, submodules_in

Pin = tuple[str, str, Sign]
"""A provider, who has it as a submodule, and where that says so."""


def with_pins(drafts: list[Draft], pins: Iterable[Pin]) -> list[Draft]:
    """Return *drafts*, and a library for each service that others have as a submodule.

    Where its repository publishes a package, that is the library already.
    """
    found = list(drafts)
    known = {draft.provider: draft for draft in drafts if draft.kind.access is Access.PACKAGE}
    for provider, consumer, sign in pins:
        draft = known.get(provider)
        if draft is None:
            draft = Draft(LIBRARY, provider, provider, [], [], [], name=provider)
            known[provider] = draft
            found.append(draft)
        note(draft, consumer, sign, first=True)
    return found


def find_pins(places: Sequence[Place]) -> Iterator[Pin]:
    """Yield who has whom as a submodule."""
    holding = [place for place in places if MODULES in place.tree.files]
    if not holding:
        return
    repositories = Repositories.of(str(place.tree.repository) for place in places)
    by_path = {str(place.tree.repository): place for place in places}
    for place in holding:
        own = str(place.tree.repository)
        with place.tree:
            modules = submodules_in(place.tree.read(MODULES))
        links = links_of(Git(own), place.tree.commit, (module.path for module in modules))
        for module in modules:
            if module.path not in links:
                continue
            source = repositories.find(module.url, own, links[module.path])
            if source is None:
                continue
            for consumer in _consumers(place, module.path):
                text = f"the submodule {module.path} of {module.url}"
                evidence = Evidence(
                    "submodule-pin", text, consumer, place.tree.commit, MODULES, module.line
                )
                for service in by_path[source].services:
                    yield service.name, consumer, Sign(evidence)


def _consumers(place: Place, path: str) -> list[str]:
    """Return the services that have a submodule: the one whose folder it is in, else the only."""
    owner = place.owner(f"{path}/")
    if owner:
        return [owner]
    return [service.name for service in place.services] if len(place.services) == 1 else []
