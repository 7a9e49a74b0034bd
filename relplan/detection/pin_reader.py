"""Reads who pins whom: in production, at any commit, and by which changes a pin moves."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from relplan.detection.asked import Published
from relplan.detection.listing import RepositoryFiles
from relplan.detection.provided import History
from relplan.detection.versioned import VersionMove, Versions
from relplan.model.change import Change
from relplan.model.evidence import Evidence
from relplan.model.scan import ServiceRoot
from relplan.sources.git.submodules import (
    MODULES,
    Repositories,
    commits_in,
    links_of,
    submodules_in,
)

SHOWN = 10
"""Digits of a commit's hash that people are shown."""


@dataclass(frozen=True, slots=True)
class Pinning:
    """That a service pins another."""

    provider: str
    evidence: Evidence
    is_package: bool = False
    """It pins a package, not the whole repository."""
    floats: bool = False
    """It names a branch, or a version that is not known, and keeps no commit of it."""


@dataclass(slots=True)
class Move:
    """What one change does to all pins of one provider."""

    old: set[str] = field(default_factory=set)
    new: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    """What it pins from now on and the provider's clone does not have."""
    floating: set[str] = field(default_factory=set)
    """Branches, or versions that are not known, that it names from now on without a commit."""
    path: str = ""
    line: int = 0
    rule: str = "submodule-pin"
    is_package: bool = False
    unsure: bool = False
    """It is not known what it pinned before."""
    is_kept: bool = False
    """A manifest asks for what a lock file keeps, so that nothing moves there."""


class Services(Protocol):
    """What can be read of the services."""

    def known(self, service: str) -> bool:
        """Tell whether a service was read, and has a history."""

    def files(self, service: str) -> RepositoryFiles:
        """Return the repository of a service, open for reading."""

    def history(self, service: str) -> History:
        """Return a service's pending changes."""


