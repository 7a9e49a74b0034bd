"""Knows the services of a workspace by the hosts that addresses name."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from relplan.sources.hosts import Host, clients_in, hosts_in_code, hosts_in_settings


class Named(NamedTuple):
    """A service whose address stands somewhere."""

    service: str
    at: int
    """The byte at which its name begins."""


class Hosts:
    """Knows services by the names under which they may be reached."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """Know the services by *names*."""
        self._names = names

    def called(self, name: str) -> str:
        """Return the service that is reached by *name*; empty: none is."""
        return self._names.get(name, "")

    def in_settings(
        self, content: bytes, start: int = 0, end: int | None = None
    ) -> Iterator[Named]:
        """Yield the services whose addresses are in settings, between *start* and *end*."""
        return self._named(hosts_in_settings(content, start, end))

    def in_code(self, content: bytes) -> Iterator[Named]:
        """Yield the services whose addresses are in code, or which it asks for by their names."""
        return self._named(hosts_in_code(content))

    def spoken_of(self, content: bytes) -> Iterator[Named]:
        """Yield the services of which code or settings may have a client or an address."""
        return self._named(clients_in(content))

    def _named(self, hosts: Iterable[Host]) -> Iterator[Named]:
        for host in hosts:
            service = next(filter(None, map(self._names.get, host.names)), "")
            if service:
                yield Named(service, host.at)
