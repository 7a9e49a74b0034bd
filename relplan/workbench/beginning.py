"""``relplan init``: from a folder of repositories to a relplan.toml."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from relplan.model.change import Change, EffectKind
from relplan.model.errors import RelplanError, WorkspaceError
from relplan.model.scan import (
    DEFAULT_RELEASE_TAG,
    RepositoryFailure,
    RepositoryScan,
    ScanSettings,
    ServiceRoot,
)
from relplan.sources.git import find_repositories, release_tag_of, scan_repositories
from relplan.workspace import FILE_NAME, NODE_KINDS, write_new

_HEADING = """\
A relplan workspace, as `relplan init` found it. Edit it freely.

Say who owns a service (team = "…"), what runs in production where the newest release tag is not
it (deployed = "…"), which contracts tie services together and which gates changes wait for:

[contracts.payments-api]
kind = "openapi"
provider = "payments"
consumers = ["orders", "web"]

[gates.e2e]
kind = "joint"
services = ["orders", "payments", "web"]

Then: relplan scan && relplan"""

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")
_OF_PROVIDER = (EffectKind.BREAKS, EffectKind.EXTENDS)


@dataclass(slots=True)
class Beginning:
    """What `init` found and wrote."""

    file: Path
    services: tuple[str, ...]
    contracts: tuple[str, ...]
    """Contracts that trailers in the history name."""
    failures: tuple[RepositoryFailure, ...]


@dataclass(slots=True)
class _NamedContract:
    providers: set[str] = field(default_factory=set)
    consumers: set[str] = field(default_factory=set)


def begin(folder: Path, now: int, on_progress: Callable[[str, str], None]) -> Beginning:
    """Write a relplan.toml for the repositories below *folder*. Never overwrites one.

    Raises WorkspaceError where there is a relplan.toml already, or no repository.
    """
    place = folder.absolute()
    if not place.is_dir():
        raise WorkspaceError(
            f"{place} is no folder", "name the folder that holds your repositories"
        )
    file = place / FILE_NAME
    if file.exists():
        hint = "edit it, or remove it first"
        raise WorkspaceError(f"{file} exists already and is not overwritten", hint)
    repositories = find_repositories(place)
    if not repositories:
        hint = "run it in the folder that holds your repositories, or name that folder"
        raise WorkspaceError(f"no git repository in {place} or below it", hint)
    roots, tables = _services(place, repositories)
    changes, failures = _pending(roots, now, on_progress)
    contracts = _contracts(changes)
    document: dict[str, Any] = {"workspace": {"name": place.name or "workspace"}}
    document["services"] = tables
    if contracts:
        document["contracts"] = contracts
    write_new(file, document, _HEADING)
    return Beginning(file, tuple(tables), tuple(contracts), tuple(failures))


def _services(
    place: Path, repositories: Collection[Path]
) -> tuple[list[ServiceRoot], dict[str, dict[str, str]]]:
    roots: list[ServiceRoot] = []
    tables: dict[str, dict[str, str]] = {}
    alike = Counter(_folder_name(place, repository) for repository in repositories)
    for repository in repositories:
        name = _name(place, repository, alike, tables)
        relative = repository.relative_to(place).as_posix()
        table = {"repo": relative}
        tag = _release_tag(repository)
        if tag and tag != DEFAULT_RELEASE_TAG:
            table["release_tag"] = tag
        tables[name] = table
        roots.append(ServiceRoot(name, str(repository), release_tag=tag or DEFAULT_RELEASE_TAG))
    return roots, tables


def _folder_name(place: Path, repository: Path) -> str:
    return _cleaned(repository.name if repository != place else place.name)


def _name(place: Path, repository: Path, alike: Mapping[str, int], taken: Collection[str]) -> str:
    """Name a service after its repository's folder, or after its path where several share that."""
    name = _folder_name(place, repository)
    if alike[name] > 1 and repository != place:
        name = _cleaned(repository.relative_to(place).as_posix().replace("/", "-"))
    number = 2
    unique = name
    while unique in taken:
        unique, number = f"{name}-{number}", number + 1
    return unique


def _cleaned(text: str) -> str:
    name = _NOT_IN_NAMES.sub("-", text.removesuffix(".git")).strip("-._")
    return f"{name}-service" if name in NODE_KINDS or not name else name


def _release_tag(repository: Path) -> str | None:
    try:
        return release_tag_of(repository)
    except RelplanError:
        return None  # the scan below says what is wrong with it


def _pending(
    roots: list[ServiceRoot], now: int, on_progress: Callable[[str, str], None]
) -> tuple[list[Change], list[RepositoryFailure]]:
    changes: list[Change] = []
    failures: list[RepositoryFailure] = []
    for result in scan_repositories(roots, ScanSettings(), {}, now, on_progress, lambda: False):
        if isinstance(result, RepositoryScan):
            for service in result.services:
                changes += (*service.merged, *service.open)
        else:
            failures.append(result)
    return changes, failures


def _contracts(changes: Iterable[Change]) -> dict[str, dict[str, Any]]:
    """Return the contracts that trailers name, where they make plain who provides them."""
    named: dict[str, _NamedContract] = defaultdict(_NamedContract)
    for change in changes:
        for effect in change.effects:
            found = named[effect.contract]
            side = found.providers if effect.kind in _OF_PROVIDER else found.consumers
            side.add(change.service)
    return {
        name: {
            "kind": "custom",
            "provider": next(iter(found.providers)),
            "consumers": sorted(found.consumers - found.providers),
        }
        for name, found in sorted(named.items())
        if len(found.providers) == 1
    }
