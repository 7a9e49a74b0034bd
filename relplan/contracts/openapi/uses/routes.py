"""Tells of which contract, and of which of its operations, the paths are that a service names.

A path that fits exactly one contract's, and that the service does not serve itself, is a use. What
fits several, or says little, is a guess; what is everybody's word is nothing. Where code serves
pages for people, too, a path that nobody is seen to request may be but a link to one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from relplan.contracts.kind import Surface, Use
from relplan.contracts.openapi.uses.addresses import Called, names_in
from relplan.contracts.openapi.uses.operation_ids import words_of
from relplan.contracts.openapi.uses.paths import HOLE
from relplan.contracts.openapi.uses.requests import NO_REQUESTS, Request, Role

_PREFIX = frozenset({"api", "rest", HOLE, *(f"v{number}" for number in range(100))})
"""What a service is reached by may stand before a path, and a version says little."""
_FOR_PROGRAMS = (_PREFIX - {HOLE}) | {"ajax", "graphql", "internal", "rpc", "webhooks"}
"""What stands in no path of a page."""
_SAYING_LITTLE = frozenset({
    "health", "healthz", "info", "live", "livez", "login", "logout", "metrics", "ping", "ready",
    "readyz", "status", "version",
})  # fmt: skip
_ROLES = frozenset("service services server backend frontend gateway client core main".split())
_ADDRESS = re.compile(
    r"://([a-z0-9][\w-]{0,60})|([A-Za-z_$][\w$]{0,60}?)_?(?:ur[il]|host(?:name)?|endpoint|address)\b",
    re.IGNORECASE,
)
"""The names of who is called, in the line of a request."""
ANY = "ANY"
"""The method of a part that answers all of them."""
BELOW = "…"
"""Stands before the path of a part of which nobody here knows how it begins."""
_GUESSED = (Role.CONFIGURED, Role.GENERATED, Role.LISTED)
"""Of these nobody here knows whether they are requested."""
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
        dull = _PREFIX | _SAYING_LITTLE
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
        while bare and bare[0] in _PREFIX - {HOLE}:
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
            if segments[start] not in _PREFIX:
                named = self._named_by(segments[start]) if named is None else frozenset()
                if not named:
                    break
        known = next((at for at, step in enumerate(segments) if step != HOLE), 0)
        return (_best(segments[known:], self._below_prefix) if known else ()), False

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
        if wanted and segment != wanted and not (segment == HOLE and wanted in _PREFIX):
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


def uses_in(path: str, requests: Iterable[Request], routes: Routes) -> Iterator[tuple[str, Use]]:
    """Yield what the requests of the file at *path* use, each with its contract.

    What a path of one word leaves open, the provider's name beside it settles, or a sure use of
    the same contract in the same file.
    """
    found = [one for request in requests for one in _meant(path, request, routes)]
    sure = {contract for contract, use, _ in found if not use.guessed}
    for contract, use, alone in found:
        yield contract, replace(use, guessed=False) if alone and contract in sure else use


def _meant(path: str, request: Request, routes: Routes) -> Iterator[tuple[str, Use, bool]]:
    """Yield the operations that a request may mean, and whether that is the only one."""
    if request.role in NO_REQUESTS:
        return
    found, whole = routes.fitting(request.segments)
    if request.method:
        exact = {route.contract for route in found if route.method == request.method}
        found = [
            route
            for route in found
            if route.method == request.method or not (route.method or route.contract in exact)
        ]
    own = any(not route.contract for route in found)
    others = routes.addressed(request, routes.of_files([one for one in found if one.contract]))
    if not others or (own and not request.method) or not _says_enough(request, others[0]):
        return
    alone = len(others) == 1 and not own
    paths = {(route.contract, route.segments) for route in others}
    pages = {(route.contract, route.segments) for route in others if route.may_be_page}
    for route in others:
        named = any(
            name in f"{path} {request.text} {request.base}".lower()
            for name in routes.names.get(route.contract, ())
        )
        may_be_link = request.role is Role.NAMED and (route.contract, route.segments) in pages
        is_guess = request.role in _GUESSED or route.is_below or may_be_link
        doubtful = is_guess or routes.is_elsewhere(request, route.contract)
        plain = not doubtful and (named or _is_plain(request, route, whole))
        use = Use(
            route.part,
            path,
            request.line,
            request.text,
            guessed=not (alone and plain),
            is_of_contract=plain and len(paths) == 1 and not own,
        )
        yield route.contract, use, alone and not doubtful


def _says_enough(request: Request, route: Route) -> bool:
    """Tell whether a path may mean an operation at all: a mere text of one word may mean much."""
    if request.role in (Role.CALLED, Role.GENERATED):
        return True
    return len(route.fixed) > 1 and route.telling > 0


def _is_plain(request: Request, route: Route, whole: bool) -> bool:
    """Tell whether a path can hardly mean anything else, whoever is called."""
    if request.method:
        return whole or route.telling > 1
    return len(route.fixed) > 1 and route.telling > 1


def names_of(provider: str, services: Iterable[str]) -> frozenset[str]:
    """Return the words that tell *provider* from all other *services*, in small letters."""
    others = [set(words_of(name)) for name in services if name != provider]
    words = {word for word in words_of(provider) if len(word) > 3 and word not in _ROLES}
    return frozenset(word for word in words if not any(word in other for other in others))
