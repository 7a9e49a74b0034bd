"""Reads TOML that is not trusted, and knows on which line each key and each string stands."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from relplan.contracts.bounds import BoundReachedError, UnreadableError, decoded

LARGEST = 1_000_000
"""Bytes of a manifest; no person writes a hundredth of that."""
_TABLE = re.compile(r"^[ \t]*\[\[?([^\[\]\n]+)\]\]?[ \t]*(?:#.*)?$")
_KEY = re.compile(r"""^[ \t]*("[^"\n]*"|'[^'\n]*'|[\w-]+)(?:[ \t]*\.[ \t]*([\w-]+))?[ \t]*[=.]""")
_STRING = re.compile(r"""["']([\w.@/-]+)""")
_LONG_KEY = re.compile(
    r"""(?<![\w-])(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
    r"""(?:[ \t]*+\.[ \t]*+(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')){40}"""
)
"""tomllib takes memory by the square of a dotted key's steps."""
_AT = re.compile(r"line (\d+)")


class Toml:
    """One file."""

    def __init__(self, path: str, content: bytes) -> None:
        """Read *content*. Raises UnreadableError where it is no TOML."""
        text = decoded(path, content, LARGEST)
        if match := _LONG_KEY.search(text):
            line = text.count("\n", 0, match.start()) + 1
            raise BoundReachedError("nested too deeply to be understood", path, line)
        try:
            self.data: dict[str, Any] = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, ValueError) as error:
            match = _AT.search(str(error))
            line = int(match[1]) if match else 0
            raise UnreadableError("not valid TOML", path, line) from None
        except RecursionError:
            raise UnreadableError("nested too deeply to be understood", path) from None
        self._lines = _lines_of(text)

    def table(self, *steps: str) -> dict[str, Any]:
        """Return the table at *steps*; an empty one where there is none."""
        found = self.get(*steps)
        return found if isinstance(found, dict) else {}

    def text(self, *steps: str) -> str:
        """Return the text at *steps*; empty where there is none."""
        found = self.get(*steps)
        return found if isinstance(found, str) else ""

    def texts(self, *steps: str) -> Iterator[str]:
        """Yield the texts of the list at *steps*."""
        found = self.get(*steps)
        yield from (
            (item for item in found if isinstance(item, str)) if isinstance(found, list) else ()
        )

    def get(self, *steps: str) -> Any:
        """Return the value at *steps*; None where there is none."""
        value: Any = self.data
        for step in steps:
            value = value.get(step) if isinstance(value, dict) else None
        return value

    def line(self, *steps: str) -> int:
        """Return the line of the key at *steps*, or of a string below it that begins so; else 0."""
        return self._lines.get(steps) or self._lines.get(steps[:-1], 0)


def _lines_of(text: str) -> dict[tuple[str, ...], int]:
    """Tell lines by what they look like: a string over many lines may mislead it, no more."""
    found: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _TABLE.match(line):
            table = key = tuple(_bare(step) for step in header[1].split("."))
        elif match := _KEY.match(line):
            key = (*table, _bare(match[1]), *([match[2]] if match[2] else []))
            for end in range(len(table) + 1, len(key)):
                found.setdefault(key[:end], number)
        found.setdefault(key, number)
        for string in _STRING.finditer(line):
            found.setdefault((*key, string[1]), number)
    return found


def _bare(key: str) -> str:
    return key.strip().strip("\"'")
