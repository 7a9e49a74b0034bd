"""Sees what interfaces request that annotations make clients: Feign, Spring, MicroProfile.

Their paths begin with what stands at the interface.
"""

import re
from collections.abc import Iterator, Sequence

from relplan.contracts.openapi.uses.paths import HOLE
from relplan.contracts.openapi.uses.requests import Request, Role
from relplan.contracts.routes.frameworks.classes import Code, place_of
from relplan.contracts.routes.frameworks.jvm import Annotation, JvmClass, argument
from relplan.contracts.routes.paths import joined

_WORDS = re.compile(rb"@(?:FeignClient|HttpExchange|RegisterRestClient)\b")
_CLIENTS = ("FeignClient", "HttpExchange", "RegisterRestClient")
_AT_CLASS = {
    "FeignClient": ("path",),
    "RequestMapping": ("", "value", "path"),
    "HttpExchange": ("", "value", "url"),
    "Path": ("", "value"),
}
"""The annotations of an interface that say what stands before its paths, and by which arguments."""
_MAPPING = re.compile(
    r"(Get|Post|Put|Patch|Delete|Request)Mapping|(Get|Post|Put|Patch|Delete|Http)Exchange"
)
_VERB = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE|HEAD)\b")
_VERBS = frozenset("GET POST PUT PATCH DELETE HEAD".split())
_PARAMETER = re.compile(r"\{[^{}]*\}")


def requests_of_clients(path: str, content: bytes) -> Sequence[Request]:
    """Return what the clients that the file at *path* declares request."""
    if not path.endswith((".java", ".kt")) or not _WORDS.search(content):
        return ()
    code = Code({path: content})
    return [
        request
        for one in code.classes
        if one.annotation(*_CLIENTS) is not None
        for request in _of_class(code, one)
    ]


def _of_class(code: Code, one: JvmClass) -> Iterator[Request]:
    before = [*_before(code, one)]
    client = one.annotation(*_CLIENTS)
    base = " ".join(client.arguments.split())[:200] if client else ""
    for annotations in one.methods:
        for method, path, names in _requested(annotations):
            for found in code.paths(path, one.file, *names) if path else ("",):
                segments = _segments([*before, found])
                place = place_of(one, path or annotations[0])
                if segments:
                    yield Request(place.line, segments, method, Role.CALLED, place.text, base=base)


def _before(code: Code, one: JvmClass) -> Iterator[str | None]:
    """Yield what stands before all paths of an interface; None: it is not known."""
    for name, arguments in _AT_CLASS.items():
        said = one.annotation(name)
        if said is not None:
            yield from code.paths(said, one.file, *arguments)[:1]


def _segments(pieces: Sequence[str | None]) -> tuple[str, ...]:
    whole = joined(*(HOLE if piece is None else piece for piece in pieces))
    return tuple(
        HOLE if _PARAMETER.fullmatch(step) else _PARAMETER.sub(HOLE, step)
        for step in whole.split("/")
        if step
    )


def _requested(
    annotations: Sequence[Annotation],
) -> Iterator[tuple[str, Annotation | None, tuple[str, ...]]]:
    """Yield the method that a method requests, and the annotation and arguments with the path."""
    path = next((said for said in annotations if said.name == "Path"), None)
    for said in annotations:
        mapped = _MAPPING.fullmatch(said.name)
        if mapped is not None:
            verb = (mapped[1] or mapped[2]).upper()
            given = argument(said.arguments, "method") or ""
            named = _VERB.search(given)
            method = verb if verb in _VERBS else named[1] if named else ""
            yield method, said, ("", "value", "path", "url")
        elif said.name in _VERBS:
            yield said.name, path, ("", "value")
