"""Puts together the paths that the texts of a source file make.

Texts that are joined over some lines, by ``+``, templates, formats or builders, are one path; what
is only known when it runs is a hole in it.
"""

import re
from collections.abc import Mapping

from relplan.contracts.openapi.uses.addresses import FILLED_IN, HOST, address_of

HOLE = "\0"
_QUOTED = r"\"([^\"\n]{1,400})\"|'([^'\n]{1,400})'|`([^`\n]{1,400})`"
TEXT = re.compile(
    r"(?P<comment>(?<![:\"'`])//[^\n]*+|/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/)?+|^[ \t]*+#[^\n]*+"
    r"|\"\"\"(?:[^\"]|\"(?!\"\"))*+\"\"\")"
    rf"|{_QUOTED}",
    re.MULTILINE,
)
_PLACEHOLDER = re.compile(rf"{FILLED_IN.pattern}|(?<=/):\w+|<\w*:?\w+>")
_OUTSIDE = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?::\d+)?", re.IGNORECASE)
_INSIDE = re.compile(r"(?:localhost|\.local|\.internal|\.svc|\.cluster|\.test|\.example)(?::|$|\.)")
_JOIN = re.compile(r"\s{0,80}(?:\+|\.\.|\.(?=\s{0,9}[\"'$]))\s{0,80}")
_LITERAL = re.compile(_QUOTED)
_NAME = re.compile(r"[A-Za-z_$@][\w$]*(?:(?:\.|->|::)[A-Za-z_$][\w$]*)*|\d+")
_CONSTANT = re.compile(
    rf"\b([A-Za-z_$][\w$]{{1,60}})\s{{0,4}}(?::\s{{0,4}}\w+\s{{0,4}})?:?=\s{{0,20}}(?:{_QUOTED})"
)
_BEFORE = re.compile(r"([A-Za-z_$][\w$.]{0,80})\s{0,4}\+\s{0,80}$")
_STEP = re.compile(
    r"\s{0,80}\.(path|resolve|appendPath|segment|pathSegment|appendPathSegments?)\s{0,4}\("
)
_OPENED = re.compile(
    r"(?:\.|\b)(fromPath|fromUriString|fromHttpUrl|path|resolve|appendPath|target|segment|pathSegment"
    r"|appendPathSegments?)\s{0,4}(\()\s{0,20}(?:(?:String\.)?format\s{0,4}\(\s{0,20})?$"
)
_BY_SEGMENT = ("segment", "pathSegment", "appendPathSegment", "appendPathSegments")
_WINDOW = 200
_MOST_PIECES = 12
_DEEPEST = 3
"""Values that are made of values."""
_MOST_SEGMENTS = 30


def constants_in(text: str) -> Mapping[str, str]:
    """Return the paths that have a name in this file, and one value only."""
    found: dict[str, set[str]] = {}
    for match in _CONSTANT.finditer(text):
        value = _inner(match, 2)
        if "/" in value:
            found.setdefault(match[1], set()).add(value)
    return {name: next(iter(values)) for name, values in found.items() if len(values) == 1}


def _inner(match: re.Match[str], first: int) -> str:
    return next(filter(None, (match[number] for number in range(first, first + 3))), "")


