"""Knows migrations in JavaScript and TypeScript by their place and by what they export."""

import re
from collections.abc import Sequence

from relplan.contracts.sql.migration import Migration
from relplan.contracts.sql.readers.folders import in_migration_folder
from relplan.contracts.sql.readers.javascript.migrations import read_javascript
from relplan.contracts.sql.readers.reader import History, Reader

_NAME = re.compile(r"\D{0,2}\d+[\w.-]*\.(?:[cm]?js|ts)$|\w[\w-]*-\d{10,}\.(?:[cm]?js|ts)$")
_UP = re.compile(rb"\bup\b\s*(?:[=:(,}]|\w*\s*\()")
_ENDINGS = (".js", ".cjs", ".mjs", ".ts")


class JavaScript(Reader):
    """Knex, TypeORM, Sequelize: ``migrations/20240101000000_add_b.js``, with an ``up``."""

    name = "javascript"

    def is_path(self, path: str) -> bool:
        """Tell whether a file stands with migrations, and has a number."""
        name = path.rpartition("/")[2]
        if name.endswith(".d.ts") or not in_migration_folder(path):
            return False
        return _NAME.match(name) is not None

    def is_migration(self, path: str, content: bytes) -> bool:
        """Tell whether a file says how to get up to its version."""
        is_ours = path.endswith(_ENDINGS) and not path.endswith(".d.ts")
        return is_ours and _UP.search(content) is not None

    def references(self, path: str, content: bytes) -> Sequence[str]:
        """Return nothing: what a migration imports is not looked for."""
        return ()

    def read(self, path: str, content: bytes, history: History) -> Migration:
        """Read a migration. Raises UnreadableError."""
        return read_javascript(path, content, history)
