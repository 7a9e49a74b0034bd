"""Knows the operations of all contracts, and tells which of them a path fits best."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from relplan.contracts.kind import Surface
from relplan.contracts.openapi.uses.addresses import Called, names_in, names_of
from relplan.contracts.openapi.uses.operation_ids import words_of
from relplan.contracts.openapi.uses.paths import HOLE
from relplan.contracts.openapi.uses.requests import Request, Role

PREFIX = frozenset({"api", "rest", HOLE, *(f"v{number}" for number in range(100))})
"""What a service is reached by may stand before a path, and a version says little."""
_FOR_PROGRAMS = (PREFIX - {HOLE}) | {"ajax", "graphql", "internal", "rpc", "webhooks"}
"""What stands in no path of a page."""
_SAYING_LITTLE = frozenset({
    "health", "healthz", "info", "live", "livez", "login", "logout", "metrics", "ping", "ready",
    "readyz", "status", "version",
})  # fmt: skip
_ADDRESS = re.compile(
    r"://([a-z0-9][\w-]{0,60})|([A-Za-z_$][\w$]{0,60}?)_?(?:ur[il]|host(?:name)?|endpoint|address)\b",
    re.IGNORECASE,
)
"""The names of who is called, in the line of a request."""
ANY = "ANY"
"""The method of a part that answers all of them."""
BELOW = "…"
"""Stands before the path of a part of which nobody here knows how it begins."""
_OWN = ""
"""The name of what a service serves itself, among the contracts."""


@dataclass(frozen=True, slots=True)
class Route:
    """One operation, as its path is built."""

    contract: str
    """Empty: it is the service's own."""
    method: str
    """Empty: any."""
    segments: tuple[str, ...]
    """Of the path; a parameter is empty."""
    part: str
    is_below: bool = False
    """Whether more stands before it, and nobody here knows what."""
    may_be_page: bool = False
    """Whether a browser may be shown what it answers."""

    def is_same(self, other: "Route") -> bool:
        """Tell whether it is the same operation, whatever its parameters are called."""
        mine = (self.contract, self.method, self.segments)
        return mine == (other.contract, other.method, other.segments)

    @property
    def fixed(self) -> list[str]:
        """The segments that are no parameters."""
        return [segment for segment in self.segments if segment]

    @property
    def telling(self) -> int:
        """How many words say what it is about."""
        dull = PREFIX | _SAYING_LITTLE
        known = [segment for segment in self.fixed if len(segment) > 2 and segment not in dull]
        return sum(len(words_of(segment)) or 1 for segment in known)


_ByStart = dict[tuple[int, str], list[Route]]
"""Operations by how many segments are left of their path, and by the first of these."""


