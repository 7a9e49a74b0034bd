"""Reads relplan.toml and checks that it makes sense."""

import os
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from relplan.contracts.kind import Access
from relplan.contracts.registry import kind_of
from relplan.model.advice import USUAL, Advice
from relplan.model.contract_source import ContractSource
from relplan.model.deployment import DeclaredEnvironment, DeploymentFiles
from relplan.model.drift_settings import DriftSettings
from relplan.model.errors import StoreError, WorkspaceError
from relplan.model.issue_key import names_projects
from relplan.model.production import PRODUCTION
from relplan.model.question import Answer
from relplan.model.scan import ScanSettings, ServiceRoot
from relplan.model.store_place import StoreUrl, expanded, place_of
from relplan.model.workspace import (
    CUSTOM,
    Contract,
    FeatureMode,
    Service,
    Workspace,
)
from relplan.workspace.couplings import (
    coupling_problems,
    features_of,
    gates_of,
    units_of,
)
from relplan.workspace.descriptors import descriptor_problems, implied_contracts, shapes_of
from relplan.workspace.loaded import NODE_KINDS, LoadedWorkspace
from relplan.workspace.places import lines_of
from relplan.workspace.problems import nearest, one_line
from relplan.workspace.schema import ContractTable, Document
from relplan.workspace.timing import end_of, freezes_of, timing_problems, windows_of

_LARGEST = 10_000_000
"""Bytes; a larger relplan.toml was not written by a person."""
_SERVICE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def load(file: Path) -> LoadedWorkspace:
    """Read *file*. Raises WorkspaceError with the place of the first thing that is wrong."""
    return understood(file, text_of(file))


def understood(file: Path, text: str) -> LoadedWorkspace:
    """Return what *text*, which is that of *file*, says. Raises WorkspaceError as `load` does."""
    document = _parse(file, text)
    problem = next(_contradictions(document), None)
    if problem:
        raise WorkspaceError(f"{file}: {problem}")
    return LoadedWorkspace(
        file=file.absolute(),
        workspace=_workspace(document),
        roots=tuple(_with_lines(_roots(document, file.absolute().parent), text)),
        scan=ScanSettings(
            document.workspace.issue_key,
            document.workspace.stale_after_days,
            tuple(document.workspace.branches),
            past=document.workspace.features is FeatureMode.SUGGESTED,
        ),
        contracts=tuple(_contract_sources(document)),
        environments=tuple(_environments(document)),
        deployments=tuple(_deployments(document, file.absolute().parent)),
        answers=tuple(
            Answer(question, table.answer, table.reason, table.by)
            for question, table in sorted(document.answers.items())
        ),
        shapes=shapes_of(document),
        severities=document.severity,
        drift=DriftSettings(**document.drift.model_dump()),
        named_store=document.workspace.store,
        protect_main=document.workspace.protect_main,
    )


def text_of(file: Path) -> str:
    """Return the text of *file*. Raises WorkspaceError where it cannot be read, or is none."""
    try:
        if file.exists() and not file.is_file():  # opening a pipe would wait for ever
            raise WorkspaceError(f"{file} is not a file", "move it away, then `relplan init`")
        if file.stat().st_size > _LARGEST:
            raise WorkspaceError(f"{file}: larger than {_LARGEST // 1_000_000} MB", "is it TOML?")
        return file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise WorkspaceError(
            f"{file}: not UTF-8 at byte {error.start}", "save it as UTF-8"
        ) from None
    except OSError as error:
        raise WorkspaceError(f"{file}: cannot be read: {error.strerror}") from None


def _parse(file: Path, text: str) -> Document:
    try:
        return Document.model_validate(tomllib.loads(text))
    except ValidationError as error:
        raise WorkspaceError(f"{file}: {one_line(error, Document)}") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise WorkspaceError(f"{file}: not valid TOML: {error}", "mend it and try again") from None
    except ValueError:  # Python reads no number of thousands of digits
        raise WorkspaceError(f"{file}: a number in it is too long", "shorten it") from None


