"""Reads the files of a version, and finds those that they import.

A file names its imports relative to a root that only its build knows, so the file whose path ends
like that, and is nearest, is meant.
"""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from relplan.contracts.bounds import Budget, UnreadableError, decoded
from relplan.contracts.protobuf.checking import fault_of
from relplan.contracts.protobuf.http import Http, http_of
from relplan.contracts.protobuf.nodes import FileNode
from relplan.contracts.protobuf.parsing import parse
from relplan.contracts.protobuf.tokens import Import, imports_of, tokens_of


@dataclass(frozen=True, slots=True)
class Source:
    """One file, before its imports are found."""

    path: str
    text: str
    imports: tuple[Import, ...]
    node: FileNode
    http: Mapping[str, Http]
    """By which HTTP calls its rpcs are reached, too, by their full names."""
    is_said: bool
    """Whether there is anything in it; an empty file is none, and of no syntax."""

    @property
    def package(self) -> str:
        """Its package."""
        return self.node.package


def read_source(path: str, content: bytes, budget: Budget) -> Source:
    """Read a file. Raises UnreadableError where it cannot be protobuf."""
    text = decoded(path, content)
    tokens = tokens_of(path, text, budget)
    budget.spend(len(tokens))
    node = parse(path, text, tokens)
    fault = fault_of(node)
    if fault:
        what, place = fault
        raise UnreadableError(f"not valid protobuf: {what}", path, text.count("\n", 0, place) + 1)
    http = http_of(tokens, node.package)
    return Source(path, text, tuple(imports_of(tokens)), node, http, bool(tokens))


class Nearest:
    """Finds the files that imports mean."""

    def __init__(self, paths: Iterable[str], budget: Budget) -> None:
        """Look among *paths*; of those that are called alike, *budget* pays for each look."""
        self._budget = budget
        self._by_name: dict[str, list[str]] = {}
        for path in sorted(paths):
            self._by_name.setdefault(posixpath.basename(path), []).append(path)

    def file(self, importer: str, target: str) -> str:
        """Return the path that *target* means to the file *importer*; empty: it is missing."""
        ends = f"/{target}"
        alike = self._by_name.get(posixpath.basename(target), ())
        self._budget.spend(len(alike) // 20)
        found = [path for path in alike if path == target or path.endswith(ends)]
        self._budget.spend(len(found) // 2)
        return min(found, key=lambda path: (-_shared(importer, path), len(path)), default="")


def moved(gone: Iterable[str], new: Iterable[str], budget: Budget) -> dict[str, str]:
    """Return where files went whose folders were put into another one, or taken out of one."""
    nearest = Nearest(new, budget)
    went = {path: now for path in sorted(gone) if (now := nearest.file(path, path))}
    back = Nearest(set(gone) - set(went), budget)
    for now in sorted(set(new) - set(went.values())):
        if path := back.file(now, now):
            went.setdefault(path, now)
    return {path: now for now, path in {now: path for path, now in went.items()}.items()}


def _shared(one: str, other: str) -> int:
    """Return how many folders two paths begin with alike."""
    pairs = zip(one.split("/")[:-1], other.split("/")[:-1], strict=False)
    shared = 0
    for left, right in pairs:
        if left != right:
            break
        shared += 1
    return shared
