"""Sees to which function a text is handed, and where a value that holds it is mentioned."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import cast

_CALLEE = re.compile(
    r"((?:[A-Za-z_$@][\w$]{0,60}(?:\(\))?\s{0,40}[?!]?(?:\.|->|::)\s{0,40}){0,5})"
    r"([A-Za-z_$][\w$]{0,80})[ \t]{0,4}(?:<[^()\n]{0,80}>)?[ \t]{0,4}$"
)
_CALLED = re.compile(r"[\w$@()?!.:>\s-]*+")
"""What a callee without types consists of."""
_WORD = re.compile(r"[A-Za-z_$@][\w$]*")
_STRING = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|`[^`\n]*`")
_THROUGH = frozenset(
    "format Sprintf URI URL Uri Url create parse valueOf of str String encodeURI urljoin join"
    " concat fromPath await return".split()
)
"""What only makes another text, or the same, of a text."""
_NO_CALL = frozenset(
    "if for while switch catch function when elif elsif unless match def fn".split()
)
_KEYWORD = re.compile(r"[(,]\s*([A-Za-z_]\w*)\s*=\s*$")
_METHOD = re.compile(
    r"(?:[\"'`]|\bMethod\.?|Method\.|\.)(GET|POST|PUT|PATCH|DELETE|HEAD)\b"
    r"|\bhttp\.Method(Get|Post|Put|Patch|Delete|Head)\b"
    r"|\bmethod[\"'`]?\s*[:=]\s*[\"'`](\w{3,7})[\"'`]"
)
_VALUE = re.compile(
    r"[ \t]*(?:(?:const|let|var|val|final|static|private|public|readonly|String|string"
    r"|URI|URL|auto)\s+){0,5}([A-Za-z_$][\w$]{0,60})\s*(?::\s*[\w.]{1,40}\s*)?(?:,\s*\w+\s*)?:?=(?![=>])"
)
_ATTRIBUTE = re.compile(
    r"[ \t]*(?:(?:export|private|protected|public|readonly)[ \t]+){0,3}"
    r"((?:self|this|cls)\.|@|static[ \t]+(?:readonly[ \t]+)?)?"
    r"([A-Za-z_$][\w$]{0,60})[ \t]*(?::[ \t]*[\w.]{1,40}[ \t]*)?=(?![=>])"
)
_CLASS = re.compile(r"[ \t]*(?:[a-z]+[ \t]+){0,4}class\b")
_BLANK = re.compile(r"[ \t]*")
_LONGER = re.compile(
    r"\s*+\+\s*+(?!f?[\"'`]\?)|\}(?![\"'`?])|\s*\.(?:path|resolve|appendPath)\s*\("
)
"""What is added to a path; a query is not."""
_OPENED = re.compile(r"\burl_?join\s*\(\s*$")
_LINE_ENDS = re.compile(r"[ \t]*;?[ \t]*(?:$|#|//)", re.MULTILINE)
_SHORT = 40
_MOST_LINES = 200
"""Of a class, above an attribute."""
_WINDOW = 400
_MOST_STEPS = 3
_MOST_MENTIONS = 12
_LONGEST_SCOPE = 4_000


@dataclass(frozen=True, slots=True, order=True)
class Call:
    """A call, as one of its arguments sees it."""

    name: str
    receiver: str
    """The word before the name, as ``api`` in ``this.api.get``; empty: there is none."""
    position: int
    """Of the argument, counted from 0."""
    keyword: str = ""
    """By which the argument is handed over, where it is."""
    method: str = ""
    """Of HTTP, in capitals, where another argument says it."""
    is_alone: bool = False
    """Whether it is the only argument."""
    owners: tuple[str, ...] = ()
    """Where the function may be defined."""


def call_around(text: str, start: int, end: int) -> Call | None:
    """Return the call of which ``text[start:end]`` is a part of an argument; None: of none."""
    near = max(0, start - _WINDOW)
    first = (text.find("\n", near, start) + 1 or near) if near else 0
    before = _STRING.sub(lambda found: '"' + "_" * (len(found[0]) - 2) + '"', text[first:start])
    at = len(before)
    for _ in range(_MOST_STEPS):
        opened, position = _opened(before, at)
        if opened < 0:
            return None
        named = _CALLEE.search(before, _start(before, max(0, opened - 300), opened), opened)
        if named is None or named[2] in _NO_CALL:
            return None
        if named[2] not in _THROUGH:
            return _call(text, (first + opened, start, end), named, position)
        at = named.start()
    return None


def _start(text: str, least: int, end: int) -> int:
    """Return where before *end* what is called can begin, so that no pattern is tried before it."""
    if text[least:end].rstrip().endswith(">"):
        return least  # types may hold anything
    return end - cast("re.Match[str]", _CALLED.match(text[least:end][::-1])).end()


def _call(text: str, places: tuple[int, int, int], named: re.Match[str], position: int) -> Call:
    opened, start, end = places
    keyword = _KEYWORD.search(text, max(opened, start - 80), start)
    closed = closing(text, end)
    said = _METHOD.search(text, opened, closed)
    method = next(filter(None, said.groups())).upper() if said else ""
    words = _WORD.findall(named[1])
    return Call(
        named[2],
        words[-1] if words else "",
        position,
        keyword[1] if keyword else "",
        method,
        is_alone=not position and not _more(text, end, closed),
    )


def _opened(masked: str, at: int) -> tuple[int, int]:
    """Return where the call around *at* is opened, and which argument it is; -1: nowhere near."""
    depth = position = 0
    for index in range(at - 1, -1, -1):
        sign = masked[index]
        if sign in ")]}":
            depth += 1
        elif sign in "([{":
            if not depth:
                return (index, position) if sign == "(" else (-1, 0)
            depth -= 1
        elif not depth and sign == ",":
            position += 1
        elif not depth and sign == ";":
            break
    return -1, 0


def closing(text: str, at: int = 0) -> int:
    """Return where the call is closed in which *at* is, or where one need not look further."""
    depth = 0
    end = min(len(text), at + _WINDOW)
    for index in range(at, end):
        if text[index] in "([{":
            depth += 1
        elif text[index] in ")]}":
            if not depth:
                return index
            depth -= 1
    return end


def _more(text: str, start: int, end: int) -> bool:
    depth = 0
    for sign in text[start:end]:
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and not depth:
            return True
    return False


def value_of(text: str, start: int) -> str:
    """Return the name of the value that the line of *start* gives the text there; empty: none."""
    line = _line_of(text, start)
    named = _VALUE.match(text, line, start)
    between = text[named.end() : start] if named else ";"
    return named[1] if named and not {";", "{"} & set(_STRING.sub("", between)) else ""


def mentions_of(text: str, name: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where *name*, given a value from *start* to *end*, is mentioned as long as it has it.

    Its scope ends where a line is indented less.
    """
    line = _line_of(text, start)
    indent = re.compile(r"[ \t]*").match(text, line)
    depth = len(indent[0]) if indent else 0
    scope = text[end : end + _LONGEST_SCOPE]
    if name not in scope:
        return
    if depth:
        left = re.search(rf"\n[ \t]{{0,{depth - 1}}}[^\s)\]]", scope)
        scope = scope[: left.start()] if left else scope
    found = re.finditer(rf"(?<![\w$.]){re.escape(name)}(?![\w$])(\s*(?::?=(?![=>])))?", scope)
    for number, match in enumerate(found):
        if match[1] or number >= _MOST_MENTIONS:
            return
        yield end + match.start(), end + match.end()


