"""Finds the services that addresses name, by hosts in a team's own network, or by a lookup."""

import re
from collections.abc import Iterator, Mapping
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


class Named(NamedTuple):
    """A service whose address stands somewhere."""

    service: str
    at: int
    """The byte at which its name begins."""


class Hosts:
    """Knows services by the names under which they may be reached."""

    def __init__(self, names: Mapping[bytes, str]) -> None:
        """Know the services by *names*."""
        self._names = names

    def in_settings(
        self, content: bytes, start: int = 0, end: int | None = None
    ) -> Iterator[Named]:
        """Yield the services whose addresses are in settings, between *start* and *end*."""
        yield from self._in(_HOST, content, start, end)
        yield from self._in(_WITH_PORT, content, start, end)

    def in_code(self, content: bytes) -> Iterator[Named]:
        """Yield the services whose addresses are in code, or which it asks for by their names."""
        yield from self._in(_HOST, content, 0, None)
        yield from self._in(_TOLD, content, 0, None)

    def _in(
        self, pattern: re.Pattern[bytes], content: bytes, start: int, end: int | None
    ) -> Iterator[Named]:
        for match in pattern.finditer(content, start, len(content) if end is None else end):
            has_domain = pattern is _HOST and match[2] is not None
            service = self._named(match[1], has_domain)
            if service and not _is_comment(content, match.start(1)):
                yield Named(service, match.start(1))

    def _named(self, name: bytes, has_domain: bool) -> str:
        """Return the service of a host's first name; ``orders-prod`` has a domain if it is one."""
        found = self._names.get(name, "")
        if found or not has_domain:
            return found
        return self._names.get(without_environment(name.decode()).encode(), "")


def _is_comment(content: bytes, at: int) -> bool:
    return _COMMENT.match(content, content.rfind(b"\n", 0, at) + 1) is not None
