"""Sees whether what answers a route went with it, or is still in the code, for others to serve."""

import re
from collections import Counter
from collections.abc import Mapping

from relplan.contracts.routes.paths import PARAMETER, REST, segments_of
from relplan.contracts.routes.route import Route

_LINES = 8
"""From the one of a route on: where its handler is declared, if it is declared there."""
_LONGEST = 500
_ANNOTATION = re.compile(
    r"\s*(?:@[\w.]+(?:\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))?|\[(?:[^\[\]]|\[[^\[\]]*\])*\])"
)
_NAMED = re.compile(
    r"\b(?:def|class|func|function|fun)\s+(\w+)|(\w+)\s*(?:<[^<>()\n]{0,80}>)?\s*\("
)
_PATH = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|`[^`\n]*`")
_GIVEN = re.compile(r"\b(?:\w+\s*[=:]\s*)?((?:\w+(?:\.|::|->))*)(\w+)\b(?!\s*[(\"'`=:])")
_NO_NAMES = frozenset(
    "async await function func def lambda return new class this self null None nil true false"
    " True False req res request response ctx context next".split()
)
Files = Mapping[str, bytes]


def is_deleted(route: Route, before: Files, after: Files) -> bool:
    """Tell whether the handler of a route that is gone is gone altogether.

    False where that is not known: the handler has no name, or was not seen.
    """
    lines = _text(before, route.file).splitlines()[route.line - 1 : route.line - 1 + _LINES]
    if not lines:
        return False
    text = "\n".join(line[:_LONGEST] for line in lines)
    below = _without_annotations(text)
    if below == text:
        return _is_given_no_longer(lines[0][:_LONGEST], before, after)
    found = _NAMED.match(below.lstrip()) or _NAMED.search(below)
    return found is not None and _has_gone(found[1] or found[2], route.file, before, after)


def says_more(route: Route, before: Files, after: Files) -> bool:
    """Tell whether a line that is new has the word that tells a path.

    Files that are the same on both sides need not be given.
    """
    words = [one for one in segments_of(route.path) if one not in (PARAMETER, REST)]
    if not words and not route.below:
        return True
    word = re.escape(words[-1] if words else _last_name(route.below))
    pattern = re.compile(rf"[\"'`/]{word}[\"'`/]|:{word}\b" if words else rf"\b{word}\b")
    old = _lines_with(pattern, before)
    return any(count > old[line] for line, count in _lines_with(pattern, after).items())


def _last_name(below: str) -> str:
    return below.rstrip("}").rpartition("{")[2].rpartition(".")[2]


def _without_annotations(text: str) -> str:
    while (match := _ANNOTATION.match(text)) is not None:
        text = text[match.end() :]
    return text


def _has_gone(name: str, file: str, before: Files, after: Files) -> bool:
    """Tell whether a file no longer names its own *name*, and no other does so more often."""
    own = re.compile(rf"(?<![.\w]){name}\b|\b(?:this|self|cls)\.{name}\b")
    return own.search(_text(after, file)) is None and (
        _count(name, before, file) >= _count(name, after, file)
    )


def _count(name: str, files: Files, but: str) -> int:
    pattern = re.compile(rb"\b" + name.encode() + rb"\b")
    return sum(
        len(pattern.findall(content))
        for path, content in files.items()
        if path != but and name.encode() in content
    )


def _is_given_no_longer(line: str, before: Files, after: Files) -> bool:
    """Tell whether all that a call gives for its path, and the service declares, is gone."""
    path = _PATH.search(line)
    names = {match[2] for match in _GIVEN.finditer(line, path.end() if path else 0)}
    own = {name for name in names - _NO_NAMES if _is_declared(name, before)}
    return bool(own) and not any(_is_named(name, after) for name in own)


def _is_declared(name: str, files: Files) -> bool:
    declared = re.compile(
        rb"\b(?:def|class|func|function|fun|const|let|var)\s+(?:\([^()\n]{0,80}\)\s*)?NAME\b"
        rb"|\bNAME\s*[=:]\s*(?:async\b|function\b|\()|^[ \t]+(?:[\w<>\[\],.?]+[ \t]+){1,6}NAME\s*\("
        .replace(b"NAME", name.encode()),
        re.MULTILINE,
    )  # fmt: skip
    return any(name.encode() in one and declared.search(one) for one in files.values())


def _is_named(name: str, files: Files) -> bool:
    pattern = re.compile(rb"\b" + name.encode() + rb"\b")
    return any(name.encode() in one and pattern.search(one) for one in files.values())


def _lines_with(pattern: re.Pattern[str], files: Files) -> Counter[str]:
    return Counter(
        line.strip()
        for path in files
        for line in _text(files, path).splitlines()
        if pattern.search(line[:_LONGEST])
    )


def _text(files: Files, path: str) -> str:
    return files.get(path, b"").decode("utf-8", "replace")
