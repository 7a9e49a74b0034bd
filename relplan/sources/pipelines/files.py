"""The files of one repository, as the readers of pipelines and bundles ask for them."""

import posixpath
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from fnmatch import fnmatchcase
from typing import Any

from relplan.contracts.bounds import UnreadableError, decoded
from relplan.contracts.reading.documents import Document, read_documents
from relplan.sources.deployments.statement import is_larger

_LARGEST = 1_000_000
"""Bytes of a file of the set-up that is read."""
_SIGNS_A_WORK = 5
"""Signs of YAML that are as much work as one of a script."""
_INCLUDED = 1_000
"""Work of putting a file into another one; the same may be put in again and again."""
_WORK = 4_000_000
"""Characters of scripts that are taken apart, and paths that are compared, in one repository."""
_MOST_VALUES = 50_000
_MOST_DOCUMENTS = 500
_MOST_FOUND = 300
"""Files that one glob, or one folder, is taken to mean."""


class Files:
    """Reads files by their paths from the repository's top; what cannot be read is empty."""

    def __init__(self, paths: Collection[str], read: Callable[[str], bytes]) -> None:
        """Know the *paths* of all files; *read* returns the content of one."""
        self.paths = frozenset(paths)
        self._read = read
        self._left = _WORK
        self._texts: dict[str, str] = {}
        self._globbed: dict[str, list[str]] = {}
        self._documents: dict[str, tuple[Document, ...]] = {}
        self._folders: dict[str, list[str]] = defaultdict(list)
        for path in sorted(self.paths):
            folder = posixpath.dirname(path)
            self._folders[folder or "."].append(path)
            while folder:
                folder = posixpath.dirname(folder)
                if self._folders.setdefault(folder or ".", []):
                    break

    def spend(self, work: int) -> bool:
        """Take note of *work*; tell whether there is still some left."""
        self._left -= work
        return self._left >= 0

    def text(self, path: str) -> str:
        """Return the text of a file; empty where it is not there, or is no text."""
        if path not in self.paths:
            return ""
        if path not in self._texts:
            try:
                self._texts[path] = decoded(path, self._read(path), _LARGEST)
            except UnreadableError:
                self._texts[path] = ""
        return self._texts[path]

    def line(self, path: str, number: int) -> str:
        """Return a line of a file, counted from 1."""
        lines = self.text(path).split("\n")
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def documents(self, path: str) -> tuple[Document, ...]:
        """Return the YAML or JSON documents of a file; none where it is nothing of the kind."""
        if path not in self._documents:
            self._documents[path] = tuple(self.documents_of(path, self.text(path)))
        return self._documents[path]

    def documents_of(self, path: str, text: str) -> list[Document]:
        """Return the documents of a *text* that stands for the file at *path*."""
        if not self.spend(len(text) // _SIGNS_A_WORK):
            return []
        try:
            found = read_documents(path, text.encode("utf-8", "replace"))
        except UnreadableError:
            return []
        return [one for one in found[:_MOST_DOCUMENTS] if not is_larger(one.data, _MOST_VALUES)]

    def table(self, path: str) -> tuple[Document, dict[str, Any]] | None:
        """Return the only document of a file with its data, where that is a table."""
        found = self.documents(path)
        if len(found) == 1 and isinstance(found[0].data, dict):
            return found[0], found[0].data
        return None

    def included(self, path: str) -> tuple[Document, dict[str, Any]] | None:
        """Return a file as `table` does, to put it into another one: not without end."""
        return self.table(path) if self.spend(_INCLUDED) else None

    def is_folder(self, path: str) -> bool:
        """Tell whether there is a folder of that path."""
        return path in self._folders

    def inside(self, folder: str) -> list[str]:
        """Return the files that are in a folder itself."""
        return self._folders.get(folder, [])[:_MOST_FOUND]

    def below(self, folder: str) -> list[str]:
        """Return the files in a folder and in all that are in it."""
        if folder in ("", "."):
            return sorted(self.paths)[:_MOST_FOUND]
        if not self.spend(len(self.paths)):
            return []
        return sorted(path for path in self.paths if path.startswith(f"{folder}/"))[:_MOST_FOUND]

    def glob(self, pattern: str) -> list[str]:
        """Return the files and folders that a shell's *pattern* stands for, in their order."""
        if pattern not in self._globbed:
            self._globbed[pattern] = self._fitting(pattern) if self.spend(len(self.paths)) else []
        return self._globbed[pattern]

    def _fitting(self, pattern: str) -> list[str]:
        wanted = pattern.strip("/").removeprefix("./")
        depth = wanted.count("/")
        known: Iterable[str] = (*self.paths, *self._folders)
        return sorted(one for one in known if one.count("/") == depth and fnmatchcase(one, wanted))[
            :_MOST_FOUND
        ]


def joined(folder: str, relative: str) -> str:
    """Return *relative* to *folder* as a path from the top; empty where it leads out."""
    if not relative or relative.startswith(("/", "~")) or "://" in relative or "$" in relative:
        return ""
    path = posixpath.normpath(posixpath.join(folder or ".", relative))
    return "" if path == ".." or path.startswith("../") else path
