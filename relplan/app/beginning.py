"""``relplan init``: from a folder of repositories to a relplan.toml."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from relplan.contracts.registry import kind_of
from relplan.discovery import Discovered, FoundContract, FoundService, Sign, discover
from relplan.discovery.deployments import find_deployments
from relplan.discovery.document import comments, json_document, proposals, tables
from relplan.discovery.naming import may_mean, unique
from relplan.discovery.units import find_units
from relplan.model.change import Change, Effect, EffectKind
from relplan.model.errors import WorkspaceError
from relplan.model.evidence import Confidence
from relplan.model.scan import (
    DEFAULT_RELEASE_TAG,
    RepositoryFailure,
    RepositoryScan,
    ScanSettings,
    ServiceRoot,
)
from relplan.model.workspace import CUSTOM
from relplan.sources.git import find_repositories, scan_repositories
from relplan.workspace import FILE_NAME, write_new

SCHEMA = "relplan.init/1"
_HEADING = """\
A relplan workspace, as `relplan init` found it; the lines above a table say how it is known.
Edit it freely: nothing writes to it again.

Say who owns a service (team = "…"), what runs in production where the newest release tag is not
it (deployed = "…"), which contracts were not found and which gates changes wait for:

[gates.e2e]
kind = "joint"
services = ["orders", "payments", "web"]

Then: relplan scan && relplan"""
_OF_PROVIDER = (EffectKind.BREAKS, EffectKind.EXTENDS)

Progress = Callable[[str, str], None]


@dataclass(slots=True)
class Beginning:
    """What `init` found and wrote."""

    file: Path
    found: Discovered
    failures: tuple[RepositoryFailure, ...]

    @property
    def services(self) -> tuple[str, ...]:
        """Names of the services."""
        return tuple(service.name for service in self.found.services)

    @property
    def contracts(self) -> tuple[str, ...]:
        """Names of the contracts."""
        return tuple(contract.name for contract in self.found.contracts)

    def document(self) -> dict[str, Any]:
        """Return all of it as JSON has it, with the evidence."""
        failures = [
            {"repository": failure.repository, "message": failure.message}
            for failure in self.failures
        ]
        found = json_document(self.found, self.file.parent)
        return {"schema": SCHEMA, "file": str(self.file), **found, "failures": failures}


@dataclass(slots=True)
class _NamedContract:
    """A contract that trailers name, and who says so."""

    providers: dict[str, list[Sign]] = field(default_factory=lambda: defaultdict(list))
    consumers: dict[str, list[Sign]] = field(default_factory=lambda: defaultdict(list))


def begin(folder: Path, now: int, on_progress: Progress) -> Beginning:
    """Write a relplan.toml for the repositories below *folder*. Never overwrites one.

    Raises WorkspaceError where there is a relplan.toml already, or no repository.
    """
    place = folder.absolute()
    file = _free_file(place)
    repositories = find_repositories(place)
    if not repositories:
        hint = "run it in the folder that holds your repositories, or name that folder"
        raise WorkspaceError(f"no git repository in {place} or below it", hint)
    found = discover(place, repositories, on_progress)
    manifests = find_deployments(found.services, repositories)
    found.deployments = manifests.tables
    found.notes += manifests.notes
    found.leave_out(manifests.serving_nothing)
    changes, failures = _pending(found.services, now, on_progress)
    _add_named(found, _named(changes))
    on_progress(str(place), "looks for what is deployed together")
    found.units = find_units(
        found.services, repositories, [contract.name for contract in found.contracts]
    )
    document = {"workspace": {"name": place.name or "workspace"}, **tables(found, place)}
    write_new(file, document, _HEADING, comments(found), proposals(found))
    return Beginning(file, found, tuple(failures))


def _free_file(place: Path) -> Path:
    if not place.is_dir():
        hint = "name the folder that holds your repositories"
        raise WorkspaceError(f"{place} is no folder", hint)
    file = place / FILE_NAME
    if file.exists():
        hint = "edit it, or remove it first"
        raise WorkspaceError(f"{file} exists already and is not overwritten", hint)
    return file


def _pending(
    services: Iterable[FoundService], now: int, on_progress: Progress
) -> tuple[list[Change], list[RepositoryFailure]]:
    roots = [
        ServiceRoot(
            service.name,
            str(service.repository),
            service.path,
            release_tag=service.release_tag or DEFAULT_RELEASE_TAG,
        )
        for service in services
    ]
    changes: list[Change] = []
    failures: list[RepositoryFailure] = []
    for result in scan_repositories(roots, ScanSettings(), {}, now, on_progress, lambda: False):
        if isinstance(result, RepositoryScan):
            for scan in result.services:
                changes += (*scan.merged, *scan.open)
        else:
            failures.append(result)
    return changes, failures


def _named(changes: Iterable[Change]) -> Mapping[str, _NamedContract]:
    """Return the contracts that trailers name."""
    named: dict[str, _NamedContract] = defaultdict(_NamedContract)
    for change in changes:
        for effect in change.effects:
            contract = named[effect.contract]
            side = contract.providers if effect.kind in _OF_PROVIDER else contract.consumers
            side[change.service].append(_sign(effect))
    return named


def _sign(effect: Effect) -> Sign:
    return Sign(effect.evidence, Confidence.DECLARED)


def _add_named(found: Discovered, named: Mapping[str, _NamedContract]) -> None:
    """Add what trailers name, where they make plain who provides it; they know better."""
    by_name = {contract.name: contract for contract in found.contracts}
    for name, trailers in sorted(named.items()):
        providers = list(trailers.providers)
        contract = by_name.get(name)
        if len(providers) == 1 and (contract is None or contract.provider != providers[0]):
            contract = _meant(name, providers[0], by_name, named)
            contract.signs += trailers.providers[providers[0]][:1]
            _rename(contract, name, by_name)
        if contract is not None:
            for consumer in sorted(set(trailers.consumers) - set(providers)):
                contract.add_consumer(consumer, trailers.consumers[consumer])
    found.contracts[:] = sorted(by_name.values(), key=lambda contract: contract.name)


def _meant(
    name: str, provider: str, by_name: Mapping[str, FoundContract], named: Collection[str]
) -> FoundContract:
    """Return the only contract of *provider* that may be meant by *name*, else a new one."""
    fitting = [
        contract
        for contract in by_name.values()
        if contract.provider == provider
        and contract.name not in named
        and (kind := kind_of(contract.kind)) is not None
        and may_mean(name, kind, contract.name)
    ]
    return fitting[0] if len(fitting) == 1 else FoundContract(name, CUSTOM, provider)


def _rename(contract: FoundContract, name: str, by_name: dict[str, FoundContract]) -> None:
    """Give a contract a name that trailers use; whoever had it gets another."""
    if by_name.get(contract.name) is contract:
        del by_name[contract.name]
    other = by_name.get(name)
    by_name[name] = contract
    contract.name = name
    if other is not None:
        other.name = unique(name, other.provider, by_name)
        by_name[other.name] = other
