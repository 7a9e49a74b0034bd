"""Packages that are folders without the packages below them: Go's and Bazel's."""

from collections.abc import Collection, Iterator

from relplan.sources.builds.edge import Edge, own_files
from relplan.sources.builds.tree import Tree
from relplan.sources.catalogs.reading import folder_of


class Packages:
    """All packages of a kind."""

    def __init__(self, tree: Tree, folders: Collection[str]) -> None:
        """Let each of *folders* be a package."""
        self._tree = tree
        self.folders = frozenset(folders)
        self._holding: set[str] = set()
        for folder in self.folders:
            above = folder
            while above not in self._holding:
                self._holding.add(above)
                if above == ".":
                    break
                above = folder_of(above)

    def parts(self, endings: tuple[str, ...]) -> Iterator[Edge]:
        """Yield what belongs to each package beside the files right in it.

        Folders without a package: templates, embedded files. The top's own files are named one by
        one, those with the *endings*: a README is none of them.
        """
        for folder in sorted(self.folders):
            for path in self._tree.below(folder):
                if self._tree.has_file(path):
                    if folder == "." and path.endswith(endings):
                        yield Edge(own_files(folder), path)
                elif folder != "." and path not in self._holding:
                    yield Edge(own_files(folder), path)
