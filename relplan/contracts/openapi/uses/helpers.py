"""Finds the functions of a service that request what they are given: its own little clients.

``get(path) { return fetch(BASE + path) }`` makes each ``get('/orders')`` a request. A function is
a helper if the text that it is given ends up at the end of a path that is requested. That is found
by reading its body as if the text stood there: so whatever is understood of a path that is written
out is understood of one that is handed on, over several helpers, too.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from posixpath import basename, splitext

from relplan.contracts.openapi.uses.calls import Call
from relplan.contracts.openapi.uses.constants import constants_in
from relplan.contracts.openapi.uses.functions import Function, Parameter, functions_in
from relplan.contracts.openapi.uses.operation_ids import words_of
from relplan.contracts.openapi.uses.owners import Ties, has_owner, owners_of_file
from relplan.contracts.openapi.uses.paths import HOLE
from relplan.contracts.openapi.uses.requests import NO_REQUESTS, Request, Role, requests_in

_GIVEN = "\1"
"""Stands for what a function is given."""
_MAY_REQUEST = re.compile(
    r"fetch|axios|http|request|client|session|\bapi|rest|\bky\b|\bgot\b|agent|urlopen|ur[il]\b"
    r"|\.target\(|faraday|conn\b",
    re.IGNORECASE,
)
_CLEANED = r"(?:\.(?:lstrip|strip|trim\w*|replace|removePrefix|toString|TrimPrefix)\([^()\n]*\))?"
_PRINTED = re.compile(
    r"\b(?:format|Sprintf)\s*\(\s*(?:\"([^\"\n]*)\"|`([^`\n]*)`)\s*,([^;]{0,300})"
)
_VERB = re.compile(r"%(?:\d\$)?[sdvq]|\{\d?\}")
_CONSTANT_NAME = re.compile(r"(?<![\w$])(?:[\w$]*(?i:url|host|base|endpoint|uri|address)[\w$]*)")
_CONSTANT = re.compile(rf"(?=(({_CONSTANT_NAME.pattern})[ \t]*[:=][^\n]{{0,200}}))")
_ADDRESS_LATER = re.compile(r"NewRequest|request|exchange|send|Get$|Post|Head$|Do$|open")
"""Functions that take a context or a method before the address."""
_MOST_ROUNDS = 4
_MOST = 500
"""Helpers of one service."""
_LONGEST_BASE = 400
_MOST_CONSTANTS = 3
"""That a helper names, and of which is told what they are."""


@dataclass(frozen=True, slots=True, order=True)
class Helper:
    """A function that requests what it is given."""

    name: str
    owners: tuple[str, ...]
    position: int
    """Of what it is given among its parameters, counted from 0."""
    keyword: str
    """The parameter's name."""
    method: str = ""
    """In capitals; empty: its caller says it."""
    default: str = ""
    """The method where the caller says nothing else at all."""
    prefix: tuple[str, ...] = ()
    """The segments that it puts before the path."""
    base: str = ""
    """The lines that say where it sends its requests."""
    is_outside: bool = False
    """Whether that is none of this system."""

    @property
    def words(self) -> tuple[str, ...]:
        """What a file that calls it from elsewhere says: the name, and one of its owners'."""
        return (self.name, *(basename(owner.partition(" ")[2]) for owner in self.owners))

    def takes(self, call: Call) -> bool:
        """Tell whether *call* calls this, with a path where this takes one."""
        if call.name != self.name or not has_owner(self.owners, call.owners):
            return False
        return call.keyword == self.keyword if call.keyword else call.position == self.position


