"""Gradle's lock files."""

import re
from collections.abc import Iterator

from relplan.contracts.bounds import decoded
from relplan.contracts.library.maven_versions import NAME
from relplan.contracts.library.packages import Pin

_LOCK = re.compile(r"(?:.*/)?(?:(?:buildscript-)?gradle|dependency-locks/[^/]+)\.lockfile")
_LINE = re.compile(r"([\w.-]+:[\w.-]+):([^=\s]+)=.*")


def is_lock(path: str) -> bool:
    """Tell by its name whether a file keeps the versions of a Gradle build."""
    return _LOCK.fullmatch(path) is not None


def locked(path: str, content: bytes) -> Iterator[Pin]:
    """Yield the versions that a lock file keeps."""
    for number, text in enumerate(decoded(path, content).splitlines(), 1):
        if match := _LINE.fullmatch(text):
            yield Pin(NAME, match[1], match[2], number)
