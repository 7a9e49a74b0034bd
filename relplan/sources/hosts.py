"""Finds the hosts of a team's own network: in addresses, and where code asks for a service."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from relplan.sources.deployments.environments import without_environment

_ENVIRONMENT = rb"[^{}()\n]{0,60}(?i:env|stage|namespace|zone|target|cluster|region)[^{}()\n]{0,60}"
"""What is only known where it runs, and tells one environment from another."""
_HOLE = (
    rb"(?:\{\{[^{}\n]{0,80}\}\}|[$#]\{[^{}\n]{0,80}\}|\$\([\w.]{1,60}\)"
    rb"|<[A-Za-z][\w.-]{0,40}>)"
)
_SUFFIX = rb"-(?:\{\{" + _ENVIRONMENT + rb"\}\}|[$#]\{" + _ENVIRONMENT + rb"\}|\$\(" + (
    _ENVIRONMENT + rb"\))"
)  # fmt: skip
_INTERNAL = rb"(?:\.(?:[\w-]|" + _HOLE + rb"){1,60}){0,6}\.(?:svc|local|internal|default|consul)\b"
"""The rest of a host that only means something in a team's own network."""
_HOST = re.compile(
    rb"\b(?:https?|grpc|lb|wss?)://([a-z0-9](?:[a-z0-9]|-(?=[a-z0-9-])){1,60})"
    rb"(?:(?=[:/\"'`%${\s]|$)|(?=(" + _INTERNAL + rb"))"
    rb"|(?=" + _SUFFIX + rb"(?:[:/\"'`\s]|$|" + _INTERNAL + rb")))"
)
"""A name without a domain, or with one of the network; an environment's may stand behind it."""
_WITH_PORT = re.compile(rb"[\"'=:\s]([a-z][a-z0-9-]{2,60}):\d{2,5}\b")
_DIALLED = re.compile(rb"[\"'`]([a-z][a-z0-9-]{2,60}):\d{2,5}(?=[\"'`/])")
"""A host with its port, as code has it."""
_TOLD = re.compile(
    rb"(?:(?i:host(?:name)?)[\"']?\s{0,4}[(:=]|\bgetInstances\s{0,4}\(|@FeignClient\s{0,4}\("
    rb"|(?:[cC]onsul|[dD]iscovery|[eE]ureka|[pP]lek|[sS]ervice_?[rR]egistry)\w{0,30}(?:\(\))?"
    rb"(?:(?:\.|->|::)\w{1,30}(?:\(\))?){0,2}(?:\.|->|::)(?:choose|discover|find|lookup|resolve)"
    rb"\s{0,4}\()"
    rb"\s{0,4}(?:(?:name|value|serviceId)\s{0,4}=\s{0,4})?[\"']([a-z][a-z0-9-]{1,60})[\"']"
)
"""A host in a setting, and how code asks where a service is."""

_COMMENT = re.compile(rb"[ \t]*(?:#|//|/?\*|;|--|<!--)")
"""How a line begins that is one: what is switched off there calls nobody."""


class Host(NamedTuple):
    """A host whose address stands somewhere."""

    names: tuple[str, ...]
    """What it is called, and what is left without the environment that a name may end in."""
    at: int
    """The byte at which its name begins."""


def hosts_in_settings(content: bytes, start: int = 0, end: int | None = None) -> Iterator[Host]:
    """Yield the hosts in settings, between *start* and *end*."""
    yield from _in(_HOST, content, start, end)
    yield from _in(_WITH_PORT, content, start, end)


def hosts_in_code(content: bytes) -> Iterator[Host]:
    """Yield the hosts in code, and the services for which it asks by their names."""
    for pattern in (_HOST, _DIALLED, _TOLD):
        yield from _in(pattern, content, 0, None)


def _in(pattern: re.Pattern[bytes], content: bytes, start: int, end: int | None) -> Iterator[Host]:
    for match in pattern.finditer(content, start, len(content) if end is None else end):
        if not _is_comment(content, match.start(1)):
            name = match[1].decode()
            has_domain = pattern is _HOST and match[2] is not None
            names = (name, without_environment(name)) if has_domain else (name,)
            yield Host(tuple(dict.fromkeys(names)), match.start(1))


def _is_comment(content: bytes, at: int) -> bool:
    return _COMMENT.match(content, content.rfind(b"\n", 0, at) + 1) is not None