class Helpers:
    """All helpers of a service."""

    def __init__(self, found: Iterable[Helper] = ()) -> None:
        """Know those that were *found*."""
        self.all = tuple(sorted(set(found)))[:_MOST]

    @cached_property
    def names(self) -> frozenset[str]:
        """What they are called."""
        return frozenset(helper.name for helper in self.all)

    def may_be_called(self, text: bytes) -> bool:
        """Tell whether a file may call one of them by its name."""
        return any(
            name in text and any(owner in text for owner in owners) for name, *owners in self._words
        )

    def named_in(self, text: bytes) -> "Helpers":
        """Return those whose name a file says: the file calls no others."""
        said = {name for name in self.names if name.encode() in text}
        return Helpers(helper for helper in self.all if helper.name in said)

    @cached_property
    def _words(self) -> list[list[bytes]]:
        words = {helper.words for helper in self.all}
        return [[word.encode() for word in one] for one in sorted(words)]

    @cached_property
    def _by_name(self) -> dict[str, list[Helper]]:
        found: dict[str, list[Helper]] = {}
        for helper in self.all:
            found.setdefault(helper.name, []).append(helper)
        return found

    def of(self, call: Call) -> Helper | None:
        """Return the helper that *call* calls; None: none, or that cannot be told.

        Where two may be meant, only what both do is known.
        """
        named = self._by_name.get(call.name, ())
        found = [helper for helper in named if helper.takes(call)]
        if not found and len(named) == 1 and _is_telling(call):
            found = [one for one in named if one.position == call.position]
        if not found or len({(one.prefix, one.is_outside) for one in found}) > 1:
            return None
        if len({(one.method, one.default) for one in found}) > 1:
            return replace(found[0], method="", default="")
        return found[0]

    def resolved(self, requests: Iterable[Request]) -> Iterator[Request]:
        """Yield *requests*, those that are made by helpers as what these make of them.

        Of a path of which a helper tells the method, nothing else needs to be guessed.
        """
        told = [(one, self.of(one.call) if one.call else None) for one in requests]
        known = {
            (one.line, one.segments)
            for one, helper in told
            if helper is not None and (helper.is_outside or _made(one, helper).method)
        }
        for request, helper in told:
            if helper is not None:
                if not helper.is_outside:
                    yield _made(request, helper)
            elif self._says_itself(request) or (request.line, request.segments) not in known:
                yield request

    @staticmethod
    def _says_itself(request: Request) -> bool:
        return bool(request.method) or request.role in NO_REQUESTS


NO_HELPERS = Helpers()


def _is_telling(call: Call) -> bool:
    """Tell whether a function of this name can hardly be another one of the same name."""
    imported = any(owner.startswith(("end ", "import ")) for owner in call.owners)
    return not call.receiver and not imported and len(words_of(call.name)) > 1


def _made(request: Request, helper: Helper) -> Request:
    call = request.call
    method = helper.method or (call.method if call else "") or request.method
    if not method and call and call.is_alone:
        method = helper.default
    return replace(
        request,
        segments=(*helper.prefix, *request.segments),
        method=method,
        role=request.role if request.role is Role.GENERATED else Role.CALLED,
        base=helper.base,
        holders=() if method else request.holders,
    )


def helpers_in(path: str, text: str, known: Helpers = NO_HELPERS) -> tuple[Helper, ...]:
    """Return the helpers that the file at *path* defines, some by way of those that are *known*."""
    if not known.all and not _MAY_REQUEST.search(text):
        return ()
    file = _File(path, text.replace(_GIVEN, " "))
    flows: list[_Flow] = []
    found: set[Helper] = set()
    for number in range(_MOST_ROUNDS):
        helpers = Helpers((*known.all, *found))
        flows += file.flows(helpers.names, may_request=not number)
        more = {helper for flow in flows for helper in flow.helpers(helpers)} - found
        if not more:
            break
        found |= more
    return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class _Flow:
    """That what a function is given ends up in a path, or in a call."""

    helper: Helper
    request: Request

    def helpers(self, known: Helpers) -> Iterator[Helper]:
        """Yield the helper that the function is, if what it does requests something."""
        request = self.request
        through = known.of(request.call) if request.call else None
        if through is not None:
            made = _made(request, through)
            yield replace(
                self.helper,
                method=made.method,
                default=through.default,
                prefix=(*through.prefix, *self.helper.prefix),
                base=f"{self.helper.base} {through.base}"[:_LONGEST_BASE],
                is_outside=through.is_outside,
            )
        elif request.role in (Role.CALLED, Role.OUTSIDE) and _is_address(request.call):
            yield self.helper


def _is_address(call: Call | None) -> bool:
    """Tell whether a client takes the argument for an address: its first, but for some."""
    return call is None or not call.position or _ADDRESS_LATER.match(call.name) is not None


