"""Where operations are reached: the addresses of servers, and the path that all begin with.

Which hosts there are is a matter of deployments; the path is what consumers write in their code.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from relplan.contracts.openapi.document import Flavour, Operation, OperationKey, normalised
from relplan.contracts.openapi.report import Report, Spot
from relplan.contracts.references import Node
from relplan.model.finding import Severity

_VARIABLE = re.compile(r"\{([^{}]*)\}")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Servers:
    """Where an operation is reached."""

    node: Node
    """What says so, or what could."""
    urls: tuple[str, ...]
    """Without a slash at their end; of one that is relative, the path."""
    stated: bool
    """Whether anything is said: else it is reached where the document is."""

    @property
    def prefixes(self) -> frozenset[str]:
        """The paths before the operation's own."""
        return frozenset(_path(url) for url in self.urls)


def servers_of(operation: Operation) -> Servers:
    """Return where *operation* is reached."""
    if operation.api.flavour is Flavour.SWAGGER_2:
        return _swagger_servers(operation)
    for owner in (operation.node, operation.item, operation.api.root):
        node = owner.get("servers") if owner.value.get("servers") else None
        urls = tuple(dict.fromkeys(_urls(node, operation))) if node else ()
        if node is not None and urls:
            return Servers(node, urls, stated=True)
    return Servers(operation.api.root, ("",), stated=False)


def _urls(node: Node, operation: Operation) -> Iterator[str]:
    for server in operation.api.reader.items(node):
        url = server.get("url")
        if url is not None and isinstance(url.value, str):
            yield _filled(url.value, server).rstrip("/")


def _filled(url: str, server: Node) -> str:
    """Return *url* with what its variables stand for if nobody chooses."""

    def value(found: re.Match[str]) -> str:
        default = server.get("variables", found[1], "default")
        return str(default.value) if default else found[0]

    return _VARIABLE.sub(value, url)


def _swagger_servers(operation: Operation) -> Servers:
    root = operation.api.root
    host, base = root.get("host"), root.get("basePath")
    path = str(base.value).strip("/") if base and isinstance(base.value, str) else ""
    name = str(host.value) if host and isinstance(host.value, str) else ""
    schemes = [one.value for one in operation.api.reader.items(root.get("schemes"))]
    above = [f"{scheme}://{name}" for scheme in schemes or ["https"]] if name else [""]
    urls = tuple(f"{one}/{path}".rstrip("/") for one in above)
    return Servers(base or host or root, urls, stated=bool(base or host))


def _path(url: str) -> str:
    try:
        return urlsplit(url).path.rstrip("/")
    except ValueError:  # such as a bracket that is not closed
        return ""


def addresses(operation: Operation) -> Iterator[OperationKey]:
    """Yield the methods and whole paths by which *operation* is reached."""
    for prefix in servers_of(operation).prefixes:
        yield operation.method, normalised(f"{prefix}{operation.template}")


def compare_servers(part: str, old: Operation, new: Operation, report: Report) -> None:
    """Compare where one operation is reached."""
    before, after = servers_of(old), servers_of(new)
    report.budget.spend(len(before.urls) + len(after.urls))
    reached = set(addresses(new))
    if reached.isdisjoint(addresses(old)):
        _note_moved(part, before, after, report)
        return
    gone = [url for url in before.urls if url not in after.urls and before.stated]
    come = [url for url in after.urls if url not in before.urls and after.stated]
    if old.template != new.template or not (before.stated and after.stated):
        return  # where it is reached is only said otherwise
    for url in gone:
        text = f"callers of '{url[:_LONGEST]}' may find nobody there from now on"
        report.note(part, "api-server-removed", Spot(before.node, gone=True), text)
    for url in come:
        text = f"it is reached at '{url[:_LONGEST]}', too"
        report.note(part, "api-server-added", Spot(after.node), text)


def _note_moved(part: str, before: Servers, after: Servers, report: Report) -> None:
    """Note that no path of before leads anywhere: all begin otherwise."""
    old, new = (
        " or ".join(f"'{prefix or '/'}'" for prefix in sorted(one.prefixes))[:_LONGEST]
        for one in (before, after)
    )
    if before.stated and after.stated:
        text = f"callers below {old} find nothing there from now on: paths begin with {new}"
        severity = Severity.BREAKING
    else:
        text = f"paths begin with {new}, which were below {old} as far as anything was said"
        severity = Severity.RISKY
    spot = Spot(after.node) if after.stated else Spot(before.node, gone=True)
    report.note(part, "api-base-path-changed", spot, text, severity)
