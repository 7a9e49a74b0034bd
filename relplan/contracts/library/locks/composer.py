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
    version = str(about.get("version", ""))
    if not version.startswith("dev-") and not version.endswith("-dev"):
        if version:
            yield Pin("composer", name, version, line)
        return
    source, archive = (_table(about.get(key)) for key in ("source", "dist"))
    if source.get("reference"):
        commit, url = str(source["reference"]), str(source.get("url", ""))
        yield Pin("composer", name, commit, line, url, commit)
    elif archive.get("reference") and archive.get("type") != "path":  # of a folder it is a hash
        commit = str(archive["reference"])
        yield Pin("composer", name, commit, line, revision=commit)


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
