"""One look at all contracts of a workspace."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import date

from relplan.model.change import Change
from relplan.model.contract_source import ContractSource, Detection
from relplan.model.errors import SourceError
from relplan.model.scan import Notice, RepositoryRecord, ServiceRecord, ServiceRoot
from relplan.sources.contracts import kind_of
from relplan.sources.git.blobs import Blobs
from relplan.sources.git.safe import Git, ScanCancelledError
from relplan.workbench.detecting.contract import Findings, PendingContract
from relplan.workbench.detecting.listing import LARGEST, RepositoryFiles
from relplan.workbench.detecting.provided import History
from relplan.workbench.detecting.readings import Memory, Readings, digest
from relplan.workbench.detecting.versions import ContractReader

_GENERATION = 2
"""Grows whenever the same repositories may give other effects than before."""

Progress = Callable[[str, str], None]
Cancelled = Callable[[], bool]


def fingerprint(sources: Sequence[ContractSource], today: date | None = None) -> str:
    """Name what is looked for: as long as it is the same and nothing moved, nor does the answer."""
    return digest(_GENERATION, tuple(sources), *([today.isoformat()] if today else []))


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
        *,
        today: date | None = None,
    ) -> None:
        """Look at *changes*, read as *records* say from *roots*; keep readings in *memory*.

        *today* is for what contracts say of days; None: whatever day it is.
        """
        self._today = today
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
        found = Findings()
        with self._open:
            for source in sources:
                self._look_at(source, found)
        return Detection(
            effects={change: tuple(effects) for change, effects in found.effects.items()},
            uses=tuple(found.uses),
            notices=tuple(found.notices),
            services=frozenset(self._records) - found.unread,
        )

    def _look_at(self, source: ContractSource, found: Findings) -> None:
        kind = kind_of(source.kind)
        if kind is None:
            return
        if not source.files:
            text = f"contract '{source.contract}' names no files, so no change to it is detected"
            found.notices.append(Notice(f"{text}; add `files` in relplan.toml"))
            return
        if not self._known(source.provider):
            return
        reader = ContractReader(
            source, kind, self._folder(source.provider), self._readings, self._today
        )
        try:
            contract = PendingContract(
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

    def _consume(self, contract: PendingContract, consumer: str, found: Findings) -> None:
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
            history = History(
                service,
                self._folder(service),
                record.read_from,
                record.main_commit,
                changes,
                files.bases(record, changes),
            )
            files.compare(history.step(change) for change in changes)
            self._histories[service] = history
        return self._histories[service]
