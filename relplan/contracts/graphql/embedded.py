"""Finds operations in the strings of source code, by what they begin with. Linear in the code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import splitext

_LARGEST = 2_000_000
"""Bytes of a source file; larger ones are generated or data."""
_LONGEST = 100_000
"""Characters of one string."""
_MOST = 1_000
"""Strings of one file."""
_BEFORE = 1_000
"""Characters of comments and white space between a string's beginning and its first word."""
_WORD = re.compile(r"\b(?:query|mutation|subscription|fragment)\b(?=[\s({])|(?<=[`'\"]){(?=\s*\w)")
_TEMPLATES = frozenset(
    {".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".vue", ".svelte", ".go"}
)
_TEXT_BLOCKS = frozenset({".py", ".java", ".kt", ".kts", ".swift", ".scala", ".groovy"})
CODE = _TEMPLATES | _TEXT_BLOCKS
"""The endings of the files that are looked into."""
_TAGGED = re.compile(r"(?:gql|graphql)\s*\(?\s*(?:/\*[^*]{0,80}\*/\s*)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Embedded:
    """A string that seems to be GraphQL."""

    text: str
    line: int
    """Where it begins, counted from 1."""


def embedded(path: str, text: str) -> Iterator[Embedded]:
    """Yield the strings in a source file that begin as a GraphQL document does."""
    ending = splitext(path)[1]
    if ending not in CODE or len(text) > _LARGEST:
        return
    line, counted, end = 1, 0, 0
    found = 0
    for match in _WORD.finditer(text):
        if match.start() < end:
            continue
        opening = _opening(text, match.start(), ending in _TEMPLATES)
        if opening is None or (match[0] == "{" and not _is_tagged(text, opening)):
            continue
        begin, quote = opening
        end = _closing(text, begin, quote)
        if end < 0:
            end = 0
            continue
        line += text.count("\n", counted, begin)
        counted = begin
        yield Embedded(_filled(text[begin:end]), line)
        found += 1
        if found == _MOST:
            return


def _opening(text: str, word: int, templates: bool) -> tuple[int, str] | None:
    """Return where the string begins whose first word is at *word*, and its quote."""
    start = max(0, word - _BEFORE)
    before = text[start:word]
    while True:
        before = before.rstrip()
        begin = before.rfind("\n") + 1
        if not before[begin:].lstrip().startswith("#"):
            break
        before = before[:begin]
    for quote in ("`",) if templates else ('"""', "'''"):
        if before.endswith(quote):
            return start + len(before), quote
    if before.endswith(('"', "'")) and "\n" not in text[start + len(before) : word]:
        return start + len(before), before[-1]
    return None


def _is_tagged(text: str, opening: tuple[int, str]) -> bool:
    begin, quote = opening
    return bool(_TAGGED.search(text[max(0, begin - len(quote) - 120) : begin - len(quote)]))


def _closing(text: str, begin: int, quote: str) -> int:
    """Return where a string ends; -1: nowhere near."""
    limit = min(len(text), begin + _LONGEST)
    if quote in ('"', "'"):
        newline = text.find("\n", begin, limit)
        limit = limit if newline < 0 else newline
    end = text.find(quote, begin, limit)
    while end > 0 and text[end - 1] == "\\":
        end = text.find(quote, end + 1, limit)
    return end


def _filled(text: str) -> str:
    """Replace what code puts into a string: by nothing between definitions, else by a name."""
    if "${" not in text:
        return text.replace('\\"', '"')
    made: list[str] = []
    depth = place = 0
    while (start := text.find("${", place)) >= 0:
        plain = text[place:start]
        depth += plain.count("{") - plain.count("}")
        end = _end_of_hole(text, start + 2)
        made += plain, "__typename" if depth > 0 else "", "\n" * text.count("\n", start, end)
        place = end
    return "".join((*made, text[place:]))


def _end_of_hole(text: str, place: int) -> int:
    """Return where what began with a brace ends."""
    depth = 1
    for match in re.compile(r"[{}]").finditer(text, place):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.end()
    return len(text)
