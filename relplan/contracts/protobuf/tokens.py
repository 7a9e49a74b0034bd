"""Splits a .proto file into tokens: enough to name what is in it, without compiling it."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from relplan.contracts.bounds import Budget, UnreadableError

_TOKEN = re.compile(
    r"(?P<space>[ \t\r\n\v\f]+|//[^\n]*|/\*.*?\*/)"
    r"|(?P<text>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')"
    r"|(?P<word>[\w.]+)|(?P<sign>/(?!\*)|[!#-&(-.:-@\[-^`{-~])",
    re.DOTALL,
)
_BYTES_A_TOKEN = 150
_PAID_AT_ONCE = 100
"""Tokens."""
_DEEPEST = 100
"""Braces within braces; protoc itself allows 32 messages."""
_SCOPES = frozenset({"message", "enum", "service"})
_CLOSING = {"{": "}", "[": "]", "(": ")"}


class Token(NamedTuple):
    """A word, a sign or a quoted text, and where it stands."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """The place behind it."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the file's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Import:
    """An import statement."""

    target: str
    """What it names, such as ``shop/v1/order.proto``."""
    statement: Span
    how: str = ""
    """``public`` and a blank, where it is."""


@dataclass(frozen=True, slots=True)
class Declared:
    """The names that a file declares, full, with its package in front."""

    package: str
    messages: tuple[str, ...]
    enums: tuple[str, ...]
    rpcs: tuple[str, ...]
    """Such as ``shop.v1.OrderService.GetOrder``."""


def tokens_of(path: str, text: str, budget: Budget | None = None) -> list[Token]:
    """Split *text*, and pay for each token.

    Raises UnreadableError for what is no token, and for unbalanced brackets.
    """
    found: list[Token] = []
    place = 0
    if "\0" in text:  # there buf would stop reading, and would not say so
        raise UnreadableError("not text", path, _line(text, text.index("\0")))
    if budget is not None:  # most signs are tokens: too many are told before they are read
        budget.check(_BYTES_A_TOKEN * sum(map(text.count, ";={}")))
    for match in _TOKEN.finditer(text):
        if match.start() != place:
            break
        place = match.end()
        if match.lastgroup == "space":
            continue
        if budget is not None and len(found) % _PAID_AT_ONCE == 0:
            budget.spend(_PAID_AT_ONCE)
            budget.keep(_PAID_AT_ONCE * _BYTES_A_TOKEN)
        found.append(Token(match.group(), match.start()))
    if place < len(text):
        raise UnreadableError(
            "not valid protobuf: what begins here is no token", path, _line(text, place)
        )
    _check_brackets(path, text, found)
    return found


def _check_brackets(path: str, text: str, tokens: Sequence[Token]) -> None:
    awaited: list[str] = []
    for token in tokens:
        if token.text in _CLOSING:
            awaited.append(_CLOSING[token.text])
            if len(awaited) > _DEEPEST:
                raise UnreadableError("nested too deeply", path, _line(text, token.start))
        elif token.text in ("}", "]", ")") and (not awaited or awaited.pop() != token.text):
            what = f"not valid protobuf: unexpected '{token.text}'"
            raise UnreadableError(what, path, _line(text, token.start))
    if awaited:
        what = f"not valid protobuf: the file ends where '{awaited[-1]}' is missing"
        raise UnreadableError(what, path, _line(text, len(text)))


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def imports_of(tokens: Sequence[Token]) -> list[Import]:
    """Return the import statements, in their order."""
    found = []
    depth = 0
    for index, token in enumerate(tokens):
        depth += (token.text in _CLOSING) - (token.text in ("}", "]", ")"))
        if token.text != "import" or depth:
            continue
        after = tokens[index + 1 : index + 4]
        quoted = next((other for other in after[:2] if other.text[0] in "\"'"), None)
        end = next((other for other in after if other.text == ";"), None)
        if quoted and end:
            how = "public " if after[0].text == "public" else ""
            found.append(Import(quoted.text[1:-1], Span(token.start, end.end), how))
    return found