def _contradictions(document: Document) -> Iterator[str]:
    """Yield what is wrong though every value by itself is right."""
    if not document.services:
        yield "no services; add a [services.NAME] with its repo"
    for name in document.services:
        if not _SERVICE_NAME.fullmatch(name) or name in NODE_KINDS:
            yield f"[services] '{name}' cannot be a service's name; use letters, digits, . _ -"
    yield from _unfit_store(document.workspace.store)
    yield from _unfit_names(document)
    yield from _same_service(document)
    yield from coupling_problems(document)
    yield from _unknown_services(document)
    yield from timing_problems(document)
    yield from descriptor_problems(document)
    for name, contract in document.contracts.items():
        for key, consumers in _consumers(contract):
            if contract.provider in consumers:
                yield f"[contracts.{name}] {key}: '{contract.provider}' is its provider"
        for consumer in contract.uses:
            if not any(consumer in consumers for _, consumers in _consumers(contract)):
                yield f"[contracts.{name}] uses: '{consumer}' is not among its consumers"


def _unfit_store(named: str) -> Iterator[str]:
    where = "[workspace] store:"
    if any(sign < " " or sign == "\x7f" for sign in named):
        yield f"{where} holds a control character"
        return
    try:
        place = place_of(named, Path())
    except StoreError as error:
        yield f"{where} {error}"
        return
    if isinstance(place, StoreUrl) and place.secrets:
        yield (
            f"{where} holds a password, for all to read; put it into ~/.pgpass or PGPASSWORD, or"
            " the URL into RELPLAN_STORE"
        )


def _consumers(contract: ContractTable) -> tuple[tuple[str, list[str]], ...]:
    return (
        ("consumers", contract.consumers),
        ("detected_consumers", contract.detected_consumers),
    )


def _unfit_names(document: Document) -> Iterator[str]:
    couplings = (
        ("contracts", document.contracts),
        ("descriptors", document.descriptors),
        ("features", document.features),
        ("gates", document.gates),
        ("units", document.units),
        ("environments", document.environments),
        ("windows", document.windows),
        ("freezes", document.freezes),
    )
    for table, names in couplings:
        for name in names:
            if not name.strip() or not name.isprintable():
                yield f"[{table}] {name!r} cannot be a name; use printable characters"


def _same_service(document: Document) -> Iterator[str]:
    """Each change of two services that nothing tells apart would count twice."""
    seen: dict[ServiceRoot, str] = {}
    for root in _roots(document, Path("/")):
        first = seen.setdefault(replace(root, service=""), root.service)
        if first != root.service:
            yield (
                f"[services.{root.service}] is the same folder as [services.{first}];"
                " give each a `path` or a `release_tag` of its own"
            )


def _unknown_services(document: Document) -> Iterator[str]:
    for table, key, names in _named_services(document):
        for name in names:
            if name not in document.services:
                hint = nearest(name, document.services)
                yield f"[{table}] {key}: no service is called '{name}'{hint}"


def _named_services(document: Document) -> Iterator[tuple[str, str, Iterable[str]]]:
    for name, service in document.services.items():
        yield f"services.{name}", "calls", service.calls
    for name, contract in document.contracts.items():
        yield f"contracts.{name}", "provider", (contract.provider,)
        yield f"contracts.{name}", "schema", filter(None, (contract.schema_,))
        for key, consumers in _consumers(contract):
            yield f"contracts.{name}", key, consumers
    for name, gate in document.gates.items():
        yield f"gates.{name}", "services", gate.services
    for name, unit in document.units.items():
        yield f"units.{name}", "services", unit.services
        yield f"units.{name}", "detected_services", unit.detected_services
        yield f"units.{name}", "suspected_services", unit.suspected_services
    for name, environment in document.environments.items():
        yield f"environments.{name}", "deployed", environment.deployed
    for name, window in document.windows.items():
        yield f"windows.{name}", "services", window.services
    for name, freeze in document.freezes.items():
        yield f"freezes.{name}", "services", freeze.services


