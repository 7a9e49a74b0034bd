"""Where routes hang: applications, routers and groups, and how they are mounted."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from relplan.contracts.bounds import BoundReachedError, Budget, UnreadableError
from relplan.contracts.routes.frameworks.paths import Style, below, read_path
from relplan.contracts.routes.route import Route, Served, Unclear

_MOST = 200
"""Prefixes of one router, and what it is mounted in."""
_METHODS = frozenset("GET POST PUT DELETE PATCH HEAD OPTIONS TRACE CONNECT PROPFIND".split())


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the code."""

    file: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class _Prefix:
    text: str
    is_known: bool = True


@dataclass(slots=True, eq=False)
class Point:
    """An application, a router or a group: what routes are registered on.

    What routes begin with on one that is mounted nowhere, and is no root, is not known.
    """

    is_root: bool = False
    may_be_mounted: bool = False
    """Whether a root is often below another one."""
    may_be_none: bool = False
    """Whether it may be something else altogether, unless it is mounted."""
    parents: "list[tuple[Point, str | None]]" = field(default_factory=list)
    entries: "list[Entry]" = field(default_factory=list)
    own: str | None = ""
    """What stands before its own routes, and before those of all that is mounted on it."""

    def below(self, prefix: str | None) -> "Point":
        """Return a new point below this one; None: nobody knows where."""
        return Point(parents=[(self, prefix)])

    def mount(self, child: "Point", prefix: str | None) -> None:
        """Serve the routes of *child* below *prefix*."""
        if child is not self and (self, prefix) not in child.parents:
            child.parents.append((self, prefix))


@dataclass(slots=True, eq=False)
class Entry:
    """What is registered on a point: a path, None where it is not known."""

    method: str | None
    path: str | None
    place: Place
    origin: object = None


class Table:
    """All that was registered in the code of a service."""

    def __init__(self, style: Style) -> None:
        """Read paths in *style*."""
        self.style = style
        self.size = 0
        """How often something was registered."""
        self.origin: object = None
        """The function that is followed though nobody was seen to call it."""
        self.superseded: set[object] = set()
        """Such functions that somebody calls after all: what they said before is void."""
        self._points: dict[int, Point] = {}
        self._routes: set[Route] = set()
        self._unclear: dict[tuple[str, int, object], Unclear] = {}

    def add(self, point: Point, method: str | None, path: str | None, place: Place) -> Entry:
        """Register a path; empty method: any, None: nobody knows."""
        self.size += 1
        self._points[id(point)] = point
        entry = Entry(method, path, place, self.origin)
        point.entries.append(entry)
        return entry

    def unclear(self, place: Place, prefix: str = "") -> None:
        """Take note of a registration that is not understood, below *prefix*."""
        self._unclear_below(place, _beginning(prefix, self.style))

    def _unclear_below(self, place: Place, known: str) -> None:
        self.size += 1
        found = Unclear(place.file, place.line, place.text, known)
        key = place.file, place.line, self.origin
        older = self._unclear.get(key)
        if older is None or len(known) < len(older.prefix):
            self._unclear[key] = found

    def route(self, method: str | None, path: str, place: Place) -> None:
        """Serve one path, written from the root."""
        found = read_path(path, self.style)
        right = method is not None and (not method or method.upper() in _METHODS)
        if found.paths and right:
            self._routes |= {
                Route((method or "").upper(), one, place.file, place.line) for one in found.paths
            }
            return
        self._unclear_below(place, found.paths[0] if found.paths else found.prefix)

    def served(self) -> Served:
        """Return the routes, each with all that it hangs below."""
        for point in self._points.values():
            prefixes = tuple(_prefixes(point))
            for entry in point.entries:
                self.origin = entry.origin
                for prefix in prefixes if entry.origin not in self.superseded else ():
                    path = below(prefix.text, entry.path) if prefix.is_known else None
                    if path is None:
                        self.unclear(entry.place, prefix.text)
                    else:
                        self.route(entry.method, path, entry.place)
        unclear = {one for key, one in self._unclear.items() if key[2] not in self.superseded}
        return Served(tuple(sorted(self._routes)), tuple(sorted(unclear)))


def filled(
    files: Mapping[str, bytes], style: Style, read: Callable[[Table, Budget], None]
) -> Served:
    """Return what *read* takes note of in a table; where *files* are too much for it: nothing."""
    table = Table(style)
    try:
        read(table, Budget.of(sum(map(len, files.values()))))
    except BoundReachedError as error:
        return unread(error, files)
    return table.served()


def unread(error: UnreadableError, files: Iterable[str]) -> Served:
    """Return what is known where *files* are too much to be read: nothing."""
    return Served((), (Unclear(min(files), 1, error.what, "/"),))


def _beginning(text: str, style: Style) -> str:
    found = read_path(text, style)
    return found.paths[0] if found.paths else found.prefix


def _prefixes(point: Point) -> Iterator[_Prefix]:
    """Yield what the routes of *point* begin with: one for each way in which it is mounted."""
    ahead: list[tuple[Point, tuple[str | None, ...], frozenset[int]]] = [(point, (), frozenset())]
    found: dict[_Prefix, None] = {}
    steps = 0
    while ahead:
        here, pieces, seen = ahead.pop()
        pieces = (here.own, *pieces) if here.own != "" else pieces
        steps += 1
        if steps > _MOST:
            yield _Prefix("", is_known=False)
            return
        if id(here) in seen:
            continue
        if not here.parents and (here.is_root or not here.may_be_none):
            found[_known(pieces) if here.is_root else _Prefix("", is_known=False)] = None
        for parent, prefix in here.parents:
            ahead.append((parent, (prefix, *pieces), seen | {id(here)}))
    yield from found


def _known(pieces: Iterable[str | None]) -> _Prefix:
    text = ""
    for piece in pieces:
        further = below(text, piece)
        if further is None:
            return _Prefix(text, is_known=False)
        text = further
    return _Prefix(text)
