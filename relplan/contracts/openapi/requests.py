"""Sees the paths that a source file names: of requests, of its own routes, or just as texts.

Of which contract they are is not asked here, so a file is read once for all contracts. Texts that
are put together over some lines, by ``+``, templates, formats or builders, are one path; what is
only known when it runs is a hole in it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from relplan.contracts.openapi.callees import Call, call_around, mentions_of, value_of
from relplan.contracts.openapi.holders import holders_of
from relplan.contracts.openapi.roles import (
    Manner,
    default_of,
    is_building,
    is_linked,
    is_served,
    manner_of,
    method_of,
)

HOLE = "\0"
_QUOTED = r"\"([^\"\n]{1,400})\"|'([^'\n]{1,400})'|`([^`\n]{1,400})`"
_TEXT = re.compile(
    r"(?P<comment>(?<![:\"'`])//[^\n]*+|/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/)?+|^[ \t]*+#[^\n]*+"
    r"|\"\"\"(?:[^\"]|\"(?!\"\"))*+\"\"\")"
    rf"|{_QUOTED}",
    re.MULTILINE,
)
_PLACEHOLDER = re.compile(
    r"\$\{([^{}]*)\}|#\{([^{}]*)\}|\{([^{}]*)\}|%(?:\d\$)?[sdvq]|\$(\w+)|(?<=/):\w+|<\w*:?\w+>"
)
_HOST = re.compile(r"^(?:https?|lb|grpc)?:?//([^/]*)", re.IGNORECASE)
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
_MOST = 3_000
"""Paths of one file; what has more was not written by hand."""
_MOST_PIECES = 12
_MOST_SEGMENTS = 30
_LONGEST_LINE = 200


class Role(StrEnum):
    """What a path is named for."""

    CALLED = "called"
    """It is requested, or a URL is built of it."""
    SERVED = "served"
    """It is declared as a route of the service's own."""
    LINKED = "linked"
    """It leads to a page or a file, or is a pattern: neither requested nor served."""
    NAMED = "named"
    HANDED = "handed"
    """It is handed to a function, and is a path only if that takes one."""
    OUTSIDE = "outside"
    """It is on a host that is none of this system's."""
    GENERATED = "generated"
    """It stands in a generated client, of which nobody may call all."""


NO_REQUESTS = frozenset({Role.SERVED, Role.LINKED, Role.HANDED, Role.OUTSIDE})


@dataclass(frozen=True, slots=True, order=True)
class Request:
    """A path in a source file."""

    line: int
    segments: tuple[str, ...]
    """Of the path; what is only known when it runs is HOLE."""
    method: str
    """In capitals; empty: not told."""
    role: Role
    text: str
    """The line."""
    holders: tuple[str, ...] = ()
    """Where no method is told: the names under which others may have the path."""
    call: Call | None = field(default=None, compare=False)
    """Which function it is handed to."""
    default: str = ""
    """The method, unless what is handed over beside the path says another one."""
    base: str = ""
    """Other words that may say whose API is requested."""


def requests_in(text: str, constants: Mapping[str, str] | None = None) -> Iterator[Request]:
    """Yield the paths that the source *text* names, in their order.

    *constants*: paths that have a name around it.
    """
    file = _File(text, {**(constants or {}), **constants_in(text)}, manner_of(text))
    ends = [match.start() for match in re.finditer("\n", text)]
    done, left = 0, _MOST
    for match in _TEXT.finditer(text):
        if match["comment"] is not None or match.start() < done or not left:
            continue
        found = _Path(file, match)
        done = found.end
        segments = found.segments()
        if segments is None:
            continue
        left -= 1
        line = bisect_right(ends, match.start()) + 1
        for asked in found.asked():
            role = Role.OUTSIDE if found.is_outside else asked.role
            holders = () if asked.method or role in NO_REQUESTS else holders_of(text, match.start())
            yield Request(
                line,
                segments,
                asked.method,
                role,
                _line(text, match.start()),
                holders,
                asked.call,
                asked.default,
            )


def generated(requests: Iterable[Request]) -> Iterator[Request]:
    """Yield *requests* as those of a generated file."""
    for request in requests:
        if request.role not in NO_REQUESTS:
            yield replace(request, role=Role.GENERATED)


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


