"""Knows Rails' migrations by their place."""

import re
from collections.abc import Sequence

from relplan.contracts.sql.migration import Migration
from relplan.contracts.sql.readers.rails.dsl import path_of
from relplan.contracts.sql.readers.rails.migrations import read_rails
from relplan.contracts.sql.readers.rails.models import (
    CHANGES,
    KEEPERS,
    OF_CLASSES,
    PLAIN_CLASSES,
    PURE_OF_CLASSES,
    QUERIES,
    WRAPPERS,
)
from relplan.contracts.sql.readers.reader import History, Reader

_NAME = re.compile(r"\d+_")
_DERIVED = re.compile(rb"[<(]\s*[\w:]*Migration\b")
_CALLED = re.compile(r"(?<![\w:.])([A-Z]\w*(?:::[A-Z]\w*)*)\s*\.\s*([a-z_]\w*[!?]?)")
_NOT_THEIR_OWN = QUERIES | CHANGES | OF_CLASSES | PURE_OF_CLASSES - {"new"} | WRAPPERS


def _is_own(name: str, method: str) -> bool:
    """Tell whether a method may be one that a class of the application defines."""
    root = name.partition("::")[0]
    known = root in PLAIN_CLASSES | KEEPERS or root in ("ActiveRecord", "ApplicationRecord")
    return not known and method not in _NOT_THEIR_OWN


class Rails(Reader):
    """Rails: ``db/migrate/20240101000000_add_b.rb``."""

    name = "rails"

    def is_path(self, path: str) -> bool:
        """Tell whether a Ruby file stands with migrations, and has a number."""
        name = path.rpartition("/")[2]
        return path.endswith(".rb") and "migrate/" in path and _NAME.match(name) is not None

    def is_migration(self, path: str, content: bytes) -> bool:
        """Tell whether a Ruby file is a migration, by its place or by its class."""
        return path.endswith(".rb") and (self.is_path(path) or _DERIVED.search(content) is not None)

    def references(self, path: str, content: bytes) -> Sequence[str]:
        """Return the ends of the paths of the classes whose own methods a file calls."""
        called = (match.groups() for match in _CALLED.finditer(content.decode("utf-8", "replace")))
        named = dict.fromkeys(name for name, method in called if _is_own(name, method))
        return [path_of(name) for name in named]

    def read(self, path: str, content: bytes, history: History) -> Migration:
        """Read a migration. Raises UnreadableError."""
        return read_rails(path, content, history)
