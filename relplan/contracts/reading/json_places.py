"""Finds the line on which a value of a JSON text stands, without a list of all of them."""

import json
import re
from array import array
from bisect import bisect_right
from json import decoder
from typing import Any

from relplan.contracts.bounds import Budget

Pointer = tuple[str, ...]
"""The keys and indices, as text, that lead to a value."""

_CHARACTERS_A_STEP = 80
_SPACE = re.compile(r"[ \t\n\r]*+")


def _nothing(_: object) -> None:
    return None


_SCAN_KEY: Any = vars(decoder)["scanstring"]
_SCAN: Any = json.JSONDecoder(object_pairs_hook=_nothing).raw_decode
"""Returns where a value ends, and keeps none of it."""


class JsonPlaces:
    """Reads a part of the text again where somebody asks for a line in it."""

    def __init__(self, text: str, budget: Budget) -> None:
        """Take *text*, which is known to be valid JSON; reading in it is paid from *budget*."""
        self._text = text
        self._budget = budget
        self._below: dict[int, dict[str, tuple[int, int]]] = {}
        """By where an object or an array begins: where each of its values is named, and begins."""
        self._ends: array[int] | None = None
        """Where lines end."""

    def line(self, pointer: Pointer) -> int:
        """Return the line of the value at *pointer*, or of the nearest one above it."""
        named = at = self._skip(0)
        for step in pointer:
            self._budget.spend()
            below = self._values_in(at).get(step)
            if below is None:
                break
            named, at = below
        return self._line(named)

    def _line(self, at: int) -> int:
        if self._ends is None:
            lines = self._text.count("\n")
            self._budget.spend(1 + lines // 8)
            self._budget.keep(8 * lines)
            self._ends = array("Q", (match.start() for match in re.finditer("\n", self._text)))
        return bisect_right(self._ends, at) + 1

    def _skip(self, at: int) -> int:
        match = _SPACE.match(self._text, at)
        return match.end() if match else at

    def _values_in(self, at: int) -> dict[str, tuple[int, int]]:
        if at not in self._below:
            self._below[at] = self._read(at)
        return self._below[at]

    def _read(self, at: int) -> dict[str, tuple[int, int]]:
        text = self._text
        found: dict[str, tuple[int, int]] = {}
        start, opens = at, text[at : at + 1]
        if opens not in ("{", "["):
            return {}
        self._budget.spend()
        at = self._skip(at + 1)
        while text[at] not in "}]":
            named, key = at, str(len(found))
            if opens == "{":
                key, at = _SCAN_KEY(text, at + 1)
                at = self._skip(self._skip(at) + 1)
            found[key] = (named, at)
            at = self._skip(_SCAN(text, at)[1])
            if text[at] == ",":
                at = self._skip(at + 1)
        self._budget.spend(1 + len(found) // 2 + (at - start) // _CHARACTERS_A_STEP)
        self._budget.keep(250 * len(found))
        return found
