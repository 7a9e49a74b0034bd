"""Finds the services: each repository, or several folders of one."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from posixpath import basename

from relplan.discovery.catalogs import (
    component_folders,
    component_names,
    facts_of,
    team_of,
)
from relplan.discovery.deployables import deployables
from relplan.discovery.found import FoundService, Sign
from relplan.discovery.offers import Place
from relplan.discovery.releasing import add_releases
from relplan.model.errors import SourceError
from relplan.model.evidence import Confidence, Evidence
from relplan.sources.builds.edge import Inputs
from relplan.sources.catalogs import Fact
from relplan.sources.git.inputs import detected_inputs
from relplan.sources.git.main_tree import Tree, open_tree
from relplan.sources.git.safe import Git
from relplan.workspace import NODE_KINDS

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")


def find_services(place: Path, repositories: Collection[Path]) -> list[Place]:
    """Return the repositories below *place*, each with its services; no two share a name."""
    alike = Counter(_folder_name(place, repository) for repository in repositories)
    names = [_name(place, repository, alike) for repository in repositories]
    taken: set[str] = set()
    found = []
    for repository, whole in zip(repositories, names, strict=True):
        tree = open_tree(repository)
        with tree:
            facts = facts_of(tree)
        folders = deployables(tree.files.keys(), component_folders(facts))
        known = component_names(facts)
        services = []
        for folder, sign in folders.items():
            name = _of_folder(folder, known, whole, {*taken, *names})
            services.append(_service(tree, name, folder, sign))
            taken.add(name)
        if not services:
            services.append(FoundService(_unique(whole, "", taken), repository))
            taken.add(services[0].name)
        _add_inputs(services, tree)
        for service in services:
            _add_team(service, tree, facts)
        add_releases(tree, services, known)
        found.append(Place(tree, services, facts))
    return found


def aliases(places: Iterable[Place]) -> dict[str, str]:
    """Return the services by what the catalogs beside them call them."""
    found: dict[str, str] = {}
    for place in places:
        for folder, name in component_names(place.facts).items():
            for service in place.services:
                if service.path == folder:
                    found.setdefault(name, service.name)
    return found


def _of_folder(folder: str, known: Mapping[str, str], owner: str, taken: Collection[str]) -> str:
    """Name a service after what a catalog calls its folder, else after the folder."""
    return _unique(_cleaned(known.get(folder, basename(folder))), owner, taken)


def _service(tree: Tree, name: str, folder: str, sign: str) -> FoundService:
    evidence = Evidence("deployable", f"deployed by itself: {folder}", name, tree.commit, sign)
    return FoundService(name, tree.repository, folder, signs=[Sign(evidence)])


def _add_inputs(services: Sequence[FoundService], tree: Tree) -> None:
    """Take note of what the services of a monorepo share; each scan finds that out anew."""
    folders = [service.path for service in services if service.path != "."]
    if not folders or not tree.commit:
        return
    try:
        found, _ = detected_inputs(Git(str(tree.repository)), tree.commit, folders)
    except SourceError:
        return  # the scan says what is wrong with it
    for service in services:
        service.inputs = tuple(sorted(found.get(service.path, Inputs()).folders))


def _add_team(service: FoundService, tree: Tree, facts: Sequence[Fact]) -> None:
    fact = team_of(service, facts)
    if fact is not None:
        service.team = fact.object.rpartition("/")[2]
        evidence = Evidence(
            "owner", f"owner {fact.object}", service.name, tree.commit, fact.path, fact.line
        )
        service.signs.append(Sign(evidence, Confidence.DECLARED))


def _folder_name(place: Path, repository: Path) -> str:
    return _cleaned(repository.name if repository != place else place.name)


def _name(place: Path, repository: Path, alike: Mapping[str, int]) -> str:
    """Name a service after its repository's folder, or after its path where several share that."""
    name = _folder_name(place, repository)
    if alike[name] > 1 and repository != place:
        return _cleaned(repository.relative_to(place).as_posix().replace("/", "-"))
    return name


def _unique(name: str, owner: str, taken: Collection[str]) -> str:
    found = f"{owner}-{name}" if owner and name in taken else name
    number = 2
    while found in taken:
        found, number = f"{name}-{number}", number + 1
    return found


def _cleaned(text: str) -> str:
    name = _NOT_IN_NAMES.sub("-", text.removesuffix(".git")).strip("-._")
    return f"{name}-service" if name in NODE_KINDS or not name else name
