"""What the migrations of a revision have beyond those of a base, judged in their order."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from relplan.contracts import unknown
from relplan.contracts.bounds import BoundReachedError, Budget, UnreadableError
from relplan.contracts.sql.applying import apply_all
from relplan.contracts.sql.dialects import guess, known, named_in
from relplan.contracts.sql.encodings import as_utf8
from relplan.contracts.sql.judging import Judge
from relplan.contracts.sql.migration import Migration
from relplan.contracts.sql.operations import Operation
from relplan.contracts.sql.ordering import in_order
from relplan.contracts.sql.readers.plain import is_undo
from relplan.contracts.sql.readers.reader import History
from relplan.contracts.sql.readers.registry import read_file
from relplan.contracts.sql.rules import BY_ID
from relplan.contracts.sql.schema import Schema
from relplan.contracts.sql.whole import difference
from relplan.model.finding import Finding


@dataclass(slots=True)
class _Read:
    """The migrations of one version."""

    steps: list[Migration] = field(default_factory=list)
    wholes: list[Migration] = field(default_factory=list)
    """Files that say how the schema is to be, not how it gets there."""
    faults: list[UnreadableError] = field(default_factory=list)

    def go_on(self, before: "_Read") -> None:
        """Take a file that was a whole schema for one still, whatever alters it further down."""
        held = {migration.path for migration in before.wholes}
        self.wholes += [migration for migration in self.steps if migration.path in held]
        self.steps = [migration for migration in self.steps if migration.path not in held]


def compare_files(
    base: Mapping[str, bytes], revision: Mapping[str, bytes], dialect: str, budget: Budget
) -> Iterator[Finding]:
    """Yield the findings; files for different databases, told by their paths, do not meet."""
    databases = sorted({named_in(path) for path in (*base, *revision)})
    for database in databases:
        files = [
            {
                path: version[path]
                for path in sorted(version)
                if named_in(path) == database and not is_undo(path)
            }
            for version in (base, revision)
        ]
        chosen = dialect or known(database) or _guessed(files)
        yield from _Comparison(files[0], files[1], chosen, budget).findings()


def _guessed(files: Iterable[Mapping[str, bytes]]) -> str:
    contents = {  # each once, though most stand in both versions
        content
        for version in files
        for path, content in version.items()
        if path.endswith((".sql", ".py", ".rb", ".xml"))
    }
    return guess(as_utf8(content[:400_000]).decode("utf-8", "replace") for content in contents)


class _Comparison:
    def __init__(
        self, base: Mapping[str, bytes], revision: Mapping[str, bytes], dialect: str, budget: Budget
    ) -> None:
        self._base = base
        self._revision = revision
        self._dialect = dialect
        self._budget = budget
        self._cache: dict[tuple[str, bytes], Migration | None] = {}
        self._once: dict[object, Any] = {}

    def findings(self) -> Iterator[Finding]:
        old, new = self._read(self._base), self._read(self._revision)
        yield from _faults(new.faults, self._revision, self._base)
        yield from _faults(old.faults, self._base, self._revision)
        new.go_on(old)
        schema = Schema()
        for migration in (*old.wholes, *old.steps):
            apply_all(schema, migration.operations)
        schema.partial = schema.partial or bool(old.faults)
        judge = Judge(schema, self._dialect, self._budget)
        self._judge_steps(judge, old, new)
        findings = judge.findings()
        yield from findings
        told = {(found.rule, found.part) for found in findings}
        for found in self._judge_wholes(judge.schema, old, new):
            if (found.rule, found.part) not in told:
                yield found

    def _read(self, files: Mapping[str, bytes]) -> _Read:
        history = History(self._dialect, self._budget, files, self._once)
        found = _Read()
        for path, content in files.items():
            try:
                migration = self._migration(path, content, history)
            except UnreadableError as error:
                if isinstance(error, BoundReachedError) and not error.path:
                    raise  # the budget is spent, whichever file was read
                error.path = error.path or path
                found.faults.append(error)
                continue
            if migration is not None:
                (found.wholes if migration.whole else found.steps).append(migration)
        found.steps = in_order(found.steps)
        return found

    def _migration(self, path: str, content: bytes, history: History) -> Migration | None:
        if (path, content) in self._cache:
            return self._cache[path, content]
        history.is_consulted = False
        found = read_file(path, content, history)
        if not history.is_consulted:
            self._cache[path, content] = found
        return found

    def _is_new(self, path: str) -> bool:
        return self._revision[path] not in self._contents

    @cached_property
    def _contents(self) -> frozenset[bytes]:
        return frozenset(self._base.values())

    def _judge_steps(self, judge: Judge, old: _Read, new: _Read) -> None:
        before = {migration.path: migration for migration in old.steps}
        for migration in new.steps:
            if not self._is_new(migration.path) or (migration.baseline and old.steps):
                continue
            known = before.get(migration.path)
            if known is not None and migration.edits(known):
                judge.add(_edited(migration.path))
            operations = _beyond(known, migration)
            judge.judge_all(migration.path, operations)

    def _judge_wholes(self, schema: Schema, old: _Read, new: _Read) -> Iterator[Finding]:
        before = {migration.path: migration for migration in old.wholes}
        if len(old.wholes) == len(new.wholes) == 1:  # under another name, still the same schema
            before = {new.wholes[0].path: old.wholes[0]}
        for migration in new.wholes:
            known = before.pop(migration.path, None)
            if known is not None and known.operations == migration.operations:
                continue
            start = Schema()
            if known is not None:
                apply_all(start, known.operations)
                operations = difference(known.operations, migration.operations)
            else:
                operations = [
                    found for found in migration.operations if found.table not in schema.tables
                ]
            judge = Judge(start, self._dialect, self._budget)
            judge.judge_all(migration.path, operations)
            yield from judge.findings()
        for path in sorted(before.keys() - self._revision.keys()):
            text = "the schema that it held is gone, or stands elsewhere"
            yield _found("schema-file-removed", path, text)


def _faults(
    faults: Iterable[UnreadableError], files: Mapping[str, bytes], others: Mapping[str, bytes]
) -> Iterator[Finding]:
    """Yield what could not be read of *files*, but for what *others* have just as it is."""
    same = frozenset(others.values())
    for fault in faults:
        if files[fault.path] not in same:
            yield unknown("unreadable", fault)


def _edited(path: str) -> Finding:
    text = f"migration {path.rpartition('/')[2]} is edited: where it has run, it runs no more"
    return _found("migration-edited", path, text)


def _found(rule: str, path: str, text: str) -> Finding:
    """Return what is found of a file as a whole."""
    return Finding(rule, BY_ID[rule].severity, "", path, 0, text)


def _beyond(known: Migration | None, migration: Migration) -> list[Operation]:
    """Return what a migration does that it did not do before it was edited."""
    if known is None:
        return list(migration.operations)
    before = Counter(operation.same for operation in known.operations)
    found = []
    for operation in migration.operations:
        if before[operation.same] > 0:
            before[operation.same] -= 1
        else:
            found.append(operation)
    return found
