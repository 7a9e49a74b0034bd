"""Nx: dependencies that a project's file declares. What it finds in the code, `typescript` does."""

from collections.abc import Iterator

from relplan.sources.builds.edge import Edge
from relplan.sources.builds.manifests import documents
from relplan.sources.builds.tree import Tree
from relplan.sources.catalogs.reading import folder_of, items, table, word


def edges(tree: Tree) -> Iterator[Edge]:
    """Yield the ``implicitDependencies`` of project.json and package.json."""
    if not tree.named("nx.json"):
        return
    projects: dict[str, tuple[str, list[object]]] = {}
    for path, data in documents(tree, tree.named("package.json", "project.json")):
        folder = folder_of(path)
        own = data if path.endswith("project.json") else table(data.get("nx"))
        name = word(own.get("name")) or word(data.get("name")) or folder.rpartition("/")[2]
        known = projects.get(folder, (name, []))
        projects[folder] = (name, [*known[1], *items(own.get("implicitDependencies"))])
    names = {name: folder for folder, (name, _) in projects.items()}
    for folder, (_, needed) in projects.items():
        for name in map(word, needed):
            target = names.get(name)
            if target is not None and target not in (folder, "."):
                yield Edge(folder, target)
