"""Knows the migrations of Entity Framework Core by what they override."""

import re
from collections.abc import Sequence

from relplan.contracts.sql.migration import Migration
from relplan.contracts.sql.readers.efcore.migrations import read_efcore
from relplan.contracts.sql.readers.reader import History, Reader

_NAME = re.compile(r"\d+_\w+\.cs$")


class EfCore(Reader):
    """EF Core: ``Migrations/20240101000000_AddB.cs``; its designer file tells no more."""

    name = "efcore"

    def is_path(self, path: str) -> bool:
        """Tell whether a C# file stands with migrations, and has a number."""
        folder, _, name = path.rpartition("/")
        return "migration" in folder.lower() and _NAME.match(name) is not None

    def is_migration(self, path: str, content: bytes) -> bool:
        """Tell whether a C# file overrides what a migration does."""
        return path.endswith(".cs") and b"MigrationBuilder" in content and b" Up(" in content

    def references(self, path: str, content: bytes) -> Sequence[str]:
        """Return nothing: what a migration calls elsewhere is not looked for."""
        return ()

    def read(self, path: str, content: bytes, history: History) -> Migration:
        """Read a migration. Raises UnreadableError."""
        return read_efcore(path, content, history)
