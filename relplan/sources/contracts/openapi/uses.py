"""Sees which operations a consumer's source uses: precision comes before recall.

What is looked for stands near together, so each expression reads a text about once.
"""

from bisect import bisect_right
from collections.abc import Iterator

from relplan.sources.contracts.bounds import UnreadableError, decoded
from relplan.sources.contracts.kind import Surface, Use
from relplan.sources.contracts.openapi.calls import calls_in, distinctive
from relplan.sources.contracts.openapi.urls import requests_in, routes_of

_LARGEST = 1_000_000
"""Bytes; what is larger was not written by hand."""
_LONGEST_LINE = 200
_LANGUAGES = frozenset({
    "cjs", "clj", "cljs", "cpp", "cs", "dart", "ex", "exs", "fs", "go", "groovy", "java", "js",
    "jsx", "kt", "kts", "mjs", "php", "py", "rb", "rs", "scala", "svelte", "swift", "ts", "tsx",
    "vue",
})  # fmt: skip


def uses_of(path: str, content: bytes, surface: Surface) -> Iterator[Use]:
    """Yield which parts of *surface* a source file uses, each once a line."""
    if path.rpartition(".")[2].lower() not in _LANGUAGES:
        return
    try:
        text = decoded(path, content, _LARGEST)
    except UnreadableError:
        return
    names, routes = distinctive(surface), routes_of(surface)
    found = {*calls_in(text, names), *requests_in(text, routes)}
    ends = [index for index, char in enumerate(text) if char == "\n"] if found else []
    uses = {_use(part, path, text, bisect_right(ends, start), ends) for part, start in found}
    yield from sorted(uses, key=lambda use: (use.line, use.part))


def _use(part: str, path: str, text: str, above: int, ends: list[int]) -> Use:
    start = ends[above - 1] + 1 if above else 0
    end = ends[above] if above < len(ends) else len(text)
    line = text[start:end].strip()
    return Use(part, path, above + 1, line[:_LONGEST_LINE])
