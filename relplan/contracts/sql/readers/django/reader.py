"""Knows Django's migrations by their class."""

from collections.abc import Sequence

from relplan.contracts.sql.migration import Migration
from relplan.contracts.sql.readers.django.migrations import read_django
from relplan.contracts.sql.readers.django.models import Models
from relplan.contracts.sql.readers.folders import is_python_migration
from relplan.contracts.sql.readers.python.modules import imported
from relplan.contracts.sql.readers.python.source import parsed
from relplan.contracts.sql.readers.reader import History, Reader


class Django(Reader):
    """Django: ``shop/migrations/0002_b.py``; what one means depends on those before it."""

    name = "django"

    def is_path(self, path: str) -> bool:
        """Tell whether a Python file stands with migrations, and is called as one."""
        return is_python_migration(path)

    def is_migration(self, path: str, content: bytes) -> bool:
        """Tell whether a Python file looks like one of Django's migrations."""
        if not path.endswith(".py") or b"class Migration(" not in content:
            return False
        return b"operations" in content or b"migrations" in content

    def references(self, path: str, content: bytes) -> Sequence[str]:
        """Return the ends of the paths of the modules that a migration imports from."""
        return imported(path, parsed(path, content))

    def read(self, path: str, content: bytes, history: History) -> Migration:
        """Read a migration. Raises UnreadableError."""
        models = history.notes(self.name, Models)
        return read_django(path, content, history, models)
