"""Keeps a reader that somebody else wrote from breaking more than its own migrations."""

from collections.abc import Sequence

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.sql.migration import Migration
from relplan.contracts.sql.readers.reader import History, Reader
from relplan.plugins import Plugin, fault


class Guarded(Reader):
    """A reader of a plug-in: it is told once that it fails, and asked no more which files it has.

    Where it fails in reading a file, that file is unreadable, which is said where all such are.
    """

    def __init__(self, plugin: Plugin[Reader]) -> None:
        """Guard the reader of *plugin*."""
        self._plugin = plugin
        self._reader = plugin.value
        self._is_broken = False
        self.name = getattr(plugin.value, "name", plugin.name)

    def is_path(self, path: str) -> bool:
        """Tell what the reader tells; it knows no file any more once it failed to."""
        if self._is_broken:
            return False
        try:
            return bool(self._reader.is_path(path))
        except Exception as error:  # whatever a stranger's code raises
            return self._broke(error)

    def is_migration(self, path: str, content: bytes) -> bool:
        """Tell what the reader tells; it knows no file any more once it failed to."""
        if self._is_broken:
            return False
        try:
            return bool(self._reader.is_migration(path, content))
        except Exception as error:  # whatever a stranger's code raises
            return self._broke(error)

    def references(self, path: str, content: bytes) -> Sequence[str]:
        """Return what the reader returns. Raises UnreadableError."""
        try:
            return tuple(self._reader.references(path, content))
        except UnreadableError:
            raise
        except Exception as error:  # whatever a stranger's code raises
            raise self._unreadable(path, error) from error

    def read(self, path: str, content: bytes, history: History) -> Migration:
        """Return what the reader returns. Raises UnreadableError."""
        try:
            found = self._reader.read(path, content, history)
        except UnreadableError:
            raise
        except Exception as error:  # whatever a stranger's code raises
            raise self._unreadable(path, error) from error
        if not isinstance(found, Migration):
            raise self._unreadable(path, TypeError("it returned no Migration"))
        return found

    def _broke(self, error: Exception) -> bool:
        self._is_broken = True
        self._plugin.leave_out(fault(error))
        return False

    def _unreadable(self, path: str, error: Exception) -> UnreadableError:
        what = f"{self._plugin.package} failed to read it ({fault(error)})"
        return UnreadableError(what, path)
