"""Puts together the paths that the texts of a source file make.

Texts that are joined over some lines, by ``+``, templates, formats or builders, are one path; what
is only known when it runs is a hole in it.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from relplan.contracts.openapi.uses.addresses import (
    FILLED_IN,
    HOST,
    address_of,
    names_an_address,
)

HOLE = "\0"
QUOTED = r"\"([^\"\n]{1,400})\"|'([^'\n]{1,400})'|`([^`\n]{1,400})`"
TEXT = re.compile(
    r"(?P<comment>(?<![:\"'`])//[^\n]*+|/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/)?+|^[ \t]*+#[^\n]*+"
    r"|\"\"\"(?:[^\"]|\"(?!\"\"))*+\"\"\")"
    rf"|{QUOTED}",
    re.MULTILINE,
)
_PLACEHOLDER = re.compile(rf"{FILLED_IN.pattern}|(?<=/):\w+|<\w*:?\w+>")
_OUTSIDE = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?::\d+)?", re.IGNORECASE)
_INSIDE = re.compile(r"(?:localhost|\.local|\.internal|\.svc|\.cluster|\.test|\.example)(?::|$|\.)")
_JOIN = re.compile(r"\s{0,80}(?:\+|\.\.|\.(?=\s{0,9}[\"'$]))\s{0,80}")
_LITERAL = re.compile(QUOTED)
_NAME = re.compile(r"[A-Za-z_$@][\w$]*(?:(?:\.|->|::)[A-Za-z_$][\w$]*)*|\d+")
_BUILDERS = ("path", "resolve", "appendPath")
OPERAND = r"[A-Za-z_$@][\w$.]{0,80}(?:\([^()\n]{0,60}\))?"
_ADDED = re.compile(rf"(?<![\w$.@])((?:{OPERAND}\s{{0,4}}\+\s{{0,80}}){{1,4}})$")
_RESOLVED = re.compile(rf"\burl_?join\s{{0,4}}\(\s{{0,20}}({OPERAND})\s{{0,4}},\s{{0,20}}$")
_BELOW = re.compile(
    r"([A-Za-z_$@][\w$.]{0,80})\s{0,4}\.(?:path|resolve|appendPath)\s{0,4}\(\s{0,20}$"
)
"""How a path is put behind a value: added to it, resolved against it, or by a builder of it."""
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


class Constant(NamedTuple):
    """A path that has a name."""

    text: str
    address: str = ""
    """Where it is, as far as its value says it: a host, or a value of the code."""


def inner(match: re.Match[str], first: int) -> str:
    """Return the text of a match of `QUOTED`, whose groups begin with the number *first*."""
    return next(filter(None, (match[number] for number in range(first, first + 3))), "")


class Path:
    """One path, put together from where its first text stands."""

    def __init__(self, text: str, constants: Mapping[str, Constant], match: re.Match[str]) -> None:
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
        self._written = inner(match, 2)
        self.is_listed = False
        """Whether a builder puts it below a path with a name, as in a list of a program's paths."""
        self._under: str | None = None
        """The address of what the path is put behind, where that is a path with a name."""
        self._pieces = [self._filled(self._written)]
        self.end = match.end()
        below = self._prefix()
        if "/" in self._pieces[0] or below or _OPENED.search(self.before):
            self._join()
            self._follow_builder()
            self._pieces.insert(0, below)

    @property
    def address(self) -> str:
        """The host, or the value that stands before the path as the code has it; empty: none."""
        if self._under is not None:
            return self._under
        hole = FILLED_IN.match(self._written)
        named = next(filter(None, hole.groups()), "") if hole else ""
        known = self._constants.get(_name_in(named))
        if known is not None and names_an_address(known.address):
            return known.address
        filled = self._filled(self._written)
        written = filled if HOST.match(filled) else self._written
        if hole and filled != written and not filled.startswith(HOLE):
            return ""  # the value is known, and is a path
        return address_of(self.before, written, self._text, self._first.end())

    @property
    def whole_text(self) -> str | None:
        """What it is made of, as it was put together; None: not all of that is understood."""
        return "".join(self._pieces) if self._whole else None

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
            return self._value(_name_in(next(filter(None, match.groups()), "")), deep)

        return _PLACEHOLDER.sub(fill, piece)

    def _value(self, name: str, deep: int = 0) -> str:
        known = self._constants.get(name)
        return HOLE if known is None or deep >= _DEEPEST else self._filled(known.text, deep + 1)

    def _join(self) -> None:
        """Take what is added to the text, as long as it can be followed."""
        for _ in range(_MOST_PIECES):
            joined = _JOIN.match(self._text, self.end)
            if joined is None:
                return
            literal = _LITERAL.match(self._text, joined.end())
            if literal is not None:
                self._pieces.append(self._filled(inner(literal, 1)))
                self.end = literal.end()
                continue
            end = self._operand(joined.end())
            if end < 0:
                self._whole = False
                return
            self._pieces.append(self._value(_name_in(self._text[joined.end() : end])))
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
            return self._filled(inner(literal, 1)).strip("/")
        return self._value(_name_in(argument)).strip("/")

    def _prefix(self) -> str:
        """Return what stands before the first text, where that is a path with a name."""
        before = self.before.rstrip()
        if before.endswith("+"):
            added = _ADDED.search(self.before)
            operands = [one.strip() for one in added[1].split("+")[:-1]] if added else []
            below = self._found_before(operands)
            if added and below:
                self.start -= len(self.before) - added.start()
                self.before = self.before[: added.start()]
            return below
        pattern = _RESOLVED if before.endswith(",") else _BELOW if _opens(before) else None
        found = pattern.search(self.before) if pattern else None
        if found is None:
            return ""
        below = self._found_before([found[1]])
        self.is_listed = bool(below) and pattern is _BELOW
        return self._resolved(below, is_url=pattern is _RESOLVED)

    def _found_before(self, operands: Sequence[str]) -> str:
        """Return what *operands* make, where at least one of them is known."""
        names = [*map(_name_in, operands)]
        if self._constants.keys().isdisjoint(names):
            return ""
        first = self._constants.get(names[0])
        self._under = operands[0] if first is None else first.address
        return "".join(map(self._value, names))

    def _resolved(self, below: str, *, is_url: bool) -> str:
        """Return what stands before a path that is put behind *below*, which may be unknown."""
        is_absolute = self._written.startswith("/")
        if is_url and not below:
            return "" if is_absolute else f"{HOLE}/"
        if is_url and is_absolute:
            return HOLE if below.startswith(HOLE) else ""
        return f"{below.rpartition('/')[0] if is_url else below.rstrip('/')}/" if below else ""


def _opens(before: str) -> bool:
    return before.endswith("(") and before[:-1].rstrip().endswith(_BUILDERS)


def _name_in(expression: str) -> str:
    """Return the name of this file that an expression is; empty: none, or one of an object's."""
    owner, _, name = expression.strip().rpartition(".")
    is_own = not owner or owner in ("self", "this", "cls") or owner[:1].isupper()
    return name if is_own or name.isupper() else ""


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
