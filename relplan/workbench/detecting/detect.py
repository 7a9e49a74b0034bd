"""One look at all contracts of a workspace."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from relplan.model.change import Change, Effect
from relplan.model.contract_source import ContractSource, DetectedUse, Detection
from relplan.model.errors import SourceError
from relplan.model.finding import Severity
from relplan.model.scan import Notice, RepositoryRecord, ServiceRecord, ServiceRoot
from relplan.model.workspace import ContractKind
from relplan.sources.contracts import kind_of
from relplan.sources.git.blobs import Blobs
from relplan.sources.git.safe import Git, ScanCancelledError
from relplan.workbench.detecting.consumed import Stance, consumer_effects
from relplan.workbench.detecting.effects import doubts, provider_effects
from relplan.workbench.detecting.listing import LARGEST, RepositoryFiles
from relplan.workbench.detecting.names import guessed_effects
from relplan.workbench.detecting.provided import Brought, History, Provided
from relplan.workbench.detecting.readings import Memory, Readings, digest
from relplan.workbench.detecting.stances import (
    Offers,
    Side,
    copy_stances,
    use_stances,
)
from relplan.workbench.detecting.usage import Usage
from relplan.workbench.detecting.versions import ContractReader

_MOST_VERSIONS = 20
"""Pending versions of a contract that consumers are held against, the newest ones."""
_GENERATION = 1
"""Grows whenever the same repositories may give other effects than before."""

Progress = Callable[[str, str], None]
Cancelled = Callable[[], bool]


def fingerprint(sources: Sequence[ContractSource]) -> str:
    """Name what is looked for: as long as it is the same and nothing moved, nor does the answer."""
    return digest(_GENERATION, tuple(sources))


@dataclass(slots=True)
class _Findings:
    """What was found so far."""

    effects: dict[str, list[Effect]] = field(default_factory=lambda: defaultdict(list))
    uses: list[DetectedUse] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)


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
    ) -> None:
        """Look at *changes*, read as *records* say from *roots*; keep readings in *memory*."""
        self._roots = {root.service: root for root in roots}
        self._records = {
            service.service: service for record in records.values() for service in record.services
        }
        self._changes: dict[str, list[Change]] = defaultdict(list)
        for change in changes:
            self._changes[change.service].append(change)
        self._readings = Readings(memory)
        self._on_progress = on_progress
        self._cancelled = cancelled
        self._open = ExitStack()
        self._files: dict[str, RepositoryFiles] = {}
        self._histories: dict[str, History] = {}

    def detect(self, sources: Sequence[ContractSource]) -> Detection:
        """Return what the pending changes do to the contracts of *sources*.

        Raises ScanCancelledError. A repository that cannot be read is left out.
        """
        found = _Findings()
        with self._open:
            for source in sources:
                self._look_at(source, found)
        return Detection(
            effects={change: tuple(effects) for change, effects in found.effects.items()},
            uses=tuple(found.uses),
            notices=tuple(found.notices),
            services=frozenset(self._records) - found.unread,
        )

    def _look_at(self, source: ContractSource, found: _Findings) -> None:
        kind = kind_of(source.kind)
        if kind is None:
            return
        if not source.files:
            text = f"contract '{source.contract}' names no files, so no change to it is detected"
            found.notices.append(Notice(f"{text}; add `files` in relplan.toml"))
            return
        if not self._known(source.provider):
            return
        reader = ContractReader(source, kind, self._folder(source.provider), self._readings)
        try:
            contract = _Contract(
                reader, self._history(source.provider), self._read(source.provider)
            )
            self._on_progress(self._roots[source.provider].repository, f"reads {source.contract}")
            contract.judge(found)
        except ScanCancelledError:
            raise
        except SourceError as error:
            found.unread.add(source.provider)
            found.notices.append(Notice(f"contract '{source.contract}' was not read: {error}"))
            return
        if contract.matters:
            for consumer in source.consumers:
                self._consume(contract, consumer, found)

    def _consume(self, contract: "_Contract", consumer: str, found: _Findings) -> None:
        if self._cancelled():
            raise ScanCancelledError("the scan was cancelled")
        if not self._known(consumer):
            return
        try:
            contract.consume(self._history(consumer), self._read(consumer), found)
        except ScanCancelledError:
            raise
        except SourceError as error:
            found.unread.add(consumer)
            name = contract.reader.source.contract
            found.notices.append(Notice(f"{consumer} was not searched for '{name}': {error}"))

    def _known(self, service: str) -> bool:
        record = self._records.get(service)
        return service in self._roots and record is not None and bool(record.main_commit)

    def _folder(self, service: str) -> str:
        return self._roots[service].path

    def _record(self, service: str) -> ServiceRecord:
        return self._records[service]

    def _read(self, service: str) -> RepositoryFiles:
        repository = self._roots[service].repository
        if repository not in self._files:
            git = Git(repository, cancelled=self._cancelled)
            blobs = self._open.enter_context(Blobs(git, LARGEST))
            self._files[repository] = RepositoryFiles(git, blobs)
        return self._files[repository]

    def _history(self, service: str) -> History:
        """Return the service's pending changes; git is asked once for what they touch."""
        if service not in self._histories:
            files, record = self._read(service), self._record(service)
            changes = self._changes[service]
            tips = [change.commit for change in changes if not change.merged]
            history = History(
                service,
                self._folder(service),
                record.baseline_commit,
                record.main_commit,
                changes,
                files.merge_bases(record.main_commit, tips),
            )
            files.compare(history.step(change) for change in changes)
            self._histories[service] = history
        return self._histories[service]


