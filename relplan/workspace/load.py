"""Reads relplan.toml and checks that it makes sense."""

import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import ValidationError

from relplan.model.contract_source import ContractSource
from relplan.model.errors import WorkspaceError
from relplan.model.finding import Severity
from relplan.model.scan import ScanSettings, ServiceRoot
from relplan.model.workspace import Contract, ContractKind, Feature, Gate, Service, Workspace
from relplan.workspace.problems import nearest, one_line
from relplan.workspace.schema import ContractTable, Document
from relplan.workspace.timing import end_of, freezes_of, timing_problems, windows_of

FILE_NAME = "relplan.toml"
STORE_VARIABLE = "RELPLAN_STORE"
_LARGEST = 10_000_000
"""Bytes; a larger relplan.toml was not written by a person."""
_SERVICE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
NODE_KINDS = frozenset({"missing", "feature", "gate", "unknown"})
"""What other nodes' names begin with, so no service may be called that."""


@dataclass(frozen=True, slots=True)
class LoadedWorkspace:
    """A relplan.toml, and where the things are that it names."""

    file: Path
    workspace: Workspace
    roots: tuple[ServiceRoot, ...]
    scan: ScanSettings
    contracts: tuple[ContractSource, ...] = ()
    """Those whose files can be read: all but custom ones."""
    severities: Mapping[str, Severity] = field(default_factory=dict)
    """How bad the findings of a rule are, where relplan.toml says otherwise than the rule."""

    @property
    def store(self) -> Path:
        """The store's file: beside relplan.toml, unless RELPLAN_STORE names another place."""
        elsewhere = os.environ.get(STORE_VARIABLE)
        if elsewhere:
            return _expanded(elsewhere).absolute()
        return self.file.parent / ".relplan" / "relplan.db"


def find(folder: Path) -> Path | None:
    """Return the relplan.toml of *folder* or of the nearest folder above it.

    Whatever goes by that name counts: to go on to one further above would be to plan another
    workspace than the one that the person sees. Raises WorkspaceError where *folder* is gone.
    """
    try:
        start = folder.absolute()
    except OSError as error:
        what = f"the current folder cannot be found: {error.strerror}"
        raise WorkspaceError(what, "go to one that exists") from None
    for place in (start, *start.parents):
        candidate = place / FILE_NAME
        if os.path.lexists(candidate):
            return candidate
    return None


def load(file: Path) -> LoadedWorkspace:
    """Read *file*. Raises WorkspaceError with the place of the first thing that is wrong."""
    document = _parse(file)
    problem = next(_contradictions(document), None)
    if problem:
        raise WorkspaceError(f"{file}: {problem}")
    return LoadedWorkspace(
        file=file.absolute(),
        workspace=_workspace(document),
        roots=tuple(_roots(document, file.absolute().parent)),
        scan=ScanSettings(document.workspace.issue_key, document.workspace.stale_after_days),
        contracts=tuple(_contract_sources(document)),
        severities=document.severity,
    )


def _parse(file: Path) -> Document:
    try:
        if file.exists() and not file.is_file():  # opening a pipe would wait for ever
            raise WorkspaceError(f"{file} is not a file", "move it away, then `relplan init`")
        if file.stat().st_size > _LARGEST:
            raise WorkspaceError(f"{file}: larger than {_LARGEST // 1_000_000} MB", "is it TOML?")
        raw = tomllib.loads(file.read_text("utf-8"))
    except UnicodeDecodeError as error:
        raise WorkspaceError(
            f"{file}: not UTF-8 at byte {error.start}", "save it as UTF-8"
        ) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise WorkspaceError(f"{file}: not valid TOML: {error}", "mend it and try again") from None
    except ValueError:  # Python reads no number of thousands of digits
        raise WorkspaceError(f"{file}: a number in it is too long", "shorten it") from None
    except OSError as error:
        raise WorkspaceError(f"{file}: cannot be read: {error.strerror}") from None
    try:
        return Document.model_validate(raw)
    except ValidationError as error:
        raise WorkspaceError(f"{file}: {one_line(error, Document)}") from None


