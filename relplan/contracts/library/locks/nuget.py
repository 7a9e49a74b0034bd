"""NuGet's lock file."""

from collections.abc import Iterator
from posixpath import basename

from relplan.contracts.library.locks.reading import json_table, lines_of_keys
from relplan.contracts.library.packages import Pin


def is_lock(path: str) -> bool:
    """Tell by its name whether a file keeps the versions of NuGet's packages."""
    return basename(path) == "packages.lock.json"


def locked(path: str, content: bytes) -> Iterator[Pin]:
    """Yield the versions that a lock file keeps, of all frameworks; a project is a folder."""
    lines = lines_of_keys(content)
    frameworks = json_table(path, content).get("dependencies")
    for packages in (frameworks if isinstance(frameworks, dict) else {}).values():
        for name, about in (packages if isinstance(packages, dict) else {}).items():
            if isinstance(about, dict) and isinstance(about.get("resolved"), str):
                yield Pin("nuget", name.lower(), about["resolved"], lines.get(name, 0))
