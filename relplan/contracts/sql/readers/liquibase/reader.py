"""Knows Liquibase's change logs by how they begin."""

import re
from collections.abc import Sequence

from relplan.contracts.sql.migration import Migration
from relplan.contracts.sql.readers.liquibase.changes import included, read_liquibase
from relplan.contracts.sql.readers.reader import History, Reader

_HEAD = 4_000
_SUFFIXES = (".xml", ".yaml", ".yml", ".json")
_CHANGELOG = re.compile(r"change-?_?(?:log|set)", re.IGNORECASE)


class Liquibase(Reader):
    """Liquibase: ``db/changelog/db.changelog.xml``, and the same in YAML and JSON."""

    name = "liquibase"

    def is_path(self, path: str) -> bool:
        """Tell whether a file, or one of its folders, is called as change logs are."""
        if not path.endswith(_SUFFIXES):
            return False
        return _CHANGELOG.search(path) is not None or "liquibase" in path.lower()

    def is_migration(self, path: str, content: bytes) -> bool:
        """Tell whether a file holds a change log."""
        return path.endswith(_SUFFIXES) and b"databaseChangeLog" in content[:_HEAD]

    def references(self, path: str, content: bytes) -> Sequence[str]:
        """Return the ends of the paths of the files that a change log includes."""
        return included(path, content)

    def read(self, path: str, content: bytes, history: History) -> Migration:
        """Read a change log. Raises UnreadableError."""
        return read_liquibase(path, content, history.dialect, history.budget)
