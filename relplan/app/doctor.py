"""What a bug report needs to know, and what would keep relplan from working."""

import platform
import re
import sqlite3
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from relplan import __version__
from relplan.app.opened import Opened, workspace_of
from relplan.model.counting import counted
from relplan.model.errors import RelplanError, SourceError, StoreError
from relplan.model.scan import ServiceRoot
from relplan.sources.git.health import OLDEST, clone_at, git_version, is_too_old, safe_directories
from relplan.store.health import HEAD, FileLook, kind_of, look_at_store
from relplan.workspace import LoadedWorkspace, find

if TYPE_CHECKING:
    from relplan.store.postgresql.health import ServerLook

_PACKAGES = ("textual", "rich", "pydantic", "sqlalchemy", "networkx", "highspy", "gitpython")
_PLACES = re.compile(r"(?<![\w.])(?:[A-Za-z]:|\.{1,2}|~)?[/\\][^\s'\":;,]*|\brefs/[^\s'\":;,]*")
"""Paths and refs, which git's own words may name."""
_EXTRAS = {"serve": "textual-serve", "mcp": "mcp", "postgresql": "psycopg"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    about: str
    name: str
    value: str
    wrong: str = ""
    """What keeps relplan from working, and what to do; empty: nothing does."""


def examine(folder: Path, *, names: bool) -> Iterator[Finding]:
    """Yield what there is to say of the workspace of *folder*, and of what relplan runs on.

    Without *names* nothing private is in it: no path, and no name of a repository or service.
    """
    yield from _versions()
    yield from _git()
    file = find(folder)
    if file is None:
        yield Finding("workspace", "relplan.toml", "none here; `relplan init` makes one")
        return
    try:
        loaded = workspace_of(folder)
    except RelplanError as error:
        told = str(error) if names else "it cannot be used; `relplan plan` says where and why"
        yield Finding("workspace", "relplan.toml", "there", told)
        return
    yield from _workspace(loaded)
    yield from _store(loaded, names=names)
    yield from _repositories(loaded, names=names)


def _versions() -> Iterator[Finding]:
    yield Finding("versions", "relplan", __version__)
    yield Finding("versions", "python", f"{platform.python_version()} on {sys.platform}")
    yield Finding("versions", "system", f"{platform.system()} {platform.release()}")
    yield Finding("versions", "sqlite", sqlite3.sqlite_version)
    for package in _PACKAGES:
        found = _version(package)
        wrong = "" if found else f"install relplan anew: {package} is not there"
        yield Finding("versions", package, found or "not installed", wrong)
    for extra, package in _EXTRAS.items():
        yield Finding(
            "versions", f"{package} (extra {extra})", _version(package) or "not installed"
        )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _git() -> Iterator[Finding]:
    try:
        found = git_version()
    except SourceError as error:
        yield Finding("git", "version", "none", str(error))
        return
    oldest = ".".join(map(str, OLDEST))
    wrong = f"relplan asks it for what came with {oldest}; upgrade git" if is_too_old(found) else ""
    yield Finding("git", "version", found, wrong)
    yield Finding("git", "safe.directory", counted(safe_directories(), "entry", "entries"))


def _workspace(loaded: LoadedWorkspace) -> Iterator[Finding]:
    workspace = loaded.workspace
    yield Finding("workspace", "services", str(len(workspace.services)))
    kinds = Counter(contract.kind for contract in workspace.contracts)
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    yield Finding("workspace", "contracts", told or "none")
    yield Finding("workspace", "environments", str(len(loaded.environments)))


def _store(loaded: LoadedWorkspace, *, names: bool) -> Iterator[Finding]:
    try:
        place = loaded.store
        yield Finding("store", "kind", kind_of(place))
        look = look_at_store(place)
    except StoreError as error:
        wrong = str(error) if names else "it cannot be used; `relplan plan` says why"
        yield Finding("store", "state", "not looked into", wrong)
        return
    if names:
        yield Finding("store", "place", str(place))
    if isinstance(look, FileLook):
        yield from _file(look)
    elif look is not None:
        yield from _server(look)
    if look is None or not look.schema:
        yield Finding("store", "state", "none yet; `relplan scan` makes it")
        return
    is_old = look.schema < HEAD
    told = f"{look.schema}; the next command makes it {HEAD}" if is_old else look.schema
    newer = f"a newer relplan made it (this one knows {HEAD}); upgrade relplan"
    yield Finding("store", "schema step", told, newer if look.schema > HEAD else "")
    if look.schema == HEAD:  # else opening it would upgrade it
        with Opened(loaded) as opened:
            yield from _scan(opened)


def _file(look: FileLook) -> Iterator[Finding]:
    yield Finding("store", "size", f"{look.bytes:,} bytes")
    yield Finding("store", "decisions", str(look.decisions))
    yield Finding("store", "lock", "a writer has it" if look.is_being_written else "free")


def _server(look: "ServerLook") -> Iterator[Finding]:
    yield Finding("store", "server", look.version)
    yield Finding("store", "decisions", str(look.decisions))
    yield Finding("store", "rights", "reads and decides" if look.may_decide else "reads only")
    yield Finding("store", "lock", "a scan has it" if look.is_scanned else "free")


def _repositories(loaded: LoadedWorkspace, *, names: bool) -> Iterator[Finding]:
    by_repository: dict[str, list[ServiceRoot]] = defaultdict(list)
    for root in loaded.roots:
        by_repository[root.repository].append(root)
    for number, (repository, roots) in enumerate(by_repository.items(), 1):
        name = repository if names else f"r{number}"
        services = counted(len(roots), "service")
        try:
            clone = clone_at(repository)
        except SourceError as error:
            told = str(error).replace(repository, name)
            yield Finding("repositories", name, services, told if names else _private(told))
            continue
        words = [word for word in ("bare", "shallow", "partial") if getattr(clone, word)]
        yield Finding(
            "repositories", name, ", ".join([services, counted(clone.tags, "tag"), *words])
        )


def _private(text: str) -> str:
    return _PLACES.sub("…", text)


def _scan(opened: Opened) -> Iterator[Finding]:
    at = opened.freshness().scanned_at
    age = "never" if at is None else f"{max(0, int(opened.clock()) - at) // 3600} hours ago"
    yield Finding("scan", "last", age)
    if at is None:
        return
    known = Counter(runs.by.value for runs in opened.running().values())
    told = ", ".join(f"{count} by {by}" for by, count in sorted(known.items()))
    yield Finding("scan", "production known", told or "of no service")
    yield Finding("scan", "pending changes", str(sum(opened.pending_counts().values())))
    yield Finding("scan", "moved since", counted(len(opened.moved()), "service"))
    failures = len(opened.freshness().failures)
    yield Finding("scan", "failed", counted(failures, "repository", "repositories"))
