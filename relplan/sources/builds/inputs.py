"""What each service is built from, by way of everything in between."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator

from relplan.contracts.bounds import UnreadableError
from relplan.sources.builds import (
    bazel,
    cargo,
    docker,
    dotnet,
    go,
    gradle,
    maven,
    npm,
    nx,
    python,
    typescript,
)
from relplan.sources.builds.edge import Edge, Inputs, own_files
from relplan.sources.builds.tree import Tree
from relplan.sources.catalogs.reading import folder_of

_READERS: tuple[Callable[[Tree], Iterator[Edge]], ...] = (
    bazel.edges, cargo.edges, docker.edges, dotnet.edges, go.edges, gradle.edges, maven.edges,
    npm.edges, nx.edges, python.edges, typescript.edges,
)  # fmt: skip


TOP = own_files(".")
"""The package at the top: what it is built from is named file by file."""


def inputs_of(tree: Tree, paths: Collection[str]) -> dict[str, Inputs]:
    """Return the inputs of the services in the folders *paths*, by folder.

    What could not be understood is left out, and listed in the tree's `unread`.
    """
    return _followed(_edges(tree), paths)


def _edges(tree: Tree) -> Iterator[Edge]:
    for edges in _READERS:
        try:
            yield from edges(tree)
        except UnreadableError as error:
            tree.unread.append(error)


def _followed(edges: Iterable[Edge], paths: Collection[str]) -> dict[str, Inputs]:
    needs: dict[str, set[Edge]] = defaultdict(set)
    for edge in edges:
        needs[edge.folder].add(edge)
    graph = _Graph(needs)
    return {path: graph.inputs(path, paths) for path in paths if path != "."}


class _Graph:
    """Which folders are built from which others."""

    def __init__(self, needs: dict[str, set[Edge]]) -> None:
        self._needs = needs
        self._folders = sorted(needs)

    def inputs(self, path: str, services: Collection[str]) -> Inputs:
        ahead = self._inside(path) or self._around(path)
        seen = set(ahead)
        found: dict[bool, set[str]] = {False: set(), True: set()}
        while ahead:
            for edge in self._needs[ahead.pop()]:
                if _holds_services(edge.needs, path, services):
                    continue
                if edge.needs != TOP:
                    found[edge.shared].add(edge.needs)
                below = () if edge.shared else self._inside(edge.needs)
                ahead += [folder for folder in below if folder not in seen]
                seen.update(below)
        kept = _outermost({path, *found[False]}) - {path}
        shared = {one for one in found[True] if not _is_inside(one, {path, *kept})}
        return Inputs(frozenset(kept), frozenset(shared))

    def _inside(self, folder: str) -> list[str]:
        """Return what is built in *folder* and below it; of ``folder/*``, in it alone."""
        if folder == TOP or folder.endswith("/*"):
            return [folder] if folder in self._needs else []
        first = bisect_left(self._folders, f"{folder}/")
        last = bisect_left(self._folders, f"{folder}0")  # the sign after the slash
        own = [folder] if folder in self._needs else []
        return own + self._folders[first:last]

    def _around(self, folder: str) -> list[str]:
        """Return the nearest folder above in which something is built, the top left out."""
        while folder != ".":
            if folder in self._needs:
                return [folder]
            folder = folder_of(folder)
        return []


def _outermost(paths: Collection[str]) -> set[str]:
    """Leave out what is inside of another one."""
    return {path for path in paths if not _is_inside(folder_of(path), paths)}


def _is_inside(path: str, folders: Collection[str]) -> bool:
    """Tell whether *path* is one of *folders*, or below one."""
    while path not in folders:
        if path == ".":
            return False
        path = folder_of(path)
    return True


def _holds_services(target: str, path: str, services: Collection[str]) -> bool:
    """Tell whether a folder is around services, so that it says nothing about which it means."""
    if target == ".":
        return True
    around = f"{target}/"
    return f"{path}/".startswith(around) or any(one.startswith(around) for one in services)
