"""Reads from Kubernetes' own descriptors which services are told the addresses of which others."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from relplan.discovery.catalogs import Names
from relplan.discovery.mentions import WORKLOAD, Spot, Watch, spot
from relplan.discovery.offers import Place
from relplan.sources.provenance import Provenance, provenance_of

_NAME = re.compile(rb"^  name:[ \t]*[\"']?([a-z0-9][a-z0-9.-]{0,80})", re.MULTILINE)
_BORDER = re.compile(rb"^---", re.MULTILINE)
_LARGEST = 1_000_000
_MOST_FILES = 2_000


class Configured(NamedTuple):
    """That a service is told the address of another one."""

    caller: str
    callee: str
    spot: Spot


def configured_addresses(place: Place, names: Names, watch: Watch) -> Iterator[Configured]:
    """Yield which services the descriptors in a repository tell of which; it was entered."""
    for path in _descriptors(place):
        content = place.tree.read(path)
        if len(content) > _LARGEST or not WORKLOAD.search(content):
            continue
        borders = [match.start() for match in _BORDER.finditer(content)]
        for start, end in zip([0, *borders], [*borders, len(content)], strict=True):
            yield from _configured(path, content, start, end, names, watch)


def _descriptors(place: Place) -> list[str]:
    found = [
        path
        for path in place.tree.files
        if path.endswith((".yaml", ".yml")) and provenance_of(path) <= Provenance.COPY
    ]
    return sorted(found)[:_MOST_FILES]


def _configured(
    path: str, content: bytes, start: int, end: int, names: Names, watch: Watch
) -> Iterator[Configured]:
    workload = WORKLOAD.search(content, start, end)
    name = _NAME.search(content, start, end)
    caller = names.service(name[1].decode()) if workload and name else ""
    if caller:
        for callee, at in watch.hosts.in_settings(content, start, end):
            if callee != caller:
                yield Configured(caller, callee, spot(path, content, at))