class PinReader:
    """The pins of the services of one workspace, each read once."""

    def __init__(self, roots: Mapping[str, ServiceRoot], reader: Services) -> None:
        """Look among *roots*, which may lose some; *reader* reads them."""
        self.roots = roots
        self._reader = reader
        self._providers: dict[str, list[str]] = defaultdict(list)
        for name, root in sorted(roots.items()):
            self._providers[root.repository].append(name)
        self._repositories = Repositories.of(root.repository for root in roots.values())
        self._module_paths: dict[str, dict[str, list[str]]] = {}
        self._pinned_at: dict[tuple[str, str, str], str] = {}
        self._known_moves: dict[str, dict[str, Move]] = {}

    def commit_of(self, service: str, other: str, commit: str) -> str:
        """Return the commit of *other* that *service* pins at *commit*; empty: none is known.

        That may be by way of a third one: a package that is generated of what it pins.
        """
        key = service, other, commit
        if key not in self._pinned_at:
            found = self._commits_at(service, other, commit, frozenset({service}))
            if len(found) > 1:  # that which has all the others, if there is one
                git = self._files(other).git
                found = set(git.text("merge-base", "--independent", *sorted(found)).split())
            self._pinned_at[key] = found.pop() if len(found) == 1 else ""
        return self._pinned_at[key]

    def _commits_at(self, service: str, other: str, commit: str, seen: frozenset[str]) -> set[str]:
        pinned = set(self._versions.at(service, commit))
        links = links_of(self._files(service).git, commit, self.modules(service))
        for path, oid in links.items():
            for provider in self.modules(service)[path]:
                if oid in commits_in(self._files(provider).git, [oid]):
                    pinned.add((provider, oid))
        direct = {at for provider, at in pinned if provider == other}
        if direct:
            return direct
        return {
            found
            for provider, at in pinned
            if provider not in seen
            for found in self._commits_at(provider, other, at, seen | {provider})
        }

    def pinned(self, service: str) -> Iterator[Pinning]:
        """Yield what *service* pins in production."""
        history, files = self._history(service), self._files(service)
        at = history.baseline
        links = links_of(files.git, at, self.modules(service))
        for path, oid in sorted(links.items()):
            for provider in self.modules(service)[path]:
                text = f"the submodule {path} is {provider} {oid[:SHOWN]}"
                evidence = Evidence("submodule-pin", text, service, at, path)
                yield Pinning(provider, evidence)
        for provider, pin in self._versions.pins(service):
            text = f"pins {pin.package} {pin.version}"
            rule = _rule(pin.whole)
            evidence = Evidence(rule, text, service, at, pin.path, pin.line)
            yield Pinning(provider, evidence, not pin.whole, pin.floats)

    def modules(self, service: str) -> Mapping[str, list[str]]:
        """Return the services that each submodule of a service's repository stands for, by path."""
        if service not in self._module_paths:
            self._module_paths[service] = self._read_modules(service)
        return self._module_paths[service]

    def _read_modules(self, service: str) -> dict[str, list[str]]:
        root = self.roots[service]
        history, files = self._history(service), self._files(service)
        tips = [change.commit for change in history.changes if not change.merged]
        inside = "" if root.path == "." else f"{root.path}/"
        found: dict[str, list[str]] = {}
        seen: set[str] = set()
        commits = (history.baseline, history.main, *tips)
        blobs = files.blobs_of(MODULES, commits, history.baseline)
        for commit, oid in zip(commits, blobs, strict=True):
            if not oid or oid in seen:
                continue
            seen.add(oid)
            modules = submodules_in(files.read(oid) or b"")
            links = links_of(files.git, commit, (module.path for module in modules))
            for module in modules:
                pinned = links.get(module.path, "")
                repository = self._repositories.find(module.url, root.repository, pinned)
                if repository is not None and module.path.startswith(inside):
                    known = self._providers[repository]
                    found[module.path] = [name for name in known if name in self.roots]
        return found

    def moves_any(self, service: str, change: Change) -> bool:
        """Tell whether a change of *service* moves any pin."""
        moves = self.moves(service, change).values()
        return any(move.new or move.unknown or move.floating for move in moves)

    def moves(self, service: str, change: Change) -> dict[str, Move]:
        """Return what a change of *service* does to its pins, by provider."""
        if change.id not in self._known_moves:
            self._known_moves[change.id] = self._read_moves(service, change)
        return self._known_moves[change.id]

    def _read_moves(self, service: str, change: Change) -> dict[str, Move]:
        history, files = self._history(service), self._files(service)
        moves: dict[str, Move] = defaultdict(Move)
        modules = self.modules(service)
        step = history.step(change)
        links = files.moved_links([step], modules)[0] if modules else []
        for path, old, new in links:
            for provider in modules[path]:
                move = moves[provider]
                move.path = move.path or path
                self._place(provider, move, old, new)
        for known in _told(list(self._versions.moves(service, step))):
            move = moves[known.provider]
            move.path, move.line = move.path or known.path, move.line or known.line
            move.rule = _rule(known.whole)
            move.is_package = not known.whole
            move.old |= known.old
            move.new |= known.new
            move.unknown |= known.unknown
            move.floating |= known.floating
            move.unsure = move.unsure or known.unsure
            move.is_kept = move.is_kept or known.is_kept
        for provider, move in moves.items():
            if move.unsure and move.new:
                self._go_back(service, provider, move)
        return moves

    def _go_back(self, service: str, provider: str, move: Move) -> None:
        """Let *move* begin at production's pin where the one before it is not here.

        Whatever lay between, what stands on the changes before it needs all up to the new pin.
        """
        baseline = self._history(service).baseline
        running = {oid for name, oid in self._versions.at(service, baseline) if name == provider}
        if not move.is_package:
            paths = [path for path, names in self.modules(service).items() if provider in names]
            links = links_of(self._files(service).git, baseline, paths)
            running = set(commits_in(self._files(provider).git, [*links.values()]))
        if running:
            move.old |= running
            move.unsure = False

    def _place(self, provider: str, move: Move, old: str, new: str) -> None:
        git = self._files(provider).git
        known = commits_in(git, [old, new])
        if old in known:
            move.old.add(old)
        elif old:
            move.unsure = True
        if new in known:
            move.new.add(new)
        elif new:
            move.unknown.add(new)

    @cached_property
    def _versions(self) -> Versions:
        return Versions(self._published(), self._repositories)

    def _published(self) -> Iterator[Published]:
        for service, root in self.roots.items():
            inner = tuple(
                other.path
                for other in self.roots.values()
                if other.repository == root.repository and _is_inside(other.path, root.path)
            )
            yield Published(service, root, self._history(service), self._files(service), inner)

    def _history(self, service: str) -> History:
        return self._reader.history(service)

    def _files(self, service: str) -> RepositoryFiles:
        return self._reader.files(service)


def _told(found: Sequence[VersionMove]) -> Iterator[VersionMove]:
    """Yield *found* without what is not known where another file tells it of the same packages."""
    exact = frozenset[str]().union(*(one.packages for one in found if one.new and not one.unknown))
    for one in found:
        if one.new or not (one.unknown or one.floating) or not one.packages <= exact:
            yield one


def _is_inside(folder: str, other: str) -> bool:
    return folder != other and (other == "." or folder.startswith(f"{other}/"))


def _rule(whole: bool) -> str:
    return "git-pin" if whole else "version-pin"
