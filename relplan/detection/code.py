"""What the code of one service says by itself, whatever contract is asked about."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from posixpath import basename
from typing import Any

from relplan.contracts.openapi.uses.files import helpers_of, requests_of
from relplan.contracts.openapi.uses.helpers import Helper, Helpers
from relplan.contracts.openapi.uses.requests import Request
from relplan.contracts.openapi.uses.routes import served_in
from relplan.contracts.settings import describes_what_runs, is_settings
from relplan.detection.callers import (
    Callers,
    Source,
    helpers_over_files,
    names_held,
    rows_of,
    source_of,
    source_of_row,
)
from relplan.detection.digests import digest
from relplan.detection.listing import Listing
from relplan.detection.readings import Readings
from relplan.detection.versions import Read
from relplan.sources.hosts import clients_in, hosts_in_code, hosts_in_settings
from relplan.sources.provenance import CODE, Provenance, is_code, provenance_of

_SPEAKING = CODE | frozenset(".gql .graphql .graphqls .html .jinja .sql .tmpl".split())
"""Endings of the files in which code names parts of contracts: queries and templates, too."""
_LARGEST = 400_000
_LARGEST_SETTINGS = 100_000
"""Bytes of a file that people wrote."""
_CREATED = re.compile(
    rb"\bcreate[ _]?table\s*(?:if\s+not\s+exists\s+)?\W{0,3}(?:\w+[`\"\]]?\.[`\"\[]?)?(\w+)",
    re.IGNORECASE,
)
_DEFINED = re.compile(
    rb"\b(?:def|func|function|fun|fn|sub)\s+(?:\([^()\n]{0,80}\)\s*)?(?:self\.)?([A-Za-z_]\w{2,80})"
    rb"|^[ \t]*(?:(?:public|private|protected|static|final|async|override|export|abstract)\s+){0,4}"
    rb"(?:[\w.]+(?:<[^;(){}\n]{0,120}>)?(?:\[\])?[ \t]+)?([A-Za-z_]\w{2,80})"
    rb"[ \t]*\([^;(){}]{0,400}\)[^;(){}\n=.]{0,120}\{",
    re.MULTILINE,
)
_LONGEST_LINE = 200


def is_source(path: str) -> bool:
    """Tell whether a file may hold a team's own code; tests and other people's code do not."""
    return is_code(path, _SPEAKING)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands."""

    path: str
    line: int
    text: str


@dataclass(slots=True)
class Known:
    """What a service's own code says of itself, and whom it names."""

    served: set[tuple[str, ...]] = field(default_factory=set)
    """The paths of its routes."""
    created: set[str] = field(default_factory=set)
    """The tables that it makes, in small letters, without a schema."""
    hosts: dict[str, Spot] = field(default_factory=dict)
    """By host: the first place that names it."""


