"""Which tables a file makes, alters or touches: who owns which table of a shared database."""

from collections.abc import Iterator, Set
from typing import NamedTuple

from relplan.contracts.bounds import Budget, UnreadableError
from relplan.contracts.sql.builders import built_tables
from relplan.contracts.sql.dialects import guess, known, named_in
from relplan.contracts.sql.encodings import as_utf8
from relplan.contracts.sql.mappings import mapped_tables
from relplan.contracts.sql.migration import Migration
from relplan.contracts.sql.operations import Action, Operation
from relplan.contracts.sql.queries import Found, queries_in
from relplan.contracts.sql.readers.plain import is_undo
from relplan.contracts.sql.readers.reader import History
from relplan.contracts.sql.readers.registry import is_migration_path, read_file

_SHAPES = frozenset(
    {
        Action.CREATE_TABLE, Action.RENAME_TABLE, Action.ADD_COLUMN, Action.DROP_COLUMN,
        Action.RENAME_COLUMN, Action.ALTER_COLUMN, Action.ADD_CONSTRAINT, Action.CREATE_VIEW,
        Action.ADD_INDEX, Action.DROP_TABLE,
    }
)  # fmt: skip
_TOUCHES = _SHAPES | {
    Action.INSERT, Action.CHANGE_ROWS, Action.TRUNCATE, Action.DROP_CONSTRAINT, Action.ADD_TRIGGER,
    Action.DROP_VIEW, Action.GRANT,
}  # fmt: skip


def migration_in(path: str, content: bytes) -> Migration | None:
    """Return the migration or schema that a file holds by itself; None where it holds none.

    Raises UnreadableError.
    """
    if not is_migration_path(path) or is_undo(path):
        return None
    dialect = known(named_in(path)) or guess(
        [as_utf8(content[:200_000]).decode("utf-8", "replace")]
    )
    return read_file(path, content, History(dialect, Budget.of(len(content))))


def parts_made(path: str, content: bytes) -> list[str]:
    """Return the tables, and the columns as ``table.column``, that a file makes or alters.

    Raises UnreadableError.
    """
    migration = migration_in(path, content)
    operations = migration.operations if migration else ()
    made = {part for found in operations if found.action in _SHAPES for part in _parts(found)}
    return sorted(made)


def _parts(operation: Operation) -> Iterator[str]:
    table = operation.table
    if not table:
        return
    yield table
    if operation.action is Action.RENAME_TABLE:
        yield operation.to
    if operation.column is not None:
        yield f"{table}.{operation.column.name}"
    if operation.action is Action.RENAME_COLUMN:
        yield f"{table}.{operation.to}"
    if operation.action in (Action.CREATE_TABLE, Action.CREATE_VIEW):
        for column in operation.columns:
            yield f"{table}.{column.name}"


_BOOKS = frozenset(
    """migrations schema_migrations ar_internal_metadata alembic_version django_migrations
    flyway_schema_history databasechangelog databasechangeloglock __efmigrationshistory
    knex_migrations knex_migrations_lock phinxlog doctrine_migration_versions""".split()
)
"""Where each application keeps which of its own migrations have run."""
_OF_LARAVEL = frozenset(
    """jobs failed_jobs job_batches sessions cache cache_locks password_resets notifications
    password_reset_tokens personal_access_tokens oauth_access_tokens oauth_auth_codes
    oauth_clients oauth_device_codes oauth_personal_access_clients oauth_refresh_tokens
    telescope_entries telescope_entries_tags telescope_monitoring pulse_entries pulse_values
    pulse_aggregates""".split()
)
"""The tables that Laravel and its own packages make for each application that asks for them."""


def is_of_books(table: str) -> bool:
    """Tell whether a table holds which migrations have run: no two applications share it."""
    return table in _BOOKS


def is_of_framework(table: str, path: str) -> bool:
    """Tell whether the application that a file is of may have a table by its framework."""
    return path.endswith(".php") and table in _OF_LARAVEL


class Touch(NamedTuple):
    """That a file touches a table."""

    table: str
    line: int
    text: str
    creates: bool = False
    """Whether the file creates it: a table that gets a new name is created under that."""
    singular: str = ""
    """The table that it is where a setting keeps a framework from the plural; empty: none."""
    sure: bool = True
    """Whether it surely is this table."""


def tables_of(path: str, content: bytes) -> list[Touch]:
    """Return the tables that a file touches.

    It may be a migration, SQL, or a source file with SQL in its strings or with mappings of
    tables. What cannot be understood touches nothing.
    """
    try:
        migration = migration_in(path, content)
    except UnreadableError:
        return []
    if migration is not None:
        return list(_touched(migration.operations))
    found: list[Found] = [
        *queries_in(path, content),
        *mapped_tables(path, content),
        *built_tables(path, content),
    ]
    seen: dict[str, Touch] = {}
    for item in found:
        touch = Touch(item.table, item.line, item.text, singular=item.singular, sure=item.sure)
        seen.setdefault(item.table, touch)
    return list(seen.values())


def _touched(operations: tuple[Operation, ...]) -> Iterator[Touch]:
    seen: set[tuple[str, bool]] = set()
    for found in operations:
        if not found.table or found.action not in _TOUCHES:
            continue
        named = [(found.table, found.action is Action.CREATE_TABLE)]
        if found.action is Action.RENAME_TABLE and found.to:
            named.append((found.to, True))
        for table, creates in named:
            if (table, creates) not in seen:
                seen.add((table, creates))
                yield Touch(table, found.line, f"{found.action} {found.table}", creates)


def table_of(part: str, parts: Set[str]) -> str:
    """Return the table that a part is, or is a column of; tables may have a schema's name, too."""
    owner = part.rpartition(".")[0]
    return owner if owner in parts else part


_COMMON_SCHEMAS = frozenset({"public", "dbo", "main", "mysql"})
"""Where a table is that is named without a schema, if nobody says otherwise."""


def schema_of(table: str) -> str:
    """Return the schema that a table is in; empty: that of tables which are named without one."""
    schema = table.rpartition(".")[0].rpartition(".")[2].lower()
    return "" if schema in _COMMON_SCHEMAS else schema


def may_mean(named: str, table: str, content: bytes) -> bool:
    """Tell whether a file of this *content* says enough to mean *table* by the name *named*.

    Without its schema a name means a table of the reader's own one, which another service's
    schema is only where the file names that, too.
    """
    schema = schema_of(table)
    return not schema or schema_of(named) == schema or schema.encode() in content.lower()
