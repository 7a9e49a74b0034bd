"""Reads Rails' migrations: what their calls do, wherever they stand."""

from dataclasses import replace
from posixpath import basename
from typing import TYPE_CHECKING

from relplan.contracts.reading.trees import first_fault, line_of, parsed, short
from relplan.contracts.sql.migration import Migration
from relplan.contracts.sql.operations import Action, Operation
from relplan.contracts.sql.readers.rails.classes import Class, classes_in, migration_among
from relplan.contracts.sql.readers.rails.dsl import GRAMMAR, Dsl
from relplan.contracts.sql.readers.reader import History
from relplan.contracts.sql.readers.telling import not_understood

if TYPE_CHECKING:
    from tree_sitter import Node


def read_rails(path: str, content: bytes, history: History) -> Migration:
    """Read a migration. Raises UnreadableError."""
    root = parsed(path, content, GRAMMAR, history.budget)
    classes = classes_in(root)
    migration = migration_among(classes)
    reader = Dsl(root, classes, history)
    operations: list[Operation] = []
    if migration is not None:
        reader.use(migration)
        operations = reader.applied("change" if "change" in migration.methods else "up")
    elif basename(path)[:1].isdigit():  # it is numbered, so it is run
        text = not_understood("a file without a migration")
        operations = [Operation(Action.UNKNOWN, text=text, line=1)]
    if root.has_error:
        operations += _faults(root, operations)
    if _is_one_way(migration, content):
        operations = [replace(found, reversible=False) for found in operations]
    return Migration(path, tuple(operations))


def _is_one_way(migration: Class | None, content: bytes) -> bool:
    if b"IrreversibleMigration" in content or migration is None:
        return True
    return "up" in migration.methods and "down" not in migration.methods


def _faults(root: "Node", known: list[Operation]) -> list[Operation]:
    """Return what tells of code that is no Ruby, unless something tells of it."""
    lines = {found.line for found in known if found.action is Action.UNKNOWN}
    broken = first_fault(root)
    if line_of(broken) in lines:
        return []
    return [Operation(Action.UNKNOWN, text=not_understood(short(broken)), line=line_of(broken))]
