"""Sees which operations a consumer's source uses: precision comes before recall."""

import re
from collections.abc import Iterator

from relplan.contracts.bounds import UnreadableError, decoded
from relplan.contracts.kind import Surface, Use
from relplan.contracts.openapi.calls import calls_in, distinctive
from relplan.contracts.openapi.fitting import Routes, served_in, uses_in
from relplan.contracts.openapi.helpers import NO_HELPERS, Helper, Helpers, helpers_in
from relplan.contracts.openapi.owners import Ties
from relplan.contracts.openapi.requests import Request, generated, requests_in

_LARGEST = 1_000_000
"""Bytes; what is larger was not written by hand."""
_LANGUAGES = frozenset({
    "cjs", "clj", "cljs", "cpp", "cs", "dart", "ex", "exs", "fs", "go", "groovy", "java", "js",
    "jsx", "kt", "kts", "mjs", "php", "py", "rb", "rs", "scala", "svelte", "swift", "ts", "tsx",
    "vue",
})  # fmt: skip


_GATEWAY = ".pb.gw.go"
"""A generated server of rpcs over HTTP."""
_GENERATED = re.compile(
    rb"code generated|do not edit|@generated|auto-?generated|openapi.?generator|swagger.?codegen",
    re.IGNORECASE,
)
_HEAD = 2_000
"""Bytes at the top of a file, where generators say what they are."""


def requests_of(path: str, content: bytes) -> Iterator[Request]:
    """Yield the paths that a source file names, whatever contract they are of."""
    if path.rpartition(".")[2].lower() not in _LANGUAGES or path.endswith(_GATEWAY):
        return
    text = _text(path, content)
    requests = map(Ties(path, text).tied, requests_in(text))
    yield from generated(requests) if _GENERATED.search(content[:_HEAD]) else requests


def helpers_of(path: str, content: bytes, known: Helpers = NO_HELPERS) -> tuple[Helper, ...]:
    """Return the functions of a source file that request what they are given."""
    if path.rpartition(".")[2].lower() not in _LANGUAGES or _GENERATED.search(content[:_HEAD]):
        return ()
    return helpers_in(path, _text(path, content), known)


def uses_of(path: str, content: bytes, surface: Surface) -> Iterator[Use]:
    """Yield which parts of *surface* a source file uses, were there no other contract."""
    helpers = Helpers(helpers_of(path, content))
    requests = [*helpers.told(requests_of(path, content))]
    routes = Routes({"this": surface})
    routes.serve(served_in(requests))
    found = {use for _, use in uses_in(path, requests, routes)}
    found.update(calls_of(path, content, surface))
    yield from sorted(found, key=lambda use: (use.line, use.part))


def calls_of(path: str, content: bytes, surface: Surface) -> Iterator[Use]:
    """Yield the parts whose operations' names a source file calls: that is a guess."""
    names = distinctive(surface)
    if not names or path.rpartition(".")[2].lower() not in _LANGUAGES:
        return
    text = _text(path, content)
    for part, start in calls_in(text, names):
        yield Use(part, path, text.count("\n", 0, start) + 1, _line(text, start), guessed=True)


def _text(path: str, content: bytes) -> str:
    try:
        return decoded(path, content, _LARGEST)
    except UnreadableError:
        return ""


_LONGEST_LINE = 200


def _line(text: str, at: int) -> str:
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return text[start : len(text) if end < 0 else end].strip()[:_LONGEST_LINE]
