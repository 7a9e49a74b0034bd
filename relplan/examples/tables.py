"""A TOML table that is read key by key, and that says what is wrong and where."""

import re
from collections.abc import Mapping
from datetime import datetime
from difflib import get_close_matches
from pathlib import PurePosixPath

from relplan.model.errors import RelplanError

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_NO_REF = re.compile(
    r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|//|^[-/.]|[/.]$|/\.|\.lock(/|$)|^HEAD$|^@$"
)


class Table:
    """One table of a recipe. What is left when it is *done* is a key that nobody knows."""

    def __init__(self, values: Mapping[str, object], place: str) -> None:
        """Read *values*, which stand at *place*: a file and, below the top, where in it."""
        self._values = values
        self._known: list[str] = []
        self.place = place

    def error(self, what: str) -> RelplanError:
        """Return the error that says *what* is wrong here, on one line."""
        line = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in what)
        return RelplanError(f"{self.place}: {line}")

    def has(self, key: str) -> bool:
        """Tell whether there is a *key*."""
        return key in self._values

    def done(self) -> None:
        """Complain about a key that was not asked for."""
        for key in self._values:
            if key not in self._known:
                near = get_close_matches(key, self._known, n=1)
                guess = f"did you mean '{near[0]}'" if near else f"known: {', '.join(self._known)}"
                raise self.error(f"unknown key '{key}' ({guess})")

    def text(self, key: str, default: str | None = None) -> str:
        """Return the string at *key*; it may only be empty where *default* is."""
        value = self._get(key, default)
        if not isinstance(value, str) or (not value and default != ""):
            raise self.error(f"{key} must be a text")
        if "\0" in value:
            raise self.error(f"{key} has a zero byte")
        return value

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Return the list of strings at *key*."""
        value = self._get(key, default)
        if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
            raise self.error(f"{key} must be a list of texts")
        return tuple(value)

    def all_texts(self) -> dict[str, str]:
        """Return the whole table, all of whose values are strings."""
        return {key: self.text(key) for key in self._values}

    def flag(self, key: str) -> bool:
        """Return the boolean at *key*; false where there is none."""
        value = self._get(key, default=False)
        if not isinstance(value, bool):
            raise self.error(f"{key} must be true or false")
        return value

    def moment(self, key: str) -> datetime:
        """Return the date and time at *key*."""
        value = self._get(key, None)
        if not isinstance(value, datetime):
            raise self.error(f"{key} must be a date and time, such as 2025-03-03T09:30:00+01:00")
        return value

    def name(self, key: str) -> str:
        """Return the name at *key*, which will be a folder's."""
        value = self.text(key)
        if not _NAME.fullmatch(value) or value.lower() == "relplan.toml":
            raise self.error(f"{key}: '{value}' cannot be the name of a repository's folder")
        self.place = f"{self.place} ({value})"
        return value

    def ref(self, key: str, default: str | None = None) -> str:
        """Return the branch or tag name at *key*."""
        return self._ref(key, self.text(key, default))

    def refs(self, key: str) -> tuple[str, ...]:
        """Return the list of branch names at *key*."""
        return tuple(self._ref(key, value) for value in self.texts(key))

    def path(self, key: str, default: str | None = None) -> str:
        """Return the relative path at *key*."""
        value = self.text(key, default)
        return self._path(key, value) if value else value

    def paths(self, key: str) -> tuple[str, ...]:
        """Return the list of relative paths at *key*; empty where there is none."""
        return tuple(self._path(key, value) for value in self.texts(key, ()))

    def files(self, key: str) -> dict[str, str]:
        """Return the table at *key*, from relative paths to contents; empty where there is none."""
        value = self._get(key, {})
        if not isinstance(value, dict):
            raise self.error(f"{key} must be a table of paths and contents")
        texts = Table(value, f"{self.place}, {key}")
        return {self._path(key, path): texts.text(path, "") for path in value}

    def table(self, key: str) -> "Table":
        """Return the table at *key*."""
        value = self._get(key, None)
        if not isinstance(value, dict):
            raise self.error(f"{key} must be a table")
        return Table(value, f"{self.place}, {key}")

    def tables(self, key: str) -> tuple["Table", ...]:
        """Return the array of tables at *key*; empty where there is none."""
        value = self._get(key, ())
        if not isinstance(value, list | tuple) or not all(isinstance(one, dict) for one in value):
            raise self.error(f"{key} must be an array of tables: [[{key}]]")
        return tuple(Table(one, f"{self.place}, {key} {n}") for n, one in enumerate(value, 1))

    def _get(self, key: str, default: object) -> object:
        self._known.append(key)
        if key in self._values:
            return self._values[key]
        if default is None:
            raise self.error(f"{key} is missing")
        return default

    def _ref(self, key: str, value: str) -> str:
        if not value or _NO_REF.search(value):
            raise self.error(f"{key}: git allows no branch or tag named '{value}'")
        return value

    def _path(self, key: str, value: str) -> str:
        """Let a file be written only inside its repository, and not into git's own folder."""
        parts = PurePosixPath(value).parts
        inside = bool(parts) and value == "/".join(parts) and not value.startswith(("/", '"'))
        own = not any(part == ".." or part.lower() == ".git" for part in parts)
        if not (inside and own and value.isprintable() and not set("\\:") & set(value)):
            raise self.error(f"{key}: '{value}' is no path inside the repository")
        return value
