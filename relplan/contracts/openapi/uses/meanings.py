"""Tells what the paths that a service names mean: a use of whose operation, and how surely.

A path that fits exactly one contract's, and that the service does not serve itself, is a use. What
fits several, or says little, is a guess; what is everybody's word is nothing. Where code serves
pages for people, too, a path that nobody is seen to request may be but a link to one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from relplan.contracts.kind import Use
from relplan.contracts.openapi.uses.requests import NO_REQUESTS, Request, Role
from relplan.contracts.openapi.uses.routes import PREFIX, Route, Routes

_GUESSED = (Role.CONFIGURED, Role.GENERATED, Role.LISTED)
"""Of these nobody here knows whether they are requested."""


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
    may_be_own = routes.may_be_own(request.segments)
    paths = {(route.contract, route.segments) for route in others}
    pages = {(route.contract, route.segments) for route in others if route.may_be_page}
    for route in others:
        named = any(
            name in f"{path} {request.text} {request.base}".lower()
            for name in routes.names.get(route.contract, ())
        )
        may_be_link = request.role is Role.NAMED and (route.contract, route.segments) in pages
        is_guess = request.role in _GUESSED or route.is_below or may_be_link
        if may_be_own or _fills(request.segments, route):
            is_guess = is_guess or not routes.is_addressed(request, route.contract)
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


def _fills(segments: Sequence[str], route: Route) -> bool:
    """Tell whether a word stands in the place of a parameter.

    Who writes ``/users/password`` has hardly a user of that name in mind, but a path of its own.
    """
    ends = zip(reversed(segments), reversed(route.segments), strict=False)
    return any(not wanted and step.isalpha() and step not in PREFIX for step, wanted in ends)
