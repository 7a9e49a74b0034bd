"""Reads migrations, and whole schemas, that are written in SQL."""

import hashlib
import re
from collections.abc import Iterator, Sequence

from relplan.contracts.bounds import decoded
from relplan.contracts.sql.encodings import as_utf8
from relplan.contracts.sql.migration import Migration
from relplan.contracts.sql.operations import Action, Operation
from relplan.contracts.sql.readers.folders import in_migration_folder
from relplan.contracts.sql.readers.reader import History, Reader
from relplan.contracts.sql.reading import read_sql

_LARGEST = 4_000_000
_OTHERS = (".py", ".rb", ".xml", ".yaml", ".yml", ".json", ".cs", ".js", ".cjs", ".mjs", ".ts",
           ".php")  # fmt: skip
"""What holds no SQL by itself; a file of any other name may."""
_SQL_MIGRATION = re.compile(
    r"(?:[BVRU]\d*[\d._]*__\w|\d+[\w.+-]*\.sql$|\d+_|v\d+[._-]|.*[._-]migration[._-]|migration\.sql$)",
    re.IGNORECASE,
)
_SCHEMA = re.compile(
    r"(?:.*[_.-])?(?:schema|structure|tables|ddl|create_tables|init_?db)(?:[_.-].*)?\.sql$",
    re.IGNORECASE,
)
_UNDO = re.compile(
    r"(?:U\d[\d._]*__.*|.*[._-](?:down|undo|rollback|revert)(?:[._-]\w+)?\.sql$)|down\.sql$"
)
_UNDOING = re.compile(r"(?:.*/)?(?:down|undo|rollbacks?|reverts?)/[^/]+\.sql$", re.IGNORECASE)
"""A file of SQL in a folder of those that undo others, as in ``migrations/rollback/2_b.sql``."""
_FLYWAY = re.compile(r"(?:[BV]\d[\d._]*|R)__\w")
_BASELINE = re.compile(r"B\d[\d._]*__\w")


class Plain(Reader):
    """Plain SQL: Flyway, goose, dbmate, golang-migrate, Prisma, Play, Liquibase's formatted SQL."""

    name = "sql"

    def is_path(self, path: str) -> bool:
        """Tell whether a file of SQL stands with migrations, or is called as one."""
        name = path.rpartition("/")[2]
        if not name.endswith(".sql"):
            return False
        called = _SCHEMA.match(name) or _FLYWAY.match(name)
        return called is not None or in_migration_folder(path)

    def is_migration(self, path: str, content: bytes) -> bool:
        """Tell whether a file may hold SQL."""
        return not path.endswith(_OTHERS)

    def references(self, path: str, content: bytes) -> Sequence[str]:
        """Return nothing: SQL includes no other file."""
        return ()

    def read(self, path: str, content: bytes, history: History) -> Migration:
        """Read a migration or a schema. Raises UnreadableError."""
        text = upward(decoded(path, as_utf8(content), _LARGEST))
        operations = tuple(read_sql(text, history.dialect, history.budget))
        name = path.rpartition("/")[2]
        formatted = _FORMATTED.match(text) is not None
        whole = not formatted and not _is_numbered(path) and _creates_all(operations)
        steps = tuple(_change_sets(text)) if formatted else ()
        return Migration(
            path, operations, repeatable=name.startswith("R__"), whole=whole, steps=steps,
            baseline=_BASELINE.match(name) is not None,
        )  # fmt: skip


_FORMATTED = re.compile(r"\s*--\s*liquibase formatted sql", re.IGNORECASE)
_CHANGE_SET = re.compile(r"^\s*--\s*changeset\s+(\S+)(.*)$", re.IGNORECASE | re.MULTILINE)
_COMMENT = re.compile(r"^\s*--.*$", re.MULTILINE)


def _change_sets(text: str) -> Iterator[tuple[str, str]]:
    """Yield the name of each change set of Liquibase's formatted SQL, and a digest of its SQL."""
    _, *parts = _CHANGE_SET.split(text)
    for name, options, sql in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        if "runonchange:true" not in options.lower() and "runalways:true" not in options.lower():
            words = " ".join(_COMMENT.sub("", sql).split())
            yield name, hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()


def is_undo(path: str) -> bool:
    """Tell whether a file only says how to undo a migration."""
    return bool(_UNDO.match(path.rpartition("/")[2]) or _UNDOING.match(path))


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
        Action.ALTER_CONSTRAINT, Action.SECURE_ROWS, Action.CREATE_SCHEMA,
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
