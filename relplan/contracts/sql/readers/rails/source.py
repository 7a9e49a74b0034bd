"""Reads Ruby, line by line, as far as a migration's calls go: this is no parser of Ruby."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_LONGEST = 20_000
"""Characters of one logical line."""
_HEREDOC = re.compile(r"<<[~-]?(['\"`]?)(\w+)\1")
_GOES_ON = re.compile(r"(?:,|\(|\[|\{|\\|&&|\|\||\+)\s*$")
_COMMENT = re.compile(r"(?:[^#'\"]|'(?:[^'\\]|\\.)*+'|\"(?:[^\"\\]|\\.)*+\"|#\{)*+(#.*)?$")
_TOKEN = re.compile(
    r"\s*(?:(?P<key>[A-Za-z_]\w*\??):(?!:)|(?P<symbol>:[A-Za-z_]\w*[?!]?|:\"[^\"]*\")"
    r"|(?P<list>%[iwIW][\[(][^\])]*[\])])"
    r"|(?P<string>'(?:[^'\\]|\\.)*+'|\"(?:[^\"\\]|\\.)*+\")|(?P<number>-?\d[\d_.]*)"
    r"|(?P<word>[A-Za-z_][\w.:]*[?!]?)|(?P<sign>=>|->|\S))"
)


class _Unresolved:
    """What only running the code would tell."""


UNRESOLVED: Any = _Unresolved()


@dataclass(frozen=True, slots=True)
class Line:
    """A logical line of code, without comments; heredocs stand apart."""

    text: str
    number: int
    heredoc: str = ""


@dataclass(slots=True)
class Call:
    """A call with its arguments."""

    name: str
    given: list[Any] = field(default_factory=list)
    words: dict[str, Any] = field(default_factory=dict)

    def text(self, place: int) -> str:
        """Return an argument that is a symbol or string; empty where it is none."""
        value = self.given[place] if place < len(self.given) else None
        return value if isinstance(value, str) else ""


def logical_lines(text: str) -> Iterator[Line]:
    """Yield the lines of code: those that go on are joined, in linear time."""
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        number, joined, heredoc = at + 1, "", ""
        while at < len(lines):
            piece = _without_comment(lines[at])
            at += 1
            if (mark := _HEREDOC.search(piece)) is not None:
                heredoc, at = _heredoc(lines, at, mark[2])
            joined = f"{joined} {piece.rstrip(chr(92))}".strip() if joined else piece
            if not _GOES_ON.search(piece[-200:]) or len(joined) > _LONGEST:
                break
        if joined:
            yield Line(joined[:_LONGEST], number, heredoc)


def _heredoc(lines: list[str], at: int, end: str) -> tuple[str, int]:
    taken = []
    while at < len(lines) and lines[at].strip() != end:
        taken.append(lines[at])
        at += 1
    return "\n".join(taken), at + 1


def _without_comment(line: str) -> str:
    if "#" not in line:
        return line.strip()
    match = _COMMENT.match(line[:_LONGEST])
    if match is None or match[1] is None:
        return line.strip()
    return line[: match.start(1)].strip()


def call_of(text: str, heredoc: str = "") -> Call | None:
    """Return the call that a line makes; None where it makes none that can be read."""
    match = re.match(r"([a-z_][\w.]*[!?]?)\s*(\(|\s|$)(?!\s*=[^>=~])", text)
    if match is None:
        return None
    call = Call(match[1])
    rest = text[match.end(1) :].strip()
    rest = re.sub(r"\s(?:do|\{)(?:\s*\|[^|]*\|)?\s*$", "", f" {rest}").strip()
    if rest.startswith("("):
        rest = rest[1:].rstrip()
        rest = rest.removesuffix(")")
    _read_arguments(call, rest, heredoc)
    return call


def _read_arguments(call: Call, rest: str, heredoc: str) -> None:
    for piece in _pieces(rest):
        tokens = list(_TOKEN.finditer(piece))
        if not tokens:
            continue
        first = tokens[0]
        if first["key"] is not None:
            call.words[first["key"]] = _value(tokens[1:], heredoc)
        elif len(tokens) > 2 and tokens[1]["sign"] == "=>":
            call.words[str(_value(tokens[:1], ""))] = _value(tokens[2:], heredoc)
        else:
            call.given.append(_value(tokens, heredoc))


_COMMAS = re.compile(r"'(?:[^'\\]|\\.)*+'|\"(?:[^\"\\]|\\.)*+\"|[\[({]|[\])}]|,")


def _pieces(text: str) -> Iterator[str]:
    depth = start = 0
    for match in _COMMAS.finditer(text):
        depth += (match[0] in "[({") - (match[0] in "])}")
        if match[0] == "," and depth <= 0:
            yield text[start : match.start()].strip()
            start = match.end()
    yield text[start:].strip()


def _value(tokens: list[re.Match[str]], heredoc: str) -> Any:
    if not tokens:
        return UNRESOLVED
    first = tokens[0]
    if first["list"] is not None:
        return tuple(first["list"][3:-1].split())
    if first["sign"] == "[":
        inner = [token for token in tokens[1:] if token["sign"] not in (",", "]")]
        values = tuple(_single(token) for token in inner)
        return UNRESOLVED if any(value is UNRESOLVED for value in values) else values
    if heredoc and first["sign"] == "<":
        return heredoc
    if len(tokens) == 1:
        return _single(first)
    return UNRESOLVED


def _single(token: re.Match[str]) -> Any:
    if token["symbol"] is not None:
        return token["symbol"][1:].strip('"')
    if token["string"] is not None:
        text = token["string"]
        return UNRESOLVED if text[0] == '"' and "#{" in text else text[1:-1]
    if token["number"] is not None:
        digits = token["number"].replace("_", "")
        return int(digits) if digits.lstrip("-").isdecimal() else digits
    return {"true": True, "false": False, "nil": None}.get(token["word"] or "", UNRESOLVED)
