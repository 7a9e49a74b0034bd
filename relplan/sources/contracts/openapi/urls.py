"""Sees requests that are written out: the URL in the source, and the method near it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from relplan.sources.contracts.kind import Surface

_LITERAL = re.compile(r"\"([^\"\n]{1,400})\"|'([^'\n]{1,400})'|`([^`\n]{1,400})`")
_HTTP = re.compile(
    r"(?<!@)\b\w{0,40}(?:axios|http|request|client|session|api|ky|got|agent|rest|conn|faraday)"
    r"\w{0,40}(?:\(\))?[ \t\n]*(?:\.|->|::)[ \t\n]*(get|post|put|patch|delete|head|options)\w{0,12}"
    r"[ \t]*(?:<[^<>()\n]{0,80}>)?[ \t]*\([^()\"'`]{0,80}(?:\([^()\"'`]{0,40})?$",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:request|exchange|NewRequest(?:WithContext)?|send)[ \t]*\([^()]{0,60}"
    r"(?:[\"'.]|Method)(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b[^()]{0,40}(?:\([^()]{0,40})?$",
    re.IGNORECASE,
)
_FETCH = re.compile(r"(?<![\w.])(?:\$?fetch|window\.fetch)[ \t]*\([^()\"'`]{0,80}$")
_OPTION = re.compile(r"[\"'`]?method[\"'`]?\s*[:=]\s*[\"'`](\w{3,7})[\"'`]")
_CONFIGURED = re.compile(r"\b(?:axios|request|ajax)\s*\(\s*\{[^}]*$")
_FEIGN = re.compile(r"@FeignClient|@HttpExchange|@RegisterRestClient")
_MAPPING = re.compile(
    r"@(Get|Post|Put|Patch|Delete)(?:Mapping|Exchange)[ \t]*"
    r"\([ \t]*(?:(?:value|path|url)[ \t]*=)?[ \t]*\{?[ \t]*$"
)
_RETROFIT = re.compile(r"@(GET|POST|PUT|PATCH|DELETE|HEAD)[ \t]*\([ \t]*$")
_PLACEHOLDER = re.compile(r"\$\{[^{}]*\}|#\{[^{}]*\}|\{[^{}]*\}|%[sdv]|\$\w+|(?<=/):\w+")
_HOST = re.compile(r"^(?:https?:)?//[^/]*", re.IGNORECASE)
_HOLE = "\0"
_PREFIX = re.compile(r"api|rest|v\d{1,3}|\0")
_SAYING_LITTLE = frozenset({
    "health", "healthz", "info", "live", "livez", "login", "logout", "metrics", "ping", "ready",
    "readyz", "status", "version",
})  # fmt: skip
_WINDOW = 200
_MOST = 5_000
"""Requests in one file; what has more was not written by hand."""
_MOST_SEGMENTS = 30


@dataclass(frozen=True, slots=True)
class Route:
    """One operation, as its path is built."""

    method: str
    segments: tuple[str, ...]
    """Of the path; a parameter is empty."""
    part: str


Routes = Mapping[tuple[int, str], Sequence[Route]]
"""By number of segments, and the first of them."""


def routes_of(surface: Surface) -> Routes:
    """Return the operations whose paths say enough to be known again."""
    found: dict[tuple[int, str], list[Route]] = {}
    for part in surface.parts:
        method, _, template = part.partition(" ")
        segments = tuple("" if "{" in step else step for step in template.split("/") if step)
        telling = [step for step in segments if len(step) > 2 and step not in _SAYING_LITTLE]
        if telling:
            key = len(segments), segments[0]
            found.setdefault(key, []).append(Route(method, segments, part))
    return found


def requests_in(text: str, routes: Routes) -> Iterator[tuple[str, int]]:
    """Yield each part that is requested, and where."""
    feign = _FEIGN.search(text) is not None
    for match, found in islice(_urls_in(text, routes), _MOST):
        before = text[max(0, match.start() - _WINDOW) : match.start()]
        after = text[match.end() : match.end() + _WINDOW]
        method = _method(before.removesuffix("f").removesuffix("$"), after, feign=feign)
        part = next((route.part for route in found if route.method == method), None)
        if part is not None:
            yield part, match.start()


def _urls_in(text: str, routes: Routes) -> Iterator[tuple[re.Match[str], list[Route]]]:
    """Yield each URL that may be one of *routes*."""
    for match in _LITERAL.finditer(text):
        url = next(filter(None, match.groups()), "")
        if "/" in url:
            after = text[match.end() : match.end() + _WINDOW]
            found = _matching(_segments(url, after), routes)
            if found:
                yield match, found


def _segments(url: str, after: str) -> list[str]:
    """Return what a URL is made of; what is only known when it runs is a hole."""
    path = _PLACEHOLDER.sub(_HOLE, _HOST.sub("", url)).partition("?")[0].partition("#")[0]
    segments = [segment for segment in path.split("/") if segment]
    if path.endswith("/") and after.lstrip()[:1] in ("+", "."):
        segments.append(_HOLE)  # something is added to the text
    return segments


def _matching(segments: Sequence[str], routes: Routes) -> list[Route]:
    """Return the operations whose path this is, behind what services are reached by."""
    if len(segments) > _MOST_SEGMENTS:
        return []
    for start in range(len(segments)):
        rest = segments[start:]
        near = (*routes.get((len(rest), rest[0]), ()), *routes.get((len(rest), ""), ()))
        found = [(score, route) for route in near if (score := _score(rest, route)) > 0]
        if found:
            best = max(score for score, _ in found)
            return [route for score, route in found if score == best]
        if not _PREFIX.fullmatch(segments[start]):
            return []
    return []


def _score(segments: Sequence[str], route: Route) -> int:
    """Return how many segments are the same; 0 where one is not."""
    same = 0
    for segment, wanted in zip(segments, route.segments, strict=True):
        if wanted and segment != wanted:
            return 0
        same += bool(wanted)
    return same


def _method(before: str, after: str, *, feign: bool) -> str | None:
    """Return the method of the request whose URL stands between the two."""
    for expression in (_HTTP, _NAMED, _RETROFIT):
        if named := expression.search(before):
            return named[1].upper()
    if feign and (mapped := _MAPPING.search(before)):
        return mapped[1].upper()
    if _FETCH.search(before):
        option = _OPTION.search(after.partition(";")[0])
        return option[1].upper() if option else "GET"
    if _CONFIGURED.search(before):
        option = _OPTION.search(before) or _OPTION.search(after.partition("}")[0])
        return option[1].upper() if option else "GET"
    return None
