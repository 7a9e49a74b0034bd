"""Submodules: which other repositories a commit pins, and at which of their commits."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import basename, normpath
from typing import NamedTuple
from urllib.parse import urlsplit

from relplan.model.errors import SourceError
from relplan.model.reference import host_of
from relplan.sources.git.errors import ScanCancelledError
from relplan.sources.git.refs import read_refs
from relplan.sources.git.safe import Git, oids
from relplan.sources.git.text import decode

MODULES = ".gitmodules"
"""The file that says where submodules come from."""
_LARGEST = 200_000
_MOST = 500
_SECTION = re.compile(r'\s*\[\s*submodule\s+"(?:[^"\\]|\\.)*"\s*\]\s*', re.IGNORECASE)
_SETTING = re.compile(r"\s*(path|url)\s*=\s*(.*?)\s*", re.IGNORECASE)
_SCP = re.compile(r"(?:[^@/:\s]+@)?([^/:\s]{2,}):(?!//)(.+)")
_LINK = "160000"
_OF_A_FORGE = 2
"""Folders of a repository's address that tell whose it is: the owner's and its own."""


class Submodule(NamedTuple):
    """One entry of ``.gitmodules``."""

    path: str
    url: str
    line: int
    """Where it says its URL, counted from 1."""


def submodules_in(content: bytes) -> list[Submodule]:
    """Return the submodules that a ``.gitmodules`` names; what it does not make plain is not."""
    found: list[Submodule] = []
    path, url, line, is_ours = "", "", 0, False
    lines = decode(content[:_LARGEST]).splitlines()
    for number, text in enumerate([*lines, "["], 1):
        if text.lstrip().startswith("["):
            if is_ours and path and url:
                found.append(Submodule(path, url, line))
            path, url, line = "", "", 0
            is_ours = _SECTION.fullmatch(text) is not None
        elif match := _SETTING.fullmatch(text):
            if match[1].lower() == "path":
                path = match[2].strip('"').strip("/")
            else:
                url, line = match[2].strip('"'), number
    return found[:_MOST]


def links_of(git: Git, commit: str, paths: Iterable[str]) -> dict[str, str]:
    """Return at which commits the submodules at *paths* are pinned in *commit*."""
    wanted = sorted(set(paths))
    if not wanted or not commit:
        return {}
    words = ("ls-tree", "-z", "--full-tree", "--end-of-options", commit, "--")
    found = {}
    for entry in git.text("--literal-pathspecs", *words, *wanted).split("\0"):
        facts, _, path = entry.partition("\t")
        if facts.startswith(_LINK):
            found[path] = facts.split()[2]
    return found


def commits_in(git: Git, names: Iterable[str]) -> set[str]:
    """Return those of *names*, full hashes, that are commits in this clone."""
    asked = oids(name for name in names if name)
    answers = git.text("cat-file", "--batch-check", stdin=asked) if asked else ""
    rows = (line.split() for line in answers.splitlines())
    return {row[0] for row in rows if row[1:2] == ["commit"]}


class _Address(NamedTuple):
    host: str
    """Empty: a folder."""
    path: str


@dataclass(frozen=True, slots=True)
class Repositories:
    """The repositories of a workspace, by the addresses that others may have for them."""

    _known: Sequence["_Repository"]

    @classmethod
    def of(cls, repositories: Iterable[str]) -> "Repositories":
        """Read the remotes of *repositories*, given by their paths."""
        return cls([_known(repository) for repository in sorted(set(repositories))])

    @property
    def names(self) -> frozenset[str]:
        """The last words of all of their addresses, in small letters."""
        return frozenset(name for one in self._known for name in one.names)

    def find(self, url: str, consumer: str, commit: str = "") -> str | None:
        """Return the repository that a submodule of the repository *consumer* comes from.

        That is the one at its address, else the only one of its name, unless that is known to
        come from elsewhere; else, since repositories are renamed, the only one that has *commit*.
        """
        return self._named(url, consumer) or (commit and self._holding(commit, consumer)) or None

    def _holding(self, commit: str, consumer: str) -> str:
        others = (one.repository for one in self._known if one.repository != consumer)
        having = [repository for repository in others if commits_in(Git(repository), [commit])]
        return having[0] if len(having) == 1 else ""

    def _named(self, url: str, consumer: str) -> str | None:
        own = next((one for one in self._known if one.repository == consumer), None)
        wanted = list(_candidates(url, own)) if own else []
        others = [one for one in self._known if one.repository != consumer]
        for address in wanted:
            for one in others:
                if address in one.addresses:
                    return one.repository
        names = {_name(address.path) for address in wanted}
        named = [one for one in others if one.names & names]
        if len(named) != 1 or any(_is_elsewhere(address, named[0]) for address in wanted):
            return None
        return named[0].repository


@dataclass(frozen=True, slots=True)
class _Repository:
    repository: str
    remotes: tuple[str, ...]
    addresses: frozenset[_Address] = field(default_factory=frozenset)

    @property
    def names(self) -> set[str]:
        return {_name(address.path) for address in self.addresses}


def _known(repository: str) -> _Repository:
    remotes: tuple[str, ...] = ()
    try:
        remotes = tuple(url for _, url in read_refs(Git(repository)).remote_urls)
    except ScanCancelledError:
        raise
    except SourceError:
        pass  # the scan says so
    addresses = {_address(url) for url in (repository, *remotes)}
    return _Repository(repository, remotes, frozenset(addresses))


def _candidates(url: str, own: _Repository) -> Iterator[_Address]:
    if not url.startswith(("./", "../")):
        yield _address(url)
        return
    for base in (*own.remotes, own.repository):
        address = _address(base)
        yield address._replace(path=normpath(f"{address.path}/{url}").removesuffix(".git"))


def _address(url: str) -> _Address:
    """Return what all spellings of one address have in common."""
    if "://" in url and not url.startswith("file:"):
        try:
            parts = urlsplit(url)
            host, path = parts.hostname or "", parts.path
        except ValueError:
            return _Address("", url)
        return _Address(host_of(host), _bare(path.lower()).strip("/"))
    if not url.startswith(("/", ".")) and (match := _SCP.fullmatch(url)):
        return _Address(host_of(match[1]), _bare(match[2].lower()).strip("/"))
    path = url.removeprefix("file://")
    with suppress(OSError, ValueError, RuntimeError):
        path = str(Path(path).resolve())
    return _Address("", _bare(path))


def _bare(path: str) -> str:
    return path.rstrip("/").removesuffix("/.git").removesuffix(".git")


def _name(path: str) -> str:
    return basename(path).lower()


def _is_elsewhere(address: _Address, known: _Repository) -> bool:
    """Tell whether a repository is known to come from another owner than *address* names."""
    wanted = address.path.split("/")[-_OF_A_FORGE:]
    remotes = [one.path.split("/")[-_OF_A_FORGE:] for one in known.addresses if one.host]
    return bool(address.host and remotes) and wanted not in remotes
