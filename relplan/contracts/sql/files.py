"""Which files are migrations, of which framework, and what each of them does."""

import re
from pathlib import PurePosixPath

from relplan.contracts.bounds import Budget, decoded
from relplan.contracts.sql.alembic import is_alembic, read_alembic
from relplan.contracts.sql.django import Models, is_django, read_django
from relplan.contracts.sql.liquibase import is_liquibase, read_liquibase
from relplan.contracts.sql.migration import Migration
from relplan.contracts.sql.operations import Action, Operation
from relplan.contracts.sql.rails import is_rails, read_rails
from relplan.contracts.sql.reading import read_sql

_LARGEST_SQL = 4_000_000
_FOLDERS = re.compile(
    r"(?:^|/)(?:migrations?|migrate|migrators?|versions|changelogs?|changesets?|flyway|liquibase"
    r"|alembic|schema_?migrations?|sql_?migrations?|ddl)(?:/|$)",
    re.IGNORECASE,
)
_SQL_MIGRATION = re.compile(
    r"(?:[VRU]\d*[\d._]*__\w|\d+[\w.+-]*\.sql$|\d+_|v\d+[._-]|.*[._-]migration[._-]|migration\.sql$)",
    re.IGNORECASE,
)
_SCHEMA = re.compile(
    r"(?:.*[_.-])?(?:schema|structure|tables|ddl|create_tables|init_?db)(?:[_.-].*)?\.sql$",
    re.IGNORECASE,
)
_UNDO = re.compile(
    r"(?:U\d[\d._]*__.*|.*[._-](?:down|undo|rollback|revert)(?:[._-]\w+)?\.sql$)|down\.sql$"
)
_CHANGELOG = re.compile(r"change-?_?(?:log|set)", re.IGNORECASE)


def is_migration_path(path: str) -> bool:
    """Tell by name and folder alone whether a file may be a migration or a schema."""
    folder, _, name = path.rpartition("/")
    in_folder = _FOLDERS.search(folder) is not None
    if name.endswith(".sql"):
        return in_folder or _SCHEMA.match(name) is not None or _FLYWAY.match(name) is not None
    if name.endswith(".py"):
        return in_folder and re.match(r"\w*\d\w*\.py$|\w+_\w+\.py$", name) is not None
    if name.endswith(".rb"):
        return is_rails(path) and re.match(r"\d+_", name) is not None
    if name.endswith((".xml", ".yaml", ".yml", ".json")):
        return _CHANGELOG.search(path) is not None or "liquibase" in path.lower()
    return False


_FLYWAY = re.compile(r"(?:V\d[\d._]*|R)__\w")


def is_undo(path: str) -> bool:
    """Tell whether a file only says how to undo a migration."""
    return _UNDO.match(path.rpartition("/")[2]) is not None


def read_file(
    path: str, content: bytes, dialect: str, budget: Budget, models: Models
) -> Migration | None:
    """Read a migration or a schema; None for a file that is none. Raises UnreadableError."""
    if path.endswith(".py"):
        if is_django(content):
            return read_django(path, content, dialect, budget, models)
        return read_alembic(path, content, dialect, budget) if is_alembic(content) else None
    if path.endswith(".rb"):
        return read_rails(path, content, dialect, budget)
    if path.endswith((".xml", ".yaml", ".yml", ".json")):
        if is_liquibase(path, content):
            return read_liquibase(path, content, dialect, budget)
        return None
    return _read_sql_file(path, content, dialect, budget)


def _read_sql_file(path: str, content: bytes, dialect: str, budget: Budget) -> Migration:
    text = upward(decoded(path, content, _LARGEST_SQL))
    operations = tuple(read_sql(text, dialect, budget))
    name = path.rpartition("/")[2]
    whole = not _is_numbered(path) and _creates_all(operations)
    return Migration(path, operations, repeatable=name.startswith("R__"), whole=whole)


def _is_numbered(path: str) -> bool:
    name = path.rpartition("/")[2]
    if name == "migration.sql":
        return True
    return _SQL_MIGRATION.match(name) is not None and not _SCHEMA.fullmatch(name)