def _contradictions(document: Document) -> Iterator[str]:
    """Yield what is wrong though every value by itself is right."""
    if not document.services:
        yield "no services; add a [services.NAME] with its repo"
    for name in document.services:
        if not _SERVICE_NAME.fullmatch(name) or name in NODE_KINDS:
            yield f"[services] '{name}' cannot be a service's name; use letters, digits, . _ -"
    yield from _unfit_names(document)
    yield from _same_service(document)
    yield from _taken_twice(document)
    yield from _unknown_services(document)
    yield from timing_problems(document)
    for name, contract in document.contracts.items():
        for key, consumers in _consumers(contract):
            if contract.provider in consumers:
                yield f"[contracts.{name}] {key}: '{contract.provider}' is its provider"
        for consumer in contract.uses:
            if not any(consumer in consumers for _, consumers in _consumers(contract)):
                yield f"[contracts.{name}] uses: '{consumer}' is not among its consumers"


def _consumers(contract: ContractTable) -> tuple[tuple[str, list[str]], ...]:
    return (
        ("consumers", contract.consumers),
        ("detected_consumers", contract.detected_consumers),
    )


def _unfit_names(document: Document) -> Iterator[str]:
    couplings = (
        ("contracts", document.contracts),
        ("features", document.features),
        ("gates", document.gates),
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


def _taken_twice(document: Document) -> Iterator[str]:
    """Couplings go by their names alone, so no two may share one."""
    for kind, names in (("gates", document.gates), ("features", document.features)):
        others = {**document.contracts, **(document.gates if kind == "features" else {})}
        for name in names:
            if name in others:
                yield f"[{kind}.{name}] another coupling has this name; rename one of them"


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
        for key, consumers in _consumers(contract):
            yield f"contracts.{name}", key, consumers
    for name, gate in document.gates.items():
        yield f"gates.{name}", "services", gate.services
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
                uses=tuple((service, tuple(parts)) for service, parts in table.uses.items()),
                versioned_effort_days=table.versioned_effort_days,
                flagged_effort_days=table.flagged_effort_days,
            )
            for name, table in document.contracts.items()
        ),
        features=tuple(
            Feature(key, table.flagged_effort_days) for key, table in document.features.items()
        ),
        gates=tuple(
            Gate(
                name=name,
                kind=table.kind,
                services=tuple(table.services),
                team=table.team,
                passed=table.passed,
                waived_effort_days=table.waived_effort_days,
            )
            for name, table in document.gates.items()
        ),
        feature_mode=settings.features,
        deploy_failure_rate=settings.deploy_failure_rate,
        timezone=settings.timezone,
        windows=tuple(windows_of(document)),
        freezes=tuple(freezes_of(document)),
        expected=tuple((node, end_of(at)) for node, at in document.expected.items()),
    )


def _contract_sources(document: Document) -> Iterator[ContractSource]:
    for name, table in document.contracts.items():
        if table.kind is not ContractKind.CUSTOM:
            yield ContractSource(
                contract=name,
                kind=table.kind,
                provider=table.provider,
                consumers=tuple(dict.fromkeys((*table.consumers, *table.detected_consumers))),
                files=tuple(table.files),
                declared_uses=tuple(table.uses),
                dialect=table.dialect,
                compatibility=table.compatibility,
            )


def _roots(document: Document, folder: Path) -> Iterator[ServiceRoot]:
    settings = document.workspace
    for name, table in document.services.items():
        yield ServiceRoot(
            service=name,
            repository=os.path.normpath(folder / _expanded(table.repo)),
            path=os.path.normpath(table.path),
            main=table.main or settings.main,
            release_tag=table.release_tag or settings.release_tag,
            deployed=table.deployed,
        )


def _expanded(path: str) -> Path:
    """Return *path* with ``~`` replaced by the home folder, where there is one."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        return Path(path)