class Routes:
    """The operations of all contracts, and what one service serves itself."""

    def __init__(
        self,
        surfaces: Mapping[str, Surface],
        own: Iterable[str] = (),
        providers: Mapping[str, str] | None = None,
        services: Iterable[str] = (),
        browsed: Iterable[str] = (),
        coded: Iterable[str] = (),
    ) -> None:
        """Know *surfaces* by contract; those named in *own* are provided by the service itself.

        *providers*: the service that provides each contract; *services*: all that there are, of
        which words tell one from another. People may look at what those named in *browsed* serve.
        Those in *coded* stand in code: what a file of the same provider's has, too, is of the file.
        """
        every, provided = tuple(services), providers or {}
        in_code = frozenset(coded)
        self._coded = {name: one for name, one in provided.items() if name in in_code}
        self._filed = {name: one for name, one in provided.items() if name not in in_code}
        self.names = {contract: names_of(one, every) for contract, one in provided.items()}
        self._called = {
            contract: Called(one, surfaces[contract].name, self.names[contract])
            for contract, one in provided.items()
            if contract in surfaces
        }
        self._words = frozenset(word for name in every for word in names_of(name, every))
        self._found: _ByStart = {}
        self._below_prefix: _ByStart = {}
        mine, pages = frozenset(own), frozenset(browsed)
        for contract, surface in surfaces.items():
            for part in surface.parts:
                said, _, template = part.partition(" ")
                method = "" if said == ANY else said
                steps = [step for step in template.split("/") if step]
                segments = tuple("" if "{" in step else step for step in steps)
                whose, is_below = _OWN if contract in mine else contract, steps[:1] == [BELOW]
                segments = segments[is_below:]
                may_be_page = (
                    contract in pages
                    and method in ("", "GET", "HEAD")
                    and _FOR_PROGRAMS.isdisjoint(segments)
                )
                self._add(Route(whose, method, segments, part, is_below, may_be_page))

    def addressed(self, request: Request, routes: Sequence[Route]) -> Sequence[Route]:
        """Return those of *routes* whose provider the address names, or all: it names none."""
        names = names_in(request.address, self._words)
        return [
            one for one in routes if not names.isdisjoint(self.names.get(one.contract, ()))
        ] or routes

    def of_files(self, routes: Sequence[Route]) -> list[Route]:
        """Return *routes* without those of code that a file of the same provider has as well."""
        filed = {self._filed[one.contract] for one in routes if one.contract in self._filed}
        return [one for one in routes if self._coded.get(one.contract) not in filed]

    def serve(self, paths: Iterable[Sequence[str]]) -> None:
        """Take *paths*, by their segments, for what the service serves itself."""
        for segments in paths:
            self._add(Route(_OWN, "", tuple(map(_parameter, segments)), ""))

    def is_addressed(self, request: Request, contract: str) -> bool:
        """Tell whether the address of a request names the provider."""
        called, names = self._called.get(contract), names_in(request.address, self._words)
        return called is not None and called.is_meant_by(names)

    def is_elsewhere(self, request: Request, contract: str) -> bool:
        """Tell whether a request says that it calls another than the provider.

        Its address names another, be it of this workspace or not; or its line names another of it.
        """
        called, addressed = self._called.get(contract), names_in(request.address, self._words)
        if called is not None and addressed:
            return not called.is_meant_by(addressed)
        found = f"{request.text} {request.base}"
        said = {
            word
            for one in _ADDRESS.findall(found)
            for word in words_of("".join(one))
            if len(word) > 3
        }
        return bool(said & self._words) and said.isdisjoint(self.names.get(contract, ()))

    def _add(self, route: Route) -> None:
        if not route.telling:
            return
        _note(route, route.segments, self._found)
        bare = route.segments
        while bare and bare[0] in PREFIX - {HOLE}:
            bare = bare[1:]
        if bare and bare != route.segments:
            _note(route, bare, self._below_prefix)

    def fitting(self, segments: Sequence[str]) -> tuple[Sequence[Route], bool]:
        """Return the operations whose path this is, and whether nothing was left out of it.

        Before it may stand what a service is reached by: its own name, too. And an address that
        is only known when it runs may end in the ``/api`` with which a path begins.
        """
        named: frozenset[str] | None = None
        for start in range(len(segments)):
            found = _best(segments[start:], self._found, named)
            if found:
                return found, all(step == HOLE for step in segments[:start])
            if segments[start] not in PREFIX:
                named = self._named_by(segments[start]) if named is None else frozenset()
                if not named:
                    break
        known = next((at for at, step in enumerate(segments) if step != HOLE), 0)
        return (_best(segments[known:], self._below_prefix) if known else ()), False

    def may_be_own(self, segments: Sequence[str]) -> bool:
        """Tell whether the service itself serves such a path, below a prefix such as ``/api``.

        Its own client may have the prefix in its address.
        """
        known = next((at for at, step in enumerate(segments) if step != HOLE), None)
        found = () if known is None else _best(segments[known:], self._below_prefix)
        return any(route.contract == _OWN for route in found)

    def _named_by(self, segment: str) -> frozenset[str]:
        """Return the contracts whose provider a segment of a path names, and nothing else."""
        return frozenset(name for name, one in self._called.items() if one.is_name(segment))


def _note(route: Route, segments: tuple[str, ...], into: _ByStart) -> None:
    known = into.setdefault((len(segments), segments[0]), [])
    if not any(route.is_same(one) for one in known):
        known.append(route)


def _best(
    segments: Sequence[str], known: _ByStart, contracts: frozenset[str] | None = None
) -> Sequence[Route]:
    """Return the operations of *contracts*, or of all, that share most with *segments*."""
    near = (
        *known.get((len(segments), segments[0]), ()),
        *known.get((len(segments), ""), ()),
    )
    found = [
        (score, route)
        for route in near
        if (contracts is None or route.contract in contracts)
        and (score := _score(segments, route)) > 0
    ]
    best = max((score for score, _ in found), default=0)
    return [route for score, route in found if score == best]


def _parameter(step: str) -> str:
    return "" if HOLE in step or step.startswith(("*", ":")) else step


def _score(segments: Sequence[str], route: Route) -> int:
    """Return how many of the last segments are the same; 0 where one is not.

    What is only known when it runs may be a version, or what else a service is reached by.
    """
    same = 0
    for segment, wanted in zip(segments, route.segments[-len(segments) :], strict=True):
        if wanted and segment != wanted and not (segment == HOLE and wanted in PREFIX):
            return 0
        same += bool(wanted) and segment == wanted
    return same


def served_in(requests: Iterable[Request]) -> Iterator[tuple[str, ...]]:
    """Yield the routes of a file, each by itself and below the first one of the file."""
    served = [request.segments for request in requests if request.role is Role.SERVED]
    for segments in served:
        yield segments
        if segments != served[0]:
            yield (*served[0], *segments)
