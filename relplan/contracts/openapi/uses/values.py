"""Tells of which classes a file's values may be, by the names that hold them."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

_TOKEN = re.compile(r"[\w$]+")
_OBJECT = re.compile(r"(?<![\w$.])[\w$]++\s*[:=]\s*(?:Object\.freeze\(\s*)?\{")
"""A name that holds an object which is written out, behind where the name begins."""
_MADE = re.compile(
    r"(?<![\w$])[\w$]++\s*:?=\s*(?:await\s+)?(?:new\s+)?(?:[\w$]+(?:\.|::))*?(?:New)?([A-Z]\w*)"
    r"\s*(?:<[^<>()\n]*>)?[({]"
)
_TYPED = re.compile(r"(?<![\w$])[\w$]++\??\s*:\s*(?:[\w$]+\.)*[\"']?([A-Z]\w*)")
_TYPE_BEHIND = re.compile(r"(?<![\w$.])[\w$]++\s+\*?(?:\w+\.)?([A-Z]\w*)\b")
_TYPE_BEFORE = re.compile(r"\b(?=([A-Z]\w*)(?:<[^<>()\n]*>)?\??\s+\$?([\w$]+))")
_CALLED = re.compile(r"\s*\(")
_LONGEST = 100
"""Characters of a name with a ``$``; nobody asks for longer ones."""


class Values:
    """The values of one file. It is gone through once, however many names are asked for."""

    def __init__(self, text: str) -> None:
        """Look at *text*."""
        self._text = text

    def is_object(self, name: str) -> bool:
        """Tell whether *name* holds an object that is written out here."""
        return any(_OBJECT.match(self._text, start) for start in self._starts.get(name, ()))

    def classes(self, name: str) -> Iterator[str]:
        """Yield the classes of which what *name* holds may be, some more than once."""
        for pattern in (_MADE, _TYPED):
            yield from self._behind(pattern, name)
        yield from self._before.get(name, ())
        yield from self._behind(_TYPE_BEHIND, name)

    def _behind(self, pattern: re.Pattern[str], name: str) -> Iterator[str]:
        done = 0
        for start in self._starts.get(name, ()):
            match = pattern.match(self._text, start) if start >= done else None
            if match:
                done = match.end()
                yield match[1]

    @cached_property
    def _starts(self) -> Mapping[str, list[int]]:
        """Where each name stands."""
        found: dict[str, list[int]] = {}
        for match in _TOKEN.finditer(self._text):
            found.setdefault(match[0], []).append(match.start())
        return found

    @cached_property
    def _before(self) -> Mapping[str, list[str]]:
        """The types that stand before names, ``Client client``; what is called is no value."""
        found: dict[str, list[str]] = {}
        done: dict[str, int] = {}
        for match in _TYPE_BEFORE.finditer(self._text):
            for name in _names(match[2]):
                end = match.start(2) + len(name)
                called = name == match[2] and _CALLED.match(self._text, end)
                if match.start() >= done.get(name, 0) and not called:
                    done[name] = end
                    found.setdefault(name, []).append(match[1])
        return found


def _names(token: str) -> Iterator[str]:
    """Yield what *token* begins with that is a name to those who know no ``$`` in names."""
    if "$" not in token:
        yield token
        return
    for end in range(1, min(len(token), _LONGEST) + 1):
        if (token[end - 1] == "$") != (token[end : end + 1] in ("$", "")):
            yield token[:end]
