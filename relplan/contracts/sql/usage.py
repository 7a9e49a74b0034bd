"""Which tables and columns of a contract a consumer's files use."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.kind import Use
from relplan.contracts.sql.builders import built_tables
from relplan.contracts.sql.mappings import mapped_tables
from relplan.contracts.sql.operations import Operation
from relplan.contracts.sql.ownership import may_mean, migration_in
from relplan.contracts.sql.queries import Found, queries_in


@dataclass(slots=True)
class _Tables:
    """The tables of a contract, found by the names that consumers call them."""

    columns: dict[str, set[str]] = field(default_factory=dict)
    by_last: dict[str, list[str]] = field(default_factory=dict)

    def named(self, name: str) -> str:
        """Return the table that *name* means; empty where it is none, or may be several."""
        if name in self.columns:
            return name
        found = self.by_last.get(name, [])
        return found[0] if len(found) == 1 else ""


def _tables(parts: Iterable[str]) -> _Tables:
    found, all_parts = _Tables(), set(parts)
    for part in sorted(all_parts):
        table, _, column = part.rpartition(".")
        if table in all_parts:
            found.columns.setdefault(table, set()).add(column)
        else:
            found.columns.setdefault(part, set())
            found.by_last.setdefault(part.rpartition(".")[2], []).append(part)
    return found


def uses_in(path: str, content: bytes, parts: Mapping[str, object]) -> Iterator[Use]:
    """Yield the uses of *parts* in a file: of columns where these are surely all, else of tables.

    Whatever the file holds, nothing is raised.
    """
    tables = _tables(parts)
    if not tables.columns:
        return
    try:
        migration = migration_in(path, content)
    except UnreadableError:
        return
    if migration is not None:
        yield from _of_operations(path, migration.operations, tables)
        return
    for found in (*queries_in(path, content), *mapped_tables(path, content)):
        yield from _of_found(path, content, found, tables)
    for found in built_tables(path, content):
        for use in _of_found(path, content, found, tables):
            # Its columns stand somewhere in the calls behind it, so which are used is not known.
            yield replace(use, guessed=True, is_of_contract=not use.guessed)


def _of_found(path: str, content: bytes, found: Found, tables: _Tables) -> Iterator[Use]:
    table = tables.named(found.table)
    if table:
        guessed = not (found.sure and may_mean(found.table, table, content))
        for part in _parts(found, table, tables.columns[table]):
            yield Use(part, path, found.line, found.text, guessed, found.reads, found.writes)


def _of_operations(path: str, operations: Iterable[Operation], tables: _Tables) -> Iterator[Use]:
    for operation in operations:
        table = tables.named(operation.table) if operation.table else ""
        if table:
            column = operation.column.name if operation.column else ""
            part = f"{table}.{column}" if column in tables.columns[table] else table
            yield Use(part, path, operation.line, f"{operation.action} {operation.table}")


def _parts(found: Found, table: str, columns: set[str]) -> list[str]:
    """Return the columns of *table* that are used, where these are surely all; else the table."""
    known = [name for name in found.columns if name in columns]
    if known and len(known) == len(found.columns):
        return [f"{table}.{name}" for name in known]
    return [table]
