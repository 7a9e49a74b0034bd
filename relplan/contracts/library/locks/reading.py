"""What the readers of lock files have in common."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from relplan.contracts.bounds import BoundReachedError, UnreadableError, decoded

_KEY = re.compile(r"^\s*\"([^\"\n]+)\": *[\{\[]", re.MULTILINE)
_HEAD = re.compile(r"\[+([\w.\"-]+)\]+")
_VALUE = re.compile(r"([\w-]+) *= *\"([^\"]*)\"")
_INLINE = re.compile(r"([\w-]+) *= *\{(.*)\}")


def json_table(path: str, content: bytes) -> dict[str, Any]:
    """Return the object that a JSON file is. Raises UnreadableError."""
    try:
        found = json.loads(decoded(path, content))
    except ValueError:
        raise UnreadableError("not valid JSON", path) from None
    except RecursionError:
        raise BoundReachedError("nested too deeply to be understood", path) from None
    if not isinstance(found, dict):
        raise UnreadableError("is not an object", path, 1)
    return found


def lines_of_keys(content: bytes) -> dict[str, int]:
    """Return the first line of each key of a table, as machines write JSON: one key a line."""
    found: dict[str, int] = {}
    line, place = 1, 0
    text = content.decode("utf-8", "replace")
    for match in _KEY.finditer(text):
        line += text.count("\n", place, match.start(1))
        place = match.start(1)
        found.setdefault(match[1], line)
    return found


class Block(NamedTuple):
    """A ``[[package]]`` of a lock file in TOML: its texts, those of tables as ``table.key``."""

    values: dict[str, str]
    line: int

    def get(self, key: str) -> str:
        """Return the text of *key*; empty: there is none."""
        return self.values.get(key, "")


def toml_packages(path: str, content: bytes) -> Iterator[Block]:
    """Yield the packages of a lock file in TOML. Raises UnreadableError where it is no text."""
    block: Block | None = None
    table = ""
    for number, text in enumerate(decoded(path, content).splitlines(), 1):
        if text.startswith("["):
            head = _HEAD.match(text)
            name = head[1] if head else ""
            if text.startswith("[[package]]"):
                if block is not None:
                    yield block
                block = Block({}, number)
            table = f"{name.removeprefix('package.')}." if name.startswith("package.") else ""
            if name not in ("package", "package.source") and not name.startswith("package."):
                table = "elsewhere."
        elif block is not None and (match := _VALUE.match(text)):
            block.values.setdefault(f"{table}{match[1]}", match[2])
        elif block is not None and (inline := _INLINE.match(text)):
            for one in _VALUE.finditer(inline[2]):
                block.values.setdefault(f"{table}{inline[1]}.{one[1]}", one[2])
    if block is not None:
        yield block
