"""Reads ``google.api.http``: by which HTTP calls an rpc is reached, too, and tells what changed.

The option is read from the text, for the file that declares it is seldom among a team's own.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from relplan.contracts.protobuf.tokens import Token, end_of_value

_OPTION = "google.api.http"
_METHODS = frozenset({"get", "put", "post", "delete", "patch"})
_VARIABLE = re.compile(r"\{[^{}=]*(?:=([^{}]*))?\}")
_OPENING = {"{": "}", "<": ">"}
_SEPARATORS = frozenset({",", ";"})
_SCOPES = frozenset({"message", "enum", "service"})
_MOST = 100
"""Calls of one rpc: each is held against each."""


@dataclass(frozen=True, slots=True)
class Binding:
    """One HTTP call."""

    method: str
    path: str
    """As it is written, with its variables."""
    body: str = ""
    """The field of the request that is the body; ``*``: all that the path has not."""
    response_body: str = ""

    def __str__(self) -> str:
        """Return such as ``GET /v1/{id}``."""
        return f"{self.method} {self.path}"

    @property
    def key(self) -> tuple[str, ...]:
        """What it shares with a call that means the same, whatever its variables are called."""
        segments, verb = _segments(self.path)
        return (self.method, *segments, verb, self.body, self.response_body)

    def takes(self, other: "Binding") -> bool:
        """Tell whether every call of *other* is one of this."""
        if self.method != other.method:
            return False
        wide, verb = _segments(self.path)
        narrow, other_verb = _segments(other.path)
        return verb == other_verb and _covers(wide, narrow)


@dataclass(frozen=True, slots=True)
class Http:
    """What the option of one rpc says."""

    bindings: tuple[Binding, ...] | None
    """None: it is there and cannot be understood."""
    written: int
    """Made of its words, by which it is the same where it cannot be understood."""


def _segments(path: str) -> tuple[Sequence[str], str]:
    """Return the segments of a path, ``*`` for what varies, and the verb behind the colon."""
    path, _, verb = _VARIABLE.sub(lambda match: match[1] or "*", path).partition(":")
    return path.split("/"), verb


def _covers(wide: Sequence[str], narrow: Sequence[str]) -> bool:
    if wide and wide[-1] == "**":
        head = wide[:-1]
        return len(narrow) >= len(head) and _covers(head, narrow[: len(head)])
    return len(wide) == len(narrow) and all(
        one == other or (one == "*" and other != "**")
        for one, other in zip(wide, narrow, strict=True)
    )


def differences(
    old: Http | None, new: Http | None, is_taken_over: Callable[[Binding], bool]
) -> Iterator[tuple[str, str]]:
    """Yield the rules of what changed for those who call over HTTP, with the rest of a sentence.

    *is_taken_over* tells of a call whether another rpc answers it likewise.
    """
    before, after = (() if side is None else side.bindings for side in (old, new))
    if before is None or after is None:
        yield "RPC_HTTP_UNREADABLE", "has an option google.api.http that cannot be read."
        return
    for binding in before:
        taking = [other for other in after if other.takes(binding)]
        if any(_is_alike(binding, other) for other in taking):
            continue
        if taking:
            yield from _otherwise(binding, taking[0])
        elif not is_taken_over(binding):
            yield "RPC_HTTP_NO_DELETE", f"can no longer be called by {binding}."
    for binding in after:
        if not any(other.takes(binding) for other in before):
            yield "RPC_HTTP_ADDED", f"can be called by {binding}, too."


def _is_alike(one: Binding, other: Binding) -> bool:
    return (one.body, one.response_body) == (other.body, other.response_body)


def _otherwise(old: Binding, new: Binding) -> Iterator[tuple[str, str]]:
    if old.body != new.body:
        change = f"changed its body from {old.body!r} to {new.body!r}"
        yield "RPC_HTTP_SAME_BODY", f"called by {old} {change}."
    if old.response_body != new.response_body:
        change = f"changed its response body from {old.response_body!r} to {new.response_body!r}"
        yield "RPC_HTTP_SAME_RESPONSE_BODY", f"called by {old} {change}."


def http_of(tokens: Sequence[Token], package: str) -> dict[str, Http]:
    """Return what the options of a file's rpcs say, by the full names of these."""
    found: dict[str, Http] = {}
    service = rpc = ""
    index = 0
    while index < len(tokens):
        word, name = tokens[index].text, _text(tokens, index + 1)
        if word in _SCOPES and _text(tokens, index + 2) == "{":
            service = f"{package}.{name}" if package else name
        elif word == "rpc" and _text(tokens, index + 2) == "(":
            rpc = f"{service}.{name}"
        elif word == "option":
            end = end_of_value(tokens, index, (";",))
            if _text(tokens, index + 2).lstrip(".") == _OPTION:
                said = _read(tokens[index + 4 : end])
                words = tuple(token.text for token in tokens[index:end])
                earlier = found.get(rpc)
                found[rpc] = (  # field by field, over several options, nobody writes it
                    Http(None, hash((earlier.written, words)))
                    if earlier
                    else Http(said, hash(words))
                )
            index = end
        index += 1
    return found