class _File:
    """The functions of one file; each is read once, when it may turn out to be a helper."""

    def __init__(self, path: str, text: str) -> None:
        self._path, self._text = path, text
        self._ties = Ties(path, text)
        self._constants = constants_in(text)
        self._unread = [*functions_in(text, splitext(path)[1].lstrip("."))]

    def flows(self, names: Collection[str], *, may_request: bool) -> Iterator[_Flow]:
        """Yield what those do that call one of *names*, or a client of HTTP's."""
        left: list[Function] = []
        for function in self._unread:
            if (may_request and _MAY_REQUEST.search(function.body)) or any(
                name in function.body for name in names
            ):
                yield from self._of(function)
            else:
                left.append(function)
        self._unread = left

    @cached_property
    def _addresses(self) -> Mapping[str, str]:
        """By name, where each value that may be an address is first told."""
        found: dict[str, str] = {}
        for match in _CONSTANT.finditer(self._text):
            found.setdefault(match[2], match[1])
        return found

    def _of(self, function: Function) -> Iterator[_Flow]:
        owners = owners_of_file(self._path)
        owners += (f"class {function.of}",) if function.of else ()
        named = dict.fromkeys(_CONSTANT_NAME.findall(function.body))
        told = [self._addresses[name] for name in named if name in self._addresses]
        for parameter in function.parameters:
            body = _given(function, parameter)
            found = requests_in(body, self._constants, _GIVEN) if _GIVEN in body else ()
            for request in found:
                prefix = _prefix(request.segments)
                if prefix is None or request.role in (Role.SERVED, Role.LINKED):
                    continue
                helper = Helper(
                    function.name,
                    owners,
                    parameter.position,
                    parameter.name,
                    request.method,
                    request.default,
                    prefix,
                    _base(self._path, function, request.text, told[:_MOST_CONSTANTS]),
                    request.role is Role.OUTSIDE,
                )
                yield _Flow(helper, self._ties.tied(request))


def _given(function: Function, parameter: Parameter) -> str:
    """Return the body of *function* as if a path stood where it uses what it is given."""
    name = re.escape(parameter.name)
    body = function.body
    if not re.search(rf"(?<![\w$.]){name}(?![\w$])", body):
        return ""
    word = rf"(?<![\w$.\"'`/-])\$?{name}(?![\w$]){_CLEANED}"
    body = _PRINTED.sub(lambda found: _print(found, word), body)
    body = re.sub(rf"/?[$#]?\{{\s*{name}(?![\w$])[^{{}}\n]*\}}", f"/{_GIVEN}", body)
    return re.sub(rf"{word}(?!\s*(?:[.(\[:?]|:?=(?!=)))", f'"/{_GIVEN}"', body)


def _print(found: re.Match[str], word: str) -> str:
    """Put what is given into the text that is formatted."""
    form = found[1] or found[2] or ""
    for number, argument in enumerate(found[3].split(",")):
        holes = [*_VERB.finditer(form)]
        if number < len(holes) and re.match(rf"\s*{word}\s*\)*", argument):
            at = holes[number]
            slash = "" if form[: at.start()].endswith("/") else "/"
            made = f"{form[: at.start()]}{slash}{_GIVEN}{form[at.end() :]}"
            rest = found[0].replace(form, made, 1)
            return re.sub(rf",\s*{word}", ', ""', rest, count=1)
    return found[0]


def _prefix(segments: Sequence[str]) -> tuple[str, ...] | None:
    """Return what stands before what is given; None where that is not the end of the path."""
    found = tuple(segments)
    while found and found[-1] == HOLE:
        found = found[:-1]
    if not found or found[-1].rstrip(HOLE) != _GIVEN or any(_GIVEN in one for one in found[:-1]):
        return None
    found = found[:-1]
    while found and found[0] == HOLE:
        found = found[1:]
    return found


def _base(path: str, function: Function, line: str, told: Sequence[str]) -> str:
    """Return the words that may say whose API is requested."""
    lines = [basename(path), function.of, line.replace(_GIVEN, ""), *told]
    return " ".join(filter(None, lines))[:_LONGEST_BASE]