class ServiceCode:
    """The code of one service as it is in production."""

    def __init__(
        self,
        folder: str,
        listing: Listing,
        read: Read,
        readings: Readings,
        speaks_of_others: Callable[[str], bool],
    ) -> None:
        """Take the files of *listing* that are in *folder*.

        *speaks_of_others*: whether the settings in a file are not the service's own.
        """
        self.speaks_of_others = speaks_of_others
        self._prefix = "" if folder == "." else f"{folder}/"
        self._read = read
        self._readings = readings
        inside = sorted(path for path in listing.paths() if path.startswith(self._prefix))
        self.sources = [(path, listing.get(path)) for path in inside if is_source(path)]
        self._settings = [(path, listing.get(path)) for path in inside if is_setting(path)]
        self._helpers: dict[tuple[str, str, tuple[Helper, ...]], tuple[Helper, ...]] = {}
        self._requests: dict[tuple[str, str], tuple[Request, ...]] = {}
        self._moved: dict[tuple[tuple[str, str], ...], Mapping[str, Source]] = {}

    def requests(self, path: str, oid: str, content: bytes) -> tuple[Request, ...]:
        """Return the paths that a file names; it is read for them once."""
        if (path, oid) not in self._requests:
            self._requests[path, oid] = tuple(requests_of(path, content))
        return self._requests[path, oid]

    @cached_property
    def callers(self) -> Callers:
        """Who requests the paths that are built elsewhere."""
        return Callers(self._sources(self._callers_key, self._look_for_callers))

    def callers_with(self, files: tuple[tuple[str, str], ...], read: Read) -> Callers:
        """Return who requests them once *files*, of (path, blob), are as they say.

        What they say is looked for once: each contract asks it of each change.
        """
        if files not in self._moved:
            key = digest("callers with", self._callers_key, files)
            self._moved[files] = self._sources(key, lambda: self._look_at_moved(files, read))
        return self.callers.with_sources(self._moved[files])

    def _look_at_moved(
        self, files: tuple[tuple[str, str], ...], read: Read
    ) -> Mapping[str, Source]:
        known = self.callers
        alone = self.calling(files, read, frozenset())
        names = known.names.union(*(source.holds for source in alone.values()))
        others = known.helpers_beside({path for path, _ in files})
        return self.calling(files, read, names, others)

    @cached_property
    def _callers_key(self) -> str:
        return digest("callers of helpers", tuple(self.sources))

    def _sources(self, key: str, look: Callable[[], Mapping[str, Source]]) -> Mapping[str, Source]:
        rows = self._readings.rows(key, lambda: rows_of(look()))
        return {path: source_of_row(row) for path, row in rows.items()}

    def _look_for_callers(self) -> Mapping[str, Source]:
        names = frozenset[str]().union(
            *(
                names_held(self.requests(path, oid, content))
                for path, oid, content in self._contents(self.sources, _LARGEST)
            )
        )
        helpers = helpers_over_files(self._look_for_helpers)
        every = Helpers(one for found in helpers.values() for one in found)
        found = self.calling(self.sources, self._read, names, every)
        return {path: source for path, source in found.items() if source != Source()}

    def _look_for_helpers(self, known: Helpers) -> Mapping[str, tuple[Helper, ...]]:
        found: dict[str, tuple[Helper, ...]] = {}
        for path, _, content in self._contents(self.sources, _LARGEST):
            if known.all and not known.may_be_called(content):
                continue
            if helpers := helpers_of(path, content, known):
                found[path] = helpers
        return found

    def calling(
        self,
        files: Iterable[tuple[str, str]],
        read: Read,
        names: frozenset[str],
        helpers: Helpers | None = None,
    ) -> dict[str, Source]:
        """Return what *files*, of (path, blob), say of *names*; one that is gone says nothing.

        *helpers*: those of the service, by way of which the files may have more; None: theirs are
        not looked for.
        """
        found: dict[str, Source] = {}
        for path, oid in files:
            content = read(oid) if oid else None
            if not content or len(content) > _LARGEST:
                found[path] = Source()
                continue
            requests = self.requests(path, oid, content)
            own = () if helpers is None else self._helpers_in(path, oid, content, helpers)
            found[path] = source_of(content.decode("utf-8", "replace"), requests, names, own)
        return found

    def _helpers_in(
        self, path: str, oid: str, content: bytes, known: Helpers
    ) -> tuple[Helper, ...]:
        named = known.named_in(content)
        key = (path, oid, named.all)
        if key not in self._helpers:
            self._helpers[key] = helpers_of(path, content, named)
        return self._helpers[key]

    @cached_property
    def known(self) -> Known:
        """Look through all of it, once for all contracts."""
        key = digest("routes and tables", tuple(self.sources), tuple(self._settings))
        return _known(self._readings.rows(key, lambda: _rows(self._look())))

    @cached_property
    def defined(self) -> frozenset[str]:
        """The names of the functions that the service has itself: to call one is no request."""
        key = digest("defined", tuple(self.sources))
        return frozenset(self._readings.texts(key, lambda: sorted(self._definitions())))

    def _definitions(self) -> set[str]:
        found: set[str] = set()
        for _, _, content in self._contents(self.sources, _LARGEST):
            for match in _DEFINED.finditer(content):
                found.add((match[1] or match[2]).decode("utf-8", "replace"))
        return found

    def _look(self) -> Known:
        found = Known()
        for path, oid, content in self._contents(self.sources, _LARGEST):
            found.served.update(served_in(self.requests(path, oid, content)))
            if b"reate" in content or b"REATE" in content:
                names = (
                    match[1].decode("utf-8", "replace") for match in _CREATED.finditer(content)
                )
                found.created.update(map(str.lower, names))
            _note_hosts(hosts_in(path, content), found)
        for path, _, content in self._contents(self._settings, _LARGEST_SETTINGS):
            _note_hosts(hosts_in(path, content), found)
        return found

    def _contents(
        self, files: Iterable[tuple[str, str]], largest: int
    ) -> Iterator[tuple[str, str, bytes]]:
        for path, oid in files:
            content = self._read(oid)
            if content and len(content) <= largest:
                yield path, oid, content


def is_setting(path: str) -> bool:
    """Tell whether a file may say where other services are, and which of their paths are meant."""
    if path.startswith(".") or "/." in path:
        return basename(path).startswith(".env")
    return is_settings(path) and provenance_of(path) <= Provenance.COPY


def hosts_in(path: str, content: bytes) -> dict[str, Spot]:
    """Return the hosts that a file of a service names, or speaks of, each where it is first.

    A setting that describes what runs speaks of others.
    """
    if is_source(path):
        hosts = hosts_in_code(content)
    elif is_setting(path) and not describes_what_runs(content):
        hosts = hosts_in_settings(content)
    else:
        return {}
    found: dict[str, Spot] = {}
    for host in chain(hosts, clients_in(content)):
        for name in host.names:
            if name not in found:
                found[name] = _spot(path, content, host.at)
    return found


def _note_hosts(hosts: Mapping[str, Spot], found: Known) -> None:
    for host, spot in hosts.items():
        found.hosts.setdefault(host, spot)


def _spot(path: str, content: bytes, at: int) -> Spot:
    start = content.rfind(b"\n", 0, at + 1) + 1
    end = content.find(b"\n", start)
    line = content[start : len(content) if end < 0 else end][:_LONGEST_LINE]
    return Spot(path, content.count(b"\n", 0, start) + 1, line.decode("utf-8", "replace").strip())


def _rows(known: Known) -> dict[str, Any]:
    return {
        "served": sorted(known.served),
        "created": sorted(known.created),
        "hosts": {host: [spot.path, spot.line, spot.text] for host, spot in known.hosts.items()},
    }


def _known(rows: Mapping[str, Any]) -> Known:
    return Known(
        {tuple(segments) for segments in rows["served"]},
        set(rows["created"]),
        {host: Spot(*spot) for host, spot in rows["hosts"].items()},
    )
