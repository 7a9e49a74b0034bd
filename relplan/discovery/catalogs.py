"""Reads the catalogs of a repository, and says which services they mean."""

from collections.abc import Iterable, Mapping, Sequence

from relplan.contracts.bounds import UnreadableError
from relplan.discovery.found import FoundService
from relplan.model.spelling import plain
from relplan.sources.catalogs import Fact, Relation, facts, is_catalog
from relplan.sources.catalogs.codeowners import owner_of
from relplan.sources.git.main_tree import Tree
from relplan.sources.provenance import Provenance, provenance_of

_MOST_CATALOGS = 2_000
_TOP = (".", "")


def facts_of(tree: Tree) -> list[Fact]:
    """Return what the catalogs of a repository say; it must have been entered."""
    found: list[Fact] = []
    catalogs = sorted(path for path in tree.files if is_catalog(path) and _counts(path))
    for path in catalogs[:_MOST_CATALOGS]:
        content = tree.read(path)
        try:
            found += facts(path, content) if content else ()
        except (UnreadableError, RecursionError, MemoryError):
            continue
    return found


def _counts(path: str) -> bool:
    """Tell whether a catalog speaks of the real thing; pacts are written by tests."""
    provenance = provenance_of(path)
    return provenance <= Provenance.COPY or (
        provenance is Provenance.TEST and "pact" in path.lower()
    )


def component_folders(known: Iterable[Fact]) -> dict[str, str]:
    """Return the folders that catalogs call services, with the file that does."""
    return {
        fact.object: fact.path
        for fact in known
        if fact.relation is Relation.COMPONENT and fact.object not in _TOP
    }


def component_names(known: Iterable[Fact]) -> dict[str, str]:
    """Return what catalogs call the services in each folder."""
    return {
        fact.object or ".": fact.subject
        for fact in known
        if fact.relation is Relation.COMPONENT and fact.object
    }


def team_of(service: FoundService, known: Sequence[Fact]) -> Fact | None:
    """Return who owns a service: by its name, else by its folder, where the last word counts."""
    for fact in known:
        named = fact.relation is Relation.OWNED_BY and fact.object and not fact.of_folder
        if named and _same(fact.subject, service.name):
            return fact
    return owner_of(service.path, known)


def _same(one: str, other: str) -> bool:
    return plain(one) == plain(other)


class Names:
    """Which services are meant by the names in catalogs."""

    def __init__(self, services: Iterable[FoundService], aliases: Mapping[str, str]) -> None:
        """Know *services* by their names, and by *aliases* of them."""
        self._exact = dict(aliases)
        self._plain: dict[str, list[str]] = {}
        for service in services:
            self._exact[service.name] = service.name
            self._plain.setdefault(plain(service.name), []).append(service.name)

    def service(self, name: str) -> str:
        """Return the service that is meant; empty: none of the workspace, or not told which."""
        if name in self._exact:
            return self._exact[name]
        alike = self._plain.get(plain(name), [])
        return alike[0] if len(alike) == 1 else ""
