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

_NAME = re.compile(r"(?:\d{4}_\d\d_\d\d_\d+_|\d{8,}_|Version\d+)\w*\.php$")
_DERIVED = re.compile(rb"\bextends\s+[\\\w]*Migration\w*")
_DUMP = re.compile(r"(?:.*/)?database/schema/(?P<database>[\w-]+)-schema\.(?:sql|dump)$")


class Php(Reader):
    """Laravel: ``database/migrations/2024_01_01_000000_add_b.php``."""

    name = "php"

    def is_path(self, path: str) -> bool:
        """Tell whether a PHP file stands with migrations, and has a number."""
        name = path.rpartition("/")[2]
        return _NAME.match(name) is not None and in_migration_folder(path)

    def is_migration(self, path: str, content: bytes) -> bool:
        """Tell whether a PHP file is derived from a migration."""
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
        """Read a dump, unless it is that of another kind of database. Raises UnreadableError."""
        match = _DUMP.match(path)
        dialect = known(match["database"]) if match else ""
        is_other = dialect in DIALECTS and history.dialect not in ("", dialect)
        found = Plain().read(path, b"" if is_other else content, history)
        return Migration(path, found.operations, baseline=True)