class Path:
    """One path, put together from where its first text stands."""

    def __init__(self, text: str, constants: Mapping[str, str], match: re.Match[str]) -> None:
        """Put together what begins with *match* of `TEXT`; *constants* are paths with a name."""
        self._text, self._constants = text, constants
        self._whole = True
        self.is_outside = False
        """Whether its host is none of this system's."""
        self.is_relative = False
        """Whether it begins with no slash."""
        self.start = match.start()
        self._from = max(0, match.start() - _WINDOW)
        before = self._text[self._from : match.start()]
        self.before = before.removesuffix("f").removesuffix("$")
        self._first = match
        self._written = _inner(match, 2)
        self._pieces = [self._filled(self._written)]
        self.end = match.end()
        if "/" in self._pieces[0] or _OPENED.search(self.before):
            self._join()
            self._follow_builder()
            self._take_prefix()

    @property
    def address(self) -> str:
        """The host, or the value that stands before the path as the code has it; empty: none."""
        filled = self._filled(self._written)
        written = filled if HOST.match(filled) else self._written
        if filled != written and not filled.startswith(HOLE):
            return ""  # the value is known, and is a path
        return address_of(self.before, written, self._text, self._first.end())

    def segments(self) -> tuple[str, ...] | None:
        """Return what the path is made of; None where it is none of this system."""
        path = "".join(self._pieces)
        host = HOST.match(path)
        if host is not None:
            if _OUTSIDE.fullmatch(host[1]) and not _INSIDE.search(host[1]):
                self.is_outside = True
            path = path[host.end() :]
        path = path.partition("?")[0].partition("#")[0]
        if not self._whole or any(sign.isspace() for sign in path) or "/" not in path:
            return None
        self.is_relative = host is None and not path.startswith(("/", HOLE))
        found = tuple(step if step.strip(HOLE) else HOLE for step in path.split("/") if step)
        if found and found[-1] != HOLE and found[-1].endswith(HOLE):
            found = (*found[:-1], found[-1].rstrip(HOLE))  # a query is added
        return found if 0 < len(found) <= _MOST_SEGMENTS else None

    def _filled(self, piece: str, deep: int = 0) -> str:
        """Return *piece* with the values that are known in its holes, and in theirs."""

        def fill(match: re.Match[str]) -> str:
            name = next(filter(None, match.groups()), "").strip().rpartition(".")[2]
            return self._value(name, deep)

        return _PLACEHOLDER.sub(fill, piece)

    def _value(self, name: str, deep: int = 0) -> str:
        known = self._constants.get(name)
        return HOLE if known is None or deep >= _DEEPEST else self._filled(known, deep + 1)

    def _join(self) -> None:
        """Take what is added to the text, as long as it can be followed."""
        for _ in range(_MOST_PIECES):
            joined = _JOIN.match(self._text, self.end)
            if joined is None:
                return
            literal = _LITERAL.match(self._text, joined.end())
            if literal is not None:
                self._pieces.append(self._filled(_inner(literal, 1)))
                self.end = literal.end()
                continue
            end = self._operand(joined.end())
            if end < 0:
                self._whole = False
                return
            name = self._text[joined.end() : end].rpartition(".")[2]
            self._pieces.append(self._value(name))
            self.end = end

    def _operand(self, at: int) -> int:
        """Return where a value that is added ends; -1 where that cannot be told."""
        if self._text[at : at + 1] == "(":
            return _closed(self._text, at)
        named = _NAME.match(self._text, at)
        if named is None:
            return -1
        end = named.end()
        while 0 <= end < len(self._text) and self._text[end] in "([":
            end = _closed(self._text, end)
            more = re.compile(r"\.\w+").match(self._text, end) if end >= 0 else None
            end = more.end() if more else end
        return end

    def _follow_builder(self) -> None:
        """Take what calls of a builder add: ``.path("/v1").path(id)``."""
        opened = _OPENED.search(self.before)
        end = _closed(self._text, self._from + opened.start(2)) if opened else -1
        if opened is None or end < 0:
            return
        if opened[1] in _BY_SEGMENT:
            arguments = self._text[self._from + opened.end(2) : end - 1]
            self._pieces = [f"/{self._argument(one)}" for one in arguments.split(",")]
        for _ in range(_MOST_PIECES):
            step = _STEP.match(self._text, end)
            close = _closed(self._text, step.end() - 1) if step else -1
            if step is None or close < 0:
                self._whole = self._whole and step is None
                break
            arguments = self._text[step.end() : close - 1]
            many = arguments.split(",") if step[1] in _BY_SEGMENT else [arguments]
            self._pieces += [f"/{self._argument(one)}" for one in many]
            end = close
        self.end = max(self.end, end)

    def _argument(self, argument: str) -> str:
        literal = _LITERAL.search(argument)
        if literal is not None:
            return self._filled(_inner(literal, 1)).strip("/")
        return self._value(argument.strip().rpartition(".")[2]).strip("/")

    def _take_prefix(self) -> None:
        named = _BEFORE.search(self.before)
        value = self._constants.get(named[1].rpartition(".")[2]) if named else None
        if value is not None:
            self._pieces.insert(0, self._filled(value))


def _closed(text: str, at: int) -> int:
    """Return where the bracket at *at* is closed, behind it; -1: not near."""
    depth = 0
    for index in range(at, min(len(text), at + 2 * _WINDOW)):
        if text[index] in "([":
            depth += 1
        elif text[index] in ")]":
            depth -= 1
            if not depth:
                return index + 1
    return -1
