"""A repository of a few build files, and what a service of it is built from."""

from collections.abc import Mapping

from relplan.sources.builds.edge import Inputs
from relplan.sources.builds.inputs import inputs_of
from relplan.sources.builds.tree import Tree


def tree_of(files: Mapping[str, str]) -> Tree:
    return Tree(files.keys(), lambda path: files[path].encode())


def inputs(files: Mapping[str, str], path: str, *others: str) -> Inputs:
    """Return what the service in *path* is built from; *others* are services, too."""
    tree = tree_of(files)
    found = inputs_of(tree, (path, *others))[path]
    assert tree.unread == []
    return found


def folders(files: Mapping[str, str], path: str, *others: str) -> list[str]:
    return sorted(inputs(files, path, *others).folders)


def shared(files: Mapping[str, str], path: str) -> list[str]:
    return sorted(inputs(files, path).shared)