_Bindings = tuple[Binding, ...] | None
_Value = str | list["_Message"]
_Message = dict[str, list[_Value]]


class _UnreadableOptionError(Exception):
    """The option's value is not as it should be."""


def _read(tokens: Sequence[Token]) -> _Bindings:
    """Return the bindings of what stands behind ``option (google.api.http)``."""
    try:
        if _text(tokens, 0) != "=":  # a single field, such as (google.api.http).get = "/v1"
            value, _ = _value(tokens, 2)
            message = {tokens[0].text.lstrip("."): [value]}
        elif _text(tokens, 1) == "{":
            message, _ = _message(tokens, 2, "}")
        else:
            return None
        found = tuple(islice(_bindings(message), _MOST + 1))
        return found if len(found) <= _MOST else None
    except (_UnreadableOptionError, IndexError, RecursionError):
        return None


def _message(tokens: Sequence[Token], index: int, end: str) -> tuple[_Message, int]:
    """Read the fields up to *end*; return them, and the index behind it."""
    found: _Message = {}
    while tokens[index].text != end:
        name = tokens[index].text
        if not name.isidentifier():
            raise _UnreadableOptionError
        index += 1
        if tokens[index].text == ":":
            index += 1
        value, index = _value(tokens, index)
        found.setdefault(name, []).append(value)
        if tokens[index].text in _SEPARATORS:
            index += 1
    return found, index + 1


def _value(tokens: Sequence[Token], index: int) -> tuple[_Value, int]:
    text = tokens[index].text
    if text in _OPENING:
        message, index = _message(tokens, index + 1, _OPENING[text])
        return [message], index
    if text == "[":
        return _list(tokens, index + 1)
    if text[0] not in "\"'":
        raise _UnreadableOptionError
    written = ""
    while index < len(tokens) and tokens[index].text[0] in "\"'":
        written += tokens[index].text[1:-1]
        index += 1
    return written, index


def _list(tokens: Sequence[Token], index: int) -> tuple[list[_Message], int]:
    """Read the messages of a list; others are none of this option's."""
    found: list[_Message] = []
    while tokens[index].text != "]":
        value, index = _value(tokens, index)
        if isinstance(value, str):
            raise _UnreadableOptionError
        found += value
        if tokens[index].text == ",":
            index += 1
    return found, index + 1


def _bindings(message: Mapping[str, list[_Value]]) -> Iterator[Binding]:
    body, response_body = (_string(message, name) for name in ("body", "response_body"))
    for name in sorted(message.keys() & _METHODS):
        yield Binding(name.upper(), _string(message, name), body, response_body)
    for custom in _messages(message, "custom"):
        kind, path = _string(custom, "kind"), _string(custom, "path")
        yield Binding(kind, path, body, response_body)
    for more in _messages(message, "additional_bindings"):
        yield from _bindings(more)


def _string(message: Mapping[str, list[_Value]], name: str) -> str:
    value = message[name][-1] if name in message else ""
    if not isinstance(value, str):
        raise _UnreadableOptionError
    return value


def _messages(message: Mapping[str, list[_Value]], name: str) -> Iterator[_Message]:
    for value in message.get(name, ()):
        if isinstance(value, str):
            raise _UnreadableOptionError
        yield from value


def _text(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].text if index < len(tokens) else ""
