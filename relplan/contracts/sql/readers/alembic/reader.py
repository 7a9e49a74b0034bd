"""Knows Alembic's migrations by what they assign."""

from collections.abc import Sequence

from relplan.contracts.sql.migration import Migration
from relplan.contracts.sql.readers.alembic.migrations import read_alembic
from relplan.contracts.sql.readers.folders import is_python_migration
from relplan.contracts.sql.readers.python.modules import imported
from relplan.contracts.sql.readers.python.source import parsed
from relplan.contracts.sql.readers.reader import History, Reader


class Alembic(Reader):
    """Alembic: ``alembic/versions/1f2e_add_b.py``, each of which names the one before it."""

    name = "alembic"

    def is_path(self, path: str) -> bool:
        """Tell whether a Python file stands with migrations, and is called as one."""
        return is_python_migration(path)

    def is_migration(self, path: str, content: bytes) -> bool:
        """Tell whether a Python file looks like one of Alembic's migrations."""
        if not path.endswith(".py") or b"down_revision" not in content:
            return False
        return b"def upgrade" in content or b"alembic" in content

    def references(self, path: str, content: bytes) -> Sequence[str]:
        """Return the ends of the paths of the modules that a migration imports from."""
        return imported(path, parsed(path, content))

    def read(self, path: str, content: bytes, history: History) -> Migration:
        """Read a migration. Raises UnreadableError."""
        return read_alembic(path, content, history)