def attribute_of(text: str, start: int) -> str:
    """Return the name of the attribute of a class, or of its objects, that is given the text."""
    line = _line_of(text, start)
    named = _ATTRIBUTE.match(text, line, start)
    if named is None or {";", "{"} & set(_STRING.sub("", text[named.end() : start])):
        return ""
    return named[2] if named[1] or _in_class(text, line) else ""


def _in_class(text: str, line: int) -> bool:
    """Tell whether the line that begins at *line* stands in a class, and in no function of it."""
    depth = _indent(text, line)
    for _ in range(_MOST_LINES if depth else 0):
        if not line:
            return False
        line = _line_of(text, line - 1)
        if text[line : line + depth].strip() and _indent(text, line) < depth:
            return _CLASS.match(text, line) is not None
    return False


def _indent(text: str, line: int) -> int:
    indent = _BLANK.match(text, line)
    return len(indent[0]) if indent else 0


def attributes_of(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Yield where the attribute *name* is mentioned, and not given a value."""
    found = re.finditer(
        rf"(?<![\w$.])(?:(?:self|this|cls|[A-Z]\w{{0,60}})\.|@){re.escape(name)}(?![\w$])"
        r"(\s*=(?![=>]))?",
        text,
    )
    mentions = (match for match in found if not match[1])
    for match in islice(mentions, _MOST_MENTIONS):
        yield match.start(), match.end()


def is_whole(text: str, start: int, end: int) -> bool:
    """Tell whether a value that is mentioned is the path, and not the beginning of a longer one."""
    if _LONGER.match(text, end):
        return False
    before = text[max(0, start - _SHORT) : start]
    return _OPENED.search(before) is None or text[end : end + 1] != ","


def alias_of(text: str, start: int, end: int) -> str:
    """Return the name of the value that is given just what is mentioned there; empty: none is."""
    line = _line_of(text, start)
    named = _VALUE.match(text, line, start)
    is_all = named is not None and not text[named.end() : start].strip()
    return named[1] if named and is_all and _LINE_ENDS.match(text, end) else ""


def _line_of(text: str, at: int) -> int:
    """Return where the line of *at* begins; of a long one, which nobody wrote, a part."""
    near = max(0, at - _WINDOW)
    return text.rfind("\n", near, at) + 1 or near
