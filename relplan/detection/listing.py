"""The files of one repository at many commits, none of which is listed twice."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from posixpath import basename

from relplan.contracts.bounds import LARGEST_FILE
from relplan.detection.bases import bases_of
from relplan.model.change import Change
from relplan.model.scan import ServiceRecord
from relplan.sources.git.blobs import Blobs
from relplan.sources.git.safe import Git
from relplan.sources.git.trees import SUBMODULE, Difference, differences, files_of, trees_of


class Listing:
    """The files at one commit: those of another commit, and what differs from them."""

    def __init__(self, common: "_Common", changed: Iterable[Difference] = ()) -> None:
        """Take the files of *common*, with what *changed*."""
        self._common = common
        self.overlay = {path: after for path, _, after in changed}

    def get(self, path: str) -> str:
        """Return a file's blob; empty where it is not there."""
        if path in self.overlay:
            return self.overlay[path]
        return self._common.files.get(path, "")

    def paths(self) -> Iterator[str]:
        """Return all files."""
        for path in self._common.files:
            if path not in self.overlay:
                yield path
        yield from (path for path, oid in self.overlay.items() if oid)

    def matching(self, pattern: re.Pattern[str]) -> dict[str, str]:
        """Return the files whose whole paths *pattern* means, with their blobs, sorted."""
        found = self._common.matching(pattern) - self.overlay.keys()
        found |= {path for path, oid in self.overlay.items() if oid and pattern.fullmatch(path)}
        return {path: self.get(path) for path in sorted(found)}

    def ending_with(self, end: str) -> str:
        """Return the file whose path ends with the folders and the name of *end*; the shortest."""
        if self.get(end):
            return end
        tail = f"/{end}"
        name = basename(end)
        found = {path for path in self._common.by_name(name) if self.get(path)}
        found.update(path for path in self._changed.get(name, ()) if self.overlay[path])
        fitting = [path for path in found if path.endswith(tail)]
        return min(fitting, key=lambda path: (len(path), path), default="")

    @cached_property
    def _changed(self) -> Mapping[str, list[str]]:
        """The files that differ, by their names: far from the common commit those are many."""
        return _by_name(self.overlay)


@dataclass(slots=True)
class _Common:
    """The files of the commit that the others are compared with."""

    files: Mapping[str, str]
    _names: dict[str, list[str]] | None = None
    _matches: dict[re.Pattern[str], frozenset[str]] = field(default_factory=dict)

    def matching(self, pattern: re.Pattern[str]) -> frozenset[str]:
        if pattern not in self._matches:
            found = (path for path in self.files if pattern.fullmatch(path))
            self._matches[pattern] = frozenset(found)
        return self._matches[pattern]

    def by_name(self, name: str) -> Sequence[str]:
        if self._names is None:
            self._names = _by_name(self.files)
        return self._names.get(name, ())


def _by_name(paths: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in paths:
        found.setdefault(basename(path), []).append(path)
    return found


class RepositoryFiles:
    """One repository, open for reading files. Use as a context manager's product (see `Blobs`)."""

    def __init__(self, git: Git, blobs: Blobs) -> None:
        """Read by *git* and *blobs*."""
        self.git = git
        self._blobs = blobs
        self._trees: dict[str, str] = {}
        self._common: dict[str, _Common] = {}
        self._differences: dict[tuple[str, str], list[Difference]] = {}
        self._known: dict[Difference, Difference] = {}

    def read(self, oid: str) -> bytes | None:
        """Return a blob; None where it is too large, or not there."""
        return self._blobs.read(oid)

    def resolve(self, revisions: Iterable[str]) -> None:
        """Find out the trees of many commits at once; ``X^1`` is X's first parent."""
        missing = [name for name in dict.fromkeys(revisions) if name not in self._trees]
        if not missing:
            return
        found = trees_of(self.git, missing)
        empty = found[""]
        self._trees.update({name: found.get(name, empty) for name in (*missing, "")})

    def compare(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Find out what differs between the commits of many pairs at once."""
        wanted = list(pairs)
        self.resolve(name for pair in wanted for name in pair)
        missing = {self._tree_pair(pair) for pair in wanted} - self._differences.keys()
        if missing:
            self._differences.update({pair: [] for pair in missing})
            found = differences(self.git, sorted(missing), known=self._known)
            self._differences.update(found)

    def changed(self, before: str, after: str) -> list[Difference]:
        """Return what differs between two commits; best asked of `compare` before, all at once."""
        pair = self._tree_pair((before, after))
        if pair not in self._differences:
            self.compare([(before, after)])
        return self._differences[pair]

    def moved_links(
        self, pairs: Iterable[tuple[str, str]], paths: Iterable[str]
    ) -> list[list[Difference]]:
        """Return for each pair of commits which submodules at *paths* are pinned anew between."""
        wanted = list(pairs)
        self.resolve(name for pair in wanted for name in pair)
        trees = [self._tree_pair(pair) for pair in wanted]
        found = differences(self.git, trees, SUBMODULE, paths)
        return [found.get(pair, []) for pair in trees]

    def blobs_of(self, path: str, commits: Iterable[str], like: str) -> list[str]:
        """Return a file's blob at each of *commits*, empty where it is not there.

        Of *like* all files are listed, of the others nothing else is asked.
        """
        wanted = list(commits)
        self.resolve([like, *wanted])
        pairs = [self._tree_pair((like, commit)) for commit in wanted]
        moved = differences(self.git, pairs, paths=[path])
        known = self.listing(like, like).get(path)
        return [next((one.after for one in moved.get(pair, ())), known) for pair in pairs]

    def listing(self, commit: str, like: str) -> Listing:
        """Return the files at *commit*, which are much the same as those at *like*."""
        self.resolve([like, commit])
        tree = self._trees[like]
        if tree not in self._common:
            self._common[tree] = _Common(files_of(self.git, tree))
        return Listing(self._common[tree], self.changed(like, commit))

    def bases(self, record: ServiceRecord, changes: Sequence[Change]) -> dict[str, str]:
        """Return what each of the open changes is to be compared with, by its commit."""
        return bases_of(self.git, record, changes)

    def _tree_pair(self, pair: tuple[str, str]) -> tuple[str, str]:
        self.resolve(pair)
        return self._trees[pair[0]], self._trees[pair[1]]


LARGEST = LARGEST_FILE
"""Bytes of a file that is read."""
