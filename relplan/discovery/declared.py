"""Adds what catalogs declare: who provides, consumes and calls what."""

from collections.abc import Iterable, Iterator, Sequence

from relplan.contracts.kind import CUSTOM_KIND
from relplan.contracts.openapi import OPENAPI
from relplan.discovery.calling import STORES
from relplan.discovery.catalogs import Names
from relplan.discovery.consumers import note
from relplan.discovery.drafts import Draft
from relplan.discovery.families import Family
from relplan.discovery.found import Sign
from relplan.discovery.naming import contract_name
from relplan.discovery.offers import Place
from relplan.discovery.providers import Workspace
from relplan.model.evidence import Confidence, Evidence
from relplan.model.spelling import plain
from relplan.sources.catalogs import Fact, Relation


class Catalogs:
    """What the catalogs of all repositories say together."""

    def __init__(self, places: Sequence[Place], names: Names) -> None:
        """Take in the facts of *places*, in which services go by *names*."""
        self._places = places
        self._names = names
        self._apis: dict[str, str] = {}
        self._files: dict[str, str] = {}
        for _, fact in self._facts(Relation.PROVIDES):
            service = names.service(fact.subject)
            if service:
                self._apis.setdefault(fact.object, service)
        for place, fact in self._facts(Relation.DEFINES):
            if fact.object:
                self._files.setdefault(f"{place}:{fact.object}", fact.subject)

    def providers(self) -> dict[str, str]:
        """Return who provides each API, by its name and by its files (``NUMBER:PATH``)."""
        by_file = {file: self._apis[api] for file, api in self._files.items() if api in self._apis}
        return {**self._apis, **by_file}

    def apply(self, drafts: list[Draft], workspace: Workspace) -> None:
        """Name what has a name, and note who consumes and calls what."""
        self._name(drafts)
        for place, fact in self._facts(Relation.CONSUMES):
            consumer = self._names.service(fact.subject)
            if not consumer:
                continue
            sign = self._sign(place, fact)
            draft = self._draft(fact, drafts, sign)
            if draft is not None:
                note(draft, consumer, sign, first=True)
                draft.uses.setdefault(consumer, set()).update(_templates(fact.parts, draft))
        for place, fact in self._facts(Relation.CALLS):
            caller, callee = (self._names.service(name) for name in (fact.subject, fact.object))
            if caller and callee and caller != callee and callee not in STORES:
                workspace.services[caller].calls[callee] = self._sign(place, fact)

    def _facts(self, relation: Relation) -> Iterator[tuple[int, Fact]]:
        for number, place in enumerate(self._places):
            yield from ((number, fact) for fact in place.facts if fact.relation is relation)

    def _name(self, drafts: Iterable[Draft]) -> None:
        for draft in drafts:
            files = (f"{offer.place}:{offer.path}" for offer in draft.offers)
            draft.name = next((self._files[file] for file in files if file in self._files), "")

    def _draft(self, fact: Fact, drafts: list[Draft], sign: Sign) -> Draft | None:
        """Return the contract that a consumer names: an API, or just its provider."""
        named = [draft for draft in drafts if draft.name == fact.object]
        provider = self._apis.get(fact.object) or self._names.service(fact.object)
        theirs = [draft for draft in drafts if draft.provider == provider]
        alike = [draft for draft in theirs if plain(_full_name(draft)) == plain(fact.object)]
        of_kind = [draft for draft in theirs if _is_meant(draft, fact)]
        for found in (named, alike, of_kind):
            if len(found) == 1:
                return found[0]
        if not provider:
            return None
        name = fact.object if fact.object in self._apis else contract_name(OPENAPI, provider)
        family = Family(CUSTOM_KIND, fact.object, ())
        draft = Draft(CUSTOM_KIND, provider, name, [family], [], [sign], name=name)
        drafts.append(draft)
        return draft

    def _sign(self, number: int, fact: Fact) -> Sign:
        place = self._places[number]
        service = place.owner(fact.path)
        rule = f"catalog-{fact.relation.value}"
        evidence = Evidence(rule, fact.text, service, place.tree.commit, fact.path, fact.line)
        return Sign(evidence, Confidence.DECLARED)


def _is_meant(draft: Draft, fact: Fact) -> bool:
    """Tell whether a contract is of the kind that a catalog says, else one that is called."""
    return fact.kind == draft.kind.name if fact.kind else draft.kind.access.is_http


def _full_name(draft: Draft) -> str:
    return draft.name or contract_name(draft.kind, draft.base)


def _templates(parts: Iterable[str], draft: Draft) -> Iterator[str]:
    """Return the operations of a contract that ``GET /orders/12`` is an example of."""
    offered = sorted({part for offer in draft.offers for part in offer.surface.parts})
    for part in parts:
        fitting = [known for known in offered if _fits(part, known)]
        yield from sorted(fitting, key=lambda known: known.count("{"))[:1] if offered else (part,)


def _fits(part: str, template: str) -> bool:
    """Compare step by step from the end, for a server's address may have some of the path."""
    method, _, path = part.partition(" ")
    wanted_method, _, wanted_path = template.partition(" ")
    steps = path.partition("?")[0].strip("/").split("/")
    wanted = wanted_path.strip("/").split("/")
    near = steps[-len(wanted) :]
    return (
        method == wanted_method
        and len(near) == len(wanted)
        and all("{" in one or one == other for one, other in zip(wanted, near, strict=True))
        and (len(steps) == len(wanted) or not all("{" in one for one in wanted))
    )