class _Contract:
    """One contract, between its provider and its consumers."""

    def __init__(self, reader: ContractReader, history: History, files: RepositoryFiles) -> None:
        self.reader = reader
        self._files = files
        self._history = history
        self._provided = Provided(reader, files, history)
        self._brought: list[Brought] = []

    @property
    def matters(self) -> bool:
        """Whether anything is pending that a consumer could meet."""
        return bool(self._brought)

    def judge(self, found: _Findings) -> None:
        """Find out what the provider's changes do."""
        name = self.reader.source.contract
        if not self._provided.production.roots and not self._provided.planned.roots:
            globs = ", ".join(self.reader.source.files)
            text = f"contract '{name}': its files ({globs}) match nothing"
            found.notices.append(Notice(f"{text} in {self._history.service}; correct them"))
        for brought in self._provided.brought():
            effects = provider_effects(brought.change, name, brought.findings)
            found.effects[brought.change.id] += effects
            found.notices += doubts(brought.change, name, effects)
            if any(finding.severity is not Severity.NONE for finding in brought.findings):
                self._brought.append(brought)

    def consume(self, history: History, files: RepositoryFiles, found: _Findings) -> None:
        """Find out what a consumer uses, and what its changes do about what is pending."""
        offers = self._offers()
        source = self.reader.source
        usage = Usage(self.reader, offers.surface, history.folder)
        listing = files.listing(history.baseline, history.baseline)
        usage.look(listing, files.read)
        if history.service not in source.declared_uses:
            found.uses += usage.detected(history.service, history.baseline)
        for change in history.changes:
            stances = self._stances(offers, usage, change, history, files)
            effects = [
                *consumer_effects(change, source.contract, stances, len(offers.versions) - 1)
            ]
            if not effects:
                changed = files.changed(*history.step(change))
                effects += guessed_effects(source, offers, change, changed, files.read)
            found.effects[change.id] += effects

    def _stances(
        self,
        offers: Offers,
        usage: Usage,
        change: Change,
        history: History,
        files: RepositoryFiles,
    ) -> Iterator[Stance]:
        before, after = history.step(change)
        changed = files.changed(before, after)
        if self.reader.source.kind is ContractKind.LIBRARY:
            # The library's own module is loaded when the first library is met, as any kind's.
            from relplan.workbench.detecting.pins import pin_stances  # noqa: PLC0415

            yield from pin_stances(offers, changed, files.read)
            return
        interesting = [
            difference
            for difference in changed
            if self.reader.kind.is_file(difference.path) or usage.may_use(difference.path)
        ]
        if interesting:
            sides = tuple(
                Side(files.listing(commit, history.baseline), files.read)
                for commit in (before, after)
            )
            yield from copy_stances(self.reader, offers, interesting, (sides[0], sides[1]))
            yield from use_stances(self.reader, offers, interesting, (sides[0], sides[1]), usage)

    def _offers(self) -> Offers:
        versions = dict.fromkeys(brought.version for brought in self._brought)
        kept = [self._provided.production, *list(versions)[-_MOST_VERSIONS:]]
        surfaces = [self.reader.surface(version, self._files.read) for version in kept]
        return Offers(kept, surfaces, self._files.read)