def _workspace(document: Document) -> Workspace:
    settings = document.workspace
    return Workspace(
        name=settings.name,
        services=tuple(
            Service(name, table.team, tuple(table.calls), table.deploy_failure_rate)
            for name, table in document.services.items()
        ),
        contracts=tuple(
            Contract(
                name=name,
                provider=table.provider,
                consumers=tuple(table.consumers),
                detected_consumers=tuple(table.detected_consumers),
                kind=table.kind,
                advice=_advice(table.kind),
                uses=tuple((service, tuple(parts)) for service, parts in table.uses.items()),
                versioned_effort_days=table.versioned_effort_days,
                flagged_effort_days=table.flagged_effort_days,
            )
            for name, table in _contracts(document)
        ),
        features=features_of(document),
        gates=gates_of(document),
        units=units_of(document),
        feature_mode=settings.features,
        hotfix=settings.hotfix,
        issue_projects=tuple(settings.issue_projects),
        issue_url=settings.issue_url,
        issue_key_names_projects=names_projects(settings.issue_key),
        deploy_failure_rate=settings.deploy_failure_rate,
        timezone=settings.timezone,
        windows=tuple(windows_of(document)),
        freezes=tuple(freezes_of(document)),
        expected=tuple((node, end_of(at)) for node, at in document.expected.items()),
    )


def _advice(name: str) -> Advice:
    kind = kind_of(name)
    return kind.advice if kind is not None else USUAL


def _contracts(document: Document) -> Iterator[tuple[str, ContractTable]]:
    """Yield the contracts that are written out, then those that other tables stand for."""
    yield from document.contracts.items()
    yield from implied_contracts(document).items()


def _contract_sources(document: Document) -> Iterator[ContractSource]:
    shapes = shapes_of(document)
    for name, table in _contracts(document):
        if table.kind != CUSTOM:
            kind = kind_of(table.kind)
            is_stated = kind is not None and kind.access is Access.DESCRIPTOR
            yield ContractSource(
                contract=name,
                kind=table.kind,
                provider=table.provider,
                consumers=tuple(dict.fromkeys((*table.consumers, *table.detected_consumers))),
                files=tuple(table.files),
                declared_uses=tuple(table.uses),
                dialect=table.dialect,
                schema=table.schema_,
                compatibility=table.compatibility,
                shapes=shapes if is_stated else (),
                implied=name not in document.contracts,
            )


def _environments(document: Document) -> Iterator[DeclaredEnvironment]:
    """Yield the environments that the document knows of, production first."""
    names = (PRODUCTION, *document.environments)
    for name in dict.fromkeys((*names, *(table.environment for table in document.deployments))):
        table = document.environments.get(name)
        yield DeclaredEnvironment(name, tuple(table.deployed.items()) if table else ())


def _deployments(document: Document, folder: Path) -> Iterator[DeploymentFiles]:
    for table in document.deployments:
        repository = os.path.normpath(folder / expanded(table.repo))
        yield DeploymentFiles(repository, tuple(table.files), table.environment)


def _roots(document: Document, folder: Path) -> Iterator[ServiceRoot]:
    settings = document.workspace
    elsewhere = _provided_elsewhere(document)
    for name, table in document.services.items():
        path = os.path.normpath(table.path)
        contracts = elsewhere.get(name, ()) if path != "." else ()
        yield ServiceRoot(
            service=name,
            repository=os.path.normpath(folder / expanded(table.repo)),
            path=path,
            main=table.main or settings.main,
            release_tag=table.release_tag or settings.release_tag,
            deployed=table.deployed or _in_production(document, name),
            lines=tuple(table.lines),
            inputs=(*table.inputs, *contracts),
        )


def _in_production(document: Document, service: str) -> str:
    """Return what ``[environments.production]`` says of a service whose own table says nothing."""
    table = document.environments.get(PRODUCTION)
    return table.deployed.get(service, "") if table else ""


def _with_lines(roots: Iterable[ServiceRoot], text: str) -> Iterator[ServiceRoot]:
    """Add to *roots* where relplan.toml says what runs: that is its evidence."""
    places: dict[str, int] | None = None
    for root in roots:
        if root.deployed and places is None:
            places = lines_of(text, "services", "deployed")
        yield replace(root, deployed_line=places.get(root.service, 0)) if places else root


def _provided_elsewhere(document: Document) -> dict[str, list[str]]:
    """Return by provider the files of its contracts that are not in its folder: its inputs, too."""
    found: dict[str, list[str]] = {}
    for contract in document.contracts.values():
        globs = [glob for glob in contract.files if glob.startswith("/")]
        found.setdefault(contract.schema_ or contract.provider, []).extend(globs)
    return found
