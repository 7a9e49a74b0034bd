"""Composer's lock file."""

from collections.abc import Iterator, Mapping
from posixpath import basename
from typing import Any

from relplan.contracts.library.locks.reading import json_table
from relplan.contracts.library.packages import Pin


def is_lock(path: str) -> bool:
    """Tell by its name whether a file keeps the versions of PHP's packages."""
    return basename(path) == "composer.lock"


def locked(path: str, content: bytes) -> Iterator[Pin]:
    """Yield the versions that a lock file keeps; of a branch it is the commit."""
    data, text = json_table(path, content), content.decode("utf-8", "replace")
    for table in ("packages", "packages-dev"):
        packages = data.get(table)
        for about in packages if isinstance(packages, list) else ():
            if isinstance(about, dict) and isinstance(about.get("name"), str):
                line = text.count("\n", 0, max(text.find(f'"{about["name"]}"'), 0)) + 1
                yield from _entry(about["name"].lower(), about, line)


def _entry(name: str, about: Mapping[str, Any], line: int) -> Iterator[Pin]:
    version, source = str(about.get("version", "")), about.get("source")
    if version and not version.startswith("dev-"):
        yield Pin("composer", name, version, line)
    elif isinstance(source, dict):
        commit, url = str(source.get("reference", "")), str(source.get("url", ""))
        yield Pin("composer", name, commit, line, url)
