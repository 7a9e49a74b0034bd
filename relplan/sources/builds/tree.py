"""The files of a repository at one commit, as those who read build files look at them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from posixpath import basename

from relplan.contracts.bounds import BoundReachedError, UnreadableError, check_size
from relplan.sources.catalogs.reading import folder_of

LARGEST = 2_000_000
"""Bytes of a build file; no person writes a tenth of that."""
_MOST = 100_000_000
"""Bytes of the build files that are read of one repository, for each of which _COST is added."""
_COST = 2_000
FOREIGN = frozenset({"node_modules", "vendor", "testdata", ".venv", "site-packages"})
"""Folders of what is somebody else's, or only looks like a program."""

Read = Callable[[str], bytes]
Search = Callable[[Sequence[str], Sequence[str]], Mapping[str, Sequence[str]]]
"""Given texts and the endings of file names: the lines that hold one of the texts, by file."""


class Tree:
    """The files of one commit."""

    def __init__(self, files: Collection[str], read: Read, search: Search | None = None) -> None:
        """Look at *files*; *read* gives the content of one, *search* the lines of many."""
        self._read = read
        self._search = search or self._search_each
        self._left = _MOST
        self.unread: list[UnreadableError] = []
        """What could not be understood."""
        self._names: dict[str, list[str]] = {}
        self._folders: dict[str, set[str]] = {".": set()}
        self._files = frozenset(files)
        for path in sorted(self._files):
            if FOREIGN.isdisjoint(path.split("/")):
                self._names.setdefault(basename(path), []).append(path)
                self._add_folders(path)

    def _add_folders(self, path: str) -> None:
        below, folder = path, folder_of(path)
        while folder not in self._folders:
            self._folders[folder] = {below}
            below, folder = folder, folder_of(folder)
        self._folders[folder].add(below)

    def has_file(self, path: str) -> bool:
        """Tell whether there is a file at *path*."""
        return path in self._files

    def has(self, path: str) -> bool:
        """Tell whether there is a file or a folder at *path*."""
        return path in self._files or path in self._folders

    def below(self, folder: str) -> list[str]:
        """Return the files and folders directly in *folder*."""
        return sorted(self._folders.get(folder, ()))

    def folders(self) -> Iterable[str]:
        """Return all folders; ``.`` is the top."""
        return self._folders

    def named(self, *names: str) -> list[str]:
        """Return the files of these names that are not somebody else's, sorted."""
        return sorted(path for name in names for path in self._names.get(name, ()))

    def ending(self, *ends: str) -> list[str]:
        """Return the files whose names end so and that are not somebody else's, sorted."""
        found = (paths for name, paths in self._names.items() if name.endswith(ends))
        return sorted(path for paths in found for path in paths)

    def containing(self, *parts: str) -> list[str]:
        """Return the files in whose names one of *parts* is, and not somebody else's, sorted."""
        found = (
            paths for name, paths in self._names.items() if any(part in name for part in parts)
        )
        return sorted(path for paths in found for path in paths)

    def read(self, path: str) -> bytes:
        """Return the content of a file. Raises UnreadableError."""
        content = self._read(path) if self._left > 0 else b""
        self._left -= len(content) + _COST
        if self._left < 0:
            raise BoundReachedError("too many build files, so not read", path)
        check_size(path, content, LARGEST)
        return content

    def text(self, path: str) -> str:
        """Return the content of a file as text, whatever bytes it holds. Raises UnreadableError."""
        return self.read(path).decode("utf-8", "replace")

    def search(self, texts: Sequence[str], ends: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """Return the lines that hold one of *texts*, of the files whose names end so."""
        found = self._search(texts, ends) if texts else {}
        return {path: lines for path, lines in found.items() if path in self._files}

    def _search_each(
        self, texts: Sequence[str], ends: Sequence[str]
    ) -> Mapping[str, Sequence[str]]:
        found = {}
        for path in sorted(self._files):
            if path.endswith(tuple(ends)):
                lines = self.text(path).splitlines()
                found[path] = [line for line in lines if any(text in line for text in texts)]
        return found

    def each(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield each file with its text; what cannot be read is kept in `unread`."""
        for path in paths:
            try:
                yield path, self.text(path)
            except UnreadableError as error:
                self.unread.append(error)
