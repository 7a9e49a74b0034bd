"""The folders in which the migrations of several frameworks stand."""

import re

_FOLDERS = re.compile(
    r"(?:^|/)(?:migrations?|migrate|migrators?|versions|changelogs?|changesets?|flyway|liquibase"
    r"|alembic|schema_?migrations?|sql_?migrations?|ddl)(?:/|$)",
    re.IGNORECASE,
)
_PYTHON = re.compile(r"(?:\w*\d\w*|\w+_\w+)\.py$")


def in_migration_folder(path: str) -> bool:
    """Tell whether one of the folders of *path* is called as one of migrations is."""
    return _FOLDERS.search(path.rpartition("/")[0]) is not None


def is_python_migration(path: str) -> bool:
    """Tell by name and folder alone whether a Python file may be a migration."""
    name = path.rpartition("/")[2]
    return name.endswith(".py") and in_migration_folder(path) and _PYTHON.match(name) is not None
