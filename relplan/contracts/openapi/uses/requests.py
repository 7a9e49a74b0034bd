"""Sees the paths that a source file names: of requests, of its own routes, or just as texts.

Of which contract they are is not asked here, so a file is read once for all contracts.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from itertools import chain

from relplan.contracts.openapi.uses.calls import (
    Call,
    alias_of,
    attribute_of,
    attributes_of,
    call_around,
    is_whole,
    mentions_of,
    value_of,
)
from relplan.contracts.openapi.uses.constants import constants_in
from relplan.contracts.openapi.uses.holders import holders_of
from relplan.contracts.openapi.uses.paths import TEXT, Constant, Path
from relplan.contracts.openapi.uses.roles import (
    Manner,
    default_of,
    is_building,
    is_linked,
    is_served,
    manner_of,
    method_of,
)

_WINDOW = 200
_MOST = 3_000
"""Paths of one file; what has more was not written by hand."""
_LONGEST_LINE = 200
_FILE = re.compile(r"\w\.(?:png|jpe?g|gif|svg|ico|webp|css|woff2?|ttf|mp4|map)\\?$", re.IGNORECASE)


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
    CONFIGURED = "configured"
    """It is the value of a setting, and nothing says what for."""
    LISTED = "listed"
    """It stands in a list of paths, which may be those of the program's own pages."""
    GENERATED = "generated"
    """It stands in a generated client, of which nobody may call all."""


NO_REQUESTS = frozenset({Role.SERVED, Role.LINKED, Role.HANDED, Role.OUTSIDE})


@dataclass(frozen=True, slots=True, order=True)
class Request:
    """A path in a source file."""

    line: int
    segments: tuple[str, ...]
    """Of the path; what is only known when it runs is a `HOLE`."""
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
    address: str = ""
    """The host, or the value that the code has before the path."""


def requests_in(
    text: str, constants: Mapping[str, Constant] | None = None, holding: str = ""
) -> Iterator[Request]:
    """Yield the paths that the source *text* names, in their order.

    *constants*: paths that have a name around it. Of the paths only those with *holding* in them
    are looked at more closely, and told.
    """
    known = {**(constants or {}), **constants_in(text)}
    manner: Manner | None = None
    ends = [match.start() for match in re.finditer("\n", text)]
    done, left = 0, _MOST
    for match in TEXT.finditer(text):
        if match["comment"] is not None or match.start() < done or not left:
            continue
        found = Path(text, known, match)
        done = found.end
        segments = found.segments()
        if segments is None or not any(holding in one for one in segments):
            continue
        manner = manner or manner_of(text)
        around = _Around(found, text, manner)
        if found.is_relative and not around.takes_it():
            continue
        left -= 1
        line = bisect_right(ends, match.start()) + 1
        for asked in around.asked():
            role = Role.OUTSIDE if found.is_outside else asked.role
            if role is Role.NAMED and is_file(segments[-1] if segments else ""):
                role = Role.LINKED
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
                address=found.address,
            )


def is_file(segment: str) -> bool:
    """Tell whether the last *segment* of a path is the name of a picture, a style or the like."""
    return _FILE.search(segment) is not None


def generated(requests: Iterable[Request]) -> Iterator[Request]:
    """Yield *requests* as those of a generated file."""
    for request in requests:
        if request.role not in NO_REQUESTS:
            yield replace(request, role=Role.GENERATED)


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


class _Around:
    """What stands around a path, and around the value that it is given to."""

    def __init__(self, path: Path, text: str, manner: Manner) -> None:
        self._path, self._text, self._manner = path, text, manner

    def takes_it(self) -> bool:
        """Tell whether it is handed to something here: else a relative path is none."""
        return self._here.role in (Role.CALLED, Role.HANDED)

    def asked(self) -> Iterator[_Asked]:
        """Yield what is done with the path, here or where the value is used that it is given to."""
        here = self._here
        if here.method or here.role in (Role.SERVED, Role.LINKED):
            yield here
            return
        later = [*self._later()]
        called = {one.method: one for one in later if one.role is Role.CALLED}
        told = [one for method, one in called.items() if method]
        served = [one for one in later if one.role is Role.SERVED]
        yield from served[:1]
        yield from told or called.values() or (() if served else (here,))
        yield from (one for one in later if one.role is Role.HANDED)

    @cached_property
    def _here(self) -> _Asked:
        return self._asked_at(self._path.before, self._path.start, self._path.end)

    def _later(self) -> Iterator[_Asked]:
        """Yield what is done with the value that is given the path, by one more name, too."""
        places = [*self._mentioned(self._path.start, self._path.end)]
        aliases = ((alias_of(self._text, *place), place) for place in places)
        more = [mentions_of(self._text, name, *place) for name, place in aliases if name]
        for start, end in chain(places, *more):
            if not is_whole(self._text, start, end):
                continue
            before = self._text[max(0, start - _WINDOW) : start]
            found = self._asked_at(before, start, end)
            if found.role in (Role.CALLED, Role.SERVED):
                yield found
            elif found.call is not None and found.role is not Role.LINKED:
                yield replace(found, role=Role.HANDED)

    def _mentioned(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield where the value, or the attribute, is mentioned that is given the path."""
        attribute = attribute_of(self._text, start)
        if attribute:
            yield from attributes_of(self._text, attribute)
        elif name := value_of(self._text, start):
            yield from mentions_of(self._text, name, start, end)

    def _asked_at(self, before: str, start: int, end: int) -> _Asked:
        """Return what the text between *start* and *end* is for, by what stands around it."""
        after = self._text[end : end + 2 * _WINDOW]
        method = method_of(before, after, self._manner)
        if is_served(before, self._text[end - 1 : end + 2 * _WINDOW], self._manner):
            return _Asked(method, Role.SERVED)
        if is_linked(before, self._manner):
            return _Asked("", Role.LINKED)
        is_built = is_building(before)
        role = Role.CALLED if method or is_built else Role.NAMED
        if is_built and not method and self._path.is_listed and start == self._path.start:
            role = Role.LISTED
        call = call_around(self._text, start, end)
        if role is Role.NAMED and call is not None and self._path.is_relative:
            role = Role.HANDED
        return _Asked(method, role, call, "" if method else default_of(before))
