"""One look at all contracts of a workspace."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from datetime import date
from functools import partial

from relplan.contracts.kind import Access
from relplan.contracts.registry import kind_of
from relplan.detection.contract import Findings, PendingContract
from relplan.detection.dark import DarkChanges, would_be_freed
from relplan.detection.flag_files import FlagFiles
from relplan.detection.hosts import Renamed
from relplan.detection.listing import LARGEST, RepositoryFiles
from relplan.detection.pinned import Pins
from relplan.detection.provided import History
from relplan.detection.readings import Memory, Readings
from relplan.detection.schemas import NotPinnedError, Schemas
from relplan.detection.search import Search
from relplan.detection.unmatched import unmatched
from relplan.detection.unread import (
    UNREAD,
    may_take,
    of_failures,
    unread_of,
    unread_once,
)
from relplan.detection.versions import ContractReader
from relplan.model.change import Change
from relplan.model.contract_source import ContractSource, Detection
from relplan.model.errors import SourceError
from relplan.model.facts import MayBeDark, Unread
from relplan.model.finding import Severity
from relplan.model.globs import pattern_of
from relplan.model.scan import (
    Notice,
    RepositoryFailure,
    RepositoryRecord,
    ServiceRecord,
    ServiceRoot,
)
from relplan.sources.git.blobs import Blobs
from relplan.sources.git.errors import ScanCancelledError
from relplan.sources.git.safe import Git

Progress = Callable[[str, str], None]
Cancelled = Callable[[], bool]


class Detector:
    """Looks at the contracts of one workspace, once."""

    def __init__(
        self,
        roots: Sequence[ServiceRoot],
        records: Mapping[str, RepositoryRecord],
        changes: Iterable[Change],
        memory: Memory,
        on_progress: Progress,
        cancelled: Cancelled,
        failures: Iterable[RepositoryFailure] = (),
    ) -> None:
        """Look at *changes*, read as *records* say from *roots*; keep readings in *memory*.

        *failures*: the repositories that could not be read this time.
        """
        self._today: date | None = None
        self._failures = tuple(failures)
        self._unreadable = {
            service: SourceError(failure.message)
            for failure in self._failures
            for service in failure.services
        }
        self._roots = {root.service: root for root in roots}
        self._records = {
            service.service: service for record in records.values() for service in record.services
        }
        self._changes: dict[str, list[Change]] = defaultdict(list)
        for change in changes:
            self._changes[change.service].append(change)
        self.readings = Readings(memory)
        self._on_progress = on_progress
        self._cancelled = cancelled
        self._open = ExitStack()
        self._repositories: dict[str, RepositoryFiles] = {}
        self._histories: dict[str, History] = {}

    def detect(
        self,
        sources: Sequence[ContractSource],
        severities: Mapping[str, Severity] | None = None,
        today: date | None = None,
        matters: Callable[[str, str], bool] | None = None,
    ) -> Detection:
        """Return what the pending changes do to the contracts of *sources*.

        Findings are as bad as *severities* say that their rules are. *today* is for what contracts
        say of days; None: whatever day it is. *matters* tells which provider and consumer are asked
        about each other; None: all. Raises ScanCancelledError. A repository that cannot be read is
        left out, and noted as unread.
        """
        self._today, self._asked = today, matters or (lambda _provider, _consumer: True)
        found = Findings()
        with self._open:
            pins = Pins(self._roots, sources, self)
            pins.open(found)
            judged = [self._judge(source, severities or {}, pins, found) for source in sources]
            contracts = [contract for contract in judged if contract is not None]
            search = Search(contracts, self, self._roots)
            for contract in contracts:
                if contract.matters:
                    self._search(contract, search, found)
                self._look_for_names(contract, search, found)
            surfaces = {one.reader.source.contract: one.surface for one in contracts}
            pins.look(found, surfaces)
            flags = FlagFiles(self.readings)
            dark = self._look_for_flags(flags, found)
            asked = tuple(self._unmatched(sources, found))
        return Detection(
            effects={change: tuple(effects) for change, effects in found.effects.items()},
            uses=tuple(found.uses),
            notices=tuple(found.notices),
            services=frozenset(self._records) - found.unread,
            takings=tuple(found.takings),
            complete_uses=frozenset(found.complete),
            cautions={change: tuple(all_) for change, all_ in found.cautions.items() if all_},
            dark=dark,
            prerequisites=flags.prerequisites(),
            unread=unread_once([*found.missed, *of_failures(self._failures), *asked]),
            moved_pins=tuple(found.moved_pins),
        )

    def _unmatched(self, sources: Sequence[ContractSource], found: Findings) -> Iterator[Unread]:
        """Yield the migrations that no contract compares, of the services that have databases."""
        databases: dict[str, list[ContractSource]] = defaultdict(list)
        for source in sources:
            kind = kind_of(source.kind)
            if kind is not None and kind.access is Access.TABLES and self.known(source.provider):
                databases[source.provider].append(source)
        for service, own in sorted(databases.items()):
            repository = self._roots[service].repository
            patterns = [
                pattern_of(source.files, self.folder(name))
                for name, theirs in databases.items()
                if self._roots[name].repository == repository
                for source in theirs
            ]
            kind = kind_of(own[0].kind)
            if kind is None or service in found.unread:
                continue
            names = [source.contract for source in own]
            try:
                history, files = self.history(service), self.files(service)
                yield from unmatched(kind.analyzer, history, files, patterns, names)
            except UNREAD as error:
                found.unread.add(service)
                found.missed.append(unread_of(error, service))

    def _judge(
        self,
        source: ContractSource,
        severities: Mapping[str, Severity],
        pins: Pins,
        found: Findings,
    ) -> PendingContract | None:
        kind = kind_of(source.kind)
        if kind is None:
            return None
        if not source.files and kind.access is Access.PACKAGE:
            return None  # the commits that others pin are all that there is to it
        if not source.files:
            text = f"contract '{source.contract}' names no files, so no change to it is detected"
            found.notices.append(Notice(f"{text}; add `files` in relplan.toml"))
            return None
        if not all(self.known(name) for name in (source.provider, source.schema) if name):
            return None
        folder = self.folder(source.schema or source.provider)
        reader = ContractReader(source, kind, folder, self.readings, self._today)
        try:
            files = self._files_of(source, pins)
            contract = PendingContract(reader, self.history(source.provider), files, severities)
            self._on_progress(self._roots[source.provider].repository, f"reads {source.contract}")
            contract.judge(found)
            contract.surface  # noqa: B018 - read here, where it is the provider's if it fails
        except ScanCancelledError:
            raise
        except UNREAD as error:
            if not isinstance(error, NotPinnedError):  # which says nothing of its other contracts
                found.unread.add(source.provider)
            found.missed.append(unread_of(error, source.provider, source.contract))
            return None
        return contract

    def _files_of(self, source: ContractSource, pins: Pins) -> RepositoryFiles | Schemas:
        if not source.schema:
            return self.files(source.provider)
        return Schemas(source.provider, source.schema, self.files(source.schema), pins.reading)

    def _search(self, contract: PendingContract, search: Search, found: Findings) -> None:
        """Look at all services but the provider for who takes *contract*."""
        source = contract.reader.source
        for service in sorted(self._roots):
            if service in (source.provider, source.schema):
                continue
            if service in self._unreadable:
                found.takings.append(may_take(self._unreadable[service], service, source.contract))
            if not (self.known(service) and self._asked(source.provider, service)):
                continue
            if self._cancelled():
                raise ScanCancelledError("the scan was cancelled")
            try:
                contract.consume(search.consumer(service, contract), found)
            except ScanCancelledError:
                raise
            except UNREAD as error:
                found.unread.add(service)
                found.missed.append(unread_of(error, service))
                found.takings.append(may_take(error, service, source.contract))

    def _look_for_names(self, contract: PendingContract, search: Search, found: Findings) -> None:
        """Look at all services but the provider for who calls it by a name that is to come."""
        provider = contract.reader.source.provider
        service = provider
        try:
            renamed = Renamed(contract, search.hosts_of(contract), self)
            others = [name for name in sorted(self._roots) if self._may_call(name, provider)]
            for service in others if renamed.matters else ():
                renamed.look(service, search.code_of(service), found)
        except ScanCancelledError:
            raise
        except UNREAD as error:
            found.unread.add(service)
            found.missed.append(unread_of(error, service))

    def _look_for_flags(
        self, flags: FlagFiles, found: Findings
    ) -> dict[str, tuple[MayBeDark, ...]]:
        """Return what of the changes that a flag would set free may be dark, by change."""
        asked = {
            service: wanted
            for service in sorted(filter(self.known, self._roots))
            if (wanted := [*filter(partial(would_be_freed, found), self._changes[service])])
        }
        dark: dict[str, tuple[MayBeDark, ...]] = {}
        matter = asked or any(one.flag for changes in self._changes.values() for one in changes)
        for service in sorted(filter(self.known, self._roots)) if matter else ():
            with suppress(*UNREAD):  # then it is noted as unread by those who look for more there
                flags.look(self.history(service), self.files(service))
        for service, changes in asked.items():
            with suppress(*UNREAD):
                looking = DarkChanges(
                    self.history(service), self.files(service), flags, self.readings
                )
                dark |= {change.id: one for change in changes if (one := looking.of(change))}
        return dark

    def _may_call(self, service: str, provider: str) -> bool:
        asked = service != provider and self._asked(provider, service)
        return asked and self.known(service) and bool(self._changes[service])

    def known(self, service: str) -> bool:
        """Tell whether a service was read, and has a history."""
        record = self._records.get(service)
        return service in self._roots and record is not None and bool(record.main_commit)

    def folder(self, service: str) -> str:
        """Return a service's folder in its repository."""
        return self._roots[service].path

    def _record(self, service: str) -> ServiceRecord:
        return self._records[service]

    def files(self, service: str) -> RepositoryFiles:
        """Return the repository of a service, open for reading."""
        repository = self._roots[service].repository
        if repository not in self._repositories:
            git = Git(repository, cancelled=self._cancelled)
            blobs = self._open.enter_context(Blobs(git, LARGEST))
            self._repositories[repository] = RepositoryFiles(git, blobs)
        return self._repositories[repository]

    def history(self, service: str) -> History:
        """Return the service's pending changes; git is asked once for what they touch."""
        if service not in self._histories:
            files, record = self.files(service), self._record(service)
            changes = self._changes[service]
            history = History(
                service,
                self.folder(service),
                record.read_from,
                record.main_commit,
                changes,
                files.bases(record, changes),
            )
            files.compare(history.step(change) for change in changes)
            self._histories[service] = history
        return self._histories[service]