_MAKES = frozenset(
    {
        Action.CREATE_TABLE, Action.CREATE_VIEW, Action.CREATE_TYPE, Action.REPLACE_ROUTINE,
        Action.ADD_INDEX, Action.ADD_CONSTRAINT, Action.ADD_TRIGGER, Action.INSERT,
        Action.GRANT, Action.ALTER_COLUMN, Action.ADD_COLUMN, Action.REVOKE, Action.RUN_CODE,
        Action.CHANGE_DATA, Action.CREATE_SEQUENCE, Action.ATTACH_PARTITION,
        Action.ALTER_CONSTRAINT, Action.SECURE_ROWS,
    }
)  # fmt: skip


def _creates_all(operations: tuple[Operation, ...]) -> bool:
    """Tell whether SQL makes all that it speaks of, so that it says how the schema is to be."""
    made: set[str] = set()
    for operation in operations:
        if operation.action in (Action.CREATE_TABLE, Action.CREATE_VIEW):
            made.add(operation.table)
        elif operation.action in (Action.ADD_COLUMN, Action.ALTER_COLUMN, Action.ADD_CONSTRAINT):
            if operation.table not in made:
                return False
        elif operation.action in (Action.DROP_TABLE, Action.DROP_VIEW):
            if not operation.careful:
                return False
        elif operation.action not in _MAKES and operation.action is not Action.UNKNOWN:
            return False
    return bool(made)


_SECTION = re.compile(
    r"^[ \t]*--[ \t]*(?:\+(?:goose|migrate)[ \t]+(?P<goose>Up|Down)\b"
    r"|migrate:(?P<dbmate>up|down)\b|(?P<undo>//@undo|@undo)|!(?P<ups>Ups|Downs)\b).*$"
    r"|^#[ \t]*---[ \t]*!(?P<play>Ups|Downs)\b.*$",
    re.IGNORECASE | re.MULTILINE,
)


def upward(text: str) -> str:
    """Return *text* with the sections that undo a migration blanked out, its lines kept."""
    pieces: list[str] = []
    start, takes = 0, True
    for mark in _SECTION.finditer(text):
        word = mark["goose"] or mark["dbmate"] or mark["ups"] or mark["play"]
        if word is None and mark["undo"] is None:
            continue
        pieces.append(_kept(text[start : mark.start()], takes=takes))
        start, takes = mark.end(), word is not None and word.lower().startswith("up")
    pieces.append(_kept(text[start:], takes=takes))
    return "".join(pieces)


def _kept(text: str, *, takes: bool) -> str:
    return text if takes else "\n" * text.count("\n")


_DIGITS = re.compile(r"\d+")


def place(migration: Migration) -> tuple[bool, tuple[int, ...], str]:
    """Return where a migration stands among those of a version whose order is told by name."""
    path = PurePosixPath(migration.path)
    name = path.parent.name if path.name in ("migration.sql", "up.sql") else path.stem
    head = re.match(r"[VvRr]?_{0,2}\d+(?:[._]\d+)*", name)
    numbers = tuple(int(run[:30]) for run in _DIGITS.findall(head[0])) if head else ()
    return migration.repeatable, numbers, migration.path


def in_order(migrations: list[Migration]) -> list[Migration]:
    """Sort migrations as they are applied: by number, then so that each follows what it names."""
    ordered = sorted(migrations, key=place)
    versions = {found.version for found in ordered}
    ordered = [found for found in ordered if versions.isdisjoint(found.replaces)]
    by_version = {found.version: found for found in ordered if found.version}
    done: set[str] = set()
    result: list[Migration] = []
    for first in ordered:
        ahead = [(first, False)]
        while ahead:
            found, ready = ahead.pop()
            if found.path in done and not ready:
                continue
            if ready:
                result.append(found)
                continue
            done.add(found.path)
            ahead.append((found, True))
            before = [by_version[name] for name in found.after if name in by_version]
            ahead += [(item, False) for item in reversed(before) if item.path not in done]
    return result
