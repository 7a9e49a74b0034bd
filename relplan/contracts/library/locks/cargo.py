"""Cargo's lock file."""

from collections.abc import Iterator
from posixpath import basename

from relplan.contracts.library.locks.reading import toml_packages
from relplan.contracts.library.packages import Pin


def is_lock(path: str) -> bool:
    """Tell by its name whether a file keeps the versions of crates."""
    return basename(path) == "Cargo.lock"


def locked(path: str, content: bytes) -> Iterator[Pin]:
    """Yield the versions that a lock file keeps; what has no source is in the workspace."""
    for block in toml_packages(path, content):
        source, name = block.get("source"), block.get("name")
        if source.startswith("git+"):
            url, _, commit = source.removeprefix("git+").partition("#")
            yield Pin("cargo", name, commit, block.line, url.partition("?")[0])
        elif source:
            yield Pin("cargo", name, block.get("version"), block.line)
