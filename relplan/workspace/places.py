"""Says on which line of relplan.toml something stands: tomllib does not tell."""

import re
from contextlib import suppress
from tomllib import TOMLDecodeError, loads
from typing import Any

_HEADER = re.compile(r"\s*\[(?P<table>[^\[\]]+)\]\s*(?:#.*)?")


def lines_of(text: str, table: str, key: str) -> dict[str, int]:
    """Return by NAME the line, counted from 1, of *key* in each ``[table.NAME]``.

    What is written otherwise, in a table on one line say, is left out.
    """
    found: dict[str, int] = {}
    inside: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        header = _HEADER.fullmatch(line)
        if header is not None:
            inside = _keys(header["table"])
            continue
        path = [*inside, *_keys(line.partition("=")[0])] if key in line else []
        if len(path) == 3 and path[0] == table and path[2] == key:
            found.setdefault(path[1], number)
    return found


def _keys(dotted: str) -> list[str]:
    """Return the parts of a dotted key, as TOML reads them; none where it is no key."""
    keys: list[str] = []
    with suppress(TOMLDecodeError, RecursionError):
        value: Any = loads(f"{dotted} = 0")
        while isinstance(value, dict) and len(value) == 1:
            [(name, value)] = value.items()
            keys.append(name)
    return keys
