"""Finds the types that names mean, as protobuf does: from the innermost scope outwards."""

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import NamedTuple

from relplan.contracts.bounds import Budget
from relplan.contracts.protobuf.nodes import EnumNode, FileNode, MessageNode
from relplan.contracts.protobuf.sources import Nearest, Source
from relplan.contracts.protobuf.well_known import TYPES


class Found(NamedTuple):
    """What a name means."""

    name: str
    is_enum: bool
    enum: EnumNode | None = None
    """None: of a file that is not there, too."""
    owner: str = ""
    """The path of the file that declares it."""
    place: int = 0
    """Where it does so."""


class Scopes:
    """The types and packages of one version's files."""

    def __init__(self, sources: Mapping[str, Source], budget: Budget) -> None:
        """Take in the types of *sources*, by path; *budget* pays for each step."""
        self._sources = sources
        self._budget = budget
        self._types: dict[str, list[Found]] = {}
        self._packages: dict[str, set[str]] = {}
        self._imports: dict[str, tuple[tuple[str, bool], ...]] = {}
        self._lacking: set[str] = set()
        self._visible: dict[str, frozenset[str]] = {}
        nearest = Nearest(sources, budget)
        for path, source in sources.items():
            for found in types_of(source.node, path):
                self._types.setdefault(found.name, []).append(found)
            self._add_package(source.package, path)
            self._imports[path] = tuple(self._targets(source, nearest))
        for path, types in TYPES.items():
            for name, is_enum in types.items():
                self._types.setdefault(name, []).append(Found(name, is_enum, None, path))
            self._add_package(next(iter(types)).rpartition(".")[0], path)

    def doubled(self) -> Iterator[Found]:
        """Yield the types that more than one file declares, for all but the last of these."""
        for found in self._types.values():
            yield from found[:-1]

    def visible(self, path: str) -> frozenset[str]:
        """Return the files whose types the file at *path* may use, itself among them."""
        if path not in self._visible:
            seen = {path}
            ahead = [target for target, _ in self._imports[path]]
            while ahead:
                target = ahead.pop()
                if target in seen:
                    continue
                self._budget.spend()
                seen.add(target)
                ahead += (to for to, public in self._imports.get(target, ()) if public)
            self._visible[path] = frozenset(seen)
        return self._visible[path]

    def lacks(self, path: str) -> bool:
        """Tell whether a file imports one that is not there."""
        return path in self._lacking

    def find(self, path: str, scope: str, name: str) -> Found | None:
        """Return what *name* means within *scope* of the file at *path*; None: nothing.

        An import that leads nowhere means the file that declares what is used of it. Where there
        is none, it is another repository's, and an opaque message stands in.
        """
        found = self._seen_from(self.visible(path), scope, name)
        if found is None and path in self._lacking:
            found = self._anywhere(scope, name) or _standing_in(name, self._sources[path].package)
        return found

    def _targets(self, source: Source, nearest: Nearest) -> Iterator[tuple[str, bool]]:
        for statement in source.imports:
            target = statement.target
            found = target if target in TYPES else nearest.file(source.path, target)
            if found:
                yield found, bool(statement.how)
            else:
                self._lacking.add(source.path)

    def _add_package(self, package: str, path: str) -> None:
        steps = package.split(".") if package else []
        for depth in range(1, len(steps) + 1):
            self._packages.setdefault(".".join(steps[:depth]), set()).add(path)

    def _seen_from(self, visible: Set[str], scope: str, name: str) -> Found | None:
        if name.startswith("."):
            return self._type(visible, name[1:])
        first, dot, _ = name.partition(".")
        for outer in _outwards(scope):
            self._budget.spend()
            full = f"{outer}.{name}" if outer else name
            if not dot:
                found = self._type(visible, full)
                if found:
                    return found
            elif self._is_scope(visible, f"{outer}.{first}" if outer else first):
                return self._type(visible, full)
        return None

    def _anywhere(self, scope: str, name: str) -> Found | None:
        for outer in _outwards("" if name.startswith(".") else scope):
            bare = name.lstrip(".")
            found = self._types.get(f"{outer}.{bare}" if outer else bare)
            if found:
                return found[0]
        return None

    def _type(self, visible: Set[str], full: str) -> Found | None:
        return next((found for found in self._types.get(full, ()) if found.owner in visible), None)

    def _is_scope(self, visible: Set[str], full: str) -> bool:
        if self._type(visible, full):
            return True
        return not visible.isdisjoint(self._packages.get(full, ()))


def _outwards(scope: str) -> Iterator[str]:
    while scope:
        yield scope
        scope = scope.rpartition(".")[0]
    yield ""


def types_of(node: FileNode, path: str) -> Iterator[Found]:
    """Yield the messages and enums that a file declares."""
    before = f"{node.package}." if node.package else ""
    yield from _within(before, node.messages, node.enums, path)


def _within(
    before: str, messages: Iterable[MessageNode], enums: Iterable[EnumNode], path: str
) -> Iterator[Found]:
    for enum in enums:
        yield Found(before + enum.name, True, enum, path, enum.place)
    for message in messages:
        name = before + message.name
        yield Found(name, False, None, path, message.place)
        yield from _within(f"{name}.", message.messages, message.enums, path)


def _standing_in(name: str, package: str) -> Found | None:
    """Return the message that *name* must mean, by custom: packages are in lower case."""
    steps = name.strip(".").split(".")
    first = next((at for at, step in enumerate(steps) if step[:1].isupper()), len(steps) - 1)
    within = ".".join(steps[:first]) or package
    names = ".".join(steps[first:])
    return Found(f"{within}.{names}" if within else names, False)
