"""Finds the functions of a source file, with what they take and what they do."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NAMED = re.compile(
    r"\b(?:def|func|function|fun|fn)\b\*?[ \t]++"
    r"(?:\([ \t]*+\w*[ \t]*+\*?(?P<of>[A-Z]\w{0,60})(?:\[\w*\])?[ \t]*+\)[ \t]*+)?(?:self\.)?"
    r"(?P<function>[A-Za-z_$][\w$]{1,80})[ \t]*+"
    r"(?:<[^<>()\n]{0,60}>|\[[^\[\]()\n]{0,60}\])?[ \t]*+(?=\()"
    r"|(?<![\w$])(?P<value>[A-Za-z_$][\w$]{1,80})[ \t]*+(?::[^=\n(){}]{1,60})?[ \t]*+[:=][ \t]*+"
    r"(?:async[ \t]*+)?(?:function\b[ \t\w*]{0,60})?(?:<[^<>()\n]{0,60}>)?(?=\()"
    r"|^[ \t]*+(?:@\w+[ \t]+)?(?:(?:[A-Za-z_][\w.]{0,60}(?:<[^;(){}\n]{0,80}>)?(?:\[\])?\??"
    r"|<[^<>()\n]{1,60}>)[ \t]+){0,6}"
    r"(?P<method>[A-Za-z_$#][\w$]{1,80})[ \t]*+(?:<[^<>()\n]{0,60}>)?(?=\()",
    re.MULTILINE,
)
_NO_NAME = frozenset(
    "if for while switch catch return new await else throw case yield super elif unless function"
    " describe it test".split()
)
_CLASS = re.compile(
    r"^([ \t]*)(?:[a-z]+[ \t]+){0,4}(?:class|object|interface|struct|trait|module)"
    r"[ \t]+([A-Z]\w{0,60})",
    re.MULTILINE,
)
_BRACE = re.compile(
    r"[^;{}()=\n]{0,120}+(?:\([^(){}\n]{0,80}+\))?[^;{}()=\n]{0,60}+(?:=>)?\s{0,40}+\{"
)
_ARROW = re.compile(r"[^;{}()\n]{0,80}=>?\s{0,80}")
_PYTHON = re.compile(r"[ \t]*(?:->[^:\n]{0,100})?:[ \t]*(?:#[^\n]*)?\n")
_RUBY = re.compile(r"[ \t]*\n")
_LARGEST_BODY = 4_000
_LARGEST_HEAD = 1_000
_MOST = 2_000
"""Functions of one file."""
_MOST_PARAMETERS = 8


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a function takes."""

    name: str
    position: int
    """As its callers count, from 0."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function or method."""

    name: str
    of: str
    """The class that it belongs to; empty: none."""
    parameters: tuple[Parameter, ...]
    """Those that may be a text."""
    body: str


def functions_in(text: str, ending: str) -> Iterator[Function]:
    """Yield the functions of *text*, a file whose name has *ending*, as ``py``."""
    classes = [(match.start(), len(match[1]), match[2]) for match in _CLASS.finditer(text)]
    for number, match in enumerate(_NAMED.finditer(text)):
        if number >= _MOST:
            return
        name = match["function"] or match["value"] or match["method"]
        closed = _closing(text, match.end(), _LARGEST_HEAD)
        if closed < 0 or (name in _NO_NAME and not match["function"]):
            continue
        body = _body(text, match.start(), closed, ending)
        if body:
            head = text[match.end() + 1 : closed - 1]
            of = match["of"] or _class_around(text, match.start(), classes)
            yield Function(name, of, tuple(_parameters(head, ending)), body)


def _class_around(text: str, at: int, classes: list[tuple[int, int, str]]) -> str:
    line = text.rfind("\n", 0, at) + 1
    indent = len(text[line:at]) - len(text[line:at].lstrip()) if line < at else 0
    indent = max(indent, len(text[line : line + 200]) - len(text[line : line + 200].lstrip(" \t")))
    found = ""
    for start, depth, name in classes:
        if start >= at:
            break
        if depth < indent:
            found = name
    return found


def _body(text: str, start: int, closed: int, ending: str) -> str:
    if ending == "py":
        opened = _PYTHON.match(text, closed)
        return _indented(text, start, opened.end()) if opened else ""
    if ending == "rb":
        opened = _RUBY.match(text, closed)
        return _indented(text, start, opened.end()) if opened else ""
    brace = _BRACE.match(text, closed)
    if brace is not None:
        end = _closing(text, brace.end() - 1, _LARGEST_BODY)
        return text[brace.end() : end - 1] if end > 0 else ""
    arrow = _ARROW.match(text, closed)
    if arrow is None:
        return ""
    ended = re.compile(r";|\n[ \t]*\n|\n[ \t]*\}").search(text, arrow.end(), arrow.end() + 800)
    return text[arrow.end() : ended.start() if ended else arrow.end() + 800]


def _indented(text: str, start: int, at: int) -> str:
    """Return the lines from *at* on that are indented more than the one of *start*."""
    line = text.rfind("\n", 0, start) + 1
    head = text[line : line + 200]
    depth = len(head) - len(head.lstrip(" \t"))
    part = text[at - 1 : at + _LARGEST_BODY]
    left = re.search(rf"\n[ \t]{{0,{depth}}}[^\s#]", part)
    return part[1 : left.start() if left else None]


def _closing(text: str, at: int, most: int) -> int:
    """Return where the bracket at *at* is closed, behind it; -1: not near. Strings are passed."""
    depth, quote = 0, ""
    for index in range(at, min(len(text), at + most)):
        sign = text[index]
        if quote:
            if (sign == quote and text[index - 1] != "\\") or (sign == "\n" and quote != "`"):
                quote = ""
        elif sign in "\"'`":
            quote = sign
        elif sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth -= 1
            if not depth:
                return index + 1
    return -1


_TEXTUAL = re.compile(r"string|\bstr\b|ur[il]|charsequence|\bany\b|path|pathlike", re.IGNORECASE)
_FIRST = re.compile(
    r"[\s*&.]*(?:(?:public|private|protected|readonly|final|val|var)\s+)*([A-Za-z_$][\w$]*)"
)
_LAST = re.compile(r"([A-Za-z_$][\w$]*)\s*$")


def _parameters(head: str, ending: str) -> Iterator[Parameter]:
    pieces = _pieces(head)
    if pieces and pieces[0].strip() in ("self", "cls") and ending == "py":
        pieces = pieces[1:]
    for position, piece in enumerate(pieces[:_MOST_PARAMETERS]):
        declared = piece.partition("=")[0]
        name, colon, kind = declared.partition(":")
        if ending in ("java", "cs", "groovy", "scala") and not colon:
            found = _LAST.search(name)
            kind = name
        else:
            found = _FIRST.match(name.strip().lstrip("$*&"))
            kind = kind if colon else ""
            if ending == "go":
                kind = ",".join(pieces[position:])
        if found and (not kind or _TEXTUAL.search(kind)):
            yield Parameter(found[1], position)


def _pieces(head: str) -> list[str]:
    """Return the parameters, each as it is written."""
    depth, start, found = 0, 0, []
    for index, sign in enumerate(head):
        if sign in "([{<":
            depth += 1
        elif sign in ")]}" or (sign == ">" and head[index - 1 : index] != "="):
            depth -= 1
        elif sign == "," and depth <= 0:
            found.append(head[start:index])
            start = index + 1
    return [piece for piece in (*found, head[start:]) if piece.strip()]