def _line(text: str, at: int) -> str:
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return text[start : len(text) if end < 0 else end].strip()[:_LONGEST_LINE]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is done with a path in one place."""

    method: str
    role: Role
    call: Call | None = None
    default: str = ""


@dataclass(frozen=True, slots=True)
class _File:
    text: str
    constants: Mapping[str, str]
    manner: Manner


class _Path:
    """One path, put together from where its first text stands."""

    def __init__(self, file: "_File", match: re.Match[str]) -> None:
        self._text, self._constants, self._manner = file.text, file.constants, file.manner
        self._whole = True
        self.is_outside = False
        """Whether its host is none of this system's."""
        self._is_relative = False
        self._start = match.start()
        self._before_start = max(0, match.start() - _WINDOW)
        before = self._text[self._before_start : match.start()]
        self._before = before.removesuffix("f").removesuffix("$")
        self._pieces = [self._filled(_inner(match, 2))]
        self.end = match.end()
        if "/" in self._pieces[0] or _OPENED.search(self._before):
            self._join()
            self._follow_builder()
            self._take_prefix()

    def asked(self) -> Iterator[_Asked]:
        """Yield what is done with the path, here or where the value is used that it is given to."""
        here = self._here
        if here.method or here.role in (Role.SERVED, Role.LINKED):
            yield here
            return
        later = [*self._later(here)]
        called = {one.method: one for one in later if one.role is Role.CALLED}
        told = [one for method, one in called.items() if method]
        yield from told or called.values() or (here,)
        yield from (one for one in later if one.role is Role.HANDED)

    @cached_property
    def _here(self) -> _Asked:
        return self._asked_at(self._before, self._start, self.end)

    def _later(self, here: _Asked) -> Iterator[_Asked]:
        name = value_of(self._text, self._start)
        for start, end in mentions_of(self._text, name, self._start, self.end) if name else ():
            before = self._text[max(0, start - _WINDOW) : start]
            found = self._asked_at(before, start, end)
            if found.role is Role.CALLED:
                yield found
            elif found.call is not None and found.role not in (Role.SERVED, Role.LINKED):
                yield replace(found, role=Role.HANDED)

    def _asked_at(self, before: str, start: int, end: int) -> _Asked:
        """Return what the text between *start* and *end* is for, by what stands around it."""
        after = self._text[end : end + 2 * _WINDOW]
        method = method_of(before, after, self._manner)
        if is_served(before, self._manner):
            return _Asked(method, Role.SERVED)
        if is_linked(before, self._manner):
            return _Asked("", Role.LINKED)
        role = Role.CALLED if method or is_building(before) else Role.NAMED
        call = call_around(self._text, start, end)
        if role is Role.NAMED and call is not None and self._is_relative:
            role = Role.HANDED
        return _Asked(method, role, call, "" if method else default_of(before))

    def segments(self) -> tuple[str, ...] | None:
        """Return what the path is made of; None where it is none of this system."""
        path = "".join(self._pieces)
        host = _HOST.match(path)
        if host is not None:
            if _OUTSIDE.fullmatch(host[1]) and not _INSIDE.search(host[1]):
                self.is_outside = True
            path = path[host.end() :]
        path = path.partition("?")[0].partition("#")[0]
        if not self._whole or any(sign.isspace() for sign in path) or "/" not in path:
            return None
        self._is_relative = host is None and not path.startswith(("/", HOLE))
        if self._is_relative and not self._is_handed():
            return None
        found = tuple(step if step.strip(HOLE) else HOLE for step in path.split("/") if step)
        if found and found[-1] != HOLE and found[-1].endswith(HOLE):
            found = (*found[:-1], found[-1].rstrip(HOLE))  # a query is added
        return found if 0 < len(found) <= _MOST_SEGMENTS else None

    def _is_handed(self) -> bool:
        return self._here.role in (Role.CALLED, Role.HANDED)

    def _filled(self, piece: str) -> str:
        def fill(match: re.Match[str]) -> str:
            name = next(filter(None, match.groups()), "").strip().rpartition(".")[2]
            return self._constants.get(name, HOLE)

        return _PLACEHOLDER.sub(fill, piece)

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
            self._pieces.append(self._constants.get(name, HOLE))
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
        opened = _OPENED.search(self._before)
        end = _closed(self._text, self._before_start + opened.start(2)) if opened else -1
        if opened is None or end < 0:
            return
        if opened[1] in _BY_SEGMENT:
            arguments = self._text[self._before_start + opened.end(2) : end - 1]
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
        return self._constants.get(argument.strip().rpartition(".")[2], HOLE).strip("/")

    def _take_prefix(self) -> None:
        named = _BEFORE.search(self._before)
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
