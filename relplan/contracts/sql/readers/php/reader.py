"""Knows migrations in PHP by their place and by what they are derived from."""

import re
from collections.abc import Sequence

from relplan.contracts.reading.trees import parsed
from relplan.contracts.sql.dialects import DIALECTS, known
from relplan.contracts.sql.migration import Migration
from relplan.contracts.sql.readers.folders import in_migration_folder
from relplan.contracts.sql.readers.php.laravel import Laravel
from relplan.contracts.sql.readers.plain import Plain
from relplan.contracts.sql.readers.reader import History, Reader

_DERIVED = re.compile(
    rb"(?<!\babstract )\bclass\b[^{;]{0,300}?\bextends\s{1,50}[\\\w]{0,200}Migration\b"
)
_DUMP = re.compile(r"(?:.*/)?database/schema/(?P<database>[\w-]+)-schema\.(?:sql|dump)$")
_BOOKS = "migrations"
"""The table in which each application keeps which of its own migrations have run."""


class Php(Reader):
    """Laravel: ``database/migrations/2024_01_01_000000_add_b.php``."""

    name = "php"

    def is_path(self, path: str) -> bool:
        """Tell whether a PHP file stands with migrations, and is called as one that runs."""
        name = path.rpartition("/")[2]
        return path.endswith(".php") and "_" in name and in_migration_folder(path)

    def is_migration(self, path: str, content: bytes) -> bool:
        """Tell whether a PHP file holds a class that is derived from a migration."""
        return path.endswith(".php") and _DERIVED.search(content) is not None

    def references(self, path: str, content: bytes) -> Sequence[str]:
        """Return nothing: what a migration calls elsewhere is not looked for."""
        return ()

    def read(self, path: str, content: bytes, history: History) -> Migration:
        """Read a migration. Raises UnreadableError."""
        root = parsed(path, content, "tree_sitter_php", history.budget, "language_php")
        return Laravel(path, history).migration(path, root, ("up", "down"), [])


class Dump(Reader):
    """Laravel's ``schema:dump``: what all migrations before it made, which loads it first."""

    name = "laravel-dump"

    def is_path(self, path: str) -> bool:
        """Tell whether a file stands where Laravel looks for the dump of a connection."""
        return _DUMP.match(path) is not None

    def is_migration(self, path: str, content: bytes) -> bool:
        """Tell whether a file is such a dump."""
        return self.is_path(path)

    def references(self, path: str, content: bytes) -> Sequence[str]:
        """Return nothing: a dump includes no other file."""
        return ()

    def read(self, path: str, content: bytes, history: History) -> Migration:
        """Read a dump, but for that of another database, or of tests. Raises UnreadableError."""
        match = _DUMP.match(path)
        dialect = known(match["database"]) if match else ""
        is_other = dialect in DIALECTS and history.dialect not in ("", dialect)
        if is_other or dialect == "testing":
            return Migration(path, ())
        found = Plain().read(path, content, history)
        kept = tuple(one for one in found.operations if one.table != _BOOKS)
        return Migration(path, kept, baseline=True)
