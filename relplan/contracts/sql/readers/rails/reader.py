"""Knows Rails' migrations by their place."""

import re
from collections.abc import Sequence

from relplan.contracts.sql.migration import Migration
from relplan.contracts.sql.readers.rails.migrations import read_rails
from relplan.contracts.sql.readers.reader import History, Reader

_NAME = re.compile(r"\d+_")


class Rails(Reader):
    """Rails: ``db/migrate/20240101000000_add_b.rb``."""

    name = "rails"

    def is_path(self, path: str) -> bool:
        """Tell whether a Ruby file stands with migrations, and has a number."""
        name = path.rpartition("/")[2]
        return path.endswith(".rb") and "migrate/" in path and _NAME.match(name) is not None

    def is_migration(self, path: str, content: bytes) -> bool:
        """Tell whether a file is Ruby."""
        return path.endswith(".rb")

    def references(self, path: str, content: bytes) -> Sequence[str]:
        """Return nothing: what a migration requires is not looked for."""
        return ()

    def read(self, path: str, content: bytes, history: History) -> Migration:
        """Read a migration. Raises UnreadableError."""
        return read_rails(path, content, history)
