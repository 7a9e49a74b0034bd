"""Who begins to call a service by a name that its pending changes only bring.

A service that is renamed breaks no contract, but who calls it by the new name needs it there. That
a name turns up on both sides is a guess: a person is asked.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from posixpath import basename
from typing import Protocol

from relplan.detection.code import ServiceCode, Spot, hosts_in, is_setting, is_source
from relplan.detection.contract import Findings, PendingContract
from relplan.detection.listing import RepositoryFiles
from relplan.detection.provided import History
from relplan.model.change import Change, Effect, EffectKind
from relplan.model.evidence import Confidence, Evidence
from relplan.sources.provenance import Provenance, provenance_of

_LARGEST = 400_000
_SETUP = (".yaml", ".yml", ".env", ".properties", ".toml", ".conf", ".sh", ".tf", "Makefile")
"""Endings of the files that say under which name a service is built and run."""
_MOST = 20
"""Changes that bring a name; what more do is a word of every day."""


class Services(Protocol):
    """What can be read of the services."""

    def files(self, service: str) -> RepositoryFiles:
        """Return the repository of a service, open for reading."""

    def history(self, service: str) -> History:
        """Return a service's pending changes."""


class Renamed:
    """A provider whose pending changes may give it another name."""

    def __init__(self, contract: PendingContract, hosts: Iterable[str], services: Services) -> None:
        """Look for *hosts*, by which the provider of *contract* may be reached."""
        source = contract.reader.source
        self._contract, self._provider = source.contract, source.provider
        self._services = services
        history, files = services.history(self._provider), services.files(self._provider)
        self._bring: Mapping[str, tuple[str, ...]] = {
            host: tuple(_bringing(host, history, files)) for host in hosts
        }

    @property
    def matters(self) -> bool:
        """Whether any pending change brings a name."""
        return any(0 < len(bring) <= _MOST for bring in self._bring.values())

    def look(self, service: str, code: ServiceCode, found: Findings) -> None:
        """Note the changes of *service* that begin to call the provider by such a name."""
        history, files = self._services.history(service), self._services.files(service)
        for change in history.in_force:
            fresh = self._fresh(change, history, files, code)
            for host, spot in fresh.items():
                found.effects[change.id].append(self._effect(change, host, spot))

    def _fresh(
        self, change: Change, history: History, files: RepositoryFiles, code: ServiceCode
    ) -> Mapping[str, Spot]:
        old: set[str] = set(code.known.hosts)
        new: dict[str, Spot] = {}
        inside = "" if history.folder == "." else f"{history.folder}/"
        for path, before, after in files.changed(*history.step(change)):
            if path.startswith(inside) and (is_source(path) or is_setting(path)):
                old.update(hosts_in(path, _content(files, before)))
                new.update(hosts_in(path, _content(files, after)))
        return {
            host: spot
            for host, spot in new.items()
            if host not in old and 0 < len(self._bring.get(host, ())) <= _MOST
        }

    def _effect(self, change: Change, host: str, spot: Spot) -> Effect:
        text = f"it begins to call '{host}', which pending changes of {self._provider} may bring"
        place = (change.service, change.commit, spot.path, spot.line)
        evidence = Evidence("host", text, *place)
        bring = self._bring[host]
        return Effect(EffectKind.ADAPTS, self._contract, evidence, Confidence.GUESSED, brings=bring)


def _bringing(host: str, history: History, files: RepositoryFiles) -> Iterator[str]:
    """Yield the changes that bring a name: as a file or folder, or where it is built and run.

    What has the name in production already, paths or set-up, tells nothing.
    """
    if not history.in_force:
        return
    inside = "" if history.folder == "." else f"{history.folder}/"
    word = re.compile(rf"(?<![\w./-]){re.escape(host)}(?![\w-])".encode())
    listing = files.listing(history.baseline, history.baseline)
    own = [path for path in sorted(listing.paths()) if _tells(path, inside)]
    as_path = any(host in _names_in(path, inside) for path in own)
    as_word = any(word.search(_content(files, listing.get(path))) for path in own if _sets_up(path))
    for change in history.in_force:
        changed = [one for one in files.changed(*history.step(change)) if _tells(one.path, inside)]
        if any(
            (not as_path and not old and new and host in _names_in(path, inside))
            or (not as_word and _sets_up(path) and word.search(_content(files, new)))
            for path, old, new in changed
        ):
            yield change.id


def _tells(path: str, inside: str) -> bool:
    return path.startswith(inside) and provenance_of(path) <= Provenance.COPY


def _sets_up(path: str) -> bool:
    return path.endswith(_SETUP) or basename(path).startswith("Dockerfile")


def _names_in(path: str, inside: str) -> Iterator[str]:
    """Yield the folders of a path in its service, and its file's name without an ending."""
    *folders, name = path.removeprefix(inside).split("/")
    yield from folders
    yield name.partition(".")[0]


def _content(files: RepositoryFiles, oid: str) -> bytes:
    content = files.read(oid) if oid else None
    return content if content and len(content) <= _LARGEST else b""
