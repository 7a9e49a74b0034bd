"""Compares all documents of two versions of a contract."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from relplan.contracts.bounds import BoundReachedError, Budget, UnreadableError
from relplan.contracts.kind import Version
from relplan.contracts.openapi.callbacks import compare_webhooks
from relplan.contracts.openapi.document import (
    Api,
    Operation,
    OperationKey,
    Reader,
    may_be_openapi,
    read_api,
)
from relplan.contracts.openapi.operations import (
    compare_operations,
    note_added,
    note_removed,
)
from relplan.contracts.openapi.report import Report
from relplan.contracts.openapi.security import compare_schemes, schemes_used
from relplan.contracts.openapi.servers import addresses
from relplan.contracts.references import References
from relplan.model.finding import Finding


def compare_versions(
    base: Version, revision: Version, budget: Budget, today: date
) -> Iterator[Finding]:
    """Yield what differs; *today* tells which of the days that documents name are past.

    Raises UnreadableError where none of the documents of a version can be understood.
    """
    readers = Reader(References(base, budget)), Reader(References(revision, budget))
    report = Report(readers[0].references, readers[1].references, budget, today)
    before, after = _read(base, readers[0], report), _read(revision, readers[1], report)
    report.take_faults("", *readers)
    try:
        _compare(before, after, report)
    except BoundReachedError as error:
        report.fault("", error)
    yield from report.findings()


class _Side:
    """All documents of a version: an operation may move from one to another."""

    def __init__(self, apis: Sequence[Api], unread: Iterable[str]) -> None:
        self.apis = apis
        self.unread = frozenset(unread)
        """The files that could not be understood."""
        self._operations: dict[OperationKey, Operation] = {}
        self._reached: dict[OperationKey, Operation] = {}
        """By the whole path, with that of the server."""
        for api in apis:
            for key, operation in api.operations.items():
                self._operations.setdefault(key, operation)
                for address in addresses(operation):
                    self._reached.setdefault(address, operation)
        self._paths = {path for _, path in (*self._operations, *self._reached)}
        self._unread_paths = {path for api in apis for path in api.unread}

    def has_path(self, operation: Operation) -> bool:
        """Tell whether something is there at the path of *operation*, by whatever method."""
        reached = {path for _, path in (operation.key, *addresses(operation))}
        return not self._paths.isdisjoint(reached)

    def find(self, operation: Operation, first: Api | None) -> Operation | None:
        """Return what *operation* became, where it is there still: in the document *first*.

        What is reached where it was is the same, whichever part of its path the server has.
        """
        own = first.operations.get(operation.key) if first else None
        if own is not None and not set(addresses(own)).isdisjoint(addresses(operation)):
            return own
        moved = next(
            (self._reached[at] for at in addresses(operation) if at in self._reached), None
        )
        return moved or own or self._operations.get(operation.key)

    def lacks(self, operation: Operation) -> bool:
        """Tell whether what cannot be found is not there, as far as can be read."""
        hidden = operation.api.root.path in self.unread
        return not hidden and operation.key[1] not in self._unread_paths


def _read(version: Version, reader: Reader, report: Report) -> _Side:
    """Read the documents among the contract's own files; others are parts of them."""
    found: list[Api] = []
    faults: dict[str, UnreadableError] = {}
    for path in version.roots:
        if not may_be_openapi(version.files[path]):
            continue
        try:
            api = read_api(path, reader)
        except BoundReachedError:
            raise
        except UnreadableError as error:
            faults[path] = error
        else:
            found += [api] if api else []
    if not found and version.roots:
        first = next(iter(faults.values()), None)
        raise first or UnreadableError("is no OpenAPI document", version.roots[0])
    for fault in faults.values():
        report.fault("", fault)
    return _Side(found, faults)


def _compare(before: _Side, after: _Side, report: Report) -> None:
    pairs = _pairs(before.apis, after.apis)
    _compare_operations(before, after, pairs, report)
    for old, new in pairs:
        compare_webhooks(old, new, report)
        compare_schemes(old, new, _parts_by_scheme(new), report)
        report.take_faults("", old.reader, new.reader)


def _compare_operations(
    before: _Side, after: _Side, pairs: Sequence[tuple[Api, Api]], report: Report
) -> None:
    partner = {old.root.path: new for old, new in pairs}
    met: set[tuple[str, OperationKey]] = set()
    for old in before.apis:
        for operation in old.operations.values():
            found = after.find(operation, partner.get(old.root.path))
            if found is not None:
                met.add((found.api.root.path, found.key))
                compare_operations(operation, found, report)
            elif after.lacks(operation):
                note_removed(operation, report, path=not after.has_path(operation))
    for new in after.apis:
        for key, operation in new.operations.items():
            if (new.root.path, key) not in met and before.lacks(operation):
                note_added(operation, report)


def _pairs(before: Sequence[Api], after: Sequence[Api]) -> list[tuple[Api, Api]]:
    """Tell which document became which: of the same path, else of the same title, else alone."""
    old, new = list(before), list(after)
    pairs: list[tuple[Api, Api]] = []
    names: tuple[Callable[[Api], str], ...] = (lambda api: api.root.path, lambda api: api.title)
    for name_of in names:
        for api in tuple(old):
            found = next((other for other in new if name_of(other) == name_of(api)), None)
            if found is not None:
                old.remove(api)
                new.remove(found)
                pairs.append((api, found))
    if len(old) == len(new) == 1:
        pairs.append((old[0], new[0]))
    return pairs


def _parts_by_scheme(api: Api) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for operation in api.operations.values():
        for name in schemes_used(operation):
            found.setdefault(name, []).append(operation.part)
    api.reader.take_faults()  # which were noted when the operations were compared
    return found
