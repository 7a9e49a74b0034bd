"""Modules of Buf's registry: buf.yaml, the inputs of buf.gen.yaml, and buf.lock.

A module's version is a label, which is a tag of its repository where that pushes its tags. What a
lock file keeps is a commit of the registry, and none of git.
"""

import re
from collections.abc import Iterator, Mapping
from posixpath import basename
from typing import Any

from relplan.contracts.library.packages import Ecosystem, Package, Pin, exactly
from relplan.contracts.library.semver import npm_admits, numbered
from relplan.contracts.reading.documents import Document, read_object
from relplan.contracts.reading.toml import LARGEST

_NAME = "buf"
_MODULE = re.compile(r"([\w.-]+/[\w.-]+/[\w.-]+)(?::([\w./-]+))?")
_TEMPLATE = re.compile(r"buf\.gen(?:\.[\w.-]+)?\.ya?ml")
_REVISIONS = ("commit", "tag", "ref", "branch")


def is_manifest(path: str) -> bool:
    """Tell by its name whether a file makes modules, asks for some, or generates of some."""
    name = basename(path)
    return name == "buf.yaml" or _TEMPLATE.fullmatch(name) is not None


def is_lock(path: str) -> bool:
    """Tell by its name whether a file keeps the commits of modules."""
    return basename(path) == "buf.lock"


def package_in(path: str, files: Mapping[str, bytes]) -> Package | None:
    """Return the first module with a name; None: there is none."""
    if basename(path) != "buf.yaml":
        return None
    document = read_object(path, files[path], LARGEST)
    places: list[tuple[str, ...]] = [("name",)]
    places += [("modules", str(at), "name") for at, _ in _tables(document, "modules")]
    for place in places:
        name = _at(document.data, place)
        if isinstance(name, str) and _MODULE.fullmatch(name):
            return Package(_NAME, name, "", document.line(place))
    return None


def pins(path: str, files: Mapping[str, bytes]) -> Iterator[Pin]:
    """Yield the modules that a file names, and the repositories of which it generates code."""
    document = read_object(path, files[path], LARGEST)
    listed = document.data.get("deps")
    for at, text in enumerate(listed if isinstance(listed, list) else []):
        yield from _module(text, document.line(("deps", str(at))))
    for at, about in _tables(document, "inputs"):
        line = document.line(("inputs", str(at)))
        yield from _module(about.get("module"), line)
        url = about.get("git_repo")
        if isinstance(url, str) and url:
            revision = next((str(about[key]) for key in _REVISIONS if about.get(key)), "")
            yield Pin(_NAME, basename(url).removesuffix(".git"), "", line, url, revision)


def locked(path: str, content: bytes) -> Iterator[Pin]:
    """Yield the modules that a lock file keeps, at commits of the registry."""
    document = read_object(path, content, LARGEST)
    for at, about in _tables(document, "deps"):
        steps = (about.get(key) for key in ("remote", "owner", "repository"))
        name = about.get("name") or "/".join(str(step) for step in steps)
        if isinstance(about.get("commit"), str) and _MODULE.fullmatch(str(name)):
            line = document.line(("deps", str(at), "commit"))
            yield Pin(_NAME, str(name), about["commit"], line)


def _module(text: Any, line: int) -> Iterator[Pin]:
    match = _MODULE.fullmatch(text) if isinstance(text, str) else None
    if match:
        yield Pin(_NAME, match[1], match[2] or "", line)


def _tables(document: Document, key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    listed = document.data.get(key)
    for at, about in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(about, dict):
            yield at, about


def _at(data: Any, place: tuple[str, ...]) -> Any:
    for step in place:
        data = data[int(step)] if isinstance(data, list) else data.get(step)
    return data


def _admits(wanted: str, version: str) -> bool | None:
    return npm_admits(wanted, version) if wanted else True


BUF = Ecosystem(
    name=_NAME,
    is_manifest=is_manifest,
    package_in=package_in,
    pins=pins,
    is_lock=is_lock,
    locked=locked,
    numbered=numbered,
    admits=_admits,
    exact=exactly("%"),
    only_tags=True,
)
