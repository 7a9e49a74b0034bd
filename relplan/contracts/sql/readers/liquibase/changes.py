"""Reads the changes of Liquibase's change logs."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from relplan.contracts.sql.migration import Migration
from relplan.contracts.sql.operations import Action, Operation
from relplan.contracts.sql.readers.liquibase.logs import filled, log_of, logs_in
from relplan.contracts.sql.readers.liquibase.operations import CHANGES, LogFile
from relplan.contracts.sql.readers.liquibase.trees import Tag, digest
from relplan.contracts.sql.readers.reader import History
from relplan.contracts.sql.readers.telling import not_understood


def read_liquibase(path: str, content: bytes, history: History) -> Migration:
    """Read a change log. Raises UnreadableError."""
    logs = history.notes("liquibase", lambda: logs_in(history))
    key = ("liquibase", path, content, tuple(logs.properties.items()))
    migration = history.once(key, lambda: _read(path, content, history, logs.properties))
    before = logs.before.get(path)
    return replace(migration, version=path, after=(before,) if before else ())


def _read(path: str, content: bytes, history: History, properties: Mapping[str, str]) -> Migration:
    history.budget.spend(len(content) // 40)
    log = history.once((path, content), lambda: log_of(path, content))
    if b"${" in content:
        log = filled(log, properties)
    reader = LogReader(path, history)
    return Migration(path, tuple(reader.log(log)), steps=tuple(_steps(log)))


def _steps(log: Tag) -> Iterator[tuple[str, str]]:
    for tag in log.below:
        is_repeated = "true" in (tag.of("runOnChange"), tag.of("runAlways"))
        if tag.name == "changeSet" and not is_repeated:
            yield f"{tag.of('author')}:{tag.of('id')}", digest(tag)


class LogReader:
    """Reads the change sets of one log."""

    def __init__(self, path: str, history: History) -> None:
        self._log = LogFile(path, history)

    def log(self, log: Tag) -> Iterator[Operation]:
        """Yield what the change sets of a log do, and what else there is in it."""
        for tag in log.below:
            if tag.name == "changeSet":
                yield from self._change_set(tag)
            elif tag.name not in _OF_LOGS:
                text = not_understood(tag.name)
                yield Operation(Action.UNKNOWN, text=text, line=tag.line)

    def _change_set(self, change_set: Tag) -> Iterator[Operation]:
        listed = change_set.child("changes") or change_set
        back = change_set.child("rollback") is not None
        for tag in listed.below:
            for operation in self._change(tag):
                reversible = back or tag.name not in _ONE_WAY
                yield replace(operation, line=tag.line, reversible=reversible)

    def _change(self, tag: Tag) -> list[Operation]:
        self._log.history.budget.spend()
        if tag.name in _QUIET or tag.name in _OF_CHANGE_SETS:
            return []
        build = CHANGES.get(tag.name)
        if build is None:
            return [Operation(Action.UNKNOWN, text=f"the change '{tag.name}' is not understood")]
        return build(self._log, tag)


_OF_LOGS = frozenset(
    {
        "preConditions", "property", "include", "includeAll", "changeLogId", "logicalFilePath",
        "objectQuotingStrategy", "contextFilter", "context", "removeChangeSetProperty", "comment",
    }
)  # fmt: skip
"""What stands beside the change sets of a log, and changes no table."""
_OF_CHANGE_SETS = frozenset(
    {
        "id", "author", "dbms", "context", "contextFilter", "labels", "runOnChange", "runAlways",
        "failOnError", "logicalFilePath", "objectQuotingStrategy", "runInTransaction", "onError",
        "runOrder", "created", "ignore", "runWith", "runWithSpoolFile",
    }
)  # fmt: skip
"""What YAML and JSON have among the changes, and XML has as attributes."""
_QUIET = frozenset(
    {
        "preConditions", "comment", "rollback", "validCheckSum", "tagDatabase", "alterSequence",
        "setTableRemarks", "setColumnRemarks", "output", "empty", "property", "stop",
        "enableCheckConstraint",
    }
)  # fmt: skip
"""Changes that no reader or writer of a table can tell."""
_ONE_WAY = frozenset({"sql", "sqlFile", "delete", "update", "insert", "loadData", "customChange"})
"""The changes that Liquibase cannot undo by itself, besides those that lose data."""
