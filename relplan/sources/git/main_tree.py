"""The files of one repository, as its main branch has them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from relplan.model.errors import SourceError
from relplan.model.scan import ServiceRoot
from relplan.sources.git.blobs import Blobs
from relplan.sources.git.lines import main_branch
from relplan.sources.git.partial import MissingObjectError
from relplan.sources.git.refs import read_refs
from relplan.sources.git.safe import Git
from relplan.sources.git.trees import files_of, trees_of

LARGEST = 4_000_000
"""Bytes of a file that is looked at."""
_MOST_HISTORIES = 50
"""Files whose history is asked for at once."""


@dataclass(frozen=True, slots=True)
class History:
    """How often a file was changed on main, and when first."""

    changes: int
    first: int
    """Seconds since 1970."""


@dataclass(slots=True)
class Tree:
    """The files of one repository. Reads them as long as it is entered; it can be entered again."""

    repository: Path
    commit: str = ""
    """Of main; empty: there is none, or it cannot be read."""
    remote: str = ""
    """The URL of the default remote; empty: there is none."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Regular files, with their blobs."""
    _blobs: Blobs | None = None

    def __enter__(self) -> Self:
        """Begin to read; git is started for the first file."""
        self._blobs = Blobs(Git(str(self.repository)), LARGEST)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End git."""
        if self._blobs is not None:
            self._blobs.__exit__(kind, error, trace)
            self._blobs = None

    def read(self, path: str) -> bytes:
        """Return a file's content; empty where it is not there, too large, or not in this clone."""
        oid = self.files.get(path, "")
        if not oid or self._blobs is None:
            return b""
        try:
            return self._blobs.read(oid) or b""
        except MissingObjectError:
            return b""
        except SourceError:  # git ends where it meets a damaged object
            self.__exit__(None, None, None)
            self.__enter__()
            return b""

    def histories(self, paths: Iterable[str]) -> dict[str, History]:
        """Return how often each file was changed on main; files that were not are left out."""
        wanted = sorted(set(paths))[:_MOST_HISTORIES]
        if not wanted or not self.commit:
            return {}
        words = ("log", "-z", "--format=%x00%ct", "--name-only", "--no-renames", "-O/dev/null")
        options = (*words, "--no-ext-diff", "--no-textconv", "--end-of-options", self.commit, "--")
        try:
            output = Git(str(self.repository)).text(*options, *(f":(literal){p}" for p in wanted))
        except SourceError:
            return {}
        found: dict[str, History] = {}
        for path, date in _dated(output):
            known = found.get(path, History(0, date))
            found[path] = History(known.changes + 1, min(known.first, date))
        return found


def _dated(output: str) -> Iterator[tuple[str, int]]:
    date = 0
    for piece in output.split("\0"):
        text = piece.strip("\n")
        if text.isdecimal():
            date = int(text)
        elif text:
            yield text, date


def open_tree(repository: Path) -> Tree:
    """Return the files of a repository's main branch; none where it cannot be read."""
    git = Git(str(repository))
    try:
        refs = read_refs(git)
        commit = main_branch(git, refs, ServiceRoot("", str(repository))).ref.commit
        tree = trees_of(git, [commit]).get(commit, "")
        files = files_of(git, tree) if tree else {}
    except SourceError:
        return Tree(repository)  # the scan says what is wrong with it
    return Tree(repository, commit, refs.remote_urls[0][1] if refs.remote_urls else "", files)


def line_of(content: bytes, offset: int) -> int:
    """Return the line, counted from 1, on which the byte at *offset* stands."""
    return content.count(b"\n", 0, offset) + 1
