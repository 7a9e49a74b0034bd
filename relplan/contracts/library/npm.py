"""npm's manifest: package.json, with the catalogs of a workspace of pnpm."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from posixpath import basename, dirname, join
from typing import Any

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.library.git_references import npm_reference
from relplan.contracts.library.locks import npm as npm_locks
from relplan.contracts.library.packages import Ecosystem, Package, Pin, exactly
from relplan.contracts.library.semver import npm_admits, numbered
from relplan.contracts.reading.documents import read_object
from relplan.contracts.reading.toml import LARGEST

_NAME = "npm"
_TABLES = ("dependencies", "peerDependencies", "optionalDependencies", "devDependencies")
_WORKSPACE = "pnpm-workspace.yaml"
_CATALOG = "catalog:"
_ALIAS = re.compile(r"npm:(@?[^@]+)(?:@(.*))?")


def is_manifest(path: str) -> bool:
    """Tell by its name whether a file is npm's manifest."""
    return basename(path) == "package.json"


def package_in(path: str, files: Mapping[str, bytes]) -> Package | None:
    """Return the package that a manifest makes; None for one that is not published."""
    document = read_object(path, files[path], LARGEST)
    data = document.data
    name, version = data.get("name"), data.get("version")
    if not isinstance(name, str) or not name or data.get("private") is True:
        return None
    node = _table(data, "engines").get("node")
    optional = {
        peer
        for peer, about in _table(data, "peerDependenciesMeta").items()
        if isinstance(about, dict) and about.get("optional") is True
    }
    peers = _table(data, "peerDependencies")
    return Package(
        _NAME,
        name,
        version if isinstance(version, str) else "",
        document.line(("version",) if "version" in data else ("name",)),
        {"node": node} if isinstance(node, str) else {},
        frozenset((*_commands(name, data.get("bin")), *_exports(data.get("exports")))),
        {p: r for p, r in peers.items() if isinstance(r, str) and p not in optional},
        data.get("exports") is None,
    )


_INSIDE = ("workspace:", "file:", "link:", "portal:")
"""Of the workspace, or of a folder beside the manifest."""


def references(path: str, content: bytes) -> Sequence[str]:
    """Return where the catalogs may be that a manifest takes versions from, the nearest first."""
    found: list[str] = []
    folder = path if _CATALOG.encode() in content else ""
    while folder:
        folder = dirname(folder)
        found.append(join(folder, _WORKSPACE))
    return found


def pins(path: str, files: Mapping[str, bytes]) -> Iterator[Pin]:
    """Yield what a manifest asks for; an alias stands for the package behind it."""
    document = read_object(path, files[path], LARGEST)
    catalogs = _catalogs(path, files)
    for table in _TABLES:
        for name, wanted in _table(document.data, table).items():
            if isinstance(wanted, str) and wanted.startswith(_CATALOG):
                catalog = wanted.removeprefix(_CATALOG).strip() or "default"
                wanted = _table(catalogs, catalog).get(name, wanted)  # noqa: PLW2901
            if isinstance(wanted, str):
                alias = _ALIAS.fullmatch(wanted)
                package, wanted_range = (alias[1], alias[2] or "") if alias else (name, wanted)
                line = document.line((table, name))
                url, revision = npm_reference(wanted) or ("", "")
                inside = wanted.startswith(_INSIDE)
                yield Pin(_NAME, package, wanted_range, line, url, revision, inside=inside)


def admits(wanted: str, version: str) -> bool | None:
    """Tell whether a range admits a version; None for tags, URLs and what is in the workspace."""
    bare = wanted.removeprefix("workspace:")
    return None if bare in ("^", "~") or wanted == "workspace:*" else npm_admits(bare, version)


def _catalogs(path: str, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the ranges by catalog and package; none where these cannot be read."""
    nearest = [name for name in references(path, files[path]) if name in files]
    for name in nearest[:1]:
        with suppress(UnreadableError):
            data = read_object(name, files[name], LARGEST).data
            return {"default": data.get("catalog"), **_table(data, "catalogs")}
    return {}


def _table(data: dict[str, Any], name: str) -> dict[str, Any]:
    found = data.get(name)
    return found if isinstance(found, dict) else {}


def _commands(name: str, commands: Any) -> Iterator[str]:
    if isinstance(commands, str):
        yield f"command {name.rpartition('/')[2]}"
    elif isinstance(commands, dict):
        yield from (f"command {command}" for command in commands)


def _exports(exports: Any) -> Iterator[str]:
    """Yield the paths that can be imported; one that is null cannot."""
    if isinstance(exports, dict) and any(key.startswith(".") for key in exports):
        yield from (f"export {key}" for key, target in exports.items() if target is not None)
    elif exports is not None:
        yield "export ."


NPM = Ecosystem(
    name=_NAME,
    is_manifest=is_manifest,
    package_in=package_in,
    pins=pins,
    is_lock=npm_locks.is_lock,
    locked=npm_locks.locked,
    references=references,
    numbered=numbered,
    admits=admits,
    exact=exactly("=?%"),
    strict_caret=True,
    runtime_versions=[f"{major}.99.99" for major in range(4, 60)],  # of node
)
