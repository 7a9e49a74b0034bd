"""The lock files of uv, Poetry, PDM and Pipenv, and the constraints of pip."""

import re
from collections.abc import Iterable, Iterator
from posixpath import basename

from packaging.utils import canonicalize_name

from relplan.contracts.bounds import decoded
from relplan.contracts.library.git_references import pip_reference
from relplan.contracts.library.locks.reading import (
    Block,
    json_table,
    lines_of_keys,
    toml_packages,
)
from relplan.contracts.library.packages import Pin
from relplan.contracts.library.requirements import NAME, pins_of_lines

_CONSTRAINTS = re.compile(r"(?:.*/)?constraints[^/]*\.txt")
_OWN = ("source.virtual", "source.editable", "source.directory", "path", "source.path")
"""How they say that a package is a folder."""


def is_lock(path: str) -> bool:
    """Tell by its name whether a file keeps the versions of Python's packages."""
    return basename(path) in _READERS or _CONSTRAINTS.fullmatch(path) is not None


def locked(path: str, content: bytes) -> Iterable[Pin]:
    """Return the versions that a lock file keeps. Raises UnreadableError."""
    read = _READERS.get(basename(path), _constraints)
    return read(path, content)


def _of_toml(path: str, content: bytes) -> Iterator[Pin]:
    for block in toml_packages(path, content):
        name = canonicalize_name(block.get("name"))
        url, commit = _git(block)
        if url:
            yield Pin(NAME, name, commit, block.line, url)
        elif block.get("version") and not _is_folder(block):
            yield Pin(NAME, name, block.get("version"), block.line)


def _is_folder(block: Block) -> bool:
    return any(map(block.get, _OWN)) or block.get("source.type") == "directory"


def _git(block: Block) -> tuple[str, str]:
    """Return the repository and the commit of a package from git, as the three tools have it."""
    if git := block.get("source.git"):  # uv
        url, _, commit = git.partition("#")
        return url.partition("?")[0], commit
    if block.get("source.type") == "git":  # Poetry
        return block.get("source.url"), block.get("source.resolved_reference")
    if git := block.get("git"):  # PDM
        return git, block.get("revision")
    return pip_reference(block.get("source.url") or block.get("url")) or ("", "")


def _pipenv(path: str, content: bytes) -> Iterator[Pin]:
    data, lines = json_table(path, content), lines_of_keys(content)
    for table in ("default", "develop"):
        packages = data.get(table)
        for name, about in (packages if isinstance(packages, dict) else {}).items():
            known = canonicalize_name(name)
            if not isinstance(about, dict):
                continue
            archive = pip_reference(str(about.get("file", "")))
            if isinstance(about.get("git"), str):
                yield Pin(NAME, known, str(about.get("ref", "")), lines.get(name, 0), about["git"])
            elif archive is not None:
                yield Pin(NAME, known, archive.revision, lines.get(name, 0), archive.url)
            elif isinstance(about.get("version"), str):
                version = about["version"].removeprefix("==")
                yield Pin(NAME, known, version, lines.get(name, 0))


def _constraints(path: str, content: bytes) -> Iterator[Pin]:
    for pin in pins_of_lines(decoded(path, content)):
        if pin.range.startswith("=="):
            yield Pin(NAME, pin.package, pin.range.lstrip("= "), pin.line)


_READERS = {
    "uv.lock": _of_toml,
    "poetry.lock": _of_toml,
    "pdm.lock": _of_toml,
    "Pipfile.lock": _pipenv,
}
