"""The lock files of npm, pnpm, yarn and bun."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from posixpath import basename
from typing import Any

from relplan.contracts.bounds import UnreadableError, decoded
from relplan.contracts.library.git_references import npm_reference
from relplan.contracts.library.locks.reading import json_table, lines_of_keys
from relplan.contracts.library.packages import Pin

_NAME = "npm"
_MODULES = "node_modules/"
_TABLES = frozenset({"dependencies", "devDependencies", "optionalDependencies"})
_PEERS = re.compile(r"[(_].*")
"""What pnpm puts behind a version: the peers that it was made for."""
_LINE = re.compile(r"( *)(\"[^\"]*\"|'[^']*'|[^\s:'\"#](?:[^:]|:(?! |$))*):(?: +(.*))?")
_YARN_NAME = re.compile(r"\"?(@?[^@\s\"]+)@")
_YARN_VALUE = re.compile(r"  (version|resolved|resolution|\"version\"|\"resolved\"):? +\"?([^\"]+)")
_BUN = re.compile(r"^ +\"([^\"]+)\": \[\"(@?[^\"@]+)@([^\"]+)\"", re.MULTILINE)


def is_lock(path: str) -> bool:
    """Tell by its name whether a file keeps the versions of npm's packages."""
    return basename(path) in _READERS


def locked(path: str, content: bytes) -> Iterable[Pin]:
    """Return the versions that a lock file keeps. Raises UnreadableError."""
    return _READERS[basename(path)](path, content)


def _npm(path: str, content: bytes) -> Iterator[Pin]:
    data = json_table(path, content)
    packages = data.get("packages")
    if isinstance(packages, dict):
        lines = lines_of_keys(content)
        for place, about in packages.items():
            folder, modules, name = place.rpartition(_MODULES)
            if modules and _MODULES not in folder and isinstance(about, dict):
                known = str(about.get("name") or name)
                yield from _entry(known, about, lines.get(place, 0), folder.strip("/"))
    else:
        lines = lines_of_keys(content)
        dependencies = data.get("dependencies")
        for name, about in (dependencies if isinstance(dependencies, dict) else {}).items():
            if isinstance(about, dict):
                yield from _entry(name, about, lines.get(name, 0), "")


def _entry(name: str, about: Mapping[str, Any], line: int, folder: str) -> Iterator[Pin]:
    if about.get("link") is not True:
        for text in (about.get("resolved"), about.get("version")):
            if isinstance(text, str) and (found := npm_reference(text)):
                yield Pin(_NAME, name, found.revision, line, found.url, folder=folder)
                return
        if isinstance(about.get("version"), str):
            yield Pin(_NAME, name, about["version"], line, folder=folder)


def _pnpm(path: str, content: bytes) -> Iterator[Pin]:
    above: list[tuple[int, str]] = []
    for number, text in enumerate(decoded(path, content).splitlines(), 1):
        match = _LINE.fullmatch(text.rstrip())
        if match is None:
            continue
        while above and above[-1][0] >= len(match[1]):
            above.pop()
        steps = (*(key for _, key in above), match[2].strip("\"'"))
        above.append((len(match[1]), steps[-1]))
        if steps[0] in ("packages", "snapshots"):
            return  # the importers are all before
        folder = ""
        if steps[0] == "importers":
            folder, steps = (*steps, "")[1], steps[2:]
        if len(steps) > 1 and steps[0] in _TABLES and match[3] and steps[2:] in ((), ("version",)):
            yield from _pnpm_entry(steps[1], match[3].strip("\"'"), number, folder)


def _pnpm_entry(name: str, version: str, line: int, folder: str) -> Iterator[Pin]:
    at = "" if folder == "." else folder
    reference = npm_reference(version)
    if reference is None and (match := re.fullmatch(r"github\.com/(.+/.+)/(\w+)", version)):
        reference = npm_reference(f"github:{match[1]}#{match[2]}")
    if reference is not None:
        yield Pin(_NAME, name, reference.revision, line, reference.url, folder=at)
    elif not version.startswith(("link:", "file:")):
        other, _, rest = _PEERS.sub("", version.removeprefix("/")).rpartition("@")  # an alias
        yield Pin(_NAME, other or name, rest, line, folder=at)


def _yarn(path: str, content: bytes) -> Iterator[Pin]:
    name, line, version = "", 0, ""
    for number, text in enumerate([*decoded(path, content).splitlines(), "end:"], 1):
        if text[:1] not in ("", " ", "#"):
            if name and version:
                yield Pin(_NAME, name, version, line)
            match = _YARN_NAME.match(text)
            name, line, version = match[1] if match else "", number, ""
        elif name and (match := _YARN_VALUE.match(text)):
            if match[1].strip('"') == "version":
                version = match[2]
                continue
            known, _, wanted = match[2].rpartition("@") if match[1] == "resolution" else ("",) * 3
            name = known.partition("@npm:")[0] or name
            found = npm_reference(_berry(match[2]) if match[1] == "resolution" else match[2])
            if found:
                yield Pin(_NAME, name, found.revision, line, found.url)
                name = ""
            elif "workspace:" in wanted or "@workspace:" in match[2]:
                name = ""


def _berry(resolution: str) -> str:
    """Return what stands behind the name of ``shared@https://…#commit=…``."""
    return resolution.partition("@")[2] if resolution[:1] != "@" else resolution.split("@", 2)[-1]


def _bun(path: str, content: bytes) -> Iterator[Pin]:
    text = decoded(path, content)
    for match in _BUN.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        found = npm_reference(match[3])
        if found:
            yield Pin(_NAME, match[2], found.revision, line, found.url)
        elif not match[3].startswith(("workspace:", "file:", "link:")):
            yield Pin(_NAME, match[2], match[3], line)


def _binary(path: str, content: bytes) -> Iterable[Pin]:
    raise UnreadableError("is no text", path)


_READERS: Mapping[str, Callable[[str, bytes], Iterable[Pin]]] = {
    "package-lock.json": _npm,
    "npm-shrinkwrap.json": _npm,
    "pnpm-lock.yaml": _pnpm,
    "yarn.lock": _yarn,
    "bun.lock": _bun,
    "bun.lockb": _binary,
}
