"""What the readers of build files share."""

from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Any

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.reading.documents import read_documents
from relplan.contracts.reading.toml import Toml
from relplan.sources.builds.edge import Edge
from relplan.sources.builds.tree import Tree
from relplan.sources.catalogs.reading import folder_of, within

_MOST_GLOBS = 500
"""Of one workspace."""


def documents(tree: Tree, paths: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each JSON or YAML file that holds a table; others are kept as unread."""
    for path in paths:
        try:
            found = read_documents(path, tree.read(path))
        except UnreadableError as error:
            tree.unread.append(error)
            continue
        yield from ((path, one.data) for one in found if isinstance(one.data, dict))


def tomls(tree: Tree, paths: Iterable[str]) -> Iterator[tuple[str, Toml]]:
    """Yield each TOML file; others are kept as unread."""
    for path in paths:
        try:
            yield path, Toml(path, tree.read(path))
        except UnreadableError as error:
            tree.unread.append(error)


def members(top: str, globs: Iterable[str], folders: Iterable[str]) -> list[str]:
    """Return those of *folders* that the globs of a workspace in the folder *top* mean.

    One that begins with ``!`` takes away what those before it gave.
    """
    found: dict[str, None] = {}
    known = {folder: folder.split("/") for folder in folders}
    for glob in list(globs)[:_MOST_GLOBS]:
        place = within(top, glob.removeprefix("!"))
        wanted = place.split("/") if place else []
        for folder, parts in known.items():
            if _fits(wanted, parts):
                if glob.startswith("!"):
                    found.pop(folder, None)
                else:
                    found[folder] = None
    return list(found)


def _fits(wanted: Sequence[str], parts: Sequence[str]) -> bool:
    """Tell whether a path fits a glob, both given by their parts; ``**`` is any number of parts.

    Each part of the glob is looked at once for each of the path: no glob can take for ever.
    """
    reached = {0}
    for want in wanted:
        if want == "**":
            reached = set(range(min(reached, default=len(parts) + 1), len(parts) + 1))
        else:
            reached = {at + 1 for at in reached if at < len(parts) and fnmatchcase(parts[at], want)}
    return len(parts) in reached


def shared_files(
    tree: Tree, top: str, names: Iterable[str], folders: Iterable[str]
) -> Iterator[Edge]:
    """Yield that each of *folders* shares those files of *top* that there are."""
    there = [path for name in names if (path := within(top, name)) and tree.has(path)]
    for folder in folders:
        for path in there:
            yield Edge(folder, path, shared=True)


def nearest(folder: str, known: Iterable[str]) -> str | None:
    """Return which of *known* is *folder*, or the nearest above it; None: none is."""
    tops = set(known)
    while folder not in tops:
        if folder == ".":
            return None
        folder = folder_of(folder)
    return folder
