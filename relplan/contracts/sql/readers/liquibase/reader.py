"""Knows Liquibase's change logs by how they begin."""

import re
from collections.abc import Sequence

from relplan.contracts.sql.migration import Migration
from relplan.contracts.sql.readers.liquibase.changes import read_liquibase
from relplan.contracts.sql.readers.liquibase.logs import SUFFIXES, is_log, references_of
from relplan.contracts.sql.readers.reader import History, Reader

_CHANGELOG = re.compile(r"change-?_?(?:log|set)", re.IGNORECASE)


class Liquibase(Reader):
    """Liquibase: ``db/changelog/db.changelog.xml``, and the same in YAML and JSON."""

    name = "liquibase"

    def is_path(self, path: str) -> bool:
        """Tell whether a file, or one of its folders, is called as change logs are."""
        if not path.endswith(SUFFIXES):
            return False
        return _CHANGELOG.search(path) is not None or "liquibase" in path.lower()

    def is_migration(self, path: str, content: bytes) -> bool:
        """Tell whether a file holds a change log."""
        return is_log(path, content)

    def references(self, path: str, content: bytes) -> Sequence[str]:
        """Return the ends of the paths of the files that a change log includes or runs."""
        return references_of(path, content)

    def read(self, path: str, content: bytes, history: History) -> Migration:
        """Read a change log. Raises UnreadableError."""
        return read_liquibase(path, content, history)