def custom_options(tokens: Sequence[Token]) -> Iterator[Span]:
    """Yield the options whose names are extensions: ``option (name) = …;``, ``[(name) = …]``.

    They say nothing of what goes over the wire, and most come from files that are not there.
    """
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.text == "option" and _text(tokens, index + 1) == "(":
            end = end_of_value(tokens, index, (";",))
            yield Span(token.start, tokens[end].end)
            index = end
        elif token.text == "[":
            end = end_of_value(tokens, index + 1, ("]",))
            yield from _custom_among(tokens, index, end)
            index = end
        index += 1


def _custom_among(tokens: Sequence[Token], opening: int, closing: int) -> Iterator[Span]:
    """Yield the custom ones of the options between two brackets, each with one comma."""
    starts = [opening]
    index = opening + 1
    while (index := end_of_value(tokens, index, (",", "]"))) < closing:
        starts.append(index)
        index += 1
    ends = [*starts[1:], closing]
    kept = [_text(tokens, start + 1) != "(" for start in starts]
    if not any(kept):
        yield Span(tokens[opening].start, tokens[closing].end)
        return
    first = kept.index(True)
    if first:  # its comma stands behind
        yield Span(tokens[opening].end, tokens[starts[first]].end)
    for start, end, keep in zip(starts[first:], ends[first:], kept[first:], strict=True):
        if not keep:
            yield Span(tokens[start].start, tokens[end].start)


def end_of_value(tokens: Sequence[Token], index: int, ends: tuple[str, ...]) -> int:
    """Return where the first of *ends* stands from *index* on, outside of all brackets."""
    depth = 0
    while index < len(tokens) - 1:
        text = tokens[index].text
        if not depth and text in ends:
            break
        depth += (text in _CLOSING) - (text in ("}", "]", ")"))
        index += 1
    return index


def _text(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].text if index < len(tokens) else ""


def declared_in(tokens: Sequence[Token]) -> Declared:
    """Return what a file declares."""
    package = ""
    found: dict[str, list[str]] = {"message": [], "enum": [], "service": [], "rpc": []}
    scopes: list[str] = []  # the name in front of what stands within each brace
    opened = ""
    tokens = _without_options(tokens)
    for index, token in enumerate(tokens):
        word, name = token.text, _text(tokens, index + 1)
        before = scopes[-1] if scopes else f"{package}." if package else ""
        if word == "package" and not scopes and _text(tokens, index + 2) == ";":
            package = name
        elif word in _SCOPES and _text(tokens, index + 2) == "{":
            opened = f"{before}{name}."
            found[word].append(f"{before}{name}")
        elif word == "rpc" and _text(tokens, index + 2) == "(":
            found["rpc"].append(f"{before}{name}")
        elif word == "{":
            scopes.append(opened or before)
            opened = ""
        elif word == "}" and scopes:
            scopes.pop()
    return Declared(package, tuple(found["message"]), tuple(found["enum"]), tuple(found["rpc"]))


def _without_options(tokens: Sequence[Token]) -> list[Token]:
    """Leave the custom options out: their values can look like anything."""
    spans = list(custom_options(tokens))
    starts = [span.start for span in spans]
    return [
        token
        for token in tokens
        if not (index := bisect_right(starts, token.start)) or spans[index - 1].end <= token.start
    ]


def without(text: str, spans: Sequence[Span]) -> str:
    """Return *text* with blanks in place of *spans*, which overlap nowhere: lines stay lines."""
    pieces = []
    place = 0
    for span in sorted(spans, key=lambda span: span.start):
        pieces.append(text[place : span.start])
        pieces.append(re.sub(r"[^\n]", " ", text[span.start : span.end]))
        place = span.end
    pieces.append(text[place:])
    return "".join(pieces)
