"""Follows a path to where it is requested: by the name of the function or value that holds it.

A path is often built in one place, ``refundsUrl(id)``, and requested in another,
``client.get(refundsUrl(id))``: the first alone does not tell by which method.
"""

import re
from collections.abc import Collection, Iterator

from relplan.contracts.openapi.uses.operation_ids import words_of
from relplan.contracts.openapi.uses.roles import Manner, is_linked, is_served, method_of

_FUNCTION = re.compile(
    r"\b(?:def|func|function|fun|fn|sub)\s+(?:\([^()]{0,80}\)\s*)?(?:self\.)?([A-Za-z_]\w{2,80})"
)
_METHOD = re.compile(
    r"^[ \t]*(?P<kind>(?:[A-Za-z_][\w.]{0,60}(?:<[^;(){}\n]{0,80}>)?(?:\[\])?[ \t]+){0,5})"
    r"(?P<name>[A-Za-z_]\w{2,80})[ \t]*\((?P<rest>[^;\n]{0,300})$"
)
_VALUE = re.compile(
    r"(?<![\w$.])(?:(?:self|this)\.)?([A-Za-z_$][\w$]{2,80})[ \t]{0,4}(?::[ \t]{0,4}[\w<>]{1,40}"
    r"[ \t]{0,4})?:?=(?![=>])"
)
_NO_TYPE = frozenset({
    "await", "case", "delete", "do", "else", "if", "in", "new", "not", "or", "and", "raise",
    "return", "throw", "yield", "unless", "when", "while", "import", "from", "package", "using",
})  # fmt: skip
_RECEIVER = re.compile(
    r"(?:[\w$@]{1,60}(?:\([^()\n]{0,60}\))?\s{0,80}[?!]?(?:\.|->|::)\s{0,80}){1,5}$"
)
_MOST_LINES = 60
"""Of a function, above a path."""
_WINDOW = 400
_ASIDE = ("*", "//", "#", "/*", "import ", "from ", "export {")


def holders_of(text: str, at: int) -> tuple[str, ...]:
    """Return the names under which the path at *at* can be had: a value's, and its function's."""
    start = text.rfind("\n", 0, at) + 1
    own = text[max(start, at - _WINDOW) : at]
    value = _VALUE.search(own)
    names = [value[1]] if value else []
    is_near = at - start < _WINDOW  # else nobody wrote it by hand
    function = (_defined_in(own, ends_open=True) or _enclosing(text, start)) if is_near else ""
    if function:
        names.append(function)
    return tuple(name for name in dict.fromkeys(names) if len(words_of(name)) > 1)


def _enclosing(text: str, start: int) -> str:
    """Return the function around the line that starts at *start*, by how lines are indented."""
    limit = _indent(text[start : start + 200])
    for _ in range(_MOST_LINES):
        if not start or not limit:
            break
        end, start = start - 1, text.rfind("\n", 0, start - 1) + 1
        line = text[start : min(end, start + _WINDOW)]
        if not line.strip() or _indent(line) >= limit or line.lstrip().startswith((")", "{")):
            continue
        limit = _indent(line)
        if name := _defined_in(line, ends_open=line.rstrip().endswith("{")):
            return name
    return ""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def _defined_in(line: str, *, ends_open: bool) -> str:
    """Return the name of the function whose definition begins in *line*; empty: none does."""
    if function := _FUNCTION.search(line):
        return function[1]
    method = _METHOD.match(line)
    if method is None or method["name"] in _NO_TYPE:
        return ""
    kinds = method["kind"].split()
    if _NO_TYPE.intersection(kinds) or not (kinds or (ends_open and line.rstrip().endswith("{"))):
        return ""
    return method["name"]


def defined_in(text: str, names: Collection[str]) -> Iterator[str]:
    """Yield each of *names* as often as *text* defines it."""
    wanted = [name for name in names if name in text]
    if not wanted:
        return
    for whole in text.splitlines():
        line = whole[:_WINDOW]
        if not any(name in line for name in wanted):  # nearly all: no pattern need be tried there
            continue
        found = _defined_in(line, ends_open=line.rstrip().endswith("{"))
        values = (match[1] for match in _VALUE.finditer(line))
        yield from (name for name in dict.fromkeys((found, *values)) if name in names)


def requested_in(text: str, names: Collection[str], manner: Manner) -> Iterator[tuple[str, str]]:
    """Yield each mention of one of *names*, with the method of the request that it is a part of.

    The method is empty where the mention is no request that is understood.
    """
    wanted = [name for name in names if name in text]
    if not wanted:
        return
    either = "|".join(map(re.escape, sorted(wanted, key=len, reverse=True)))
    for match in re.finditer(rf"(?<![\w$])(?:{either})(?![\w$])", text):
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.end())
        line = text[start : min(end if end >= 0 else len(text), start + _WINDOW)]
        if line.lstrip().startswith(_ASIDE) or match[0] in defined_in(line, {match[0]}):
            continue
        before = text[max(0, match.start() - _WINDOW) : match.start()]
        before = _RECEIVER.sub("", before)
        if is_served(before, "", manner) or is_linked(before, manner):
            yield match[0], ""
        else:
            after = text[match.end() : match.end() + _WINDOW]
            yield match[0], method_of(before, after, manner)
