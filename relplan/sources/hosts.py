"""Finds the hosts of a team's own network: in addresses, and where code asks for a service."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from relplan.model.spelling import kebab
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

_ENDS = re.compile(
    rb"[-_]?(?:[bB]ase|BASE)?[-_]?(?:[cC]lient|CLIENT|[uU]r[il]|UR[IL]|[hH]ost(?:[nN]ame)?|HOST(?:NAME)?"
    rb"|[eE]ndpoint|ENDPOINT|[aA]ddress|ADDRESS|[aA]dapter|ADAPTER|[cC]onnector|CONNECTOR)\Z"
)
"""How the name of a client, or of an address, ends: ``ordersApiClient``, ``ORDERS_API_URL``."""
_SPOKEN_OF = re.compile(
    rb"(?<![\w-])([A-Za-z][\w-]{7,70})(?![\w-])"
    rb"(?<=ent|ENT|url|Url|URL|uri|Uri|URI|ost|OST|ame|AME|int|INT|ess|ESS|ter|TER|tor|TOR)"
    rb"|(?:A[pP][iI]s?|[cC]lients?|[sS]ervices|[aA]dapters)(?:\.|::|->)([A-Za-z]\w{4,60})(?!\w)"
)
"""What may end as `_ENDS` says, and what a library of clients gives: ``Api.orders_api``."""
_ROLES = ("-api", "-service", "-svc", "-server", "-backend")
_DULL = frozenset(
    "admin app base external graphql grpc http internal json micro mock my open private public rest"
    " soap test the third-party user-defined web".split()
)
"""What is before a role and names no service: ``restApiClient``."""
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


def clients_in(content: bytes) -> Iterator[Host]:
    """Yield what code or settings may have a client or an address of, by names of several words.

    That the service of this name is meant is a guess.
    """
    for match in _SPOKEN_OF.finditer(content):
        end = _ENDS.search(match[1]) if match[1] else None
        said = match[2] or match[1][: end.start() if end else 0]
        names = _spoken(said.decode("ascii", "replace"))
        if names and not _is_comment(content, match.start()):
            yield Host(names, match.start())


def _spoken(identifier: str) -> tuple[str, ...]:
    """Return ``orders-api`` and ``orders`` for ``OrdersApi``; nothing for a single word."""
    name = kebab(identifier)
    short = next((name.removesuffix(role) for role in _ROLES if name.endswith(role)), name)
    if "-" not in name or short in _DULL:
        return ()
    return tuple(dict.fromkeys((name, short)))


def _in(pattern: re.Pattern[bytes], content: bytes, start: int, end: int | None) -> Iterator[Host]:
    for match in pattern.finditer(content, start, len(content) if end is None else end):
        if not _is_comment(content, match.start(1)):
            name = match[1].decode()
            has_domain = pattern is _HOST and match[2] is not None
            names = (name, without_environment(name)) if has_domain else (name,)
            yield Host(tuple(dict.fromkeys(names)), match.start(1))


def _is_comment(content: bytes, at: int) -> bool:
    return _COMMENT.match(content, content.rfind(b"\n", 0, at) + 1) is not None
